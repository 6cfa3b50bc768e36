/** What was invoiced and paid; and whether payment goes on when what was agreed cannot be done. */
import { Type } from 'typebox'
import { monthAndYear } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { leadAgreement, supplierAgreement } from '../agreements/access-agreement.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { date, maybe } from '../input.ts'
import { mostPence } from '../money.ts'
import { insertRelief, listMonths, listReliefs, saveDecision, saveMonth } from './pay-store.ts'
import { meanOf, monthsBefore } from './relief-rules.ts'

const reference = Type.String()
const pence = Type.Integer({ minimum: 0, maximum: mostPence, mend: 'Enter the amount in pounds, like 4,000' })

/** Once it is signed; the last invoice may come when it has ended. */
export const isPaidFor = ({ state }: Pick<Agreement, 'state'>): boolean => state !== 'draft'

/** Writes a month down, or puts it right. */
export const recordMonth = command({
  name: 'commissioning.record-month',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference,
    monthOn: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-01$', mend: 'Enter the month, like 10 2026' }),
    invoicedInPence: pence,
    paidInPence: pence,
    paidOn: maybe(date('Enter the day it was paid')),
  }),
  async run(tx, { reference, ...month }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (!isPaidFor(agreement))
      return refuse('not-signed', 'It is a draft: nothing is invoiced or paid before it is signed.', 'monthOn')
    await saveMonth(tx, agreement.agreementId, month)
    return { recordId: agreement.agreementId }
  },
})

/** Asks that payment go on for a time although not all can be done. Whoever asks opens their books. */
export const askRelief = command({
  name: 'commissioning.ask-relief',
  allow: 'commissioning.take-part',
  input: Type.Object({
    reference,
    reason: Type.String({ minLength: 3, maxLength: 2000, mend: 'Say what cannot be done, and why' }),
    fromOn: date('Enter from when, like 1 12 2026'),
    untilOn: date('Enter until when, like 28 2 2027'),
    openBook: Type.Boolean(),
  }),
  async run(tx, { reference, ...asked }) {
    const agreement = await supplierAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (agreement.state !== 'agreed')
      return refuse('not-in-force', 'Only an agreement that is signed and has not ended can be paid on.')
    if (asked.untilOn < asked.fromOn) return refuse('ends-first', 'It must not end before it begins.', 'untilOn')
    if (!asked.openBook)
      return refuse(
        'open-book',
        'Payment goes on only with open books: tick that you show what you spend it on.',
        'openBook',
      )
    await insertRelief(tx, agreement.agreementId, { reliefId: newId(), ...asked })
    return { recordId: agreement.agreementId }
  },
})

/** Assures payment at the mean of the three months before, with a plan for the way back; or denies it with a reason. */
export const decideRelief = command({
  name: 'commissioning.decide-relief',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference,
    reliefId: Type.String({ format: 'uuid', mend: 'Choose what is decided' }),
    assurance: Type.Enum(['assured', 'denied'], { mend: 'Choose whether payment is assured' }),
    because: Type.String({ minLength: 3, maxLength: 1000, mend: 'Say why' }),
    transitionPlan: Type.String({ maxLength: 2000, mend: 'Say how things go back to as they were' }),
    transitionOn: maybe(date('Enter by when, like 31 3 2027'), 'Enter by when, like 31 3 2027'),
  }),
  async run(tx, { reference, reliefId, assurance, because, transitionPlan, transitionOn }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const asked = (await listReliefs(tx, agreement.agreementId)).find(each => each.reliefId === reliefId)
    if (asked?.assurance !== 'unknown') return refuse('decided', 'That is decided already.', 'reliefId')
    const denied = {
      assurance: 'denied' as const,
      decidedBecause: because,
      monthlyInPence: null,
      meanOf: null,
      transitionPlan: null,
      transitionOn: null,
    }
    if (assurance === 'denied') {
      await saveDecision(tx, reliefId, denied)
      return { recordId: agreement.agreementId, auditReason: because }
    }
    const plan = transitionPlan.trim()
    if (plan === '' || !transitionOn)
      return refuse(
        'no-plan',
        'Say how things go back to as they were, and by when.',
        plan === '' ? 'transitionPlan' : 'transitionOn',
      )
    const wanted = monthsBefore(asked.fromOn)
    const months = await listMonths(tx, agreement.agreementId)
    const found = wanted.map(monthOn => months.find(month => month.monthOn === monthOn))
    const missing = wanted.filter((_, at) => found[at] === undefined)
    if (missing.length > 0)
      return refuse(
        'months',
        `Write down first what was invoiced in ${missing.map(on => monthAndYear(on)).join(', ')}: the amount is the mean of three months.`,
        'reliefId',
      )
    await saveDecision(tx, reliefId, {
      ...{ assurance: 'assured', decidedBecause: because, transitionPlan: plan, transitionOn, meanOf: wanted },
      monthlyInPence: meanOf(found.map(month => month?.invoicedInPence ?? 0)),
    })
    return { recordId: agreement.agreementId, auditReason: because }
  },
})
