import { Type } from 'typebox'
import type { JourneyId } from '../../../../kernel/ids.ts'
import { refuse } from '../../../../kernel/refusal.ts'
import { command } from '../../../../platform/command.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import { factKind, record } from '../../../../platform/facts/fact.ts'
import { recordChange } from '../../change-log-store.ts'
import { lockEntries } from '../../write-lock-store.ts'
import {
  decideDuplicateOf,
  findDuplicate,
  findPublisherRow,
  keepProposals,
  listComparedEntries,
  listComparedPublishers,
  setJoined,
  setParted,
} from './duplicate-store.ts'
import { findDuplicates, findSamePublishers } from './find-duplicates.ts'

/** Two that seemed to be the same were found not to be. */
export const FoundNotTheSame = factKind<{ duplicateId: string }>(
  'directory.found-not-the-same',
  () => 'Two entries that seemed to be the same were found not to be.',
)
/** Two publishers were found to be one organisation. */
export const PublishersJoined = factKind<{ duplicateId: string; joinedId: string; intoId: string }>(
  'directory.publishers-joined',
  () => 'Two publishers were found to be one organisation.',
)
export const PublishersParted = factKind<{ duplicateId: string }>(
  'directory.publishers-parted',
  () => 'Two publishers that were shown as one are two again.',
)

/** Looks through the whole directory for entries and publishers that seem to be the same. @returns how many wait for a decision, and how many are new. */
export async function proposeDuplicates(tx: PlaceTx): Promise<{ added: number; open: number }> {
  const entries = await keepProposals(tx, 'entry', findDuplicates(await listComparedEntries(tx)))
  const publishers = await keepProposals(tx, 'publisher', findSamePublishers(await listComparedPublishers(tx)))
  return { added: entries.added + publishers.added, open: entries.open + publishers.open }
}

export const lookForDuplicates = command({
  name: 'directory.look-for-duplicates',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({}),
  run: proposeDuplicates,
})

const DuplicateId = Type.String({ format: 'uuid', mend: 'Choose the pair' })
const about = (recordId: string) => ({ recordId, journeyId: recordId as unknown as JourneyId })

/** "Not the same" is remembered: the pair is not proposed again. */
export const sayNotTheSame = command({
  name: 'directory.say-not-the-same',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ duplicateId: DuplicateId }),
  async run(tx, { duplicateId }) {
    const pair = await findDuplicate(tx, duplicateId)
    if (!pair) return refuse('no-such-pair', 'This pair is not proposed any more.')
    if (pair.state !== 'open') return refuse('decided', 'Somebody has decided on this pair already.')
    await decideDuplicateOf(tx, pair.firstId, pair.secondId, 'not the same')
    await record(tx, FoundNotTheSame, about(duplicateId), { duplicateId })
    return { recordId: duplicateId }
  },
})

/** Two publishers are one organisation: entries of the one are shown as the other's. */
export const joinPublishers = command({
  name: 'directory.join-publishers',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({
    duplicateId: DuplicateId,
    intoId: Type.String({ format: 'uuid', mend: 'Choose whose name is shown' }),
  }),
  async run(tx, { duplicateId, intoId }) {
    await lockEntries(tx)
    const pair = await findDuplicate(tx, duplicateId)
    if (pair?.kind !== 'publisher') return refuse('no-such-pair', 'This pair is not proposed any more.')
    if (pair.state !== 'open') return refuse('decided', 'Somebody has decided on this pair already.')
    if (intoId !== pair.firstId && intoId !== pair.secondId)
      return refuse('into', 'Choose whose name is shown.', 'intoId')
    const joinedId = intoId === pair.firstId ? pair.secondId : pair.firstId
    const into = await findPublisherRow(tx, intoId)
    const joined = await findPublisherRow(tx, joinedId)
    if (!into || !joined || into.joinedInto || joined.joinedInto)
      return refuse('joined-already', 'One of these two already stands in another. Look at the list again.')
    const moved = await setJoined(tx, joinedId, intoId)
    await decideDuplicateOf(tx, pair.firstId, pair.secondId, 'same')
    await recordChange(tx, moved)
    await record(tx, PublishersJoined, about(duplicateId), { duplicateId, joinedId, intoId })
    return { recordId: duplicateId, joinedId }
  },
})

/** Takes a decision about a pair back: publishers that were joined are two again, and the pair is proposed anew. */
export const takeDecisionBack = command({
  name: 'directory.take-duplicate-decision-back',
  allow: 'directory.keep-right',
  inHouse: true,
  input: Type.Object({ duplicateId: DuplicateId }),
  async run(tx, { duplicateId }) {
    await lockEntries(tx)
    const pair = await findDuplicate(tx, duplicateId)
    if (!pair || pair.state === 'open') return refuse('not-decided', 'There is no decision to take back.')
    if (pair.kind === 'entry' && pair.state === 'same')
      return refuse('merged', 'These entries are shown as one: undo the merge instead.')
    if (pair.state === 'same') {
      for (const [one, other] of [
        [pair.firstId, pair.secondId],
        [pair.secondId, pair.firstId],
      ] as const)
        if ((await findPublisherRow(tx, one))?.joinedInto === other) await recordChange(tx, await setParted(tx, one))
      await record(tx, PublishersParted, about(duplicateId), { duplicateId })
    }
    await decideDuplicateOf(tx, pair.firstId, pair.secondId, 'open')
    return { recordId: duplicateId }
  },
})
