import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { audit } from '../../../../platform/audit/audit.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { builtInEntries, type PlaceEntries, prepareVocabulary, withPlaceEntries } from './vocabulary.ts'
import { readVocabularyFile } from './vocabulary-file.ts'
import { findVocabulary, saveVocabulary } from './vocabulary-store.ts'

export type VocabularyReport = {
  dryRun: boolean
  source: string
  /** Needs that did not exist, and needs of the software that the place says otherwise. */
  newNeeds: string[]
  changedNeeds: string[]
  /** How many cues of both kinds the file has, and how many of the software are not heard any more. */
  cues: number
  unheard: number
  situations: number
  /** What the place had added before and this file no longer has: it is gone. */
  gone: string[]
  changed: boolean
}

/**
 * Puts what a file says in place of what the place had added to the vocabulary; all of it or, when anything is wrong, nothing. Needs the house's sight
 * (`db.asHouse`). The same file again changes nothing. Searches use it from the next one on.
 */
export async function importVocabulary(
  tx: PlaceTx,
  value: unknown,
  { source, dryRun = false }: { source: string; dryRun?: boolean },
): Promise<VocabularyReport | Refusal> {
  const entries = readVocabularyFile(value, builtInEntries)
  if (isRefusal(entries)) return entries
  // What is read so far can be prepared; if not, better now than at the next search.
  prepareVocabulary(withPlaceEntries(builtInEntries, entries))
  const before = await findVocabulary(tx)
  const changed = JSON.stringify(before?.entries ?? null, inOrder) !== JSON.stringify(entries, inOrder)
  if (!dryRun && changed) {
    await saveVocabulary(tx, entries, source)
    await audit(tx, 'changed the search vocabulary', tx.placeId)
  }
  return { ...reportOf(entries, before?.entries ?? {}), dryRun, source, changed }
}

function reportOf(entries: PlaceEntries, before: PlaceEntries) {
  const ids = Object.keys(entries.needs ?? {})
  const situations = entries.situations ?? []
  const cues =
    Object.values(entries.needs ?? {}).reduce((sum, { asked = [] }) => sum + asked.length, 0) +
    situations.reduce((sum, { told }) => sum + told.length, 0)
  const saidNow = new Set(situations.flatMap(({ told }) => told))
  return {
    newNeeds: ids.filter(id => !(id in builtInEntries.needs)),
    changedNeeds: ids.filter(id => id in builtInEntries.needs),
    cues,
    unheard: entries.not?.length ?? 0,
    situations: situations.length,
    gone: [
      ...Object.keys(before.needs ?? {}).filter(id => !ids.includes(id)),
      ...(before.situations ?? []).flatMap(({ told }) => told).filter(cue => !saidNow.has(cue)),
    ],
  }
}

/** Keys in one order, so that two texts of the same thing are the same. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
