import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactTime } from '../../../design/time-in-words.ts'
import type { StateTag } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import { notFound, page, redirect, view } from '../../../platform/http/route.ts'
import { asTyped } from '../../../platform/http/typed.ts'
import { codeOf, linkOf } from './invitation.ts'
import { findInvitation, type Invitation } from './invitation-store.ts'
import { resendInvitation, withdrawInvitation } from './invite-organisation.ts'

/** One invitation, to print, to say on the phone, to send again or to withdraw. */

export const invitationState = ({ state, expiresAt }: Invitation, now: Date): StateTag =>
  state === 'accepted'
    ? { word: 'Accepted', tone: 'done' }
    : state === 'withdrawn'
      ? { word: 'Withdrawn', tone: 'stopped' }
      : expiresAt <= now
        ? { word: 'Has run out', tone: 'overdue' }
        : { word: 'Waiting', tone: 'waiting' }

const happened: Happenings = {
  sent: { message: 'The invitation is on its way.' },
  ready: {
    message: 'The invitation is ready. Nothing has been sent.',
    detail: 'Print the letter below, or ring them and say the code.',
  },
  new: { message: 'Here is a new code. The older one no longer works.' },
  again: { message: 'Sent again, with a new link and a new code. The older ones no longer work.' },
  withdrawn: { message: 'Withdrawn. The link and the code no longer work.' },
}

type InvitationPage = PageModel & {
  tag: StateTag
  says: readonly string[]
  letter: { greeting: string; publisher: string; code: string; address: string; until: string } | null
  resend: string
  action: string | null
}

const One = Type.Object({ invitationId: Type.String({ format: 'uuid' }) })

export const invitationPage = page({
  method: 'GET',
  path: '/:place/directory/invitations/:invitationId',
  allow: 'entry.moderate',
  params: One,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    const found = await platform.db.as(actor, tx =>
      tx.house(async () => {
        const invitation = await findInvitation(tx, params.invitationId)
        const isOpen = invitation?.state === 'waiting' && invitation.expiresAt > tx.now
        if (!isOpen) return { invitation, code: null }
        await audit(tx, 'looked at the code of an invitation', params.invitationId)
        return { invitation, code: codeOf(await linkOf(tx, invitation)) }
      }),
    )
    const { invitation, code } = found
    if (!invitation) return notFound('There is no such invitation.')
    const model: InvitationPage = {
      page: {
        title: invitation.publisherName,
        caption: 'Invitation',
        kind: 'staff',
        backHref: `/${place.slug}/directory/invitations`,
        state: invitationState(invitation, platform.clock()),
        ...noticeOf(happened, query.done),
      },
      tag: invitationState(invitation, platform.clock()),
      says: [
        `${invitation.invitedByName} invited ${invitation.toName}${invitation.toEmail ? ` by e-mail (${invitation.toEmail})` : ' by code'}, ${exactTime(invitation.invitedAt)}.`,
        ...(invitation.sentTimes > 1
          ? [`Sent ${invitation.sentTimes} times, last ${exactTime(invitation.sentAt)}.`]
          : []),
        ...(invitation.acceptedByName
          ? [`${invitation.acceptedByName} accepted, ${exactTime(invitation.stateSince)}.`]
          : []),
        ...(invitation.state === 'waiting' ? [`It works until ${exactTime(invitation.expiresAt)}.`] : []),
      ],
      letter: code
        ? {
            greeting: invitation.toName,
            publisher: invitation.publisherName,
            code,
            address: `${platform.config.publicUrl}/${place.slug}/directory/claim`,
            until: exactTime(invitation.expiresAt),
          }
        : null,
      resend: invitation.toEmail ? 'Send it again, with a new link and code' : 'Make a new code',
      action: invitation.state === 'waiting' ? `/${place.slug}/directory/invitations/${invitation.invitationId}` : null,
    }
    return view('directory/editing/invitation.njk', model, { headers: { 'cache-control': 'no-store' } })
  },
})

export const invitationAnswer = page({
  method: 'POST',
  path: '/:place/directory/invitations/:invitationId',
  allow: 'entry.moderate',
  params: One,
  async handle({ platform, place, actor, params, body }) {
    const withdraws = asTyped(body.do) === 'withdraw'
    const answer = await perform(platform.db, actor, withdraws ? withdrawInvitation : resendInvitation, params)
    const here = `/${place.slug}/directory/invitations/${params.invitationId}`
    if (isRefusal(answer)) return redirect(here)
    return redirect(`${here}?done=${withdraws ? 'withdrawn' : answer.channel === 'email' ? 'again' : 'new'}`)
  },
})
