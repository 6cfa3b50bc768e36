/** A change of an agreement that is signed: with a reason, a ground, dates and a way back. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { leadAgreement } from '../agreements/access-agreement.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { saveAgreement } from '../agreements/agreement-store.ts'
import { canBeExtended, estimatedInPence, grossOf, longestUntil, vatRateOf } from '../agreements/estimate.ts'
import { writeYears, yearsAt } from '../agreements/set-money.ts'
import { yearsOf } from '../calendar.ts'
import { listMeasures } from '../care/care-store.ts'
import { metricsMissing } from '../care/metrics.ts'
import { gapSays, gapsIn } from '../costs/below-cost.ts'
import { listCosts } from '../costs/cost-store.ts'
import { date, maybe } from '../input.ts'
import { mostPence, sum } from '../money.ts'
import { type Change, type GroundCode, groundCodes, groundRefuses, needsChangeNotice } from './grounds.ts'
import { changeLawOf } from './regime.ts'
import { insertVariation, listVariations, markWentBack, type Variation } from './variation-store.ts'

const fields = {
  reference: Type.String(),
  fromOn: date('Enter from when, like 1 4 2027'),
  endsOn: date('Enter the last day of the agreement after the change'),
  amountsInPence: Type.Array(Type.Integer({ minimum: 0, maximum: mostPence }), {
    minItems: 1,
    maxItems: 60,
    mend: 'Enter an amount for each year',
  }),
  extensionInPence: maybe(
    Type.Integer({ minimum: 0, maximum: mostPence }),
    'Enter what an extension could cost, in pounds',
  ),
  belowCostBecause: Type.String({ maxLength: 1000, mend: 'Say it in up to 1,000 characters' }),
  agreedBy: Type.String({ minLength: 2, maxLength: 200, mend: 'Enter who agreed to it, for each side' }),
}

/** Changes an agreement that is signed. The money of a pool follows: a year that does not change keeps its split, one that does keeps the proportion it had. */
export const varyAgreement = command({
  name: 'commissioning.vary-agreement',
  allow: 'commissioning.lead',
  input: Type.Object({
    ...fields,
    reason: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say why it changes' }),
    ground: Type.Enum(groundCodes, { mend: 'Choose on which ground' }),
    togetherWith: maybe(
      Type.Integer({ minimum: 1 }),
      'Choose the earliest change it could have been made together with',
    ),
    untilOn: maybe(date('Enter until when'), 'Enter until when, like 30 9 2027'),
    exitSays: Type.String({ maxLength: 2000, mend: 'Say how things go back' }),
  }),
  async run(tx, input) {
    const agreement = await signedAgreement(tx, input.reference)
    if (isRefusal(agreement)) return agreement
    const { untilOn, fromOn } = input
    if (untilOn && untilOn < fromOn) return refuse('ends-first', 'It must not end before it begins.', 'untilOn')
    if (untilOn && input.exitSays.trim() === '')
      return refuse('no-exit', 'Say how things go back when it ends.', 'exitSays')
    return change(tx, agreement, { ...input, ground: input.ground as GroundCode })
  },
})

/** Writes down the way back of a change that was for a time: a change of its own, on the ground of the one it undoes. */
export const goBack = command({
  name: 'commissioning.go-back',
  allow: 'commissioning.lead',
  input: Type.Object({ ...fields, number: Type.Integer({ minimum: 1, mend: 'Choose which change ends' }) }),
  async run(tx, { number, ...input }) {
    const agreement = await signedAgreement(tx, input.reference)
    if (isRefusal(agreement)) return agreement
    const ending = (await listVariations(tx, agreement.agreementId)).find(each => each.number === number)
    if (!ending?.untilOn) return refuse('no-such-change', 'Choose a change that was for a time.', 'number')
    if (ending.wentBackAt) return refuse('went-back', 'Its way back is written down already.', 'number')
    const ground = groundCodes.find(code => code === ending.ground) ?? groundOf(agreement, tx.now)
    const done = await change(tx, agreement, {
      ...input,
      ...{ ground, untilOn: null, exitSays: '', togetherWith: null },
      reason: `The way back of change ${number}: ${ending.exitSays}`.slice(0, 2000),
    })
    if (!isRefusal(done)) await markWentBack(tx, ending.variationId)
    return done
  },
})

const signedAgreement = async (tx: PlaceTx, reference: string): Promise<Agreement | Refusal> => {
  const agreement = await leadAgreement(tx, reference)
  if ('refused' in agreement || agreement.state === 'agreed') return agreement
  return refuse('not-signed', agreement.state === 'draft' ? 'It is a draft: change it as it is.' : 'It has ended.')
}

/** For changes from before grounds were told apart by law: the one that asks for nothing under the law there is. */
const groundOf = (agreement: Agreement, now: Date): GroundCode => {
  const { regime } = changeLawOf(agreement, estimatedInPence(agreement), dateAt(now))
  const usual: Partial<Record<typeof regime, GroundCode>> = {
    grant: 'grant',
    below: 'below the threshold',
    'light touch': 'light touch',
    pool: 'pool agreement',
    'health care': 'selection provided for',
    'the act': 'provided for',
  }
  return usual[regime] ?? 'advice taken'
}

interface Asked {
  readonly reason: string
  readonly ground: GroundCode
  readonly togetherWith: number | null
  readonly fromOn: string
  readonly untilOn: string | null
  readonly exitSays: string
  readonly endsOn: string
  readonly amountsInPence: readonly number[]
  readonly extensionInPence: number | null
  readonly belowCostBecause: string
  readonly agreedBy: string
}

const change = async (tx: PlaceTx, agreement: Agreement, asked: Asked) => {
  const { agreementId } = agreement
  const { endsOn } = asked
  if (endsOn < agreement.startsOn) return refuse('ends-first', 'The last day must not be before the first.', 'endsOn')
  const terms = yearsOf(agreement.startsOn, endsOn)
  if (asked.amountsInPence.length !== terms.length)
    return refuse('years', `Give an amount for each of the ${terms.length} years it then has, one a line.`, 'amounts')
  const rate = vatRateOf(agreement)
  const extendable = canBeExtended({ ...agreement, endsOn })
  if (extendable && asked.extensionInPence === null)
    return refuse(
      'extension',
      'Say what it could cost to extend it as far as it may be: what it is worth counts extensions.',
      'extension',
    )
  const extensionInPence = extendable ? asked.extensionInPence : null
  const after: Agreement = {
    ...agreement,
    endsOn,
    years: yearsAt(terms, asked.amountsInPence, rate),
    extensionInPence,
    extensionVatInPence: extensionInPence === null ? null : Math.round((extensionInPence * rate) / 100),
  }
  const earlier = await listVariations(tx, agreementId)
  const measured = measure(agreement, after, earlier, asked, dateAt(tx.now))
  if (isRefusal(measured)) return measured
  const refused = groundRefuses(asked.ground, measured)
  if (refused) return refuse('ground', refused, 'ground')
  const metrics = metricsMissing(after, (await listMeasures(tx, agreementId)).length)
  if (metrics) return refuse('metrics', `After this change: ${metrics}`, 'amounts')
  const told = await listCosts(tx, agreementId)
  const before = new Map(gapsIn(agreement.years, told).map(gap => [gap.yearStartsOn, gap.inPence]))
  const gap = gapsIn(after.years, told).find(each => each.inPence > (before.get(each.yearStartsOn) ?? 0))
  const belowCostBecause = asked.belowCostBecause.trim()
  if (gap && belowCostBecause === '')
    return refuse(
      'below-cost',
      `In the year from ${gap.yearStartsOn}: ${gapSays(gap)} Pay what it costs, or say why not.`,
      'belowCostBecause',
    )
  const needsNotice = needsChangeNotice(asked.ground, measured)
  const net = ({ years }: Agreement) => sum(years.map(({ amountInPence }) => amountInPence))
  await insertVariation(tx, agreementId, {
    ...{ variationId: newId(), number: earlier.length + 1, reason: asked.reason.trim(), ground: asked.ground },
    ...{ fromOn: asked.fromOn, untilOn: asked.untilOn, exitSays: asked.exitSays.trim() },
    ...{ endsOnBefore: agreement.endsOn, endsOnAfter: endsOn, penceBefore: net(agreement), penceAfter: net(after) },
    ...{ estimatedBeforeInPence: measured.before, estimatedAfterInPence: measured.after },
    ...{ yearsBefore: agreement.years, belowCostBecause: gap ? belowCostBecause : null },
    ...{ needsNotice, agreedBy: asked.agreedBy.trim() },
  })
  await writeYears(tx, agreement, after.years)
  await saveAgreement(tx, agreementId, {
    endsOn,
    extensionInPence,
    extensionVatInPence: after.extensionVatInPence,
    ...(agreement.extendableUntilOn && agreement.extendableUntilOn < endsOn && { extendableUntilOn: endsOn }),
  })
  return { recordId: agreementId, needsNotice }
}

/** A change as its law looks at it. Where nobody has said what an extension could cost, what is written down by year stands in for what it was worth before. */
const measure = (
  agreement: Agreement,
  changed: Agreement,
  earlier: readonly Variation[],
  { togetherWith }: Asked,
  today: string,
): Change | Refusal => {
  const before = estimatedInPence(agreement) ?? grossOf(agreement)
  const after = estimatedInPence(changed) ?? grossOf(changed)
  const first = togetherWith === null ? undefined : earlier.find(({ number }) => number === togetherWith)
  if (togetherWith !== null && !first)
    return refuse('no-such-change', 'Choose a change of this agreement.', 'togetherWith')
  const rate = vatRateOf(agreement)
  const gross = (pence: number) => Math.round((pence * (100 + rate)) / 100)
  return {
    law: changeLawOf(agreement, Math.max(before, after), today),
    route: agreement.route,
    isWorks: agreement.category === 'works',
    before,
    after,
    awarded: agreement.awardedInPence ?? before,
    smallSoFar: sum(
      earlier
        .filter(({ ground }) => ground === 'below threshold')
        .map(each =>
          Math.max(
            0,
            (each.estimatedAfterInPence ?? gross(each.penceAfter)) -
              (each.estimatedBeforeInPence ?? gross(each.penceBefore)),
          ),
        ),
    ),
    togetherBefore: first ? (first.estimatedBeforeInPence ?? gross(first.penceBefore)) : null,
    startsOn: agreement.startsOn,
    awardedUntilOn: agreement.awardedUntilOn ?? longestUntil(agreement),
    untilBefore: longestUntil(agreement),
    untilAfter: longestUntil(changed),
  }
}
