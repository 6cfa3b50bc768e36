import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { RuleName } from './unusual.ts'

/** Something unusual in what one reader read. */
export interface ReadingAlert {
  readonly alertId: string
  readonly rule: RuleName
  readonly readerId: string
  readonly organisationId: string | null
  readonly says: Readonly<Record<string, number | string>>
  readonly readFrom: Date
  readonly readUntil: Date
  readonly raisedAt: Date
  readonly closedAt: Date | null
  readonly closedBy: string | null
  readonly closedWords: string | null
}

/** Writes an alert, once a day for each rule and reader; null when it stands already. */
export const insertAlert = async (
  tx: PlaceTx,
  alert: Pick<ReadingAlert, 'rule' | 'readerId' | 'organisationId' | 'says' | 'readFrom'> & { onDay: string },
): Promise<string | null> => {
  const [row] = await tx.sql<{ alertId: string }[]>`
    insert into oversight.reading_alert (place_id, alert_id, rule, reader_id, organisation_id, says, read_from, read_until, on_day, raised_at)
    values (${tx.placeId}, ${newId()}, ${alert.rule}, ${alert.readerId}, ${alert.organisationId}, ${tx.sql.json(alert.says)}, ${alert.readFrom}, ${tx.now}, ${alert.onDay}, ${tx.now})
    on conflict do nothing returning alert_id`
  return row?.alertId ?? null
}

/** Those the actor may see, but what is about themselves: what waits first, then the newest. */
export const listAlerts = async (tx: PlaceTx, most: number): Promise<ReadingAlert[]> => [
  ...(await tx.sql<ReadingAlert[]>`
    select alert_id, rule, reader_id, organisation_id, says, read_from, read_until, raised_at, closed_at, closed_by, closed_words from oversight.reading_alert
    where place_id = ${tx.placeId} and reader_id is distinct from ${tx.actor.personId} order by closed_at is not null, raised_at desc limit ${most}`),
]

/** Closes one with words; false when it is not the actor's, about themselves, or closed. */
export const closeAlert = async (tx: PlaceTx, alertId: string, words: string): Promise<boolean> => {
  const seen = (
    await tx.sql`
    select 1 from oversight.reading_alert where place_id = ${tx.placeId} and alert_id = ${alertId} and reader_id is distinct from ${tx.actor.personId}`
  ).count
  if (seen === 0) return false
  return tx.house(async () => {
    const saved = await tx.sql`
      update oversight.reading_alert set closed_at = ${tx.now}, closed_by = ${tx.actor.name}, closed_words = ${words}
      where place_id = ${tx.placeId} and alert_id = ${alertId} and closed_at is null`
    return saved.count === 1
  })
}
