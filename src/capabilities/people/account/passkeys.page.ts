/** Passkeys: adding, naming, removing, and signing in with one. A device is asked by a script, which a browser runs only with one at hand. */

import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action, EmptyState, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { addressLimit, guess } from '../../../platform/auth/attempts.ts'
import { sessionCookie } from '../../../platform/auth/session.ts'
import { sessionFrom } from '../../../platform/auth/session-from.ts'
import { perform } from '../../../platform/command.ts'
import { api, errorsOf, json, page, privateView, redirect, type Visit } from '../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../platform/http/typed.ts'
import { afterLetIn, pathOfThisPlace } from '../next-page.ts'
import { ownGuesses } from './code.ts'
import { heldSession } from './let-in.ts'
import { listPasskeys } from './passkey-store.ts'
import {
  addPasskey,
  askAnyPasskey,
  askForPasskey,
  refuseCopiedPasskey,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
  siteOf,
} from './passkeys.ts'
import { signInView } from './sign-in.page.ts'

const Key = Type.Object({ id: Type.String(), type: Type.String() })

/** What a browser asks a device for, as WebAuthn writes it in JSON. */
export const newPasskeyApi = api({
  method: 'POST',
  path: '/:place/api/passkeys/new',
  allow: 'anyone',
  response: Type.Object({
    rp: Type.Object({ id: Type.String(), name: Type.String() }),
    user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    challenge: Type.String(),
    pubKeyCredParams: Type.Array(Type.Object({ type: Type.String(), alg: Type.Integer() })),
    timeout: Type.Integer(),
    attestation: Type.String(),
    excludeCredentials: Type.Array(Key),
    authenticatorSelection: Type.Object({
      residentKey: Type.String(),
      requireResidentKey: Type.Boolean(),
      userVerification: Type.String(),
    }),
  }),
  async handle({ platform, place, actor, cookies }) {
    const asked = await perform(platform.db, actor, askForPasskey, {
      heldToken: cookies[sessionCookie] ?? '',
      site: siteOf(platform.config.publicUrl),
      placeName: place.name,
    })
    if (isRefusal(asked)) return json({ error: { title: 'No passkey', message: asked.message } }, { status: 403 })
    return json(asked.options)
  },
})

export const anyPasskeyApi = api({
  method: 'POST',
  path: '/:place/api/passkeys/any',
  allow: 'anyone',
  response: Type.Object({
    challenge: Type.String(),
    rpId: Type.String(),
    timeout: Type.Integer(),
    userVerification: Type.String(),
  }),
  handle: async ({ platform, actor }) =>
    json(await platform.db.asHouse(actor.placeId, tx => askAnyPasskey(tx, siteOf(platform.config.publicUrl)))),
})

type PasskeysPage = PageModel & {
  passkeys: readonly { name: string; madeAt: Date; lastUsedAt: Date | null; rename: FormView; remove: Action }[]
  empty: EmptyState
  add: FormView
  asks: string
  site: string
}

const happenings: Happenings = {
  added: { message: 'The passkey is added.', detail: 'From now on you can sign in with it, without your password.' },
  renamed: { message: 'The name is changed.' },
  removed: { message: 'The passkey is removed.', detail: 'Your device may still offer it: remove it there too.' },
}

const pathOf = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/account/passkeys`

const passkeysView = async (visit: Visit, errors: readonly ErrorItem[] = [], renaming = '') => {
  const { platform, place, actor, body, query } = visit
  const passkeys = await platform.db.as(actor, tx => listPasskeys(tx, actor.personId ?? ''))
  const here = pathOf(visit)
  const model: PasskeysPage = {
    page: { title: 'Passkeys', backHref: `/${place.slug}/account`, errors, ...noticeOf(happenings, query.done) },
    passkeys: passkeys.map(({ passkeyId, name, madeAt, lastUsedAt }) => ({
      name,
      madeAt,
      lastUsedAt,
      rename: form({
        action: `${here}/name`,
        fields: [{ kind: 'text', name: `name-${passkeyId}`, label: `Another name for ${name}`, autocomplete: 'off' }],
        values: { [`name-${passkeyId}`]: renaming === passkeyId ? typedLine(body[`name-${passkeyId}`]) : name },
        errors,
        hidden: { passkeyId },
        button: 'Change the name',
      }),
      remove: { text: 'Remove', about: name, look: 'danger', action: `${here}/remove`, hidden: { passkeyId } },
    })),
    empty: {
      title: 'No passkey yet',
      sentences: ['With one you sign in by your finger, your face or the PIN of your device, without a password.'],
    },
    add: form({
      action: here,
      fields: [
        {
          kind: 'text',
          name: 'name',
          label: 'A name you know it by',
          hint: 'Like "My phone"',
          width: 20,
          autocomplete: 'off',
        },
        { kind: 'password', name: 'password', label: 'Your password' },
      ],
      values: { name: renaming ? '' : typedLine(body.name) },
      errors,
      hidden: { answer: '' },
      button: 'Add a passkey',
    }),
    asks: `/${place.slug}/api/passkeys/new`,
    site: platform.config.publicUrl,
  }
  return privateView('people/account/passkeys.njk', model)
}

export const passkeysPage = page({
  method: 'GET',
  path: '/:place/account/passkeys',
  allow: 'signed-in',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => passkeysView(visit as Visit),
})

export const addPasskeyAnswer = page({
  method: 'POST',
  path: '/:place/account/passkeys',
  // Somebody whose organisation asks for a second step adds one before they are in.
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, cookies, remoteAddress } = visit
    const next = pathOfThisPlace(body.next, place.slug)
    const heldToken = cookies[sessionCookie] ?? ''
    const held = await platform.db.asHouse(actor.placeId, tx => heldSession(tx, heldToken))
    if (!held) return redirect(`/${place.slug}/sign-in`)
    const answer = await guess(
      platform.db,
      actor,
      ownGuesses(held.personId, 'password', remoteAddress),
      ({ refused }) => refused === 'wrong-password',
      () =>
        perform(platform.db, actor, addPasskey, {
          heldToken,
          password: asTyped(body.password),
          name: typedLine(body.name),
          answer: asTyped(body.answer),
          site: siteOf(platform.config.publicUrl),
          from: sessionFrom(visit),
        }),
    )
    if (actor.kind !== 'person') {
      if (isRefusal(answer)) return redirect(`/${place.slug}/sign-in/second-step?done=no-passkey`)
      return redirect(
        afterLetIn(place, answer, next),
        answer.token ? [{ name: sessionCookie, value: answer.token }] : [],
      )
    }
    if (isRefusal(answer)) return passkeysView(visit as Visit, errorsOf(answer))
    return redirect(`${pathOf(visit)}?done=added`)
  },
})

export const renamePasskeyAnswer = page({
  method: 'POST',
  path: '/:place/account/passkeys/name',
  allow: 'signed-in',
  async handle(visit) {
    const { platform, actor, body } = visit
    const passkeyId = typedLine(body.passkeyId)
    const name = typedLine(body[`name-${passkeyId}`])
    const answer = await perform(platform.db, actor, renamePasskey, { passkeyId, name })
    if (isRefusal(answer)) {
      const errors = errorsOf(answer).map(error =>
        error.field === 'name' ? { ...error, field: `name-${passkeyId}` } : error,
      )
      return passkeysView(visit as Visit, errors, passkeyId)
    }
    return redirect(`${pathOf(visit)}?done=renamed`)
  },
})

export const removePasskeyAnswer = page({
  method: 'POST',
  path: '/:place/account/passkeys/remove',
  allow: 'signed-in',
  async handle(visit) {
    const { platform, actor, body } = visit
    const answer = await perform(platform.db, actor, removePasskey, { passkeyId: typedLine(body.passkeyId) })
    if (isRefusal(answer)) return passkeysView(visit as Visit, errorsOf(answer))
    return redirect(`${pathOf(visit)}?done=removed`)
  },
})

export const signInWithPasskeyAnswer = page({
  method: 'POST',
  path: '/:place/sign-in/passkey',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, cookies, remoteAddress } = visit
    const next = pathOfThisPlace(body.next, place.slug)
    const held = cookies[sessionCookie]
    const answer = await guess(
      platform.db,
      actor,
      [{ subject: `address ${remoteAddress}`, limit: addressLimit }],
      ({ refused }) => refused === 'wrong-passkey' || refused === 'copied-passkey',
      () =>
        perform(platform.db, actor, signInWithPasskey, {
          answer: asTyped(body.answer),
          site: siteOf(platform.config.publicUrl),
          from: sessionFrom(visit),
          ...(held && { heldToken: held }),
        }),
    )
    if (isRefusal(answer)) {
      // A refusal undoes its transaction: what is to be remembered of this one is written in another.
      if (answer.refused === 'copied-passkey')
        await perform(platform.db, actor, refuseCopiedPasskey, { personId: answer.field ?? '' })
      return signInView(visit as Visit, next, errorsOf(refuse(answer.refused, answer.message)))
    }
    return redirect(afterLetIn(place, answer, next), [{ name: sessionCookie, value: answer.token }])
  },
})
