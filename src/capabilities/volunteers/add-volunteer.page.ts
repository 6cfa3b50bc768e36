import { fieldView } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import type { Action, ErrorItem } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { chosen } from '../../platform/http/typed.ts'
import { findPerson, type Person } from '../people/index.ts'
import { adultField, keptCode, readKept, type SignUpModel } from './sign-up.page.ts'
import { signUpVolunteer } from './sign-up.ts'
import { volunteerForm } from './volunteer-form.ts'
import { whatHappensNext } from './welcome.ts'
import { readWhatTheySay, startingValues } from './what-they-say.ts'
import { privacyWords } from './words.ts'

/** `/:place/volunteers/add`: signing somebody up by phone or at the door, with the same questions; `?person=` for somebody known here already. */

const addedCookie = 'volunteer-added'

type Posted = Readonly<Record<string, unknown>>

const agreedField = {
  kind: 'checkboxes',
  name: 'agreed',
  label: 'Read them what we keep',
  options: [{ value: 'yes', text: 'They have heard it and agree that I write it down' }],
} as const

/** Somebody whoever writes may see already; null for somebody new, and 'unknown' for an id that is nobody of theirs. */
const findKnown = async ({ platform, actor, query, body }: Visit): Promise<Person | null | 'unknown'> => {
  const personId = query.person ?? body.person
  if (personId === undefined || personId === '') return null
  if (!isUuid(personId)) return 'unknown'
  return platform.db.as(actor, async tx => (await findPerson(tx, personId)) ?? 'unknown')
}

const unknownPerson = () => notFound('We do not know that person, or they are not yours to see.')

const show = async (visit: Visit, posted: Posted | null, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { place } = visit
  const known = await findKnown(visit)
  if (known === 'unknown') return unknownPerson()
  const values = posted ?? { ...startingValues, ...(known && { postcode: known.postcode ?? '' }) }
  const model: SignUpModel = {
    page: { title: 'Sign a volunteer up', kind: 'staff', backHref: `/${place.slug}`, errors },
    intro: ['The same questions as on the web. Your organisation looks after them from now on.'],
    action: `/${place.slug}/volunteers/add`,
    hidden: known ? [{ name: 'person', value: known.personId }] : [],
    isKnown: known && { name: known.name, reach: [known.phone, known.email].filter(Boolean).join(', ') },
    form: volunteerForm(values, errors, { forThem: true, withoutReach: known !== null }),
    adult: fieldView(adultField(true), values, errors),
    agreed: fieldView(agreedField, values, errors),
    privacyTitle: 'Read this to them',
    privacy: privacyWords,
    privacyHref: `/${place.slug}/privacy`,
    button: 'Sign them up',
    signIn: null,
  }
  return privateView('volunteers/sign-up.njk', model)
}

const addPage = page({
  method: 'GET',
  path: '/:place/volunteers/add',
  allow: 'volunteer.look-after',
  handle: visit => show(visit as unknown as Visit, null),
})

const addAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/add',
  allow: 'volunteer.look-after',
  async handle(given) {
    const visit = given as unknown as Visit
    const { platform, place, actor, body } = visit
    const known = await findKnown(visit)
    if (known === 'unknown') return unknownPerson()
    const organisationId = actor.organisationId ?? ''
    const adult = chosen(body.adult, ['yes', 'no'] as const)
    const read = readWhatTheySay(known ? { ...body, name: known.name } : body, { reachedElsewhere: known !== null })
    const wrong = [
      ...('errors' in read ? read.errors : []),
      ...(adult === 'yes'
        ? []
        : [
            {
              field: 'adult',
              message:
                adult === 'no'
                  ? 'We sign up people of 18 and over. Tell them which organisations take younger people with somebody beside them'
                  : 'Say whether they are 18 or over',
            },
          ]),
      ...(body.agreed === 'yes'
        ? []
        : [{ field: 'agreed', message: 'Read them what we keep, and tick that they agree' }]),
    ]
    if ('errors' in read || wrong.length > 0) return show(visit, body, wrong)
    const made = await perform(platform.db, actor, signUpVolunteer, {
      ...read.said,
      isAdult: true,
      organisationId,
      personId: known?.personId ?? null,
    })
    if (isRefusal(made)) return show(visit, body, errorsOf(made))
    return redirect(`/${place.slug}/volunteers/added`, [
      keptCode(addedCookie, {
        reference: made.reference,
        code: made.code,
        signedUpAt: platform.clock(),
        organisationId,
        hasEmail: (known ? known.email : read.said.email) !== null,
        most: read.said.mostOffersAWeek,
      }),
    ])
  },
})

type AddedModel = PageModel & {
  reference: string
  code: string
  nextSteps: readonly string[]
  keep: string
  changeWords: string
  goOn: Action
}

const addedPage = page({
  method: 'GET',
  path: '/:place/volunteers/added',
  allow: 'volunteer.look-after',
  async handle({ platform, place, actor, cookies }) {
    const kept = readKept(cookies[addedCookie])
    if (!kept) return redirect(`/${place.slug}/volunteers/add`)
    const model: AddedModel = {
      page: { title: 'They are signed up', kind: 'staff' },
      reference: kept.reference,
      code: kept.code,
      nextSteps: whatHappensNext({
        organisationName: actor.organisationName ?? place.name,
        signedUpAt: kept.signedUpAt,
        now: platform.clock(),
        hasEmail: kept.hasEmail,
        mostOffersAWeek: kept.most,
      }),
      keep: 'Read both out and have them written down: they open their page on any device. We show the code only now.',
      changeWords: 'They can change everything, pause or stop on their page, or by ringing you.',
      goOn: { text: 'Sign up somebody else', href: `/${place.slug}/volunteers/add` },
    }
    return privateView('volunteers/signed-up.njk', model)
  },
})

export const addVolunteerRoutes = [addPage, addAnswer, addedPage]
