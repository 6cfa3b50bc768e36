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
} from './person.ts'
export {
  findPerson,
  insertConsent,
  insertPerson,
  listConsents,
  listPeople,
  listPeopleLike,
  withdrawConsents,
} from './person-store.ts'
export { type ReadPhone, readEmail, readPhone } from './reach.ts'
export { signIn } from './sign-in.ts'
