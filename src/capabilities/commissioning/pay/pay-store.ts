import type { PlaceTx } from '../../../platform/db/database.ts'

export interface PaymentMonth {
  /** The first day of the month. */
  readonly monthOn: string
  readonly invoicedInPence: number
  readonly paidInPence: number
  readonly paidOn: string | null
}

export interface Relief {
  readonly reliefId: string
  readonly reason: string
  readonly fromOn: string
  readonly untilOn: string
  readonly openBook: boolean
  readonly askedBy: string
  readonly askedAt: Date
  readonly assurance: 'unknown' | 'assured' | 'denied'
  readonly monthlyInPence: number | null
  readonly meanOf: readonly string[] | null
  readonly transitionPlan: string | null
  readonly transitionOn: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly decidedBecause: string | null
}

/** The newest first. */
export const listMonths = (tx: PlaceTx, agreementId: string, most = 130): Promise<PaymentMonth[]> =>
  tx.sql<PaymentMonth[]>`
    select month_on, invoiced_in_pence, paid_in_pence, paid_on from commissioning.payment_month
    where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by month_on desc limit ${most}`

export const saveMonth = (tx: PlaceTx, agreementId: string, month: PaymentMonth): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into commissioning.payment_month (place_id, agreement_id, month_on, invoiced_in_pence, paid_in_pence, paid_on, written_by)
      values (${tx.placeId}, ${agreementId}, ${month.monthOn}, ${month.invoicedInPence}, ${month.paidInPence}, ${month.paidOn}, ${tx.actor.name})
      on conflict (place_id, agreement_id, month_on) do update
        set invoiced_in_pence = excluded.invoiced_in_pence, paid_in_pence = excluded.paid_in_pence, paid_on = excluded.paid_on, written_by = excluded.written_by`
  })

/** The newest first. */
export const listReliefs = (tx: PlaceTx, agreementId: string): Promise<Relief[]> =>
  tx.sql<Relief[]>`
    select relief_id, reason, from_on, until_on, open_book, asked_by, asked_at, assurance, monthly_in_pence, mean_of, transition_plan, transition_on, decided_by, decided_at,
      decided_because
    from commissioning.relief where place_id = ${tx.placeId} and agreement_id = ${agreementId} order by asked_at desc, relief_id`

export const insertRelief = (
  tx: PlaceTx,
  agreementId: string,
  asked: Pick<Relief, 'reliefId' | 'reason' | 'fromOn' | 'untilOn' | 'openBook'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('commissioning.relief')
      .values({
        ...asked,
        placeId: tx.placeId,
        agreementId,
        askedBy: tx.actor.name,
        askedAt: tx.now,
        assurance: 'unknown',
      })
      .execute()
  })

export const saveDecision = (
  tx: PlaceTx,
  reliefId: string,
  decision: Pick<Relief, 'assurance' | 'monthlyInPence' | 'transitionPlan' | 'transitionOn' | 'decidedBecause'> & {
    meanOf: readonly string[] | null
  },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .updateTable('commissioning.relief')
      .set({
        ...decision,
        meanOf: decision.meanOf && [...decision.meanOf],
        decidedBy: tx.actor.name,
        decidedAt: tx.now,
      })
      .where('placeId', '=', tx.placeId)
      .where('reliefId', '=', reliefId)
      .execute()
  })
