import { capability } from '../../platform/capability.ts'
import { byPhoneRoutes } from './by-phone.page.ts'
import { joinAnswer, joinLinkAnswer, joinLinkPage, joinPage } from './join.page.ts'
import { groupRoutes, joinedPage } from './joined.page.ts'
import { forgetUnopened } from './newcomer-store.ts'
import { ourGroupPage } from './our-group.page.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'joining',
  level: 3,
  permissions: {
    'group.see': { about: 'See what became of what your group passed on', roles: ['newcomer'] },
  },
  routes: [
    joinPage,
    joinAnswer,
    joinLinkPage,
    joinLinkAnswer,
    ourGroupPage,
    joinedPage,
    ...byPhoneRoutes,
    ...groupRoutes,
  ],
  navigation: [
    { text: 'Your group', path: '/our-group', allow: 'group.see', order: 10 },
    { text: 'Groups that joined', path: '/joined', allow: 'sharing.settle', order: 61 },
  ],
  tables,
  retention: {
    newcomer: {
      words: 'A form whose link nobody opened: 30 days. What a group that joined told us: as long as the organisation.',
      after: { days: 30 },
      from: 'it was filled in',
      forget: forgetUnopened,
    },
  },
})
