import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { withoutPrivateWords } from '../private-words-store.ts'
import { lockAgainstImports } from '../write-lock-store.ts'
import {
  type EntryChanges,
  type EntryField,
  emptyContent,
  fieldsOf,
  isEntryField,
  withChanges,
} from './entry-content.ts'
import { seenHash } from './entry-form.ts'
import { fieldsInWords } from './entry-in-words.ts'
import { findEntryOwner } from './entry-store.ts'
import { EntryAnswered, EntryApproved, EntryAskedBack, EntryRefused, EntryWithdrawn } from './facts.ts'
import { isOpen, type Proposal } from './proposal.ts'
import { findProposal, insertRemark, lockEntry, setProposalState } from './proposal-store.ts'
import { tellEditors, tellProposer } from './tell.ts'
import { readEntry, writeEntry } from './write-entry.ts'

const Words = (mend: string) => Type.String({ maxLength: 2000, mend })
const noSuchProposal = () => refuse('no-such-proposal', 'There is nothing like that to look at.')
const decidedAlready = ({ decidedByName, state }: Proposal) =>
  refuse(
    'decided-already',
    state === 'withdrawn'
      ? 'They have taken this back. There is nothing left to decide.'
      : `${decidedByName ?? 'Somebody'} has decided this already. Nothing of yours was saved.`,
  )

/** The open proposal, locked with its entry, so that whoever comes second sees what the first one did. */
async function openProposal(tx: PlaceTx, proposalId: string): Promise<Proposal | Refusal> {
  const before = await findProposal(tx, proposalId)
  if (!before) return noSuchProposal()
  await lockEntry(tx, before.serviceId)
  const proposal = await findProposal(tx, proposalId)
  if (!proposal) return noSuchProposal()
  return isOpen(proposal) ? proposal : decidedAlready(proposal)
}

const about = ({ proposalId }: Proposal) => ({ recordId: proposalId, journeyId: proposalId as unknown as JourneyId })
const idsOf = ({ proposalId, serviceId, organisationId }: Proposal) => ({ proposalId, serviceId, organisationId })

/**
 * Decides on what was sent in: approves the ticked fields, asks back, or refuses with a reason.
 *
 * `revision` and `seen` say what stood on the page that was looked at. Where they changed what they sent, or somebody changed the entry, meanwhile,
 * nothing is decided: the page comes back with both.
 */
export const decideProposal = command({
  name: 'directory.decide-proposal',
  allow: 'entry.moderate',
  inHouse: true,
  input: Type.Object({
    proposalId: Type.String({ format: 'uuid' }),
    revision: Type.Integer(),
    decision: Type.Union([Type.Literal('approve'), Type.Literal('ask back'), Type.Literal('refuse')], {
      mend: 'Choose what to do with it',
    }),
    fields: Type.Array(Type.String()),
    seen: Type.Record(Type.String(), Type.String()),
    words: Words('Keep what you tell them to 2,000 characters'),
  }),
  async run(tx, { proposalId, revision, decision, fields, seen, words: typed }) {
    await lockAgainstImports(tx)
    const proposal = await openProposal(tx, proposalId)
    if ('refused' in proposal) return proposal
    if (proposal.revision !== revision)
      return refuse(
        'changed-meanwhile',
        'What was sent in was changed while you were looking at it. This is how it stands now.',
        'form',
      )
    const words = await withoutPrivateWords(tx, [proposal.serviceId], typed)
    if (decision === 'approve') return approve(tx, proposal, fields.filter(isEntryField), seen, words)
    if (proposal.kind === 'feed' && decision === 'ask back')
      return refuse('feed', 'A feed cannot answer. Approve it or do not take it.', 'decision')
    if (words === '')
      return refuse(
        'no-words',
        decision === 'refuse' ? 'Say why it is not taken' : 'Say what you want to know',
        'words',
      )
    return decision === 'refuse' ? refuseIt(tx, proposal, words) : askBack(tx, proposal, words)
  },
})

async function approve(
  tx: PlaceTx,
  proposal: Proposal,
  ticked: readonly EntryField[],
  seen: Readonly<Record<string, string>>,
  words: string,
) {
  const { proposalId, serviceId, wanted } = proposal
  const live = await readEntry(tx, serviceId)
  const owner = await findEntryOwner(tx, serviceId, true)
  if (owner?.mergedInto)
    return refuse('merged', 'This entry was joined with another one. Change that one instead, and do not take this.')
  const now = live?.content ?? emptyContent
  const offered = fieldsOf(wanted)
  const fields = offered.filter(field => ticked.includes(field))
  const meanwhile = offered.filter(field => seen[field] !== seenHash(field, now))
  if (meanwhile.length > 0)
    return refuse(
      'changed-meanwhile',
      `Somebody changed the entry while you were looking at it: ${fieldsInWords(meanwhile)}. This is how it stands now.`,
      'form',
    )
  if (fields.length === 0 && !(proposal.assures && offered.length === 0))
    return refuse('nothing-ticked', 'Tick what you approve, or choose another answer', 'fields')
  if (proposal.kind === 'new entry' && !fields.includes('name'))
    return refuse('no-name', 'A new entry needs its name: tick it as well', 'fields')
  const changes = Object.fromEntries(fields.map(field => [field, wanted[field] ?? null])) as EntryChanges
  const inPart = fields.length < offered.length
  if (inPart && words === '') return refuse('no-words', 'Say why you do not take the rest', 'words')
  const version = await writeEntry(tx, serviceId, live, withChanges(now, changes), {
    because: 'approved',
    source: proposal.source,
    organisationId: proposal.organisationId,
    byName: tx.actor.name,
    proposalId,
    fields,
    // An edit alone is no check; and where a part was not taken, something was not right.
    assures: proposal.assures && !inPart,
  })
  const state = inPart ? 'approved in part' : 'approved'
  await setProposalState(tx, proposalId, state, { byName: tx.actor.name, approvedFields: fields })
  await remark(tx, proposal, state, words, fields)
  await record(tx, EntryApproved, about(proposal), { ...idsOf(proposal), fields, inPart, atOnce: false, version })
  await tellProposer(tx, proposal, {
    sentFor: `entry ${state}`,
    subject: inPart ? `Partly in the directory: ${proposal.entryName}` : `In the directory: ${proposal.entryName}`,
    sentences: [
      inPart
        ? `A part of what you sent in for ${proposal.entryName} was approved: ${fieldsInWords(fields)}. People see it now.`
        : `What you sent in for ${proposal.entryName} was approved. People see it now.`,
      ...(inPart ? [`Not taken: ${fieldsInWords(offered.filter(field => !fields.includes(field)))}.`] : []),
      ...(words ? [words] : []),
    ],
    linkWords: 'See it',
  })
  return { recordId: proposalId, proposalId, serviceId, state, version }
}

const remark = (
  tx: PlaceTx,
  { proposalId, organisationId }: Proposal,
  kind: 'approved' | 'approved in part' | 'asked back' | 'answered' | 'refused' | 'withdrawn',
  words: string,
  fields: readonly EntryField[] = [],
) => insertRemark(tx, { remarkId: newId(), proposalId, organisationId, kind, words, fields })

async function askBack(tx: PlaceTx, proposal: Proposal, words: string) {
  await setProposalState(tx, proposal.proposalId, 'asked back')
  await remark(tx, proposal, 'asked back', words)
  await record(tx, EntryAskedBack, about(proposal), idsOf(proposal))
  await tellProposer(tx, proposal, {
    sentFor: `entry asked back ${proposal.revision}`,
    subject: `A question about ${proposal.entryName}`,
    sentences: [
      `Before what you sent in for ${proposal.entryName} goes into the directory, ${tx.actor.name} asks:`,
      words,
      'Please answer, or change what you sent. People see the entry as it was until then.',
    ],
    linkWords: 'Answer here',
  })
  return {
    recordId: proposal.proposalId,
    proposalId: proposal.proposalId,
    serviceId: proposal.serviceId,
    state: 'asked back' as const,
    version: null,
  }
}

async function refuseIt(tx: PlaceTx, proposal: Proposal, words: string) {
  await setProposalState(tx, proposal.proposalId, 'refused', { byName: tx.actor.name })
  await remark(tx, proposal, 'refused', words)
  await record(tx, EntryRefused, about(proposal), idsOf(proposal))
  await tellProposer(tx, proposal, {
    sentFor: 'entry refused',
    subject: `Not taken: ${proposal.entryName}`,
    sentences: [
      `What you sent in for ${proposal.entryName} was not taken. The entry stays as it was.`,
      `Why: ${words}`,
      'You can change it and send it in again.',
    ],
    linkWords: 'See it',
  })
  return {
    recordId: proposal.proposalId,
    proposalId: proposal.proposalId,
    serviceId: proposal.serviceId,
    state: 'refused' as const,
    version: null,
  }
}

/** The open proposal, when it is the actor's organisation's own. */
async function ownProposal(tx: PlaceTx, proposalId: string): Promise<Proposal | Refusal> {
  const found = await findProposal(tx, proposalId)
  if (!found?.organisationId || found.organisationId !== tx.actor.organisationId) return noSuchProposal()
  return openProposal(tx, proposalId)
}

/** Answers what was asked; whoever checks looks at it again. */
export const answerProposal = command({
  name: 'directory.answer-proposal',
  allow: 'entry.edit',
  inHouse: true,
  input: Type.Object({
    proposalId: Type.String({ format: 'uuid' }),
    words: Type.String({ minLength: 1, maxLength: 2000, mend: 'Write your answer, up to 2,000 characters' }),
  }),
  async run(tx, { proposalId, words: typed }) {
    const proposal = await ownProposal(tx, proposalId)
    if ('refused' in proposal) return proposal
    const words = await withoutPrivateWords(tx, [proposal.serviceId], typed)
    await setProposalState(tx, proposalId, 'waiting')
    await remark(tx, proposal, 'answered', words)
    await record(tx, EntryAnswered, about(proposal), idsOf(proposal))
    await tellEditors(tx, proposal, {
      sentFor: `entry answered ${proposal.revision}`,
      subject: `Answered: ${proposal.entryName}`,
      sentences: [`${proposal.source} answered about ${proposal.entryName}.`, words],
      linkWords: 'Look at it again',
    })
    return { recordId: proposalId }
  },
})

/** Takes back what was sent in. */
export const withdrawProposal = command({
  name: 'directory.withdraw-proposal',
  allow: 'entry.edit',
  inHouse: true,
  input: Type.Object({ proposalId: Type.String({ format: 'uuid' }) }),
  async run(tx, { proposalId }) {
    const proposal = await ownProposal(tx, proposalId)
    if ('refused' in proposal) return proposal
    await setProposalState(tx, proposalId, 'withdrawn')
    await remark(tx, proposal, 'withdrawn', '')
    await record(tx, EntryWithdrawn, about(proposal), idsOf(proposal))
    return { recordId: proposalId }
  },
})

/** A proposal as somebody who decides on it sees it now: what `decideProposal` has to be told. */
export async function asSeenNow(
  tx: PlaceTx,
  proposalId: string,
): Promise<{ proposalId: string; revision: number; fields: EntryField[]; seen: Record<string, string> } | null> {
  const proposal = await findProposal(tx, proposalId)
  if (!proposal) return null
  const now = (await readEntry(tx, proposal.serviceId))?.content ?? emptyContent
  const fields = fieldsOf(proposal.wanted)
  return {
    proposalId,
    revision: proposal.revision,
    fields,
    seen: Object.fromEntries(fields.map(field => [field, seenHash(field, now)])),
  }
}
