import { Type } from 'typebox'
import { type FieldView, fieldView } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../platform/http/typed.ts'
import { assuranceLevels, listOrganisations, organisationKinds } from '../../organisations/index.ts'
import { findPublisher, listEntriesOfPublisher } from './entry-store.ts'
import { inviteOrganisation } from './invite-organisation.ts'

/** Inviting an organisation to look after its entries. */

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
