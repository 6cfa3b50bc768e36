import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import { accessAgreement } from '../agreements/access-agreement.ts'
import { date } from '../input.ts'
import { mostPence } from '../money.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { insertCosts } from './cost-store.ts'

const hundredths = (mend: string) => Type.Integer({ minimum: 0, maximum: 10_000, mend })
const says = Type.String({ minLength: 1, maxLength: 200 })
const line = Type.Union([
  Type.Object({
    kind: Type.Literal('people'),
    says,
    hours: Type.Number({ minimum: 0, maximum: 1_000_000 }),
    penceAnHour: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    onCostInHundredths: Type.Integer({ minimum: 0, maximum: 20_000 }),
  }),
  Type.Object({ kind: Type.Literal('other'), says, pence: Type.Integer({ minimum: 0, maximum: mostPence }) }),
])

/** An organisation says what a year costs it in full. It and the commissioner see that, and nobody else. */
export const tellCosts = command({
  name: 'commissioning.tell-costs',
  allow: 'commissioning.take-part',
  input: Type.Object({
    reference: Type.String(),
    yearStartsOn: date('Choose the year'),
    lines: Type.Array(line, { minItems: 1, maxItems: 40, mend: 'Enter at least one cost' }),
    overheadInHundredths: hundredths('Enter overheads as a percentage, like 15'),
    overheadHow: Type.String({ maxLength: 500, mend: 'Say it in up to 500 characters' }),
  }),
  async run(tx, { reference, ...told }) {
    const agreement = await accessAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const suppliers = await listPartiesById(
      tx,
      agreement.parties.filter(({ role }) => role === 'supplier').map(({ partyId }) => partyId),
    )
    const mine = suppliers.find(
      ({ organisationId }) => organisationId !== null && organisationId === tx.actor.organisationId,
    )
    if (!mine) return refuse('not-supplier', 'Only an organisation that does it can say what it costs.')
    if (!agreement.years.some(({ startsOn }) => startsOn === told.yearStartsOn))
      return refuse('no-such-year', 'Choose a year of this agreement.', 'yearStartsOn')
    const statementId: string = newId()
    await insertCosts(tx, agreement.agreementId, { ...told, statementId, partyId: mine.partyId })
    const [buyer] = await listPartiesById(tx, [agreement.buyerPartyId])
    const holders = [mine.organisationId, buyer?.organisationId].flatMap(id => id ?? [])
    await grantAccess(
      tx,
      [...new Set(holders)].map(holderId => ({ recordId: statementId, holderId, basis: 'told or was told' })),
    )
    return { recordId: agreement.agreementId }
  },
})
