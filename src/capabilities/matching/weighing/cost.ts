/**
 * What it costs that this volunteer takes this need, in metres of travel, so that every other thing is said as how far one would go instead.
 *
 * Each place may choose its own (`how-we-choose/`); these are what it starts with.
 *
 * `everyOfferBefore` is the fairness: the operator of the 2020 national scheme wrote that always alerting the nearest is unfair, and a penalty after each
 * connection gave 8 to 9 in 100 more opportunities somebody at VolunteerMatch with no loss of connections (SmartSort, ssrn 4497747). The others are our own.
 */
export const usualWeights = {
  /** Each offer ever made to them, whatever they said. */
  everyOfferBefore: 600,
  /** Each need they have in hand now. */
  everyNeedInHand: 1000,
  /** Each time they were asked something in the last seven days. */
  everyContactThisWeek: 100,
  /** Taken off for somebody who was never asked. */
  neverAsked: 100,
  /** Taken off when they have helped this very person before: company and a weekly shop are about who comes. */
  helpedThemBefore: 5000,
} as const

/** Whole metres, at least 0. */
export type Weights = { readonly [Name in keyof typeof usualWeights]: number }

/** In the order they are asked for. */
export const weightNames = Object.keys(usualWeights) as (keyof Weights)[]

/** What a need left unmet costs: more than the longest way anybody goes for it, so that it is left only when nobody can be spared. */
export const unmetCost = 60_000

/**
 * What is done from home costs no travel, so distance may not decide it. Of two who are otherwise alike the one nearby rings: they know the same streets and may visit one
 * day. So a metre counts as a fiftieth of one, and never more than 200 of them in all, less than one offer before makes by the weights we start with. Our own.
 */
const fromHome = { metresForOne: 50, atMost: 200 } as const

/** What counts when somebody is weighed for a need. */
export interface WhatCounts {
  readonly metres: number
  /** Nobody has to go anywhere for it. */
  readonly isFromHome: boolean
  readonly offersEver: number
  /** Everything we asked of them in seven days, offers among it. */
  readonly contactsThisWeek: number
  readonly inHand: number
  readonly helpedThemBefore: boolean
}

/** Metres that count as a way to go. */
export const travelOf = (metres: number, isFromHome: boolean): number =>
  isFromHome ? Math.min(metres / fromHome.metresForOne, fromHome.atMost) : metres

/** Whole metres; below zero for somebody near who was never asked. */
export const costOf = (known: WhatCounts, by: Weights = usualWeights): number =>
  Math.round(
    travelOf(known.metres, known.isFromHome) +
      known.offersEver * by.everyOfferBefore +
      known.inHand * by.everyNeedInHand +
      known.contactsThisWeek * by.everyContactThisWeek -
      (known.offersEver === 0 ? by.neverAsked : 0) -
      (known.helpedThemBefore ? by.helpedThemBefore : 0),
  )
