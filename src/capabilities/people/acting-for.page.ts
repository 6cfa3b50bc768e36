/** Choosing which of their organisations somebody acts for now. */

import { Type } from 'typebox'
import { form } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { sessionCookie } from '../../platform/auth/session.ts'
import { sessionFrom } from '../../platform/auth/session-from.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, page, redirect, type Visit, view } from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { listMemberships, type Role, roles } from '../organisations/index.ts'
import { actForOrganisation } from './account/sign-in.ts'
import { afterLetIn, pathOfThisPlace } from './next-page.ts'

const actingForView = async (
  { platform, actor, place, body }: Visit,
  next: string | null,
  errors: readonly ErrorItem[] = [],
) => {
  const { personId } = actor
  const memberships = personId
    ? // Memberships in other organisations than the one acted for now are the house's to see.
      await platform.db.as(actor, tx => tx.house(() => listMemberships(tx, personId)))
    : []
  return view(
    'design/question.njk',
    {
      page: { title: 'Who are you acting for now?', backHref: next ?? `/${place.slug}/start`, errors },
      form: form({
        action: `/${place.slug}/acting-for`,
        fields: [
          {
            kind: 'radios',
            name: 'organisationId',
            label: 'Who are you acting for now?',
            hint: 'You see what that organisation is asked and what it has in hand.',
            options: memberships.map(({ organisationId, organisationName, roles: held }) => ({
              value: organisationId,
              text: organisationName,
              hint: held.map((role: Role) => roles[role].split(':')[0]).join(', '),
            })),
          },
        ],
        values: { organisationId: body.organisationId ?? actor.organisationId },
        errors,
        titleIsLabel: true,
        ...(next && { hidden: { next } }),
      }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

export const actingForPage = page({
  method: 'GET',
  path: '/:place/acting-for',
  allow: 'signed-in',
  query: Type.Object({ next: Type.Optional(Type.Unknown()) }),
  handle: visit => actingForView(visit as Visit, pathOfThisPlace(visit.query.next, visit.place.slug)),
})

export const actingForAnswer = page({
  method: 'POST',
  path: '/:place/acting-for',
  allow: 'signed-in',
  async handle(visit) {
    const { platform, place, actor, body, cookies } = visit
    const next = pathOfThisPlace(body.next, place.slug)
    const held = cookies[sessionCookie]
    const answer = await perform(platform.db, actor, actForOrganisation, {
      organisationId: typedLine(body.organisationId),
      ...(held && { heldToken: held }),
      from: sessionFrom(visit),
    })
    if (isRefusal(answer)) return actingForView(visit as Visit, next, errorsOf(answer))
    return redirect(afterLetIn(place, { ...answer, actsForSeveral: false }, next), [
      { name: sessionCookie, value: answer.token },
    ])
  },
})
