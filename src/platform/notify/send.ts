import { createTransport } from 'nodemailer'
import type { PlaceId } from '../../kernel/ids.ts'
import type { Config } from '../config.ts'
import type { Database, PlaceTx } from '../db/database.ts'
import { endNotices, turnTextsIntoCalls } from './leaving-store.ts'
import type { WaitingNotice } from './notice.ts'
import { answerWithin, isQuiet } from './quiet-hours.ts'
import { failureOf, nextAttemptAt } from './retry.ts'
import { textOf } from './text.ts'
import { TextNotSent, textHook } from './text-hook.ts'

/** What leaves by itself; everything else is done by somebody. */
export type Carried = 'email' | 'text'

/** A way for mail and texts to leave: SMTP and the text hook, or the mailbox page of an installation without them. */
export interface Mail {
  /** @param placeSlug what paths of the place start with. */
  send(tx: PlaceTx, notice: WaitingNotice, placeSlug: string): Promise<void>
  close(): void
}

/** Whether texts to people of a place leave: by the hook; or, in a demo without one and without a mail server, into its mailbox page. Otherwise they are calls. */
export const textsLeave = (
  { textUrl, smtpUrl, demo }: Pick<Config, 'textUrl' | 'smtpUrl' | 'demo'>,
  isDemoPlace: boolean,
): boolean => textUrl !== null || (demo && smtpUrl === null && isDemoPlace)

/** What leaves a place by itself: without a mail server only a demo's mail goes anywhere, into its mailbox page. */
export const carriedFor = (config: Config, isDemoPlace: boolean): Carried[] => [
  ...(config.smtpUrl || isDemoPlace ? (['email'] as const) : []),
  ...(textsLeave(config, isDemoPlace) ? (['text'] as const) : []),
]

/**
 * Opens the way mail leaves.
 *
 * Every message carries a Message-ID made from its notice: should we be killed between handing it over and writing that down, the
 * second copy is the same message to any mail server (RFC 5322 §3.6.4), and the mailbox keeps it once.
 */
export const openMail = (config: Config): Mail => {
  // One connection for mail after mail: greeting and encryption cost a mail server more than the mail, and mails leave one after the other.
  const transport = config.smtpUrl ? createTransport({ url: config.smtpUrl, pool: true, maxConnections: 1 }) : null
  const hook = config.textUrl ? textHook(config) : null
  const intoMailbox = async (tx: PlaceTx, notice: WaitingNotice, body: string) => {
    const { channel, toAddress, subject } = notice
    await tx.sql`
      insert into platform.mailbox_message (place_id, message_id, channel, to_address, subject, body, arrived_at)
      values (${tx.placeId}, ${messageId(notice)}, ${channel}, ${toAddress}, ${subject}, ${body}, ${tx.now})
      on conflict do nothing`
  }
  return {
    async send(tx, notice, placeSlug) {
      if (notice.channel === 'text') {
        const text = textOf(notice, notice.linkPath && `${config.publicUrl}/${placeSlug}${notice.linkPath}`)
        return hook ? hook({ id: notice.noticeId, to: notice.toAddress, text }) : intoMailbox(tx, notice, text)
      }
      const text = bodyOf(config, notice, placeSlug)
      if (!transport) return intoMailbox(tx, notice, text)
      await transport.sendMail({
        from: config.mailFrom,
        to: { name: notice.toName, address: notice.toAddress },
        subject: notice.subject,
        text,
        messageId: messageId(notice),
        ...(notice.leavePath && { headers: leaveHeaders(`${config.publicUrl}/${placeSlug}${notice.leavePath}`) }),
      })
    },
    close: () => transport?.close(),
  }
}

const bodyOf = (config: Config, notice: WaitingNotice, placeSlug: string): string => {
  const line = ({ words, path }: { words: string; path: string }) => `${words}: ${config.publicUrl}/${placeSlug}${path}`
  const last = notice.linkPath ? [line({ words: notice.linkWords ?? '', path: notice.linkPath })] : []
  return [notice.body, ...notice.moreLinks.map(line), ...last].join('\n\n')
}

/** By which a mail program offers to leave with one press (RFC 8058, section 3.1; both must be under the mail server's DKIM signature). */
const leaveHeaders = (address: string) => ({
  'List-Unsubscribe': `<${address}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})

const messageId = (notice: WaitingNotice): string => `<${notice.noticeId}@keepitlocal.invalid>`

/**
 * Sends the mail and texts of a place that are due: what somebody waits for first, then the oldest. One notice a transaction, its row locked: two processes never send the same
 * one, and one bad address holds nobody else's up. What fails waits longer each time and is given up in the end (`retry.ts`); what the server says can never arrive, at once.
 * In the quiet hours of the place's clock nothing leaves but what may (`quiet-hours.ts`). When no server can be reached the rest of its kind waits too: asking again for each
 * would only take longer. Texts that nothing sends, or that cannot arrive, become calls for a person to make.
 * @param carries what leaves this place by itself.
 * @param until by `performance.now()`: what is left then is left for the next time.
 * @returns how many left the house.
 */
export const sendNotices = async (
  db: Database,
  mail: Mail,
  placeId: PlaceId,
  placeSlug: string,
  {
    only,
    until = Number.POSITIVE_INFINITY,
    carries = ['email', 'text'],
  }: { only?: 'answers'; until?: number; carries?: readonly Carried[] } = {},
): Promise<number> => {
  let sent = 0
  await db.asHouse(placeId, async tx => {
    await endNotices(tx)
    if (!carries.includes('text')) await turnTextsIntoCalls(tx)
  })
  const reached = new Set(carries)
  while (reached.size > 0 && performance.now() < until) {
    const outcome = await db.asHouse(placeId, async tx => {
      const [notice] = await tx.sql<(WaitingNotice & { attempts: number; endsAt: Date | null })[]>`
        select notice_id, about_id, sent_for, channel, to_name, to_address, subject, body, link_words, link_path, more_links, created_at, at_night, leave_path, attempts, ends_at
        from platform.notice
        where place_id = ${placeId} and channel = any (${[...reached]}) and sent_at is null and gave_up_at is null
          and leaves_from <= ${tx.now} and (next_attempt_at is null or next_attempt_at <= ${tx.now}) and ${mayLeaveNow(tx)}
          ${only ? tx.sql`and at_night <> 'waits'` : tx.sql``}
        order by at_night = 'waits', created_at limit 1 for update skip locked`
      if (!notice) return 'none'
      try {
        await mail.send(tx, notice, placeSlug)
      } catch (error) {
        const failure = await noteFailure(tx, notice, error)
        if (failure === 'no-server') reached.delete(notice.channel as Carried)
        return failure
      }
      await tx.sql`
        update platform.notice set sent_at = ${tx.now}, sent_by = ${notice.channel === 'text' ? 'text' : 'mail'}, failed_because = null, next_attempt_at = null
        where place_id = ${placeId} and notice_id = ${notice.noticeId}`
      if (notice.endsAt) await endNotices(tx, notice.noticeId)
      return 'sent'
    })
    if (outcome === 'none') return sent
    if (outcome === 'sent') sent++
  }
  return sent
}

/** How long mail that may wait is sent before whatever somebody waits for is looked for again, in milliseconds. */
export const mailSlice = 20_000

/**
 * Sends all mail and texts of all places. What somebody waits for at that moment leaves first, wherever they are: an evening on which one place tells ten thousand people
 * something must not make a sign-in link of another wait behind them.
 */
export const sendAllNotices = async (
  db: Database,
  mail: Mail,
  places: readonly { placeId: PlaceId; slug: string; carries?: readonly Carried[] }[],
): Promise<void> => {
  let left = places
  while (left.length > 0) {
    for (const { placeId, slug, carries } of places)
      await sendNotices(db, mail, placeId, slug, { only: 'answers', ...(carries && { carries }) })
    const until = performance.now() + mailSlice
    while (left.length > 0 && performance.now() < until) {
      const [place, ...others] = left as [(typeof places)[number], ...typeof places]
      const { placeId, slug, carries } = place
      await sendNotices(db, mail, placeId, slug, { until, ...(carries && { carries }) })
      // Cut short it comes round again, after the others.
      left = performance.now() < until ? others : [...others, place]
    }
  }
}

/** Decided when it leaves, not only when it was written: what a mail server held up in the day waits for the morning like everything else. */
const mayLeaveNow = (tx: PlaceTx) =>
  isQuiet(tx.now)
    ? tx.sql`(at_night = 'urgent' or (at_night = 'answer' and created_at > ${new Date(tx.now.getTime() - answerWithin)}))`
    : tx.sql`true`

const noteFailure = async (
  tx: PlaceTx,
  notice: { noticeId: string; attempts: number; channel: string },
  error: unknown,
) => {
  const failure = error instanceof TextNotSent ? error.failure : failureOf(error)
  const attempts = notice.attempts + 1
  const never = failure === 'no-such-address' || failure === 'refused'
  const again = never ? null : nextAttemptAt(attempts, tx.now)
  await tx.sql`
    update platform.notice set attempts = ${attempts}, failed_because = ${String((error as Error).message).slice(0, 500)},
      next_attempt_at = ${again}, gave_up_at = ${again ? null : tx.now}, address_is_wrong = ${failure === 'no-such-address'}
    where place_id = ${tx.placeId} and notice_id = ${notice.noticeId}`
  if (!again && notice.channel === 'text') await turnTextsIntoCalls(tx, notice.noticeId)
  return failure
}

/** Mail that waits for the morning, for the mailbox page; first what was written first. */
export const listMailForTheMorning = (
  tx: PlaceTx,
  limit: number,
  to = '',
): Promise<{ toAddress: string; subject: string }[]> =>
  tx.house(
    () => tx.sql<{ toAddress: string; subject: string }[]>`
      select to_address, subject from platform.notice
      where place_id = ${tx.placeId} and channel in ('email', 'text') and sent_at is null and gave_up_at is null and (${to} = '' or to_address = ${to}) and not ${mayLeaveNow(tx)}
      order by created_at limit ${limit}`,
  )

/** A message in the mailbox page. */
export interface MailboxMessage {
  readonly messageId: string
  readonly channel: Carried
  readonly toAddress: string
  readonly subject: string
  readonly body: string
  readonly arrivedAt: Date
}

/** The newest messages of the local mailbox. */
export const listMailbox = (tx: PlaceTx, limit: number, to = ''): Promise<MailboxMessage[]> =>
  tx.house(
    () => tx.sql<MailboxMessage[]>`
      select message_id, channel, to_address, subject, body, arrived_at from platform.mailbox_message
      where place_id = ${tx.placeId} and (${to} = '' or to_address = ${to}) order by arrived_at desc, message_id limit ${limit}`,
  )
