/** What stands in a council's record: written, changed, removed and put back. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type Council, type CouncilEntry, entryKindCodes, keeps, partnerKinds } from './council.ts'
import { type EntryFile, findCouncil, findEntry, saveEntry, saveEntryFile, saveRemoved } from './council-store.ts'

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

/** The most bytes of a document. */
export const mostFileBytes = 5_000_000

/** What a file is by how it begins, whatever it is called: a PDF or a picture of a signed page. */
const typeOf = (content: Buffer): EntryFile['type'] | null => {
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf'
  if (content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png'
  return content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) ? 'image/jpeg' : null
}

/** Puts the document of an endorsement to it as a file, for everybody to read; without one takes it away. */
export const keepEntryFile = command({
  name: 'practice.keep-entry-file',
  allow: 'practice.record',
  input: Type.Object({ entryId: Type.String({ format: 'uuid' }), file: Type.Union([Type.Unknown(), Type.Null()]) }),
  async run(tx, { entryId, file }) {
    const entry = await entryToKeep(tx, entryId)
    if ('refused' in entry) return entry
    if (entry.kind !== 'endorsement') return refuse('no-document', 'Only an endorsement has a document here.', 'file')
    const sent = file as { name: string; bytes: Buffer } | null
    const type = sent && typeOf(sent.bytes)
    if (sent && sent.bytes.length > mostFileBytes)
      return refuse('too-large', 'The file is larger than 5 MB. Send a smaller one, or give its address.', 'file')
    if (sent && !type) return refuse('wrong-kind', 'Choose a PDF, or a picture as JPEG or PNG.', 'file')
    await saveEntryFile(tx, entryId, sent && type ? { name: sent.name, type, content: sent.bytes } : null)
    return { recordId: entry.councilId }
  },
})
