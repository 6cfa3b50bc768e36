import { factKind } from '../../platform/facts/fact.ts'
import { type Difference, differences } from './words.ts'

/** What changed was told. `known` is false when nobody could be asked any more. */
export const OutcomeRecorded = factKind<{ needId: string; difference: Difference; known: boolean }>(
  'outcome-recorded',
  data =>
    data.known
      ? `Told us how it went: ${differences[data.difference].label.toLowerCase()}.`
      : 'We could not find out how it went.',
)
