/** The only door to demand: how a place is doing, in numbers. */
export { type Measures, measuresFrom } from './measures.ts'
export { chosenPeriod, type Period, periodOf } from './period.ts'
export { takeMeasures } from './take-measures.ts'
