import type { PlaceTx } from '../../platform/db/database.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import { anyTime } from './free-at.ts'
import type { HeldCheck, Volunteer } from './volunteer.ts'
import type { Activity } from './words.ts'

/** A volunteer with all that decides whether they can be asked. */
export interface VolunteerToMatch extends Volunteer {
  readonly checks: readonly Pick<HeldCheck, 'level' | 'workforce' | 'countsUntil' | 'seenOn' | 'decision'>[]
  readonly trainings: readonly { readonly training: string; readonly countsUntil: string | null }[]
  /** How many who know them have recommended them. */
  readonly recommendedBy: number
}

const readToMatch = (tx: PlaceTx, onlyIds: readonly string[] | null): Promise<VolunteerToMatch[]> =>
  tx.house(() => {
    const among = onlyIds ? tx.sql`and volunteer_id = any(${[...onlyIds]}::uuid[])` : tx.sql``
    return tx.sql<VolunteerToMatch[]>`
      select v.volunteer_id, v.person_id, v.journey_id, v.organisation_id, v.reference, v.state, v.activities, v.within_metres, v.languages, v.free_at, v.capacity,
        v.most_offers_a_week, v.has_car, v.limits, v.position, v.neighbourhood_id, v.identity_seen_on, v.signed_up_at, v.paused_until, v.left_at,
        coalesce(c.held, '[]') as checks, coalesce(t.done, '[]') as trainings, coalesce(r.recommended, 0)::int as recommended_by
      from volunteers.volunteer v
      left join (select volunteer_id, jsonb_agg(jsonb_build_object('level', level, 'workforce', workforce, 'countsUntil', counts_until, 'seenOn', seen_on, 'decision', decision)) as held
        from volunteers.held_check where place_id = ${tx.placeId} ${among} group by volunteer_id) c on c.volunteer_id = v.volunteer_id
      left join (select volunteer_id, jsonb_agg(jsonb_build_object('training', training, 'countsUntil', counts_until)) as done
        from volunteers.training_done where place_id = ${tx.placeId} ${among} group by volunteer_id) t on t.volunteer_id = v.volunteer_id
      left join (select volunteer_id, count(*) as recommended from volunteers.reference_asked
        where place_id = ${tx.placeId} ${among} and answer = 'recommends' group by volunteer_id) r on r.volunteer_id = v.volunteer_id
      where v.place_id = ${tx.placeId} ${onlyIds ? tx.sql`and v.volunteer_id = any(${[...onlyIds]}::uuid[])` : tx.sql`and v.state <> 'left' and v.maybe_volunteer_id is null`}
      order by v.volunteer_id`
  })

/** Everybody of the place who has not left and is no second sign-up of somebody else, in one statement however many; read by the house, since nobody sees all volunteers. */
export const listVolunteersToMatch = (tx: PlaceTx): Promise<VolunteerToMatch[]> => readToMatch(tx, null)

/** Some volunteers, those who have left among them. */
export const listVolunteersById = (tx: PlaceTx, volunteerIds: readonly string[]): Promise<VolunteerToMatch[]> =>
  volunteerIds.length === 0 ? Promise.resolve([]) : readToMatch(tx, volunteerIds)

/** A volunteer with what the rules weigh, and nothing that says who it is. */
export type VolunteerToWeigh = Pick<
  VolunteerToMatch,
  | 'volunteerId'
  | 'state'
  | 'pausedUntil'
  | 'activities'
  | 'withinMetres'
  | 'languages'
  | 'freeAt'
  | 'capacity'
  | 'mostOffersAWeek'
  | 'hasCar'
  | 'position'
  | 'identitySeenOn'
  | 'checks'
  | 'trainings'
  | 'recommendedBy'
>

// What no code, language or training holds: between the columns, between the items of a list, and between the parts of an item (volunteers.public_to_weigh).
const [ofColumns, ofItems, ofParts] = ['\u001f', '\u001e', '\u001d'] as const

/** Stands for the day on which somebody saw who they are: the rules ask only whether there was one. */
const someDay = '0001-01-01'

const listed = <Item extends string>(text: string | undefined): Item[] => (text ? (text.split(ofItems) as Item[]) : [])

/** What is read of volunteers who are alike in all that the rules weigh but where they live: `says` of `volunteers.public_to_weigh`. */
export const readWeighed = (says: string): Omit<VolunteerToWeigh, 'volunteerId' | 'position'> => {
  const [state, paused, doing, within, speaks, free, capacity, mostOffers, car, isSeen, held, done, recommended] =
    says.split(ofColumns)
  return {
    state: state as VolunteerToMatch['state'],
    pausedUntil: paused || null,
    activities: listed(doing),
    withinMetres: Number(within),
    languages: listed(speaks),
    freeAt: Number(free),
    capacity: Number(capacity),
    mostOffersAWeek: Number(mostOffers),
    hasCar: car === '1',
    identitySeenOn: isSeen === '1' ? someDay : null,
    checks: listed(held).map(check => {
      const [level, workforce, countsUntil, seenOn, decision] = check.split(ofParts)
      return { level, workforce, countsUntil, seenOn, decision } as VolunteerToMatch['checks'][number]
    }),
    trainings: listed(done).map(item => {
      const [training, countsUntil] = item.split(ofParts)
      return { training: training ?? '', countsUntil: countsUntil || null }
    }),
    recommendedBy: Number(recommended),
  }
}

/** What a task asks for that a volunteer's own row answers. */
export interface Screen {
  /** 'YYYY-MM-DD' by the place's clock. */
  readonly today: string
  readonly activity: Activity
  /** In OSGB metres; null where it does not matter how far it is. */
  readonly near: GridPoint | null
  /** Parts of the week, of which one must fit (`freeAt`). */
  readonly partsNeeded: number
  readonly languages: readonly string[]
  readonly needsCar: boolean
}

/** The reasons against somebody that their own row tells, in the order in which the first counts. */
export type ScreenedOut = 'paused' | 'does not do this' | 'too far' | 'not free then' | 'language' | 'car'

/**
 * Who of a place may suit a task by their own row, nearest first, and how many do not for which first reason: without reading what else is known of them. The rule is that of
 * `matching`, which counts for whoever comes through; a test there compares the two.
 */
export const screenVolunteers = (
  tx: PlaceTx,
  { today, activity, near, partsNeeded, languages, needsCar }: Screen,
): Promise<{ volunteerIds: string[]; out: Map<ScreenedOut, number> }> =>
  tx.house(async () => {
    const away = near ? tx.sql`position <-> ${near as never}::point` : tx.sql`0::float8`
    const rows = await tx.sql<{ reason: ScreenedOut | null; count: number; volunteerIds: string[] | null }[]>`
      select reason, count(*)::int as count, array_agg(volunteer_id order by away, volunteer_id) filter (where reason is null) as volunteer_ids
      from (
        select volunteer_id, ${away} as away, case
          when (state = 'paused' and paused_until is null) or paused_until > ${today} then 'paused'
          when not activities @> array[${activity}]::text[] then 'does not do this'
          when ${near !== null} and (position is null or ${away} > within_metres) then 'too far'
          when free_at <> ${anyTime} and free_at & ${partsNeeded} = 0 then 'not free then'
          when not languages @> ${[...languages]}::text[] then 'language'
          when ${needsCar} and not has_car then 'car' end as reason
        from volunteers.volunteer where place_id = ${tx.placeId} and state <> 'left' and maybe_volunteer_id is null) screened
      group by reason`
    return {
      volunteerIds: rows.find(({ reason }) => reason === null)?.volunteerIds ?? [],
      out: new Map(rows.flatMap(({ reason, count }) => (reason ? [[reason, count]] : []))),
    }
  })
