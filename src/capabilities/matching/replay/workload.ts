import { type Chance, chance } from '../../../kernel/chance.ts'
import { instantAt } from '../../../kernel/local-time.ts'
import { languageCodes } from '../../volunteers/index.ts'
import { country, type Points, townsOfCountry } from './country.ts'

/**
 * The spring of 2020 as the National Health Service Volunteer Responders met it, made up from the totals they published: 750,000 signed up in four days, 600,000
 * passed the checks, 360,000 were ever on duty, 250,000 tasks came in eight weeks. Published: the cumulative counts (NHS England, 24 March to 13 July 2020; The Independent,
 * 22 May 2020). Assumed, set once and not fitted: the shape between those points and everything in `assumptions` without a source.
 * So read what policies do to the same spring, not the levels.
 */
export interface Workload {
  readonly seed: number
  /** Everybody who signed up, in the order they came; `town` is the place they live in. */
  readonly signUps: Points & { readonly count: number; readonly at: Float64Array }
  /** What was asked for, in order. */
  readonly needs: Points & { readonly count: number; readonly at: Float64Array }
  readonly places: number
  /** The call for volunteers, and when what was asked for last is over: milliseconds since 1970. */
  readonly calledAt: number
  readonly until: number
}

/** Each with its source, or "ours": our own assumption, set before anything was played. */
export const assumptions = {
  /** NHS England. */
  signUps: 750_000,
  /** NHS England: about 600,000 passed identity checks. Stands for somebody having seen who they are, and for references. */
  passChecks: 0.8,
  /** NHS England: 360,000 ever on duty. The others never say when they are free, and are not asked. */
  everOnDuty: 0.6,
  /** Each part of each day of the week they are free in, as likely as this. Ours. */
  free: { mean: 0.25, sd: 0.18 },
  /** Ours. */
  saysYes: { mean: 0.45, sd: 0.2 },
  /** Whoever does not say yes says no half the time, the others nothing; an answer comes within ten minutes. Ours. */
  saysNo: 0.5,
  answersWithinMinutes: 10,
  /** A yes that is taken back before it is done. "98 % delivered" (NHS England, 1 June 2020). */
  couldNotAfterAll: 0.02,
  /** What they ticked, each by itself. Ours: the roles of that spring were never counted. */
  does: { shopping: 0.75, prescription: 0.7, delivery: 0.6, 'phone call': 0.5, lift: 0.25 },
  /** How far they go, of the choices of the form. Ours. */
  within: [
    [800, 0.05],
    [1600, 0.2],
    [3200, 0.45],
    [8000, 0.25],
    [16_000, 0.05],
  ],
  /** People at the same time. Ours: what the form starts with, unless they say more. */
  capacity: [
    [1, 0.7],
    [2, 0.2],
    [3, 0.1],
  ],
  /** Who says that more than three a week is fine. Ours. */
  moreIsFine: 0.1,
  /** Whoever offers lifts has one. Ours. */
  hasCar: 0.75,
  /** Enhanced check with barred list: asked of whoever drives people, held by few others. Ours. */
  holdsEnhanced: { drivers: 0.7, others: 0.08 },
  /** The two short trainings that a phone call asks for, of those who offer calls. Ours. */
  trained: 0.8,
  /** Main language other than English: 8.9 in 100 (Census 2021, England and Wales). */
  speaksAnother: 0.089,
  /** Languages that are spoken in one place beside English, each as much as the others: people live where others speak theirs. Ours. */
  languagesOfAPlace: 5,
  /** NHS England, 1 June 2020. */
  needs: 250_000,
  /** Spread of the logarithm of how much more one town asks than another. Ours. */
  townIntensity: 0.9,
  /** Needs of a day come between these hours of the clock. Ours. */
  askedFrom: 8,
  askedTo: 20,
  /** Ours. */
  urgency: [
    ['today', 0.4],
    ['two days', 0.4],
    ['this week', 0.2],
  ],
  /** 1.1 million calls, 1 million tasks at doors of all that were ever done (Hansard, 19 May 2025), the doors split by us. */
  asked: [
    ['shopping', 0.37],
    ['phone call', 0.41],
    ['prescription', 0.1],
    ['lift', 0.05],
    ['delivery', 0.07],
  ],
  /** Needs of somebody who asked for the same before; whoever helped them then is asked first. Ours. */
  asksAgain: 0.5,
  /** Lifts to or from health care, which most of that scheme's were. Ours. */
  liftsToCare: 0.8,
  /** People who cannot shop or travel alone for age, illness or disability, for whom the law allows the highest check. Ours: the scheme's higher tier was small. */
  cannotManage: 0.1,
  /** Cannot speak English well or at all: 1.8 in 100 (Census 2021). */
  needsAnother: 0.018,
  /**
   * What could be stepped into near those who signed up, all of it assumed: nobody has counted it. A group for so many of them, standing around the middle of a town like
   * their homes; one in four looks for regulars; half of these ask for a training, which the place holds; a third of those told take it. Ours.
   */
  nextSteps: {
    signUpsAGroup: 180,
    lookForRegulars: 0.25,
    placesARole: 5,
    asksTraining: 0.5,
    trainingPlacesARole: 10,
    takesIt: 1 / 3,
    townMetres: 2500,
  },
} as const

const dayMilliseconds = 86_400_000
const hour = 3_600_000
const dayNumber = (on: string) => Date.parse(`${on}T00:00:00Z`) / dayMilliseconds

/** 24 March 2020, 20:00: the call went out in the evening news. */
const calledAt = instantAt(dayNumber('2020-03-24'), 20 * 60)
/** [hours since the call, people signed up], of 750,000. */
const signedUp = [
  [0, 0],
  [12, 150_000],
  [24, 405_000],
  [96, 750_000],
] as const
/** First day of tasks. */
const firstDay = dayNumber('2020-04-07')
/** [days since the first one, tasks asked for], of 250,000. */
const asked = [
  [0, 0],
  [14, 35_000],
  [22, 75_000],
  [45, 200_000],
  [55, 250_000],
] as const
const days = 55
/** The least urgent needs of the last day are to be met within a week. */
const weekDays = 7

/** The same seed gives the same spring; `scale` 0.01 gives one of a hundredth of the people, in a hundredth of the towns. */
export function spring2020(seed: number, scale = 1): Workload {
  const places = Math.max(1, Math.round(townsOfCountry * scale))
  const made = country(seed, assumptions.townIntensity, places)
  const signUps = Math.round(assumptions.signUps * scale)
  const needs = Math.round(assumptions.needs * scale)
  return {
    seed,
    signUps: {
      count: signUps,
      ...made.volunteers(signUps),
      at: Float64Array.from({ length: signUps }, (_, at) => {
        const hours = between(signedUp, ((at + made.next()) / signUps) * assumptions.signUps)
        return calledAt + hours * hour
      }).sort(),
    },
    needs: {
      count: needs,
      ...made.residents(needs),
      at: Float64Array.from({ length: needs }, (_, need) => {
        const day = between(asked, ((need + made.next()) / needs) * assumptions.needs)
        const { askedFrom, askedTo } = assumptions
        return instantAt(firstDay + Math.floor(day), (askedFrom + (day % 1) * (askedTo - askedFrom)) * 60)
      }).sort(),
    },
    places,
    calledAt,
    until: instantAt(firstDay + days + weekDays, 0),
  }
}

/** The morning whose offers somebody is the first to be asked by: checks were done between 4 and 14 April, tasks began on the 7th. */
export const readyAt = (chances: Chance): number =>
  instantAt(Math.max(firstDay, firstDay - 3 + Math.floor(chances.next() * 10)), 0)

/** Chances of one place, the same whatever is played in the others. */
export const chancesOf = ({ seed }: Pick<Workload, 'seed'>, place: number, what: number): Chance =>
  chance(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(place + 1, 0xc2b2ae35) ^ Math.imul(what, 0x27d4eb2f))

/** The languages of one place. */
export const languagesOf = (workload: Pick<Workload, 'seed'>, place: number): string[] => {
  const chances = chancesOf(workload, place, 5)
  return Array.from({ length: assumptions.languagesOfAPlace }, () => chances.pick(languageCodes))
}

/** Of the normal distribution, cut off at 0.02 and 0.98. */
export const aShare = (chances: Chance, { mean, sd }: { mean: number; sd: number }): number =>
  Math.min(0.98, Math.max(0.02, mean + around(chances, sd).x))

/** A point around a middle, normally spread. */
export const around = (chances: Pick<Chance, 'next'>, sd: number): { x: number; y: number } => {
  const far = sd * Math.sqrt(-2 * Math.log(1 - chances.next()))
  const towards = 2 * Math.PI * chances.next()
  return { x: far * Math.cos(towards), y: far * Math.sin(towards) }
}

/** The first column at which the second one reaches `value`, straight between the points that are known. */
function between(points: readonly (readonly [number, number])[], value: number): number {
  for (let at = 1; at < points.length; at += 1) {
    const [x1, y1] = points[at] as readonly [number, number]
    const [x0, y0] = points[at - 1] as readonly [number, number]
    if (value <= y1) return x0 + ((value - y0) / (y1 - y0)) * (x1 - x0)
  }
  return (points.at(-1) as readonly [number, number])[0]
}
