import type { Chance } from '../../../kernel/chance.ts'
import { instantAt } from '../../../kernel/local-time.ts'
import type { Urgency } from '../../requests/index.ts'
import { country, type Points } from './country.ts'

/**
 * The spring of 2020 as the National Health Service Volunteer Responders met it, made up from the totals they published: 750,000 signed up in four days, 600,000
 * passed the checks, 360,000 were ever on duty, 250,000 tasks came in eight weeks. Published: the cumulative counts (NHS England, 24 March to 13 July 2020; The Independent,
 * 22 May 2020). Assumed, set once and not fitted: the shape between those points, how often people are on duty, how often and how fast they answer, how soon help
 * is needed, and how unevenly towns ask. So read what policies do to the same spring, not the levels.
 */
export interface Workload {
  /** Sign-ups in the order they came, milliseconds since 1970. */
  readonly signedUpAt: Float64Array
  /** In which place each of them signed up: towns stand for places. */
  readonly signedUpIn: Int32Array
  readonly volunteers: Volunteers
  readonly needs: Needs
  readonly from: number
  readonly until: number
}

/** Those who passed the checks and were ever on duty, each by their place in these. */
export interface Volunteers extends Points {
  readonly count: number
  readonly readyAt: Float64Array
  /** Share of their time they are on duty. */
  readonly onDuty: Float32Array
  /** How likely they say yes. */
  readonly saysYes: Float32Array
}

export interface Needs extends Points {
  readonly count: number
  /** In order. */
  readonly at: Float64Array
  readonly urgency: readonly Urgency[]
}

export const assumptions = {
  signUps: 750_000,
  passChecks: 0.8,
  everOnDuty: 0.6,
  onDuty: { mean: 0.25, sd: 0.18 },
  saysYes: { mean: 0.45, sd: 0.2 },
  needs: 250_000,
  /** Spread of the logarithm of how much more one town asks than another. */
  townIntensity: 0.9,
  /** Needs of a day come between these hours of the clock. */
  askedFrom: 8,
  askedTo: 20,
  urgency: [
    ['today', 0.4],
    ['two days', 0.4],
    ['this week', 0.2],
  ],
  withinMetres: 8000,
  /**
   * What could be stepped into near those who signed up, all of it assumed: nobody has counted it. A group for so many of them, standing around the middle of a town like
   * their homes; one in four looks for regulars; half of these ask for a training, which the place holds; a third of those told take it.
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

/** A point of a town around its middle, normally spread. */
export const around = (chances: Pick<Chance, 'next'>, sd: number): { x: number; y: number } => {
  const far = sd * Math.sqrt(-2 * Math.log(1 - chances.next()))
  const towards = 2 * Math.PI * chances.next()
  return { x: far * Math.cos(towards), y: far * Math.sin(towards) }
}

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
export const days = 55

/** The same seed gives the same spring; `scale` 0.01 gives one of a hundredth of the people, in as many towns. */
export function spring2020(seed: number, scale = 1): Workload {
  const made = country(seed, assumptions.townIntensity)
  const signUps = Math.round(assumptions.signUps * scale)
  const signedUpAt = Float64Array.from({ length: signUps }, (_, at) => {
    const [hours] = between(signedUp, ((at + made.next()) / signUps) * assumptions.signUps)
    return calledAt + hours * hour
  }).sort()
  const volunteers = Math.round(signUps * assumptions.passChecks * assumptions.everOnDuty)
  const needs = Math.round(assumptions.needs * scale)
  const at = Float64Array.from({ length: needs }, (_, need) => {
    const [day] = between(asked, ((need + made.next()) / needs) * assumptions.needs)
    const { askedFrom, askedTo } = assumptions
    const minute = (askedFrom + (day % 1) * (askedTo - askedFrom)) * 60
    return instantAt(firstDay + Math.floor(day), minute)
  }).sort()
  const signedUpIn = Int32Array.from({ length: signUps }, () => made.town())
  return {
    signedUpAt,
    signedUpIn,
    volunteers: {
      count: volunteers,
      ...made.volunteers(volunteers),
      // Checks were done between 4 and 14 April; tasks began on the 7th.
      readyAt: Float64Array.from({ length: volunteers }, () =>
        Math.max(instantAt(firstDay, 0), instantAt(firstDay - 3, 0) + made.next() * 10 * dayMilliseconds),
      ),
      onDuty: Float32Array.from({ length: volunteers }, () =>
        made.share(assumptions.onDuty.mean, assumptions.onDuty.sd),
      ),
      saysYes: Float32Array.from({ length: volunteers }, () =>
        made.share(assumptions.saysYes.mean, assumptions.saysYes.sd),
      ),
    },
    needs: {
      count: needs,
      ...made.residents(needs),
      at,
      urgency: Array.from({ length: needs }, () => urgencyAt(made.next())),
    },
    from: instantAt(firstDay, 0),
    until: instantAt(firstDay + days, 0),
  }
}

function urgencyAt(chance: number): Urgency {
  let left = chance
  for (const [urgency, share] of assumptions.urgency) {
    left -= share
    if (left < 0) return urgency
  }
  return 'this week'
}

/** The first column at which the second one reaches `value`, straight between the points that are known. */
function between(points: readonly (readonly [number, number])[], value: number): [number] {
  for (let at = 1; at < points.length; at += 1) {
    const [x1, y1] = points[at] as readonly [number, number]
    const [x0, y0] = points[at - 1] as readonly [number, number]
    if (value <= y1) return [x0 + ((value - y0) / (y1 - y0)) * (x1 - x0)]
  }
  return [(points.at(-1) as readonly [number, number])[0]]
}
