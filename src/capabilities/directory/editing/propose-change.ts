import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Actor } from '../../../platform/auth/actor.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { listPlaces } from '../../places/index.ts'
import { assure } from '../freshness/assure.ts'
import { addressOf, saysAnAddress, wipe, withoutAddress } from '../private-address.ts'
import { tellingOf } from '../private-words-store.ts'
import { lockAgainstImports } from '../write-lock-store.ts'
import {
  type EntryChanges,
  type EntryContent,
  type EntryField,
  emptyContent,
  entryFields,
  fieldsOf,
  pick,
  saysTheSame,
  withChanges,
} from './entry-content.ts'
import { seenHash } from './entry-form.ts'
import { fieldsInWords } from './entry-in-words.ts'
import { findEntryOwner } from './entry-store.ts'
import { EntryApproved, EntryProposed, EntryWithdrawn } from './facts.ts'
import { makePrivate, newlyHidden } from './make-private.ts'
import { keepAddress } from './private-address-store.ts'
import { type Proposal, type ProposalKind, type ProposalState, remarkWords } from './proposal.ts'
import {
  findOpenProposal,
  insertProposal,
  insertRemark,
  lockEntry,
  setProposalState,
  updateProposal,
} from './proposal-store.ts'
import { tellEditors } from './tell.ts'
import { fieldsWithoutChecking } from './trust.ts'
import { readEntry, writeEntry } from './write-entry.ts'

export const isEditor = (actor: Actor): boolean => actor.kind === 'house' || actor.permissions.has('entry.moderate')

/** An entry as its organisation edits it: what the directory says, with what it has itself sent in and nobody has decided yet. */
export type EntryToEdit = {
  serviceId: string
  content: EntryContent
  live: EntryContent | null
  open: Proposal | null
  organisationId: string | null
  organisationName: string
  /** True when whoever edits keeps the directory right and needs nobody to check it. */
  checksItself: boolean
}

export const noSuchEntry = () => refuse('no-such-entry', 'There is no such entry among those you look after.')

/** The entry, when the actor may edit it; needs the house's sight. A merged entry is edited where it went. */
export async function accessEntry(tx: PlaceTx, serviceId: string): Promise<EntryToEdit | null> {
  const { actor } = tx
  const owner = await findEntryOwner(tx, serviceId)
  if (owner?.mergedInto) return null
  const isOwn = owner !== null && owner.organisationId !== null && owner.organisationId === actor.organisationId
  if (owner && !isOwn && !isEditor(actor)) return null
  const organisationId = owner ? owner.organisationId : actor.organisationId
  const open = actor.organisationId ? await findOpenProposal(tx, serviceId, actor.organisationId) : null
  if (!owner && !open) return null
  const found = owner ? await readEntry(tx, serviceId) : null
  const live = found?.content ?? null
  return {
    serviceId,
    live,
    open,
    content: withChanges(live ?? emptyContent, open?.wanted ?? {}),
    organisationId,
    organisationName: owner?.publisherName ?? actor.organisationName ?? '',
    checksItself: !isOwn && owner !== null && isEditor(actor),
  }
}

/**
 * Sends in what an entry is to say. It waits to be checked; what is there stays until then.
 *
 * `seen` says, for each field that was changed, what stood in the form when it was opened: a field that says something else by now is not written
 * over but comes back, so that whoever typed chooses.
 */
export const proposeChange = command({
  name: 'directory.propose-change',
  allow: 'entry.edit',
  inHouse: true,
  input: Type.Object({
    serviceId: Type.String({ format: 'uuid' }),
    isNew: Type.Optional(Type.Boolean()),
    changes: Type.Record(Type.String(), Type.Unknown()),
    seen: Type.Record(Type.String(), Type.String()),
    assures: Type.Boolean(),
    words: Type.String({ maxLength: 2000, mend: 'Keep what you tell us to 2,000 characters' }),
  }),
  async run(tx, input) {
    const { serviceId, assures, words } = input
    const changes = input.changes as EntryChanges
    await lockAgainstImports(tx)
    await lockEntry(tx, serviceId)
    const entry = input.isNew ? await newEntry(tx, serviceId) : await accessEntry(tx, serviceId)
    if (!entry) return noSuchEntry()
    const meanwhile = fieldsOf(changes).filter(
      field =>
        input.seen[field] !== undefined &&
        input.seen[field] !== seenHash(field, entry.content) &&
        !saysTheSame(entry.content[field], changes[field]),
    )
    if (meanwhile.length > 0) return changedMeanwhile(meanwhile)
    const asked = await withoutPrivateAddresses(tx, entry, changes)
    const telling = await tellingOf(tx, [serviceId], entry.organisationId)
    const sent = {
      assures,
      words: wipe(words, telling).slice(0, 2000),
      keptApart: asked !== changes && asked.locations?.some(({ hidden }) => hidden) === true,
    }
    const clean = freeOf(telling, asked)
    return entry.checksItself ? approveOwn(tx, entry, clean, sent) : propose(tx, entry, clean, sent)
  },
})

const changedMeanwhile = (fields: readonly EntryField[]): Refusal => ({
  refused: 'changed-meanwhile',
  message:
    'Somebody else changed this while you were writing. Nothing you wrote is lost: choose below what it should say.',
  errors: fields.map(field => ({
    field: `choose-${field}`,
    message: `${fieldsInWords([field])} was changed by somebody else meanwhile: choose what it should say`,
  })),
})

async function newEntry(tx: PlaceTx, serviceId: string): Promise<EntryToEdit | null> {
  const { organisationId, organisationName } = tx.actor
  if (!organisationId || (await findEntryOwner(tx, serviceId))) return null
  const open = await findOpenProposal(tx, serviceId, organisationId)
  return {
    serviceId,
    live: null,
    open,
    content: withChanges(emptyContent, open?.wanted ?? {}),
    organisationId,
    organisationName: organisationName ?? '',
    checksItself: false,
  }
}

/** Puts the addresses of private places where they belong before anybody else can see them; making one private does not wait to be checked. */
async function withoutPrivateAddresses(tx: PlaceTx, entry: EntryToEdit, changes: EntryChanges): Promise<EntryChanges> {
  if (!changes.locations) return changes
  for (const location of changes.locations) {
    if (!location.hidden || !saysAnAddress(location)) continue
    await keepAddress(tx, location.locationId, addressOf(location), entry.organisationId)
  }
  for (const location of newlyHidden(entry.live ?? emptyContent, changes.locations))
    await makePrivate(tx, location.locationId, saysAnAddress(location) ? addressOf(location) : undefined)
  return { ...changes, locations: changes.locations.map(each => (each.hidden ? withoutAddress(each) : each)) }
}

/** What is said besides the locations, without what would give a private one away; the locations themselves say what their people want known. */
function freeOf(telling: RegExp | null, changes: EntryChanges): EntryChanges {
  const { locations, ...said } = changes
  return { ...wipe(said, telling), ...('locations' in changes && { locations }) } as EntryChanges
}

/** `keptApart`: an address was put where only the organisation sees it, which is worth keeping even when nothing else was changed. */
type Sent = { assures: boolean; words: string; keptApart: boolean }

async function propose(tx: PlaceTx, entry: EntryToEdit, changes: EntryChanges, { assures, words, keptApart }: Sent) {
  const { serviceId, organisationId } = entry
  // Read again: making an address private may have written both.
  const live = await readEntry(tx, serviceId)
  const now = live?.content ?? emptyContent
  const open = organisationId ? await findOpenProposal(tx, serviceId, organisationId) : null
  const all = { ...open?.wanted, ...changes }
  const fields = entryFields.filter(field => field in all && !saysTheSame(now[field], all[field]))
  const organisation = organisationId ? await findOrganisation(tx, organisationId) : null
  const settings = (await listPlaces(tx)).find(place => place.placeId === tx.placeId)?.settings ?? {}
  const atOnce = live && organisation ? fieldsWithoutChecking(settings, organisation, fields) : []
  const waiting = fields.filter(field => !atOnce.includes(field))
  const kind: ProposalKind = !live
    ? 'new entry'
    : all.status === 'defunct' && waiting.includes('status')
      ? 'end'
      : 'change'
  const assuresNow = assures || (open?.assures ?? false)
  if (fields.length === 0 && !open) {
    if (live && keptApart && !assures)
      return { recordId: serviceId, proposalId: null, serviceId, state: 'address kept' as const, atOnce: [] }
    if (!live || !assures) return refuse('nothing-changed', 'Nothing was changed, so there is nothing to send.', 'name')
    // Nothing to check: they looked at what is there and say that it is right.
    await assure(tx, [serviceId], { how: 'edit', byName: entry.organisationName, organisationId })
    return { recordId: serviceId, proposalId: null, serviceId, state: 'assured' as const, atOnce: [] }
  }

  const proposalId: string = open?.proposalId ?? newId()
  const wanted = pickFrom(all, waiting.length > 0 ? waiting : fields)
  const base = { ...pick(now, fieldsOf(wanted)), ...pickFrom(open?.base ?? {}, fieldsOf(wanted)) }
  const proposal: Proposal = {
    proposalId,
    serviceId,
    kind,
    organisationId,
    source: organisation?.name ?? entry.organisationName,
    entryName: (wanted.name ?? now.name) || 'An entry',
    state: 'waiting',
    wanted,
    base,
    baseVersion: live?.version ?? 0,
    assures: assuresNow,
    revision: (open?.revision ?? 0) + 1,
    proposedByName: tx.actor.name,
    proposedById: tx.actor.personId,
    proposedAt: open?.proposedAt ?? tx.now,
    stateSince: tx.now,
    decidedByName: null,
    approvedFields: [],
  }
  if (open) await updateProposal(tx, proposal, { name: tx.actor.name, personId: tx.actor.personId })
  else {
    await insertProposal(tx, proposal)
    if (organisationId)
      await grantAccess(tx, [{ recordId: proposalId, holderId: organisationId, basis: 'proposed it' }])
  }
  const say = (remark: 'sent' | 'changed' | 'answered' | 'live at once' | 'withdrawn', about: readonly EntryField[]) =>
    insertRemark(tx, { remarkId: newId(), proposalId, organisationId, kind: remark, words: '', fields: about })
  await insertRemark(tx, {
    remarkId: newId(),
    proposalId,
    organisationId,
    kind: !open ? 'sent' : open.state === 'asked back' ? 'answered' : 'changed',
    words,
    fields: fieldsOf(changes),
  })
  const about = { recordId: proposalId, journeyId: proposalId as unknown as JourneyId }
  const ids = { proposalId, serviceId, organisationId }
  await record(tx, EntryProposed, about, { ...ids, kind, fields: waiting })

  let state: ProposalState | 'assured' = 'waiting'
  if (live && atOnce.length > 0) {
    const isAll = waiting.length === 0
    const version = await writeEntry(tx, serviceId, live, withChanges(live.content, pickFrom(changes, atOnce)), {
      because: 'approved at once',
      source: proposal.source,
      organisationId,
      byName: tx.actor.name,
      proposalId,
      fields: atOnce,
      assures: assuresNow && isAll,
    })
    await say('live at once', atOnce)
    await record(tx, EntryApproved, about, { ...ids, fields: atOnce, inPart: !isAll, atOnce: true, version })
    if (isAll) {
      state = 'approved'
      await setProposalState(tx, proposalId, state, { byName: remarkWords['live at once'], approvedFields: atOnce })
    }
  } else if (fields.length === 0) {
    // Everything was put back to how it is: there is nothing left to decide.
    state = 'withdrawn'
    await say('withdrawn', [])
    await setProposalState(tx, proposalId, state)
    await record(tx, EntryWithdrawn, about, ids)
  }
  if (state === 'waiting')
    await tellEditors(tx, proposal, {
      sentFor: 'entry proposed',
      subject: `To check: ${proposal.entryName}`,
      sentences: [
        `${proposal.source} sent in ${kind === 'new entry' ? 'a new entry' : kind === 'end' ? 'that a service ends' : 'a change to an entry'}: ${proposal.entryName}.`,
        'People still see what was approved last. Please look at it and approve it, approve a part of it, ask something, or say why not.',
      ],
      linkWords: 'Check it',
    })
  return { recordId: proposalId, proposalId, serviceId, state, atOnce }
}

/** What somebody who keeps the directory right writes into an entry themselves: it is checked by being written by them. */
async function approveOwn(tx: PlaceTx, entry: EntryToEdit, changes: EntryChanges, { assures, words, keptApart }: Sent) {
  const live = await readEntry(tx, entry.serviceId)
  if (!live) return noSuchEntry()
  const fields = fieldsOf(changes).filter(field => !saysTheSame(live.content[field], changes[field]))
  if (fields.length === 0 && !assures)
    return keptApart
      ? {
          recordId: entry.serviceId,
          proposalId: null,
          serviceId: entry.serviceId,
          state: 'address kept' as const,
          atOnce: [],
        }
      : refuse('nothing-changed', 'Nothing was changed, so there is nothing to save.', 'name')
  const proposalId: string = newId()
  const { actor } = tx
  const source = actor.organisationName ?? actor.name
  await insertProposal(tx, {
    proposalId,
    serviceId: entry.serviceId,
    kind: 'change',
    organisationId: null,
    source,
    entryName: live.content.name,
    state: 'approved',
    wanted: pickFrom(changes, fields),
    base: pick(live.content, fields),
    baseVersion: live.version,
    assures,
    revision: 1,
    proposedByName: actor.name,
    proposedById: actor.personId,
    proposedAt: tx.now,
    stateSince: tx.now,
    decidedByName: null,
    approvedFields: [],
  })
  await insertRemark(tx, { remarkId: newId(), proposalId, organisationId: null, kind: 'approved', words, fields })
  await setProposalState(tx, proposalId, 'approved', { byName: actor.name, approvedFields: fields })
  const version = await writeEntry(tx, entry.serviceId, live, withChanges(live.content, pickFrom(changes, fields)), {
    because: 'approved',
    source,
    organisationId: actor.organisationId,
    byName: actor.name,
    proposalId,
    fields,
    assures,
  })
  await record(
    tx,
    EntryApproved,
    { recordId: proposalId, journeyId: proposalId as unknown as JourneyId },
    { proposalId, serviceId: entry.serviceId, organisationId: null, fields, inPart: false, atOnce: false, version },
  )
  return {
    recordId: proposalId,
    proposalId,
    serviceId: entry.serviceId,
    state: 'approved' as ProposalState,
    atOnce: [],
  }
}

const pickFrom = (changes: EntryChanges, fields: readonly EntryField[]): EntryChanges =>
  Object.fromEntries(
    fields.flatMap(field => (field in changes ? [[field, changes[field] ?? null]] : [])),
  ) as EntryChanges
