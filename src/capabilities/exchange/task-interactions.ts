import type { Resource, Task } from '@medplum/fhirtypes'
import { isUuid } from '../../kernel/ids.ts'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { audit } from '../../platform/audit/audit.ts'
import { perform } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { listConsents } from '../people/index.ts'
import { listAskedIds, referralStates, type SeenReferral, seeReferral } from '../referrals/index.ts'
import { answerTask } from './hearing/answer-task.ts'
import { type Answer, type Call, callerOf, type Interaction } from './interaction.ts'
import { type Fault, fault, isFault, refusedAs } from './outcome.ts'
import { listReceived } from './received-store.ts'
import { consentOf } from './saying/consent.ts'
import { countOf, searchPage, spanOf, understoodOf } from './saying/search-page.ts'
import { patientOf, serviceRequestOf } from './saying/service-request.ts'
import { statusOf } from './saying/state-map.ts'
import { changedAtOf, taskOf } from './saying/task.ts'
import { etagOf } from './saying/version.ts'
import { findReceivedRequest, findReceivedTask } from './see-received.ts'
import { cancelReceived } from './send-interactions.ts'

/** Tasks and what they point to, for the organisation that is asked. */

const noSuch = (type: string): Fault =>
  fault(404, 'not-found', `There is no ${type} of this id, or it is not yours to see.`)

/** What the caller's organisation was asked, by the id its Task, ServiceRequest and version share; null where it is not theirs. */
const seeAsked = async (tx: PlaceTx, id: string): Promise<SeenReferral | null> => {
  const seen = isUuid(id) ? await seeReferral(tx, id) : refuse('no-such-task', '')
  return isRefusal(seen) || seen.side !== 'asked' ? null : seen
}

const withVersion = (body: Resource, status = 200, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  body,
  headers: {
    etag: etagOf(body),
    ...(body.meta?.lastUpdated && { 'last-modified': new Date(body.meta.lastUpdated).toUTCString() }),
    ...headers,
  },
})

/** Reads one thing as the caller, leaving a line in the audit trail; not there and not theirs are one answer. */
const read = (type: string, find: (tx: PlaceTx, id: string) => Promise<Resource | null>) => async (call: Call) => {
  const { platform, id } = call
  const found = await platform.db.as(callerOf(call).actor, async tx => {
    const resource = isUuid(id) ? await find(tx, id) : null
    if (resource) await audit(tx, `exchange.read ${type}`, id)
    return resource
  })
  return found ? withVersion(found) : noSuch(type)
}

/** A referral of the caller's organisation: one it was asked, or one it sent in. */
const findTask = async (tx: PlaceTx, id: string): Promise<Task | null> => {
  const seen = await seeAsked(tx, id)
  return seen ? taskOf(seen) : findReceivedTask(tx, id)
}

const findRequest = async (tx: PlaceTx, id: string) => {
  const seen = await seeAsked(tx, id)
  return seen ? serviceRequestOf(seen) : findReceivedRequest(tx, id)
}

const searchTasks = async (call: Call): Promise<Answer | Fault> => {
  const { platform, query, base } = call
  const { actor } = callerOf(call)
  const understood = understoodOf(query, ['status', 'owner', '_lastUpdated', '_id', '_count', '_after'], call.isStrict)
  if (isFault(understood)) return understood
  const count = countOf(understood)
  if (isFault(count)) return count
  const after = understood.get('_after')
  if (after !== null && !isUuid(after)) return fault(400, 'value', '_after is what the link “next” of a page holds.')
  const span = { from: null as Date | null, before: null as Date | null }
  for (const text of understood.getAll('_lastUpdated')) {
    const each = spanOf(text)
    if (!each) return fault(400, 'value', `_lastUpdated=${text.slice(0, 40)} is no date like ge2026-11-23T08:00:00Z.`)
    if (each.from && (!span.from || each.from > span.from)) span.from = each.from
    if (each.before && (!span.before || each.before < span.before)) span.before = each.before
  }
  const statuses = understood.getAll('status').map(each => each.split(','))
  const standings = Object.keys(referralStates).flatMap(state =>
    [null, ''].flatMap(waitingBecause => {
      const status = statusOf({ state: state as never, waitingBecause })
      return statuses.every(any => any.includes(status)) ? [`${state}${waitingBecause === null ? '' : ' waiting'}`] : []
    }),
  )
  const owners = understood.getAll('owner').flatMap(each => each.split(','))
  const ids = understood.getAll('_id').map(each => each.split(','))
  const fits = (task: Task): boolean => {
    const at = new Date(task.meta?.lastUpdated ?? 0)
    return (
      statuses.every(any => any.includes(task.status ?? '')) &&
      (owners.length === 0 ||
        owners.some(each => task.owner?.reference?.endsWith(each.replace(/^.*Organization\//, 'Organization/')))) &&
      (!span.from || at >= span.from) &&
      (!span.before || at < span.before) &&
      ids.every(any => any.includes(task.id ?? ''))
    )
  }
  const { tasks, next } = await platform.db.as(actor, async tx => {
    const organisationId = actor.organisationId ?? ''
    const asked = await listAskedIds(tx, organisationId, {
      standings: statuses.length > 0 ? standings : null,
      changedFrom: span.from,
      changedBefore: span.before,
      after,
      limit: count + 1,
    })
    const received = await listReceived(tx, organisationId, after, count + 1)
    const found = [...asked, ...received.map(({ taskId }) => taskId)].sort()
    const page = found.slice(0, count)
    const tasks: Task[] = []
    for (const id of page) {
      const task = await findTask(tx, id)
      if (!task || !fits(task)) continue
      await audit(tx, 'exchange.read Task', id)
      tasks.push(task)
    }
    return { tasks, next: found.length > count ? (page.at(-1) ?? null) : null }
  })
  return { status: 200, body: searchPage(tasks, { base, path: 'Task', understood, next }) }
}

const putTask = async (call: Call): Promise<Answer | Fault> => {
  const { platform, id, body, ifMatch, requestId, bodyHash } = call
  const { actor, system } = callerOf(call)
  const task = body as Task
  if (task.id !== undefined && task.id !== id)
    return fault(400, 'value', 'The id in the body is not the one in the address.', 'Task.id')
  if (ifMatch === null)
    return fault(428, 'required', 'Send the ETag of the Task you read as “If-Match”, so that nobody’s change is lost.')
  if (!isUuid(id)) return noSuch('Task')
  const sentIn = await platform.db.as(actor, tx => findReceivedTask(tx, id))
  const done = sentIn
    ? await cancelReceived(call, task, ifMatch)
    : await perform(platform.db, actor, answerTask, {
        call: { systemId: system.systemId, requestId, bodyHash },
        referralId: id,
        ifMatch,
        task,
      })
  if (isRefusal(done)) return refusedAs(done)
  if (isFault(done)) return done
  const now = await platform.db.as(actor, tx => findTask(tx, id))
  return now ? withVersion(now, done.status) : noSuch('Task')
}

export const taskInteractions: readonly Interaction[] = [
  {
    does: 'read',
    method: 'GET',
    path: 'Task/:id',
    resource: 'Task',
    allow: 'exchange.read',
    about: 'One referral, as it stands.',
    run: read('Task', findTask),
  },
  {
    does: 'search-type',
    method: 'GET',
    path: 'Task',
    resource: 'Task',
    allow: 'exchange.read',
    about: 'The referrals of your organisation, oldest first, in pages.',
    parameters: {
      status: { type: 'token', about: 'Where they stand; several with commas between.' },
      owner: { type: 'reference', about: 'Organization/… that is to answer: your own.' },
      _lastUpdated: { type: 'date', about: 'When they last changed, such as ge2026-11-23T08:00:00Z.' },
      _id: { type: 'token', about: 'Only these.' },
    },
    run: searchTasks,
  },
  {
    does: 'update',
    method: 'PUT',
    path: 'Task/:id',
    resource: 'Task',
    takes: 'Task',
    allow: 'exchange.read',
    about:
      'Answers a referral by putting its Task where it stands now, or takes one back that you sent. Needs If-Match.',
    run: putTask,
  },
  {
    does: 'read',
    method: 'GET',
    path: 'ServiceRequest/:id',
    resource: 'ServiceRequest',
    allow: 'exchange.read',
    about: 'What is asked for. Who it is about is in it from your yes until the end.',
    run: read('ServiceRequest', findRequest),
  },
  {
    does: 'read',
    method: 'GET',
    path: 'Patient/:id',
    resource: 'Patient',
    allow: 'exchange.read',
    about: 'Who a referral is about, from your yes until the end. Its id is that of the Task.',
    run: read('Patient', async (tx, id) => {
      const seen = await seeAsked(tx, id)
      return seen?.helped ? patientOf(seen.helped, id, changedAtOf(seen.referral)) : null
    }),
  },
  {
    does: 'read',
    method: 'GET',
    path: 'Consent/:id',
    resource: 'Consent',
    allow: 'exchange.read',
    about: 'The permission a referral rests on, while you have it in hand. Its id is that of the Task.',
    run: read('Consent', async (tx, id) => {
      const seen = await seeAsked(tx, id)
      const consentId = seen?.helped && seen.referral.consentId
      if (!seen || !consentId) return null
      const consents = await tx.house(() => listConsents(tx, seen.referral.helpRequestId))
      const permitted = consents.find(each => each.consentId === consentId)
      return permitted ? consentOf(permitted, seen) : null
    }),
  },
]
