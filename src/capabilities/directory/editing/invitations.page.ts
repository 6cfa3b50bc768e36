import { Type } from 'typebox'
import { type FieldView, fieldView } from '../../../design/form.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import { exactTime } from '../../../design/time-in-words.ts'
import type { EmptyState, ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../platform/http/typed.ts'
import { assuranceLevels, listOrganisations, organisationKinds } from '../../organisations/index.ts'
import { PUBLISHED_HERE } from '../listed-service.ts'
import { findPublisher, listEntriesOfPublisher, listPublishers } from './entry-store.ts'
import { codeOf, linkOf } from './invitation.ts'
import { findInvitation, type Invitation, listInvitations } from './invitation-store.ts'
import { inviteOrganisation, resendInvitation, withdrawInvitation } from './invite-organisation.ts'

/** Inviting organisations to look after their entries: who was invited, and one invitation to print, say, send again or withdraw. */

const stateOf = ({ state, expiresAt }: Invitation, now: Date): StateTag =>
  state === 'accepted'
    ? { word: 'Accepted', tone: 'done' }
    : state === 'withdrawn'
      ? { word: 'Withdrawn', tone: 'stopped' }
      : expiresAt <= now
        ? { word: 'Has run out', tone: 'overdue' }
        : { word: 'Waiting', tone: 'waiting' }

const most = 50

const sourceInWords = (source: string): string => (source === PUBLISHED_HERE ? 'published here' : `from ${source}`)

type InvitationsPage = PageModel & {
  invitations: readonly { name: string; href: string; to: string; tag: StateTag; at: Date }[]
  search: FieldView
  searchAction: string
  searched: boolean
  publishers: readonly { name: string; entries: string; source: string; href: string }[]
  /** There are more than these: a part of the name finds them. */
  more: boolean
  empty: EmptyState
}

const happened: Readonly<Record<string, Notice>> = {
  sent: { tone: 'done', message: 'The invitation is on its way.' },
  ready: {
    tone: 'done',
    message: 'The invitation is ready. Nothing has been sent.',
    detail: 'Print the letter below, or ring them and say the code.',
  },
  new: { tone: 'done', message: 'Here is a new code. The older one no longer works.' },
  again: { tone: 'done', message: 'Sent again, with a new link and a new code. The older ones no longer work.' },
  withdrawn: { tone: 'done', message: 'Withdrawn. The link and the code no longer work.' },
}

export const invitationsPage = page({
  method: 'GET',
  path: '/:place/directory/invitations',
  allow: 'entry.moderate',
  query: Type.Object({ name: Type.Optional(Type.Unknown()), done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const name = typedLine(query.name).slice(0, 100)
    const base = `/${place.slug}/directory/invitations`
    const { invitations, publishers } = await platform.db.as(actor, tx =>
      tx.house(async () => ({
        invitations: await listInvitations(tx),
        publishers: await listPublishers(tx, name, most + 1),
      })),
    )
    const done = asTyped(query.done)
    const model: InvitationsPage = {
      page: {
        title: 'Invite organisations',
        kind: 'staff',
        backHref: `/${place.slug}/directory`,
        ...(Object.hasOwn(happened, done) && { notice: happened[done] as Notice }),
      },
      invitations: invitations.map(invitation => ({
        name: invitation.publisherName,
        href: `${base}/${invitation.invitationId}`,
        to: invitation.toEmail ? `${invitation.toName}, ${invitation.toEmail}` : `${invitation.toName}, by code`,
        tag: stateOf(invitation, platform.clock()),
        at: invitation.state === 'waiting' ? invitation.sentAt : invitation.stateSince,
      })),
      search: fieldView(
        {
          kind: 'text',
          name: 'name',
          label: 'Who publishes the entries?',
          hint: 'A part of the name',
          autocomplete: 'off',
        },
        { name },
      ),
      searchAction: base,
      searched: name !== '',
      publishers: publishers.slice(0, most).map(({ publisherId, name: publisher, entries, source }) => ({
        name: publisher,
        entries: entries === 1 ? '1 entry' : `${entries} entries`,
        // Two of one name are told apart by whose list they stand in.
        source: publishers.filter(each => each.name === publisher).length > 1 ? sourceInWords(source) : '',
        href: `/${place.slug}/directory/invite?publisher=${publisherId}`,
      })),
      more: publishers.length > most,
      empty: {
        title: 'Nobody like that',
        sentences: [
          'Either nobody of that name is in the directory, or somebody looks after their entries already, or is invited to.',
        ],
      },
    }
    return view('directory/editing/invitations.njk', model)
  },
})

type InvitePage = PageModel & {
  action: string
  publisherId: string
  fields: readonly FieldView[]
  entries: readonly { name: string; href: string }[]
}

async function inviteView(
  visit: Pick<Visit, 'platform' | 'place' | 'actor' | 'body'>,
  publisherId: string,
  errors: readonly ErrorItem[] = [],
): Promise<Reply> {
  const { platform, place, actor, body } = visit
  if (!isUuid(publisherId)) return notFound('There is nobody of that name in the directory.')
  const { publisher, organisations, entries } = await platform.db.as(actor, tx =>
    tx.house(async () => ({
      publisher: await findPublisher(tx, publisherId),
      organisations: await listOrganisations(tx),
      entries: await listEntriesOfPublisher(tx, publisherId),
    })),
  )
  if (!publisher) return notFound('There is nobody of that name in the directory.')
  const same = organisations.find(({ name }) => name.toLowerCase() === publisher.name.toLowerCase())
  const values = {
    organisationId: same?.organisationId ?? '',
    organisationKind: 'charity',
    assuranceLevel: 'constituted',
    toEmail: publisher.email ?? '',
    toName: publisher.name,
    ...body,
  }
  const options = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, text]) => ({ value, text }))
  const model: InvitePage = {
    page: {
      title: `Invite ${publisher.name}`,
      kind: 'staff',
      backHref: `/${place.slug}/directory/invitations`,
      errors,
    },
    action: `/${place.slug}/directory/invite`,
    publisherId,
    entries: entries.map(({ serviceId, name }) => ({ name, href: `/${place.slug}/services/${serviceId}` })),
    fields: [
      fieldView(
        {
          kind: 'select',
          name: 'organisationId',
          label: 'Which organisation is it?',
          hint: 'If it is here already, its own people accept. If not, it is made when they accept.',
          choose: 'A new one',
          options: organisations.map(({ organisationId, name }) => ({ value: organisationId, text: name })),
        },
        values,
        errors,
      ),
      fieldView(
        { kind: 'select', name: 'organisationKind', label: 'What kind is it?', options: options(organisationKinds) },
        values,
        errors,
      ),
      fieldView(
        { kind: 'select', name: 'assuranceLevel', label: 'How far do you know it?', options: options(assuranceLevels) },
        values,
        errors,
      ),
      fieldView({ kind: 'text', name: 'toName', label: 'Whom do you invite?', autocomplete: 'off' }, values, errors),
      fieldView(
        {
          kind: 'email',
          name: 'toEmail',
          label: 'Their e-mail',
          hint: 'They get a link. Leave it empty for a code that you print in a letter or say on the phone.',
          optional: true,
          autocomplete: 'off',
        },
        values,
        errors,
      ),
    ],
  }
  return view('directory/editing/invite.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

export const invitePage = page({
  method: 'GET',
  path: '/:place/directory/invite',
  allow: 'entry.moderate',
  query: Type.Object({ publisher: Type.Optional(Type.Unknown()) }),
  handle: async visit => {
    const publisherId = asTyped(visit.query.publisher)
    // Without saying whom, one begins with the list.
    return publisherId === ''
      ? redirect(`/${visit.place.slug}/directory/invitations`)
      : inviteView(visit as unknown as Visit, publisherId)
  },
})

export const inviteAnswer = page({
  method: 'POST',
  path: '/:place/directory/invite',
  allow: 'entry.moderate',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const publisherId = asTyped(body.publisherId)
    const toEmail = typedLine(body.toEmail) || null
    const answer = await perform(platform.db, actor, inviteOrganisation, {
      publisherId,
      organisationId: asTyped(body.organisationId) || null,
      organisationKind: asTyped(body.organisationKind) as 'charity',
      assuranceLevel: asTyped(body.assuranceLevel) as 'informal',
      channel: toEmail ? 'email' : 'code',
      toName: typedLine(body.toName),
      toEmail,
    })
    if (isRefusal(answer)) return inviteView(visit as unknown as Visit, publisherId, errorsOf(answer))
    return redirect(`/${place.slug}/directory/invitations/${answer.invitationId}?done=${toEmail ? 'sent' : 'ready'}`)
  },
})

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
    const done = asTyped(query.done)
    const model: InvitationPage = {
      page: {
        title: invitation.publisherName,
        caption: 'Invitation',
        kind: 'staff',
        backHref: `/${place.slug}/directory/invitations`,
        state: stateOf(invitation, platform.clock()),
        ...(Object.hasOwn(happened, done) && { notice: happened[done] as Notice }),
      },
      tag: stateOf(invitation, platform.clock()),
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
