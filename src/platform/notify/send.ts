import { createTransport } from 'nodemailer'
import type { PlaceId } from '../../kernel/ids.ts'
import type { Config } from '../config.ts'
import type { Database, PlaceTx } from '../db/database.ts'
import type { WaitingNotice } from './notice.ts'

/** A way for mail to leave: SMTP, or the mailbox page of an installation without a mail server. */
export interface Mail {
  /** @param placeSlug what paths of the place start with. */
  send(tx: PlaceTx, notice: WaitingNotice, placeSlug: string): Promise<void>
  close(): void
}

/**
 * Opens the way mail leaves.
 *
 * Every message carries a Message-ID made from its notice: should we be killed between handing it over and writing that down, the
 * second copy is the same message to any mail server (RFC 5322 §3.6.4), and the mailbox keeps it once.
 */
export const openMail = (config: Config): Mail => {
  if (!config.smtpUrl)
    return {
      async send(tx, notice, placeSlug) {
        await tx.sql`
          insert into platform.mailbox_message (place_id, message_id, to_address, subject, body, arrived_at)
          values (${tx.placeId}, ${messageId(notice)}, ${notice.toAddress}, ${notice.subject}, ${bodyOf(config, notice, placeSlug)}, ${tx.now})
          on conflict do nothing`
      },
      close() {},
    }
  const transport = createTransport(config.smtpUrl)
  return {
    async send(_tx, notice, placeSlug) {
      await transport.sendMail({
        from: config.mailFrom,
        to: { name: notice.toName, address: notice.toAddress },
        subject: notice.subject,
        text: bodyOf(config, notice, placeSlug),
        messageId: messageId(notice),
      })
    },
    close: () => transport.close(),
  }
}

const bodyOf = (config: Config, notice: WaitingNotice, placeSlug: string): string =>
  notice.linkPath
    ? `${notice.body}\n\n${notice.linkWords}: ${config.publicUrl}/${placeSlug}${notice.linkPath}`
    : notice.body

const messageId = (notice: WaitingNotice): string => `<${notice.noticeId}@keepitlocal.invalid>`

/**
 * Sends all unsent mail of a place, oldest first. One notice a transaction, its row locked: two processes never send the same one, and
 * one bad address holds nobody else's mail up.
 * @returns how many left the house.
 */
export const sendNotices = async (db: Database, mail: Mail, placeId: PlaceId, placeSlug: string): Promise<number> => {
  let sent = 0
  const skipped: string[] = []
  for (;;) {
    const outcome = await db.asHouse(placeId, async tx => {
      const [notice] = await tx.sql<WaitingNotice[]>`
        select notice_id, about_id, channel, to_name, to_address, subject, body, link_words, link_path, created_at from platform.notice
        where place_id = ${placeId} and channel = 'email' and sent_at is null and not (notice_id = any(${skipped}::uuid[]))
        order by created_at limit 1 for update skip locked`
      if (!notice) return 'none'
      try {
        await mail.send(tx, notice, placeSlug)
      } catch (error) {
        skipped.push(notice.noticeId)
        await tx.sql`
          update platform.notice set failed_because = ${String((error as Error).message).slice(0, 500)}
          where place_id = ${placeId} and notice_id = ${notice.noticeId}`
        return 'failed'
      }
      await tx.sql`
        update platform.notice set sent_at = ${tx.now}, sent_by = 'mail', failed_because = null
        where place_id = ${placeId} and notice_id = ${notice.noticeId}`
      return 'sent'
    })
    if (outcome === 'none') return sent
    if (outcome === 'sent') sent++
  }
}

/** A message in the mailbox page. */
export interface MailboxMessage {
  readonly messageId: string
  readonly toAddress: string
  readonly subject: string
  readonly body: string
  readonly arrivedAt: Date
}

/** The newest messages of the local mailbox. */
export const listMailbox = (tx: PlaceTx, limit: number, to = ''): Promise<MailboxMessage[]> =>
  tx.house(
    () => tx.sql<MailboxMessage[]>`
      select message_id, to_address, subject, body, arrived_at from platform.mailbox_message
      where place_id = ${tx.placeId} and (${to} = '' or to_address = ${to}) order by arrived_at desc, message_id limit ${limit}`,
  )
