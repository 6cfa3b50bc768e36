/** What was invoiced and paid, and payment that goes on when something cannot be done. */
import { perform } from '../../../platform/command.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { readPounds } from '../money.ts'
import { askRelief, decideRelief, isPaidFor, recordMonth } from '../pay/pay.ts'
import { listReliefs } from '../pay/pay-store.ts'
import { typedDays } from '../typed-days.ts'
import { type Deed, isSigned, money } from './deed.ts'

export const payDeeds: Record<string, Deed> = {
  month: {
    title: 'What was invoiced and paid in a month',
    by: 'lead',
    when: isPaidFor,
    button: 'Write it down',
    done: 'month',
    fields: async () => [
      { kind: 'date', name: 'monthOn', label: 'Any day of the month' },
      { kind: 'text', name: 'invoiced', label: 'Invoiced', prefix: '£', width: 10, inputmode: 'decimal' },
      { kind: 'text', name: 'paid', label: 'Paid', prefix: '£', width: 10, inputmode: 'decimal' },
      { kind: 'date', name: 'paidOn', label: 'Paid on', optional: true },
    ],
    async act({ platform, actor }, reference, body) {
      const { wrong, on } = typedDays(body, { monthOn: 'the month', paidOn: 'the day it was paid' })
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
  relief: {
    title: 'Ask that payment goes on',
    by: 'supplier',
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
      const { wrong, on } = typedDays(body, { fromOn: 'from when', untilOn: 'until when' })
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
    by: 'lead',
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
      const { wrong, on } = typedDays(body, { transitionOn: 'by when' })
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
