import type { PlaceTx } from '../../platform/db/database.ts'
import { type Held, isHeld } from '../../platform/personal/held.ts'

/** What goes by its own time, not with a request: at most so many rows at once, but for what hangs on something held; counted only when `dry`. */

const forgetOld =
  (table: string, key: string, from: string) =>
  async (tx: PlaceTx, before: Date, most: number, dry: boolean, held: Held): Promise<number> => {
    const due = tx.sql`
      select ${tx.sql(key)} from ${tx.sql(table)} where place_id = ${tx.placeId} and ${tx.sql(from)} <= ${before} and not ${isHeld(tx, table, held)} limit ${most}`
    if (dry) return (await due).length
    return (await tx.sql`delete from ${tx.sql(table)} where place_id = ${tx.placeId} and ${tx.sql(key)} in (${due})`)
      .count
  }

export const forgetOldReceipts = forgetOld('matching.receipt', 'receipt_id', 'recorded_at')
export const forgetOldReads = forgetOld('matching.details_read', 'read_id', 'read_at')
export const forgetOldAlerts = forgetOld('matching.alert', 'alert_id', 'dealt_with_at')
