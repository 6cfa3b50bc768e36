import { wording } from '../../../design/wording.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }

/** The words of shortlists and shared lists. */
export const sharingWords = wording({ en, ar })
