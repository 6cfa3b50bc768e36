import type { Retention } from '../../platform/retention.ts'
import { listComplaintsAnsweredBefore } from './complaints/complaint-store.ts'
import { listDataRequestsAnsweredBefore } from './data-request-store.ts'
import { forgetOldHolds } from './hold-store.ts'
import { forgetOldRuns } from './rights-store.ts'

/** How long what people asked of us, and what we did about it, is kept. The periods are our own choice: no law names one. */
export const retention: Readonly<Record<string, Retention>> = {
  'data request': {
    words:
      '3 years after its answer, to show that it was answered in time; then without who asked, what they said and what was answered.',
    after: { years: 3 },
    from: 'it was answered',
    record: 'data request',
    due: listDataRequestsAnsweredBefore,
  },
  complaint: {
    words: '3 years after its answer; then without who complained, of what, and what was answered.',
    after: { years: 3 },
    from: 'it was answered',
    record: 'complaint',
    due: listComplaintsAnsweredBefore,
  },
  hold: {
    words: '3 years after it ended, then without its reason.',
    after: { years: 3 },
    from: 'it ended',
    forget: forgetOldHolds,
  },
  correction: { words: 'What was put right: as long as whoever it is about.', with: 'help request' },
  copy: { words: 'That one was made: as long as whoever it is about.', with: 'help request' },
  'what was forgotten': {
    words: 'How many of each kind, never whom: 6 years.',
    after: { years: 6 },
    from: 'it was forgotten',
    forget: forgetOldRuns,
  },
  tombstone: {
    words: 'Who was erased, by ids and keyed hashes: as long as the place, for a backup can be put back at any time.',
    kept: 'Without it a backup that is put back would bring back whoever was erased.',
  },
}
