/** A promise in words, how it stands, and what adds up of what happened. */
import { exactDate } from '../../../design/time-in-words.ts'
import type { StateTag } from '../../../design/view-models.ts'
import type { BidPromise } from './bid-store.ts'
import { type PromiseFollowed, stands } from './promise-store.ts'

/** A promise in one sentence: what, how many, for whom, where, by when. */
export const promiseInWords = (
  { what, howMany, unit, forWhom, neighbourhoodId, dueOn }: Omit<BidPromise, 'promiseId'>,
  neighbourhoods: readonly { value: string; text: string }[],
): string => {
  const where = neighbourhoods.find(({ value }) => value === neighbourhoodId)?.text
  const counted = howMany === null ? 'told as a story' : `${howMany.toLocaleString('en-GB')} ${unit ?? ''}`
  return `${what}: ${counted}, for ${forWhom}${where ? `, in ${where}` : ''}, by ${exactDate(dueOn)}`
}

/** How many happened, of those that are counted: the sum of the reports that stand. */
export const countOf = ({ reports }: Pick<PromiseFollowed, 'reports'>): number =>
  reports.reduce((all, { howMany, isTakenOut }) => (isTakenOut ? all : all + (howMany ?? 0)), 0)

/** How it stands: what whoever bought said last of what is promised now; else whether it is due. What nobody said is not guessed from the count. */
export const standingOf = ({ replies, dueOn }: Pick<PromiseFollowed, 'replies' | 'dueOn'>, today: string): StateTag => {
  const said = replies.findLast(reply => reply.stands !== null && !reply.isOfBefore)?.stands
  if (said) {
    const tone = { kept: 'agreed', 'in part': 'attention', 'not kept': 'overdue' } as const
    return { word: stands[said], tone: tone[said] }
  }
  return today <= dueOn
    ? { word: 'Not yet due', tone: 'waiting' }
    : { word: 'Due, nobody has said yet', tone: 'unknown' }
}
