import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../../kernel/ids.ts'
import { refuse } from '../../../../kernel/refusal.ts'
import { command } from '../../../../platform/command.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { factKind, record } from '../../../../platform/facts/fact.ts'
import { lookUpPostcodes } from '../../../places/index.ts'
import { recordChange } from '../../change-log-store.ts'
import { findListedService, upsertServices } from '../../listed-service-store.ts'
import { findOwnVersion, keepOwnVersion } from '../../own-version-store.ts'
import { rowsOf } from '../../service-rows.ts'
import { lockEntries } from '../../write-lock-store.ts'
import { type Absorbed, compose, draftOfEntry, isChoice } from './compose.ts'
import { decideDuplicateOf } from './duplicate-store.ts'
import { endMerge, findEntryRow, insertMerge, listMerged, listMergesInto, setSaid } from './merge-store.ts'

/** Two entries were found to be the same; one stands for both. */
export const EntriesMerged = factKind<{ mergeId: string; absorbedId: string; survivorId: string }>(
  'directory.entries-merged',
  () => 'Two entries were found to be the same; one stands for both.',
)
/** A merge was undone: both entries are as they were. */
export const MergeUndone = factKind<{ mergeId: string; absorbedId: string; survivorId: string }>(
  'directory.merge-undone',
  () => 'Two entries that were shown as one are two again.',
)

const Entry = Type.String({ format: 'uuid', mend: 'Choose the two entries' })

/** Shows two entries as one: the survivor, with the fields named in `taken` in the other one's words. Nothing is lost; see `undoMerge`. */
export const mergeEntries = command({
  name: 'directory.merge-entries',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    survivorId: Entry,
    absorbedId: Entry,
    taken: Type.Array(Type.String({ maxLength: 40 }), {
      maxItems: 40,
      mend: 'Choose whose words are shown, part by part',
    }),
  }),
  async run(tx, { survivorId, absorbedId, taken }) {
    if (survivorId === absorbedId) return refuse('one-entry', 'That is one and the same entry. Choose two.')
    if (!taken.every(isChoice)) return refuse('taken', 'Choose whose words are shown, part by part.', 'taken')
    await lockEntries(tx)
    const survivor = await findEntryRow(tx, survivorId)
    const absorbed = await findEntryRow(tx, absorbedId)
    if (!survivor || !absorbed) return refuse('no-such-entry', 'One of these entries is not in the directory any more.')
    if (survivor.mergedInto || absorbed.mergedInto)
      return refuse('merged-already', 'One of these entries already stands in another. Look at the list again.')
    const own = await findListedService(tx, survivorId)
    if (own && !(await findOwnVersion(tx, survivorId))) await keepOwnVersion(tx, survivorId, draftOfEntry(own))
    const mergeId = newId()
    await insertMerge(tx, { mergeId, absorbedId, survivorId, taken })
    await decideDuplicateOf(tx, survivorId, absorbedId, 'same')
    await composeAgain(tx, survivorId)
    await recordChange(tx, [survivorId, absorbedId])
    await record(
      tx,
      EntriesMerged,
      { recordId: survivorId, journeyId: survivorId as unknown as JourneyId },
      { mergeId, absorbedId, survivorId },
    )
    return { recordId: survivorId, mergeId }
  },
})

/** Makes two of one again: both as their sources say they are now, with what was edited here. */
export const undoMerge = command({
  name: 'directory.undo-merge',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ mergeId: Type.String({ format: 'uuid', mend: 'Choose the merge to undo' }) }),
  async run(tx, { mergeId }) {
    await lockEntries(tx)
    const merge = await endMerge(tx, mergeId)
    if (!merge) return refuse('undone-already', 'Somebody has undone this already.')
    const { absorbedId, survivorId } = merge
    const above = await composeUpwards(tx, survivorId)
    await decideDuplicateOf(tx, survivorId, absorbedId, 'open')
    await recordChange(tx, [absorbedId, ...above])
    await record(
      tx,
      MergeUndone,
      { recordId: survivorId, journeyId: survivorId as unknown as JourneyId },
      { mergeId, absorbedId, survivorId },
    )
    return { recordId: survivorId, absorbedId, survivorId }
  },
})

/** Writes an entry anew from its own words, those of the entries that stand in it, and what was edited here. */
async function composeAgain(tx: PlaceTx, serviceId: string): Promise<void> {
  // The row first: it is locked with it, so that what else is kept of it is read as it stays.
  const row = await findEntryRow(tx, serviceId)
  const own = await findOwnVersion(tx, serviceId)
  const now = await findListedService(tx, serviceId)
  if (!own || !row || !now) return
  const merges = await listMergesInto(tx, serviceId)
  const absorbed: Absorbed[] = []
  for (const { absorbedId, source, mergedAt, taken } of merges) {
    const says = await findListedService(tx, absorbedId)
    if (says)
      absorbed.push({ entryId: absorbedId, source, mergedAt: mergedAt.toISOString(), taken, says: draftOfEntry(says) })
  }
  const { draft, said } = compose(own, draftOfEntry(now), row.said, absorbed)
  const points = await lookUpPostcodes(
    tx,
    draft.locations.flatMap(({ postcode }) => postcode ?? []),
  )
  // Whatever was taken, the entry keeps its own identity.
  const rows = rowsOf({ ...draft, serviceId }, row.source, row.contentHash, postcode => points.get(postcode))
  await upsertServices(tx, [rows])
  await setSaid(tx, serviceId, said)
  if (merges.length === 0) await keepOwnVersion(tx, serviceId, null)
}

/** The entry and all that it stands in, each composed anew. @returns their ids. */
async function composeUpwards(tx: PlaceTx, from: string): Promise<string[]> {
  const done: string[] = []
  for (let at: string | null = from; at !== null && !done.includes(at); ) {
    await composeAgain(tx, at)
    done.push(at)
    const row: { mergedInto: string | null } | null = await findEntryRow(tx, at)
    at = row?.mergedInto ?? null
  }
  return done
}

/**
 * After an import wrote these entries as their feed says they are: what it says is kept as their own words, and whoever shows them shows them anew.
 * @returns the entries that were written besides.
 */
export async function mergesMeetFeed(tx: PlaceTx, written: readonly string[]): Promise<string[]> {
  if (written.length === 0) return []
  const merged = await listMerged(tx, written)
  if (merged.length === 0) return []
  await lockEntries(tx)
  for (const serviceId of merged) {
    const now = await findListedService(tx, serviceId)
    if (now && (await findOwnVersion(tx, serviceId))) await keepOwnVersion(tx, serviceId, draftOfEntry(now))
  }
  const besides = new Set<string>()
  for (const serviceId of merged) for (const each of await composeUpwards(tx, serviceId)) besides.add(each)
  return [...besides]
}
