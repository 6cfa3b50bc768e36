import { capability } from '../../platform/capability.ts'
import { commandLine } from './command-line.ts'
import { keepRetentionJob } from './keep-retention.ts'
import { personal } from './personal.ts'
import { tables } from './tables.ts'
import { keepTombstones } from './tombstones-file.ts'

export default capability({
  name: 'rights',
  level: 5,
  permissions: {
    'rights.decide': {
      about: 'Answer what people ask about what is held of them, hold what must not be forgotten, and see what will be',
      roles: ['data protection lead'],
    },
  },
  routes: [],
  commandLine,
  jobs: [
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
})
