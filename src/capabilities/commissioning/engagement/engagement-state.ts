import { dateAt } from '../../../design/time-in-words.ts'
import type { StateTag } from '../../../design/view-models.ts'
import type { Engagement } from './engagement.ts'

/** Where an engagement stands by the place’s day, in a word. */
export const stateOf = ({ closedAt, opensOn, closesOn }: Engagement, now: Date): StateTag => {
  const today = dateAt(now)
  if (closedAt) return { word: 'Closed', tone: 'stopped' }
  if (today < opensOn) return { word: 'Opens later', tone: 'waiting' }
  return today > closesOn ? { word: 'Its last day is over', tone: 'attention' } : { word: 'Open', tone: 'fresh' }
}
