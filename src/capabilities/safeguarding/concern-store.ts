import type { PlaceTx } from '../../platform/db/database.ts'
import { type Held, isHeld } from '../../platform/personal/held.ts'
import { type Concern, remindEveryMinutes } from './concern.ts'

const columns = (tx: PlaceTx) => tx.sql`
  concern_id, reference, about_kind, about_id, says, whereabouts, in_danger_now, raised_by, reach_at, person_ids, raised_at, look_by, looked_at, looked_by, looked_by_id, volunteer_person_ids, decision, closed_at`

export const insertConcern = async (tx: PlaceTx, concern: Concern): Promise<void> => {
  await tx.sql`
    insert into safeguarding.concern (place_id, concern_id, reference, about_kind, about_id, says, whereabouts, in_danger_now, raised_by, reach_at, person_ids, raised_at, look_by)
    values (${tx.placeId}, ${concern.concernId}, ${concern.reference}, ${concern.aboutKind}, ${concern.aboutId}, ${concern.says}, ${concern.whereabouts}, ${concern.inDangerNow},
      ${concern.raisedBy}, ${concern.reachAt}, ${[...concern.personIds]}::uuid[], ${concern.raisedAt}, ${concern.lookBy})`
}

/** A concern the actor was granted sight of, or null. */
export const findConcern = async (tx: PlaceTx, concernId: string, lock: 'read' | 'lock'): Promise<Concern | null> => {
  const [row] = await tx.sql<Concern[]>`
    select ${columns(tx)} from safeguarding.concern
    where place_id = ${tx.placeId} and concern_id = ${concernId} ${lock === 'lock' ? tx.sql`for update` : tx.sql``}`
  return row ?? null
}

/** Whether there is such a concern, and it is the actor's to see. */
export const concernIsTheirs = async (tx: PlaceTx, concernId: string): Promise<boolean> =>
  (await findConcern(tx, concernId, 'read')) !== null

/** The concerns the actor may see, every open one and the last 200 closed: open ones first, those that nobody looks at before all, the longest waiting first; then the newest closed. */
export const listConcerns = (tx: PlaceTx): Promise<Concern[]> =>
  tx.sql<Concern[]>`
    select ${columns(tx)} from safeguarding.concern where place_id = ${tx.placeId} and (closed_at is null or concern_id in (
      select concern_id from safeguarding.concern where place_id = ${tx.placeId} and closed_at is not null order by closed_at desc limit 200))
    order by closed_at is not null, looked_at is not null, in_danger_now and closed_at is null desc, closed_at desc, raised_at`

/** The open concerns that a lead says they are looking at, as the actor sees them. */
export const listLookedAtBy = (tx: PlaceTx, personId: string): Promise<Concern[]> =>
  tx.sql<Concern[]>`
    select ${columns(tx)} from safeguarding.concern
    where place_id = ${tx.placeId} and looked_by_id = ${personId} and closed_at is null order by raised_at`

export const saveConcern = async (
  tx: PlaceTx,
  { concernId, lookedAt, lookedBy, lookedById, decision, closedAt, personIds, volunteerPersonIds }: Concern,
): Promise<void> => {
  await tx.sql`
    update safeguarding.concern
    set looked_at = ${lookedAt}, looked_by = ${lookedBy}, looked_by_id = ${lookedById}, decision = ${decision}, closed_at = ${closedAt}, person_ids = ${[...personIds]}::uuid[],
      volunteer_person_ids = ${[...volunteerPersonIds]}::uuid[], reminded_at = case when ${lookedAt}::timestamptz is null then null else reminded_at end
    where place_id = ${tx.placeId} and concern_id = ${concernId}`
}

/** Concerns nobody looks at in time and nobody was reminded of within the last hour, marked as reminded of; `reminders` counts this one. */
export const takeUnlooked = (tx: PlaceTx): Promise<{ concernId: string; reminders: number }[]> =>
  tx.sql<{ concernId: string; reminders: number }[]>`
    update safeguarding.concern set reminded_at = ${tx.now}, reminders = reminders + 1
    where place_id = ${tx.placeId} and closed_at is null and looked_at is null and look_by <= ${tx.now}
      and (reminded_at is null or reminded_at <= ${new Date(tx.now.getTime() - remindEveryMinutes * 60_000)}) returning concern_id, reminders`

/** Forgets what was said and decided in concerns that were closed before a moment, but for those held; counts them only when `dry`. Figures and days stay. */
export const forgetOldConcerns = async (
  tx: PlaceTx,
  before: Date,
  most: number,
  dry: boolean,
  held: Held,
): Promise<number> => {
  const due = tx.sql`
    select concern_id from safeguarding.concern
    where place_id = ${tx.placeId} and closed_at <= ${before} and says <> 'deleted' and not ${isHeld(tx, 'safeguarding.concern', held)} limit ${most}`
  if (dry) return (await due).length
  const done = await tx.sql`
    update safeguarding.concern
    set says = 'deleted', whereabouts = '', raised_by = 'deleted', reach_at = null, decision = null, looked_by = null, person_ids = '{}', volunteer_person_ids = '{}', about_id = null
    where place_id = ${tx.placeId} and concern_id in (${due})`
  return done.count
}
