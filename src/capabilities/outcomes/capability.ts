import { capability } from '../../platform/capability.ts'
import { closeUntold } from './close-untold-job.ts'
import { personal } from './personal.ts'
import { tables } from './tables.ts'
import { outcomeRoutes } from './tell-outcome.page.ts'

export default capability({
  name: 'outcomes',
  level: 4,
  permissions: {
    'outcome.record': {
      about: 'Write down what changed for the resident',
      roles: ['coordinator', 'link worker', 'call handler', 'resident'],
    },
  },
  routes: outcomeRoutes,
  jobs: [{ queue: 'close-untold', cron: '15 5 * * *', run: closeUntold }],
  tables,
  personal,
  retention: { outcome: { words: 'As long as its request, then without the words.', with: 'help request' } },
})
