import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action, EmptyState, StateTag } from '../../../design/view-models.ts'
import { perform } from '../../../platform/command.ts'
import { page, redirect, view } from '../../../platform/http/route.ts'
import { asTyped } from '../../../platform/http/typed.ts'
import { telephone } from '../../places/index.ts'
import { fieldsOf } from './entry-content.ts'
import { fieldsInWords } from './entry-in-words.ts'
import { moderationStates, type Proposal, proposalKinds } from './proposal.ts'
import { listDecidedProposals, listOpenProposals } from './proposal-store.ts'
import { listEntryCalls, tellOrganisationByHand } from './tell-by-hand.ts'

/** What was sent in and waits to be checked, and whom to ring about what was decided. */

const decidedWords: Happenings = {
  told: { message: 'Written down: they have been told.' },
  approved: { message: 'Approved. People see it now, and the organisation was told.' },
  'approved in part': {
    message: 'What you ticked is approved. People see it now.',
    detail: 'The rest stays as it was, and the organisation was told why.',
  },
  'asked back': {
    message: 'Asked. The organisation was told, and it comes back here when they have answered.',
  },
  refused: { message: 'Not taken. The organisation was told why; the entry stays as it was.' },
}

type ProposalsPage = PageModel & {
  waiting: readonly {
    name: string
    href: string
    who: string
    about: string
    kind: string
    since: Date
    tag: StateTag
  }[]
  decided: readonly { name: string; href: string; who: string; about: string; since: Date; tag: StateTag }[]
  calls: readonly {
    name: string
    phone: { says: string; href: string | null }
    since: Date
    says: string
    told: Action
  }[]
  invitationsHref: string
  empty: EmptyState
}

export const proposalsPage = page({
  method: 'GET',
  path: '/:place/directory/proposals',
  allow: 'entry.moderate',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const { waiting, decided, calls } = await platform.db.as(actor, tx =>
      tx.house(async () => ({
        waiting: await listOpenProposals(tx),
        decided: await listDecidedProposals(tx, 20),
        calls: await tx.asActor(() => listEntryCalls(tx)),
      })),
    )
    const row = (proposal: Proposal) => ({
      name: proposal.entryName,
      href: `/${place.slug}/directory/proposals/${proposal.proposalId}`,
      who: proposal.source,
      about: fieldsInWords(fieldsOf(proposal.wanted)),
      kind: proposalKinds[proposal.kind],
      since: proposal.stateSince,
      tag: moderationStates[proposal.state],
    })
    const model: ProposalsPage = {
      page: {
        title: 'Entries to check',
        kind: 'staff',
        backHref: `/${place.slug}/directory`,
        ...noticeOf(decidedWords, query.done),
      },
      waiting: waiting.map(row),
      decided: decided.map(row),
      calls: calls.map(({ noticeId, toName, toAddress, createdAt, body }) => ({
        name: toName,
        phone: { says: toAddress, href: telephone(toAddress)?.href ?? null },
        since: createdAt,
        says: body,
        told: {
          text: 'I have told them',
          about: `to ${toName}`,
          action: `/${place.slug}/directory/proposals`,
          hidden: { noticeId },
        },
      })),
      invitationsHref: `/${place.slug}/directory/invitations`,
      empty: {
        title: 'Nothing waits to be checked',
        sentences: ['What organisations send in comes here. People see what was approved last.'],
        tone: 'good',
      },
    }
    return view('directory/editing/proposals.njk', model)
  },
})

/** Told by phone: the organisation has no e-mail. */
export const callsAnswer = page({
  method: 'POST',
  path: '/:place/directory/proposals',
  allow: 'entry.moderate',
  async handle({ platform, place, actor, body }) {
    await perform(platform.db, actor, tellOrganisationByHand, { noticeId: asTyped(body.noticeId) })
    // Told by somebody else a moment ago, they are as told as by oneself.
    return redirect(`/${place.slug}/directory/proposals?done=told`)
  },
})
