/** From which numbers on reading is unusual: what every place starts with, and what a place may choose instead. */

/** The numbers of the rules (`unusual.ts`). Hours are of the local clock. */
export interface ReadingNumbers {
  readonly peopleInAnHour: number
  readonly timesUsual: number
  readonly peopleAtNight: number
  readonly nightsUsual: number
  readonly nightFrom: number
  readonly nightUntil: number
  readonly daysWithoutNeed: number
}

interface NumberOf {
  readonly label: string
  readonly hint: string
  readonly usual: number
  /** No place can set the rules so far apart that nothing is ever told. */
  readonly least: number
  readonly most: number
}

/** Our own choice of numbers; the law asks that somebody looks, not when. */
export const readingNumbers: Readonly<Record<keyof ReadingNumbers, NumberOf>> = {
  peopleInAnHour: {
    label: 'People in an hour',
    hint: 'Opening this many in an hour is ordinary work for anybody; more can be unusual.',
    usual: 20,
    least: 5,
    most: 200,
  },
  timesUsual: {
    label: 'Times as many as usual',
    hint: 'And it is so many times what the same reader usually opens in an hour.',
    usual: 4,
    least: 2,
    most: 20,
  },
  peopleAtNight: {
    label: 'People in an hour of the night',
    hint: 'From this many on it is told.',
    usual: 5,
    least: 1,
    most: 50,
  },
  nightsUsual: {
    label: 'Nights that make it usual',
    hint: 'Whoever read on as many of the 28 nights before is not told of: they work at night.',
    usual: 3,
    least: 1,
    most: 28,
  },
  nightFrom: { label: 'The night begins at', hint: 'The hour, like 22.', usual: 22, least: 18, most: 23 },
  nightUntil: { label: 'The night ends at', hint: 'The hour, like 6.', usual: 6, least: 4, most: 9 },
  daysWithoutNeed: {
    label: 'Days on which the same person was opened',
    hint: 'Of seven, by one reader, while that person waits for nothing.',
    usual: 3,
    least: 2,
    most: 7,
  },
}

export const numberNames = Object.keys(readingNumbers) as (keyof ReadingNumbers)[]

export const usualNumbers = Object.fromEntries(
  numberNames.map(name => [name, readingNumbers[name].usual]),
) as unknown as ReadingNumbers
