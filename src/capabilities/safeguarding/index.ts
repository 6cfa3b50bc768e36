export { concernLink, leadsHolder } from './concern.ts'
export { concernIsTheirs } from './concern-store.ts'
export { ConcernRaised } from './facts.ts'
export { nameThePeople } from './raise-concern.ts'
