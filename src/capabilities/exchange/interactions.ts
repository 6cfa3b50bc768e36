import { isUuid } from '../../kernel/ids.ts'
import { findOrganisation } from '../organisations/index.ts'
import { directoryInteractions } from './directory-interactions.ts'
import { callerOf, type Interaction } from './interaction.ts'
import { fault } from './outcome.ts'
import { capabilityStatement } from './saying/capability-statement.ts'
import { organizationOf } from './saying/organization.ts'
import { sendInteractions } from './send-interactions.ts'
import { subscriptionInteractions } from './subscriptions/subscription-interactions.ts'
import { taskInteractions } from './task-interactions.ts'

/** Everything other systems may do here. The gate serves this table and nothing else, and says it in `metadata`. */
export const interactions: readonly Interaction[] = [
  {
    does: 'capabilities',
    method: 'GET',
    path: 'metadata',
    resource: null,
    allow: 'anyone',
    about: 'What is served here.',
    run: async ({ platform, place, base }) => ({
      status: 200,
      body: capabilityStatement(interactions, {
        base,
        placeName: place.name,
        version: platform.config.version,
        now: platform.clock(),
      }),
    }),
  },
  ...taskInteractions,
  ...sendInteractions,
  ...directoryInteractions,
  ...subscriptionInteractions,
  {
    does: 'read',
    method: 'GET',
    path: 'Organization/:id',
    resource: 'Organization',
    allow: 'exchange.read',
    about: 'An organisation of the place, as everybody may read of it.',
    async run(call) {
      const found = await call.platform.db.as(callerOf(call).actor, tx =>
        isUuid(call.id) ? findOrganisation(tx, call.id) : Promise.resolve(null),
      )
      if (!found) return fault(404, 'not-found', 'There is no such organisation here.')
      return { status: 200, body: organizationOf(found) }
    },
  },
]
