import type { PlaceTx } from '../../../platform/db/database.ts'
import { listPeople } from '../../people/index.ts'
import { listVolunteersById, type VolunteerToWeigh } from '../../volunteers/index.ts'
import { listTasksPutSince } from '../task-store.ts'
import { tasksLookedBackOn } from '../weighing/load-candidates.ts'
import { type AsOf, type Idle, type IdleAlike, listNotAsked } from './looked-after-store.ts'
import { byActivity, type ReasonNotAsked, whyNotAsked } from './why-not-asked.ts'

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

/** Everybody who was not asked, each with the reason; and how many needs were looked at. */
export interface WhyTheyWereNot {
  readonly each: readonly { readonly idle: Idle; readonly why: ReasonNotAsked }[]
  readonly needs: number
}

/** Why each of those who were not asked for some weeks was not. */
export const whyTheyWereNot = (
  tx: PlaceTx,
  kinds: readonly IdleAlike[],
  weeks: number,
  { now }: AsOf,
): Promise<WhyTheyWereNot> =>
  tx.house(async () => {
    const since = new Date(now.getTime() - weeks * 7 * 86_400_000)
    const tasks = await listTasksPutSince(tx, since, mostTasksLookedAt)
    // One stands for all who are alike, by its number.
    const standing = kinds.map(
      ({ volunteer }, at): VolunteerToWeigh => ({ ...volunteer, volunteerId: String(at) as never, position: null }),
    )
    const filled = byActivity(
      await tasksLookedBackOn(tx, tasks, new Map(standing.map(one => [one.volunteerId as string, one]))),
    )
    const each = kinds.flatMap(({ them }, at) => {
      const volunteer = standing[at] as VolunteerToWeigh
      const reasons = whyNotAsked(filled, { volunteer, positions: them.map(({ position }) => position) })
      return them.map((idle, of) => ({
        idle,
        why: idle.inHand >= volunteer.capacity ? ('limit reached' as const) : (reasons[of] ?? ('no need' as const)),
      }))
    })
    return { each, needs: tasks.length }
  })

/** Everybody an organisation looks after who was not asked for some weeks, the longest first, each with the reason. */
export const loadNotAsked = async (
  tx: PlaceTx,
  organisationId: string,
  weeks: number,
  asOf: AsOf,
): Promise<NotAsked[]> => {
  const { each } = await whyTheyWereNot(tx, await listNotAsked(tx, organisationId, weeks, asOf), weeks, asOf)
  return each
    .map(({ idle: { volunteerId, since, isNever }, why }) => ({ volunteerId, since, isNever, why }))
    .sort((a, b) => a.since.getTime() - b.since.getTime() || (a.volunteerId < b.volunteerId ? -1 : 1))
}

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
