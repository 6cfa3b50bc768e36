/** The only door to demand: how a place is doing, in numbers. */
export { chosenPeriod } from './period.ts'
export { takeMeasures } from './take-measures.ts'
export { roughly, shareInWords } from './words.ts'
