export { isIn, letIn } from './account/let-in.ts'
export { signIn } from './account/sign-in.ts'
export { addAccount } from './add-account.ts'
export { canText, codeDoor, sendCodeTo } from './codes/code-door.page.ts'
export { listReachedByText, type TypedReach } from './codes/code-store.ts'
export type { Allowed, Withheld } from './disclosing/disclosure.ts'
export {
  type Disclosure,
  type Ending,
  endings,
  findDisclosure,
  listDisclosuresAbout,
  listSharedInEmergency,
  listShownOf,
} from './disclosing/disclosure-store.ts'
export { emergencySharingQueue, reviewOutcomes } from './disclosing/emergency.ts'
export { endSharing } from './disclosing/end-sharing.ts'
export { SharingEnded } from './disclosing/facts.ts'
export {
  agreeSharing,
  mayDisclose,
  mayStillSee,
  mayStillSeeEach,
  onlyShared,
  type Sharing,
  showShared,
  wouldDisclose,
} from './disclosing/may-disclose.ts'
export { decideObjection, insertObjection, listObjections, type Objection } from './disclosing/objection-store.ts'
export { reviewSharing } from './disclosing/review-sharing.ts'
export { endAndTell, tendSharingsAbout } from './disclosing/tend-sharing-job.ts'
export { withdrawConsents } from './disclosing/withdraw-consents.ts'
export { askingWhy } from './looking/reason-to-look.page.ts'
export { type LookToExplain, whyLookNow } from './looking/reason-to-look.ts'
export { isTold, type Look, looksFrom, looksInWords } from './looking/who-has-looked.ts'
export { lookedAtPerson, sawInList } from './looks.ts'
export { pathOfThisPlace } from './next-page.ts'
export {
  type Consent,
  type ContactBy,
  consentCovers,
  consentHows,
  identifyingParts,
  type Person,
  type PersonId,
} from './person.ts'
export {
  findPerson,
  insertConsent,
  insertPeople,
  insertPerson,
  listConsents,
  listPeople,
  listPeopleAt,
  listPeopleByEmail,
  listPeopleLike,
  listPeopleReachedAt,
  lockReach,
  reachesOf,
  saveAddressHidden,
  saveReach,
  saveWhereTheyLive,
} from './person-store.ts'
export { readEmail, readPhone } from './reach.ts'
export { findSignIn } from './sign-in-store.ts'
