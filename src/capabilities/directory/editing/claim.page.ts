import { Type } from 'typebox'
import { type FieldView, fieldView } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { addressLimit, guess } from '../../../platform/auth/attempts.ts'
import { sessionCookie } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../platform/http/typed.ts'
import { acceptInvitation, type ToAccept, toAccept, whyNotOpen } from './accept-invitation.ts'
import { findInvited, tidyCode } from './invitation.ts'
import type { Invitation } from './invitation-store.ts'

/** Where an invitation leads, from a mail or with a code from a letter: what it is about, and accepting it. */

type ClaimPage = PageModel & {
  says: readonly string[]
  action: string
  hidden: readonly { name: string; value: string }[]
  /** Asked for where nothing, or nothing known, was given. */
  code: FieldView | null
  how: ToAccept | null
  fields: readonly FieldView[]
  password: {
    id: string
    name: string
    label: object
    hint: object
    autocomplete: string
    errorMessage?: { text: string }
  } | null
  organisation: string
  signInHref: string
  /** The button of whoever has to sign in, or has accepted already. */
  goOn: string
}

type Given = { link: string } | { code: string } | null

const givenIn = (from: Readonly<Record<string, unknown>>): Given => {
  const link = typedLine(from.link).slice(0, 200)
  const code = tidyCode(typedLine(from.code))
  return link ? { link } : code ? { code } : null
}

async function look(visit: Pick<Visit, 'platform' | 'actor' | 'remoteAddress'>, given: Exclude<Given, null>) {
  const { platform, actor, remoteAddress } = visit
  return guess(
    platform.db,
    actor,
    [{ subject: `invitation ${remoteAddress}`, limit: addressLimit }],
    ({ refused }) => refused === 'unknown',
    () =>
      platform.db.as(actor, tx =>
        tx.house(async () => {
          const found = await findInvited(tx, given)
          if (found.how !== 'open') return refuse(found.how, whyNotOpen[found.how].title)
          return { invitation: found.invitation, how: await toAccept(tx, found.invitation) }
        }),
      ),
  )
}

const codeField = (errors: readonly ErrorItem[], code = '') =>
  fieldView(
    {
      kind: 'text',
      name: 'code',
      label: 'Your code',
      hint: 'Like ABCD-EFGH-2345, from a letter or a call',
      width: 20,
      autocomplete: 'off',
      spellcheck: false,
    },
    { code },
    errors,
  )

function fieldsOf(body: Readonly<Record<string, unknown>>, errors: readonly ErrorItem[]): FieldView[] {
  return [
    fieldView({ kind: 'text', name: 'name', label: 'Your name', autocomplete: 'name' }, body, errors),
    fieldView(
      {
        kind: 'email',
        name: 'email',
        label: 'Your e-mail',
        hint: 'You sign in with it, and hear what becomes of what you send',
        optional: true,
        autocomplete: 'username',
      },
      body,
      errors,
    ),
    fieldView(
      {
        kind: 'phone',
        name: 'phone',
        label: 'Your phone',
        hint: 'Needed if you have no e-mail: we ring you',
        optional: true,
        autocomplete: 'tel',
      },
      body,
      errors,
    ),
    fieldView(
      {
        kind: 'text',
        name: 'signInName',
        label: 'If you have no e-mail: a name to sign in with',
        hint: 'Choose one that you will remember, like Chapel Street kitchen',
        optional: true,
        autocomplete: 'off',
      },
      body,
      errors,
    ),
  ]
}

// An invitation stands in the address, and whose it is on the page.
const headers = { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' }

async function draw(
  visit: Pick<Visit, 'platform' | 'place' | 'actor' | 'body' | 'remoteAddress' | 'url'>,
  given: Given,
  errors: readonly ErrorItem[] = [],
): Promise<Reply> {
  const { place, actor, body } = visit
  const base = `/${place.slug}/directory/claim`
  const model = (title: string, more: Partial<ClaimPage>): ClaimPage => ({
    page: { title, backHref: `/${place.slug}`, oneThing: true, errors },
    says: [],
    action: base,
    hidden: [],
    code: null,
    how: null,
    fields: [],
    password: null,
    organisation: '',
    signInHref: `/${place.slug}/sign-in`,
    goOn: 'Sign in',
    ...more,
  })
  const template = 'directory/editing/claim.njk'
  const status = errors.length > 0 ? 422 : 200
  if (!given)
    return view(
      template,
      model('Use your code', {
        says: ['You were asked to look after what people read about your organisation. Type the code you were given.'],
        code: codeField(errors),
      }),
      { status, headers },
    )
  const found = await look(visit, given)
  if (isRefusal(found)) {
    const why = Object.hasOwn(whyNotOpen, found.refused)
      ? whyNotOpen[found.refused as keyof typeof whyNotOpen]
      : { title: 'Please wait', sentences: [found.message] }
    return view(
      template,
      model(why.title, {
        says: why.sentences,
        ...(found.refused === 'used' && toEntries(visit)),
        code: found.refused === 'unknown' ? codeField([], 'code' in given ? given.code : '') : null,
      }),
      { status: found.refused === 'unknown' ? 404 : 410, headers },
    )
  }
  const { invitation, how } = found
  const wrong = errors.find(({ field }) => field === 'password')
  const here = 'link' in given ? `link=${given.link}` : `code=${given.code}`
  return view(
    template,
    model(`Look after the entries of ${invitation.publisherName}`, {
      says: saysOf(invitation, how, actor.organisationName),
      hidden: Object.entries(given).map(([name, value]) => ({ name, value: String(value) })),
      how,
      fields: how === 'make an account' ? fieldsOf(body, errors) : [],
      password:
        how === 'make an account'
          ? {
              id: 'password',
              name: 'password',
              label: { text: 'Choose a password', classes: 'govuk-label--s' },
              hint: { text: 'At least 10 characters. Three words that you remember are a good one.' },
              autocomplete: 'new-password',
              ...(wrong && { errorMessage: { text: wrong.message } }),
            }
          : null,
      organisation: invitation.organisationName,
      signInHref: `/${place.slug}/sign-in?next=${encodeURIComponent(`${base}?${here}`)}`,
    }),
    { status, headers },
  )
}

/** Whoever opens a link a second time most often only wants to get back to their entries. */
const toEntries = ({ place, actor }: Pick<Visit, 'place' | 'actor'>): Partial<ClaimPage> => {
  const entries = `/${place.slug}/directory/entries`
  return actor.permissions.has('entry.edit')
    ? { how: 'sign in', signInHref: entries, goOn: 'Go to your entries' }
    : { how: 'sign in', signInHref: `/${place.slug}/sign-in?next=${encodeURIComponent(entries)}` }
}

function saysOf(
  { invitedByName, organisationName, organisationId }: Invitation,
  how: ToAccept,
  actsFor: string | null,
): string[] {
  const first = `${invitedByName} asks you to look after what people read about your organisation: to say what is right, and to change what is not. What you change is checked before people see it.`
  if (how === 'sign in')
    return [first, `${organisationName} has people here already. Sign in as one of them to accept.`]
  if (how === 'accept') return [first, `You accept for ${organisationId ? organisationName : actsFor}.`]
  return [
    first,
    `You will be the coordinator of ${organisationName} here. If you have an account already, sign in first.`,
  ]
}

export const claimPage = page({
  method: 'GET',
  path: '/:place/directory/claim',
  allow: 'anyone',
  query: Type.Object({ link: Type.Optional(Type.Unknown()), code: Type.Optional(Type.Unknown()) }),
  handle: visit => draw(visit as unknown as Visit, givenIn(visit.query)),
})

export const claimAnswer = page({
  method: 'POST',
  path: '/:place/directory/claim',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body, remoteAddress } = visit
    const given = givenIn(body)
    if (!given)
      return draw(visit as unknown as Visit, null, [{ field: 'code', message: 'Enter the code you were given' }])
    // Coming from the page that asks for a code, one reads first what it is about.
    if (asTyped(body.do) !== 'accept') return draw({ ...(visit as unknown as Visit), body: {} }, given)
    const answer = await guess(
      platform.db,
      actor,
      [{ subject: `invitation ${remoteAddress}`, limit: addressLimit }],
      ({ refused }) => refused === 'invitation-unknown',
      () =>
        perform(platform.db, actor, acceptInvitation, {
          ...given,
          name: typedLine(body.name),
          hasEmail: typedLine(body.email) !== '' || typedLine(body.signInName) === '',
          email: typedLine(body.email),
          signInName: typedLine(body.signInName),
          phone: typedLine(body.phone),
          password: asTyped(body.password),
        }),
    )
    if (isRefusal(answer))
      return draw(
        visit as unknown as Visit,
        given,
        answer.refused.startsWith('invitation-')
          ? []
          : errorsOf(answer).map(error => ({ ...error, field: error.field || 'form' })),
      )
    return redirect(
      `/${place.slug}/directory/entries?done=claimed`,
      answer.token ? [{ name: sessionCookie, value: answer.token }] : [],
    )
  },
})
