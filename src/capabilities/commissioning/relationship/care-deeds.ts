/** How an agreement is looked after: measures or why there are none, learning, reviews. */
import { perform } from '../../../platform/command.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { addMeasure, holdReview, planReview, recordReading, sayNoMetrics, writeLearning } from '../care/care.ts'
import { listMeasures, listReviews, standings } from '../care/care-store.ts'
import { noMetricsReasons, reasonsFor } from '../care/metrics.ts'
import { typedDays } from '../typed-days.ts'
import { always, codes, type Deed, isSigned } from './deed.ts'

export const careDeeds: Record<string, Deed> = {
  measure: {
    title: 'Add a measure',
    by: 'lead',
    when: always,
    button: 'Add it',
    done: 'measure',
    fields: async () => [
      {
        kind: 'text',
        name: 'name',
        label: 'What is measured?',
        hint: 'Few, and those that tell something to the people it is for.',
      },
      { kind: 'textarea', name: 'why', label: 'What does it tell them?', rows: 2, limit: 1000 },
      { kind: 'text', name: 'unit', label: 'Counted in', hint: 'Like: people, days, percent', width: 10 },
      { kind: 'text', name: 'aim', label: 'What is aimed at?', hint: 'Like: 8 of 10' },
    ],
    act: ({ platform, actor }, reference, body) =>
      perform(platform.db, actor, addMeasure, {
        reference,
        name: typedLine(body.name),
        why: typedText(body.why),
        unit: typedLine(body.unit),
        aim: typedLine(body.aim),
      }),
  },
  'no-measures': {
    title: 'Why there are not three measures',
    by: 'lead',
    when: always,
    button: 'Save it',
    done: 'noMeasures',
    fields: async (_, agreement) => [
      {
        kind: 'radios',
        name: 'because',
        label: 'Why are there not three?',
        options: reasonsFor(agreement).map(value => ({ value, text: noMetricsReasons[value] })),
      },
      {
        kind: 'textarea',
        name: 'says',
        label: 'Say why it could not be judged by measures',
        hint: 'Only for that reason. It is published.',
        rows: 3,
        limit: 1000,
        optional: true,
      },
    ],
    values: async (_, agreement) => ({
      because: agreement.noMetricsBecause ?? '',
      says: agreement.noMetricsSays ?? '',
    }),
    act: ({ platform, actor }, reference, body) =>
      perform(platform.db, actor, sayNoMetrics, {
        reference,
        because: (chosen(body.because, Object.keys(noMetricsReasons)) ?? '') as never,
        says: typedText(body.says),
      }),
  },
  reading: {
    title: 'Write down how a measure stands',
    by: 'all',
    when: always,
    button: 'Write it down',
    done: 'reading',
    fields: async (tx, { agreementId }) => [
      {
        kind: 'select',
        name: 'measureId',
        label: 'Which measure?',
        options: (await listMeasures(tx, agreementId)).map(({ measureId, name }) => ({ value: measureId, text: name })),
        choose: 'Choose',
      },
      { kind: 'date', name: 'readOn', label: 'Which day?' },
      { kind: 'text', name: 'value', label: 'What was found?', width: 10 },
      { kind: 'radios', name: 'stands', label: 'How does it stand to the aim?', options: codes(standings) },
      { kind: 'textarea', name: 'says', label: 'What is behind it?', rows: 2, limit: 1000, optional: true },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { readOn: 'the day' })
      if (wrong.length) return wrong
      const stands = (chosen(body.stands, Object.keys(standings)) ?? '') as never
      return perform(platform.db, actor, recordReading, {
        reference,
        measureId: typedLine(body.measureId),
        readOn: on('readOn'),
        value: typedLine(body.value),
        stands,
        says: typedText(body.says),
      })
    },
  },
  learning: {
    title: 'Write into the learning log',
    by: 'all',
    when: always,
    button: 'Write it down',
    done: 'learning',
    fields: async () => [
      {
        kind: 'radios',
        name: 'kind',
        label: 'What is it?',
        options: [
          { value: 'learning', text: 'Something we learned' },
          { value: 'story', text: 'A story somebody told' },
        ],
      },
      { kind: 'date', name: 'happenedOn', label: 'Which day?' },
      {
        kind: 'textarea',
        name: 'says',
        label: 'What happened, or what did we learn?',
        hint: 'So that nobody can be recognised. Everybody in the agreement reads it.',
        rows: 4,
        limit: 4000,
      },
      {
        kind: 'textarea',
        name: 'thenWhat',
        label: 'What do we do otherwise since?',
        hint: 'Of a story: how whoever told it said that it may be told here.',
        rows: 2,
        limit: 2000,
        optional: true,
      },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { happenedOn: 'the day' })
      if (wrong.length) return wrong
      const kind = (chosen(body.kind, ['learning', 'story']) ?? '') as never
      return perform(platform.db, actor, writeLearning, {
        reference,
        kind,
        happenedOn: on('happenedOn'),
        says: typedText(body.says),
        thenWhat: typedText(body.thenWhat),
      })
    },
  },
  review: {
    title: 'Plan a review',
    by: 'lead',
    when: always,
    button: 'Plan it',
    done: 'review',
    fields: async () => [
      { kind: 'date', name: 'dueOn', label: 'Which day?' },
      { kind: 'text', name: 'about', label: 'What about?', optional: true },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { dueOn: 'the day' })
      return wrong.length
        ? wrong
        : perform(platform.db, actor, planReview, { reference, dueOn: on('dueOn'), about: typedLine(body.about) })
    },
  },
  held: {
    title: 'Write down what a review decided',
    by: 'lead',
    when: isSigned,
    button: 'Write it down',
    done: 'held',
    fields: async (tx, { agreementId }) => [
      {
        kind: 'select',
        name: 'reviewId',
        label: 'Which review?',
        options: (await listReviews(tx, agreementId))
          .filter(({ heldOn }) => heldOn === null)
          .map(({ reviewId, dueOn }) => ({ value: reviewId, text: dueOn })),
        choose: 'Choose',
      },
      { kind: 'date', name: 'heldOn', label: 'Held on' },
      { kind: 'textarea', name: 'decided', label: 'What was decided together?', rows: 3, limit: 2000 },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { heldOn: 'the day it was held' })
      return wrong.length
        ? wrong
        : perform(platform.db, actor, holdReview, {
            reference,
            reviewId: typedLine(body.reviewId),
            heldOn: on('heldOn'),
            decided: typedText(body.decided),
          })
    },
  },
}
