import { dateAt } from '../../../design/time-in-words.ts'
import type { StateTag } from '../../../design/view-models.ts'
import { monthsOf } from '../calendar.ts'
import type { Agreement } from './agreement.ts'

/** Where an agreement stands on a day, as a word and a shape. */
export const stateOf = ({ state, startsOn, endsOn }: Agreement, now: Date): StateTag => {
  const today = dateAt(now)
  if (state === 'draft') return { word: 'Draft', tone: 'waiting' }
  if (state === 'ended') return { word: 'Ended', tone: 'stopped' }
  if (today < startsOn) return { word: 'Begins later', tone: 'fresh' }
  return today > endsOn ? { word: 'Over', tone: 'stopped' } : { word: 'In force', tone: 'agreed' }
}

/** "5 years", "2 years and 6 months". */
export const termInWords = (startsOn: string, endsOn: string): string => {
  const months = monthsOf(startsOn, endsOn)
  const years = Math.floor(months / 12)
  const rest = months % 12
  const said = [
    ...(years ? [`${years} ${years === 1 ? 'year' : 'years'}`] : []),
    ...(rest ? [`${rest} ${rest === 1 ? 'month' : 'months'}`] : []),
  ]
  return said.join(' and ')
}
