import { askableFrom, isUrgent, rounds } from '../offer-rules.ts'
import type { Offer, Task } from '../task.ts'
import type { Candidate, TaskToFill } from '../weighing/eligible.ts'
import { bindingReason, whyNot } from '../weighing/eligible.ts'
import type { Eligible } from '../weighing/least-costly.ts'
import type { UnmetReason } from '../words.ts'

/** What is done with an open task, and what an answer leads to. Pure: what runs for a place and what is replayed (`replay/`) go by the same words. */

const batchMilliseconds = 5 * 60_000

const batchOf = (at: Date): number => Math.floor(at.getTime() / batchMilliseconds)

/** Urgent needs at once; the others together, when five minutes have begun that they were not tried in yet. */
export const isTurn = (task: Pick<Task, 'urgency' | 'putAt' | 'triedAt'>, now: Date): boolean =>
  isUrgent(task.urgency) || batchOf(task.triedAt ?? task.putAt) !== batchOf(now)

/** No time is left in which it could be done. */
export const isTooLate = ({ endsAt, minutes }: Pick<Task, 'endsAt' | 'minutes'>, now: Date): boolean =>
  endsAt.getTime() - now.getTime() < minutes * 60_000

/** True while somebody who was asked may still answer. */
export const isAsking = (offers: readonly Pick<Offer, 'state'>[]): boolean =>
  offers.some(({ state }) => state === 'sent')

/** An open task, as a turn looks at it. */
type OpenTask = Pick<Task, 'endsAt' | 'minutes' | 'urgency' | 'putAt' | 'triedAt' | 'offersBy'>

/** What a turn has done by whoever takes it: the need goes back, or those who said yes too late are asked, which is answered with whether anybody was. */
export type TurnStep<Of> = { readonly does: 'give up' | 'ask the reserve'; readonly task: Of }

/**
 * One turn over all open tasks, for a place and for a replay alike: whatever is too late goes back, by night too; in the quiet hours nobody is asked; a task somebody
 * may still answer waits; those who said yes too late come before anybody else, where a coordinator chooses as well.
 * @returns the tasks whose turn it is that the rules ask for.
 */
export function* takeTurn<Of extends OpenTask>(
  open: Iterable<Of>,
  offersOf: (task: Of) => readonly Pick<Offer, 'state'>[],
  now: Date,
): Generator<TurnStep<Of>, Of[], boolean> {
  const inTime: Of[] = []
  for (const task of open)
    if (isTooLate(task, now)) yield { does: 'give up', task }
    else inTime.push(task)
  const due: Of[] = []
  if (askableFrom(now) > now) return due
  for (const task of inTime) {
    const offers = offersOf(task)
    if (isAsking(offers)) continue
    if (offers.some(({ state }) => state === 'in reserve') && (yield { does: 'ask the reserve', task })) continue
    if (task.offersBy === 'rules' && isTurn(task, now)) due.push(task)
  }
  return due
}

/** Those who said yes too late, in the order they did: they are asked before anybody else. */
export const reserveOf = <Of extends Pick<Offer, 'state' | 'answeredAt'>>(offers: readonly Of[]): Of[] =>
  offers
    .filter(({ state }) => state === 'in reserve')
    .sort((a, b) => (a.answeredAt?.getTime() ?? 0) - (b.answeredAt?.getTime() ?? 0))

/** Whom of the reserve, in its order, to ask now: as many as go together, of those whom nothing stands in the way of. */
export const reserveToAsk = (filled: TaskToFill, reserve: readonly Candidate[]): Candidate[] => {
  // That they were asked about this already is why they are asked now.
  const again = { ...filled, circumstances: { ...filled.circumstances, askedAlready: () => false } }
  return reserve.filter(candidate => whyNot(again, candidate) === null).slice(0, rounds[filled.task.urgency].atOnce)
}

/** What becomes of a task that nobody was offered: it waits where somebody could be asked and is needed elsewhere; else nobody is left, and why. */
export const whenNobodyWasAsked = (eligible: Eligible): UnmetReason =>
  eligible.isNobody ? bindingReason(eligible.cannot) : 'needed elsewhere'

/** What became of a yes: it is theirs, somebody was quicker and they are next, or nobody is needed any more. */
export type YesLeadsTo = 'yours' | 'in reserve' | 'over'

/** What a yes leads to, where nothing has come in its way. The first gets it; a yes after the time counts as long as nobody else has it. */
export const answerToYes = (task: Pick<Task, 'state'>, offer: Pick<Offer, 'state'>): YesLeadsTo => {
  if (offer.state === 'yes') return 'yours'
  if (task.state === 'ended' || offer.state === 'taken back') return 'over'
  return task.state === 'open' ? 'yours' : 'in reserve'
}
