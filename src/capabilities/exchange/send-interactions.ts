import type { Bundle, MessageHeader, Resource, ServiceRequest, Task } from '@medplum/fhirtypes'
import { newId } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { triageOrganisationOf } from '../organisations/index.ts'
import { containedIn, readReferral, type Together } from './hearing/read-referral.ts'
import { receiveReferral, withdrawReceived } from './hearing/receive-referral.ts'
import { type Answer, type Call, callerOf, type Interaction } from './interaction.ts'
import type { Done } from './once.ts'
import { type Fault, fault, isFault, refusedAs, unprocessable } from './outcome.ts'
import { findReceivedByTheirs } from './received-store.ts'
import { etagOf } from './saying/version.ts'
import { findReceivedTask } from './see-received.ts'

/** Needs that other systems pass on to the place: as a Task with everything in it, or as a message. */

const callOf = (call: Call) => ({
  systemId: callerOf(call).system.systemId,
  requestId: call.requestId,
  bodyHash: call.bodyHash,
})

const receive = async (
  call: Call,
  request: ServiceRequest,
  task: Task | null,
  together: Together,
): Promise<Done | Fault> => {
  const told = readReferral(request, task, together, call.platform.clock())
  if (isFault(told)) return told
  const done = await perform(call.platform.db, callerOf(call).actor, receiveReferral, {
    call: callOf(call),
    told,
    triagedByOrganisationId: triageOrganisationOf(call.place),
  })
  return isRefusal(done) ? refusedAs(done) : done
}

/** A new Task is an order that asks us to see to a ServiceRequest: nothing else is taken in. */
const cannotTake = (task: Task, triageId: string | null): Fault | null => {
  const issues = [
    ...(task.status === 'requested'
      ? []
      : [
          {
            code: 'business-rule' as const,
            says: 'A new Task is to be “requested”: it becomes ours to see to, and nobody has yet said yes.',
            where: 'Task.status',
          },
        ]),
    ...(task.intent === 'order'
      ? []
      : [{ code: 'code-invalid' as const, says: 'Task.intent is to be “order”.', where: 'Task.intent' }]),
    ...(!task.code || task.code.coding?.some(({ code }) => code === 'fulfill')
      ? []
      : [
          {
            code: 'not-supported' as const,
            says: 'Only Tasks that ask for a ServiceRequest to be fulfilled (code “fulfill”) are taken.',
            where: 'Task.code',
          },
        ]),
    ...(!task.owner?.reference || task.owner.reference.endsWith(`Organization/${triageId}`)
      ? []
      : [
          {
            code: 'business-rule' as const,
            says: 'Needs are passed on to the place, which finds who can help. Leave Task.owner out.',
            where: 'Task.owner',
          },
        ]),
  ]
  return issues.length > 0 ? unprocessable(issues) : null
}

const createTask = async (call: Call): Promise<Answer | Fault> => {
  const task = call.body as Task
  const cannot = cannotTake(task, triageOrganisationOf(call.place))
  if (cannot) return cannot
  const together = containedIn(task)
  const request = task.focus?.reference ? together.get(task.focus.reference) : undefined
  if (request?.resourceType !== 'ServiceRequest')
    return fault(
      422,
      'required',
      'Put the ServiceRequest into Task.contained and point to it with Task.focus (“#…”).',
      'Task.focus',
    )
  const done = await receive(call, request, task, together)
  if (isFault(done)) return done
  const made = await call.platform.db.as(callerOf(call).actor, tx => findReceivedTask(tx, done.recordId))
  return {
    status: done.status,
    body: made,
    headers: { location: `${call.base}/${done.about}`, ...(made && { etag: etagOf(made) }) },
  }
}

/** Takes a need back that the caller's organisation passed on (PUT Task with status cancelled). */
export const cancelReceived = async (call: Call, task: Task, ifMatch: string): Promise<Done | Fault> => {
  if (task.status !== 'cancelled')
    return fault(
      422,
      'business-rule',
      'You passed this on, so all you can do is take it back: put its status to “cancelled”, with a reason.',
      'Task.status',
    )
  const because = task.statusReason?.text?.trim()
  if (!because)
    return fault(422, 'required', 'Say why it is taken back, in statusReason.text.', 'Task.statusReason.text')
  const done = await perform(call.platform.db, callerOf(call).actor, withdrawReceived, {
    call: callOf(call),
    taskId: call.id,
    ifMatch,
    because: because.slice(0, 500),
  })
  return isRefusal(done) ? refusedAs(done) : done
}

const inMessage = (bundle: Bundle): Together => {
  const resources = (bundle.entry ?? []).flatMap(({ fullUrl, resource }) =>
    resource ? [{ fullUrl, resource: resource as Resource }] : [],
  )
  return new Map([
    ...resources.flatMap(({ resource }) => [...containedIn(resource)]),
    ...resources.flatMap(({ fullUrl, resource }) => [
      ...(resource.id ? [[`${resource.resourceType}/${resource.id}`, resource] as const] : []),
      ...(fullUrl ? [[fullUrl, resource] as const] : []),
    ]),
  ])
}

const identifierOf = ({ identifier }: ServiceRequest): string | null =>
  identifier?.[0]?.value ? `${identifier[0].system ?? ''}|${identifier[0].value}` : null

/**
 * A message in the shape of NHS BaRS (API 1.4.0: a Bundle whose first entry is a MessageHeader, X-Request-Id and X-Correlation-Id). Only requests for service are taken:
 * new ones, and their revocation.
 */
const processMessage = async (call: Call): Promise<Answer | Fault> => {
  const bundle = call.body as Bundle
  const header = bundle.entry?.[0]?.resource
  if (bundle.type !== 'message' || header?.resourceType !== 'MessageHeader')
    return fault(
      422,
      'structure',
      'Send a Bundle of the type “message” whose first entry is a MessageHeader.',
      'Bundle.entry[0]',
    )
  if (call.requestId === null)
    return fault(
      400,
      'required',
      'Send an id of the message as “X-Request-Id”, so that the same one twice is taken once.',
    )
  const event = header.eventCoding?.code
  if (event !== 'servicerequest-request')
    return fault(
      422,
      'not-supported',
      `Messages of the event “${String(event ?? header.eventUri).slice(0, 60)}” are not taken; “servicerequest-request” is.`,
      'MessageHeader.event',
    )
  const together = inMessage(bundle)
  const focus = (header.focus ?? []).flatMap(({ reference }) => (reference && together.get(reference)) || [])
  const task = focus.find(each => each.resourceType === 'Task') as Task | undefined
  const request =
    (focus.find(each => each.resourceType === 'ServiceRequest') as ServiceRequest | undefined) ??
    (task?.focus?.reference ? (together.get(task.focus.reference) as ServiceRequest | undefined) : undefined)
  if (request?.resourceType !== 'ServiceRequest')
    return fault(
      422,
      'required',
      'MessageHeader.focus is to point to a ServiceRequest in the Bundle.',
      'MessageHeader.focus',
    )
  const isRevoked = request.status === 'revoked' || request.status === 'entered-in-error'
  const done = isRevoked ? await revoke(call, request) : await receive(call, request, task ?? null, together)
  if (isFault(done)) return done
  return { status: 200, body: responseTo(call, bundle, header, done) }
}

const revoke = async (call: Call, request: ServiceRequest): Promise<Done | Fault> => {
  const theirs = identifierOf(request)
  const { actor, system } = callerOf(call)
  const received = theirs && (await call.platform.db.as(actor, tx => findReceivedByTheirs(tx, system.systemId, theirs)))
  if (!received)
    return fault(
      422,
      'not-found',
      'No referral came from your system by this identifier, so there is nothing to take back.',
      'ServiceRequest.identifier',
    )
  const done = await perform(call.platform.db, actor, withdrawReceived, {
    call: callOf(call),
    taskId: received.taskId,
    ifMatch: null,
    because: request.note?.[0]?.text?.trim().slice(0, 500) || 'The sender revoked it.',
  })
  return isRefusal(done) ? refusedAs(done) : done
}

const responseTo = (call: Call, bundle: Bundle, header: MessageHeader, done: Done): Bundle => {
  const response: MessageHeader = {
    resourceType: 'MessageHeader',
    id: newId(),
    eventCoding: {
      ...(header.eventCoding?.system && { system: header.eventCoding.system }),
      code: 'servicerequest-response',
    },
    source: { name: call.place.name, endpoint: call.base },
    response: { identifier: header.id ?? bundle.id ?? newId(), code: 'ok' },
    focus: [{ reference: `${call.base}/${done.about}`, type: 'Task' }],
  }
  return {
    resourceType: 'Bundle',
    id: newId(),
    type: 'message',
    timestamp: call.platform.clock().toISOString(),
    entry: [{ fullUrl: `urn:uuid:${response.id}`, resource: response }],
  }
}

export const sendInteractions: readonly Interaction[] = [
  {
    does: 'create',
    method: 'POST',
    path: 'Task',
    resource: 'Task',
    takes: 'Task',
    allow: 'exchange.send',
    about:
      'Passes a need on to the place: a Task with its ServiceRequest, Patient and Consent contained. It waits for triage.',
    run: createTask,
  },
  {
    does: 'operation',
    method: 'POST',
    path: '$process-message',
    resource: null,
    takes: 'Bundle',
    allow: 'exchange.send',
    about: 'The same as a message Bundle: a new ServiceRequest, or its revocation.',
    run: processMessage,
  },
]
