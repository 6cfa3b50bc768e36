import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { leadAgreement } from '../agreements/access-agreement.ts'
import { saveAgreement } from '../agreements/agreement-store.ts'
import { writeYears } from '../agreements/set-money.ts'
import { monthsOf, yearsOf } from '../calendar.ts'
import { date, maybe } from '../input.ts'
import { mostPence, sum } from '../money.ts'
import { type GroundCode, groundRefuses, grounds, needsChangeNotice } from './grounds.ts'
import { insertVariation, listVariations } from './variation-store.ts'

/** Changes an agreement that is signed: with a reason, a ground, dates and a way back. The money of a pool follows in the proportion it had. */
export const varyAgreement = command({
  name: 'commissioning.vary-agreement',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference: Type.String(),
    reason: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say why it changes' }),
    ground: Type.Enum([...Object.keys(grounds), 'freely'], { mend: 'Choose on which ground' }),
    fromOn: date('Enter from when, like 1 4 2027'),
    untilOn: maybe(date('Enter until when'), 'Enter until when, like 30 9 2027'),
    exitSays: Type.String({ maxLength: 2000, mend: 'Say how things go back' }),
    endsOn: date('Enter the last day of the agreement after the change'),
    amountsInPence: Type.Array(Type.Integer({ minimum: 0, maximum: mostPence }), {
      minItems: 1,
      maxItems: 60,
      mend: 'Enter an amount for each year',
    }),
    agreedBy: Type.String({ minLength: 2, maxLength: 200, mend: 'Enter who agreed to it, for each side' }),
  }),
  async run(tx, input) {
    const agreement = await leadAgreement(tx, input.reference)
    if ('refused' in agreement) return agreement
    if (agreement.state !== 'agreed')
      return refuse('not-signed', agreement.state === 'draft' ? 'It is a draft: change it as it is.' : 'It has ended.')
    const { untilOn, fromOn, endsOn } = input
    if (untilOn && untilOn < fromOn) return refuse('ends-first', 'It must not end before it begins.', 'untilOn')
    if (untilOn && input.exitSays.trim() === '')
      return refuse('no-exit', 'Say how things go back when it ends.', 'exitSays')
    if (endsOn < agreement.startsOn) return refuse('ends-first', 'The last day must not be before the first.', 'endsOn')
    const years = yearsOf(agreement.startsOn, endsOn)
    if (input.amountsInPence.length !== years.length)
      return refuse('years', `Give an amount for each of the ${years.length} years it then has, one a line.`, 'amounts')
    const before = await listVariations(tx, agreement.agreementId)
    const first = before.at(-1)
    const penceNow = sum(agreement.years.map(({ amountInPence }) => amountInPence))
    const penceAfter = sum(input.amountsInPence)
    const change = {
      penceBefore: first?.penceBefore ?? penceNow,
      penceAfter,
      monthsBefore: monthsOf(
        agreement.startsOn,
        agreement.extendableUntilOn ?? first?.endsOnBefore ?? agreement.endsOn,
      ),
      monthsAfter: monthsOf(
        agreement.startsOn,
        agreement.extendableUntilOn && agreement.extendableUntilOn > endsOn ? agreement.extendableUntilOn : endsOn,
      ),
      isWorks: agreement.category === 'works',
    }
    const ground = input.ground as GroundCode
    const refused = groundRefuses(ground, agreement.route, change)
    if (refused) return refuse('ground', refused, 'ground')
    const needsNotice = needsChangeNotice(ground, agreement.route, change)
    await insertVariation(tx, agreement.agreementId, {
      ...{
        variationId: newId(),
        number: before.length + 1,
        reason: input.reason.trim(),
        ground,
        fromOn,
        untilOn,
        exitSays: input.exitSays.trim(),
      },
      ...{
        endsOnBefore: agreement.endsOn,
        endsOnAfter: endsOn,
        penceBefore: penceNow,
        penceAfter,
        needsNotice,
        agreedBy: input.agreedBy.trim(),
      },
    })
    await writeYears(
      tx,
      agreement,
      input.amountsInPence,
      vatRateOf(agreement.years),
      years.map(year => ({ ...year, amountInPence: 0, vatInPence: 0 })),
    )
    await saveAgreement(tx, agreement.agreementId, {
      endsOn,
      ...(agreement.extendableUntilOn && agreement.extendableUntilOn < endsOn && { extendableUntilOn: endsOn }),
    })
    return { recordId: agreement.agreementId, needsNotice }
  },
})

/** The rate at which VAT came on what was agreed until now. */
const vatRateOf = (years: readonly { amountInPence: number; vatInPence: number }[]): number => {
  const net = sum(years.map(({ amountInPence }) => amountInPence))
  return net === 0 ? 0 : Math.round((sum(years.map(({ vatInPence }) => vatInPence)) * 100) / net)
}
