import type { Language } from '../kernel/language.ts'
import ar from './problems.ar.json' with { type: 'json' }
import en from './problems.en.json' with { type: 'json' }
import { type Values, wording } from './wording.ts'

const words = wording({ en, ar })
type Named<Key> = Key extends `${infer Name}Title` ? Name : never

/** What went wrong, in the reader's language: a title, and sentences that say what to do. */
export function sayProblem(
  problem: Named<keyof typeof en>,
  values: Values,
  language: Language,
): { title: string; sentences: string[] } {
  const say = words(language)
  return { title: say(`${problem}Title`, values), sentences: say(`${problem}Says`, values).split('\n') }
}
