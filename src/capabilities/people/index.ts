export { isIn, letIn } from './account/let-in.ts'
export { addAccount } from './add-account.ts'
export { pathOfThisPlace } from './next-page.ts'
export {
  type Consent,
  type ConsentId,
  type ContactBy,
  consentCovers,
  consentHows,
  identifyingParts,
  type Person,
  type PersonId,
} from './person.ts'
export {
  findPerson,
  forgetPerson,
  insertConsent,
  insertPeople,
  insertPerson,
  listConsents,
  listPeople,
  listPeopleByEmail,
  listPeopleLike,
  listPeopleReachedAt,
  lockReach,
  reachesOf,
  saveAddressHidden,
  saveReach,
  withdrawConsents,
} from './person-store.ts'
export { readEmail, readPhone } from './reach.ts'
export { signIn } from './sign-in.ts'
