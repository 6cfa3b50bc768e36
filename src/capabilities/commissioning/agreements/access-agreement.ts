/** The only way to an agreement that is to be changed: loaded, held still, and refused to whoever may not. */
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listPartiesById } from '../parties/party-store.ts'
import type { Agreement } from './agreement.ts'
import { findAgreementByReference, lockAgreement } from './agreement-store.ts'

const unknown = () => refuse('no-such-agreement', 'We cannot find that agreement, or it is not yours to see.')

/** For whoever takes part in it. */
export const accessAgreement = async (tx: PlaceTx, reference: string): Promise<Agreement | Refusal> => {
  const seen = await findAgreementByReference(tx, reference)
  if (!seen) return unknown()
  await lockAgreement(tx, seen.agreementId)
  return (await findAgreementByReference(tx, reference)) ?? unknown()
}

/** For the commissioner of the organisation whose agreement it is. */
export const leadAgreement = async (tx: PlaceTx, reference: string): Promise<Agreement | Refusal> => {
  const agreement = await accessAgreement(tx, reference)
  if ('refused' in agreement) return agreement
  return (await isLedBy(tx, agreement))
    ? agreement
    : refuse('not-yours', 'Only the organisation that commissions it can do this.')
}

/** Whether the actor's organisation commissions it. */
export const isLedBy = async (tx: PlaceTx, agreement: Agreement): Promise<boolean> => {
  const [buyer] = await listPartiesById(tx, [agreement.buyerPartyId])
  return (
    tx.actor.permissions.has('commissioning.lead') &&
    buyer?.organisationId !== null &&
    buyer?.organisationId === tx.actor.organisationId
  )
}
