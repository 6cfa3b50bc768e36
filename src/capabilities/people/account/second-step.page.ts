/** The second step on the account's own pages: setting it up, recovery codes, and turning it off. */

import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { guess } from '../../../platform/auth/attempts.ts'
import { sessionCookie } from '../../../platform/auth/session.ts'
import { sessionFrom } from '../../../platform/auth/session-from.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit } from '../../../platform/http/route.ts'
import { asTyped, chosen } from '../../../platform/http/typed.ts'
import { pathOfThisPlace } from '../next-page.ts'
import { findAccountOf } from '../sign-in-store.ts'
import { codesAreKept, codesToShow, keyOf, ownGuesses } from './code.ts'
import { codeField, type KeyToSetUp, keyToSetUp } from './second-step-form.ts'
import { countRecoveryCodes, findAuthenticator } from './second-step-store.ts'
import {
  confirmAuthenticator,
  renewRecoveryCodes,
  startAuthenticator,
  turnOffAuthenticator,
} from './set-up-authenticator.ts'

type SecondStepPage = PageModel & {
  /** Off: how to begin. */
  start: FormView | null
  /** Begun: the key, waiting for its first code. */
  setUp: KeyToSetUp | null
  /** On. */
  on: { since: Date; codes: number; renew: FormView; turnOff: FormView } | null
}

const happenings: Happenings = {
  started: { tone: 'information', message: 'Put this key into your app, then enter the code it shows.' },
}

const pathOf = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/account/second-step`

const secondStepView = async (visit: Visit, doing: Doing | null = null, errors: readonly ErrorItem[] = []) => {
  const { platform, place, actor, query } = visit
  const personId = actor.personId ?? ''
  const { account, authenticator, key, codes } = await platform.db.as(actor, async tx => {
    const authenticator = await findAuthenticator(tx, personId)
    return {
      authenticator,
      account: await findAccountOf(tx, personId),
      key: authenticator && keyOf(tx, personId, authenticator),
      codes: await countRecoveryCodes(tx, personId),
    }
  })
  const action = pathOf(visit)
  const errorsIn = (one: Doing) => (doing === one ? errors : [])
  const begun = authenticator && !authenticator.confirmedAt && key
  const model: SecondStepPage = {
    page: {
      title: 'The second step',
      backHref: `/${place.slug}/account`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    start: authenticator?.confirmedAt
      ? null
      : form({
          action,
          fields: [{ kind: 'password', name: 'password', label: 'Your password' }],
          errors: errorsIn('start'),
          hidden: { do: 'start' },
          button: begun ? 'Show me another key' : 'Show me a key',
        }),
    setUp: begun
      ? keyToSetUp(begun, place, account?.email ?? actor.name, action, errorsIn('confirm'), { do: 'confirm' })
      : null,
    on: authenticator?.confirmedAt
      ? {
          since: authenticator.confirmedAt,
          codes,
          renew: form({
            action,
            fields: [{ ...codeField('The code your app shows now'), name: 'code' }],
            errors: errorsIn('renew'),
            hidden: { do: 'renew' },
            button: 'Make new recovery codes',
          }),
          turnOff: form({
            action,
            fields: [
              { kind: 'password', name: 'password', label: 'Your password' },
              { ...codeField('A code of your app, or a recovery code'), name: 'offCode' },
            ],
            errors: errorsIn('turn-off').map(error =>
              error.field === 'code' ? { ...error, field: 'offCode' } : error,
            ),
            hidden: { do: 'turn-off' },
            button: 'Turn it off',
          }),
        }
      : null,
  }
  if (doing === 'turn-off')
    model.page.errors = errors.map(error => (error.field === 'code' ? { ...error, field: 'offCode' } : error))
  return privateView('people/account/second-step.njk', model)
}

const doings = ['start', 'confirm', 'renew', 'turn-off'] as const
type Doing = (typeof doings)[number]

export const secondStepPage = page({
  method: 'GET',
  path: '/:place/account/second-step',
  allow: 'signed-in',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => secondStepView(visit as Visit),
})

export const secondStepAnswer = page({
  method: 'POST',
  path: '/:place/account/second-step',
  allow: 'signed-in',
  async handle(visit) {
    const { platform, place, actor, body, cookies, remoteAddress } = visit
    const doing = chosen(body.do, doings)
    if (!doing) return redirect(pathOf(visit))
    const heldToken = cookies[sessionCookie] ?? ''
    const password = asTyped(body.password)
    const code = asTyped(doing === 'turn-off' ? body.offCode : body.code)
    const db = platform.db
    const done: { readonly [D in Doing]: () => Promise<{ recordId: string; token?: string } | Refusal> } = {
      start: () => perform(db, actor, startAuthenticator, { heldToken, password }),
      confirm: () => perform(db, actor, confirmAuthenticator, { heldToken, code, from: sessionFrom(visit) }),
      renew: () => perform(db, actor, renewRecoveryCodes, { heldToken, code }),
      'turn-off': () => perform(db, actor, turnOffAuthenticator, { password, code }),
    }
    const personId = actor.personId ?? ''
    // Turning it off guesses at two secrets, and is counted for both.
    const guessed =
      doing === 'start'
        ? ownGuesses(personId, 'password', remoteAddress)
        : doing === 'turn-off'
          ? [
              ...ownGuesses(personId, 'password', remoteAddress).slice(0, 1),
              ...ownGuesses(personId, 'code', remoteAddress),
            ]
          : ownGuesses(personId, 'code', remoteAddress)
    const answer = await guess(
      db,
      actor,
      guessed,
      ({ refused }) => refused === 'wrong-password' || refused === 'wrong-code',
      done[doing],
    )
    if (isRefusal(answer)) return secondStepView(visit as Visit, doing, errorsOf(answer))
    const there = {
      start: `${pathOf(visit)}?done=started`,
      confirm: `/${place.slug}/account/recovery-codes`,
      renew: `/${place.slug}/account/recovery-codes`,
      'turn-off': `/${place.slug}/account?done=second-step-off`,
    }[doing]
    return redirect(there, answer.token ? [{ name: sessionCookie, value: answer.token }] : [])
  },
})

type CodesPage = PageModel & { codes: readonly string[]; keep: Action }

export const recoveryCodesPage = page({
  method: 'GET',
  path: '/:place/account/recovery-codes',
  allow: 'signed-in',
  query: Type.Object({ next: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, cookies, query }) {
    const next = pathOfThisPlace(query.next, place.slug)
    const codes = await platform.db.as(actor, tx => codesToShow(tx, cookies[sessionCookie] ?? ''))
    const here = `/${place.slug}/account/recovery-codes`
    if (!codes)
      return privateView('design/problem.njk', {
        page: { title: 'Recovery codes are shown once', backHref: `/${place.slug}/account/second-step` },
        because: '',
        sentences: ['If you did not keep yours, make new ones: those before then work no more.'],
      })
    const model: CodesPage = {
      page: { title: 'Your recovery codes', backHref: `/${place.slug}/account` },
      codes,
      keep: { text: 'I have kept them', action: here, hidden: next ? { next } : {} },
    }
    return privateView('people/account/recovery-codes.njk', model)
  },
})

export const recoveryCodesAnswer = page({
  method: 'POST',
  path: '/:place/account/recovery-codes',
  allow: 'signed-in',
  async handle({ platform, place, actor, cookies, body }) {
    await platform.db.as(actor, tx => codesAreKept(tx, cookies[sessionCookie] ?? ''))
    return redirect(pathOfThisPlace(body.next, place.slug) ?? `/${place.slug}/account`)
  },
})
