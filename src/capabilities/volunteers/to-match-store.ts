import type { PlaceTx } from '../../platform/db/database.ts'
import type { HeldCheck, Volunteer } from './volunteer.ts'

/** A volunteer with all that decides whether they can be asked. */
export interface VolunteerToMatch extends Volunteer {
  readonly checks: readonly Pick<HeldCheck, 'level' | 'workforce' | 'countsUntil' | 'seenOn' | 'decision'>[]
  readonly trainings: readonly { readonly training: string; readonly countsUntil: string | null }[]
  /** How many who know them have recommended them. */
  readonly recommendedBy: number
}

const readToMatch = (tx: PlaceTx, onlyIds: readonly string[] | null): Promise<VolunteerToMatch[]> =>
  tx.house(
    () => tx.sql<VolunteerToMatch[]>`
      select v.volunteer_id, v.person_id, v.journey_id, v.organisation_id, v.reference, v.state, v.activities, v.within_metres, v.languages, v.free_at, v.capacity,
        v.most_offers_a_week, v.has_car, v.limits, v.position, v.neighbourhood_id, v.identity_seen_on, v.signed_up_at, v.paused_until, v.left_at,
        coalesce(c.held, '[]') as checks, coalesce(t.done, '[]') as trainings, coalesce(r.recommended, 0)::int as recommended_by
      from volunteers.volunteer v
      left join (select volunteer_id, jsonb_agg(jsonb_build_object('level', level, 'workforce', workforce, 'countsUntil', counts_until, 'seenOn', seen_on, 'decision', decision)) as held
        from volunteers.held_check where place_id = ${tx.placeId} group by volunteer_id) c on c.volunteer_id = v.volunteer_id
      left join (select volunteer_id, jsonb_agg(jsonb_build_object('training', training, 'countsUntil', counts_until)) as done
        from volunteers.training_done where place_id = ${tx.placeId} group by volunteer_id) t on t.volunteer_id = v.volunteer_id
      left join (select volunteer_id, count(*) as recommended from volunteers.reference_asked
        where place_id = ${tx.placeId} and answer = 'recommends' group by volunteer_id) r on r.volunteer_id = v.volunteer_id
      where v.place_id = ${tx.placeId} and (${onlyIds === null} or v.volunteer_id = any(${[...(onlyIds ?? [])]}::uuid[])) and (${onlyIds !== null} or (v.state <> 'left' and v.maybe_volunteer_id is null))
      order by v.volunteer_id`,
  )

/** Everybody of the place who has not left and is no second sign-up of somebody else, in one statement however many; read by the house, since nobody sees all volunteers. */
export const listVolunteersToMatch = (tx: PlaceTx): Promise<VolunteerToMatch[]> => readToMatch(tx, null)

/** Some volunteers, those who have left among them. */
export const listVolunteersById = (tx: PlaceTx, volunteerIds: readonly string[]): Promise<VolunteerToMatch[]> =>
  volunteerIds.length === 0 ? Promise.resolve([]) : readToMatch(tx, volunteerIds)
