import { capability } from '../../platform/capability.ts'
import { organisationRoute, organisationsRoute } from './organisations.page.ts'
import { tables } from './tables.ts'
import { organisationWords } from './words.ts'

export default capability({
  name: 'organisations',
  level: 0,
  permissions: {
    // No role carries it yet: a place's first organisations come from the command line and the demo, which act as the house.
    'organisation.add': { about: 'Add an organisation and its people', roles: [] },
  },
  routes: [organisationsRoute, organisationRoute],
  navigation: [
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
