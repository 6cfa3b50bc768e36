import type { CodeableConcept, ServiceRequest, Task } from '@medplum/fhirtypes'
import type { Organisation } from '../../organisations/index.ts'
import { type ClosingReason, closingReasons, type Need, needStates, returnReasons } from '../../requests/index.ts'
import type { Received } from '../received-store.ts'
import { ours } from '../words.ts'
import { categoriesOf, kindConcept } from './service-request.ts'
import { fulfilment, organisationReference } from './task.ts'
import { versioned } from './version.ts'

/**
 * Where a need that came in stands, as its sender's Task says it. Pure. Until somebody has said yes it is still only asked for: passing it on to us moved nothing.
 */
type Standing = {
  readonly status: NonNullable<Task['status']>
  readonly reason: string | null
  readonly output: string | null
}

const ended: Readonly<Record<ClosingReason, NonNullable<Task['status']>>> = {
  helped: 'completed',
  signposted: 'completed',
  'passed to statutory service': 'completed',
  'no longer needed': 'cancelled',
  'asked twice': 'cancelled',
  'could not reach them': 'failed',
  'nobody could help': 'failed',
}

const standingOf = (received: Received, need: Need | null): Standing => {
  if (received.withdrawnAt) return { status: 'cancelled', reason: received.withdrawnBecause, output: null }
  if (!need) return { status: 'cancelled', reason: 'It is no longer kept here.', output: null }
  if (need.closingReason) {
    const status = ended[need.closingReason]
    const { label } = closingReasons[need.closingReason]
    return status === 'completed' ? { status, reason: null, output: label } : { status, reason: label, output: null }
  }
  switch (need.state) {
    case 'accepted':
      return { status: 'accepted', reason: null, output: null }
    case 'in contact':
    case 'ongoing':
      return { status: 'in-progress', reason: null, output: null }
    case 'done':
      return { status: 'completed', reason: null, output: 'The help was given.' }
    default:
      return need.returnedBecause
        ? {
            status: 'on-hold',
            reason: `Somebody else is being found, because ${returnReasons[need.returnedBecause]}.`,
            output: null,
          }
        : { status: 'requested', reason: null, output: null }
  }
}

const business = (need: Need | null): CodeableConcept | null =>
  need && {
    coding: [{ system: `${ours.kind}-state`, code: need.state, display: needStates[need.state].label }],
    text: needStates[need.state].label,
  }

const changedAtOf = (received: Received, need: Need | null): Date =>
  new Date(
    Math.max(
      received.receivedAt.getTime(),
      received.withdrawnAt?.getTime() ?? 0,
      need?.stateSince.getTime() ?? 0,
      need?.closedAt?.getTime() ?? 0,
    ),
  )

/** Who sent it in, and who decides on it here. */
export interface Sides {
  readonly sender: Organisation
  readonly triage: Organisation
}

const identifiersOf = ({ theirIdentifier }: Received) => {
  if (theirIdentifier === null) return {}
  const [system = '', ...value] = theirIdentifier.split('|')
  return { identifier: [{ ...(system && { system }), value: value.join('|') }] }
}

/** A referral that came in, as its sender follows it. It knows who it is about; we do not say it again. */
export const receivedTaskOf = (received: Received, need: Need | null, { sender, triage }: Sides): Task => {
  const { status, reason, output } = standingOf(received, need)
  const businessStatus = business(need)
  return versioned<Task>(
    {
      resourceType: 'Task',
      id: received.taskId,
      ...identifiersOf(received),
      status,
      ...(reason && { statusReason: { text: reason } }),
      ...(businessStatus && { businessStatus }),
      intent: fulfilment.intent,
      code: { coding: [...fulfilment.code.coding] },
      description: received.description,
      focus: { reference: `ServiceRequest/${received.taskId}` },
      for: { display: 'As you sent it' },
      authoredOn: received.receivedAt.toISOString(),
      lastModified: changedAtOf(received, need).toISOString(),
      requester: organisationReference(sender),
      owner: organisationReference(triage),
      ...(output && { output: [{ type: { text: 'What was done' }, valueString: output }] }),
    },
    changedAtOf(received, need),
  )
}

export const receivedRequestOf = (received: Received, need: Need | null, { sender, triage }: Sides): ServiceRequest => {
  const { status } = standingOf(received, need)
  return versioned<ServiceRequest>(
    {
      resourceType: 'ServiceRequest',
      id: received.taskId,
      extension: [{ url: ours.basis, valueCode: received.basis.replaceAll(' ', '-') }],
      ...identifiersOf(received),
      status:
        status === 'completed'
          ? 'completed'
          : status === 'cancelled'
            ? 'revoked'
            : status === 'on-hold'
              ? 'on-hold'
              : 'active',
      intent: 'order',
      category: categoriesOf(need?.kind ?? 'other'),
      code: need ? kindConcept(need.kind) : { text: 'No longer shown' },
      subject: { display: 'As you sent it' },
      authoredOn: received.receivedAt.toISOString(),
      requester: organisationReference(sender),
      performer: [organisationReference(triage)],
      note: [{ text: received.description }],
    },
    changedAtOf(received, need),
  )
}
