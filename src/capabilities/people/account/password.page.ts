/** Changing one's own password. */

import { form } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { guess } from '../../../platform/auth/attempts.ts'
import { sessionCookie } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit } from '../../../platform/http/route.ts'
import { asTyped } from '../../../platform/http/typed.ts'
import { ownGuesses } from './code.ts'
import { changePassword } from './sessions.ts'

const passwordView = ({ place }: Visit, errors: readonly ErrorItem[] = []) =>
  privateView('design/question.njk', {
    page: { title: 'Change your password', backHref: `/${place.slug}/account`, errors },
    form: form({
      action: `/${place.slug}/account/password`,
      fields: [
        { kind: 'password', name: 'password', label: 'The password you have' },
        {
          kind: 'password',
          name: 'newPassword',
          label: 'The new password',
          hint: 'At least 10 characters. Three words that do not belong together are easy to remember. You are then signed out everywhere else.',
          isNew: true,
        },
      ],
      errors,
      button: 'Change it',
    }),
  })

export const passwordPage = page({
  method: 'GET',
  path: '/:place/account/password',
  allow: 'signed-in',
  handle: async visit => passwordView(visit as Visit),
})

export const passwordAnswer = page({
  method: 'POST',
  path: '/:place/account/password',
  allow: 'signed-in',
  async handle(visit) {
    const { platform, place, actor, body, cookies, remoteAddress } = visit
    const answer = await guess(
      platform.db,
      actor,
      ownGuesses(actor.personId ?? '', 'password', remoteAddress),
      ({ refused }) => refused === 'wrong-password',
      () =>
        perform(platform.db, actor, changePassword, {
          heldToken: cookies[sessionCookie] ?? '',
          password: asTyped(body.password),
          newPassword: asTyped(body.newPassword),
        }),
    )
    if (isRefusal(answer)) return passwordView(visit as Visit, errorsOf(answer))
    return redirect(`/${place.slug}/account?done=password-changed`)
  },
})
