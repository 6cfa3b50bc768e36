/** The only door to commissioning. */
export { writeAgreement } from './agreements/write-agreement.ts'
