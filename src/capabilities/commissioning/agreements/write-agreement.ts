import { Type } from 'typebox'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { newReference } from '../../../platform/auth/reference.ts'
import { command } from '../../../platform/command.ts'
import { yearsOf } from '../calendar.ts'
import { categoryInput } from '../category.ts'
import { cpvCode } from '../cpv.ts'
import { date, maybe } from '../input.ts'
import { partyFor } from '../parties/know-party.ts'
import type { Party } from '../parties/party.ts'
import { notChosenYet } from '../routes/way-names.ts'
import { type Agreement, agreementKinds } from './agreement.ts'
import { insertAgreement } from './agreement-store.ts'
import { isShort } from './term.ts'

const termFields = {
  startsOn: date('Enter the first day, like 1 4 2027'),
  endsOn: date('Enter the last day, like 31 3 2032'),
  extendableUntilOn: maybe(
    date('Enter the last day it may be extended to'),
    'Enter the last day it may be extended to',
  ),
  shortBecause: maybe(Type.String({ maxLength: 1000 }), 'Say why it is short in up to 1,000 characters'),
}

/** Writes an agreement down as a draft between the commissioner's own organisation and those who do it. */
export const writeAgreement = command({
  name: 'commissioning.write-agreement',
  allow: 'commissioning.lead',
  input: Type.Object({
    title: Type.String({ minLength: 3, maxLength: 160, mend: 'Enter what it is called, in 3 to 160 characters' }),
    purpose: Type.String({
      minLength: 3,
      maxLength: 4000,
      mend: 'Say what it is for, in words everybody in it would use',
    }),
    kind: Type.Enum(Object.keys(agreementKinds), { mend: 'Choose what kind of agreement it is' }),
    category: categoryInput,
    cpvCode,
    supplierIds: Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 1,
      maxItems: 30,
      mend: 'Choose who does it: at least one',
    }),
    ...termFields,
    engagementId: maybe(Type.String({ format: 'uuid' }), 'Choose the engagement it came from'),
    noEngagementBecause: maybe(Type.String({ maxLength: 1000 })),
    neighbourhoodIds: maybe(Type.Array(Type.String({ format: 'uuid' }))),
  }),
  async run(tx, input) {
    const buyer = tx.actor.organisationId ? await partyFor(tx, tx.actor.organisationId) : null
    if (!buyer) return refuse('no-organisation', 'Sign in for the organisation that makes the agreement.')
    const { startsOn, endsOn } = input
    const until = input.extendableUntilOn
    if (endsOn < startsOn) return refuse('ends-first', 'The last day must not be before the first.', 'endsOn')
    if (until !== null && until < endsOn)
      return refuse(
        'extends-backwards',
        'The day it may be extended to must not be before its last day.',
        'extendableUntilOn',
      )
    const shortBecause = (input.shortBecause ?? '').trim()
    if (isShort(startsOn, endsOn) && shortBecause === '')
      return refuse('short', 'It is for less than three years: say why, or make it longer.', 'shortBecause')
    const suppliers: Party[] = []
    for (const id of new Set(input.supplierIds)) {
      const party = isUuid(id) ? await partyFor(tx, id) : null
      if (!party) return refuse('no-such-party', 'Choose who does it from the list.', 'supplierIds')
      suppliers.push(party)
    }
    const agreementId = newId()
    const reference = newReference()
    const parties = [
      { partyId: buyer.partyId, role: 'buyer' as const },
      { partyId: buyer.partyId, role: 'funder' as const },
      ...suppliers.map(({ partyId }) => ({ partyId, role: 'supplier' as const })),
    ]
    await insertAgreement(tx, {
      agreementId,
      reference,
      kind: input.kind as Agreement['kind'],
      route: notChosenYet,
      category: input.category as Agreement['category'],
      cpvCode: input.cpvCode,
      startsOn,
      endsOn,
      extendableUntilOn: until,
      reservedArea: null,
      reservedFor: [],
      engagementId: input.engagementId,
      noEngagementBecause: input.noEngagementBecause,
      neighbourhoodIds: input.neighbourhoodIds,
      title: input.title.trim(),
      purpose: input.purpose.trim(),
      buyerPartyId: buyer.partyId,
      shortBecause: shortBecause || null,
      isPooled: false,
      poolBasis: null,
      showsShares: false,
      noMetricsBecause: null,
      noMetricsSays: null,
      parties,
      years: yearsOf(startsOn, endsOn).map(year => ({ ...year, amountInPence: 0, vatInPence: 0 })),
    })
    await grantAccess(
      tx,
      [buyer, ...suppliers].flatMap(({ organisationId }) =>
        organisationId ? [{ recordId: agreementId, holderId: organisationId, basis: 'takes part in it' }] : [],
      ),
    )
    return { recordId: agreementId, agreementId, reference }
  },
})
