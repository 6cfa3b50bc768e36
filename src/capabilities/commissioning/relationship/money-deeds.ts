/** What each year costs, who pays into a pool, and what it costs whoever does it. */

import type { Field } from '../../../design/form.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { perform } from '../../../platform/command.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisations } from '../../organisations/index.ts'
import { listPartners } from '../agreements/agreement-store.ts'
import { canBeExtended } from '../agreements/estimate.ts'
import { setPool, setYears, undoPool } from '../agreements/set-money.ts'
import { tellCosts } from '../costs/tell-costs.ts'
import { readPounds } from '../money.ts'
import { listParties } from '../parties/party-store.ts'
import {
  always,
  amountLines,
  type Deed,
  extensionField,
  extensionValue,
  hundredthsOf,
  isDraft,
  money,
  poolRows,
  readExtension,
  yearLines,
  yesNo,
} from './deed.ts'

export const moneyDeeds: Record<string, Deed> = {
  money: {
    title: 'What each year costs',
    by: 'lead',
    when: isDraft,
    button: 'Save it',
    done: 'money',
    async fields(_, agreement) {
      const { years } = agreement
      return [
        {
          kind: 'textarea',
          name: 'amounts',
          label: `The price of each of the ${years.length} years, without VAT`,
          hint: `One amount a line, in pounds. The first is for the year from ${years[0]?.startsOn}.`,
          rows: years.length,
        },
        ...(canBeExtended(agreement) ? [extensionField(agreement)] : []),
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
    values: async (_, agreement) => ({ amounts: yearLines(agreement), extension: extensionValue(agreement) }),
    async act({ platform, actor }, reference, body) {
      const amountsInPence = amountLines(body.amounts)
      const { extensionInPence, wrong } = readExtension(body)
      return amountsInPence === null || wrong.length > 0
        ? [...(amountsInPence === null ? [money('amounts')] : []), ...wrong]
        : perform(platform.db, actor, setYears, {
            reference,
            amountsInPence,
            extensionInPence,
            vatRate: (chosen(body.vatRate, ['0', '5', '20']) ?? '') as never,
          })
    },
  },
  'no-pool': {
    title: 'Undo the pool',
    by: 'lead',
    when: agreement => isDraft(agreement) && agreement.isPooled,
    button: 'Undo it: we pay for it alone',
    done: 'noPool',
    fields: async () => [],
    act: ({ platform, actor }, reference) => perform(platform.db, actor, undoPool, { reference }),
  },
  pool: {
    title: 'Who pays into the pool',
    by: 'lead',
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
  costs: {
    title: 'What it costs you in full',
    by: 'supplier',
    when: always,
    button: 'Tell them',
    done: 'costs',
    fields: async (_, { years }) => [
      {
        kind: 'select',
        name: 'yearStartsOn',
        label: 'Which year?',
        options: years.map(({ startsOn }) => ({ value: startsOn, text: `The year from ${exactDate(startsOn)}` })),
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
}
