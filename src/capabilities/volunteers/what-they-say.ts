import { type Static, Type } from 'typebox'
import type { Field } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { chosen, ticked, typedLine, typedText } from '../../platform/http/typed.ts'
import { type Person, readEmail, readPhone } from '../people/index.ts'
import { type Whereabouts, whereaboutsOf, whereaboutsOfEach } from '../places/index.ts'
import { anyTime, freeAtValues, quickTimes, readFreeAt } from './free-at.ts'
import type { Volunteer } from './volunteer.ts'
import {
  type Activity,
  activities,
  activityCodes,
  distances,
  languageCodes,
  languagesSpoken,
  offersAWeek,
  usualDistance,
} from './words.ts'

/** What a volunteer says about themselves: the questions, and how answers are read. One page, for whoever signs up, changes it later, or writes it down for somebody. */

export const mostLimits = 500
const mostAtOnce = 10

/** What anybody can do, where and when; the same for the first time and for every change. */
export const WhatTheySayInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter your name' }),
  phone: Type.Union([Type.String({ maxLength: 40 }), Type.Null()], { mend: 'Enter a phone number' }),
  email: Type.Union([Type.String({ maxLength: 254 }), Type.Null()], { mend: 'Enter an e-mail address' }),
  postcode: Type.String({ minLength: 2, maxLength: 10, mend: 'Enter a postcode like ZZ1 4AB, or the first part' }),
  activities: Type.Array(Type.Enum(activityCodes), {
    minItems: 1,
    uniqueItems: true,
    mend: 'Choose at least one thing you can do',
  }),
  withinMetres: Type.Integer({ minimum: 500, maximum: 50_000, mend: 'Choose how far you can go' }),
  languages: Type.Array(Type.Enum(languageCodes), { uniqueItems: true, mend: 'Choose languages from the list' }),
  freeAt: Type.Integer({ minimum: 1, maximum: anyTime, mend: 'Choose when you are free' }),
  capacity: Type.Integer({ minimum: 1, maximum: 20, mend: 'Choose how many people you can help at once' }),
  mostOffersAWeek: Type.Integer({ minimum: 1, maximum: 21, mend: 'Choose how often we may ask' }),
  hasCar: Type.Boolean(),
  limits: Type.String({ maxLength: mostLimits, mend: `Keep it to ${mostLimits} characters` }),
})
export type WhatTheySayInput = Static<typeof WhatTheySayInput>

type Posted = Readonly<Record<string, unknown>>

const off = { autocomplete: 'off' } as const

/** The questions, in the order they are asked. `forThem` when somebody else is typing. */
export const fieldsFor = (
  forThem: boolean,
): { essential: Field[]; activities: Field; times: Field; more: Field[]; distance: Field } => ({
  essential: [
    { kind: 'text', name: 'name', label: forThem ? 'Their name' : 'Your name', autocomplete: forThem ? 'off' : 'name' },
    {
      kind: 'phone',
      name: 'phone',
      label: 'Phone number',
      hint: 'A phone number or an e-mail address: one of them is enough.',
      ...(forThem && off),
    },
    { kind: 'email', name: 'email', label: 'E-mail address', ...(forThem && off) },
    {
      kind: 'postcode',
      name: 'postcode',
      label: forThem ? 'Their postcode' : 'Your postcode',
      hint: 'The first part is enough, like ZZ1.',
      ...(forThem && off),
    },
  ],
  activities: {
    kind: 'checkboxes',
    name: 'activities',
    label: forThem ? 'What can they do?' : 'What can you do?',
    options: activityCodes.map(code => ({ value: code, text: activities[code].asks })),
  },
  times: {
    kind: 'radios',
    name: 'freeWhen',
    label: forThem ? 'When are they free?' : 'When are you free?',
    hint: forThem ? 'They can say no to anything.' : 'You can say no to anything.',
    options: [
      ...Object.entries(quickTimes).map(([value, { label }]) => ({ value, text: label })),
      { value: 'slots', text: forThem ? 'At times ticked below' : 'At times I tick below' },
    ],
  },
  distance: {
    kind: 'select',
    name: 'within',
    label: forThem ? 'How far can they go?' : 'How far can you go?',
    options: Object.entries(distances).map(([value, text]) => ({ value, text })),
  },
  more: [
    {
      kind: 'checkboxes',
      name: 'hasCar',
      label: forThem ? 'Do they have a car they can use?' : 'Do you have a car you can use?',
      options: [{ value: 'yes', text: forThem ? 'They have a car' : 'I have a car' }],
    },
    {
      kind: 'select',
      name: 'capacity',
      label: `How many people could ${forThem ? 'they' : 'you'} help at the same time?`,
      options: Array.from({ length: mostAtOnce }, (_, n) => ({ value: String(n + 1), text: String(n + 1) })),
    },
    {
      kind: 'checkboxes',
      name: 'moreOffers',
      label: 'How often may we ask?',
      hint: `We ask at most ${offersAWeek.usual} times a week.`,
      options: [
        {
          value: 'yes',
          text: `More than ${offersAWeek.usual} a week is fine`,
          hint: `Then at most ${offersAWeek.more}.`,
        },
      ],
    },
    {
      kind: 'checkboxes',
      name: 'languages',
      label: 'Languages besides English',
      options: languageCodes.map(code => ({ value: code, text: languagesSpoken[code] })),
    },
    {
      kind: 'textarea',
      name: 'limits',
      label: `Anything ${forThem ? 'they' : 'you'} cannot do, or we should know`,
      hint: 'Like: no stairs, no dogs, only by phone.',
      rows: 3,
      limit: mostLimits,
    },
  ],
})

const reachMend = 'Enter a phone number or an e-mail address, so that we can reach you. One of them is enough'

/** Nobody is signed up whom nobody could answer. */
export const noReach = (): Refusal => refuse('no-reach', reachMend, 'phone')

/** What the form shows before anything was typed. */
export const startingValues: Posted = {
  freeWhen: 'any',
  slots: [],
  within: usualDistance,
  capacity: '1',
}

/** The form's values for what is known. */
export const valuesOf = (volunteer: Volunteer, person: Person): Posted => ({
  name: person.name,
  phone: person.phone ?? '',
  email: person.email ?? '',
  postcode: person.postcode ?? '',
  activities: volunteer.activities,
  ...freeAtValues(volunteer.freeAt),
  within: nearestDistance(volunteer.withinMetres),
  languages: volunteer.languages,
  hasCar: volunteer.hasCar ? 'yes' : '',
  capacity: String(Math.min(volunteer.capacity, mostAtOnce)),
  moreOffers: volunteer.mostOffersAWeek > offersAWeek.usual ? 'yes' : '',
  limits: volunteer.limits,
})

const nearestDistance = (metres: number): string =>
  Object.keys(distances).find(code => Number(code) >= metres) ?? '16000'

/** Reads the form. Every answer that cannot be used has its sentence; nothing essential is guessed. */
export const readWhatTheySay = (
  posted: Posted,
  known: { reachedElsewhere: boolean } = { reachedElsewhere: false },
): { said: WhatTheySayInput } | { errors: ErrorItem[] } => {
  const typed = { name: typedLine(posted.name), phone: typedLine(posted.phone), email: typedLine(posted.email) }
  const phone = typed.phone ? readPhone(typed.phone) : null
  const email = typed.email ? readEmail(typed.email) : null
  const postcode = typedLine(posted.postcode)
  const chosenActivities = ticked<Activity>(posted.activities, activityCodes)
  const freeAt = readFreeAt(posted)
  const within = chosen(posted.within, Object.keys(distances) as (keyof typeof distances)[])
  const atOnce = Number(
    chosen(
      posted.capacity,
      Array.from({ length: mostAtOnce }, (_, n) => String(n + 1)),
    ) ?? 0,
  )
  const limits = typedText(posted.limits)
  const wrong = (isWrong: boolean, field: string, message: string): ErrorItem[] => (isWrong ? [{ field, message }] : [])
  const errors = [
    ...wrong(typed.name === '', 'name', 'Enter your name'),
    ...wrong(typed.name.length > 120, 'name', 'Keep the name to 120 characters'),
    ...(phone && 'message' in phone ? [{ field: 'phone', message: phone.message }] : []),
    ...(email && 'message' in email ? [{ field: 'email', message: email.message }] : []),
    ...wrong(!typed.phone && !typed.email && !known.reachedElsewhere, 'phone', reachMend),
    ...wrong(postcode === '', 'postcode', 'Enter a postcode like ZZ1 4AB, or the first part, like ZZ1'),
    ...wrong(postcode.length > 10, 'postcode', 'Enter a postcode like ZZ1 4AB, or the first part, like ZZ1'),
    ...wrong(chosenActivities.length === 0, 'activities', 'Choose at least one thing you can do'),
    ...wrong(
      freeAt === 0,
      'freeWhen',
      posted.freeWhen === 'slots'
        ? 'Tick at least one time you are free, or choose any time'
        : 'Choose when you are free',
    ),
    ...wrong(within === null, 'within', 'Choose how far you can go'),
    ...wrong(atOnce === 0, 'capacity', 'Choose how many people you could help at the same time'),
    ...wrong(limits.length > mostLimits, 'limits', `Keep this to ${mostLimits} characters`),
  ]
  if (errors.length > 0) return { errors }
  return {
    said: {
      name: typed.name,
      phone: phone && 'phone' in phone ? phone.phone : null,
      email: email && 'email' in email ? email.email : null,
      postcode,
      activities: chosenActivities,
      withinMetres: Number(within),
      languages: ticked(posted.languages, languageCodes),
      freeAt,
      capacity: atOnce,
      mostOffersAWeek: posted.moreOffers === 'yes' ? offersAWeek.more : offersAWeek.usual,
      hasCar: posted.hasCar === 'yes',
      limits,
    },
  }
}

export type Lives = { readonly where: Whereabouts } | { readonly message: string }

/** Where a postcode is, or the sentence that says why it cannot be used. One that is not known yet, as where no postcodes are loaded, is taken as it is. */
export const whereTheyLive = async (tx: PlaceTx, postcode: string): Promise<Lives> =>
  livesAt(await whereaboutsOf(tx, postcode))

/** The same of many people, in their order. */
export const whereEachLives = async (tx: PlaceTx, postcodes: readonly string[]): Promise<Lives[]> =>
  (await whereaboutsOfEach(tx, postcodes)).map(livesAt)

const livesAt = (where: Whereabouts): Lives =>
  where.isPostcode
    ? { where }
    : { message: where.message ?? 'Enter a postcode like ZZ1 4AB, or the first part, like ZZ1' }
