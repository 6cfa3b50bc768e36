/** The only door to demand: how a place is doing, in numbers. */

export { type Gap, waysMissing } from './gaps.ts'
export { chosenPeriod, type PeriodChoice, periodChoices, readPeriodChoice } from './period.ts'
export { takeGaps } from './take-gaps.ts'
export { takeMeasures } from './take-measures.ts'

export { periodLabels, roughly, shareInWords } from './words.ts'
