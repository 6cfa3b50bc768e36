import { endAccess } from '../../platform/auth/grants.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { unlessTooLate } from '../../platform/notify/quiet-hours.ts'
import { endSharing } from '../people/index.ts'
import { listVolunteersById, tellVolunteer } from '../volunteers/index.ts'
import { VolunteerDetailsEnded } from './facts.ts'
import { isLiveMatch, nextMatchState } from './match.ts'
import { deletePlannedVisits, listMatchesOfTasks, saveMatch } from './match-store.ts'
import { moveOffers } from './offer-store.ts'
import { takeBackQuestions } from './take-back-questions.ts'
import type { Match, Task } from './task.ts'
import { saveTask } from './task-store.ts'
import { whenNext } from './times.ts'
import { noLongerNeeded } from './words.ts'

export const aboutTask = ({ taskId, needId, helpRequestId }: Task) => ({ taskId, needId, helpRequestId })

export const aboutMatch = (task: Task, { matchId, volunteerId }: Match) => ({
  ...aboutTask(task),
  matchId,
  volunteerId,
})

/** Hides who and where from the volunteer of a match, at once and for good. What they were asked and what they said stays theirs to see. */
export const endDetails = async (tx: PlaceTx, task: Task, match: Match): Promise<void> => {
  await hideDetails(tx, task, match)
  await endSharing(tx, { forIds: [match.matchId] }, 'over')
}

/** Hides the details that were opened; where they may still be told, without what stays back from now on, they can be opened again. */
export const hideDetails = async (tx: PlaceTx, task: Task, match: Match): Promise<void> => {
  if ((await endAccess(tx, { basisId: match.matchId })) === 0) return
  await record(
    tx,
    VolunteerDetailsEnded,
    { recordId: match.matchId, journeyId: task.journeyId },
    aboutMatch(task, match),
  )
}

/**
 * Tells a volunteer that they are not needed, in the same words whatever the reason: that somebody asked for another volunteer, or not to meet them, is not to be
 * read out of how it is said.
 */
export const tellNotNeeded = (
  tx: PlaceTx,
  volunteer: Parameters<typeof tellVolunteer>[1],
  task: Task,
  of: string,
): Promise<void> =>
  tellVolunteer(tx, volunteer, {
    sentFor: `not needed ${of}`,
    atNight: unlessTooLate(whenNext(task, null, tx.now).startsAt, tx.now),
    subject: `${noLongerNeeded}: thank you`,
    sentences: [
      'What we asked you about is no longer needed, so there is nothing for you to do.',
      task.what,
      'Thank you for being there. We ask you again when somebody near you needs what you do.',
    ],
    next: '/my-volunteering',
  })

/**
 * Ends a task with everything that still hangs on it: whoever was asked is told that they need not answer, whoever said yes that it is not needed; a question that
 * has not left does not leave any more. The fact of why is the caller's.
 */
export const endTask = (tx: PlaceTx, task: Task, because: string): Promise<void> =>
  tx.house(async () => {
    await saveTask(tx, task.taskId, { state: 'ended', endedAt: tx.now, endedBecause: because })
    await takeBackQuestions(tx, task)
    const heard = await moveOffers(tx, task.taskId, ['sent', 'in reserve'], 'taken back')
    const toTell = new Set(heard.map(({ volunteerId }) => volunteerId))
    for (const match of await listMatchesOfTasks(tx, [task.taskId])) {
      if (!isLiveMatch(match.state)) continue
      await saveMatch(tx, match.matchId, {
        state: nextMatchState(match.state, 'not needed') ?? 'not needed',
        endedAt: tx.now,
      })
      await endDetails(tx, task, match)
      // As where they fall through: neither end is to be told from the other by what is left.
      await moveOffers(tx, task.taskId, ['yes'], 'taken back')
      await deletePlannedVisits(tx, match.matchId)
      toTell.add(match.volunteerId)
    }
    for (const volunteer of await listVolunteersById(tx, [...toTell]))
      await tellNotNeeded(tx, volunteer, task, task.taskId)
  })
