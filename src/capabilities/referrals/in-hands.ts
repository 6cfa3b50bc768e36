import type { InHands } from '../../platform/in-hands.ts'
import { listOrganisationsById } from '../organisations/index.ts'
import { listLiveBegunBy } from './referral-store.ts'
import { referralStates } from './words.ts'

/** Referrals somebody sent, or said yes to, for their organisation, while they run. */
export const referralsInHands: InHands = {
  kind: 'referral',
  title: 'Referrals sent or said yes to, still running',
  async list(tx, whose) {
    const referrals = await listLiveBegunBy(tx, whose)
    const asked = await listOrganisationsById(
      tx,
      referrals.map(({ organisationId }) => organisationId),
    )
    const nameOf = (id: string) => asked.find(({ organisationId }) => organisationId === id)?.name ?? 'an organisation'
    return referrals.map(({ referralId, state, sentByOrganisationId, organisationId }) => ({
      recordId: referralId,
      says:
        sentByOrganisationId === whose.organisationId
          ? `To ${nameOf(organisationId)}: ${referralStates[state].label.toLowerCase()}`
          : referralStates[state].toHelper,
      path: `/referrals/${referralId}`,
    }))
  },
}
