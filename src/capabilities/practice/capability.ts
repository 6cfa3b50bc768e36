import { capability } from '../../platform/capability.ts'
import { councilPage } from './network/council.page.ts'
import { councilFormRoutes } from './network/council-form.page.ts'
import { entryFormRoutes } from './network/entry-form.page.ts'
import { networkPage } from './network/network.page.ts'
import { recommendationRoutes } from './network/recommendations.page.ts'
import { practicePage } from './practice.page.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'practice',
  level: 6,
  permissions: {
    'practice.record': {
      about:
        'Write in the public record of a council of the network: a champion in their own council’s, the convenor in everybody’s',
      roles: ['champion', 'convenor'],
    },
    'practice.assess': {
      about: 'Assess how one’s own council lives the six principles, and improve it with peers',
      roles: ['champion'],
    },
    'network.convene': {
      about: 'Convene the network: add councils, and bind them to organisations',
      roles: ['convenor'],
    },
  },
  routes: [
    practicePage(async () => []),
    networkPage,
    councilPage({ assessedOn: async () => null, sections: async () => [] }),
    ...councilFormRoutes,
    ...entryFormRoutes,
    ...recommendationRoutes,
  ],
  navigation: [
    { text: 'Practice', path: '/practice', allow: 'practice.assess', order: 70 },
    { text: 'Network', path: '/network', allow: 'network.convene', order: 71 },
  ],
  tables,
})
