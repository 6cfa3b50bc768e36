/** What an organisation would be told if it said yes: asked of the same rule as when it is asked, before anybody presses. */
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type Basis, bases, sharedFieldCodes } from '../organisations/index.ts'
import { type Allowed, mayDisclose, type Sharing, wouldDisclose } from '../people/index.ts'
import { consentFields, type HelpRequest } from '../requests/index.ts'

/** What is shared when an organisation that is asked says yes. */
export const sharingOfReferral = (
  tx: PlaceTx,
  request: Pick<HelpRequest, 'personId' | 'helpRequestId' | 'triagedByOrganisationId'>,
  organisationId: string,
  claim: { readonly basis: Basis; readonly ground: string },
): Sharing => ({
  personId: request.personId,
  aboutId: request.helpRequestId,
  from: tx.actor.organisationId ?? request.triagedByOrganisationId,
  to: organisationId,
  toVolunteer: false,
  purpose: claim.basis === 'safeguarding' ? 'protect' : 'help',
  fields: sharedFieldCodes,
  claim,
})

/** True where a yes to this organisation by name, given now, would let more be told: there is none that covers it, or the address is hidden, which goes out only so. */
export const needsTheirYes = (answer: Allowed | Refusal): boolean =>
  isRefusal(answer) ? answer.refused === 'no-consent' : answer.withheld.address === 'their address is hidden'

/** What one of the things that can allow it would let be told. */
export interface WouldBeTold {
  readonly basis: Basis
  /** By what stands now; of a ground that somebody would write down. */
  readonly answer: Allowed | Refusal
  /** If the words were read out now and they said yes; null where that would change nothing. */
  readonly ifTheySayYes: Allowed | Refusal | null
}

/** What can allow a referral, in the order it is offered. A concern goes its own way. */
const offered: readonly Basis[] = ['consent', 'sharing agreement', 'public task', 'vital interests']

/** What an organisation would be told by each of the things that can allow it, and what would stay back. Nothing is written. */
export const whatWouldBeTold = async (
  tx: PlaceTx,
  request: HelpRequest,
  organisationId: string,
): Promise<WouldBeTold[]> => {
  const told: WouldBeTold[] = []
  for (const basis of offered) {
    const ground = bases[basis].needsGround ? 'as it would be written down' : ''
    const sharing = sharingOfReferral(tx, request, organisationId, { basis, ground })
    const answer = await mayDisclose(tx, sharing)
    const asks = basis === 'consent' && needsTheirYes(answer)
    const supposed = { organisationId, withWhom: 'organisation' as const, fields: consentFields }
    told.push({ basis, answer, ifTheySayYes: asks ? await wouldDisclose(tx, sharing, supposed) : null })
  }
  return told
}
