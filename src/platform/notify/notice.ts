import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'

/** The queue that sends mail. */
export const noticeQueue = 'send-notices'

/** A message for one person or organisation. Mail is sent by the jobs process; phone and letter wait for a person to do them. */
export interface NoticeDraft {
  /** The record it is about. */
  readonly aboutId: string
  /** Who may see it and deliver it by hand. Seeing what it is about is not enough: a helper must not read what the resident was told. */
  readonly holderIds: readonly string[]
  /** What it is sent for, once: the fact and the step. The same notice for the same thing to the same address is written once. */
  readonly sentFor: string
  readonly channel: 'email' | 'phone' | 'letter'
  readonly toName: string
  readonly toAddress: string
  readonly subject: string
  /** Plain text. */
  readonly body: string
  /** A last line that leads back here: words and a path below the place ('/referrals/…'). */
  readonly link?: { readonly words: string; readonly path: string }
}

/** Writes a notice in this transaction; it leaves the house only after commit. */
export const writeNotice = (tx: PlaceTx, { link, ...draft }: NoticeDraft): Promise<void> =>
  tx.house(async () => {
    const written = await tx.query
      .insertInto('platform.notice')
      .values({
        ...draft,
        holderIds: [...draft.holderIds],
        placeId: tx.placeId,
        noticeId: newId(),
        linkWords: link?.words ?? null,
        linkPath: link?.path ?? null,
        createdAt: tx.now,
      })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    if (draft.channel === 'email' && written.numInsertedOrUpdatedRows)
      await tx.wake(noticeQueue, { placeId: tx.placeId })
  })

/** A notice nobody has delivered yet. */
export interface WaitingNotice {
  readonly noticeId: string
  readonly aboutId: string
  readonly channel: 'email' | 'phone' | 'letter'
  readonly toName: string
  readonly toAddress: string
  readonly subject: string
  readonly body: string
  readonly linkWords: string | null
  readonly linkPath: string | null
  readonly createdAt: Date
}

/** Notices that wait for a person to phone or write, oldest first; only those that are the actor's to deliver. */
export const listNoticesToDeliverByHand = (tx: PlaceTx): Promise<WaitingNotice[]> =>
  tx.sql<WaitingNotice[]>`
    select notice_id, about_id, channel, to_name, to_address, subject, body, link_words, link_path, created_at from platform.notice
    where place_id = ${tx.placeId} and channel in ('phone', 'letter') and sent_at is null order by created_at limit 200`

/** Marks a phone call or letter as done by the actor. False when someone else already had. */
export const markDeliveredByHand = async (tx: PlaceTx, noticeId: string): Promise<boolean> => {
  const done = await tx.sql`
    update platform.notice set sent_at = ${tx.now}, sent_by = ${tx.actor.name}
    where place_id = ${tx.placeId} and notice_id = ${noticeId} and sent_at is null and channel in ('phone', 'letter')`
  return done.count === 1
}
