import { capability } from '../../platform/capability.ts'
import { askPage, askRoute } from './ask.page.ts'
import { closePage, closeRoute, signpostPage, signpostRoute } from './close.page.ts'
import { describeRoute, needPage, takeBackRoute } from './need.page.ts'
import { personal } from './personal.ts'
import { tables } from './tables.ts'
import { worklistPage } from './worklist.page.ts'

export default capability({
  name: 'triage',
  level: 4,
  permissions: {
    'worklist.see': {
      about: 'See who is waiting, for what, and who has it',
      roles: ['coordinator', 'link worker', 'call handler'],
    },
  },
  routes: [
    worklistPage,
    needPage,
    describeRoute,
    takeBackRoute,
    askPage,
    askRoute,
    closePage,
    closeRoute,
    signpostPage,
    signpostRoute,
  ],
  navigation: [{ text: 'Worklist', path: '/worklist', allow: 'worklist.see', order: 10 }],
  tables,
  personal,
  retention: { 'triage decision': { words: 'As long as its request, then without its reason.', with: 'help request' } },
})
