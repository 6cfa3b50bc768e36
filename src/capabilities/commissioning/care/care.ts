/** What keeps an agreement alive: few measures, what was learned, stories, and reviews that are held. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { accessAgreement, leadAgreement } from '../agreements/access-agreement.ts'
import { saveAgreement } from '../agreements/agreement-store.ts'
import { date } from '../input.ts'
import {
  emptyLearning,
  insertLearning,
  insertMeasure,
  insertReading,
  insertReview,
  type Learning,
  listMeasures,
  markReviewHeld,
  type Standing,
  standings,
} from './care-store.ts'
import { type NoMetricsReason, noMetricsReasons, reasonsFor } from './metrics.ts'

const reference = Type.String()
const text = (least: number, most: number, mend: string) => Type.String({ minLength: least, maxLength: most, mend })

export const addMeasure = command({
  name: 'commissioning.add-measure',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference,
    name: text(3, 200, 'Enter what is measured'),
    why: text(3, 1000, 'Say what it tells the people it is for'),
    unit: text(1, 60, 'Enter in what it is counted, like people or percent'),
    aim: text(1, 200, 'Enter what is aimed at, like: 8 of 10'),
  }),
  async run(tx, { reference, ...measure }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    await insertMeasure(tx, agreement.agreementId, { measureId: newId(), ...measure })
    return { recordId: agreement.agreementId }
  },
})

/** Says why there are not three measures. Only a reason that is true of the agreement is taken. */
export const sayNoMetrics = command({
  name: 'commissioning.say-no-metrics',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference,
    because: Type.Enum(Object.keys(noMetricsReasons), { mend: 'Choose why there are not three measures' }),
    says: Type.String({ maxLength: 1000, mend: 'Say it in up to 1,000 characters' }),
  }),
  async run(tx, { reference, because, says }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (!reasonsFor(agreement).includes(because as NoMetricsReason))
      return refuse('not-true', 'That is not true of this agreement.', 'because')
    if (because === 'could not be assessed' && says.trim().length < 20)
      return refuse('says', 'Say why, in a sentence: it is published.', 'says')
    await saveAgreement(tx, agreement.agreementId, { noMetricsBecause: because, noMetricsSays: says.trim() || null })
    return { recordId: agreement.agreementId }
  },
})

export const recordReading = command({
  name: 'commissioning.record-reading',
  allow: 'commissioning.take-part',
  input: Type.Object({
    reference,
    measureId: Type.String({ format: 'uuid', mend: 'Choose a measure' }),
    readOn: date('Enter the day, like 30 9 2027'),
    value: text(1, 60, 'Enter what was found'),
    stands: Type.Enum(Object.keys(standings), { mend: 'Choose how it stands to the aim' }),
    says: Type.String({ maxLength: 1000, mend: 'Say it in up to 1,000 characters' }),
  }),
  async run(tx, { reference, ...reading }) {
    const agreement = await accessAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const { agreementId } = agreement
    if (!(await listMeasures(tx, agreementId)).some(({ measureId }) => measureId === reading.measureId))
      return refuse('no-such-measure', 'Choose a measure of this agreement.', 'measureId')
    if (reading.readOn > dateAt(tx.now)) return refuse('ahead', 'The day cannot be ahead.', 'readOn')
    await insertReading(tx, { ...reading, stands: reading.stands as Standing, readingId: newId(), agreementId })
    return { recordId: agreementId }
  },
})

/** Writes into the learning log that everybody in the agreement shares. */
export const writeLearning = command({
  name: 'commissioning.write-learning',
  allow: 'commissioning.take-part',
  input: Type.Object({
    reference,
    kind: Type.Enum(['learning', 'story'], { mend: 'Choose whether it is something learned or a story' }),
    happenedOn: date('Enter the day, like 20 11 2026'),
    says: text(3, 4000, 'Write it so that nobody can be recognised'),
    thenWhat: Type.String({ maxLength: 2000, mend: 'Say it in up to 2,000 characters' }),
  }),
  async run(tx, { reference, ...learning }) {
    const agreement = await accessAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const { agreementId } = agreement
    if (learning.happenedOn > dateAt(tx.now)) return refuse('ahead', 'The day cannot be ahead.', 'happenedOn')
    if (learning.kind === 'story' && learning.thenWhat.trim() === '')
      return refuse('consent', 'Say how whoever told it said that it may be told here.', 'thenWhat')
    const byOrganisationId = tx.actor.organisationId
    if (!byOrganisationId) return refuse('no-organisation', 'Sign in for the organisation you write for.')
    await insertLearning(tx, agreementId, {
      ...learning,
      kind: learning.kind as Learning['kind'],
      learningId: newId(),
      byOrganisationId,
    })
    return { recordId: agreementId }
  },
})

/** Takes the words out again: of a story whose teller no longer wants it told, or of anything one wrote oneself. */
export const withdrawLearning = command({
  name: 'commissioning.withdraw-learning',
  allow: 'commissioning.take-part',
  input: Type.Object({ reference, learningId: Type.String({ format: 'uuid' }) }),
  async run(tx, { reference, learningId }) {
    const agreement = await accessAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    return (await emptyLearning(tx, agreement.agreementId, learningId, tx.actor.organisationId ?? ''))
      ? { recordId: agreement.agreementId }
      : refuse('no-such-learning', 'That is gone already, or another organisation’s.')
  },
})

export const planReview = command({
  name: 'commissioning.plan-review',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference,
    dueOn: date('Enter the day, like 30 9 2027'),
    about: Type.String({ maxLength: 500, mend: 'Say it in up to 500 characters' }),
  }),
  async run(tx, { reference, dueOn, about }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    const { agreementId } = agreement
    return (await insertReview(tx, { reviewId: newId(), agreementId, dueOn, about }))
      ? { recordId: agreementId }
      : refuse('planned', 'A review is planned for that day.', 'dueOn')
  },
})

export const holdReview = command({
  name: 'commissioning.hold-review',
  allow: 'commissioning.lead',
  input: Type.Object({
    reference,
    reviewId: Type.String({ format: 'uuid', mend: 'Choose which review was held' }),
    heldOn: date('Enter the day, like 30 9 2027'),
    decided: text(3, 2000, 'Say what was decided together'),
  }),
  async run(tx, { reference, reviewId, heldOn, decided }) {
    const agreement = await leadAgreement(tx, reference)
    if ('refused' in agreement) return agreement
    if (heldOn > dateAt(tx.now)) return refuse('ahead', 'The day cannot be ahead.', 'heldOn')
    return (await markReviewHeld(tx, agreement.agreementId, reviewId, heldOn, decided))
      ? { recordId: agreement.agreementId }
      : refuse('held', 'That review was held already.', 'reviewId')
  },
})
