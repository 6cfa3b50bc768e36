import { type FieldView, fieldView } from '../../design/form.ts'
import type { Link, PageModel } from '../../design/page.ts'
import type { Action, ErrorItem } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { guess } from '../../platform/auth/attempts.ts'
import { guessedAt } from '../../platform/auth/reference.ts'
import { endSession, sessionCookie } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import {
  type CookieChange,
  errorsOf,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  type VisitedPlace,
  view,
} from '../../platform/http/route.ts'
import { asTyped, chosen } from '../../platform/http/typed.ts'
import { findOrganisation, triageOrganisationOf } from '../organisations/index.ts'
import { findPerson, type Person } from '../people/index.ts'
import { phoneOf, ringUs } from '../places/index.ts'
import { followByCode, isWrongReference } from './follow-volunteering.ts'
import { signUpVolunteer } from './sign-up.ts'
import { type VolunteerForm, volunteerForm } from './volunteer-form.ts'
import { whatHappensNext } from './welcome.ts'
import { readWhatTheySay, startingValues } from './what-they-say.ts'
import { privacyWords } from './words.ts'

/** `/:place/volunteer`: signing up, on a phone, in three minutes, and the answer at once. */

export type SignUpModel = PageModel & {
  intro: readonly string[]
  action: string
  hidden: readonly { name: string; value: string }[]
  isKnown: { name: string; reach: string } | null
  form: VolunteerForm
  adult: FieldView
  agreed: FieldView | null
  privacyTitle: string
  privacy: readonly string[]
  privacyHref: string
  button: string
  signIn: Link | null
}

type Posted = Readonly<Record<string, unknown>>
type AnyVisit = Visit<never, never>

/** The cookie that lets the browser that signed up read its reference and code for ten minutes. */
const signedUpCookie = 'signed-up'
/** For how long the code is shown again to the browser that signed up. */
export const codeShownSeconds = 10 * 60

export const adultField = (forThem: boolean) =>
  ({
    kind: 'radios',
    name: 'adult',
    label: forThem ? 'Are they 18 or over?' : 'Are you 18 or over?',
    inline: true,
    options: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ],
  }) as const

/** Who will look after whoever signs up: the organisation the link names, else the one that triages here. */
const lookingAfter = ({
  place,
  query,
  body,
}: Pick<AnyVisit, 'place'> & { query: unknown; body: Posted }): string | null => {
  const named = (query as Posted).with ?? body.with
  return isUuid(named) ? named : triageOrganisationOf(place)
}

/** Whoever is signed in here signs up as the person they are. */
const findSelf = async ({ platform, actor }: AnyVisit): Promise<Person | null> =>
  actor.kind === 'person' && actor.personId ? platform.db.as(actor, tx => findPerson(tx, actor.personId ?? '')) : null

const nobodyYet = (place: VisitedPlace): Reply =>
  privateView('design/say.njk', {
    page: { title: 'You cannot sign up here yet', backHref: `/${place.slug}` },
    sentences: [
      `Nobody in ${place.name} looks after volunteers here yet, so we do not take names we could not answer.`,
    ],
    phones: phoneOf(place) ? [{ lead: 'To offer help, ring', ...phoneOf(place) }] : [],
    actions: [],
    more: [{ text: 'See what is open now', href: `/${place.slug}/roles` }],
  })

const showForm = async (visit: AnyVisit, posted: Posted | null, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor } = visit
  const organisationId = lookingAfter(visit)
  const organisation = organisationId && (await platform.db.as(actor, tx => findOrganisation(tx, organisationId)))
  if (!organisation) return nobodyYet(place)
  const self = await findSelf(visit)
  const values = posted ?? startingValues
  const model: SignUpModel = {
    page: { title: 'Offer to help', backHref: `/${place.slug}`, errors },
    intro: [
      `It takes about three minutes, needs no account and binds you to nothing. ${organisation.name} looks after volunteers here.`,
      'You hear at once what happens next, and within a day you have one real thing to do, or an honest no.',
    ],
    action: `/${place.slug}/volunteer`,
    hidden:
      organisationId === triageOrganisationOf(place) ? [] : [{ name: 'with', value: organisation.organisationId }],
    isKnown: self && { name: self.name, reach: [self.phone, self.email].filter(Boolean).join(', ') },
    form: volunteerForm(values, errors, { withoutReach: self !== null }),
    adult: fieldView(adultField(false), values, errors),
    agreed: null,
    privacyTitle: 'What we keep',
    privacy: privacyWords,
    privacyHref: `/${place.slug}/privacy`,
    button: 'Offer to help',
    signIn: { text: 'Open your page', href: `/${place.slug}/volunteer/sign-in` },
  }
  return view('volunteers/sign-up.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

const signUpPage = page({
  method: 'GET',
  path: '/:place/volunteer',
  allow: 'anyone',
  handle: visit => showForm(visit as AnyVisit, null),
})

const signUpAnswer = page({
  method: 'POST',
  path: '/:place/volunteer',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const organisationId = lookingAfter(visit as AnyVisit)
    if (!organisationId) return nobodyYet(place)
    const adult = chosen(body.adult, ['yes', 'no'] as const)
    if (adult === 'no') return redirect(`/${place.slug}/volunteer/under-18`)
    const self = await findSelf(visit as AnyVisit)
    const read = readWhatTheySay(self ? { ...body, name: self.name } : body, { reachedElsewhere: self !== null })
    const wrong = [
      ...('errors' in read ? read.errors : []),
      ...(adult ? [] : [{ field: 'adult', message: 'Say whether you are 18 or over' }]),
    ]
    if ('errors' in read || wrong.length > 0) return showForm(visit as AnyVisit, body, wrong)
    const made = await perform(platform.db, actor, signUpVolunteer, {
      ...read.said,
      isAdult: true,
      organisationId,
      personId: self?.personId ?? null,
    })
    if (isRefusal(made)) return showForm(visit as AnyVisit, body, errorsOf(made))
    // Only this browser learns the code, and only for some minutes: the house keeps no more than its hash.
    const kept = [
      made.reference,
      made.code,
      platform.clock().getTime(),
      organisationId,
      read.said.email ? 1 : 0,
      read.said.mostOffersAWeek,
    ]
    return redirect(`/${place.slug}/volunteer/welcome`, [
      { name: signedUpCookie, value: kept.join('.'), maxAgeSeconds: codeShownSeconds },
    ])
  },
})

const cookieShape = /^([A-Z0-9]{3}-[A-Z0-9]{3})\.(\d{6})\.(\d{13})\.([0-9a-f-]{36})\.([01])\.(\d{1,2})$/

export interface Kept {
  readonly reference: string
  readonly code: string
  readonly signedUpAt: Date
  readonly organisationId: string
  readonly hasEmail: boolean
  readonly most: number
}

/** Only this browser learns the code, and only for some minutes: the house keeps no more than its hash. */
export const keptCode = (name: string, kept: Kept): CookieChange => ({
  name,
  value: [
    kept.reference,
    kept.code,
    kept.signedUpAt.getTime(),
    kept.organisationId,
    kept.hasEmail ? 1 : 0,
    kept.most,
  ].join('.'),
  maxAgeSeconds: codeShownSeconds,
})

export const readKept = (value: string | undefined): Kept | null => {
  const [, reference, code, at, organisationId, hasEmail, most] = cookieShape.exec(value ?? '') ?? []
  if (!reference || !code || !isUuid(organisationId)) return null
  return {
    reference,
    code,
    signedUpAt: new Date(Number(at)),
    organisationId,
    hasEmail: hasEmail === '1',
    most: Number(most),
  }
}

type SignedUpModel = PageModel & {
  reference: string
  code: string
  nextSteps: readonly string[]
  keep: string
  changeWords: string
  goOn: Action
}

const welcomePage = page({
  method: 'GET',
  path: '/:place/volunteer/welcome',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies }) {
    const kept = readKept(cookies[signedUpCookie])
    const now = platform.clock()
    if (!kept || now.getTime() - kept.signedUpAt.getTime() > codeShownSeconds * 1000)
      return redirect(`/${place.slug}/volunteer/sign-in`)
    const organisation = await platform.db.as(actor, tx => findOrganisation(tx, kept.organisationId))
    const model: SignedUpModel = {
      page: { title: 'Thank you. You are signed up' },
      reference: kept.reference,
      code: kept.code,
      nextSteps: whatHappensNext({
        organisationName: organisation?.name ?? place.name,
        signedUpAt: kept.signedUpAt,
        now,
        hasEmail: kept.hasEmail,
        mostOffersAWeek: kept.most,
      }),
      keep: kept.hasEmail
        ? 'They open your page on any device. We have sent you the reference and a link by e-mail too. We show the code only now.'
        : 'Write both down, or print this page: they open your page on any device. We show the code only now.',
      changeWords: `You can change everything, pause or stop at any time, on your page or by phone: ${ringUs(place)}.`,
      goOn: { text: 'I have them: open my page', action: `/${place.slug}/volunteer/welcome` },
    }
    return privateView('volunteers/signed-up.njk', model)
  },
})

const openAfterWelcome = page({
  method: 'POST',
  path: '/:place/volunteer/welcome',
  allow: 'anyone',
  async handle({ platform, place, actor, cookies, remoteAddress }) {
    const kept = readKept(cookies[signedUpCookie])
    const forget = { name: signedUpCookie, value: null }
    const opened =
      kept &&
      (await guess(platform.db, actor, guessedAt(kept.reference, remoteAddress), isWrongReference, () =>
        perform(platform.db, actor, followByCode, { reference: kept.reference, code: kept.code }),
      ))
    if (!opened || isRefusal(opened)) return redirect(`/${place.slug}/volunteer/sign-in`, [forget])
    // Whoever works here stays signed in, and reads their volunteering by their own name.
    if (actor.kind === 'person') return redirect(`/${place.slug}/volunteer`, [forget])
    const held = asTyped(cookies[sessionCookie])
    if (held) await platform.db.as(actor, tx => endSession(tx, held))
    return redirect(`/${place.slug}/volunteer/my-details`, [forget, { name: sessionCookie, value: opened.token }])
  },
})

const under18Page = page({
  method: 'GET',
  path: '/:place/volunteer/under-18',
  allow: 'anyone',
  handle: async ({ place }) =>
    privateView('design/say.njk', {
      page: { title: 'You can help with an organisation', backHref: `/${place.slug}/volunteer` },
      sentences: [
        'We ask people of 18 and over to help somebody they do not know yet, on their own. We have kept nothing of what you told us.',
        `Many organisations in ${place.name} welcome younger people with somebody beside them: at a food hub, a garden, a club or an event. Ask one near you, and say how old you are.`,
        'If you are helping for the Duke of Edinburgh’s Award or a school, they can tell you which organisations they know.',
      ],
      phones: phoneOf(place) ? [{ lead: 'To ask who takes younger volunteers, ring', ...phoneOf(place) }] : [],
      actions: [{ text: 'See organisations near you', href: `/${place.slug}/organisations` }],
      more: [
        { text: 'See roles and training places', href: `/${place.slug}/roles` },
        { text: 'Find something near you', href: `/${place.slug}/find?q=volunteering` },
      ],
    }),
})

export const signUpRoutes = [signUpPage, signUpAnswer, welcomePage, openAfterWelcome, under18Page]
