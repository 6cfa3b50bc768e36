/** Signing in with an e-mail address and a password, and out again. */

import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type FieldView, fieldView } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import type { Action, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { guess } from '../../../platform/auth/attempts.ts'
import { sessionCookie } from '../../../platform/auth/session.ts'
import { sessionFrom } from '../../../platform/auth/session-from.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../platform/http/typed.ts'
import { afterLetIn, pathOfThisPlace, whereNeeded } from '../next-page.ts'
import { heldSession } from './let-in.ts'
import { type OtherWay, otherWaysIn } from './other-ways.ts'
import { answersFor } from './own-sign-in/own-sign-in-store.ts'
import { domainOf } from './own-sign-in/vouched.ts'
import { guessSubjects, signIn, signOut } from './sign-in.ts'

type SignInPage = PageModel & {
  action: string
  next: string | null
  email: FieldView
  password: { id: string; name: string; label: object; errorMessage?: { text: string } }
  /** Every other way in, in the order they are offered. */
  otherWays: readonly OtherWay[]
  demo: readonly { name: string; says: string; action: Action }[]
}

/** The people of a demo place, kept in its settings as `demoSignIns`; their passwords are no secret. */
const DemoSignIns = Type.Array(
  Type.Object({
    name: Type.String(),
    email: Type.String(),
    password: Type.String(),
    role: Type.String(),
    organisation: Type.String(),
  }),
)

/** Those whom a reference and a code let in, kept as `demoCodes`; `path` is the page below the place where they are typed. */
const DemoCodes = Type.Array(
  Type.Object({
    name: Type.String(),
    role: Type.String(),
    path: Type.String(),
    reference: Type.String(),
    code: Type.String(),
  }),
)

export const signInView = (visit: Visit, next: string | null, errors: readonly ErrorItem[] = [], notice?: Notice) => {
  const { place, platform, body } = visit
  const action = `/${place.slug}/sign-in`
  const wrongPassword = errors.find(({ field }) => field === 'password')
  const { demoSignIns, demoCodes } = place.settings
  const demo = platform.config.demo && Value.Check(DemoSignIns, demoSignIns) ? demoSignIns : []
  const withCode = platform.config.demo && Value.Check(DemoCodes, demoCodes) ? demoCodes : []
  const model: SignInPage = {
    page: { title: 'Sign in', backHref: `/${place.slug}`, errors, ...(notice && { notice }) },
    action,
    next,
    email: fieldView(
      {
        kind: 'email',
        name: 'email',
        label: 'E-mail address',
        hint: 'Or the name you chose, if you have no e-mail',
        autocomplete: 'username',
      },
      { email: typedLine(body.email) },
      errors,
    ),
    password: {
      id: 'password',
      name: 'password',
      label: { text: 'Password', classes: 'govuk-label--s' },
      ...(wrongPassword && { errorMessage: { text: wrongPassword.message } }),
    },
    otherWays: otherWaysIn(visit as Visit, next),
    demo: [
      ...demo.map(({ name, email, password, role, organisation }) => ({
        name,
        says: `${role}, ${organisation}`,
        action: {
          text: 'Sign in',
          about: `as ${name}, ${role}, ${organisation}`,
          look: 'other' as const,
          action,
          hidden: { email, password, ...(next && { next }) },
        },
      })),
      ...withCode.map(({ name, role, path, reference, code }) => ({
        name,
        says: role,
        action: {
          text: 'Look in',
          about: `as ${name}, ${role}`,
          look: 'other' as const,
          action: `/${place.slug}${path}`,
          hidden: { reference, code },
        },
      })),
    ],
  }
  return view('people/account/sign-in.njk', model, { status: errors.length ? 422 : 200 })
}

const happenings: Happenings = {
  'signed-out': { message: 'You are signed out.' },
  'link-sent': {
    message: 'If somebody signs in with that address, a link is on its way to it.',
    detail:
      'It works once, for an hour. Nothing came? Look among unwanted mail, or ask a coordinator of your organisation.',
  },
  'new-password': { message: 'Your new password counts now. Sign in with it.' },
}

export const signInPage = page({
  method: 'GET',
  path: '/:place/sign-in',
  allow: 'anyone',
  query: Type.Object({ next: Type.Optional(Type.Unknown()), done: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { actor, place, query, platform, cookies } = visit
    const next = pathOfThisPlace(query.next, place.slug)
    const token = cookies[sessionCookie]
    const held =
      token && actor.kind === 'anyone' ? await platform.db.asHouse(place.placeId, tx => heldSession(tx, token)) : null
    if (held?.waitsFor) return redirect(afterLetIn(place, { secondStep: held.waitsFor, actsForSeveral: false }, next))
    const notice: Notice | undefined =
      actor.kind === 'person'
        ? {
            tone: 'information',
            message: `You are signed in already, as ${actor.name} of ${actor.organisationName}.`,
            link: { text: 'Go on', href: next ?? `/${place.slug}/start` },
          }
        : noticeOf(happenings, query.done).notice
          ? noticeOf(happenings, query.done).notice
          : next
            ? { tone: 'information', message: 'Sign in to open that page.' }
            : undefined
    return signInView(visit as Visit, next, [], notice)
  },
})

// The same words whether or not there is such an account.
const lockedWords =
  'There were too many wrong tries. Wait 15 minutes, then try again. If there is such an account, its owner has been sent a link that lets them in now, and their coordinator can unlock it.'

/** For every address of a domain whose organisation signs in by itself, known here or not: where to go instead. */
const perhapsElsewhere = async (
  { platform, place, actor }: Visit,
  email: string,
  next: string | null,
): Promise<Notice | undefined> => {
  const domain = domainOf(email)
  const answers = await platform.db.as(actor, tx => answersFor(tx, domain))
  return answers
    ? {
        tone: 'information',
        message: `People with an address at ${domain} can sign in with their organisation.`,
        link: {
          text: 'Sign in with your organisation',
          href: `/${place.slug}/sign-in/organisation${next ? `?next=${encodeURIComponent(next)}` : ''}`,
        },
      }
    : undefined
}

export const signInAnswer = page({
  method: 'POST',
  path: '/:place/sign-in',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, cookies, remoteAddress } = visit
    const next = pathOfThisPlace(body.next, place.slug)
    const email = typedLine(body.email)
    const held = cookies[sessionCookie]
    const answer = await guess(
      platform.db,
      actor,
      guessSubjects(email, remoteAddress),
      ({ refused }) => refused === 'wrong-sign-in',
      () =>
        perform(platform.db, actor, signIn, {
          email,
          password: asTyped(body.password),
          ...(held && { heldToken: held }),
          from: sessionFrom(visit),
        }),
    )
    if (isRefusal(answer))
      return signInView(
        visit as Visit,
        next,
        errorsOf(answer.refused === 'too-many-attempts' ? refuse(answer.refused, lockedWords, 'email') : answer),
        await perhapsElsewhere(visit as Visit, email, next),
      )
    return redirect(afterLetIn(place, answer, next), [{ name: sessionCookie, value: answer.token }])
  },
})

/** Leads whoever is signed in to the page they are needed on. */
export const startPage = page({
  method: 'GET',
  path: '/:place/start',
  allow: 'signed-in',
  handle: async ({ actor, place }) => redirect(whereNeeded(actor, place)),
})

export const signOutAnswer = page({
  method: 'POST',
  path: '/:place/sign-out',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies }) {
    const heldToken = cookies[sessionCookie]
    if (heldToken) await perform(platform.db, actor, signOut, { heldToken })
    return redirect(`/${place.slug}/sign-in?done=signed-out`, [{ name: sessionCookie, value: null }])
  },
})
