/** The only door to oversight: who saw what, and whether that can be relied on. */
export { listOpenedOf } from './break-glass/break-glass-store.ts'
export { coordinatorsHolder } from './holders.ts'
export { tellThoseWho } from './tell-leads.ts'
