/** How an agreement comes to be, changes, ends and is published. */
import { dateValues, type Field } from '../../../design/form.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import type { Agreement } from '../agreements/agreement.ts'
import { canBeExtended, estimatedInPence } from '../agreements/estimate.ts'
import { daysLater, yearsOf } from '../calendar.ts'
import { type GroundCode, grounds, groundsUnder } from '../changes/grounds.ts'
import { changeLawOf } from '../changes/regime.ts'
import { listVariations } from '../changes/variation-store.ts'
import { goBack, varyAgreement } from '../changes/vary.ts'
import { typedCpv } from '../cpv.ts'
import { listEngagements } from '../engagement/engagement-store.ts'
import { typedDays } from '../typed-days.ts'
import {
  always,
  amountLines,
  type Body,
  type Deed,
  extensionField,
  extensionValue,
  isDraft,
  isSigned,
  money,
  optionsOf,
  readExtension,
  yearLines,
} from './deed.ts'
import { describeAgreement, endAgreement, nameEngagement, publishAgreement, signAgreement } from './sign.ts'

/** The grounds to choose from; of a contract below the threshold those of the Act too, for a change may lift it there. */
const groundsOf = (agreement: Agreement, now: Date): GroundCode[] => {
  const { route } = agreement
  const { regime } = changeLawOf(agreement, estimatedInPence(agreement), dateAt(now))
  const more = regime === 'below' ? groundsUnder('the act', route) : []
  return [...groundsUnder(regime, route), ...more]
}

const openForATime = async (tx: PlaceTx, { agreementId }: Agreement) =>
  (await listVariations(tx, agreementId))
    .filter(({ untilOn, wentBackAt }) => untilOn !== null && wentBackAt === null)
    .sort((a, b) => (a.untilOn ?? '').localeCompare(b.untilOn ?? ''))

/** What every change says anew: the term, the money, and who agreed. */
const changedFields = (agreement: Agreement): Field[] => [
  { kind: 'date', name: 'endsOn', label: 'Last day of the agreement after the change' },
  {
    kind: 'textarea',
    name: 'amounts',
    label: 'The price of each year after the change, without VAT',
    hint: 'One amount a line, in pounds, from the first year on.',
    rows: 6,
  },
  ...(canBeExtended(agreement) ? [extensionField(agreement)] : []),
  {
    kind: 'textarea',
    name: 'belowCostBecause',
    label: 'Why is the price below what it costs?',
    hint: 'Only where the change makes it so.',
    rows: 2,
    limit: 1000,
    optional: true,
  },
  { kind: 'text', name: 'agreedBy', label: 'Who agreed to it, for each side?' },
]

const changedValues = (agreement: Agreement) => ({
  amounts: yearLines(agreement),
  extension: extensionValue(agreement),
  ...dateValues('endsOn', agreement.endsOn),
})

const readChanged = (body: Body) => {
  const amountsInPence = amountLines(body.amounts)
  const { extensionInPence, wrong } = readExtension(body)
  return {
    errors: [...(amountsInPence === null ? [money('amounts')] : []), ...wrong],
    read: amountsInPence && {
      amountsInPence,
      extensionInPence,
      belowCostBecause: typedText(body.belowCostBecause),
      agreedBy: typedLine(body.agreedBy),
    },
  }
}

export const stateDeeds: Record<string, Deed> = {
  engagement: {
    title: 'Which engagement it came from',
    by: 'lead',
    when: isDraft,
    button: 'Save it',
    done: 'engagement',
    fields: async tx => [
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
      engagementId: agreement.engagementId ?? '',
      noEngagementBecause: agreement.noEngagementBecause ?? '',
    }),
    act: ({ platform, actor }, reference, body) =>
      perform(platform.db, actor, nameEngagement, {
        reference,
        engagementId: typedLine(body.engagementId) || null,
        noEngagementBecause: typedText(body.noEngagementBecause),
      }),
  },
  describe: {
    title: 'What it is in open data: its code, and whom it serves',
    by: 'lead',
    when: always,
    button: 'Save it',
    done: 'described',
    fields: async tx => [
      {
        kind: 'text',
        name: 'cpvCode',
        label: 'CPV code',
        hint: 'Eight digits of the Common Procurement Vocabulary, like 85300000 for social services.',
        width: 10,
        optional: true,
      },
      {
        kind: 'checkboxes',
        name: 'neighbourhoodIds',
        label: 'Which neighbourhoods does it serve?',
        hint: 'None ticked: the whole place.',
        options: (await listNeighbourhoods(tx)).map(({ neighbourhoodId, name }) => ({
          value: neighbourhoodId as string,
          text: name,
        })),
        optional: true,
      },
    ],
    values: async (_, { cpvCode, neighbourhoodIds }) => ({
      cpvCode: cpvCode ?? '',
      neighbourhoodIds: [...(neighbourhoodIds ?? [])],
    }),
    act: ({ platform, actor }, reference, body) =>
      perform(platform.db, actor, describeAgreement, {
        reference,
        cpvCode: typedCpv(body.cpvCode),
        neighbourhoodIds: [body.neighbourhoodIds]
          .flat()
          .filter((id): id is string => typeof id === 'string' && id !== ''),
      }),
  },
  sign: {
    title: 'Sign it',
    by: 'lead',
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
      const { wrong, on } = typedDays(body, { signedOn: 'the day it was signed' })
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
    by: 'lead',
    when: isSigned,
    button: 'Change it',
    done: 'varied',
    async fields(tx, agreement) {
      const earlier = await listVariations(tx, agreement.agreementId)
      return [
        { kind: 'textarea', name: 'reason', label: 'Why does it change?', rows: 3, limit: 2000 },
        {
          kind: 'radios',
          name: 'ground',
          label: 'On which ground?',
          options: optionsOf(
            groundsOf(agreement, tx.now).map(code => ({
              value: code,
              text: grounds[code].title,
              hint: grounds[code].source,
            })),
          ),
        },
        ...(earlier.length > 0
          ? ([
              {
                kind: 'select',
                name: 'togetherWith',
                label: 'Could it reasonably have been made together with an earlier change?',
                hint: 'If so they are looked at as one change (Procurement Act 2023, section 74(7)). Choose the earliest.',
                options: earlier.map(({ number, fromOn }) => ({
                  value: String(number),
                  text: `Change ${number}, from ${exactDate(fromOn)}`,
                })),
                choose: 'No',
                optional: true,
              },
            ] as const)
          : []),
        { kind: 'date', name: 'fromOn', label: 'From' },
        {
          kind: 'date',
          name: 'untilOn',
          label: 'Until',
          hint: 'Only where it is for a time. You are reminded then to write its way back down: the page does not change by itself.',
          optional: true,
        },
        {
          kind: 'textarea',
          name: 'exitSays',
          label: 'How do things go back then?',
          rows: 2,
          limit: 2000,
          optional: true,
        },
        ...changedFields(agreement),
      ]
    },
    values: async (tx, agreement) => {
      const [only, ...others] = groundsOf(agreement, tx.now)
      return { ...changedValues(agreement), ground: others.length === 0 ? only : '' }
    },
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { fromOn: 'from when', untilOn: 'until when', endsOn: 'the last day' })
      const { errors, read } = readChanged(body)
      if (wrong.length || errors.length || !read) return [...wrong, ...errors]
      return perform(platform.db, actor, varyAgreement, {
        ...{
          reference,
          reason: typedText(body.reason),
          ground: typedLine(body.ground) as never,
          togetherWith: Number(typedLine(body.togetherWith)) || null,
          fromOn: on('fromOn'),
          untilOn: on('untilOn') || null,
          exitSays: typedText(body.exitSays),
        },
        ...{ endsOn: on('endsOn'), ...read },
      })
    },
  },
  'go-back': {
    title: 'Write down that a change for a time is over',
    by: 'lead',
    when: isSigned,
    button: 'Write it down',
    done: 'wentBack',
    async fields(tx, agreement) {
      const open = await openForATime(tx, agreement)
      return [
        {
          kind: 'select',
          name: 'number',
          label: 'Which change is over?',
          hint: open.length === 0 ? 'None is open: every change for a time has its way back written down.' : '',
          options: open.map(({ number, untilOn, exitSays }) => ({
            value: String(number),
            text: `Change ${number}, until ${exactDate(untilOn ?? '')}: ${exitSays.slice(0, 60)}`,
          })),
          choose: 'Choose',
        },
        { kind: 'date', name: 'fromOn', label: 'It is as before from' },
        ...changedFields(agreement),
      ]
    },
    async values(tx, agreement) {
      const [ending] = await openForATime(tx, agreement)
      const values = changedValues(agreement)
      if (!ending?.untilOn) return values
      const { untilOn, yearsBefore, endsOnBefore, number } = ending
      const before = new Map((yearsBefore ?? []).map(year => [year.startsOn, year.amountInPence]))
      const endsOn = agreement.endsOn === ending.endsOnAfter ? endsOnBefore : agreement.endsOn
      const years = yearsOf(agreement.startsOn, endsOn).map(({ startsOn }) => ({
        startsOn,
        amountInPence:
          (startsOn > untilOn ? before.get(startsOn) : undefined) ??
          agreement.years.find(year => year.startsOn === startsOn)?.amountInPence ??
          before.get(startsOn) ??
          0,
      }))
      return {
        ...values,
        number: String(number),
        ...dateValues('fromOn', daysLater(untilOn, 1)),
        ...dateValues('endsOn', endsOn),
        amounts: years.map(({ amountInPence }) => (amountInPence / 100).toFixed(2)).join('\n'),
      }
    },
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { fromOn: 'from when', endsOn: 'the last day' })
      const { errors, read } = readChanged(body)
      if (wrong.length || errors.length || !read) return [...wrong, ...errors]
      return perform(platform.db, actor, goBack, {
        ...{ reference, number: Number(typedLine(body.number)) || 0 },
        ...{ fromOn: on('fromOn'), endsOn: on('endsOn'), ...read },
      })
    },
  },
  end: {
    title: 'End it',
    by: 'lead',
    when: isSigned,
    button: 'End it',
    done: 'ended',
    fields: async () => [
      { kind: 'date', name: 'endedOn', label: 'It ended on' },
      { kind: 'textarea', name: 'because', label: 'Why?', rows: 2, limit: 1000 },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { endedOn: 'the day it ended' })
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
    by: 'lead',
    when: ({ state }) => state !== 'draft',
    button: 'Publish it for everybody to read',
    done: 'published',
    fields: async () => [],
    act: ({ platform, actor }, reference) => perform(platform.db, actor, publishAgreement, { reference }),
  },
}
