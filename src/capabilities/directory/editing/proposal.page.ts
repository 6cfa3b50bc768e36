import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import type { ErrorItem, StateTag, Timeline } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped, ticked, typedText } from '../../../platform/http/typed.ts'
import { answerProposal, decideProposal, withdrawProposal } from './decide-proposal.ts'
import { type EntryContent, type EntryField, emptyContent, entryFields, fieldsOf } from './entry-content.ts'
import { seenHash } from './entry-form.ts'
import { fieldInWords, fieldsInWords, fieldWords } from './entry-in-words.ts'
import { standingOf } from './merge-edits.ts'
import {
  isOpen,
  moderationStates,
  type Proposal,
  proposalKinds,
  proposalStates,
  type Remark,
  remarkWords,
} from './proposal.ts'
import { findProposal, listRemarks } from './proposal-store.ts'
import { isEditor } from './propose-change.ts'
import { compareWords, type Piece } from './word-diff.ts'
import { readEntry } from './write-entry.ts'

/** One thing that was sent in, field by field, for whoever checks it and for whoever sent it. */

const sentWords: Happenings = {
  sent: {
    message: 'It is sent. People see the entry as it was until somebody has checked this.',
    detail: 'You will be told what was decided. You can still change it or take it back.',
  },
  live: { message: 'It is in the directory now.' },
  'partly-live': { message: 'Small changes are in the directory now. The rest is being checked.' },
  answered: { message: 'Your answer is with whoever checks.' },
  withdrawn: { message: 'Taken back. The entry stays as it is.' },
}

type DiffRow = {
  field: EntryField
  title: string
  before: readonly Piece[]
  after: readonly Piece[]
  /** What it said when this was sent, where somebody changed it since. */
  meanwhile: string | null
  isThereAlready: boolean
  approved: boolean | null
  ticked: boolean
  seen: string
}

type ProposalPage = PageModel & {
  tag: StateTag
  says: readonly string[]
  /** What the other side wrote last, for whoever has to act now: read before the fields. */
  wrote: { byName: string; words: string } | null
  rows: readonly DiffRow[]
  story: Timeline
  decide: {
    action: string
    revision: number
    words: string
    decision: string
    canAsk: boolean
    error: Record<string, string>
  } | null
  own: { action: string; editHref: string; words: string; error: string; isAsked: boolean } | null
  entryHref: string | null
  historyHref: string | null
}

async function load(tx: PlaceTx, proposalId: string) {
  const proposal = await tx.asActor(() => findProposal(tx, proposalId))
  const seen = proposal ?? (isEditor(tx.actor) ? await findProposal(tx, proposalId) : null)
  if (!seen) return null
  // Somebody else's proposal is looked at by whoever checks: that is written down.
  if (!proposal) await audit(tx, 'looked at what was sent in', proposalId)
  const live = await readEntry(tx, seen.serviceId)
  return { proposal: seen, live: live?.content ?? null, remarks: await listRemarks(tx, proposalId) }
}

function rowsOf(proposal: Proposal, live: EntryContent | null, chosen: readonly EntryField[] | null): DiffRow[] {
  const { wanted, base } = proposal
  const isWaiting = isOpen(proposal)
  const now = live ?? emptyContent
  const standings = new Map(standingOf(base, wanted, now).map(({ field, standing }) => [field, standing]))
  return fieldsOf(wanted).map(field => {
    const standing = standings.get(field)
    const isMeanwhile = isWaiting && standing === 'changed meanwhile'
    const before = fieldInWords(field, isWaiting ? now : base)
    const diff = compareWords(before, fieldInWords(field, wanted))
    return {
      field,
      title: fieldWords[field],
      ...diff,
      meanwhile: isMeanwhile ? fieldInWords(field, base) || 'Nothing' : null,
      isThereAlready: isWaiting && standing === 'there already',
      approved: isWaiting || proposal.state === 'withdrawn' ? null : proposal.approvedFields.includes(field),
      ticked: chosen ? chosen.includes(field) : !isMeanwhile,
      seen: seenHash(field, now),
    }
  })
}

const storyOf = (remarks: readonly Remark[], proposal: Proposal): Timeline => ({
  caption: 'What happened',
  facts: remarks.map(({ kind, byName, words, fields, saidAt }) => ({
    at: saidAt,
    actor: byName,
    sentence: `${remarkWords[kind]}${fields.length > 0 && proposal.kind !== 'new entry' ? `: ${fieldsInWords(fields)}` : ''}.`,
    ...(words && { quote: words }),
    tone: kind === 'asked back' ? 'attention' : kind === 'refused' || kind === 'withdrawn' ? 'stopped' : 'fresh',
  })),
})

/** The question while it waits for an answer; else what came with what was sent in, or the answer. */
const lastWords = (remarks: readonly Remark[], proposal: Proposal): ProposalPage['wrote'] => {
  if (!isOpen(proposal)) return null
  const kinds = proposal.state === 'asked back' ? ['asked back'] : ['sent', 'changed', 'answered']
  const last = remarks.findLast(({ kind, words }) => words && kinds.includes(kind))
  return last?.words ? { byName: last.byName, words: last.words } : null
}

async function draw(
  visit: Pick<Visit, 'platform' | 'place' | 'actor' | 'body'>,
  proposalId: string,
  more: { errors?: readonly ErrorItem[]; notice?: Notice } = {},
): Promise<Reply> {
  const { platform, place, actor, body } = visit
  const loaded = await platform.db.as(actor, tx => tx.house(() => load(tx, proposalId)))
  if (!loaded) return notFound('There is nothing like that to look at.')
  const { proposal, live, remarks } = loaded
  const isOwn = proposal.organisationId !== null && proposal.organisationId === actor.organisationId
  const mayDecide = isEditor(actor) && isOpen(proposal)
  const errors = more.errors ?? []
  const wasPosted = Object.keys(body).length > 0
  const base = `/${place.slug}/directory`
  const says = [
    proposal.kind === 'feed'
      ? `Your place edited this entry, and the feed ${proposal.source} now says something else. People see what was edited here.`
      : `${proposal.source} sent this in.`,
    ...(proposal.assures && isOpen(proposal)
      ? ['They say that everything in the entry is right today: approving all of it counts as a check.']
      : []),
    ...(proposal.decidedByName && !isOpen(proposal) ? [`Decided by ${proposal.decidedByName}.`] : []),
  ]
  const model: ProposalPage = {
    page: {
      title: proposal.entryName,
      caption: proposalKinds[proposal.kind],
      backHref: isEditor(actor) ? `${base}/proposals` : `${base}/entries`,
      ...(isEditor(actor) && { kind: 'staff' as const }),
      state: (isEditor(actor) && !isOwn ? moderationStates : proposalStates)[proposal.state],
      errors,
      ...(more.notice && { notice: more.notice }),
    },
    tag: proposalStates[proposal.state],
    says,
    wrote: lastWords(remarks, proposal),
    rows: rowsOf(proposal, live, mayDecide && wasPosted ? ticked(body.fields, entryFields) : null),
    story: storyOf(remarks, proposal),
    decide: mayDecide
      ? {
          action: `${base}/proposals/${proposalId}`,
          revision: proposal.revision,
          words: typedText(body.words),
          decision: asTyped(body.decision) || 'approve',
          canAsk: proposal.kind !== 'feed',
          error: Object.fromEntries(errors.map(({ field, message }) => [field, message])),
        }
      : null,
    own:
      isOwn && isOpen(proposal)
        ? {
            action: `${base}/proposals/${proposalId}/answer`,
            editHref: `${base}/entries/${proposal.serviceId}/edit`,
            words: mayDecide ? '' : typedText(body.words),
            error: errors.find(({ field }) => field === 'answer')?.message ?? '',
            isAsked: proposal.state === 'asked back',
          }
        : null,
    entryHref: live ? `/${place.slug}/services/${proposal.serviceId}` : null,
    historyHref: live ? `${base}/entries/${proposal.serviceId}/history` : null,
  }
  return view('directory/editing/proposal.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

const One = Type.Object({ proposalId: Type.String({ format: 'uuid' }) })

export const proposalPage = page({
  method: 'GET',
  path: '/:place/directory/proposals/:proposalId',
  allow: 'entry.edit',
  params: One,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw(visit as unknown as Visit, visit.params.proposalId, noticeOf(sentWords, visit.query.done)),
})

export const proposalAnswer = page({
  method: 'POST',
  path: '/:place/directory/proposals/:proposalId',
  allow: 'entry.moderate',
  params: One,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const seen = Object.fromEntries(
      entryFields.flatMap(field => (body[`seen-${field}`] ? [[field, asTyped(body[`seen-${field}`])]] : [])),
    )
    const revision = Number(asTyped(body.revision))
    const decision = asTyped(body.decision)
    const answer = await perform(platform.db, actor, decideProposal, {
      proposalId: params.proposalId,
      revision: Number.isSafeInteger(revision) ? revision : 0,
      decision: decision as 'approve',
      fields: ticked(body.fields, entryFields),
      seen,
      words: typedText(body.words),
    })
    if (isRefusal(answer)) {
      if (answer.refused === 'no-such-proposal') return notFound(answer.message)
      return draw(visit as unknown as Visit, params.proposalId, {
        errors: errorsOf(answer).map(error => ({ ...error, field: error.field || 'form' })),
      })
    }
    return redirect(`/${place.slug}/directory/proposals?done=${encodeURIComponent(answer.state)}`)
  },
})

/** What those who sent it do with it: answer what was asked, or take it back. */
export const ownProposalAnswer = page({
  method: 'POST',
  path: '/:place/directory/proposals/:proposalId/answer',
  allow: 'entry.edit',
  params: One,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const { proposalId } = params
    const withdraws = asTyped(body.do) === 'withdraw'
    const answer = withdraws
      ? await perform(platform.db, actor, withdrawProposal, { proposalId })
      : await perform(platform.db, actor, answerProposal, { proposalId, words: typedText(body.words) })
    if (isRefusal(answer)) {
      if (answer.refused === 'no-such-proposal') return notFound(answer.message)
      return draw(visit as unknown as Visit, proposalId, {
        errors: errorsOf(answer).map(error => ({
          ...error,
          field: error.field === 'words' ? 'answer' : error.field || 'form',
        })),
      })
    }
    return redirect(`/${place.slug}/directory/proposals/${proposalId}?done=${withdraws ? 'withdrawn' : 'answered'}`)
  },
})
