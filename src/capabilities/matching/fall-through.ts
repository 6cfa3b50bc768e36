import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { listVolunteersById } from '../volunteers/index.ts'
import { aboutMatch, endDetails, tellNotNeeded } from './end-task.ts'
import { MatchFellThrough } from './facts.ts'
import { nextMatchState } from './match.ts'
import { deletePlannedVisits, listReadsOf, listVisits, saveMatch } from './match-store.ts'
import { asksOthersAfter } from './offer-rules.ts'
import { listOffersOfTasks, moveOffers } from './offer-store.ts'
import { raiseAlert } from './raise-alert.ts'
import type { Match, Task } from './task.ts'
import { saveTask } from './task-store.ts'
import { whenNext } from './times.ts'
import type { CouldNotReason, FellThroughBecause } from './words.ts'

const actionOf = { 'could not': 'give up', left: 'give up', released: 'release', refused: 'refuse' } as const

/** Whoever read who it is and then steps back, whichever way they say so, is looked at by a coordinator: it may be nothing. */
const noteReadAndDeclined = async (tx: PlaceTx, task: Task, { matchId, volunteerId, firstVisitAt }: Match) => {
  const reads = await listReadsOf(tx, matchId)
  if (reads.length > 0 && !firstVisitAt)
    await raiseAlert(tx, task, { volunteerId, kind: 'read and declined', says: { matchId, times: reads.length } })
}

/**
 * Ends a match that will not be done by this volunteer. Whoever is on the waiting list is asked next; where a check or training ended, or the volunteer stopped
 * altogether, others are asked as before where the rules ask; otherwise the need goes back to whoever decides. Who and where are hidden from the volunteer at once.
 */
export const fallThrough = (
  tx: PlaceTx,
  task: Task,
  match: Match,
  because: FellThroughBecause,
  why: { reasonCode: CouldNotReason | null; reason: string | null } = { reasonCode: null, reason: null },
): Promise<void> =>
  tx.house(async () => {
    if (because === 'could not' || because === 'left') await noteReadAndDeclined(tx, task, match)
    const state = nextMatchState(match.state, actionOf[because]) ?? match.state
    await saveMatch(tx, match.matchId, { state, endedAt: tx.now, ...why })
    await endDetails(tx, task, match)
    await moveOffers(tx, task.taskId, ['yes'], because === 'could not' ? 'no' : 'taken back')
    const planned = (await listVisits(tx, [match.matchId])).find(visit => visit.state === 'planned')
    await deletePlannedVisits(tx, match.matchId)
    const reserve = (await listOffersOfTasks(tx, [task.taskId])).filter(offer => offer.state === 'in reserve')
    const when = whenNext(task, planned?.startsAt ?? null, tx.now)
    const hasTime = when.endsAt.getTime() - tx.now.getTime() >= task.minutes * 60_000
    const asksOthers = asksOthersAfter(task.offersBy, because, hasTime, reserve.length)
    if (asksOthers) {
      await saveTask(tx, task.taskId, { state: 'open', triedAt: null, ...when })
      await tx.wake('offers', { placeId: tx.placeId })
    } else {
      await saveTask(tx, task.taskId, { state: 'ended', endedAt: tx.now, endedBecause: because })
      const waited = await moveOffers(tx, task.taskId, ['sent', 'in reserve'], 'taken back')
      const volunteerIds = waited.map(({ volunteerId }) => volunteerId)
      for (const volunteer of await listVolunteersById(tx, volunteerIds))
        await tellNotNeeded(tx, volunteer, task, task.taskId)
    }
    await record(
      tx,
      MatchFellThrough,
      { recordId: match.matchId, journeyId: task.journeyId },
      { ...aboutMatch(task, match), because, reasonCode: why.reasonCode, asksOthers },
    )
  })
