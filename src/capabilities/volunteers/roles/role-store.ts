import type { PlaceTx } from '../../../platform/db/database.ts'
import type { GridPoint } from '../../../platform/db/tables.ts'
import { heldNow, isHeld } from '../../../platform/personal/held.ts'
import type { Activity, PlacementState, RoleKind } from '../words.ts'

/** Something regular that people can step into, for everybody in the place to see. */
export interface Role {
  readonly roleId: string
  readonly organisationId: string
  readonly kind: RoleKind
  readonly title: string
  readonly about: string
  readonly activities: readonly Activity[]
  /** Codes of trainings: what the role asks for, or what a training place gives. */
  readonly trainings: readonly string[]
  readonly whereItIs: string
  /** In OSGB metres; null when it is nowhere in particular. */
  readonly position: GridPoint | null
  readonly hoursAWeek: number | null
  readonly payInPencePerHour: number | null
  readonly places: number
  /** 'YYYY-MM-DD': the last day to say one is interested. */
  readonly openUntil: string | null
  readonly openedAt: Date
  readonly closedAt: Date | null
  /** Places that are taken by people who have started. */
  readonly taken: number
}

const columns = (tx: PlaceTx) => tx.sql`
  r.role_id, r.organisation_id, r.kind, r.title, r.about, r.activities, r.trainings, r.where_it_is, r.position, r.hours_a_week::float8 as hours_a_week, r.pay_in_pence_per_hour,
  r.places, r.open_until, r.opened_at, r.closed_at`

// Placements are seen by few; how many places are taken may be known to everybody.
const withTaken = async (tx: PlaceTx, roles: Omit<Role, 'taken'>[]): Promise<Role[]> => {
  if (roles.length === 0) return []
  const taken = await tx.house(
    () => tx.sql<{ roleId: string; taken: number }[]>`
      select role_id, count(*)::int as taken from volunteers.placement
      where place_id = ${tx.placeId} and state = 'started' and role_id = any(${roles.map(({ roleId }) => roleId)}::uuid[]) group by role_id`,
  )
  const byRole = new Map(taken.map(row => [row.roleId, row.taken]))
  return roles.map(role => ({ ...role, taken: byRole.get(role.roleId) ?? 0 }))
}

/** What is open today with a place left, the newest first. */
export const listOpenRoles = async (tx: PlaceTx, today: string): Promise<Role[]> => {
  const roles = await tx.sql<Omit<Role, 'taken'>[]>`
    select ${columns(tx)} from volunteers.role r
    where place_id = ${tx.placeId} and closed_at is null and (open_until is null or open_until >= ${today}) order by opened_at desc, role_id limit 500`
  return (await withTaken(tx, roles)).filter(role => role.taken < role.places)
}

/** Everything an organisation opened, what is closed last. */
export const listRolesOf = async (tx: PlaceTx, organisationId: string): Promise<Role[]> =>
  withTaken(
    tx,
    await tx.sql<Omit<Role, 'taken'>[]>`
      select ${columns(tx)} from volunteers.role r
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} order by closed_at desc nulls first, opened_at desc limit 500`,
  )

export const findRole = async (tx: PlaceTx, roleId: string, lock: 'read' | 'lock' = 'read'): Promise<Role | null> => {
  const roles = await tx.sql<Omit<Role, 'taken'>[]>`
    select ${columns(tx)} from volunteers.role r where place_id = ${tx.placeId} and role_id = ${roleId} ${lock === 'lock' ? tx.sql`for update` : tx.sql``}`
  return (await withTaken(tx, roles))[0] ?? null
}

export const insertRole = async (tx: PlaceTx, role: Omit<Role, 'taken' | 'openedAt' | 'closedAt'>): Promise<void> => {
  await tx.sql`
    insert into volunteers.role (place_id, role_id, organisation_id, kind, title, about, activities, trainings, where_it_is, position, hours_a_week, pay_in_pence_per_hour,
      places, open_until, opened_at)
    values (${tx.placeId}, ${role.roleId}, ${role.organisationId}, ${role.kind}, ${role.title}, ${role.about}, ${[...role.activities]}, ${[...role.trainings]},
      ${role.whereItIs}, ${role.position as never}, ${role.hoursAWeek}, ${role.payInPencePerHour}, ${role.places}, ${role.openUntil}, ${tx.now})`
}

export const saveRoleClosed = async (tx: PlaceTx, roleId: string, closedAt: Date | null): Promise<void> => {
  await tx.sql`
    update volunteers.role set closed_at = ${closedAt}, open_until = case when ${closedAt}::timestamptz is null then null else open_until end
    where place_id = ${tx.placeId} and role_id = ${roleId}`
}

/** Somebody's interest in a role, and what became of it. */
export interface Placement {
  readonly placementId: string
  readonly roleId: string
  readonly volunteerId: string
  readonly state: PlacementState
  readonly since: Date
  readonly startedOn: string | null
  readonly endedOn: string | null
  /** Who said so last. */
  readonly saidBy: string
  /** What was said with it. */
  readonly words: string
}

const placementColumns = (tx: PlaceTx) =>
  tx.sql`placement_id, role_id, volunteer_id, state, since, started_on, ended_on, said_by, words`

/** True unless the volunteer has said so already and it is still open. */
export const insertPlacement = async (
  tx: PlaceTx,
  { placementId, roleId, volunteerId, saidBy }: Pick<Placement, 'placementId' | 'roleId' | 'volunteerId' | 'saidBy'>,
): Promise<boolean> => {
  const done = await tx.sql`
    insert into volunteers.placement (place_id, placement_id, role_id, volunteer_id, state, since, said_by)
    values (${tx.placeId}, ${placementId}, ${roleId}, ${volunteerId}, 'interested', ${tx.now}, ${saidBy}) on conflict do nothing`
  return done.count === 1
}

export const findPlacement = async (
  tx: PlaceTx,
  placementId: string,
  lock: 'read' | 'lock' = 'read',
): Promise<Placement | null> => {
  const [row] = await tx.sql<Placement[]>`
    select ${placementColumns(tx)} from volunteers.placement where place_id = ${tx.placeId} and placement_id = ${placementId} ${lock === 'lock' ? tx.sql`for update` : tx.sql``}`
  return row ?? null
}

export const savePlacement = async (tx: PlaceTx, placement: Placement): Promise<void> => {
  await tx.sql`
    update volunteers.placement set state = ${placement.state}, since = ${tx.now}, started_on = ${placement.startedOn}, ended_on = ${placement.endedOn},
      said_by = ${placement.saidBy}, words = ${placement.words}
    where place_id = ${tx.placeId} and placement_id = ${placement.placementId}`
}

/** Who is interested in, does or did a role, as far as the actor may see them; the longest waiting first. */
export const listPlacementsOfRole = (tx: PlaceTx, roleId: string): Promise<Placement[]> =>
  tx.sql<Placement[]>`
    select ${placementColumns(tx)} from volunteers.placement where place_id = ${tx.placeId} and role_id = ${roleId}
    order by array_position(array['interested', 'started', 'ended', 'not this time', 'withdrawn'], state), since limit 500`

/** What became of a volunteer's interests, the newest first. */
export const listPlacementsOf = (
  tx: PlaceTx,
  volunteerIds: readonly string[],
): Promise<(Placement & { title: string })[]> =>
  tx.sql<(Placement & { title: string })[]>`
    select p.placement_id, p.role_id, p.volunteer_id, p.state, p.since, p.started_on, p.ended_on, p.said_by, p.words, r.title from volunteers.placement p
    join volunteers.role r on r.place_id = p.place_id and r.role_id = p.role_id
    where p.place_id = ${tx.placeId} and p.volunteer_id = any(${[...volunteerIds]}::uuid[]) order by p.since desc, p.placement_id desc`

/** Deletes what closed before a moment and nobody does any more, with the interests in it, whose ids it returns: what was granted for them is the caller's to end. */
export const deleteRolesClosedBefore = async (tx: PlaceTx, before: Date): Promise<string[]> => {
  const old = await tx.sql<{ roleId: string }[]>`
    select role_id from volunteers.role where place_id = ${tx.placeId} and closed_at < ${before}
      and not exists (
        select from volunteers.placement p where p.place_id = role.place_id and p.role_id = role.role_id
          and (p.state = 'started' or ${isHeld(tx, 'volunteers.placement', await heldNow(tx))}))`
  const roleIds = old.map(({ roleId }) => roleId)
  const placements = await tx.sql<{ placementId: string }[]>`
    delete from volunteers.placement where place_id = ${tx.placeId} and role_id = any(${roleIds}::uuid[]) returning placement_id`
  await tx.sql`delete from volunteers.role where place_id = ${tx.placeId} and role_id = any(${roleIds}::uuid[])`
  return placements.map(({ placementId }) => placementId)
}

/** Who waits for an answer about a role of an organisation, and who for longer than the week we promise. */
export interface Interested {
  readonly waiting: number
  readonly overAWeek: number
}

export const countInterested = (tx: PlaceTx, organisationId: string): Promise<Interested> =>
  tx.house(async () => {
    const [row] = await tx.sql<Interested[]>`
      select count(*)::int as waiting, count(*) filter (where p.since < ${new Date(tx.now.getTime() - 7 * 86_400_000)})::int as over_a_week
      from volunteers.placement p join volunteers.role r on r.place_id = p.place_id and r.role_id = p.role_id and r.organisation_id = ${organisationId}
      where p.place_id = ${tx.placeId} and p.state = 'interested'`
    return row ?? { waiting: 0, overAWeek: 0 }
  })

/** For each role of an organisation with somebody who waits for an answer: how many, and since when the longest; that one first. */
export const listRolesWaiting = (
  tx: PlaceTx,
  organisationId: string,
): Promise<{ roleId: string; waiting: number; since: Date }[]> =>
  tx.house(
    () => tx.sql<{ roleId: string; waiting: number; since: Date }[]>`
      select p.role_id, count(*)::int as waiting, min(p.since) as since from volunteers.placement p
      join volunteers.role r on r.place_id = p.place_id and r.role_id = p.role_id and r.organisation_id = ${organisationId}
      where p.place_id = ${tx.placeId} and p.state = 'interested' group by 1 order by 3`,
  )
