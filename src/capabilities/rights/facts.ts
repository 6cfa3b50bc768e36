import type { JourneyId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type FactKind, factKind, record } from '../../platform/facts/fact.ts'

// In a story of the data request (or of the person, where it was typed): whoever answers for the data reads it, and no timeline of a need has it.
export const PersonErased = factKind<{ personIds: readonly string[]; tombstoneId: string; isWhole: boolean }>(
  'person-erased',
  ({ isWhole }) => (isWhole ? 'Forgot them.' : 'Forgot what could be forgotten.'),
)
export const PersonPutRight = factKind<{ personId: string; fact: string | null }>(
  'person-put-right',
  () => 'Put it right everywhere it stands.',
)
export const PutRightTakenBack = factKind<{ personId: string; fact: string }>(
  'put-right-taken-back',
  () => 'Took back what was put right.',
)

/** Records a fact in the story of a data request. */
export const recordAboutPerson = <Data extends Readonly<Record<string, unknown>>>(
  tx: PlaceTx,
  kind: FactKind<Data>,
  { dataRequestId }: { readonly dataRequestId: string },
  data: Data,
): Promise<void> => record(tx, kind, { recordId: dataRequestId, journeyId: dataRequestId as JourneyId }, data)
