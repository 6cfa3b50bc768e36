/** The only door to practice: the Keep it Local network, how councils assess themselves, and what they learn from one another. */
export { keepCouncil } from './network/keep-council.ts'
export { keepEntry } from './network/keep-entry.ts'
export { keepStep } from './network/keep-step.ts'
