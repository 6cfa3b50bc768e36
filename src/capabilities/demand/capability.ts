import { capability } from '../../platform/capability.ts'
import { measuresApi } from './api.ts'
import { commandLine } from './command-line.ts'
import { howAreWeDoingPage } from './how-are-we-doing.page.ts'

export default capability({
  name: 'demand',
  level: 5,
  permissions: {
    'measures.see': {
      about: 'See how the place is doing: waits, shares and counts, never a person',
      roles: ['coordinator', 'commissioner', 'link worker'],
    },
  },
  routes: [howAreWeDoingPage, measuresApi],
  navigation: [{ text: 'How are we doing', path: '/how-are-we-doing', allow: 'measures.see', order: 40 }],
  commandLine,
})
