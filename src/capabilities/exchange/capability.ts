import { capability } from '../../platform/capability.ts'
import { forgetOldCalls } from './call-store.ts'
import { importFhirWord } from './command-line.ts'
import { fhirGate } from './gate.ts'
import { forgetOldHookCalls } from './hook-call-store.ts'
import { personal } from './personal.ts'
import { callHooks } from './subscriptions/call-hooks-job.ts'
import { hookQueue } from './subscriptions/keep-subscriptions.ts'
import { addSystemRoute, endSubscriptionRoute, endSystemRoute, systemsRoute } from './systems/systems.page.ts'
import { tables } from './tables.ts'

export default capability({
  name: 'exchange',
  level: 4,
  permissions: {
    'exchange.keep-systems': {
      about: 'Let a system of your organisation call here, and end that',
      roles: ['coordinator'],
    },
    'exchange.read': { about: 'Read referrals as another system', roles: [] },
    'exchange.send': { about: 'Pass needs on as another system', roles: [] },
    'exchange.tell': { about: 'Tell the systems that asked that something changed', roles: [] },
    'exchange.directory': { about: 'Read the listed services as another system', roles: [] },
  },
  routes: [systemsRoute, addSystemRoute, endSystemRoute, endSubscriptionRoute],
  gates: [fhirGate],
  jobs: [{ queue: hookQueue, cron: '* * * * *', run: callHooks }],
  commandLine: [importFhirWord],
  tables,
  personal,
  retention: {
    system: {
      words: 'As long as it may call, and two years after: who saw what must stay explainable.',
      kept: 'Says what went between systems, by ids.',
    },
    received: { words: 'As long as the help request it became.', with: 'help request' },
    subscription: {
      words: 'As long as its system, unless it deletes it.',
      kept: 'Says where ids go, and of whom nothing.',
    },
    hook_call: {
      words: '30 days.',
      after: { days: 30 },
      from: 'it was to be told',
      forget: forgetOldHookCalls,
    },
    call: {
      words: '30 days, without what was in it.',
      after: { days: 30 },
      from: 'it was made',
      forget: forgetOldCalls,
    },
  },
})
