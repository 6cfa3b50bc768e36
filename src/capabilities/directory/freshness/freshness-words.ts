import { wording } from '../../../design/wording.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }

/** The words of this room that residents and organisations read. */
export const freshnessWording = wording({ en, ar })
