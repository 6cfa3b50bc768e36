/**
 * What it costs that this volunteer takes this need, in metres of travel, so that every other thing is said as how far one would go instead.
 *
 * `everyOfferBefore` is the fairness: the operator of the 2020 national scheme wrote that always alerting the nearest is unfair, and a penalty after each
 * connection gave 8 to 9 in 100 more opportunities somebody at VolunteerMatch with no loss of connections (SmartSort, ssrn 4497747). 600 m, with the
 * two small ones beside it, gave the gain on every seed of the replay at 1.5 times the distance (`keepitlocal replay`). The others are our own.
 */
export const weights = {
  metre: 1,
  /** Each offer ever made to them, whatever they said. */
  everyOfferBefore: 600,
  /** Each need they have in hand now. */
  everyNeedInHand: 1000,
  /** Each offer of the last seven days. */
  everyOfferThisWeek: 100,
  /** Taken off for somebody who was never asked. */
  neverAsked: 100,
  /** Taken off when they have helped this very person before: company and a weekly shop are about who comes. */
  helpedThemBefore: 5000,
} as const

export type Weights = { readonly [Name in keyof typeof weights]: number }

/** What a need left unmet costs: more than the longest way anybody goes for it, so that it is left only when nobody can be spared. */
export const unmetCost = 60_000

export interface Known {
  readonly metres: number
  readonly offersEver: number
  readonly offersThisWeek: number
  readonly inHand: number
  readonly helpedThemBefore: boolean
}

/** Whole metres; below zero for somebody near who was never asked. */
export const costOf = (known: Known, by: Weights = weights): number =>
  Math.round(
    known.metres * by.metre +
      known.offersEver * by.everyOfferBefore +
      known.inHand * by.everyNeedInHand +
      known.offersThisWeek * by.everyOfferThisWeek -
      (known.offersEver === 0 ? by.neverAsked : 0) -
      (known.helpedThemBefore ? by.helpedThemBefore : 0),
  )
