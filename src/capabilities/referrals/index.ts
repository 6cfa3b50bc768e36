export { readReferral } from './access.ts'
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
export {
  isLive,
  nextReferralState,
  type Referral,
  type ReferralAction,
  type ReferralId,
  referralActions,
} from './referral.ts'
export {
  type AnswerRecord,
  countAnswers,
  listLatestReferrals,
  listReferralsOfNeeds,
  listReferralsOfRequest,
  listReferralsTo,
} from './referral-store.ts'
export { sendReferral } from './send-referral.ts'
export { tellAskedOrganisation, tellSender } from './tell.ts'
export {
  type Basis,
  bases,
  type CouldNotReason,
  couldNotReasons,
  type DeclineReason,
  declineReasons,
  type ReferralState,
  referralStates,
} from './words.ts'
