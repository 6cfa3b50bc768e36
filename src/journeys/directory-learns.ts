import { ReferralDeclined, ReferralExpired } from '../capabilities/referrals/index.ts'
import { tellDirectory } from '../capabilities/triage/index.ts'
import { journey } from '../platform/facts/journey.ts'

/** A referral went nowhere because the directory may be wrong → the entry is doubtful until somebody checks it. */
export const directoryLearns = journey('directory learns')
  .on(ReferralDeclined, 'doubt what is said not to be done', ({ data }, act) =>
    data.reasonCode === 'not what we do'
      ? act(tellDirectory, { needId: data.needId, organisationId: data.organisationId, because: 'declined' })
      : undefined,
  )
  .on(ReferralExpired, 'doubt what nobody answers for', ({ data }, act) =>
    act(tellDirectory, { needId: data.needId, organisationId: data.organisationId, because: 'unanswered' }),
  )
