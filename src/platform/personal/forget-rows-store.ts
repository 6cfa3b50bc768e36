import type { PlaceTx } from '../db/database.ts'
import { type Held, isHeld } from './held.ts'
import { fromManifest } from './manifest-sql.ts'

type Forget = (tx: PlaceTx, before: Date, most: number, dry: boolean, held: Held) => Promise<number>

/** Deletes rows whose moment was before another, so many at once, but for those held; counts them only when `dry`. Both names are written in a manifest. */
const forgetRowsBefore =
  (table: string, moment: string): Forget =>
  async (tx, before, most, dry, held) => {
    const due = tx.sql`
      select ctid from ${tx.sql(table)} where place_id = ${tx.placeId} and ${fromManifest(tx, moment)} <= ${before} and not ${isHeld(tx, table, held)} limit ${most}`
    if (dry) return (await due).length
    return (await tx.sql`delete from ${tx.sql(table)} where place_id = ${tx.placeId} and ctid = any(array(${due}))`)
      .count
  }

/** Empties messages that were dealt with before a moment, but for those about something held; that one was sent, and when, stays. */
export const forgetOldNotices: Forget = async (tx, before, most, dry, held) => {
  const due = tx.sql`
    select notice_id from platform.notice
    where place_id = ${tx.placeId} and coalesce(sent_at, gave_up_at) <= ${before} and to_address not like 'deleted %' and not ${isHeld(tx, 'platform.notice', held)} limit ${most}`
  if (dry) return (await due).length
  const done = await tx.sql`
    update platform.notice set to_name = 'deleted', to_address = 'deleted ' || notice_id, subject = 'deleted', body = 'deleted', link_words = null, link_path = null,
      more_links = '[]', failed_because = null
    where place_id = ${tx.placeId} and notice_id in (${due})`
  return done.count
}

export const forgetOldSessions = forgetRowsBefore('platform.session', 'expires_at')
export const forgetOldDrafts = forgetRowsBefore('platform.form_draft', 'expires_at')
export const forgetOldMailbox = forgetRowsBefore('platform.mailbox_message', 'arrived_at')
