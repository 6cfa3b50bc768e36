import type { PlaceTx } from '../../platform/db/database.ts'
import { unnested } from '../../platform/db/unnested.ts'
import { heldNow, isHeld } from '../../platform/personal/held.ts'
import type { Person } from '../people/index.ts'
import type { Volunteer } from './volunteer.ts'
import type { WhatTheySayInput } from './what-they-say.ts'

/** What is kept beside what others may know of a volunteer. */
export type NewVolunteer = Volunteer & {
  readonly codeHash: string
  /** The sign-up that this one may be a second time of: same name, same phone or e-mail. Held back from offers until that is known. */
  readonly maybeVolunteerId: string | null
}

const columns = (tx: PlaceTx) => tx.sql`
  volunteer_id, person_id, journey_id, organisation_id, reference, state, activities, within_metres, languages, free_at, capacity, most_offers_a_week, has_car, limits,
  position, neighbourhood_id, identity_seen_on, signed_up_at, paused_until, left_at, maybe_volunteer_id, phone_proved_at`

export type KnownVolunteer = Volunteer &
  Pick<NewVolunteer, 'maybeVolunteerId'> & {
    /** When somebody wrote down that they rang the phone number and it is them; null until then. */
    readonly phoneProvedAt: Date | null
  }

export const insertVolunteers = async (tx: PlaceTx, volunteers: readonly NewVolunteer[]): Promise<void> => {
  await tx.sql`
    insert into volunteers.volunteer (place_id, changed_at, volunteer_id, person_id, journey_id, organisation_id, reference, code_hash, state, activities, within_metres,
      languages, free_at, capacity, most_offers_a_week, has_car, limits, position, neighbourhood_id, signed_up_at, maybe_volunteer_id)
    select ${tx.placeId}, ${tx.now}, volunteer_id, person_id, journey_id, organisation_id, reference, code_hash, state, activities::text[], within_metres,
      languages::text[], free_at, capacity, most_offers_a_week, has_car, limits, position, neighbourhood_id, signed_up_at, maybe_volunteer_id
    from ${unnested(tx.sql, volunteers, {
      volunteerId: 'uuid',
      personId: 'uuid',
      journeyId: 'uuid',
      organisationId: 'uuid',
      reference: 'text',
      codeHash: 'text',
      state: 'text',
      activities: 'text',
      withinMetres: 'int',
      languages: 'text',
      freeAt: 'int',
      capacity: 'smallint',
      mostOffersAWeek: 'smallint',
      hasCar: 'boolean',
      limits: 'text',
      position: 'point',
      neighbourhoodId: 'uuid',
      signedUpAt: 'timestamptz',
      maybeVolunteerId: 'uuid',
    })} as x (volunteer_id, person_id, journey_id, organisation_id, reference, code_hash, state, activities, within_metres,
      languages, free_at, capacity, most_offers_a_week, has_car, limits, position, neighbourhood_id, signed_up_at, maybe_volunteer_id)`
}

/** A volunteer the actor was granted sight of, or null. */
export const findVolunteer = async (
  tx: PlaceTx,
  volunteerId: string,
  lock: 'read' | 'lock' = 'read',
): Promise<KnownVolunteer | null> => {
  const [row] = await tx.sql<KnownVolunteer[]>`
    select ${columns(tx)} from volunteers.volunteer
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} ${lock === 'lock' ? tx.sql`for update` : tx.sql``}`
  return row ?? null
}

/** Those of some volunteers that the actor was granted sight of, in no order. */
export const listVolunteers = (tx: PlaceTx, volunteerIds: readonly string[]): Promise<KnownVolunteer[]> =>
  tx.sql<KnownVolunteer[]>`
    select ${columns(tx)} from volunteers.volunteer where place_id = ${tx.placeId} and volunteer_id = any(${[...volunteerIds]}::uuid[])`

/**
 * Whoever may be asked today, as the actor sees them: neither paused nor gone; and, for offers, no second sign-up of somebody else.
 * @param today 'YYYY-MM-DD' on the place's calendar.
 */
export const listActiveVolunteers = (
  tx: PlaceTx,
  today: string,
  which: 'for offers' | 'all' = 'for offers',
): Promise<KnownVolunteer[]> =>
  tx.sql<KnownVolunteer[]>`
    select ${columns(tx)} from volunteers.volunteer
    where place_id = ${tx.placeId} and (state = 'active' or (state = 'paused' and paused_until <= ${today}))
      ${which === 'for offers' ? tx.sql`and maybe_volunteer_id is null` : tx.sql``}
    order by signed_up_at, volunteer_id`

/**
 * Those of some volunteers who may be asked at this moment, held until the transaction ends: whoever stops or pauses meanwhile does so after what is written to them
 * now, and takes it back.
 */
export const holdAskable = async (
  tx: PlaceTx,
  volunteerIds: readonly string[],
  today: string,
): Promise<Set<string>> => {
  const rows = await tx.sql<{ volunteerId: string }[]>`
    select volunteer_id from volunteers.volunteer
    where place_id = ${tx.placeId} and volunteer_id = any(${[...volunteerIds]}::uuid[]) and (state = 'active' or (state = 'paused' and paused_until <= ${today}))
    order by volunteer_id for share`
  return new Set(rows.map(({ volunteerId }) => volunteerId))
}

/** Volunteers who have not left and are one of these people. */
export const listVolunteersAmong = (tx: PlaceTx, personIds: readonly string[]): Promise<KnownVolunteer[]> =>
  personIds.length === 0
    ? Promise.resolve([])
    : tx.house(
        () => tx.sql<KnownVolunteer[]>`
          select ${columns(tx)} from volunteers.volunteer
          where place_id = ${tx.placeId} and person_id = any(${[...personIds]}::uuid[]) and state <> 'left' order by signed_up_at`,
      )

/** The volunteer behind a reference and its code, gone or not; null when the two do not fit together. */
export const findByReferenceAndCode = (tx: PlaceTx, reference: string, codeHash: string) =>
  tx.house(async () => {
    const [row] = await tx.sql<{ volunteerId: string; personId: string }[]>`
      select volunteer_id, person_id from volunteers.volunteer where place_id = ${tx.placeId} and reference = ${reference} and code_hash = ${codeHash}`
    return row ?? null
  })

/** Whether what a volunteer told us is deleted: nothing opens their pages any more. */
export const isForgotten = async (tx: PlaceTx, volunteerId: string): Promise<boolean> => {
  const [row] = await tx.sql`
    select from volunteers.volunteer where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and code_hash = ''`
  return row !== undefined
}

/** What somebody says they can do, where and when. */
export type WhatTheySay = Pick<
  Volunteer,
  | 'activities'
  | 'withinMetres'
  | 'languages'
  | 'freeAt'
  | 'capacity'
  | 'mostOffersAWeek'
  | 'hasCar'
  | 'limits'
  | 'position'
  | 'neighbourhoodId'
>

export const saveWhatTheySay = async (tx: PlaceTx, volunteerId: string, said: WhatTheySay): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set activities = ${[...said.activities]}, within_metres = ${said.withinMetres}, languages = ${[...said.languages]}, free_at = ${said.freeAt},
      capacity = ${said.capacity}, most_offers_a_week = ${said.mostOffersAWeek}, has_car = ${said.hasCar}, limits = ${said.limits}, position = ${said.position as never},
      neighbourhood_id = ${said.neighbourhoodId}, changed_at = ${tx.now}
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
}

/** Keeps what somebody had said before a change, so that the change can be taken back; the last change alone. */
export const saveSaidBefore = async (tx: PlaceTx, volunteerId: string, said: WhatTheySayInput): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set said_before = ${tx.sql.json(said as never)}, said_before_at = ${tx.now} where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
}

/** What somebody had said before the last change since a moment, and when it was changed; null where there was none. */
export const findSaidBefore = async (
  tx: PlaceTx,
  volunteerId: string,
  since: Date,
): Promise<{ said: WhatTheySayInput; changedAt: Date } | null> => {
  const [row] = await tx.sql<{ said: WhatTheySayInput; changedAt: Date }[]>`
    select said_before as said, said_before_at as changed_at from volunteers.volunteer where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and said_before_at > ${since}`
  return row ?? null
}

/** Saves where some volunteers start from. */
export const saveWhereFrom = async (
  tx: PlaceTx,
  volunteerIds: readonly string[],
  { position, neighbourhoodId }: Pick<Person, 'position' | 'neighbourhoodId'>,
): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set position = ${position as never}, neighbourhood_id = ${neighbourhoodId}
    where place_id = ${tx.placeId} and volunteer_id = any (${[...volunteerIds]}::uuid[])`
}

/** Every volunteer whom an organisation looks after, by id; by the house's sight. */
export const listVolunteerIdsOf = (tx: PlaceTx, organisationId: string): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ id: string }[]>`
      select volunteer_id as id from volunteers.volunteer where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
    return rows.map(({ id }) => id)
  })

/** Forgets what was said before changes that can no longer be taken back. */
export const forgetSaidBefore = async (tx: PlaceTx, before: Date): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set said_before = null, said_before_at = null where place_id = ${tx.placeId} and said_before_at <= ${before}
      and not ${isHeld(tx, 'volunteers.volunteer', await heldNow(tx))}`
}

export const saveState = async (
  tx: PlaceTx,
  volunteerId: string,
  { state, pausedUntil }: Pick<Volunteer, 'state' | 'pausedUntil'>,
): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set state = ${state}, paused_until = ${pausedUntil}, left_at = ${state === 'left' ? tx.now : null}, changed_at = ${tx.now}
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
}

/** Notes that a volunteer did or answered something: what is kept of them is kept for 24 months from here. */
export const noteActed = async (tx: PlaceTx, volunteerId: string): Promise<void> => {
  await tx.sql`update volunteers.volunteer set changed_at = ${tx.now} where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
}

/** Says that a sign-up is somebody's own, not a second time of another. */
export const standAlone = async (tx: PlaceTx, volunteerId: string): Promise<void> => {
  await tx.sql`update volunteers.volunteer set maybe_volunteer_id = null where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
}

/** Writes down who found that the phone numbers of volunteers are theirs; null takes it back. */
export const savePhoneProved = async (
  tx: PlaceTx,
  volunteerIds: readonly string[],
  by: string | null,
): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set phone_proved_by = ${by}, phone_proved_at = ${by === null ? null : tx.now}
    where place_id = ${tx.placeId} and volunteer_id = any(${[...volunteerIds]}::uuid[])`
}

/** Holds sign-ups back from offers until it is said whether they are a second time of another. */
export const holdBack = async (tx: PlaceTx, volunteerIds: readonly string[], earlierId: string): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set maybe_volunteer_id = ${earlierId} where place_id = ${tx.placeId} and volunteer_id = any(${[...volunteerIds]}::uuid[])`
}

/** Second sign-ups of one volunteer that nobody has decided on, the newest first. */
export const listMaybeSame = (tx: PlaceTx, volunteerId: string): Promise<KnownVolunteer[]> =>
  tx.house(
    () => tx.sql<KnownVolunteer[]>`
      select ${columns(tx)} from volunteers.volunteer
      where place_id = ${tx.placeId} and maybe_volunteer_id = ${volunteerId} and state <> 'left' order by signed_up_at desc`,
  )

/** The day from which the undoing of a leave is over. */
export const listLeftBefore = (tx: PlaceTx, before: Date, most: number): Promise<KnownVolunteer[]> =>
  tx.sql<KnownVolunteer[]>`
    select ${columns(tx)} from volunteers.volunteer
    where place_id = ${tx.placeId} and state = 'left' and left_at <= ${before} and code_hash <> '' order by left_at limit ${most}`

/** Whoever has not left, and did or answered nothing since. */
export const listSilentSince = (tx: PlaceTx, since: Date): Promise<KnownVolunteer[]> =>
  tx.sql<KnownVolunteer[]>`
    select ${columns(tx)} from volunteers.volunteer v
    where place_id = ${tx.placeId} and state <> 'left' and changed_at < ${since}
      and not exists (select from volunteers.hours_given h where h.place_id = v.place_id and h.volunteer_id = v.volunteer_id and h.recorded_at >= ${since})
    order by changed_at limit 1000`

/** Pauses that ended today or before. */
export const listPausesEnded = (tx: PlaceTx, today: string): Promise<KnownVolunteer[]> =>
  tx.sql<KnownVolunteer[]>`
    select ${columns(tx)} from volunteers.volunteer where place_id = ${tx.placeId} and state = 'paused' and paused_until <= ${today} limit 1000`

/** Has whoever did and answered nothing for long stop, with the time in which that can be undone over already: they are forgotten by the next daily run. */
export const endSilent = async (tx: PlaceTx, volunteerId: string, leftAt: Date): Promise<void> => {
  await tx.sql`
    update volunteers.volunteer set state = 'left', paused_until = null, left_at = ${leftAt}, changed_at = ${tx.now}
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
}

/** The volunteer with a reference, as the actor sees them. */
export const findVolunteerByReference = async (tx: PlaceTx, reference: string): Promise<KnownVolunteer | null> => {
  const [row] = await tx.sql<KnownVolunteer[]>`
    select ${columns(tx)} from volunteers.volunteer where place_id = ${tx.placeId} and reference = ${reference}`
  return row ?? null
}
