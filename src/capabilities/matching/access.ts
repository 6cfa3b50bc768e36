import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { cannotMoveMatch, type MatchAction } from './match.ts'
import { findMatch } from './match-store.ts'
import { findOffer, findOpenOffer } from './offer-store.ts'
import type { Match, Offer, Task } from './task.ts'
import { findTask } from './task-store.ts'

const notYours = refuse('no-such-thing', 'We cannot find that, or it is not yours to see.')

/**
 * Loads what hangs on a task to do something to it. The task is always held first: of two at once the second waits there and then reads what the first did.
 * The task itself, which says whose need it is, a volunteer never sees; the house reads it for them.
 */
const holdTask = (tx: PlaceTx, taskId: string): Promise<Task> =>
  tx.house(async () => {
    const task = await findTask(tx, taskId, 'lock')
    if (!task) throw new Error('An offer or a match without its task.')
    return task
  })

const isTheirs = (tx: PlaceTx, volunteerId: string): boolean =>
  tx.actor.kind !== 'bearer' || tx.actor.holderIds.includes(volunteerId)

/** A task to decide about, for those who follow it. */
export const accessTask = async (tx: PlaceTx, taskId: string): Promise<Task | Refusal> => {
  const task = await findTask(tx, taskId, 'lock')
  if (!task || tx.actor.kind === 'bearer') return notYours
  return task.state === 'ended' ? refuse('task-has-moved-on', 'This is over already. Look at it again.') : task
}

/** An offer to answer, by the volunteer it was made to. */
export const accessOffer = async (tx: PlaceTx, offerId: string): Promise<{ offer: Offer; task: Task } | Refusal> => {
  const seen = await findOffer(tx, offerId, 'read')
  if (!seen || !isTheirs(tx, seen.volunteerId)) return notYours
  const task = await holdTask(tx, seen.taskId)
  // Whoever was asked again answers what they were asked last, on whichever of its pages they press.
  const offer = (await findOpenOffer(tx, seen)) ?? (await findOffer(tx, offerId, 'lock'))
  return offer ? { offer, task } : notYours
}

/** A match to do something to, where that may be done in its state. */
export const accessMatch = async (
  tx: PlaceTx,
  matchId: string,
  action: MatchAction | 'read',
): Promise<{ match: Match; task: Task } | Refusal> => {
  const seen = await findMatch(tx, matchId, 'read')
  if (!seen) return notYours
  const task = await holdTask(tx, seen.taskId)
  const match = await findMatch(tx, matchId, 'lock')
  if (!match) return notYours
  return (action === 'read' ? null : cannotMoveMatch(match, action)) ?? { match, task }
}

/** A match to decide about, for those who follow the need: whoever merely looks after the volunteer sees it and does not decide. */
export const accessMatchOfTask = async (
  tx: PlaceTx,
  matchId: string,
  action: MatchAction | 'read',
): Promise<{ match: Match; task: Task } | Refusal> => {
  const seen = await findMatch(tx, matchId, 'read')
  return seen && (await findTask(tx, seen.taskId, 'read')) ? accessMatch(tx, matchId, action) : notYours
}

/** A match, by the volunteer it is with. */
export const accessOwnMatch = async (
  tx: PlaceTx,
  matchId: string,
  action: MatchAction | 'read',
): Promise<{ match: Match; task: Task } | Refusal> => {
  const found = await accessMatch(tx, matchId, action)
  return isRefusal(found) || (tx.actor.kind === 'bearer' && isTheirs(tx, found.match.volunteerId)) ? found : notYours
}
