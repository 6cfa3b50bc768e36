/** The only door to the exchange of referrals with other systems. */
export { addSystem } from './systems/keep-systems.ts'
