export { type AboutKind, concernLink, leadsHolder } from './concern.ts'
export { ConcernRaised } from './facts.ts'
export { nameThePeople, raiseConcern } from './raise-concern.ts'
