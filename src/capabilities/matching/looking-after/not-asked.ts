import type { PlaceTx } from '../../../platform/db/database.ts'
import { listPeople } from '../../people/index.ts'
import { listVolunteersById, listVolunteersToWeigh } from '../../volunteers/index.ts'
import { listTasksPutSince } from '../task-store.ts'
import { loadTasksToFill } from '../weighing/load-candidates.ts'
import { type AsOf, listNotAsked } from './looked-after-store.ts'
import { type ReasonNotAsked, whyNotAsked } from './why-not-asked.ts'

/** Somebody who may be asked and was not for some weeks, and why. */
export interface NotAsked {
  readonly volunteerId: string
  /** When they were asked last, or signed up where they never were. */
  readonly since: Date
  readonly isNever: boolean
  readonly why: ReasonNotAsked
}

/** The latest needs that are looked at to say why; with more of them in that time, older ones are left out and the page says so. */
export const mostTasksLookedAt = 200

/** Everybody an organisation looks after who was not asked for some weeks, the longest first, each with the reason; and how many needs were looked at. */
export const loadNotAsked = (
  tx: PlaceTx,
  organisationId: string,
  weeks: number,
  asOf: AsOf,
): Promise<{ notAsked: NotAsked[]; needs: number }> =>
  tx.house(async () => {
    const since = new Date(asOf.now.getTime() - weeks * 7 * 86_400_000)
    const rows = await listNotAsked(tx, organisationId, weeks, asOf)
    const tasks = await listTasksPutSince(tx, since, mostTasksLookedAt)
    if (rows.length === 0) return { notAsked: [], needs: tasks.length }
    const volunteers = await listVolunteersToWeigh(
      tx,
      rows.map(({ volunteerId }) => volunteerId),
    )
    const filled = await loadTasksToFill(tx, tasks, {
      volunteers: new Map(volunteers.map(volunteer => [volunteer.volunteerId as string, volunteer])),
      people: new Map(),
    })
    const inHand = new Map(rows.map(row => [row.volunteerId, row.inHand]))
    const reasons = whyNotAsked(
      filled,
      volunteers.map(volunteer => ({
        volunteer,
        contactsThisWeek: 0,
        offersEver: 0,
        offersOpen: 0,
        inHand: inHand.get(volunteer.volunteerId) ?? 0,
      })),
    )
    return {
      notAsked: rows.map(({ volunteerId, since, isNever }) => ({
        volunteerId,
        since,
        isNever,
        why: reasons.get(volunteerId) ?? 'no need',
      })),
      needs: tasks.length,
    }
  })

/** The names and numbers of some volunteers, as far as the actor may see them, by volunteer. */
export const namesOf = async (tx: PlaceTx, volunteerIds: readonly string[]) => {
  const volunteers = await listVolunteersById(tx, volunteerIds)
  const people = new Map(
    (
      await listPeople(
        tx,
        volunteers.map(({ personId }) => personId),
      )
    ).map(person => [person.personId as string, person]),
  )
  return new Map(
    volunteers.map(volunteer => [
      volunteer.volunteerId as string,
      { volunteer, person: people.get(volunteer.personId) ?? null },
    ]),
  )
}
