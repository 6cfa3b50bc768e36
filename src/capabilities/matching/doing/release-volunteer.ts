import { Type } from 'typebox'
import type { PlaceId } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { command, perform } from '../../../platform/command.ts'
import { houseActor, type PlaceTx } from '../../../platform/db/database.ts'
import { unlessTooLate } from '../../../platform/notify/quiet-hours.ts'
import type { Platform } from '../../../platform/platform.ts'
import { listVolunteersById, tellVolunteer } from '../../volunteers/index.ts'
import { accessMatch } from '../access.ts'
import { fallThrough } from '../fall-through.ts'
import { listLiveMatchesOf, listMatchesBefore, listVisits } from '../match-store.ts'
import type { Match } from '../task.ts'
import { listTasks } from '../task-store.ts'
import { whenNext } from '../times.ts'
import { whatLacks } from '../weighing/eligible.ts'
import { loadEveryone, loadTasksToFill } from '../weighing/load-candidates.ts'

/** What ended of somebody's, as they are told of it. */
const ended = {
  check: { what: 'A check', again: 'When your check is renewed, tell us, and we ask you again.' },
  training: { what: 'A training', again: 'When you have done the training again, tell us, and we ask you again.' },
  identity: {
    what: 'Somebody having seen who you are',
    again: 'Show us again who you are, and we ask you again.',
  },
} as const

type Ended = keyof typeof ended

/** Those of some matches whose volunteer does not hold what they ask for until the next time is over. References were asked for before the first yes, and do not end. */
const listUncovered = (
  tx: PlaceTx,
  matches: readonly Match[],
): Promise<{ match: Match; what: string; lacks: Ended }[]> =>
  tx.house(async () => {
    const everyone = await loadEveryone(tx, [...new Set(matches.map(({ volunteerId }) => volunteerId))])
    const planned = new Map(
      (
        await listVisits(
          tx,
          matches.map(({ matchId }) => matchId),
        )
      )
        .filter(({ state }) => state === 'planned')
        .map(visit => [visit.matchId, visit.startsAt]),
    )
    const tasks = new Map(
      (
        await listTasks(
          tx,
          matches.map(({ taskId }) => taskId),
        )
      ).map(task => [task.taskId, task]),
    )
    const asked = matches.flatMap(match => {
      const task = tasks.get(match.taskId)
      return task ? [{ match, task: { ...task, ...whenNext(task, planned.get(match.matchId) ?? null, tx.now) } }] : []
    })
    const filled = await loadTasksToFill(
      tx,
      asked.map(({ task }) => task),
      everyone,
    )
    return asked.flatMap(({ match, task }, at) => {
      const [toFill, volunteer] = [filled[at], everyone.volunteers.get(match.volunteerId)]
      const lacks = toFill && volunteer ? whatLacks(toFill, volunteer) : null
      return lacks === null || lacks === 'references' ? [] : [{ match, what: task.what, lacks }]
    })
  })

/** Releases a volunteer from whatever a check or training they no longer hold was needed for; others are asked at once. */
export const releaseUncovered = command({
  name: 'matching.release-uncovered',
  allow: 'match.tend',
  input: Type.Object({ volunteerId: Type.String({ format: 'uuid' }) }),
  async run(tx, { volunteerId }) {
    for (const { match, what, lacks } of await listUncovered(tx, await listLiveMatchesOf(tx, volunteerId))) {
      const found = await accessMatch(tx, match.matchId, 'release')
      if (isRefusal(found)) continue
      await fallThrough(tx, found.task, found.match, 'released')
      const [volunteer] = await listVolunteersById(tx, [volunteerId])
      if (volunteer)
        await tellVolunteer(tx, volunteer, {
          sentFor: `released ${match.matchId}`,
          atNight: unlessTooLate(whenNext(found.task, null, tx.now).startsAt, tx.now),
          subject: 'You are released from what you said yes to',
          sentences: [
            `${ended[lacks].what} that this needs does not count until it is over, so we find somebody else. There is nothing for you to do for it.`,
            what,
            ended[lacks].again,
          ],
          next: '/my-volunteering',
        })
    }
    return { recordId: volunteerId }
  },
})

/** How long before it somebody else is looked for, where what it needs ends first: time to find them. */
const daysAhead = 2

/** Releases whoever will not hold what the next visit asks for when it comes: before that day, not on it. Each volunteer in a transaction of their own. */
export const releaseAhead = async ({ db }: Platform, placeId: PlaceId): Promise<void> => {
  const uncovered = await db.asHouse(placeId, async tx =>
    listUncovered(tx, await listMatchesBefore(tx, new Date(tx.now.getTime() + daysAhead * 86_400_000))),
  )
  for (const volunteerId of new Set(uncovered.map(({ match }) => match.volunteerId)))
    await perform(db, houseActor(placeId), releaseUncovered, { volunteerId })
}

/** Finds somebody else for whatever a volunteer who has stopped had in hand. */
export const releaseWhoLeft = command({
  name: 'matching.release-who-left',
  allow: 'match.tend',
  input: Type.Object({ volunteerId: Type.String({ format: 'uuid' }) }),
  async run(tx, { volunteerId }) {
    for (const seen of await listLiveMatchesOf(tx, volunteerId)) {
      const found = await accessMatch(tx, seen.matchId, 'give up')
      if (!isRefusal(found)) await fallThrough(tx, found.task, found.match, 'left')
    }
    return { recordId: volunteerId }
  },
})
