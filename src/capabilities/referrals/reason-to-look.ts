/** Why somebody looks at what was asked of an organisation, long after it ended. */
import { audit } from '../../platform/audit/audit.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { ExplainsLook } from '../../platform/explains-look.ts'
import { askingWhy, type LookToExplain, whyLookNow } from '../people/index.ts'
import { findHelpRequest } from '../requests/index.ts'
import { isLive } from './referral.ts'
import { findReferral } from './referral-store.ts'

const lookAtReferral: LookToExplain = {
  kind: 'referral',
  saysWhy: 'referrals.give-reason',
  allow: 'signed-in',
  reasons: {
    'they rang': 'Somebody got in touch about it',
    'same again': 'We are asked for the same again',
    complaint: 'A complaint or a question about what was done',
    check: 'I was asked to check what was written down',
    other: 'Something else',
  },
  notTheirs: 'We cannot find that, or it is not yours to see. It may have been taken back.',
  isTheirs: async (tx, referralId) => (await findReferral(tx, referralId, 'read')) !== null,
}

export const referralsExplain: ExplainsLook = {
  referral: async (tx, referralId, since) => {
    const referral = await findReferral(tx, referralId, 'read')
    // Not theirs: nothing is shown of it anyway.
    if (!referral || isLive(referral.state)) return true
    if ((referral.endedAt ?? referral.answeredAt ?? referral.answerBy) >= since) return true
    // Whoever follows the request works on it while it is open, with what was tried before.
    const request = await findHelpRequest(tx, referral.helpRequestId)
    return request !== null && (request.state === 'open' || (request.closedAt !== null && request.closedAt >= since))
  },
}

/** Whether somebody may read a referral now, or is to say why first. A reason leaves a line. */
export const mayLookAtReferral = async (tx: PlaceTx, referralId: string): Promise<boolean> => {
  const why = await whyLookNow(tx, lookAtReferral, referralId)
  if (why?.reason) await audit(tx, 'looked at what was asked', referralId, why)
  return why !== null
}

export const { routes: whyReferralRoutes, ask: askWhyThisReferral } = askingWhy(lookAtReferral, {
  home: '/referrals',
  param: 'referralId',
  title: 'Why do you look at this?',
  label: 'It ended a while ago. Why do you look?',
  back: '/start',
})
