import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { Notice, PageModel } from '../../design/page.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { addressLimit, guess } from '../../platform/auth/attempts.ts'
import { guessedAt } from '../../platform/auth/reference.ts'
import { endSession, sessionCookie } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import {
  errorsOf,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  type VisitedPlace,
} from '../../platform/http/route.ts'
import { asTyped, typedLine } from '../../platform/http/typed.ts'
import { canText, pathOfThisPlace, readEmail } from '../people/index.ts'
import { ringUs } from '../places/index.ts'
import {
  followByCode,
  followByLink,
  heldVolunteerId,
  isWrongLink,
  isWrongReference,
  readVolunteerLink,
} from './follow-volunteering.ts'
import { sendVolunteerLink } from './send-link.ts'

/** `/:place/volunteer/sign-in` and links in mails: the ways in for volunteers, none of which needs an account. */

type SignInModel = PageModel & { byCode: FormView; byMail: FormView; codeHref: string; texts: boolean; ring: string }

/** What they are asked and have in hand. */
const home = (place: VisitedPlace): string => `/${place.slug}/my-volunteering`

const notices: Readonly<Record<string, Notice>> = {
  'link-sent': {
    tone: 'done',
    message: 'If you are signed up with that address, a link is on its way to it.',
    detail: 'It comes within some minutes; look among unwanted mail too. One link an hour is sent.',
  },
  finished: { tone: 'done', message: 'You have finished. Nothing is shown on this device any more.' },
}

const noticeOf = (done: unknown): Notice | null =>
  typeof done === 'string' && Object.hasOwn(notices, done) ? (notices[done] ?? null) : null

const signInView = (
  visit: Pick<Visit, 'place' | 'platform'>,
  posted: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
  notice: Notice | null = null,
): Reply => {
  const { place } = visit
  const texts = canText(visit as Visit)
  const model: SignInModel = {
    page: {
      title: 'Open your volunteering page',
      backHref: `/${place.slug}/volunteer`,
      errors,
      ...(notice && { notice }),
    },
    byCode: form({
      action: `/${place.slug}/volunteer/sign-in`,
      fields: [
        {
          kind: 'text',
          name: 'reference',
          label: 'Reference',
          hint: 'Like 7KM-4QX',
          width: 10,
          autocomplete: 'off',
          spellcheck: false,
        },
        {
          kind: 'text',
          name: 'code',
          label: 'Code',
          hint: 'Six digits',
          width: 10,
          inputmode: 'numeric',
          autocomplete: 'off',
        },
      ],
      values: { reference: posted.reference },
      errors,
      button: 'Open my page',
    }),
    byMail: form({
      action: `/${place.slug}/volunteer/send-link`,
      fields: [{ kind: 'email', name: 'email', label: 'Your e-mail address' }],
      values: { email: posted.email },
      errors,
      button: 'Send me a link',
    }),
    codeHref: `/${place.slug}/volunteer/code`,
    texts,
    ring: ringUs(place),
  }
  return privateView('volunteers/volunteer-sign-in.njk', model)
}

const signInPage = page({
  method: 'GET',
  path: '/:place/volunteer/sign-in',
  allow: 'anyone',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: async ({ platform, place, query, actor }) =>
    heldVolunteerId(actor) ? redirect(home(place)) : signInView({ platform, place }, {}, [], noticeOf(query.done)),
})

/** Goes in: whatever was open on this device before is closed. */
const comeIn = async (
  { platform, place, actor, cookies }: Pick<Visit, 'platform' | 'place' | 'actor' | 'cookies'>,
  token: string,
  next: unknown,
) => {
  const held = asTyped(cookies[sessionCookie])
  if (held) await platform.db.as(actor, tx => endSession(tx, held))
  const to = typeof next === 'string' ? pathOfThisPlace(`/${place.slug}${next}`, place.slug) : null
  return redirect(to ?? home(place), [{ name: sessionCookie, value: token }])
}

const signInAnswer = page({
  method: 'POST',
  path: '/:place/volunteer/sign-in',
  allow: 'anyone',
  async handle(visit) {
    const { platform, actor, body, remoteAddress } = visit
    const [reference, code] = [typedLine(body.reference), typedLine(body.code)]
    const opened = await guess(platform.db, actor, guessedAt(reference, remoteAddress), isWrongReference, () =>
      perform(platform.db, actor, followByCode, { reference, code }),
    )
    return isRefusal(opened) ? signInView(visit, body, errorsOf(opened)) : comeIn(visit, opened.token, null)
  },
})

const sendLink = page({
  method: 'POST',
  path: '/:place/volunteer/send-link',
  allow: 'anyone',
  async handle({ platform, place, actor, body, remoteAddress }) {
    const read = readEmail(typedLine(body.email))
    if ('message' in read) return signInView({ platform, place }, body, [{ field: 'email', message: read.message }])
    // Every try counts like a wrong guess: nobody mails a whole list of people from here.
    const sent = await guess(
      platform.db,
      actor,
      [{ subject: `link mail from ${remoteAddress}`, limit: addressLimit }],
      () => true,
      async () => {
        const answer = await perform(platform.db, actor, sendVolunteerLink, read)
        return isRefusal(answer) ? answer : { refused: 'sent', message: '' }
      },
    )
    if (isRefusal(sent) && sent.refused !== 'sent') return signInView({ platform, place }, body, errorsOf(sent))
    return redirect(`/${place.slug}/volunteer/sign-in?done=link-sent`)
  },
})

const linkParams = Type.Object({ volunteerLink: Type.String() })
const linkQuery = Type.Object({ next: Type.Optional(Type.Unknown()) })

/** Looking changes nothing, since mail scanners follow links; only a press opens. */
const linkPage = page({
  method: 'GET',
  path: '/:place/volunteer/link/:volunteerLink',
  allow: 'anyone',
  params: linkParams,
  query: linkQuery,
  async handle({ platform, place, actor, params, query, remoteAddress }) {
    const read = await guess(
      platform.db,
      actor,
      [{ subject: `address ${remoteAddress}`, limit: addressLimit }],
      isWrongLink,
      () => platform.db.as(actor, tx => readVolunteerLink(tx, params.volunteerLink)),
    )
    if (isRefusal(read)) return signInView({ platform, place }, {}, errorsOf(read))
    const next = typeof query.next === 'string' ? `?next=${encodeURIComponent(query.next.slice(0, 300))}` : ''
    return privateView('design/say.njk', {
      page: { title: 'Open your volunteering page', oneThing: true },
      sentences: ['This link is from our mail to you. Press the button to go on; keep the link to yourself.'],
      phones: [],
      actions: [{ text: 'Go on', action: `/${place.slug}/volunteer/link/${params.volunteerLink}${next}` }],
      more: [],
    })
  },
})

const linkAnswer = page({
  method: 'POST',
  path: '/:place/volunteer/link/:volunteerLink',
  allow: 'anyone',
  params: linkParams,
  query: linkQuery,
  async handle(visit) {
    const { platform, place, actor, params, query, remoteAddress } = visit
    const opened = await guess(
      platform.db,
      actor,
      [{ subject: `address ${remoteAddress}`, limit: addressLimit }],
      isWrongLink,
      () => perform(platform.db, actor, followByLink, { link: params.volunteerLink }),
    )
    return isRefusal(opened)
      ? signInView({ platform, place }, {}, errorsOf(opened))
      : comeIn(visit as unknown as Visit, opened.token, query.next)
  },
})

const finish = page({
  method: 'POST',
  path: '/:place/volunteer/finish',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies }) {
    const held = cookies[sessionCookie]
    const there = `/${place.slug}/volunteer/sign-in?done=finished`
    // Somebody who works here and pressed an old button stays signed in.
    if (!held || actor.kind === 'person') return redirect(there)
    await platform.db.as(actor, tx => endSession(tx, held))
    return redirect(there, [{ name: sessionCookie, value: null }])
  },
})

export const volunteerSignInRoutes = [signInPage, signInAnswer, sendLink, linkPage, linkAnswer, finish]
