/** What an agreement costs by year, and who pays it. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { maybe } from '../input.ts'
import { mostPence, shareOut, sum } from '../money.ts'
import { partyFor } from '../parties/know-party.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { leadAgreement } from './access-agreement.ts'
import type { Agreement } from './agreement.ts'
import {
  insertAgreementParties,
  listPartners,
  replaceContributions,
  replacePartners,
  replaceYears,
  saveAgreement,
} from './agreement-store.ts'
import { splitPool, whole } from './pool.ts'

const amount = Type.Integer({ minimum: 0, maximum: mostPence, mend: 'Enter amounts in pounds, like 48,000' })
const amounts = (mend: string) => Type.Array(amount, { minItems: 1, maxItems: 60, mend })
const isDraft = ({ state }: Agreement) =>
  state === 'draft' ? null : refuse('signed', 'It is signed: change it by a variation.')

/** Says what each year costs, without VAT, and at which rate VAT comes on it. */
export const setYears = command({
  name: 'commissioning.set-years',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    amountsInPence: amounts('Enter an amount for each year, like 48,000'),
    vatRate: Type.Enum(['0', '5', '20'], { mend: 'Choose which VAT comes on it' }),
  }),
  async run(tx, { reference, amountsInPence, vatRate }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const signed = isDraft(agreement)
    if (signed) return signed
    if (amountsInPence.length !== agreement.years.length)
      return refuse('years', `Give an amount for each of the ${agreement.years.length} years.`, 'amounts')
    await writeYears(tx, agreement, amountsInPence, Number(vatRate))
    return { recordId: agreement.agreementId }
  },
})

/** Writes the years with new amounts; a pool's parts follow in the proportion they had. */
export const writeYears = async (
  tx: PlaceTx,
  agreement: Agreement,
  amountsInPence: readonly number[],
  vatRate: number,
  years = agreement.years,
): Promise<void> => {
  const written = years.map(({ startsOn, endsOn }, at) => {
    const amountInPence = amountsInPence[at] ?? 0
    return { startsOn, endsOn, amountInPence, vatInPence: Math.round((amountInPence * vatRate) / 100) }
  })
  await replaceYears(tx, agreement.agreementId, written)
  const partners = await tx.house(() => listPartners(tx, agreement.agreementId))
  if (partners.length === 0) return
  const weights = partners.map(
    partner => partner.shareInHundredths ?? sum(partner.contributions.map(({ amountInPence }) => amountInPence)),
  )
  const usable = sum(weights) > 0 ? weights : partners.map(() => 1)
  const byYear = written.map(({ amountInPence }) => shareOut(amountInPence, usable))
  await replaceContributions(
    tx,
    partners.flatMap(({ partnerId }, of) =>
      written.map(({ startsOn }, at) => ({ partnerId, yearStartsOn: startsOn, amountInPence: byYear[at]?.[of] ?? 0 })),
    ),
    partners.map(({ partnerId }) => partnerId),
  )
}

const part = Type.Object({
  funderId: Type.String({ format: 'uuid' }),
  shareInHundredths: maybe(Type.Integer({ minimum: 0, maximum: whole })),
  amountsInPence: maybe(amounts('Enter an amount for each year')),
  riskInHundredths: Type.Integer({ minimum: 0, maximum: whole }),
})

/** Says who pays into the pool: shares or amounts that add to every year, and shares of risk that add to all of it. Refused with what is missing, to the penny. */
export const setPool = command({
  name: 'commissioning.set-pool',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    basis: Type.String({
      minLength: 3,
      maxLength: 300,
      mend: 'Say on what ground the money is pooled, like: NHS Act 2006, section 75',
    }),
    showsShares: Type.Boolean(),
    parts: Type.Array(part, { minItems: 2, maxItems: 12, mend: 'Choose at least two funders' }),
  }),
  async run(tx, { reference, basis, showsShares, parts }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const signed = isDraft(agreement)
    if (signed) return signed
    const funders = []
    for (const given of parts) {
      const party = await partyFor(tx, given.funderId)
      if (!party) return refuse('no-such-party', 'Choose funders from the list.', 'partners')
      funders.push({ party, ...given, partyId: party.partyId, partnerId: newId() as string })
    }
    if (new Set(funders.map(({ partyId }) => partyId)).size < funders.length)
      return refuse('twice', 'A funder stands there twice.', 'partners')
    const split = splitPool(agreement.years, funders)
    if ('wrong' in split) return refuse('does-not-add-up', split.wrong, split.field)
    const { agreementId } = agreement
    await replacePartners(tx, agreementId, funders)
    await replaceContributions(
      tx,
      funders.flatMap(({ partnerId }, of) =>
        agreement.years.map(({ startsOn }, at) => ({
          partnerId,
          yearStartsOn: startsOn,
          amountInPence: split.contributions[of]?.[at] ?? 0,
        })),
      ),
      [],
    )
    await insertAgreementParties(
      tx,
      agreementId,
      funders.map(({ partyId }) => ({ partyId, role: 'funder' as const })),
    )
    await saveAgreement(tx, agreementId, { isPooled: true, poolBasis: basis.trim(), showsShares })
    const [buyer] = await listPartiesById(tx, [agreement.buyerPartyId])
    const seenBy = (partnerId: string, organisationId: string | null | undefined, basis: string) =>
      organisationId ? [{ recordId: partnerId, holderId: organisationId, basis }] : []
    await grantAccess(
      tx,
      funders.flatMap(({ partnerId, party }) => [
        ...(party.organisationId
          ? [{ recordId: agreementId, holderId: party.organisationId, basis: 'takes part in it' }]
          : []),
        ...seenBy(partnerId, party.organisationId, 'pays it'),
        ...seenBy(partnerId, buyer?.organisationId, 'holds the pool'),
      ]),
    )
    return { recordId: agreementId }
  },
})
