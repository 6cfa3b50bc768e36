import { capability } from '../../platform/capability.ts'
import { listRequestsClosedBefore } from './help-request-store.ts'
import { requestsInHands } from './in-hands.ts'
import { personal } from './personal.ts'
import { requestsExplain } from './reason-to-look.ts'
import { requestCode } from './request-code.ts'
import { residentRoutes } from './resident-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'requests',
  level: 2,
  permissions: {
    'request.take': {
      about: 'Take a request down for someone',
      roles: ['coordinator', 'link worker', 'call handler', 'newcomer'],
    },
    'request.follow': { about: 'See where your own request stands', roles: ['resident'] },
    'request.withdraw': {
      about: 'Take a permission to share back, for yourself or for somebody on the phone',
      roles: ['resident', 'coordinator', 'link worker', 'call handler'],
    },
    'request.triage': {
      about: 'Decide what happens next to a need',
      roles: ['coordinator', 'link worker', 'call handler'],
    },
    'need.close': { about: 'Close a need for a reason', roles: ['coordinator', 'link worker', 'call handler'] },
    'need.progress': { about: 'What only a journey does', roles: [] },
  },
  routes: [...residentRoutes, ...staffRoutes],
  navigation: [
    { text: 'Take a request', path: '/requests/take', allow: 'request.take', order: 15 },
    { text: 'Calls to make', path: '/calls', allow: 'request.triage', order: 30 },
    { text: 'Your request', path: '/my-request', allow: 'request.follow', order: 40 },
  ],
  finish: { allow: 'request.follow', path: '/my-request/finish' },
  jobs: [requestCode.job],
  tables,
  personal,
  inHands: [requestsInHands],
  explainsLook: requestsExplain,
  retention: {
    'help request': {
      words:
        '12 months after it closed; then the story, the name and the contact details go, with everything that hangs on them, and the counts stay.',
      after: { months: 12 },
      from: 'it closed',
      record: 'help request',
      due: (tx, before, most) => listRequestsClosedBefore(tx, before, most, 'all'),
    },
    'help request that came to nothing': {
      words: '6 months after it closed without anybody having helped.',
      after: { months: 6 },
      from: 'it closed without help',
      record: 'help request',
      due: (tx, before, most) => listRequestsClosedBefore(tx, before, most, 'nobody helped'),
    },
  },
})
