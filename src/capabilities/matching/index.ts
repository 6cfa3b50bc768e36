export { type Assignment, type AssignmentProblem, assign } from './engine/assign.ts'
export { type Known, mustNotMeet, type NoContactPair, notTogether } from './no-contact.ts'
export { listNoContact } from './no-contact-store.ts'
