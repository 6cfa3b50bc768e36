import { capability } from '../../platform/capability.ts'
import { commandLine } from './command-line.ts'
import { remindOfComplaints } from './complaints/complain.ts'
import { complaintRoutes } from './complaints/complaints.page.ts'
import { dataRequestsRoutes } from './data-requests/data-requests.page.ts'
import { eraseRoutes } from './data-requests/erase.page.ts'
import { everythingHeldRoutes } from './data-requests/everything-held.page.ts'
import { oneDataRequestRoutes } from './data-requests/one-data-request.page.ts'
import { remindOfDataRequests } from './data-requests/work-on-data-request.ts'
import { concernHoldRoutes } from './forgetting/concern-hold.page.ts'
import { forgettingRoutes } from './forgetting/forgetting.page.ts'
import { listHeld } from './held.ts'
import { keepRetentionJob } from './keep-retention.ts'
import { keepTombstones } from './keep-tombstones.ts'
import { personal } from './personal.ts'
import { retention } from './retention.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'rights',
  level: 6,
  permissions: {
    'rights.decide': {
      about: 'Answer what people ask about what is held of them, hold what must not be forgotten, and see what will be',
      roles: ['data protection lead'],
    },
    'rights.take': {
      about: 'Write down what somebody asks about what is held of them, or a complaint',
      roles: ['data protection lead', 'coordinator', 'call handler', 'link worker'],
    },
    'rights.decide-concern': {
      about: 'Decide whether what safeguarding leads hold goes into a copy',
      roles: ['safeguarding lead'],
    },
  },
  routes: [
    ...everythingHeldRoutes,
    ...dataRequestsRoutes,
    ...oneDataRequestRoutes,
    ...eraseRoutes,
    ...complaintRoutes,
    ...forgettingRoutes,
    ...concernHoldRoutes,
  ],
  navigation: [
    { text: 'Data requests', path: '/data-requests', allow: 'rights.decide', order: 63 },
    { text: 'Complaints', path: '/complaints', allow: 'rights.decide', order: 64 },
    { text: 'Forgetting', path: '/forgetting', allow: 'rights.decide', order: 65 },
  ],
  commandLine,
  jobs: [
    {
      queue: 'remind-of-rights',
      cron: '20 8 * * *',
      run: async (platform, placeId) => {
        await remindOfDataRequests(platform, placeId)
        await remindOfComplaints(platform, placeId)
      },
    },
    // After those who were silent for long have stopped, and before anybody comes to work.
    { queue: 'keep-retention', cron: '5 5 * * *', run: keepRetentionJob },
    {
      queue: 'keep-tombstones',
      cron: '11 * * * *',
      run: async (platform, placeId) => void (await keepTombstones(platform, placeId)),
    },
  ],
  tables,
  personal,
  holds: listHeld,
  retention,
})
