import type { Subscription as FhirSubscription } from '@medplum/fhirtypes'
import { isUuid } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import { type Answer, type Call, callerOf, type Interaction } from '../interaction.ts'
import { type Fault, fault, isFault, refusedAs } from '../outcome.ts'
import { searchPage, understoodOf } from '../saying/search-page.ts'
import { subscriptionOf } from '../saying/subscription.ts'
import { etagOf } from '../saying/version.ts'
import { findSubscription, listSubscriptions } from '../subscription-store.ts'
import { ours } from '../words.ts'
import { changeSubscription, signingSecret, subscribe, unsubscribe } from './keep-subscriptions.ts'
import { readSubscription } from './read-subscription.ts'

/** What a system asks to be told, instead of asking again and again. */

const noSuch = (): Fault => fault(404, 'not-found', 'There is no Subscription of this id, or it is not of this token.')

const callOf = (call: Call) => ({
  systemId: callerOf(call).system.systemId,
  requestId: call.requestId,
  bodyHash: call.bodyHash,
})

const answerWith = async (call: Call, id: string, status: number, isNew = false): Promise<Answer | Fault> => {
  const { actor, system } = callerOf(call)
  const found = await call.platform.db.as(actor, async tx => {
    const one = isUuid(id) ? await findSubscription(tx, system.systemId, id) : null
    if (one) await audit(tx, 'exchange.read Subscription', id)
    return one && { one, secret: isNew ? signingSecret(tx, id) : null }
  })
  if (!found) return noSuch()
  return {
    status,
    body: subscriptionOf(found.one, found.secret),
    headers: {
      etag: etagOf(subscriptionOf(found.one)),
      ...(isNew && { location: `${call.base}/Subscription/${id}` }),
    },
  }
}

const create = async (call: Call): Promise<Answer | Fault> => {
  const { actor, system } = callerOf(call)
  const wish = readSubscription(call.body as FhirSubscription, {
    organisationId: system.organisationId,
    domain: system.domain,
    opened: call.platform.config.feedsAlsoFrom,
    now: call.platform.clock(),
  })
  if (isFault(wish)) return wish
  const done = await perform(call.platform.db, actor, subscribe, { call: callOf(call), wish })
  return isRefusal(done) ? refusedAs(done) : answerWith(call, done.recordId, done.status, true)
}

const update = async (call: Call): Promise<Answer | Fault> => {
  const given = call.body as FhirSubscription
  const { actor, system } = callerOf(call)
  if (given.id !== undefined && given.id !== call.id)
    return fault(400, 'value', 'The id in the body is not the one in the address.', 'Subscription.id')
  if (call.ifMatch === null) return fault(428, 'required', 'Send the ETag of the Subscription you read as “If-Match”.')
  const one = isUuid(call.id)
    ? await call.platform.db.as(actor, tx => findSubscription(tx, system.systemId, call.id))
    : null
  if (!one) return noSuch()
  const now = subscriptionOf(one)
  if (
    given.criteria !== now.criteria ||
    given.channel.type !== now.channel.type ||
    given.channel.endpoint !== now.channel.endpoint
  )
    return fault(
      422,
      'business-rule',
      'Only its status can be changed. To be told of something else, or elsewhere, make another and delete this one.',
      'Subscription',
    )
  const code = given.extension?.find(({ url }) => url === ours.handshake)?.valueString
  const done = await perform(call.platform.db, actor, changeSubscription, {
    call: callOf(call),
    subscriptionId: call.id,
    ifMatch: call.ifMatch,
    status: given.status,
    code: typeof code === 'string' ? code : null,
  })
  return isRefusal(done) ? refusedAs(done) : answerWith(call, call.id, done.status)
}

const search = async (call: Call): Promise<Answer | Fault> => {
  const { actor, system } = callerOf(call)
  const understood = understoodOf(call.query, ['status', '_id'], call.isStrict)
  if (isFault(understood)) return understood
  const fits = (name: string, value: string) => understood.getAll(name).every(any => any.split(',').includes(value))
  const found = (await call.platform.db.as(actor, tx => listSubscriptions(tx, system.systemId)))
    .filter(({ state, subscriptionId }) => fits('status', state) && fits('_id', subscriptionId))
    .map(each => subscriptionOf(each))
  return {
    status: 200,
    body: searchPage(found, { base: call.base, path: 'Subscription', understood, next: null }),
  }
}

const remove = async (call: Call): Promise<Answer | Fault> => {
  const { actor, system } = callerOf(call)
  if (!isUuid(call.id)) return noSuch()
  const done = await perform(call.platform.db, actor, unsubscribe, {
    systemId: system.systemId,
    subscriptionId: call.id,
  })
  return isRefusal(done) ? refusedAs(done) : { status: 204, body: null }
}

const about = { resource: 'Subscription', allow: 'exchange.read' } as const

export const subscriptionInteractions: readonly Interaction[] = [
  {
    ...about,
    does: 'create',
    method: 'POST',
    path: 'Subscription',
    takes: 'Subscription',
    about:
      'Asks to be told when a Task of yours changes: by rest-hook or e-mail, on your system’s domain, with ids only. What notices are signed with is in this answer and in no other.',
    run: create,
  },
  {
    ...about,
    does: 'read',
    method: 'GET',
    path: 'Subscription/:id',
    about: 'One of your system’s, as it stands; “error” says why.',
    run: call => answerWith(call, call.id, 200),
  },
  {
    ...about,
    does: 'search-type',
    method: 'GET',
    path: 'Subscription',
    about: 'All of your system’s.',
    parameters: {
      status: { type: 'token', about: 'requested, active, error or off; several with commas between.' },
    },
    run: search,
  },
  {
    ...about,
    does: 'update',
    method: 'PUT',
    path: 'Subscription/:id',
    takes: 'Subscription',
    about:
      'Changes its status: “requested” asks for the handshake again, “off” stops it, “active” answers the handshake by e-mail. Needs If-Match.',
    run: update,
  },
  {
    ...about,
    does: 'delete',
    method: 'DELETE',
    path: 'Subscription/:id',
    about: 'Ends it: nothing more is told.',
    run: remove,
  },
]
