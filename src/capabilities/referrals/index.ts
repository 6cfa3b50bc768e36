export { lockReferral } from './access.ts'
export {
  acceptReferral,
  declineReferral,
  endReferralsOfRequest,
  endReferralUnshared,
  expireReferral,
  recallReferral,
  recordContact,
  reportCouldNot,
  reportDone,
  reportNotNeeded,
  reportOngoing,
  reportWaiting,
  withdrawDetails,
} from './answer-referral.ts'
export * from './facts.ts'
export { isHeld, isLive, type Referral } from './referral.ts'
export {
  type AnswerRecord,
  countAnswers,
  listAskedIds,
  listLastAnswers,
  listLatestReferrals,
  listNeedIdsBetween,
  listReferralsOfNeeds,
  listReferralsTo,
} from './referral-store.ts'
export { roughlyWhereFor, type SeenReferral, seeReferral } from './see-referral.ts'
export { sendReferral } from './send-referral.ts'
export { tellAskedOrganisation, tellSender } from './tell.ts'
export { type WouldBeTold, whatWouldBeTold } from './what-would-be-told.ts'
export { couldNotReasons, type DeclineReason, declineReasons, type ReferralState, referralStates } from './words.ts'
