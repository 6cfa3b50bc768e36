import { miles } from '../../../design/filters.ts'
import type { Reason as ReasonView } from '../../../design/view-models.ts'
import { wording } from '../../../design/wording.ts'
import type { Language } from '../../../kernel/language.ts'
import { type OpeningState, openingInWords } from '../opening/opening.ts'
import { sayFreshness } from '../words.ts'
import type { Reason } from './ranking.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }
import type { UnderstoodNeed } from './understanding/understood.ts'

/** The words of this room that residents read. */
export const searchWording = wording({ en, ar })
export type SearchKey = keyof typeof en

/** The reasons of the ranking as people read them, inside a list: "0.6 miles away", "name matches", "checked last month". */
export function sayReasons(reasons: readonly Reason[], now: Date, language: Language): ReasonView[] {
  return reasons.map(reason => ({ text: sayReason(reason, now, language), tone: reason.tone }))
}

const HOUR_MS = 3_600_000
const openings = new WeakMap<OpeningState, { hour: number; language: Language; text: string }>()

/** When something is open, as `openingInWords` says it. The words are the same all day long, and results are shown again and again. */
export function sayOpening(opening: OpeningState, now: Date, language: Language): string {
  const hour = Math.floor(now.getTime() / HOUR_MS)
  const before = openings.get(opening)
  if (before?.hour === hour && before.language === language) return before.text
  const text = openingInWords(opening, now, language)
  openings.set(opening, { hour, language, text })
  return text
}

const insideAList = (said: string): string => said.charAt(0).toLowerCase() + said.slice(1)

/** What a need is called in a language; in English where nobody has said it in that language. */
export const labelOf = ({ label, labels }: Pick<UnderstoodNeed, 'label' | 'labels'>, language: Language): string =>
  labels?.[language] ?? label

function sayReason({ key, values = {}, freshness, opening, needs }: Reason, now: Date, language: Language): string {
  if (key === 'freshness') return freshness ? insideAList(sayFreshness(freshness, language)) : ''
  if (key === 'opening') return opening ? insideAList(sayOpening(opening, now, language)) : ''
  const say = searchWording(language)
  return say(key, {
    ...values,
    ...(needs && { needs: needs.map(need => labelOf(need, language)).join(say('between')) }),
    ...(values.metres !== undefined && { miles: miles(Number(values.metres), language) }),
  })
}
