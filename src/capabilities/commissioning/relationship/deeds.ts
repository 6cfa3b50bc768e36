/** What can be done with an agreement, each as a form of its own: who may, what is asked, how it is read. */
import { dateValues, type Field, readDate } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisations } from '../../organisations/index.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { listPartners } from '../agreements/agreement-store.ts'
import { setPool, setYears } from '../agreements/set-money.ts'
import { addMeasure, holdReview, planReview, recordReading, sayNoMetrics, writeLearning } from '../care/care.ts'
import { listMeasures, listReviews, standings } from '../care/care-store.ts'
import { noMetricsReasons, reasonsFor } from '../care/metrics.ts'
import { freely, grounds, isWatched } from '../changes/grounds.ts'
import { varyAgreement } from '../changes/vary.ts'
import { tellCosts } from '../costs/tell-costs.ts'
import { listEngagements } from '../engagement/engagement-store.ts'
import { readPounds } from '../money.ts'
import { listParties } from '../parties/party-store.ts'
import { askRelief, decideRelief, recordMonth } from '../pay/pay.ts'
import { listReliefs } from '../pay/pay-store.ts'
import { chooseWay, endAgreement, publishAgreement, signAgreement } from './sign.ts'
import { waysToMake } from './ways.ts'

type Body = Readonly<Record<string, unknown>>
export interface Deed {
  readonly title: string
  /** Only for whoever commissions it. */
  readonly isLeads: boolean
  readonly when: (agreement: Agreement) => boolean
  readonly button: string
  readonly done: string
  fields(tx: PlaceTx, agreement: Agreement): Promise<Field[]>
  values?(tx: PlaceTx, agreement: Agreement): Promise<Record<string, unknown>>
  /** Reads the form and has it done: the answer, a refusal, or what is wrong with what was typed. */
  act(
    visit: Visit<never, never>,
    reference: string,
    body: Body,
    agreement: Agreement,
  ): Promise<unknown | Refusal | readonly ErrorItem[]>
}

const isDraft = ({ state }: Agreement) => state === 'draft'
const isSigned = ({ state }: Agreement) => state === 'agreed'
const always = () => true
const codes = <Code extends string>(of: Readonly<Record<Code, string>>) =>
  Object.entries(of).map(([value, text]) => ({ value, text: text as string }))
const optionsOf = (of: readonly { value: string; text: string }[]) => [...of]
const yesNo = [{ value: 'yes', text: 'Yes' }]

/** Days of a form, by name; what is wrong with them; null where one was left empty. */
const days = <Name extends string>(body: Body, called: Readonly<Record<Name, string>>) => {
  const read = Object.entries<string>(called).map(([name, words]) => [name, readDate(body, name, words)] as const)
  const wrong: ErrorItem[] = read.flatMap(([field, answer]) =>
    'message' in answer ? [{ field, message: answer.message }] : [],
  )
  const on = (name: Name): string => {
    const answer = read.find(([each]) => each === name)?.[1]
    return answer && 'on' in answer ? answer.on : ''
  }
  return { wrong, on }
}

/** Amounts, one a line; null where a line is no amount. */
const amountLines = (given: unknown): number[] | null => {
  const lines = typedText(given)
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(readPounds)
  return lines.every(line => line !== null) ? (lines as number[]) : null
}

const hundredthsOf = (given: unknown): number | null => {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(typedLine(given))
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}
const money = (field: string): ErrorItem => ({ field, message: 'Write amounts in pounds, like 48,000 or 4,250.50' })
const yearLines = ({ years }: Agreement) =>
  years.map(({ amountInPence }) => (amountInPence / 100).toFixed(2)).join('\n')
const poolRows = [1, 2, 3, 4, 5]

const moneyDeeds: Record<string, Deed> = {
  money: {
    title: 'What each year costs',
    isLeads: true,
    when: isDraft,
    button: 'Save it',
    done: 'money',
    async fields(_, { years }) {
      return [
        {
          kind: 'textarea',
          name: 'amounts',
          label: `The price of each of the ${years.length} years, without VAT`,
          hint: `One amount a line, in pounds. The first is for the year from ${years[0]?.startsOn}.`,
          rows: years.length,
        },
        {
          kind: 'radios',
          name: 'vatRate',
          label: 'Which VAT comes on it?',
          options: [
            { value: '0', text: 'None' },
            { value: '5', text: '5 %' },
            { value: '20', text: '20 %' },
          ],
        },
      ]
    },
    values: async (_, agreement) => ({ amounts: yearLines(agreement) }),
    async act({ platform, actor }, reference, body) {
      const amountsInPence = amountLines(body.amounts)
      return amountsInPence === null
        ? [money('amounts')]
        : perform(platform.db, actor, setYears, {
            reference,
            amountsInPence,
            vatRate: chosen(body.vatRate, ['0', '5', '20']) ?? '',
          })
    },
  },
  pool: {
    title: 'Who pays into the pool',
    isLeads: true,
    when: isDraft,
    button: 'Save it',
    done: 'pool',
    async fields(tx, { years }) {
      const organisations = await listOrganisations(tx)
      const parties = (await listParties(tx)).filter(({ organisationId }) => !organisationId)
      const funders = [
        ...organisations.map(each => ({ value: each.organisationId as string, text: each.name })),
        ...parties.map(each => ({ value: each.partyId, text: each.name })),
      ]
      return [
        {
          kind: 'text',
          name: 'basis',
          label: 'On what ground is the money pooled?',
          hint: 'Like: NHS Act 2006, section 75',
        },
        ...poolRows.flatMap((n): Field[] => [
          {
            kind: 'select',
            name: `funder-${n}`,
            label: `Funder ${n}`,
            options: funders,
            choose: 'Nobody',
            optional: n > 2,
          },
          {
            kind: 'text',
            name: `share-${n}`,
            label: `Funder ${n}: share of every year`,
            suffix: '%',
            width: 5,
            inputmode: 'decimal',
            optional: true,
          },
          {
            kind: 'textarea',
            name: `amounts-${n}`,
            label: `Funder ${n}: or its amount of each year`,
            hint: `${years.length} amounts in pounds, one a line.`,
            rows: 2,
            optional: true,
          },
          {
            kind: 'text',
            name: `risk-${n}`,
            label: `Funder ${n}: share of what it costs more or less`,
            suffix: '%',
            width: 5,
            inputmode: 'decimal',
            optional: n > 2,
          },
        ]),
        {
          kind: 'checkboxes',
          name: 'showsShares',
          label: 'All funders are content that who pays how much is published',
          options: yesNo,
          optional: true,
        },
      ]
    },
    async values(tx, agreement) {
      const partners = await listPartners(tx, agreement.agreementId)
      const parties = await listParties(tx)
      const percent = (of: number | null) => (of === null ? '' : (of / 100).toFixed(2))
      return {
        basis: agreement.poolBasis ?? '',
        showsShares: agreement.showsShares ? 'yes' : '',
        ...Object.fromEntries(
          partners.flatMap((partner, at) => [
            [
              `funder-${at + 1}`,
              parties.find(({ partyId }) => partyId === partner.partyId)?.organisationId ?? partner.partyId,
            ],
            [`share-${at + 1}`, percent(partner.shareInHundredths)],
            [
              `amounts-${at + 1}`,
              partner.shareInHundredths === null
                ? partner.contributions.map(each => (each.amountInPence / 100).toFixed(2)).join('\n')
                : '',
            ],
            [`risk-${at + 1}`, percent(partner.riskInHundredths)],
          ]),
        ),
      }
    },
    async act({ platform, actor }, reference, body) {
      const errors: ErrorItem[] = []
      const parts = poolRows.flatMap(n => {
        const funderId = typedLine(body[`funder-${n}`])
        if (funderId === '') return []
        const share = typedLine(body[`share-${n}`])
        const amounts = typedText(body[`amounts-${n}`])
        const shareInHundredths = share === '' ? null : hundredthsOf(share)
        const amountsInPence = amounts === '' ? null : amountLines(amounts)
        const riskInHundredths = hundredthsOf(body[`risk-${n}`])
        if (share !== '' && shareInHundredths === null)
          errors.push({ field: `share-${n}`, message: 'Write a share like 60 or 33.34' })
        if (amounts !== '' && amountsInPence === null) errors.push(money(`amounts-${n}`))
        if (share === '' && amounts === '') errors.push({ field: `share-${n}`, message: 'Give a share, or amounts' })
        if (riskInHundredths === null) errors.push({ field: `risk-${n}`, message: 'Write a share of risk like 50' })
        return [{ funderId, shareInHundredths, amountsInPence, riskInHundredths: riskInHundredths ?? 0 }]
      })
      if (errors.length) return errors
      return perform(platform.db, actor, setPool, {
        reference,
        basis: typedLine(body.basis),
        showsShares: body.showsShares === 'yes',
        parts,
      })
    },
  },
  month: {
    title: 'What was invoiced and paid in a month',
    isLeads: true,
    when: isSigned,
    button: 'Write it down',
    done: 'month',
    fields: async () => [
      { kind: 'date', name: 'monthOn', label: 'Any day of the month' },
      { kind: 'text', name: 'invoiced', label: 'Invoiced', prefix: '£', width: 10, inputmode: 'decimal' },
      { kind: 'text', name: 'paid', label: 'Paid', prefix: '£', width: 10, inputmode: 'decimal' },
      { kind: 'date', name: 'paidOn', label: 'Paid on', optional: true },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = days(body, { monthOn: 'the month', paidOn: 'the day it was paid' })
      const invoicedInPence = readPounds(typedLine(body.invoiced))
      const paidInPence = readPounds(typedLine(body.paid))
      const errors = [
        ...wrong,
        ...(invoicedInPence === null ? [money('invoiced')] : []),
        ...(paidInPence === null ? [money('paid')] : []),
      ]
      if (errors.length || invoicedInPence === null || paidInPence === null) return errors
      const monthOn = on('monthOn') && `${on('monthOn').slice(0, 7)}-01`
      return perform(platform.db, actor, recordMonth, {
        reference,
        monthOn,
        invoicedInPence,
        paidInPence,
        paidOn: on('paidOn') || null,
      })
    },
  },
  costs: {
    title: 'What it costs you in full',
    isLeads: false,
    when: always,
    button: 'Tell them',
    done: 'costs',
    fields: async (_, { years }) => [
      {
        kind: 'select',
        name: 'yearStartsOn',
        label: 'Which year?',
        options: years.map(({ startsOn }) => ({ value: startsOn, text: `The year from ${startsOn}` })),
      },
      ...[1, 2, 3].flatMap((n): Field[] => [
        { kind: 'text', name: `people-${n}`, label: `People ${n}: who`, hint: 'Like: two cooks', optional: n > 1 },
        {
          kind: 'text',
          name: `hours-${n}`,
          label: `People ${n}: paid hours in the year`,
          width: 5,
          inputmode: 'decimal',
          optional: n > 1,
        },
        {
          kind: 'text',
          name: `pay-${n}`,
          label: `People ${n}: pay an hour`,
          prefix: '£',
          width: 5,
          inputmode: 'decimal',
          optional: n > 1,
        },
        {
          kind: 'text',
          name: `onCost-${n}`,
          label: `People ${n}: what you pay on top`,
          hint: 'National Insurance, pension, holidays, sick pay.',
          suffix: '%',
          width: 5,
          inputmode: 'decimal',
          optional: n > 1,
        },
      ]),
      {
        kind: 'text',
        name: 'other',
        label: 'Other direct costs',
        hint: 'Food, rent of rooms, mileage, training: only for this.',
        prefix: '£',
        width: 10,
        inputmode: 'decimal',
        optional: true,
      },
      {
        kind: 'text',
        name: 'overhead',
        label: 'Overheads, as a part of all that',
        hint: 'A fair part of what keeps you going: management, accounts, insurance, repairs, reserves.',
        suffix: '%',
        width: 5,
        inputmode: 'decimal',
      },
      { kind: 'text', name: 'overheadHow', label: 'How did you reckon them?', optional: true },
    ],
    values: async (_, { years }) => ({ yearStartsOn: years[0]?.startsOn ?? '' }),
    async act({ platform, actor }, reference, body) {
      const errors: ErrorItem[] = []
      const lines = [1, 2, 3].flatMap(n => {
        const says = typedLine(body[`people-${n}`])
        if (says === '') return []
        const hours = Number(typedLine(body[`hours-${n}`]).replace(/,/g, '') || Number.NaN)
        const penceAnHour = readPounds(typedLine(body[`pay-${n}`]))
        const onCostInHundredths = hundredthsOf(body[`onCost-${n}`])
        if (!(hours >= 0)) errors.push({ field: `hours-${n}`, message: 'Enter hours as a number, like 1,560' })
        if (penceAnHour === null) errors.push(money(`pay-${n}`))
        if (onCostInHundredths === null) errors.push({ field: `onCost-${n}`, message: 'Enter a percentage, like 18' })
        return [
          {
            kind: 'people' as const,
            says,
            hours,
            penceAnHour: penceAnHour ?? 0,
            onCostInHundredths: onCostInHundredths ?? 0,
          },
        ]
      })
      const other = typedLine(body.other)
      const pence = other === '' ? null : readPounds(other)
      if (other !== '' && pence === null) errors.push(money('other'))
      const overheadInHundredths = hundredthsOf(body.overhead)
      if (overheadInHundredths === null)
        errors.push({ field: 'overhead', message: 'Enter overheads as a percentage, like 15; 0 if you count none' })
      if (errors.length) return errors
      return perform(platform.db, actor, tellCosts, {
        reference,
        yearStartsOn: typedLine(body.yearStartsOn),
        lines: [...lines, ...(pence ? [{ kind: 'other' as const, says: 'Other direct costs', pence }] : [])],
        overheadInHundredths: overheadInHundredths ?? 0,
        overheadHow: typedLine(body.overheadHow),
      })
    },
  },
  relief: {
    title: 'Ask that payment goes on',
    isLeads: false,
    when: isSigned,
    button: 'Ask',
    done: 'relief',
    fields: async () => [
      { kind: 'textarea', name: 'reason', label: 'What cannot be done, and why?', rows: 3, limit: 2000 },
      { kind: 'date', name: 'fromOn', label: 'From' },
      { kind: 'date', name: 'untilOn', label: 'Until' },
      {
        kind: 'checkboxes',
        name: 'openBook',
        label: 'Open books',
        options: [{ value: 'yes', text: 'We show what we spend it on, and make no profit on what is not done' }],
      },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = days(body, { fromOn: 'from when', untilOn: 'until when' })
      if (wrong.length) return wrong
      return perform(platform.db, actor, askRelief, {
        reference,
        reason: typedText(body.reason),
        fromOn: on('fromOn'),
        untilOn: on('untilOn'),
        openBook: body.openBook === 'yes',
      })
    },
  },
  assure: {
    title: 'Decide whether payment goes on',
    isLeads: true,
    when: isSigned,
    button: 'Decide',
    done: 'assure',
    async fields(tx, { agreementId }) {
      const open = (await listReliefs(tx, agreementId)).filter(({ assurance }) => assurance === 'unknown')
      return [
        {
          kind: 'select',
          name: 'reliefId',
          label: 'What was asked?',
          options: open.map(each => ({
            value: each.reliefId,
            text: `${each.fromOn} to ${each.untilOn}: ${each.reason.slice(0, 60)}`,
          })),
          choose: 'Choose',
        },
        {
          kind: 'radios',
          name: 'assurance',
          label: 'Is payment assured?',
          options: [
            { value: 'assured', text: 'Yes: each month the mean of the three months before' },
            { value: 'denied', text: 'No' },
          ],
        },
        { kind: 'textarea', name: 'because', label: 'Why?', rows: 2, limit: 1000 },
        {
          kind: 'textarea',
          name: 'transitionPlan',
          label: 'How do things go back to as they were?',
          rows: 3,
          limit: 2000,
          optional: true,
        },
        { kind: 'date', name: 'transitionOn', label: 'By when?', optional: true },
      ]
    },
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = days(body, { transitionOn: 'by when' })
      if (wrong.length) return wrong
      return perform(platform.db, actor, decideRelief, {
        ...{
          reference,
          reliefId: typedLine(body.reliefId),
          assurance: chosen(body.assurance, ['assured', 'denied']) ?? '',
        },
        ...{
          because: typedText(body.because),
          transitionPlan: typedText(body.transitionPlan),
          transitionOn: on('transitionOn') || null,
        },
      } as never)
    },
  },
}

const careDeeds: Record<string, Deed> = {
  measure: {
    title: 'Add a measure',
    isLeads: true,
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
    isLeads: true,
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
    isLeads: false,
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
      const { wrong, on } = days(body, { readOn: 'the day' })
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
    isLeads: false,
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
      const { wrong, on } = days(body, { happenedOn: 'the day' })
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
    isLeads: true,
    when: always,
    button: 'Plan it',
    done: 'review',
    fields: async () => [
      { kind: 'date', name: 'dueOn', label: 'Which day?' },
      { kind: 'text', name: 'about', label: 'What about?', optional: true },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = days(body, { dueOn: 'the day' })
      return wrong.length
        ? wrong
        : perform(platform.db, actor, planReview, { reference, dueOn: on('dueOn'), about: typedLine(body.about) })
    },
  },
  held: {
    title: 'Write down what a review decided',
    isLeads: true,
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
      const { wrong, on } = days(body, { heldOn: 'the day it was held' })
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

const stateDeeds: Record<string, Deed> = {
  way: {
    title: 'By which way it is made',
    isLeads: true,
    when: isDraft,
    button: 'Save it',
    done: 'way',
    fields: async tx => [
      {
        kind: 'radios',
        name: 'route',
        label: 'By which way?',
        hint: '“Which way may I take?” says which are open to you, and why.',
        options: codes(waysToMake),
      },
      {
        kind: 'select',
        name: 'engagementId',
        label: 'Which engagement did it come from?',
        options: (await listEngagements(tx)).map(({ engagementId, title }) => ({ value: engagementId, text: title })),
        choose: 'None',
        optional: true,
      },
      {
        kind: 'textarea',
        name: 'noEngagementBecause',
        label: 'If none: why not?',
        rows: 2,
        limit: 1000,
        optional: true,
      },
    ],
    values: async (_, agreement) => ({
      route: agreement.route,
      engagementId: agreement.engagementId ?? '',
      noEngagementBecause: agreement.noEngagementBecause ?? '',
    }),
    act: ({ platform, actor }, reference, body) =>
      perform(platform.db, actor, chooseWay, {
        reference,
        route: chosen(body.route, Object.keys(waysToMake)) ?? '',
        engagementId: typedLine(body.engagementId) || null,
        noEngagementBecause: typedText(body.noEngagementBecause),
      }),
  },
  sign: {
    title: 'Sign it',
    isLeads: true,
    when: isDraft,
    button: 'It is signed',
    done: 'signed',
    fields: async () => [
      { kind: 'date', name: 'signedOn', label: 'Signed on' },
      {
        kind: 'textarea',
        name: 'belowCostBecause',
        label: 'Why is the price below what it costs?',
        hint: 'Only where it is.',
        rows: 2,
        limit: 1000,
        optional: true,
      },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = days(body, { signedOn: 'the day it was signed' })
      return wrong.length
        ? wrong
        : perform(platform.db, actor, signAgreement, {
            reference,
            signedOn: on('signedOn'),
            belowCostBecause: typedText(body.belowCostBecause),
          })
    },
  },
  vary: {
    title: 'Change it',
    isLeads: true,
    when: isSigned,
    button: 'Change it',
    done: 'varied',
    fields: async (_, { route }) => [
      { kind: 'textarea', name: 'reason', label: 'Why does it change?', rows: 3, limit: 2000 },
      {
        kind: 'radios',
        name: 'ground',
        label: 'On which ground?',
        options: isWatched(route)
          ? optionsOf(
              Object.entries(grounds).map(([value, { title, source }]) => ({ value, text: title, hint: source })),
            )
          : [{ value: 'freely', text: freely.title, hint: freely.source }],
      },
      { kind: 'date', name: 'fromOn', label: 'From' },
      { kind: 'date', name: 'untilOn', label: 'Until', hint: 'Only where it ends by itself.', optional: true },
      {
        kind: 'textarea',
        name: 'exitSays',
        label: 'How do things go back then?',
        rows: 2,
        limit: 2000,
        optional: true,
      },
      { kind: 'date', name: 'endsOn', label: 'Last day of the agreement after the change' },
      {
        kind: 'textarea',
        name: 'amounts',
        label: 'The price of each year after the change, without VAT',
        hint: 'One amount a line, in pounds, from the first year on.',
        rows: 6,
      },
      { kind: 'text', name: 'agreedBy', label: 'Who agreed to it, for each side?' },
    ],
    values: async (_, agreement) => ({
      amounts: yearLines(agreement),
      ...dateValues('endsOn', agreement.endsOn),
      ground: isWatched(agreement.route) ? '' : 'freely',
    }),
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = days(body, { fromOn: 'from when', untilOn: 'until when', endsOn: 'the last day' })
      const amountsInPence = amountLines(body.amounts)
      const errors = [...wrong, ...(amountsInPence === null ? [money('amounts')] : [])]
      if (errors.length || amountsInPence === null) return errors
      return perform(platform.db, actor, varyAgreement, {
        ...{
          reference,
          reason: typedText(body.reason),
          ground: typedLine(body.ground),
          fromOn: on('fromOn'),
          untilOn: on('untilOn') || null,
          exitSays: typedText(body.exitSays),
        },
        ...{ endsOn: on('endsOn'), amountsInPence, agreedBy: typedLine(body.agreedBy) },
      } as never)
    },
  },
  end: {
    title: 'End it',
    isLeads: true,
    when: isSigned,
    button: 'End it',
    done: 'ended',
    fields: async () => [
      { kind: 'date', name: 'endedOn', label: 'It ended on' },
      { kind: 'textarea', name: 'because', label: 'Why?', rows: 2, limit: 1000 },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = days(body, { endedOn: 'the day it ended' })
      return wrong.length
        ? wrong
        : perform(platform.db, actor, endAgreement, {
            reference,
            endedOn: on('endedOn'),
            because: typedText(body.because),
          })
    },
  },
  publish: {
    title: 'Publish it as it stands',
    isLeads: true,
    when: ({ state }) => state !== 'draft',
    button: 'Publish it for everybody to read',
    done: 'published',
    fields: async () => [],
    act: ({ platform, actor }, reference) => perform(platform.db, actor, publishAgreement, { reference }),
  },
}

export const deeds: Readonly<Record<string, Deed>> = { ...moneyDeeds, ...careDeeds, ...stateDeeds }
