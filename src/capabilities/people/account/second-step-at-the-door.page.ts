/** The second step of signing in: give a code, use a passkey, or set one up where the organisation asks for it. */

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
import { afterLetIn, pathOfThisPlace } from '../next-page.ts'
import { findAccountOf } from '../sign-in-store.ts'
import { keyOf, ownGuesses } from './code.ts'
import { type HeldSession, heldSession } from './let-in.ts'
import { codeField, type KeyToSetUp, keyToSetUp } from './second-step-form.ts'
import { findAuthenticator } from './second-step-store.ts'
import { confirmAuthenticator, giveCode, startAuthenticator } from './set-up-authenticator.ts'

type DoorPage = PageModel & {
  waitsFor: 'code' | 'passkey' | 'set up'
  giveCode: FormView | null
  start: Action | null
  setUp: KeyToSetUp | null
  /** Uses a passkey, or makes one, where that would do. */
  passkey: { kind: 'any' | 'new'; asks: string; action: string; next: string | null; site: string } | null
  somebodyElse: Action
}

const happenings: Happenings = {
  'no-passkey': { tone: 'attention', message: 'The passkey was not added. Try again, or set up an app.' },
}

const titles = {
  code: 'Enter the code from your app',
  passkey: 'Use your passkey',
  'set up': 'Set up a second step',
} as const

/** Whoever holds a session that still waits for its second step; null for everybody else. */
const waitingIn = async ({ platform, actor, cookies }: Visit): Promise<HeldSession | null> => {
  if (actor.kind === 'person') return null
  const held = await platform.db.asHouse(actor.placeId, tx => heldSession(tx, cookies[sessionCookie]))
  return held?.waitsFor ? held : null
}

const pathOf = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/sign-in/second-step`

const doorView = async (visit: Visit, held: HeldSession, next: string | null, errors: readonly ErrorItem[] = []) => {
  const { platform, place, actor } = visit
  const { personId } = held
  const waitsFor = held.waitsFor ?? 'code'
  const { account, key } = await platform.db.asHouse(actor.placeId, async tx => {
    const authenticator = await findAuthenticator(tx, personId)
    return { account: await findAccountOf(tx, personId), key: authenticator && keyOf(tx, personId, authenticator) }
  })
  const action = pathOf(visit)
  const hidden = next ? { next } : {}
  const model: DoorPage = {
    page: { title: titles[waitsFor], errors, oneThing: true, ...noticeOf(happenings, visit.query.done) },
    waitsFor,
    giveCode:
      waitsFor === 'code'
        ? form({
            action,
            fields: [
              codeField('Code', '6 digits that your app shows now, or one of your recovery codes, like K7QM-4DXP'),
            ],
            errors,
            hidden: { ...hidden, do: 'code' },
            button: 'Sign in',
          })
        : null,
    start:
      waitsFor === 'set up'
        ? {
            text: key ? 'Show me another key' : 'Show me a key',
            look: key ? 'other' : 'main',
            action,
            hidden: { ...hidden, do: 'start' },
          }
        : null,
    setUp:
      waitsFor === 'set up' && key
        ? keyToSetUp(key, place, account?.email ?? '', action, errors, { ...hidden, do: 'confirm' })
        : null,
    passkey:
      waitsFor === 'set up'
        ? {
            kind: 'new',
            asks: `/${place.slug}/api/passkeys/new`,
            action: `/${place.slug}/account/passkeys`,
            next,
            site: platform.config.publicUrl,
          }
        : waitsFor === 'passkey'
          ? {
              kind: 'any',
              asks: `/${place.slug}/api/passkeys/any`,
              action: `/${place.slug}/sign-in/passkey`,
              next,
              site: platform.config.publicUrl,
            }
          : null,
    somebodyElse: { text: 'Sign in as somebody else', look: 'other', action: `/${place.slug}/sign-out` },
  }
  return privateView('people/account/second-step-at-the-door.njk', model)
}

export const secondStepAtTheDoorPage = page({
  method: 'GET',
  path: '/:place/sign-in/second-step',
  allow: 'anyone',
  query: Type.Object({ next: Type.Optional(Type.Unknown()), done: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { place, actor, query } = visit
    const next = pathOfThisPlace(query.next, place.slug)
    const held = await waitingIn(visit as Visit)
    if (held) return doorView(visit as Visit, held, next)
    return redirect(actor.kind === 'person' ? (next ?? `/${place.slug}/start`) : `/${place.slug}/sign-in`)
  },
})

const doings = ['code', 'start', 'confirm'] as const

export const secondStepAtTheDoorAnswer = page({
  method: 'POST',
  path: '/:place/sign-in/second-step',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, cookies, remoteAddress } = visit
    const next = pathOfThisPlace(body.next, place.slug)
    const held = await waitingIn(visit as Visit)
    if (!held) return redirect(`/${place.slug}/sign-in`)
    const doing = chosen(body.do, doings) ?? 'code'
    const heldToken = cookies[sessionCookie] ?? ''
    const code = asTyped(body.code)
    const onwards = next ? `?next=${encodeURIComponent(next)}` : ''
    if (doing === 'start') {
      const started = await perform(platform.db, actor, startAuthenticator, { heldToken, password: '' })
      if (isRefusal(started)) return doorView(visit as Visit, held, next, errorsOf(started))
      return redirect(`${pathOf(visit)}${onwards}`)
    }
    const from = sessionFrom(visit)
    const answer = await guess(
      platform.db,
      actor,
      ownGuesses(held.personId, 'code', remoteAddress),
      ({ refused }: Refusal) => refused === 'wrong-code',
      () => perform(platform.db, actor, doing === 'code' ? giveCode : confirmAuthenticator, { heldToken, code, from }),
    )
    if (isRefusal(answer)) return doorView(visit as Visit, held, next, errorsOf(answer))
    const inside = afterLetIn(place, answer, next)
    return redirect(
      doing === 'confirm' ? `/${place.slug}/account/recovery-codes?next=${encodeURIComponent(inside)}` : inside,
      [{ name: sessionCookie, value: answer.token }],
    )
  },
})
