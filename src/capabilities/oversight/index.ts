/** The only door to oversight: who saw what, and whether that can be relied on. */
export { coordinatorsHolder } from './holders.ts'
export { tellThoseWho } from './tell-leads.ts'
