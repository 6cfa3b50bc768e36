import { capability } from '../../platform/capability.ts'
import { agreementsRoutes } from './agreements/agreements.page.ts'
import { remindOfReviews } from './care/remind-reviews.ts'
import { choosingRoutes } from './choosing/route.page.ts'
import { engagementRoutes } from './engagement/engagement.page.ts'
import { forgetOldAgreements } from './forgetting/forget-store.ts'
import { gapsPage } from './gaps/gaps.page.ts'
import { localAreaRoutes } from './local-area/local-area.page.ts'
import { mergeWord } from './open-contracting/command-line.ts'
import { openDataRoutes } from './open-contracting/open-data.api.ts'
import { bodiesRoutes } from './parties/bodies.page.ts'
import { personal } from './personal.ts'
import { relationshipRoutes } from './relationship/agreement.page.ts'
import { homePage } from './relationship/home.page.ts'
import { commandLine } from './routes/command-line.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'commissioning',
  level: 6,
  permissions: {
    'commissioning.lead': {
      about: 'Open engagements, write agreements down, decide on them and publish them for your organisation',
      roles: ['commissioner'],
    },
    'commissioning.take-part': {
      about:
        'See the agreements your organisation is part of; write into engagements, learning logs and cost statements',
      roles: ['commissioner', 'coordinator'],
    },
  },
  routes: [
    homePage,
    ...engagementRoutes,
    ...choosingRoutes,
    ...localAreaRoutes,
    ...bodiesRoutes,
    gapsPage,
    ...agreementsRoutes,
    ...relationshipRoutes,
    ...openDataRoutes,
  ],
  commandLine: [...commandLine, mergeWord],
  navigation: [{ text: 'Commissioning', path: '/commissioning', allow: 'commissioning.take-part', order: 58 }],
  jobs: [{ queue: 'remind-of-reviews', cron: '40 7 * * *', run: remindOfReviews }],
  tables,
  personal,
  retention: {
    'what was learned': {
      words: 'As long as the agreement. A story goes the moment whoever told it no longer wants it told.',
      with: 'agreement',
    },
    engagement: { words: 'For good: it is a public record of who was asked.', kept: 'Tells of organisations.' },
    agreement: {
      words:
        '12 years after its last day, as long as somebody may go to law over a deed; with its measures, reviews, costs, months and changes.',
      after: { years: 12 },
      from: 'its last day',
      forget: forgetOldAgreements,
    },
    'what was published of an agreement': {
      words: 'For good: it is a public record of public money.',
      kept: 'Tells of organisations and public money.',
    },
  },
})
