/** Forgotten passwords and locked accounts: asking for a link, and opening it. */

import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { guess } from '../../../platform/auth/attempts.ts'
import { sessionCookie } from '../../../platform/auth/session.ts'
import { sessionFrom } from '../../../platform/auth/session-from.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit } from '../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../platform/http/typed.ts'
import { afterLetIn } from '../next-page.ts'
import type { SignInLink } from './link-store.ts'
import { askForNewPassword, chooseNewPassword, guessesByLink, readLink, useLockedLink, whyNot } from './links.ts'
import { signIn } from './sign-in.ts'

const forgottenView = ({ place, body }: Visit, errors: readonly ErrorItem[] = []) =>
  privateView('design/question.njk', {
    page: { title: 'Choose a new password', backHref: `/${place.slug}/sign-in`, errors },
    form: form({
      action: `/${place.slug}/sign-in/forgotten`,
      fields: [
        {
          kind: 'email',
          name: 'email',
          label: 'The e-mail address you sign in with',
          hint: 'We send a link there that works once, for an hour. If you sign in with a name you chose, ask a coordinator of your organisation.',
          autocomplete: 'username',
        },
      ],
      values: { email: typedLine(body.email) },
      errors,
      button: 'Send the link',
    }),
  })

export const forgottenPage = page({
  method: 'GET',
  path: '/:place/sign-in/forgotten',
  allow: 'anyone',
  handle: async visit => forgottenView(visit as Visit),
})

export const forgottenAnswer = page({
  method: 'POST',
  path: '/:place/sign-in/forgotten',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const asked = await perform(platform.db, actor, askForNewPassword, {
      email: typedLine(body.email),
      placeName: place.name,
    })
    if (isRefusal(asked)) return forgottenView(visit as Visit, errorsOf(asked))
    return redirect(`/${place.slug}/sign-in?done=link-sent`)
  },
})

const params = Type.Object({ signInLink: Type.String({ maxLength: 100 }) })
type LinkVisit = Visit<{ signInLink: string }>

const linkView = (visit: LinkVisit, link: SignInLink, errors: readonly ErrorItem[] = []) => {
  const { place, params } = visit
  const action = `/${place.slug}/sign-in/link/${params.signInLink}`
  return privateView('design/question.njk', {
    page: {
      title: link.opens === 'new password' ? 'Choose a new password' : `Sign in as ${link.email}`,
      errors,
      oneThing: true,
    },
    form:
      link.opens === 'new password'
        ? form({
            action,
            fields: [
              {
                kind: 'password',
                name: 'newPassword',
                label: 'The new password',
                hint: 'At least 10 characters. Three words that do not belong together are easy to remember.',
                isNew: true,
              },
            ],
            errors,
            button: 'Choose it',
          })
        : form({
            action,
            fields: [{ kind: 'password', name: 'password', label: 'Your password' }],
            errors: errors.map(error => ({ ...error, field: 'password' })),
            button: 'Sign in',
            instead: { text: 'I have forgotten it', href: `/${place.slug}/sign-in/forgotten` },
          }),
  })
}

const deadView = ({ place }: LinkVisit, why: keyof typeof whyNot) =>
  privateView('design/problem.njk', {
    page: { title: 'This link opens nothing', backHref: `/${place.slug}/sign-in/forgotten` },
    because: '',
    sentences: [whyNot[why]],
  })

const linkOf = ({ platform, actor, params }: LinkVisit) =>
  platform.db.asHouse(actor.placeId, tx => readLink(tx, params.signInLink))

export const linkPage = page({
  method: 'GET',
  path: '/:place/sign-in/link/:signInLink',
  allow: 'anyone',
  params,
  async handle(visit) {
    // Only looked at: programs that check mail open every link before its reader does.
    const link = await linkOf(visit as LinkVisit)
    return typeof link === 'string' ? deadView(visit as LinkVisit, link) : linkView(visit as LinkVisit, link)
  },
})

export const linkAnswer = page({
  method: 'POST',
  path: '/:place/sign-in/link/:signInLink',
  allow: 'anyone',
  params,
  async handle(visit) {
    const { platform, place, actor, body, params, cookies, remoteAddress } = visit
    const link = await linkOf(visit as LinkVisit)
    if (typeof link === 'string') return deadView(visit as LinkVisit, link)
    if (link.opens === 'new password') {
      const chosen = await perform(platform.db, actor, chooseNewPassword, {
        link: params.signInLink,
        newPassword: asTyped(body.newPassword),
      })
      if (isRefusal(chosen)) return linkView(visit as LinkVisit, link, errorsOf(chosen))
      return redirect(`/${place.slug}/sign-in?done=new-password`, [{ name: sessionCookie, value: null }])
    }
    const held = cookies[sessionCookie]
    const answer = await guess(
      platform.db,
      actor,
      guessesByLink(link, remoteAddress),
      ({ refused }) => refused === 'wrong-sign-in',
      () =>
        perform(platform.db, actor, signIn, {
          email: link.email,
          password: asTyped(body.password),
          from: sessionFrom(visit),
          ...(held && { heldToken: held }),
        }),
    )
    if (isRefusal(answer)) return linkView(visit as LinkVisit, link, errorsOf(answer))
    await perform(platform.db, actor, useLockedLink, { link: params.signInLink })
    return redirect(afterLetIn(place, answer, null), [{ name: sessionCookie, value: answer.token }])
  },
})
