/** Joining an organisation, by the link of an invitation or by the code that was read out. */

import { Type } from 'typebox'
import { form } from '../../../../design/form.ts'
import type { ErrorItem } from '../../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { accountLimit, addressLimit, guess } from '../../../../platform/auth/attempts.ts'
import { sessionCookie } from '../../../../platform/auth/session.ts'
import { sessionFrom } from '../../../../platform/auth/session-from.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit } from '../../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../../platform/http/typed.ts'
import { findOrganisation } from '../../../organisations/index.ts'
import { afterLetIn } from '../../next-page.ts'
import { accountGuesses } from '../links.ts'
import type { Invitation } from './invitation-store.ts'
import { join, notOpen, openInvitation } from './invite.ts'

const pathOf = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/invitation`

const codeView = (visit: Visit, errors: readonly ErrorItem[] = []) =>
  privateView('design/question.njk', {
    page: { title: 'Join an organisation', backHref: `/${visit.place.slug}/sign-in`, errors },
    form: form({
      action: pathOf(visit),
      fields: [
        {
          kind: 'text',
          name: 'code',
          label: 'The code you were told',
          hint: '10 letters and digits, like K7QM4-DXPH2',
          autocomplete: 'one-time-code',
          spellcheck: false,
        },
      ],
      values: { code: typedLine(visit.body.code) },
      errors,
    }),
  })

const joinView = async (
  visit: Visit,
  given: string,
  { organisationId, name, email }: Invitation,
  errors: readonly ErrorItem[] = [],
) => {
  const { platform, actor, body } = visit
  const organisation = await platform.db.as(actor, tx => findOrganisation(tx, organisationId))
  return privateView('design/question.njk', {
    page: { title: `Join ${organisation?.name ?? ''}`, errors, oneThing: true },
    form: form({
      action: pathOf(visit),
      fields: [
        { kind: 'text', name: 'name', label: 'Your name', autocomplete: 'name' },
        ...(email
          ? []
          : [
              {
                kind: 'text' as const,
                name: 'signsInAs',
                label: 'What do you want to sign in with?',
                hint: 'Your e-mail address, or a name of 4 letters or more, if you have no e-mail',
                autocomplete: 'username',
                spellcheck: false,
              },
            ]),
        {
          kind: 'password',
          name: 'password',
          label: 'A password',
          hint: `At least 10 characters. If you sign in here already${email ? ` with ${email}` : ''}, enter the password you have.`,
        },
      ],
      values: { name: body.name ?? name, signsInAs: body.signsInAs },
      errors,
      hidden: { given },
      button: 'Join',
    }),
  })
}

const found = async (visit: Visit, given: string): Promise<Invitation | Refusal> =>
  guess(
    visit.platform.db,
    visit.actor,
    [{ subject: `invitation from ${visit.remoteAddress}`, limit: addressLimit }],
    ({ refused }) => refused === 'no-such-invitation',
    () => visit.platform.db.asHouse(visit.actor.placeId, async tx => (await openInvitation(tx, given)) ?? notOpen()),
  )

const codePage = page({
  method: 'GET',
  path: '/:place/invitation',
  allow: 'anyone',
  handle: async visit => codeView(visit as Visit),
})

const linkPage = page({
  method: 'GET',
  path: '/:place/invitation/:invitationLink',
  allow: 'anyone',
  params: Type.Object({ invitationLink: Type.String({ maxLength: 100 }) }),
  async handle(visit) {
    const given = visit.params.invitationLink
    const invitation = await found(visit as unknown as Visit, given)
    if (!isRefusal(invitation)) return joinView(visit as unknown as Visit, given, invitation)
    return privateView('design/problem.njk', {
      page: { title: 'This invitation opens nothing', backHref: `/${visit.place.slug}/sign-in` },
      because: '',
      sentences: [invitation.message],
    })
  },
})

const joinAnswer = page({
  method: 'POST',
  path: '/:place/invitation',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, cookies, remoteAddress } = visit
    const given = typedLine(body.given) || typedLine(body.code)
    const invitation = await found(visit as Visit, given)
    if (isRefusal(invitation)) return codeView(visit as Visit, errorsOf(invitation))
    if (!body.given) return joinView(visit as Visit, given, invitation)
    const signsInAs = (invitation.email ?? typedLine(body.signsInAs)).toLowerCase()
    const held = cookies[sessionCookie]
    const answer = await guess(
      platform.db,
      actor,
      [
        accountGuesses(signsInAs),
        { subject: `invitation ${invitation.invitationId}`, limit: accountLimit },
        { subject: `address ${remoteAddress}`, limit: addressLimit },
      ],
      ({ refused }) => refused === 'wrong-sign-in',
      () =>
        perform(platform.db, actor, join, {
          given,
          name: typedLine(body.name),
          signsInAs,
          password: asTyped(body.password),
          from: sessionFrom(visit),
          ...(held && { heldToken: held }),
        }),
    )
    if (isRefusal(answer)) return joinView(visit as Visit, given, invitation, errorsOf(answer))
    return redirect(afterLetIn(place, { ...answer, actsForSeveral: false }, null), [
      { name: sessionCookie, value: answer.token },
    ])
  },
})

/** What whoever was invited comes by. */
export const joinRoutes = [codePage, linkPage, joinAnswer]
