import { capability } from '../../platform/capability.ts'
import { agreementRoutes } from './agreements/agreements.page.ts'
import { levelsRoutes } from './assurance/levels.page.ts'
import { assuranceRoutes } from './assurance/sharing.page.ts'
import { tendAssurance } from './assurance/tend-assurance-job.ts'
import { organisationRoute, organisationsRoute } from './organisations.page.ts'
import { tables } from './tables.ts'
import { organisationWords } from './words.ts'

export default capability({
  name: 'organisations',
  level: 0,
  permissions: {
    // No role carries it yet: a place's first organisations come from the command line and the demo, which act as the house.
    'sharing.see': {
      about: 'See what may be shared with whom, and what was seen of your organisation',
      roles: ['coordinator', 'link worker', 'data protection lead', 'commissioner'],
    },
    'sharing.settle': {
      about: 'Write down what was seen of organisations, and sharing agreements',
      roles: ['coordinator', 'data protection lead'],
    },
    'organisation.add': { about: 'Add an organisation and its people', roles: [] },
  },
  routes: [organisationsRoute, organisationRoute, ...agreementRoutes, ...assuranceRoutes, ...levelsRoutes],
  jobs: [{ queue: 'tend-assurance', cron: '20 6 * * *', run: tendAssurance }],
  navigation: [
    { text: 'Sharing agreements', path: '/agreements', allow: 'sharing.settle', order: 62 },
    { text: language => organisationWords(language)('title'), path: '/organisations', allow: 'anyone', order: 60 },
  ],
  tables,
  retention: {
    organisation: { words: 'As long as the organisation works in the place.', kept: 'Tells of no private person.' },
    membership: { words: 'As long as the person acts for it.', kept: 'Says who acted for an organisation, by ids.' },
    evidence: {
      words: '6 years after it ended, to show why something could be shared.',
      kept: 'Tells of an organisation.',
    },
    'sharing agreement': {
      words: '6 years after it ended, to show why something could be shared.',
      kept: 'Tells of organisations.',
    },
  },
})
