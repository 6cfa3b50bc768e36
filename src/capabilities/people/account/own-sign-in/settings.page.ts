/** How an organisation's own sign-in is set up, tried, required and given up. */

import { Type } from 'typebox'
import { type FormView, form } from '../../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../../design/happened.ts'
import type { PageModel } from '../../../../design/page.ts'
import type { Action, ErrorItem } from '../../../../design/view-models.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit } from '../../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../../platform/http/typed.ts'
import { listMemberships } from '../../../organisations/index.ts'
import { dropOwnSignIn, keepOwnSignIn, requireOwnSignIn } from './keep-own-sign-in.ts'
import { backTo, sendThere } from './own-sign-in.page.ts'
import { findOwnSignIn } from './own-sign-in-store.ts'
import { secondProofs } from './vouched.ts'

type SettingsPage = PageModel & {
  standing: string
  backTo: string
  tryIt: Action | null
  require: Action | null
  drop: Action | null
  form: FormView
}

const happenings: Happenings = {
  kept: { message: 'Kept. Now try it: it counts once it has let you in.' },
  tried: { message: 'It let you in. From now on it counts.' },
  required: {
    message: 'From now on your people come in by your own sign-in alone.',
    detail:
      'Whoever came in another way signs in again at their next page. Coordinators can still come in with two proofs.',
  },
  'not-required': { message: 'Your people can come in any way again.' },
  dropped: { message: 'Your own sign-in is given up. Your people come in by password or passkey.' },
}

const pathOf = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/our-people/own-sign-in`

const settingsView = async (visit: Visit, errors: readonly ErrorItem[] = []) => {
  const { platform, place, actor, body, query } = visit
  const organisationId = actor.organisationId ?? ''
  const here = pathOf(visit)
  const { settings, required } = await platform.db.as(actor, tx =>
    tx.house(async () => ({
      settings: await findOwnSignIn(tx, organisationId),
      required:
        (await listMemberships(tx, actor.personId ?? '')).find(each => each.organisationId === organisationId)
          ?.requiresOwnSignIn ?? false,
    })),
  )
  const model: SettingsPage = {
    page: {
      title: 'Your own sign-in',
      caption: actor.organisationName ?? '',
      backHref: `/${place.slug}/our-people`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    standing: !settings
      ? 'Your people sign in here with a password or a passkey. If your organisation has a sign-in of its own, they can use that instead.'
      : !settings.triedAt
        ? 'Kept, but not tried: nobody is let in by it yet.'
        : required
          ? 'It counts, and your people come in by it alone.'
          : 'It counts: your people can come in by it, or as before.',
    backTo: backTo(visit),
    tryIt: settings ? { text: 'Try it', look: settings.triedAt ? 'other' : 'main', href: `${here}/try` } : null,
    require: settings?.triedAt
      ? {
          text: required ? 'Let them come in any way' : 'Let them come in by it alone',
          look: 'other',
          action: `${here}/require`,
          hidden: { required: required ? 'no' : 'yes' },
        }
      : null,
    drop: settings ? { text: 'Give it up', look: 'danger', action: `${here}/drop` } : null,
    form: form({
      action: here,
      fields: [
        {
          kind: 'text',
          name: 'issuer',
          label: 'Its address (issuer)',
          hint: 'Like https://login.example.org. We read the rest from there.',
          autocomplete: 'off',
          spellcheck: false,
        },
        {
          kind: 'text',
          name: 'clientId',
          label: 'The id it knows us by (client_id)',
          autocomplete: 'off',
          spellcheck: false,
        },
        {
          kind: 'password',
          name: 'clientSecret',
          label: 'The secret it gave us (client_secret)',
          hint: settings ? 'Leave empty to keep the one we have.' : 'It is sealed, and shown to nobody again.',
          isNew: true,
        },
        {
          kind: 'text',
          name: 'domains',
          label: 'Domains of your e-mail addresses',
          hint: 'Like example.org. People are known by an address there that your sign-in has checked.',
          autocomplete: 'off',
          spellcheck: false,
        },
        {
          kind: 'radios',
          name: 'secondProof',
          label: 'Does what it says of a second proof count?',
          options: Object.entries(secondProofs).map(([value, text]) => ({ value, text })),
        },
        {
          kind: 'text',
          name: 'levels',
          label: 'What it calls a sign-in with two proofs (acr)',
          hint: 'We ask for it (acr_values), and believe it when it says so. Leave empty if it names the proofs themselves (amr).',
          optional: true,
          autocomplete: 'off',
          spellcheck: false,
        },
      ],
      values:
        errors.length > 0
          ? body
          : {
              issuer: settings?.issuer,
              clientId: settings?.clientId,
              domains: settings?.domains.join(', '),
              levels: settings?.levels.join(' '),
              secondProof: settings?.secondProof ?? 'never',
            },
      errors,
      button: 'Keep',
    }),
  }
  return privateView('people/account/own-sign-in/settings.njk', model)
}

const allow = 'account.look-after'

const ownSignInPage = page({
  method: 'GET',
  path: '/:place/our-people/own-sign-in',
  allow,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => settingsView(visit as Visit),
})

const ownSignInAnswer = page({
  method: 'POST',
  path: '/:place/our-people/own-sign-in',
  allow,
  async handle(visit) {
    const { platform, actor, body } = visit
    const answer = await perform(platform.db, actor, keepOwnSignIn, {
      issuer: typedLine(body.issuer),
      clientId: typedLine(body.clientId),
      clientSecret: asTyped(body.clientSecret).toWellFormed(),
      domains: typedLine(body.domains),
      secondProof: asTyped(body.secondProof) as 'never',
      levels: typedLine(body.levels),
    })
    return isRefusal(answer) ? settingsView(visit as Visit, errorsOf(answer)) : redirect(`${pathOf(visit)}?done=kept`)
  },
})

const tryOwnSignInPage = page({
  method: 'GET',
  path: '/:place/our-people/own-sign-in/try',
  allow,
  async handle(visit) {
    const { actor } = visit
    const answer = await sendThere(visit as Visit, actor.organisationId ?? '', { triedBy: actor.personId, next: null })
    if (!isRefusal(answer)) return answer
    return answer.refused === 'not-in-use'
      ? redirect(pathOf(visit))
      : settingsView(visit as Visit, [{ field: 'issuer', message: answer.message }])
  },
})

const requireOwnSignInAnswer = page({
  method: 'POST',
  path: '/:place/our-people/own-sign-in/require',
  allow,
  async handle(visit) {
    const { platform, actor, body } = visit
    const required = body.required === 'yes'
    const answer = await perform(platform.db, actor, requireOwnSignIn, { required })
    return isRefusal(answer)
      ? settingsView(visit as Visit, errorsOf(answer))
      : redirect(`${pathOf(visit)}?done=${required ? 'required' : 'not-required'}`)
  },
})

const dropOwnSignInAnswer = page({
  method: 'POST',
  path: '/:place/our-people/own-sign-in/drop',
  allow,
  async handle(visit) {
    const { platform, actor } = visit
    const answer = await perform(platform.db, actor, dropOwnSignIn, {})
    return isRefusal(answer)
      ? settingsView(visit as Visit, errorsOf(answer))
      : redirect(`${pathOf(visit)}?done=dropped`)
  },
})

/** Everything about own sign-ins that a manifest takes: what a coordinator does. */
export const ownSignInSettings = [
  ownSignInPage,
  ownSignInAnswer,
  tryOwnSignInPage,
  requireOwnSignInAnswer,
  dropOwnSignInAnswer,
]
