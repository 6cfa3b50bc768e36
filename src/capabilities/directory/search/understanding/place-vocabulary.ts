import type { PlaceId } from '../../../../kernel/ids.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import {
  builtInEntries,
  builtInVocabulary,
  prepareVocabulary,
  type Vocabulary,
  withPlaceEntries,
} from './vocabulary.ts'
import { findVocabulary, vocabularyRevision } from './vocabulary-store.ts'

/** At most this many places' vocabularies are kept prepared in a process; each takes a few megabytes and a tenth of a second to make. */
const MOST_KEPT = 200

const kept = new WeakMap<object, Map<PlaceId, { revision: number; vocabulary: Vocabulary }>>()

/** The vocabulary of the place of the transaction: what comes with the software, and what the place says besides. */
export async function vocabularyOf(tx: PlaceTx): Promise<Vocabulary> {
  const revision = await vocabularyRevision(tx)
  if (revision === 0) return builtInVocabulary()
  let places = kept.get(tx.database)
  if (!places) {
    places = new Map()
    kept.set(tx.database, places)
  }
  const known = places.get(tx.placeId)
  if (known?.revision === revision) return known.vocabulary
  const own = await findVocabulary(tx)
  if (!own) return builtInVocabulary()
  const vocabulary = prepareVocabulary(withPlaceEntries(builtInEntries, own.entries))
  places.delete(tx.placeId)
  places.set(tx.placeId, { revision: own.revision, vocabulary })
  const [oldest] = places.keys()
  if (places.size > MOST_KEPT && oldest) places.delete(oldest)
  return vocabulary
}
