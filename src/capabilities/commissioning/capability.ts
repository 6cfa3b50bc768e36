import { capability } from '../../platform/capability.ts'
import { agreementPage } from './agreements/agreement.page.ts'
import { agreementsRoutes } from './agreements/agreements.page.ts'
import { mergeWord } from './open-contracting/command-line.ts'
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
  routes: [...agreementsRoutes, agreementPage],
  navigation: [{ text: 'Agreements', path: '/commissioning/agreements', allow: 'commissioning.take-part', order: 58 }],
  commandLine: [mergeWord],
  tables,
  retention: {
    agreement: {
      words: '12 years after it ended, as long as somebody may go to law over a deed.',
      kept: 'Tells of organisations and public money.',
    },
  },
})
