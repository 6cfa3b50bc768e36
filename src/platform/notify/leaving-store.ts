import type { PlaceTx } from '../db/database.ts'

/** Has somebody ring whom a text does not reach: one, or all that wait where nothing sends texts. What nobody holds, such as a code, is for nobody to read out. */
export const turnTextsIntoCalls = (tx: PlaceTx, noticeId: string | null = null): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set channel = 'phone', gave_up_at = null, next_attempt_at = null
      where place_id = ${tx.placeId} and channel = 'text' and sent_at is null and holder_ids <> '{}' and (${noticeId}::uuid is null or notice_id = ${noticeId})`
  })

/** Empties what opened something: one notice that has left, or all whose moment has come. */
export const endNotices = (tx: PlaceTx, noticeId: string | null = null): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set to_name = 'deleted', to_address = 'deleted ' || notice_id, subject = 'deleted', body = '', link_words = null, link_path = null, more_links = '[]',
        sent_at = coalesce(sent_at, ${tx.now}), sent_by = coalesce(sent_by, 'nobody: it had ended')
      where place_id = ${tx.placeId} and ends_at is not null and body <> ''
        and (notice_id = ${noticeId} or (${noticeId}::uuid is null and ends_at <= ${tx.now}))`
  })
