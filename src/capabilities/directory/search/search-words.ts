import { miles } from '../../../design/filters.ts'
import type { Reason as ReasonView } from '../../../design/view-models.ts'
import { wording } from '../../../design/wording.ts'
import type { Language } from '../../../kernel/language.ts'
import { openingInWords } from '../opening/opening.ts'
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
  return reasons.map(reason => ({ text: remembered(reason, now, language), tone: reason.tone }))
}

/** The same few reasons are said again and again, and putting a message together takes longer than finding it. */
const said = new Map<string, string>()
const MOST_REMEMBERED = 5000

function remembered(reason: Reason, now: Date, language: Language): string {
  // Opening times are said as seen from now.
  if (reason.opening) return sayReason(reason, now, language)
  const key = JSON.stringify([language, reason.key, reason.values, reason.freshness, reason.needs])
  let text = said.get(key)
  if (text === undefined) {
    text = sayReason(reason, now, language)
    if (said.size >= MOST_REMEMBERED) said.clear()
    said.set(key, text)
  }
  return text
}

const insideAList = (said: string): string => said.charAt(0).toLowerCase() + said.slice(1)

/** What a need is called in a language; in English where nobody has said it in that language. */
export const labelOf = ({ label, labels }: Pick<UnderstoodNeed, 'label' | 'labels'>, language: Language): string =>
  labels?.[language] ?? label

function sayReason({ key, values = {}, freshness, opening, needs }: Reason, now: Date, language: Language): string {
  if (key === 'freshness') return freshness ? insideAList(sayFreshness(freshness, language)) : ''
  if (key === 'opening') return opening ? insideAList(openingInWords(opening, now, language)) : ''
  const say = searchWording(language)
  return say(key, {
    ...values,
    ...(needs && { needs: needs.map(need => labelOf(need, language)).join(say('between')) }),
    ...(values.metres !== undefined && { miles: miles(Number(values.metres), language) }),
  })
}
