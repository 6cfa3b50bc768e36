import type { ServiceRequest, Task } from '@medplum/fhirtypes'
import type { PlaceTx } from '../../platform/db/database.ts'
import { findOrganisation } from '../organisations/index.ts'
import { findHelpRequest, findNeed } from '../requests/index.ts'
import { findReceived, type Received } from './received-store.ts'
import { receivedRequestOf, receivedTaskOf, type Sides } from './saying/received-task.ts'

/** What the caller's organisation sent in, as resources; null where there is no such thing of theirs. */
const sidesOf = async (tx: PlaceTx, received: Received): Promise<Sides | null> => {
  const request = await tx.house(() => findHelpRequest(tx, received.helpRequestId))
  const sender = await findOrganisation(tx, received.organisationId)
  const triage = request && (await findOrganisation(tx, request.triagedByOrganisationId))
  return sender && triage ? { sender, triage } : null
}

export const seeReceivedTask = async (tx: PlaceTx, received: Received): Promise<Task | null> => {
  const sides = await sidesOf(tx, received)
  return sides && receivedTaskOf(received, await findNeed(tx, received.needId, 'read'), sides)
}

export const findReceivedTask = async (tx: PlaceTx, taskId: string): Promise<Task | null> => {
  const received = await findReceived(tx, taskId)
  return received && seeReceivedTask(tx, received)
}

export const findReceivedRequest = async (tx: PlaceTx, taskId: string): Promise<ServiceRequest | null> => {
  const received = await findReceived(tx, taskId)
  const sides = received && (await sidesOf(tx, received))
  return received && sides ? receivedRequestOf(received, await findNeed(tx, received.needId, 'read'), sides) : null
}
