export { OutcomeRecorded } from './facts.ts'
export { recordOutcome } from './record-outcome.ts'
export { type Difference, differences, toldBys } from './words.ts'
