import { stemOf, wordsIn } from './understanding/stems.ts'
import type { UnderstoodWord } from './understanding/understood.ts'

/** Words that stand in every sentence and say nothing of what somebody needs. */
const FILLERS = new Set(
  (
    'a about am an and any are as at be been but by can cant could did do does dont for from get had has have he help her him his how i if im in is it its ive ' +
    'me my near need needs no not of on or our please she so some someone something than that the their them there they this to up us want was we what when ' +
    'where which who will with would you your'
  ).split(' '),
)

/** The words of a question that count, each weighed alike. */
export function plainWords(typed: string): UnderstoodWord[] {
  const words = [...new Set(wordsIn(typed.slice(0, 500)))].slice(0, 30)
  return words.filter(word => !FILLERS.has(word)).map(word => ({ typed: word, stem: stemOf(word), weight: 1 }))
}
