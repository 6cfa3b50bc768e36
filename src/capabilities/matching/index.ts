export { acceptOffer, declineOffer, endOffersTo, type Yes } from './answer-offer.ts'
export { confirmByRule, confirmMatch, recordCallBack } from './confirm-match.ts'
export { type Known as KnownCost, type Weights, weights } from './cost.ts'
export {
  dealWith,
  endTasksOfRequest,
  letRulesAsk,
  offerToThese,
  refuseVolunteer,
  releaseUncovered,
  releaseWhoLeft,
  takeBackFromVolunteers,
} from './decide-on-task.ts'
export {
  bindingReason,
  type Candidate,
  type Circumstances as MatchCircumstances,
  costFor,
  eligibleFor,
  placesLeft,
  type TaskToFill,
  toFill,
  whyNot,
} from './eligible.ts'
export { type Assignment, type AssignmentProblem, assign } from './engine/assign.ts'
export * from './facts.ts'
export { keepApart } from './keep-apart.ts'
export { type Alert, listOpenAlerts } from './match-store.ts'
export { type Known, mustNotMeet, type NoContactPair, notTogether } from './no-contact.ts'
export { listNoContact } from './no-contact-store.ts'
export { askVolunteers } from './offer-round.ts'
export { planRound } from './plan-round.ts'
export { putToVolunteers } from './put-to-volunteers.ts'
export { readDetails } from './read-details.ts'
export {
  recordReceipt,
  recordVolunteerContact,
  reportVisit,
  reportVolunteerCouldNot,
  reportVolunteerDone,
} from './report-match.ts'
export { NoContactSaid, sayNoContact, undoNoContact } from './say-no-contact.ts'
export { type Suggestions, suggestForNeed } from './suggest.ts'
export type { AskedTask, Match, Offer, Task } from './task.ts'
export { listTasksOfNeeds } from './task-store.ts'
export {
  askForCallBack,
  tellConfirmed,
  tellFollowers,
  tellOthersFilled,
  tellResidentOfVolunteer,
} from './tell.ts'
export { tellSafeguardingWho } from './tell-safeguarding.ts'
export { matchStates, offerStates, unmetReasons } from './words.ts'
