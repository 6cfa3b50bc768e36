export {
  acceptReferral,
  declineReferral,
  endReferralsOfRequest,
  expireReferral,
  recallReferral,
  recordContact,
  reportCouldNot,
  reportDone,
  reportNotNeeded,
  reportOngoing,
  withdrawDetails,
} from './answer-referral.ts'
export * from './facts.ts'
export { isHeld, isLive, type Referral } from './referral.ts'
export {
  type AnswerRecord,
  countAnswers,
  listLastAnswers,
  listLatestReferrals,
  listReferralsOfNeeds,
  listReferralsTo,
} from './referral-store.ts'
export { roughlyWhereFor } from './see-referral.ts'
export { sendReferral } from './send-referral.ts'
export { tellAskedOrganisation, tellSender } from './tell.ts'
export { type Basis, bases, couldNotReasons, type DeclineReason, declineReasons, type ReferralState } from './words.ts'
