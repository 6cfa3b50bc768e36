import type { PlaceTx } from '../../../platform/db/database.ts'
import type { EntryField } from './entry-content.ts'
import type { Proposal, ProposalState, Remark, RemarkKind } from './proposal.ts'

/** Every statement about proposals and what is said about them. Row-level security shows an organisation its own. */

const columns = (tx: PlaceTx) => tx.sql`
  proposal_id, service_id, kind, organisation_id, source, entry_name, state, wanted, base, base_version, assures, revision, proposed_by_name,
  proposed_by_id, proposed_at, state_since, decided_by_name, approved_fields`

/** One change of an entry at a time: whoever comes second sees what the first one wrote. Held until the transaction ends. */
export async function lockEntry(tx: PlaceTx, serviceId: string): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`directory.entry ${tx.placeId} ${serviceId}`}, 0))`
}

export async function findProposal(tx: PlaceTx, proposalId: string): Promise<Proposal | null> {
  const [row] = await tx.sql<Proposal[]>`
    select ${columns(tx)} from directory.proposal where place_id = ${tx.placeId} and proposal_id = ${proposalId}`
  return row ?? null
}

/** The one that is open for this entry from this organisation (null: from its feed). */
export async function findOpenProposal(
  tx: PlaceTx,
  serviceId: string,
  organisationId: string | null,
): Promise<Proposal | null> {
  const [row] = await tx.sql<Proposal[]>`
    select ${columns(tx)} from directory.proposal
    where place_id = ${tx.placeId} and service_id = ${serviceId} and organisation_id is not distinct from ${organisationId}
      and state in ('waiting', 'asked back')`
  return row ?? null
}

/** What waits to be decided, longest wait first; those asked back come after, since the answer is awaited from elsewhere. */
export const listOpenProposals = (tx: PlaceTx, limit = 200): Promise<Proposal[]> =>
  tx.sql<Proposal[]>`
    select ${columns(tx)} from directory.proposal where place_id = ${tx.placeId} and state in ('waiting', 'asked back')
    order by state = 'asked back', state_since, proposal_id limit ${limit}`

/** What was decided last. */
export const listDecidedProposals = (tx: PlaceTx, limit: number): Promise<Proposal[]> =>
  tx.sql<Proposal[]>`
    select ${columns(tx)} from directory.proposal where place_id = ${tx.placeId} and state not in ('waiting', 'asked back')
    order by state_since desc, proposal_id limit ${limit}`

/** What an organisation sent in, newest first. */
export const listProposalsOf = (tx: PlaceTx, organisationId: string, limit = 100): Promise<Proposal[]> =>
  tx.sql<Proposal[]>`
    select ${columns(tx)} from directory.proposal where place_id = ${tx.placeId} and organisation_id = ${organisationId}
    order by state_since desc, proposal_id limit ${limit}`

export async function insertProposal(tx: PlaceTx, proposal: Proposal): Promise<void> {
  await tx.sql`
    insert into directory.proposal (place_id, proposal_id, service_id, kind, organisation_id, source, entry_name, state, wanted, base, base_version,
      assures, revision, proposed_by_name, proposed_by_id, proposed_at, state_since)
    values (${tx.placeId}, ${proposal.proposalId}, ${proposal.serviceId}, ${proposal.kind}, ${proposal.organisationId}, ${proposal.source},
      ${proposal.entryName}, ${proposal.state}, ${tx.sql.json(proposal.wanted as never)}, ${tx.sql.json(proposal.base as never)},
      ${proposal.baseVersion}, ${proposal.assures}, ${proposal.revision}, ${proposal.proposedByName}, ${proposal.proposedById},
      ${proposal.proposedAt}, ${proposal.stateSince})`
}

/** Writes a proposal changed by its own people: it waits again, and is one revision further. */
export async function updateProposal(
  tx: PlaceTx,
  proposal: Pick<Proposal, 'proposalId' | 'kind' | 'entryName' | 'wanted' | 'base' | 'baseVersion' | 'assures'>,
  by: { name: string; personId: string | null },
): Promise<void> {
  await tx.sql`
    update directory.proposal set kind = ${proposal.kind}, entry_name = ${proposal.entryName}, wanted = ${tx.sql.json(proposal.wanted as never)},
      base = ${tx.sql.json(proposal.base as never)}, base_version = ${proposal.baseVersion}, assures = ${proposal.assures},
      state_since = case state when 'waiting' then state_since else ${tx.now} end, state = 'waiting', revision = revision + 1,
      proposed_by_name = ${by.name}, proposed_by_id = ${by.personId}
    where place_id = ${tx.placeId} and proposal_id = ${proposal.proposalId}`
}

export async function setProposalState(
  tx: PlaceTx,
  proposalId: string,
  state: ProposalState,
  decided: { byName?: string; approvedFields?: readonly EntryField[] } = {},
): Promise<void> {
  await tx.sql`
    update directory.proposal set state = ${state}, state_since = ${tx.now}, revision = revision + 1,
      decided_by_name = coalesce(${decided.byName ?? null}, decided_by_name), approved_fields = ${[...(decided.approvedFields ?? [])]}
    where place_id = ${tx.placeId} and proposal_id = ${proposalId}`
}

export async function insertRemark(
  tx: PlaceTx,
  remark: {
    remarkId: string
    proposalId: string
    organisationId: string | null
    kind: RemarkKind
    words: string
    fields?: readonly EntryField[]
    byName?: string
  },
): Promise<void> {
  await tx.sql`
    insert into directory.proposal_remark (place_id, remark_id, proposal_id, organisation_id, kind, by_name, words, fields, said_at)
    values (${tx.placeId}, ${remark.remarkId}, ${remark.proposalId}, ${remark.organisationId}, ${remark.kind}, ${remark.byName ?? tx.actor.name},
      ${remark.words}, ${[...(remark.fields ?? [])]}, ${tx.now})`
}

export const listRemarks = (tx: PlaceTx, proposalId: string): Promise<Remark[]> =>
  tx.sql<Remark[]>`
    select kind, by_name, words, fields, said_at from directory.proposal_remark
    where place_id = ${tx.placeId} and proposal_id = ${proposalId} order by said_at, remark_id`

/** Proposals that want to say or said something of a location, open or not: for wiping an address out of all of them. */
export const listProposalsAbout = (tx: PlaceTx, serviceIds: readonly string[]): Promise<Proposal[]> =>
  tx.sql<Proposal[]>`
    select ${columns(tx)} from directory.proposal where place_id = ${tx.placeId} and service_id = any (${[...serviceIds]}::uuid[])`

/** Writes what a proposal says without another word about it; `revision` grows, since what somebody looks at has changed. */
export async function rewriteProposal(
  tx: PlaceTx,
  proposal: Pick<Proposal, 'proposalId' | 'wanted' | 'base' | 'entryName'>,
): Promise<void> {
  await tx.sql`
    update directory.proposal set wanted = ${tx.sql.json(proposal.wanted as never)}, base = ${tx.sql.json(proposal.base as never)},
      entry_name = ${proposal.entryName}, revision = revision + 1
    where place_id = ${tx.placeId} and proposal_id = ${proposal.proposalId}`
}

export const listRemarkWords = (
  tx: PlaceTx,
  serviceIds: readonly string[],
): Promise<{ remarkId: string; words: string }[]> =>
  tx.sql<{ remarkId: string; words: string }[]>`
    select r.remark_id, r.words from directory.proposal_remark r
    join directory.proposal p on p.place_id = r.place_id and p.proposal_id = r.proposal_id
    where r.place_id = ${tx.placeId} and p.service_id = any (${[...serviceIds]}::uuid[])`

export async function rewriteRemark(tx: PlaceTx, remarkId: string, words: string): Promise<void> {
  await tx.sql`update directory.proposal_remark set words = ${words} where place_id = ${tx.placeId} and remark_id = ${remarkId}`
}
