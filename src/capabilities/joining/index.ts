export { askToJoin, joinByLink } from './join.ts'
export { checkedSoFar, type Newcomer, standsAs } from './newcomer.ts'
export { listNewcomersOf } from './newcomer-store.ts'
