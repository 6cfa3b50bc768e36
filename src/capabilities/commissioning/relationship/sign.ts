/** From draft to agreed, and to its end; and what the public reads of it. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import { leadAgreement } from '../agreements/access-agreement.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { listPartners, saveAgreement } from '../agreements/agreement-store.ts'
import { canBeExtended, estimatedInPence, longestUntil } from '../agreements/estimate.ts'
import {
  insertPublication,
  isPublishedAs,
  listPublicationsOf,
  type PublicAgreement,
} from '../agreements/publication-store.ts'
import { listMeasures, listReviews } from '../care/care-store.ts'
import { metricsMissing } from '../care/metrics.ts'
import { listVariations } from '../changes/variation-store.ts'
import { gapSays, gapsIn } from '../costs/below-cost.ts'
import { listCosts } from '../costs/cost-store.ts'
import { cpvCode } from '../cpv.ts'
import { findEngagement } from '../engagement/engagement-store.ts'
import { date } from '../input.ts'
import { pounds, sum } from '../money.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { openChoice } from '../routes/choice.ts'

/** What still has to be done before it is signed, in the order of the page. */
export const missingToSign = async (tx: PlaceTx, agreement: Agreement): Promise<string[]> => {
  const { agreementId, years, isPooled } = agreement
  const measures = await listMeasures(tx, agreementId)
  const reviews = await listReviews(tx, agreementId)
  const pool = isPooled ? await tx.house(() => listPartners(tx, agreementId)) : []
  const off = isPooled
    ? years.flatMap(({ startsOn, amountInPence }) => {
        const has = sum(
          pool.flatMap(({ contributions }) =>
            contributions.filter(each => each.yearStartsOn === startsOn).map(each => each.amountInPence),
          ),
        )
        return has === amountInPence
          ? []
          : [`The pool of the year from ${startsOn} has ${pounds(has)} of ${pounds(amountInPence)}.`]
      })
    : []
  const metrics = metricsMissing(agreement, measures.length)
  return [
    ...(years.some(({ amountInPence }) => amountInPence === 0) ? ['Say what each year costs.'] : []),
    ...(canBeExtended(agreement) && agreement.extensionInPence === null
      ? ['Say what it could cost to extend it as far as it may be: what it is worth counts extensions.']
      : []),
    ...off,
    ...wayMissing(agreement),
    ...(agreement.kind !== 'grant' && !agreement.engagementId && !agreement.noEngagementBecause
      ? ['Choose the engagement it came from, or say why there was none.']
      : []),
    ...(metrics ? [metrics] : []),
    ...(reviews.length === 0 ? ['Plan at least one review.'] : []),
  ]
}

/** Whether its way was chosen, and still fits what it costs now. */
const wayMissing = (agreement: Agreement): string[] => {
  const { routeFacts } = agreement
  if (!routeFacts) return ['Ask which way may be taken, and choose one.']
  const worth = estimatedInPence(agreement)
  const told = routeFacts.upToInPence
  return told !== null && worth !== null && worth > told
    ? [
        `Its way was chosen for up to ${pounds(told)} with VAT, and it now comes to ${pounds(worth)}: ask again which way may be taken.`,
      ]
    : []
}

export const signAgreement = command({
  name: 'commissioning.sign-agreement',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    signedOn: date('Enter the day it was signed, like 20 11 2026'),
    belowCostBecause: Type.String({ maxLength: 1000, mend: 'Say it in up to 1,000 characters' }),
  }),
  async run(tx, { reference, signedOn, belowCostBecause }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (agreement.state !== 'draft') return refuse('signed', 'It is signed already.')
    if (signedOn > dateAt(tx.now)) return refuse('ahead', 'The day it was signed cannot be ahead.', 'signedOn')
    const [missing] = await missingToSign(tx, agreement)
    if (missing) return refuse('missing', missing, 'signedOn')
    const [gap] = gapsIn(agreement.years, await listCosts(tx, agreement.agreementId))
    if (gap && belowCostBecause.trim() === '')
      return refuse(
        'below-cost',
        `In the year from ${gap.yearStartsOn}: ${gapSays(gap)} Pay what it costs, or say why not.`,
        'belowCostBecause',
      )
    await saveAgreement(tx, agreement.agreementId, {
      state: 'agreed',
      signedOn,
      awardedUntilOn: longestUntil(agreement),
      awardedInPence: estimatedInPence(agreement),
      belowCostBecause: gap ? belowCostBecause.trim() : null,
    })
    return { recordId: agreement.agreementId }
  },
})

export const endAgreement = command({
  name: 'commissioning.end-agreement',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    endedOn: date('Enter the day it ended, like 20 11 2026'),
    because: Type.String({ minLength: 3, maxLength: 1000, mend: 'Say why it ended' }),
  }),
  async run(tx, { reference, endedOn, because }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (agreement.state !== 'agreed') return refuse('not-signed', 'Only one that is signed can end.')
    if (endedOn > dateAt(tx.now)) return refuse('ahead', 'The day cannot be ahead.', 'endedOn')
    if (endedOn < agreement.startsOn) return refuse('ends-first', 'It cannot end before it began.', 'endedOn')
    await saveAgreement(tx, agreement.agreementId, { state: 'ended', endedOn, endedBecause: because })
    return { recordId: agreement.agreementId, auditReason: because }
  },
})

/** Publishes an agreement as it stands now, for everybody to read. What was published before stays. */
export const publishAgreement = command({
  name: 'commissioning.publish-agreement',
  allow: 'commissioning.lead',
  input: Type.Object({ reference: Type.String() }),
  async run(tx, { reference }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (agreement.state === 'draft') return refuse('draft', 'Sign it first: a draft is not published.')
    const metrics = metricsMissing(agreement, (await listMeasures(tx, agreement.agreementId)).length)
    if (metrics) return refuse('metrics', `What would be published is not true of it as it stands. ${metrics}`)
    const document = await publicOf(tx, agreement)
    const last = (await listPublicationsOf(tx, reference)).at(-1)
    if (await isPublishedAs(tx, agreement.agreementId, document))
      return refuse('same', 'Nothing has changed since it was published last.')
    const tells = !last
      ? 'agreement'
      : agreement.state === 'ended' && last.document.agreement.state !== 'ended'
        ? 'end'
        : document.variations.length > last.document.variations.length
          ? 'change'
          : 'correction'
    const number = await insertPublication(tx, agreement.agreementId, tells, document)
    return { recordId: agreement.agreementId, number }
  },
})

/** What the public reads of an agreement. */
const publicOf = async (tx: PlaceTx, agreement: Agreement): Promise<PublicAgreement> => {
  const { writtenAt: _at, writtenBy: _by, routeFacts, belowCostBecause: _below, ...more } = agreement
  const {
    extensionInPence: _more,
    extensionVatInPence: _vat,
    awardedUntilOn: _until,
    awardedInPence: _worth,
    ...open
  } = more
  const parties = await listPartiesById(tx, [...new Set(agreement.parties.map(({ partyId }) => partyId))])
  const partners = agreement.showsShares ? await tx.house(() => listPartners(tx, agreement.agreementId)) : []
  return {
    agreement: open,
    choice: routeFacts && openChoice(routeFacts),
    parties: parties
      .sort((a, b) => a.partyId.localeCompare(b.partyId))
      .map(party => ({
        ...party,
        roles: agreement.parties.filter(({ partyId }) => partyId === party.partyId).map(({ role }) => role),
      })),
    shares: agreement.showsShares
      ? partners.map(({ partyId, contributions }) => ({
          partyId,
          amountInPence: sum(contributions.map(each => each.amountInPence)),
        }))
      : null,
    measures: (await listMeasures(tx, agreement.agreementId)).map(
      ({ measureId, name, unit, aim, readings: [newest] }) => ({
        ...{ measureId, name, unit, aim },
        newest: newest ? { readOn: newest.readOn, value: newest.value, stands: newest.stands } : null,
      }),
    ),
    variations: (await listVariations(tx, agreement.agreementId)).map(
      ({ number, reason, ground, fromOn, untilOn, endsOnAfter, penceBefore, penceAfter }) => ({
        ...{ number, reason, ground, fromOn, untilOn, endsOnAfter, penceBefore, penceAfter },
      }),
    ),
  }
}

/** Says which engagement it came from, or why there was none. */
export const nameEngagement = command({
  name: 'commissioning.name-engagement',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    engagementId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], { mend: 'Choose an engagement' }),
    noEngagementBecause: Type.String({ maxLength: 1000, mend: 'Say it in up to 1,000 characters' }),
  }),
  async run(tx, { reference, engagementId, noEngagementBecause }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (agreement.state !== 'draft') return refuse('signed', 'It is signed: how it was made does not change.')
    if (engagementId && !(await findEngagement(tx, engagementId)))
      return refuse('no-such-engagement', 'Choose an engagement from the list.', 'engagementId')
    await saveAgreement(tx, agreement.agreementId, {
      engagementId,
      noEngagementBecause: noEngagementBecause.trim() || null,
    })
    return { recordId: agreement.agreementId }
  },
})

/** Says what open standards ask of it beside its terms: its code in the common vocabulary and the neighbourhoods it serves. */
export const describeAgreement = command({
  name: 'commissioning.describe-agreement',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    cpvCode,
    neighbourhoodIds: Type.Array(Type.String({ format: 'uuid' }), { maxItems: 200 }),
  }),
  async run(tx, { reference, cpvCode, neighbourhoodIds }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const known = new Set((await listNeighbourhoods(tx)).map(({ neighbourhoodId }) => neighbourhoodId as string))
    if (neighbourhoodIds.some(id => !known.has(id)))
      return refuse('no-such-neighbourhood', 'Choose neighbourhoods from the list.', 'neighbourhoodIds')
    await saveAgreement(tx, agreement.agreementId, {
      cpvCode,
      neighbourhoodIds: neighbourhoodIds.length > 0 ? neighbourhoodIds : null,
    })
    return { recordId: agreement.agreementId }
  },
})
