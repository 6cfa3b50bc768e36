import type { Bundle, Subscription as FhirSubscription } from '@medplum/fhirtypes'
import type { HookCall } from '../hook-call-store.ts'
import type { Subscription } from '../subscription-store.ts'
import { ours } from '../words.ts'
import { versioned } from './version.ts'

/**
 * A subscription as R4 says it, with the extension by which HL7's Subscriptions R5 Backport 1.1.0 says that notices hold ids only.
 * @param secret what its notices are signed with: said to whoever made it, when they made it, and never again.
 */
export const subscriptionOf = (one: Subscription, secret: string | null = null): FhirSubscription =>
  versioned<FhirSubscription>(
    {
      resourceType: 'Subscription',
      id: one.subscriptionId,
      ...(secret && { extension: [{ url: ours.signingSecret, valueString: secret }] }),
      status: one.state,
      ...(one.endsAt && { end: one.endsAt.toISOString() }),
      reason: one.reason,
      criteria: one.statuses ? `Task?status=${one.statuses.join(',')}` : 'Task',
      ...(one.error && { error: one.error }),
      channel: {
        type: one.channel,
        endpoint: one.channel === 'email' ? `mailto:${one.endpoint}` : one.endpoint,
        payload: one.channel === 'email' ? 'text/plain' : 'application/fhir+json',
        ...({
          _payload: {
            extension: [
              {
                url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content',
                valueCode: 'id-only',
              },
            ],
          },
        } as object),
      },
    },
    one.changedAt,
  )

/** What a hook is told: that it is there, or which Task changed (a notification Bundle of Subscriptions R5 Backport 1.1.0, in R4). Ids alone. */
export const notificationOf = (call: HookCall, base: string): Bundle => {
  const { taskId, subscriptionId, hookCallId, eventNumber, events, madeAt } = call
  const subscription = `${base}/Subscription/${subscriptionId}`
  const task = `${base}/Task/${taskId}`
  return {
    resourceType: 'Bundle',
    id: hookCallId,
    type: 'history',
    timestamp: madeAt.toISOString(),
    entry: [
      {
        fullUrl: `urn:uuid:${hookCallId}`,
        resource: {
          resourceType: 'Parameters',
          parameter: [
            { name: 'subscription', valueReference: { reference: subscription } },
            { name: 'status', valueCode: call.state },
            { name: 'type', valueCode: taskId === null ? 'handshake' : 'event-notification' },
            { name: 'events-since-subscription-start', valueString: String(events) },
            ...(taskId === null
              ? []
              : [
                  {
                    name: 'notification-event',
                    part: [
                      { name: 'event-number', valueString: String(eventNumber) },
                      { name: 'timestamp', valueInstant: madeAt.toISOString() },
                      { name: 'focus', valueReference: { reference: task } },
                    ],
                  },
                ]),
          ],
        },
        request: { method: 'GET', url: `${subscription}/$status` },
        response: { status: '200' },
      },
      ...(taskId === null
        ? []
        : [
            {
              fullUrl: task,
              request: { method: 'GET' as const, url: `Task/${taskId}` },
              response: { status: '200' },
            },
          ]),
    ],
  }
}
