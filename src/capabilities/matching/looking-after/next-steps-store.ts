import type { PlaceTx } from '../../../platform/db/database.ts'
import type { GridPoint } from '../../../platform/db/tables.ts'
import type { Activity } from '../../volunteers/index.ts'
import { liveMatchStates } from '../match.ts'

/** An offer somebody has not answered. */
export interface OpenOffer {
  readonly volunteerId: string
  readonly offerId: string
  readonly activity: Activity
  readonly distanceBand: string
  readonly answerBy: Date
}

/** Offers of the place that wait for an answer, the most urgent first. */
export const listOpenOffers = (tx: PlaceTx): Promise<OpenOffer[]> =>
  tx.sql<OpenOffer[]>`
    select o.volunteer_id, o.offer_id, t.activity, o.distance_band, o.answer_by from matching.offer o
    join matching.task t on t.place_id = o.place_id and t.task_id = o.task_id
    where o.place_id = ${tx.placeId} and o.state = 'sent' and o.answer_by > ${tx.now} order by o.answer_by`

/** A need that is put to volunteers and that nobody has said yes to. */
export interface OpenTask {
  readonly activity: Activity
  readonly near: GridPoint | null
  readonly trainings: readonly string[]
}

/** The open tasks of the place with roughly where each is, to say what is near somebody. */
export const listOpenTasksNear = (tx: PlaceTx): Promise<OpenTask[]> =>
  tx.sql<OpenTask[]>`
    select activity, coalesce(meet_near, near) as near, trainings from matching.task where place_id = ${tx.placeId} and state = 'open'`

/** Whoever helps somebody now, or was asked since a moment and reached: they have heard from us. */
export const listHeardSince = async (tx: PlaceTx, since: Date): Promise<Set<string>> => {
  const rows = await tx.sql<{ volunteerId: string }[]>`
    select volunteer_id from matching.offer where place_id = ${tx.placeId} and sent_at >= ${since} and state <> 'not reached'
    union select volunteer_id from matching.match where place_id = ${tx.placeId} and state = any(${liveMatchStates})`
  return new Set(rows.map(({ volunteerId }) => volunteerId))
}
