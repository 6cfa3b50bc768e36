/** How an agreement comes to be, changes, ends and is published. */
import { dateValues } from '../../../design/form.ts'
import { perform } from '../../../platform/command.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import { freely, grounds, isWatched } from '../changes/grounds.ts'
import { varyAgreement } from '../changes/vary.ts'
import { typedCpv } from '../cpv.ts'
import { listEngagements } from '../engagement/engagement-store.ts'
import { always, amountLines, type Deed, days, isDraft, isSigned, money, optionsOf, yearLines } from './deed.ts'
import { describeAgreement, endAgreement, nameEngagement, publishAgreement, signAgreement } from './sign.ts'

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
    by: 'lead',
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
    by: 'lead',
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
    by: 'lead',
    when: ({ state }) => state !== 'draft',
    button: 'Publish it for everybody to read',
    done: 'published',
    fields: async () => [],
    act: ({ platform, actor }, reference) => perform(platform.db, actor, publishAgreement, { reference }),
  },
}
