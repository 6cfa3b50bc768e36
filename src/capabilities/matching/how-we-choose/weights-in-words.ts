/** A place's weights as people read them: how they are typed, what they do to two made-up volunteers, and whether anything is left but who lives nearest. */
import { typedLine } from '../../../platform/http/typed.ts'
import { costOf, usualWeights, type Weights, type WhatCounts, weightNames } from '../weighing/cost.ts'
import { mostMetres } from '../weighing/read-weights.ts'

/** "0.6 km", "2 km", "no way at all". */
export const inKilometres = (metres: number): string =>
  metres === 0
    ? 'no way at all'
    : metres < 100
      ? `${metres} m`
      : `${(metres / 1000).toLocaleString('en-GB', { maximumFractionDigits: 3 })} km`

/** What each weight is: the label of its box, what it is for, and what it does. */
export const weightWords: Readonly<
  Record<keyof Weights, { readonly label: string; readonly about: string; readonly says: (metres: number) => string }>
> = {
  everyOfferBefore: {
    label: 'For each time they were asked before',
    about: 'The fairness. The more somebody was asked, ever, the farther away they count, so that others come first.',
    says: metres => `${inKilometres(metres)} further for each time somebody was asked before`,
  },
  everyNeedInHand: {
    label: 'For each need they have in hand now',
    about: 'So that whoever is doing something is not given the next while others are free.',
    says: metres => `${inKilometres(metres)} further for each need they have in hand now`,
  },
  everyContactThisWeek: {
    label: 'For each time we asked something of them this week',
    about:
      'Offers, calls and next steps of the last seven days. How many of them there may be is their own limit, and no weight changes it.',
    says: metres => `${inKilometres(metres)} further for each time we asked something of them in the last seven days`,
  },
  neverAsked: {
    label: 'For somebody who was never asked',
    about: 'A head start for whoever signed up and has not been asked yet.',
    says: metres => `${inKilometres(metres)} nearer for somebody who was never asked`,
  },
  helpedThemBefore: {
    label: 'For somebody who has helped this person before',
    about: 'So that the same person comes again, where that person may be asked.',
    says: metres => `${inKilometres(metres)} nearer for somebody who has helped this very person before`,
  },
}

/** The weights that were typed, and every box that does not fit. */
export const readTyped = (
  given: Readonly<Record<string, unknown>>,
): { weights: Weights; errors: { field: string; message: string }[] } => {
  const errors: { field: string; message: string }[] = []
  const weights: { -readonly [Name in keyof Weights]: number } = { ...usualWeights }
  for (const name of weightNames) {
    const typed = typedLine(given[name])
      .replace(/\s*m(etres)?$/i, '')
      .replace(/(?<=\d)[, ](?=\d{3}\b)/g, '')
    if (/^\d{1,9}$/.test(typed) && Number(typed) <= mostMetres) weights[name] = Number(typed)
    else
      errors.push({
        field: name,
        message: `${weightWords[name].label}: enter whole metres from 0 to ${mostMetres.toLocaleString('en-GB')}, like ${usualWeights[name]}`,
      })
  }
  return { weights, errors }
}

export const areSame = (one: Weights, other: Weights): boolean => weightNames.every(name => one[name] === other[name])

/**
 * True when hardly anything is left but who lives nearest: when somebody asked three times, the most of most people's week, stands behind somebody never asked by less
 * than this. In the replay of 2020 (20,000 volunteers, seed 2020) 40 in 100 were ever offered something where the nearest were asked, 42 with no weight for being asked before, 48
 * with 50 m for each time, 54 with the 600 m we start with. Where the line lies between them is our own.
 */
export const isNearestFirst = ({ everyOfferBefore, neverAsked }: Weights): boolean =>
  3 * everyOfferBefore + neverAsked < 150

/** One person of the example: each thing that counts and what it makes of their way, in metres. */
export interface Reckoned {
  readonly name: string
  readonly parts: readonly { readonly says: string; readonly metres: number }[]
  readonly sum: number
}

const nothingYet: WhatCounts = {
  metres: 0,
  isFromHome: false,
  offersEver: 0,
  contactsThisWeek: 0,
  inHand: 0,
  helpedThemBefore: false,
}

/** Made up: Robin lives round the corner and is asked again and again, Sam a little farther away and was forgotten. */
const robin: WhatCounts = { ...nothingYet, metres: 400, offersEver: 3, contactsThisWeek: 1 }
const sam: WhatCounts = { ...nothingYet, metres: 1500 }

/** What these weights make of Robin and Sam, by the very rule that chooses, and who is asked first. */
export const exampleOf = (by: Weights): { people: readonly Reckoned[]; says: readonly string[] } => {
  const cost = (known: WhatCounts) => costOf(known, by)
  const before = cost({ ...robin, contactsThisWeek: 0 })
  const busy = cost({ ...sam, inHand: 1 })
  const helper = cost({ ...robin, helpedThemBefore: true })
  return {
    people: [
      {
        name: 'Robin',
        parts: [
          { says: 'lives 400 m away', metres: robin.metres },
          { says: 'was asked 3 times before', metres: before - robin.metres },
          { says: 'was asked something once this week', metres: cost(robin) - before },
        ],
        sum: cost(robin),
      },
      {
        name: 'Sam',
        parts: [
          { says: 'lives 1,500 m away', metres: sam.metres },
          { says: 'was never asked', metres: cost(sam) - sam.metres },
        ],
        sum: cost(sam),
      },
    ],
    says: [
      `${firstOf(cost(robin), cost(sam))}.`,
      `Had Sam a need in hand: ${firstOf(cost(robin), busy)}.`,
      `Had Robin helped this very person before: ${firstOf(helper, cost(sam))}.`,
    ],
  }
}

const firstOf = (ofRobin: number, ofSam: number): string => {
  const metres = (of: number) => `${of.toLocaleString('en-GB')} m`
  if (ofRobin === ofSam) return `both count as ${metres(ofSam)} away, and either may be asked first`
  return ofRobin < ofSam
    ? `Robin is asked first, with ${metres(ofRobin)} against Sam’s ${metres(ofSam)}`
    : `Sam is asked first, with ${metres(ofSam)} against Robin’s ${metres(ofRobin)}`
}
