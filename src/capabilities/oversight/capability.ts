import { capability } from '../../platform/capability.ts'
import { emergencySharingQueue } from '../people/index.ts'
import { alertsRoutes } from './alerts/alerts.page.ts'
import { readingRulesRoutes } from './alerts/reading-rules.page.ts'
import { watchReading } from './alerts/watch-reading-job.ts'
import { breakGlassRoutes } from './break-glass/break-glass.page.ts'
import { emergenciesInHands } from './break-glass/in-hands.ts'
import { commandLine } from './command-line.ts'
import { emergencySharingRoutes } from './emergency-sharing/emergency-sharing.page.ts'
import { tellOfEmergencySharing } from './emergency-sharing/tell-of-it-job.ts'
import { personal } from './personal.ts'
import { tables } from './tables.ts'
import { trailRoutes } from './trail/trail.page.ts'

export default capability({
  name: 'oversight',
  level: 5,
  permissions: {
    'audit.see': { about: 'See who looked at what, everywhere in the place', roles: ['data protection lead'] },
    'reading-alert.see': {
      about: 'See what is unusual in who reads whose details, and say what it was',
      roles: ['data protection lead', 'coordinator'],
    },
    'reading-rules.change': {
      about: 'Choose from which numbers on reading is unusual here',
      roles: ['data protection lead'],
    },
    'break-glass.see': {
      about: 'See what was asked for in an emergency',
      roles: ['coordinator', 'call handler', 'link worker', 'safeguarding lead', 'data protection lead'],
    },
    'break-glass.ask': {
      about: 'Ask to open in an emergency what they may not see otherwise',
      roles: ['coordinator', 'call handler', 'link worker', 'safeguarding lead'],
    },
    'break-glass.decide': {
      about: 'Decide, as a second person, whether it is opened',
      roles: ['coordinator', 'safeguarding lead', 'data protection lead'],
    },
  },
  routes: [...trailRoutes, ...breakGlassRoutes, ...emergencySharingRoutes, ...alertsRoutes, ...readingRulesRoutes],
  navigation: [
    { text: 'Who has looked', path: '/audit', allow: 'audit.see', order: 60 },
    { text: 'Unusual reading', path: '/unusual-reading', allow: 'reading-alert.see', order: 61 },
    { text: 'In an emergency', path: '/break-glass', allow: 'break-glass.see', order: 62 },
    { text: 'Shared without asking', path: '/emergency-sharing', allow: 'emergency-sharing.review', order: 63 },
  ],
  jobs: [
    { queue: 'watch-reading', cron: '*/10 * * * *', run: watchReading },
    { queue: emergencySharingQueue, cron: '12 * * * *', run: tellOfEmergencySharing },
  ],
  commandLine,
  tables,
  personal,
  inHands: [emergenciesInHands],
  retention: {
    'audit trail': {
      words:
        'As long as the place keeps its records: who looked at what, by ids. Names and reasons in it can be deleted by themselves.',
      kept: 'each line proves that the next was not tampered with',
    },
    'opening in an emergency': {
      words: 'As long as the audit trail; its words go with whoever it was about.',
      kept: 'That it was opened, by whom and when, proves who saw what.',
    },
  },
})
