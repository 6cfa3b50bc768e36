import { wording } from '../../../design/wording.ts'
import type { Language } from '../../../kernel/language.ts'
import type { Freshness } from './freshness.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }

/** The words of this room that residents and organisations read. */
export const freshnessWording = wording({ en, ar })

/** "Checked last month", "Not checked since January 2021", "Not known when it was last checked": as a sentence of its own. */
export const sayFreshness = ({ key, values }: Freshness, language: Language): string =>
  freshnessWording(language)(
    key,
    values && { at: Date.parse(`${values.month}-15T12:00:00Z`), withYear: values.withYear },
  )
