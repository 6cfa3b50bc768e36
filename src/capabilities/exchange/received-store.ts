import type { JourneyId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { Basis } from '../organisations/index.ts'

/** A referral that another system sent in. */
export interface Received {
  readonly taskId: string
  readonly systemId: string
  readonly organisationId: string
  readonly journeyId: JourneyId
  readonly helpRequestId: string
  readonly needId: string
  readonly personId: string
  /** What its Task said it is; names nobody. */
  readonly description: string
  readonly theirIdentifier: string | null
  readonly basis: Basis
  readonly basisGround: string
  readonly receivedAt: Date
  readonly withdrawnAt: Date | null
  readonly withdrawnBecause: string | null
}

const columns = (tx: PlaceTx) =>
  tx.sql`task_id, system_id, organisation_id, journey_id, help_request_id, need_id, person_id, description, their_identifier, basis, basis_ground,
    received_at, withdrawn_at, withdrawn_because`

export const insertReceived = (
  tx: PlaceTx,
  received: Omit<Received, 'receivedAt' | 'withdrawnAt' | 'withdrawnBecause'>,
): Promise<void> =>
  tx.house(async () => {
    const {
      taskId,
      systemId,
      organisationId,
      journeyId,
      helpRequestId,
      needId,
      personId,
      description,
      theirIdentifier,
    } = received
    await tx.sql`
      insert into exchange.received (place_id, task_id, system_id, organisation_id, journey_id, help_request_id, need_id, person_id, description,
        their_identifier, basis, basis_ground, received_at)
      values (${tx.placeId}, ${taskId}, ${systemId}, ${organisationId}, ${journeyId}, ${helpRequestId}, ${needId}, ${personId}, ${description},
        ${theirIdentifier}, ${received.basis}, ${received.basisGround}, ${tx.now})`
  })

/** One that the actor's organisation sent in, or null. */
export const findReceived = async (tx: PlaceTx, taskId: string): Promise<Received | null> => {
  const [row] = await tx.sql<Received[]>`
    select ${columns(tx)} from exchange.received where place_id = ${tx.placeId} and task_id = ${taskId}`
  return row ?? null
}

/** Holds one until the transaction ends, as it stands after whoever held it before. */
export const lockReceived = (tx: PlaceTx, taskId: string): Promise<Received | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Received[]>`
      select ${columns(tx)} from exchange.received
      where place_id = ${tx.placeId} and task_id = ${taskId} and organisation_id = ${tx.actor.organisationId} for update`
    return row ?? null
  })

/** One that came in by this name of the sender's, or null. */
export const findReceivedByTheirs = async (
  tx: PlaceTx,
  systemId: string,
  theirIdentifier: string,
): Promise<Received | null> => {
  const [row] = await tx.sql<Received[]>`
    select ${columns(tx)} from exchange.received
    where place_id = ${tx.placeId} and system_id = ${systemId} and their_identifier = ${theirIdentifier}`
  return row ?? null
}

/** The one that became this need, whoever sent it; null where nobody did, or not for the actor to see. */
export const findReceivedByNeed = async (tx: PlaceTx, needId: string): Promise<Received | null> => {
  const [row] = await tx.sql<Received[]>`
    select ${columns(tx)} from exchange.received where place_id = ${tx.placeId} and need_id = ${needId}`
  return row ?? null
}

/** What any system sent in about some people. */
export const listReceivedOf = (tx: PlaceTx, personIds: readonly string[]): Promise<Received[]> =>
  tx.sql<Received[]>`
    select ${columns(tx)} from exchange.received
    where place_id = ${tx.placeId} and person_id = any (${[...personIds]}::uuid[]) order by task_id`

/** What an organisation sent in, oldest first, after the last one seen. */
export const listReceived = (
  tx: PlaceTx,
  organisationId: string,
  after: string | null,
  limit: number,
): Promise<Received[]> =>
  tx.sql<Received[]>`
    select ${columns(tx)} from exchange.received
    where place_id = ${tx.placeId} and organisation_id = ${organisationId} and (${after}::uuid is null or task_id > ${after}::uuid)
    order by task_id limit ${limit}`

export const markWithdrawn = (tx: PlaceTx, taskId: string, because: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update exchange.received set withdrawn_at = ${tx.now}, withdrawn_because = ${because}
      where place_id = ${tx.placeId} and task_id = ${taskId} and withdrawn_at is null`
  })
