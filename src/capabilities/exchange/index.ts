/** The only door to the exchange of referrals with other systems. */
export {
  listSystemsShown,
  type SystemShown,
  tellSubscribers,
  tellSystemShown,
} from './subscriptions/tell-subscribers.ts'
export { addSystem } from './systems/keep-systems.ts'
