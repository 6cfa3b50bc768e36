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

/** Who can do a thing with an agreement: whoever commissions it, whoever does the work, or all who take part. */
export type DoneBy = 'lead' | 'supplier' | 'all'

const onlyBy: Readonly<Record<DoneBy, string>> = {
  lead: 'Only the organisation that commissions it can do this.',
  supplier: 'Only an organisation that does the work can do this.',
  all: 'Only those who take part in commissioning can do this.',
}

/** Which of these the actor is, of one agreement. */
export const partIn = async (tx: PlaceTx, agreement: Agreement): Promise<(by: DoneBy) => boolean> => {
  const mayTakePart = tx.actor.permissions.has('commissioning.take-part')
  const suppliers = await listPartiesById(
    tx,
    agreement.parties.filter(({ role }) => role === 'supplier').map(({ partyId }) => partyId),
  )
  const own = tx.actor.organisationId
  const is = {
    lead: await isLedBy(tx, agreement),
    supplier: mayTakePart && own !== null && suppliers.some(({ organisationId }) => organisationId === own),
    all: mayTakePart,
  }
  return by => is[by]
}

const agreementFor =
  (by: DoneBy) =>
  async (tx: PlaceTx, reference: string): Promise<Agreement | Refusal> => {
    const agreement = await accessAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    return (await partIn(tx, agreement))(by) ? agreement : refuse('not-yours', onlyBy[by])
  }

/** For the commissioner of the organisation whose agreement it is. */
export const leadAgreement = agreementFor('lead')

/** For those of an organisation that does the work. */
export const supplierAgreement = agreementFor('supplier')

/** Whether the actor's organisation commissions it. */
export const isLedBy = async (tx: PlaceTx, agreement: Agreement): Promise<boolean> => {
  const [buyer] = await listPartiesById(tx, [agreement.buyerPartyId])
  return (
    tx.actor.permissions.has('commissioning.lead') &&
    buyer?.organisationId !== null &&
    buyer?.organisationId === tx.actor.organisationId
  )
}
