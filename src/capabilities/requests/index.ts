export { accessHelpRequest, accessNeed, accessNeedToDecide } from './access.ts'
export { describeNeed } from './describe-need.ts'
export * from './facts.ts'
export { bearerOf } from './follow-request.ts'
export type { HelpRequest, HelpRequestId, Need, NeedId } from './help-request.ts'
export {
  findHelpRequest,
  findNeed,
  findRequestByReference,
  findSharedRequest,
  listHelpRequestsOf,
  listNeedsOf,
  listNeedsToDecideOn,
  listOpenNeeds,
  listOpenNeedsToDecide,
  listRequestIdsTakenBy,
  listRequestsTakenBy,
  type NeedToDecideOn,
  type OpenNeed,
  saveAskedOf,
  saveNear,
  saveTakenBy,
} from './help-request-store.ts'
export { leftUnderLimitedTrust, mostUnderLimitedTrust } from './limited-trust.ts'
export { HelpRequestInput, makeHelpRequest } from './make-help-request.ts'
export { heldRequestId } from './my-request.page.ts'
export {
  closeNeed,
  markContactMade,
  markNeedAccepted,
  markNeedAsked,
  markNeedDone,
  markNeedOngoing,
  returnNeedToTriage,
  sayNoLongerNeeded,
  withdrawConsent,
} from './progress-need.ts'
export { askWhyThisPerson, mayLookAtPerson } from './reason-to-look.ts'
export { say } from './say.ts'
export { tellResident } from './tell-resident.ts'
export { consentRows, factsOfNeed, looksOf, personRows, takenRows, timelineOf } from './tell-story.ts'
export { actionInWords, listLooksAtPerson } from './who-has-looked.ts'
export {
  type ClosingReason,
  closingReasons,
  consentFields,
  consentWording,
  type NeedState,
  needStates,
  returnReasons,
  takenHows,
  type Urgency,
  urgencies,
} from './words.ts'
