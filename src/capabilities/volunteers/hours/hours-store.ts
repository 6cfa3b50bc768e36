import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'

/** Time somebody gave, on one day. */
export interface HoursGivenRow {
  readonly hoursId: string
  readonly volunteerId: string
  /** 'YYYY-MM-DD' */
  readonly givenOn: string
  readonly minutes: number
  /** The match or role it was for. */
  readonly aboutId: string | null
  readonly note: string
  readonly saidBy: string
  readonly recordedAt: Date
}

/** Writes down time that somebody gave; said by whoever acts unless somebody else is named. */
export const insertHours = (
  tx: PlaceTx,
  given: Omit<HoursGivenRow, 'hoursId' | 'recordedAt' | 'saidBy'> & { saidBy?: string },
): Promise<string> =>
  tx.house(async () => {
    const hoursId = newId()
    await tx.sql`
      insert into volunteers.hours_given (place_id, hours_id, volunteer_id, given_on, minutes, about_id, note, said_by, recorded_at)
      values (${tx.placeId}, ${hoursId}, ${given.volunteerId}, ${given.givenOn}, ${given.minutes}, ${given.aboutId}, ${given.note}, ${given.saidBy ?? tx.actor.name}, ${tx.now})`
    return hoursId
  })

/** Minutes already written down for one day. */
export const minutesOn = async (tx: PlaceTx, volunteerId: string, givenOn: string): Promise<number> => {
  const [row] = await tx.sql<{ minutes: number }[]>`
    select coalesce(sum(minutes), 0)::int as minutes from volunteers.hours_given
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and given_on = ${givenOn}`
  return row?.minutes ?? 0
}

/** Takes one line back; false when it was not there. */
export const deleteHours = async (tx: PlaceTx, volunteerId: string, hoursId: string): Promise<boolean> => {
  const gone = await tx.sql`
    delete from volunteers.hours_given where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and hours_id = ${hoursId}`
  return gone.count === 1
}

/** What a volunteer gave, the newest first: at most 100 lines, and all of it added up. */
export const listHours = async (
  tx: PlaceTx,
  volunteerId: string,
): Promise<{ total: number; lines: HoursGivenRow[] }> => {
  const [sum] = await tx.sql<{ total: number }[]>`
    select coalesce(sum(minutes), 0)::int as total from volunteers.hours_given where place_id = ${tx.placeId} and volunteer_id = ${volunteerId}`
  const lines = await tx.sql<HoursGivenRow[]>`
    select hours_id, volunteer_id, given_on, minutes, about_id, note, said_by, recorded_at from volunteers.hours_given
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} order by given_on desc, recorded_at desc limit 100`
  return { total: sum?.total ?? 0, lines }
}

/** Hours given in the place in a time, those of people who are forgotten too: counted, with nobody's name. */
export const sumHours = (tx: PlaceTx, from: string, to: string): Promise<{ minutes: number; volunteers: number }> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ minutes: number; volunteers: number }[]>`
      select coalesce(sum(minutes), 0)::int as minutes, count(distinct volunteer_id)::int as volunteers from volunteers.hours_given
      where place_id = ${tx.placeId} and given_on between ${from} and ${to}`
    return row ?? { minutes: 0, volunteers: 0 }
  })

/** A thank-you somebody said. */
export interface Thanks {
  readonly thanksId: string
  readonly volunteerId: string
  readonly fromName: string
  readonly says: string
  readonly aboutId: string | null
  readonly saidAt: Date
}

export const insertThanks = async (tx: PlaceTx, thanks: Omit<Thanks, 'thanksId' | 'saidAt'>): Promise<string> => {
  const thanksId = newId()
  await tx.sql`
    insert into volunteers.thanks (place_id, thanks_id, volunteer_id, from_name, says, about_id, said_at)
    values (${tx.placeId}, ${thanksId}, ${thanks.volunteerId}, ${thanks.fromName}, ${thanks.says}, ${thanks.aboutId}, ${tx.now})`
  return thanksId
}

export const listThanks = (tx: PlaceTx, volunteerId: string): Promise<Thanks[]> =>
  tx.sql<Thanks[]>`
    select thanks_id, volunteer_id, from_name, says, about_id, said_at from volunteers.thanks
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} order by said_at desc limit 100`

/** What those an organisation looks after gave since a day, and the thanks they were said. */
export interface Given {
  readonly minutes: number
  readonly volunteers: number
  readonly thanks: number
  readonly thanked: number
}

/** @param from 'YYYY-MM-DD', the first day that counts. */
export const countGiven = (tx: PlaceTx, organisationId: string, from: string): Promise<Given> =>
  tx.house(async () => {
    const [row] = await tx.sql<Given[]>`
      select coalesce(sum(minutes), 0)::int as minutes, count(distinct given_by)::int as volunteers, count(thanks_id)::int as thanks, count(distinct thanked_one)::int as thanked
      from (
        select h.minutes, h.volunteer_id as given_by, null::uuid as thanks_id, null::uuid as thanked_one from volunteers.hours_given h
        join volunteers.volunteer v on v.place_id = h.place_id and v.volunteer_id = h.volunteer_id and v.organisation_id = ${organisationId}
        where h.place_id = ${tx.placeId} and h.given_on >= ${from}
        union all
        select null, null, t.thanks_id, t.volunteer_id from volunteers.thanks t
        join volunteers.volunteer v on v.place_id = t.place_id and v.volunteer_id = t.volunteer_id and v.organisation_id = ${organisationId}
        where t.place_id = ${tx.placeId} and t.said_at >= ${from}::date) given`
    return row ?? { minutes: 0, volunteers: 0, thanks: 0, thanked: 0 }
  })
