import type { Static } from 'typebox'
import { type Field, readDate } from '../../design/form.ts'
import { dateAt } from '../../design/time-in-words.ts'
import { instantAt, localTime } from '../../kernel/local-time.ts'
import { asTyped, chosen, ticked, typedLine, typedText } from '../../platform/http/typed.ts'
import type { Organisation } from '../organisations/index.ts'
import { consentHows } from '../people/index.ts'
import type { Need, Urgency } from '../requests/index.ts'
import {
  type Activity,
  activities,
  activitiesFor,
  activityCodes,
  cannotManageReasons,
  contacts,
  languageCodes,
  languagesSpoken,
  qualifyingServices,
  type Training,
  usualCircumstances,
} from '../volunteers/index.ts'
import { type PutInput, timesAMonth } from './put-to-volunteers.ts'
import { everies, type OffersBy, offersBys } from './words.ts'

export type PutValues = Readonly<Record<string, unknown>>

/** Answers to the words read out just now; 'refused' stops it. */
const saidNow: readonly { value: string; text: string }[] = [
  { value: 'said on the phone', text: 'Yes, on the phone' },
  { value: 'said in person', text: 'Yes, in person' },
  { value: 'given for them by someone who asked them', text: 'Yes, through someone who asked them' },
  { value: 'refused', text: 'No' },
]

const dayNumber = (on: string): number => Date.parse(`${on}T00:00:00Z`) / 86_400_000

/** Reads a time of day as people write it: "14:30", "2 pm", "2.30pm", "9". Minutes since midnight, or null. */
export const readClock = (typed: string): number | null => {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(typed.trim())
  if (!match) return null
  const [, hours, minutes = '0', half] = match
  const hour = Number(hours)
  if (Number(minutes) > 59 || (half ? hour < 1 || hour > 12 : hour > 23)) return null
  const hour24 = half ? (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : hour
  return hour24 * 60 + Number(minutes)
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const daysOf: Readonly<Record<Urgency, { first: number; last: number }>> = {
  today: { first: 0, last: 0 },
  'two days': { first: 1, last: 2 },
  'this week': { first: 1, last: 6 },
  'no hurry': { first: 1, last: 13 },
}

/** When something as urgent as this may be done, while nothing more is known: in waking hours. */
export const usualTime = (urgency: Urgency, now: Date): { startsAt: Date; endsAt: Date } => {
  const { day, minute } = localTime(now.getTime())
  const { first, last } = daysOf[urgency]
  const nextHour = Math.max(9 * 60, Math.ceil((minute + 1) / 60) * 60)
  const isOver = urgency === 'today' && nextHour > 18 * 60
  const from = first + (isOver ? 1 : 0)
  return {
    startsAt: new Date(instantAt(day + from, from === 0 ? nextHour : 9 * 60)),
    endsAt: new Date(instantAt(day + Math.max(from, last), 20 * 60)),
  }
}

const dateParts = (name: string, at: Date) => {
  const [year, month, day] = dateAt(at).split('-').map(Number)
  return { [`${name}-day`]: String(day), [`${name}-month`]: String(month), [`${name}-year`]: String(year) }
}

const usualMinutes = (activity: Activity): number =>
  (({ 'phone call': 30, delivery: 30, prescription: 45, 'at a hub': 180 }) as Partial<Record<Activity, number>>)[
    activity
  ] ?? 60

/** What the form starts with. */
export const startingValues = (need: Need, now: Date, offersBy: OffersBy): PutValues => {
  const [activity = 'visit'] = activitiesFor(need.kind)
  const { startsAt, endsAt } = usualTime(need.urgency, now)
  return {
    activity,
    what: need.description,
    ...dateParts('startsOn', startsAt),
    startsTime: clock(localTime(startsAt.getTime()).minute),
    ...dateParts('endsOn', endsAt),
    endsTime: clock(localTime(endsAt.getTime()).minute),
    minutes: String(usualMinutes(activity)),
    every: 'once',
    contact: usualCircumstances(activity).contact,
    cannotManageBecause: 'none',
    qualifyingService: 'none',
    meetAtOrganisationId: 'home',
    offersBy,
    basis: 'consent',
  }
}

const yesses = {
  handlesMoney: 'The volunteer handles their cash, or pays their bills',
  toOrFromCare: 'It is to, from or between places of health care, personal care or social work',
  personalCare: 'It includes washing, dressing, eating or the toilet',
  actsForThem: 'The volunteer acts for them: power of attorney, appointee, advocate',
} as const

const options = (of: Readonly<Record<string, { label: string; hint?: string }>>) =>
  Object.entries(of).map(([value, { label, hint }]) => ({ value, text: label, ...(hint && { hint }) }))

const plain = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, text]) => ({ value, text }))

/** Everything that is asked before a need is put to volunteers. */
export const putFields = (known: {
  need: Need
  hidesAddress: boolean
  permitted: boolean
  staffed: readonly Organisation[]
  trainings: readonly Training[]
}): Field[] => {
  const likely = activitiesFor(known.need.kind)
  const ordered = [...likely, ...activityCodes.filter(code => !likely.includes(code))]
  return [
    {
      kind: 'select',
      name: 'activity',
      label: 'What would a volunteer do?',
      options: ordered.map(value => ({ value, text: activities[value].label })),
    },
    {
      kind: 'textarea',
      name: 'what',
      label: 'What is needed',
      hint: 'Everyone who is asked reads this. Name nobody, and leave out the street and the phone number.',
      limit: 500,
      rows: 3,
    },
    { kind: 'date', name: 'startsOn', label: 'First day it can be done' },
    {
      kind: 'text',
      name: 'startsTime',
      label: 'From what time',
      hint: 'Like 14:00 or 2 pm',
      width: 5,
      autocomplete: 'off',
    },
    { kind: 'date', name: 'endsOn', label: 'Last day it can be done', hint: 'The same day when it must be that day' },
    {
      kind: 'text',
      name: 'endsTime',
      label: 'Until what time',
      hint: 'Like 17:00 or 5 pm',
      width: 5,
      autocomplete: 'off',
    },
    {
      kind: 'text',
      name: 'minutes',
      label: 'How many minutes does it take?',
      width: 4,
      inputmode: 'numeric',
      suffix: 'minutes',
      autocomplete: 'off',
    },
    {
      kind: 'radios',
      name: 'every',
      label: 'Does it come again?',
      options: [{ value: 'once', text: 'Once' }, ...options(everies)],
    },
    { kind: 'radios', name: 'contact', label: 'How do they meet?', options: options(contacts) },
    {
      kind: 'checkboxes',
      name: 'circumstances',
      label: 'Is any of this so?',
      hint: 'The check it needs is reckoned from these answers: never more than the law allows.',
      options: plain(yesses),
    },
    {
      kind: 'select',
      name: 'cannotManageBecause',
      label: 'Can they manage this themselves?',
      options: [
        { value: 'none', text: 'Yes, or it is merely handy' },
        ...plain(cannotManageReasons).map(({ value, text }) => ({ value, text: `No: ${text.toLowerCase()}` })),
      ],
    },
    {
      kind: 'select',
      name: 'qualifyingService',
      label: 'Do they receive a health or social care service?',
      options: [{ value: 'none', text: 'None that we know of' }, ...plain(qualifyingServices)],
    },
    {
      kind: 'checkboxes',
      name: 'languages',
      label: 'Which languages must the volunteer speak, besides English?',
      options: languageCodes.map(value => ({ value, text: languagesSpoken[value] })),
    },
    { kind: 'checkboxes', name: 'needsCar', label: 'Is a car needed?', options: [{ value: 'yes', text: 'Yes' }] },
    {
      kind: 'checkboxes',
      name: 'trainings',
      label: 'Trainings the volunteer must have',
      hint: 'Those that go with what they would do are asked for by themselves.',
      options: known.trainings.map(({ code, label }) => ({ value: code, text: label })),
    },
    {
      kind: 'select',
      name: 'meetAtOrganisationId',
      label: 'Where do they meet?',
      ...(known.hidesAddress && {
        hint: 'Nobody may be told where they live, so they meet where there are staff.',
      }),
      options: [
        ...(known.hidesAddress ? [] : [{ value: 'home', text: 'Where they live, or as they agree' }]),
        ...known.staffed.map(({ organisationId, name }) => ({ value: organisationId as string, text: `At ${name}` })),
      ],
    },
    { kind: 'radios', name: 'offersBy', label: 'Who decides whom to ask?', options: options(offersBys) },
    {
      kind: 'radios',
      name: 'basis',
      label: 'What allows their details to be shared with whoever says yes?',
      options: [
        {
          value: 'consent',
          text: known.permitted ? 'The permission they gave' : 'Their permission, asked for just now',
        },
        {
          value: 'public task',
          text: 'Public task of a public body',
          hint: 'For a public body doing its ordinary work',
        },
        {
          value: 'vital interests',
          text: 'To protect someone’s life',
          hint: 'Only when waiting to ask would put a life at risk',
        },
      ],
    },
    ...(known.permitted
      ? []
      : [
          {
            kind: 'radios' as const,
            name: 'consentGivenHow',
            label: 'What did they answer when you read the words out?',
            hint: 'Leave this when it does not rest on their permission',
            options: saidNow,
          },
        ]),
    {
      kind: 'textarea',
      name: 'basisGround',
      label: 'Why, when it is not their permission',
      optional: true,
      limit: 500,
      rows: 2,
    },
  ]
}

const instantFrom = (body: PutValues, day: string, time: string, called: string): string => {
  const read = readDate(body, day, called)
  const minute = readClock(asTyped(body[time]))
  return 'on' in read && read.on && minute !== null
    ? new Date(instantAt(dayNumber(read.on), minute)).toISOString()
    : 'not known'
}

/** What was typed and ticked, as the command takes it; the command says what is wrong with it. */
export const readPut = (needId: string, body: PutValues): Static<typeof PutInput> => {
  const ticks = ticked(body.circumstances, Object.keys(yesses) as (keyof typeof yesses)[])
  const every = chosen(body.every, Object.keys(everies) as (keyof typeof everies)[])
  const meetAt = typedLine(body.meetAtOrganisationId)
  const minutes = typedLine(body.minutes)
  return {
    needId,
    activity: typedLine(body.activity) as never,
    what: typedText(body.what),
    startsAt: instantFrom(body, 'startsOn', 'startsTime', 'the first day'),
    endsAt: instantFrom(body, 'endsOn', 'endsTime', 'the last day'),
    minutes: /^\d{1,4}$/.test(minutes) ? Number(minutes) : (Number.NaN as never),
    every,
    circumstances: {
      contact: typedLine(body.contact) as never,
      cannotManageBecause: chosen(
        body.cannotManageBecause,
        Object.keys(cannotManageReasons) as (keyof typeof cannotManageReasons)[],
      ),
      qualifyingService: chosen(
        body.qualifyingService,
        Object.keys(qualifyingServices) as (keyof typeof qualifyingServices)[],
      ),
      handlesMoney: ticks.includes('handlesMoney'),
      toOrFromCare: ticks.includes('toOrFromCare'),
      personalCare: ticks.includes('personalCare'),
      actsForThem: ticks.includes('actsForThem'),
      timesAMonth: timesAMonth(every),
    },
    languages: ticked(body.languages, languageCodes),
    needsCar: ticked(body.needsCar, ['yes']).length > 0,
    trainings: (Array.isArray(body.trainings) ? body.trainings : [body.trainings])
      .filter(code => typeof code === 'string')
      .slice(0, 40),
    meetAtOrganisationId: meetAt && meetAt !== 'home' ? meetAt : null,
    offersBy: typedLine(body.offersBy) as never,
    basis: typedLine(body.basis) as never,
    basisGround: typedText(body.basisGround),
    consentGivenHow: consentHows.find(how => how === typedLine(body.consentGivenHow)) ?? null,
  }
}

/** Fields of the form by the names the command uses for them. */
export const fieldOf = (field: string): string =>
  ({ startsAt: 'startsOn', endsAt: 'endsOn', circumstances: 'contact' })[field] ?? field
