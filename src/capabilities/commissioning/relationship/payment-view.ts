/** How payment stands, and everything that was asked about it going on. */
import { exactDate, monthAndYear } from '../../../design/time-in-words.ts'
import type { StateTag, TableRows } from '../../../design/view-models.ts'
import { pounds } from '../money.ts'
import type { PaymentMonth, Relief } from '../pay/pay-store.ts'
import { paymentStanding, type ReliefStanding, reliefStanding } from '../pay/relief-standing.ts'

export interface PaymentView {
  readonly state: StateTag
  readonly says: string
  readonly reliefs: readonly { readonly title: string; readonly state: StateTag; readonly says: readonly string[] }[]
  readonly months: TableRows | null
}

const inAll: Readonly<Record<ReturnType<typeof paymentStanding>, { state: StateTag; says: string }>> = {
  'as agreed': {
    state: { word: 'As agreed', tone: 'agreed' },
    says: 'What is done is paid as agreed. Nothing is paid on just now for what cannot be done.',
  },
  runs: { state: { word: 'Assured', tone: 'agreed' }, says: 'Payment goes on although not all can be done.' },
  asked: {
    state: { word: 'Not known yet', tone: 'attention' },
    says: 'It was asked that payment go on, and the commissioner has not decided.',
  },
  denied: {
    state: { word: 'Denied', tone: 'stopped' },
    says: 'It was asked that payment go on just now, and it does not.',
  },
}

const tags: Readonly<Record<ReliefStanding, StateTag>> = {
  asked: { word: 'Not known yet', tone: 'attention' },
  denied: { word: 'Denied', tone: 'stopped' },
  ahead: { word: 'Assured, begins later', tone: 'fresh' },
  runs: { word: 'Assured', tone: 'agreed' },
  over: { word: 'Over', tone: 'done' },
}

const reliefView = (relief: Relief, today: string): PaymentView['reliefs'][number] => ({
  title: `${exactDate(relief.fromOn)} to ${exactDate(relief.untilOn)}`,
  state: tags[reliefStanding(relief, today)],
  says: [
    `${relief.reason} ${relief.askedBy} says that the books are open.`,
    ...(relief.assurance === 'assured'
      ? [
          `${pounds(relief.monthlyInPence ?? 0)} a month: the mean of what was invoiced in ${(relief.meanOf ?? []).map(on => monthAndYear(on)).join(', ')}.`,
          `The way back, by ${relief.transitionOn ? exactDate(relief.transitionOn) : ''}: ${relief.transitionPlan}`,
        ]
      : []),
    ...(relief.decidedBecause ? [`${relief.decidedBy}: ${relief.decidedBecause}`] : []),
  ],
})

export const paymentView = (
  reliefs: readonly Relief[],
  months: readonly PaymentMonth[],
  today: string,
): PaymentView => ({
  ...inAll[paymentStanding(reliefs, today)],
  reliefs: reliefs.map(relief => reliefView(relief, today)),
  months: months.length
    ? {
        columns: [
          { text: 'Month' },
          { text: 'Invoiced', number: true },
          { text: 'Paid', number: true },
          { text: 'On' },
        ],
        rows: months.map(month => [
          monthAndYear(month.monthOn),
          pounds(month.invoicedInPence),
          pounds(month.paidInPence),
          month.paidOn ? exactDate(month.paidOn) : 'not yet',
        ]),
      }
    : null,
})
