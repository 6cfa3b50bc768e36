/** What stands in a council's record: written, changed, removed and put back. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type Council, type CouncilEntry, entryKindCodes, keeps, partnerKinds } from './council.ts'
import { findCouncil, findEntry, saveEntry, saveRemoved } from './council-store.ts'

const text = (most: number) =>
  Type.Union([Type.String({ maxLength: most }), Type.Null()], {
    mend: `Say it in up to ${most.toLocaleString('en-GB')} characters`,
  })

const EntryInput = Type.Object({
  entryId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  councilId: Type.String({ format: 'uuid' }),
  kind: Type.Enum([...entryKindCodes]),
  title: Type.String({ minLength: 1, maxLength: 200, mend: 'Say it in 1 to 200 characters' }),
  post: text(200),
  sort: text(40),
  fromOn: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', mend: 'Enter the day' }),
  untilOn: Type.Union([Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }), Type.Null()], { mend: 'Enter the day' }),
  says: text(4000),
  learned: text(4000),
  howMany: Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()], {
    mend: 'Enter a whole number, like 40',
  }),
  document: text(500),
  documentTitle: text(200),
  partners: Type.Array(
    Type.Object({ name: Type.String({ minLength: 1, maxLength: 120 }), kind: Type.Enum(Object.keys(partnerKinds)) }),
    { maxItems: 60, mend: 'Name at most 60 organisations, each in up to 120 characters' },
  ),
})

const notYours = refuse(
  'not-yours',
  'Only whoever convenes the network, or the council’s own champions, may change this.',
)

/** The council, when the actor keeps its record. */
export const councilToKeep = async (tx: PlaceTx, councilId: string): Promise<Council | Refusal> => {
  const council = await findCouncil(tx, councilId)
  if (!council) return refuse('no-such-council', 'There is no such council.')
  return keeps(tx.actor, council) ? council : notYours
}

/** Writes an entry, or changes one. */
export const keepEntry = command({
  name: 'practice.keep-entry',
  allow: 'practice.record',
  input: EntryInput,
  async run(tx, input) {
    const council = await councilToKeep(tx, input.councilId)
    if ('refused' in council) return council
    const before = input.entryId === null ? null : await findEntry(tx, input.entryId)
    if (input.entryId !== null && (before?.councilId !== council.councilId || before.kind !== input.kind))
      return refuse('no-such-entry', 'This stands in no record any more.')
    if (input.untilOn && input.untilOn < input.fromOn)
      return refuse('ends-before', 'It cannot end before it begins. Check both days.', 'untilOn')
    const entryId = before?.entryId ?? newId()
    await saveEntry(tx, { ...(input as unknown as CouncilEntry), entryId })
    return { recordId: council.councilId, entryId }
  },
})

const Which = Type.Object({ entryId: Type.String({ format: 'uuid' }) })

const entryToKeep = async (tx: PlaceTx, entryId: string): Promise<CouncilEntry | Refusal> => {
  const entry = await findEntry(tx, entryId)
  if (!entry) return refuse('no-such-entry', 'This stands in no record any more.')
  const council = await councilToKeep(tx, entry.councilId)
  return 'refused' in council ? council : entry
}

/** Takes an entry out of the record; it can be put back. */
export const removeEntry = command({
  name: 'practice.remove-entry',
  allow: 'practice.record',
  input: Which,
  async run(tx, { entryId }) {
    const entry = await entryToKeep(tx, entryId)
    if ('refused' in entry) return entry
    await saveRemoved(tx, entryId, true)
    return { recordId: entry.councilId, councilId: entry.councilId }
  },
})

/** Puts an entry back that was removed. */
export const putEntryBack = command({
  name: 'practice.put-entry-back',
  allow: 'practice.record',
  input: Which,
  async run(tx, { entryId }) {
    const entry = await entryToKeep(tx, entryId)
    if ('refused' in entry) return entry
    await saveRemoved(tx, entryId, false)
    return { recordId: entry.councilId, councilId: entry.councilId }
  },
})
