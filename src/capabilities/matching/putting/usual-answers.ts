/** What is known before anybody is asked: when something may be done, and what the form for putting a need to volunteers starts with. */
import { dateValues, type Field } from '../../../design/form.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import { instantAt, localTime } from '../../../kernel/local-time.ts'
import type { Organisation } from '../../organisations/index.ts'
import type { Need, Urgency } from '../../requests/index.ts'
import {
  type Activity,
  activitiesFor,
  type Circumstances,
  languageCodes,
  languagesSpoken,
  usualCircumstances,
} from '../../volunteers/index.ts'
import { clockOf } from '../clock.ts'
import type { Task } from '../task.ts'

export type PutValues = Readonly<Record<string, unknown>>

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

/** How long something takes while nobody has said. */
export const usualMinutes = (activity: Activity): number =>
  (({ 'phone call': 30, delivery: 30, prescription: 45, 'at a hub': 180 }) as Partial<Record<Activity, number>>)[
    activity
  ] ?? 60

/** The parts of a check that are yes or no, in the words of the form. */
export const yesses = {
  handlesMoney: 'The volunteer handles their cash, or pays their bills',
  toOrFromCare: 'It is to, from or between places of health care, personal care or social work',
  personalCare: 'It includes washing, dressing, eating or the toilet',
  actsForThem: 'The volunteer acts for them: power of attorney, appointee, advocate',
  overnight: 'It is with children in the night, between 2 and 6',
} as const

export type YesPart = keyof typeof yesses

/** One part of the form. */
export interface PutPart {
  readonly name: string
  readonly title: string
  /** What it says now, when it is closed. */
  readonly says: string
  readonly fields: readonly Field[]
}

/** What else is known of a need than the need itself says. */
export interface KnownOfNeed {
  readonly need: Need
  /** "Speaks Polish": what is to be known before ringing. */
  readonly communicationNeeds: string | null
  readonly hidesAddress: boolean
  /** Where there are staff to meet at, the likeliest first. */
  readonly staffed: readonly Organisation[]
  /** What this need was put to volunteers as before, the last time. */
  readonly before: Task | null
  /** The last that anything of this request was put as: what it says of the person still holds. */
  readonly ofThem: Task | null
}

/** Languages named in what somebody wrote down, like "Speaks Polish, hard of hearing". */
export const languagesIn = (words: string): string[] =>
  languageCodes.filter(code => new RegExp(`\\b${languagesSpoken[code]}\\b`, 'i').test(words))

/** The same times again while they are long enough ahead, else the usual ones. */
const timeOf = ({ need, before }: KnownOfNeed, now: Date): { startsAt: Date; endsAt: Date } => {
  const usual = usualTime(need.urgency, now)
  if (!before || before.endsAt.getTime() - now.getTime() < (before.minutes + 60) * 60_000) return usual
  return { startsAt: before.startsAt > now ? before.startsAt : usualTime('today', now).startsAt, endsAt: before.endsAt }
}

/** What the form starts with: what was said the last time, what is known of the person, else what is usual. */
export const startingValues = (known: KnownOfNeed, now: Date): PutValues => {
  const { need, before, ofThem, staffed } = known
  // "Something else" says nothing of what a volunteer would do: whoever puts it chooses.
  const [likely = 'visit'] = activitiesFor(need.kind)
  const activity = before?.activity ?? (need.kind === 'other' ? null : likely)
  const usual: Circumstances = before?.circumstances ?? usualCircumstances(activity ?? 'visit')
  const { startsAt, endsAt } = timeOf(known, now)
  const meetAt = staffed.find(({ name }) => before?.meetAt?.startsWith(name))
  return {
    activity: activity ?? '',
    what: need.description,
    ...dateValues('startsOn', dateAt(startsAt)),
    startsTime: clockOf(startsAt),
    ...dateValues('endsOn', dateAt(endsAt)),
    endsTime: clockOf(endsAt),
    minutes: String(before?.minutes ?? usualMinutes(activity ?? 'visit')),
    every: before?.every ?? 'once',
    contact: usual.contact,
    circumstances: (Object.keys(yesses) as YesPart[]).filter(name => usual[name]),
    cannotManageBecause: usual.cannotManageBecause ?? ofThem?.circumstances.cannotManageBecause ?? 'none',
    qualifyingService: usual.qualifyingService ?? ofThem?.circumstances.qualifyingService ?? 'none',
    withChildren: usual.withChildren ?? 'none',
    languages: before?.languages ?? ofThem?.languages ?? languagesIn(known.communicationNeeds ?? ''),
    needsCar: before?.needsCar ? 'yes' : '',
    trainings: before?.trainings ?? [],
    meetAtOrganisationId: meetAt?.organisationId ?? (known.hidesAddress ? staffed[0]?.organisationId : 'home') ?? '',
    askedElsewhere: before?.askedElsewhere ?? '',
    askedElsewhereSays: before?.askedElsewhereSays ?? '',
    basis: 'consent',
  }
}
