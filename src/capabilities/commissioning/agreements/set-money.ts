/** What an agreement costs by year, and who pays it. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { maybe } from '../input.ts'
import { mostPence } from '../money.ts'
import { partyFor } from '../parties/know-party.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { leadAgreement } from './access-agreement.ts'
import type { Agreement, AgreementYear } from './agreement.ts'
import {
  listPartners,
  replaceContributions,
  replaceFunders,
  replacePartners,
  replaceYears,
  saveAgreement,
} from './agreement-store.ts'
import { canBeExtended } from './estimate.ts'
import { splitAnew, splitPool, whole } from './pool.ts'

const amount = Type.Integer({ minimum: 0, maximum: mostPence, mend: 'Enter amounts in pounds, like 48,000' })
const amounts = (mend: string) => Type.Array(amount, { minItems: 1, maxItems: 60, mend })
const isDraft = ({ state }: Agreement) =>
  state === 'draft' ? null : refuse('signed', 'It is signed: change it by a variation.')

/** Says what each year costs, without VAT, at which rate VAT comes on it, and what an extension could cost. */
export const setYears = command({
  name: 'commissioning.set-years',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    amountsInPence: amounts('Enter an amount for each year, like 48,000'),
    vatRate: Type.Enum(['0', '5', '20'], { mend: 'Choose which VAT comes on it' }),
    extensionInPence: Type.Optional(maybe(amount, 'Enter what an extension could cost, like 48,000')),
  }),
  async run(tx, { reference, amountsInPence, vatRate, extensionInPence = null }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const signed = isDraft(agreement)
    if (signed) return signed
    const { years, agreementId } = agreement
    if (amountsInPence.length !== years.length)
      return refuse('years', `Give an amount for each of the ${years.length} years.`, 'amounts')
    const partners = await tx.house(() => listPartners(tx, agreementId))
    const isByAmounts = partners.some(({ shareInHundredths }) => shareInHundredths === null)
    if (isByAmounts && years.some(({ amountInPence }, at) => amountInPence !== amountsInPence[at]))
      return refuse(
        'pool-by-amounts',
        'Who pays how much of each year is agreed by amounts, and those would no longer add up. Undo the pool first, and say anew who pays into it.',
        'amounts',
      )
    const rate = Number(vatRate)
    await writeYears(tx, agreement, yearsAt(years, amountsInPence, rate))
    const extension = canBeExtended(agreement) ? extensionInPence : null
    await saveAgreement(tx, agreementId, {
      extensionInPence: extension,
      extensionVatInPence: extension === null ? null : Math.round((extension * rate) / 100),
    })
    return { recordId: agreementId }
  },
})

/** Years with what each costs, and the VAT on it at a rate in whole percent. */
export const yearsAt = (
  years: readonly { readonly startsOn: string; readonly endsOn: string }[],
  amountsInPence: readonly number[],
  vatRate: number,
): AgreementYear[] =>
  years.map(({ startsOn, endsOn }, at) => {
    const amountInPence = amountsInPence[at] ?? 0
    return { startsOn, endsOn, amountInPence, vatInPence: Math.round((amountInPence * vatRate) / 100) }
  })

/** Writes the years anew; a pool's parts follow, each year by its own split. */
export const writeYears = async (
  tx: PlaceTx,
  { agreementId }: Agreement,
  years: readonly AgreementYear[],
): Promise<void> => {
  await replaceYears(tx, agreementId, years)
  const partners = await tx.house(() => listPartners(tx, agreementId))
  if (partners.length === 0) return
  const split = splitAnew(years, partners)
  await replaceContributions(
    tx,
    partners.flatMap(({ partnerId }, of) =>
      years.map(({ startsOn }, at) => ({
        partnerId,
        yearStartsOn: startsOn,
        amountInPence: split[at]?.[of] ?? 0,
      })),
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
    await dissolve(tx, agreement)
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
    await replaceFunders(
      tx,
      agreementId,
      funders.map(({ partyId }) => partyId),
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

/** Undoes a pool: whoever commissions it pays for it alone again, and those who paid into it see it no longer. */
export const undoPool = command({
  name: 'commissioning.undo-pool',
  allow: 'commissioning.lead',
  input: Type.Object({ reference: Type.String() }),
  async run(tx, { reference }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const signed = isDraft(agreement)
    if (signed) return signed
    if (!agreement.isPooled) return refuse('no-pool', 'It is no pool.')
    const { agreementId } = agreement
    await dissolve(tx, agreement)
    await replacePartners(tx, agreementId, [])
    await replaceFunders(tx, agreementId, [agreement.buyerPartyId])
    await saveAgreement(tx, agreementId, { isPooled: false, poolBasis: null, showsShares: false })
    return { recordId: agreementId }
  },
})

/** Ends what funders see of the pool there was, and of the agreement where they have no other part in it. Whoever pays into the next one is let in anew. */
const dissolve = async (tx: PlaceTx, { agreementId, parties }: Agreement): Promise<void> => {
  const partners = await tx.house(() => listPartners(tx, agreementId))
  const organisations = new Map(
    (
      await listPartiesById(
        tx,
        parties.map(({ partyId }) => partyId),
      )
    ).map(({ partyId, organisationId }) => [partyId, organisationId]),
  )
  const staying = new Set(
    parties.filter(({ role }) => role !== 'funder').map(({ partyId }) => organisations.get(partyId)),
  )
  const partnerIds = partners.map(({ partnerId }) => partnerId)
  for (const holderId of new Set(organisations.values())) {
    if (!holderId) continue
    const recordIds = staying.has(holderId) ? partnerIds : [...partnerIds, agreementId]
    if (recordIds.length > 0) await endAccess(tx, { holderId, recordIds })
  }
}
