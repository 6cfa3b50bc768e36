export { hideFromVolunteers } from './apart/hide-from-volunteers.ts'
export { keepApart } from './apart/keep-apart.ts'
export { NoContactSaid } from './apart/say-no-contact.ts'
export { tellSafeguardingWho } from './apart/tell-safeguarding.ts'
export { endOffersTo } from './asking/answer-offer.ts'
export { endTasksOfRequest, endTaskUnshared } from './asking/decide-on-task.ts'
export { confirmByRule, noteCallsMade } from './doing/confirm-match.ts'
export { releaseUncovered, releaseWhoLeft } from './doing/release-volunteer.ts'
export * from './facts.ts'
export { listNeedsToConfirm } from './match-store.ts'
export { type Suggestions, suggestForNeed } from './putting/suggest.ts'
export { listTasksOfNeeds } from './task-store.ts'
export {
  askForCallBack,
  tellConfirmed,
  tellFollowers,
  tellOthersFilled,
  tellResidentOfVolunteer,
} from './tell.ts'
export { unmetReasons } from './words.ts'
