import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'
import { unnested } from '../db/unnested.ts'
import { type Held, isHeld } from '../personal/held.ts'
import { type AtNight, leavesFrom } from './quiet-hours.ts'

/** The queue that sends mail and texts. */
export const noticeQueue = 'send-notices'

/** How somebody is told. */
export type Channel = 'email' | 'text' | 'phone' | 'letter'

/**
 * A message for one person or organisation. Mail and texts are sent by the jobs process; phone and letter wait for a person to do them. A text goes to a number that was
 * proved and to no other; where texts do not leave, whoever holds the notice rings.
 */
export interface NoticeDraft {
  /** The record it is about. */
  readonly aboutId: string
  /** Who may see it and deliver it by hand. Seeing what it is about is not enough: a helper must not read what the resident was told. */
  readonly holderIds: readonly string[]
  /** What it is sent for, once: the fact and the step. The same notice for the same thing to the same address is written once. */
  readonly sentFor: string
  /** Whether it may leave in the quiet hours. Nothing does without somebody having thought about it. */
  readonly atNight: AtNight
  readonly channel: Channel
  readonly toName: string
  readonly toAddress: string
  readonly subject: string
  /** Plain text. */
  readonly body: string
  /** A last line that leads back here: words and a path below the place ('/referrals/…'). */
  readonly link?: NoticeLink
  /** What it may only say while that holds: a referral, say. Taken back with it, it does not leave the house. */
  readonly restsOn?: string
  /** Links that stand between the text and the last line, one a line. A text leaves them out. */
  readonly links?: readonly NoticeLink[]
  /** Where a mail program's own "unsubscribe" is sent, a path below the place: it takes a POST of one press (RFC 8058). Only for what many get. */
  readonly leavePath?: string
  /** It opens something, until then: it does not leave afterwards, and is emptied once it has left or that moment has come. */
  readonly endsAt?: Date
}

/** Words, and a path below the place. */
export interface NoticeLink {
  readonly words: string
  readonly path: string
}

/** Writes a notice in this transaction; it leaves the house only after commit, and not in the quiet hours unless it may. */
export const writeNotice = (tx: PlaceTx, draft: NoticeDraft): Promise<void> => writeNotices(tx, [draft])

/** Writes notices in this transaction, in one statement however many. */
export const writeNotices = (tx: PlaceTx, drafts: readonly NoticeDraft[]): Promise<void> =>
  tx.house(async () => {
    if (drafts.length === 0) return
    const rows = drafts.map(({ link, links = [], ...draft }) => ({
      ...draft,
      noticeId: newId(),
      linkWords: link?.words,
      linkPath: link?.path,
      moreLinks: links,
      leavesFrom: leavesFrom(draft.atNight, tx.now),
    }))
    // Sent together; a wake-up for what was written before finds nothing to do.
    await Promise.all([
      tx.sql`
      insert into platform.notice (place_id, notice_id, about_id, holder_ids, sent_for, channel, to_name, to_address, subject, body,
        link_words, link_path, more_links, created_at, at_night, leaves_from, rests_on, leave_path, ends_at)
      select ${tx.placeId}, notice_id, about_id, holder_ids::uuid[], sent_for, channel, to_name, to_address, subject, body, link_words, link_path, more_links, ${tx.now},
        at_night, leaves_from, rests_on, leave_path, ends_at
      from ${unnested(tx.sql, rows, {
        noticeId: 'uuid',
        aboutId: 'uuid',
        holderIds: 'text',
        sentFor: 'text',
        channel: 'text',
        toName: 'text',
        toAddress: 'text',
        subject: 'text',
        body: 'text',
        linkWords: 'text',
        linkPath: 'text',
        moreLinks: 'jsonb',
        atNight: 'text',
        leavesFrom: 'timestamptz',
        restsOn: 'uuid',
        leavePath: 'text',
        endsAt: 'timestamptz',
      })} as x (notice_id, about_id, holder_ids, sent_for, channel, to_name, to_address, subject, body, link_words, link_path, more_links, at_night, leaves_from, rests_on, leave_path, ends_at)
      on conflict do nothing`,
      drafts.some(({ channel }) => channel === 'email' || channel === 'text')
        ? tx.wake(noticeQueue, { placeId: tx.placeId })
        : null,
    ])
  })

/** A notice nobody has delivered yet. */
export interface WaitingNotice {
  readonly noticeId: string
  readonly aboutId: string
  readonly sentFor: string
  readonly channel: Channel
  readonly toName: string
  readonly toAddress: string
  readonly subject: string
  readonly body: string
  readonly linkWords: string | null
  readonly linkPath: string | null
  readonly moreLinks: readonly NoticeLink[]
  readonly createdAt: Date
  readonly atNight: AtNight
  readonly leavePath: string | null
}

/** Notices that wait for a person to phone or write, oldest first; only those that are the actor's to deliver. */
export const listNoticesToDeliverByHand = (tx: PlaceTx): Promise<WaitingNotice[]> =>
  tx.sql<WaitingNotice[]>`
    select notice_id, about_id, sent_for, channel, to_name, to_address, subject, body, link_words, link_path, more_links, created_at, at_night, leave_path from platform.notice
    where place_id = ${tx.placeId} and channel in ('phone', 'letter') and sent_at is null order by created_at limit 200`

/** Marks a phone call or letter as done by the actor. False when someone else already had. */
export const markDeliveredByHand = async (tx: PlaceTx, noticeId: string): Promise<boolean> => {
  const done = await tx.sql`
    update platform.notice set sent_at = ${tx.now}, sent_by = ${tx.actor.name}
    where place_id = ${tx.placeId} and notice_id = ${noticeId} and sent_at is null and channel in ('phone', 'letter')`
  return done.count === 1
}

/** How the newest mail about something fared: it left the house, it waits, it could not be sent, or the mail server said that there is no such address. */
export interface MailFared {
  readonly aboutId: string
  readonly how: 'sent' | 'waiting' | 'could not be sent' | 'no such address'
  /** What the mail server said, when it was not sent. */
  readonly because: string | null
}

/** How the newest mail about each of these fared; nothing for what no mail was written about. */
export const howMailFared = (tx: PlaceTx, aboutIds: readonly string[]): Promise<MailFared[]> =>
  tx.house(
    () => tx.sql<MailFared[]>`
      select distinct on (about_id) about_id, case when sent_at is not null then 'sent' when address_is_wrong then 'no such address'
        when gave_up_at is not null then 'could not be sent' else 'waiting' end as how, failed_because as because
      from platform.notice where place_id = ${tx.placeId} and channel = 'email' and about_id = any(${[...aboutIds]}::uuid[])
      order by about_id, created_at desc, notice_id desc`,
  )

/** Addresses that a mail server called wrong since some moment, in small letters, and that nothing has reached afterwards. */
export const listWrongAddresses = (tx: PlaceTx, since: Date): Promise<{ address: string; at: Date }[]> =>
  tx.house(
    () => tx.sql<{ address: string; at: Date }[]>`
      select lower(to_address) as address, max(gave_up_at) as at from platform.notice n
      where place_id = ${tx.placeId} and channel = 'email' and address_is_wrong and gave_up_at > ${since} and not exists (
        select from platform.notice later where later.place_id = n.place_id and later.channel = n.channel and lower(later.to_address) = lower(n.to_address)
          and later.sent_at > n.gave_up_at)
      group by 1`,
  )

/** Said in place of who sent a notice. */
const takenBack = 'nobody: taken back'

/**
 * Takes back what was written about something and has not left the house: it is not sent any more, and waits for nobody to ring.
 * @param sentFor the beginning of what it was sent for; everything unless said.
 */
export const takeBackNotices = (tx: PlaceTx, aboutId: string, sentFor = ''): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set sent_at = ${tx.now}, sent_by = ${takenBack}
      where place_id = ${tx.placeId} and about_id = ${aboutId} and starts_with(sent_for, ${sentFor}) and sent_at is null and gave_up_at is null`
  })

/**
 * Takes back what was written for exactly these reasons and has not left the house.
 * @returns those of the reasons whose notice was taken back, now or before: nobody was ever told.
 */
export const takeBackSentFor = (
  tx: PlaceTx,
  written: readonly { readonly aboutId: string; readonly sentFor: string }[],
): Promise<ReadonlySet<string>> =>
  tx.house(async () => {
    const these = () =>
      tx.sql`(about_id, sent_for) in (select * from ${unnested(tx.sql, written, { aboutId: 'uuid', sentFor: 'text' })} as x (about_id, sent_for))`
    await tx.sql`
      update platform.notice set sent_at = ${tx.now}, sent_by = ${takenBack}
      where place_id = ${tx.placeId} and ${these()} and sent_at is null and gave_up_at is null`
    const rows = await tx.sql<{ sentFor: string }[]>`
      select sent_for from platform.notice where place_id = ${tx.placeId} and ${these()} and sent_by = ${takenBack}`
    return new Set(rows.map(({ sentFor }) => sentFor))
  })

/**
 * Takes back what may only be said while `restsOn` holds and has not left the house, and empties it: it does not wait in a queue to be read there. What is leaving at
 * this very moment is not waited for.
 */
export const takeBackResting = (tx: PlaceTx, restsOn: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set sent_at = ${tx.now}, sent_by = ${takenBack}, subject = 'taken back', body = 'taken back', link_words = null, link_path = null, more_links = '[]'
      where place_id = ${tx.placeId} and notice_id in (
        select notice_id from platform.notice where place_id = ${tx.placeId} and rests_on = ${restsOn} and sent_at is null and gave_up_at is null for update skip locked)`
  })

/**
 * About whom something was written since a moment, once for each notice that was not taken back.
 * @param sentFor the beginning of what it was written for.
 * @param about whom alone to look for; everybody unless said.
 */
export const listWrittenSince = (
  tx: PlaceTx,
  sentFor: string,
  since: Date,
  about: readonly string[] | null = null,
): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ aboutId: string }[]>`
      select about_id from platform.notice
      where place_id = ${tx.placeId} and created_at > ${since} and starts_with(sent_for, ${sentFor}) and channel in ('phone', 'letter') and sent_by is distinct from ${takenBack}
        ${about ? tx.sql`and about_id = any(${[...about]}::uuid[])` : tx.sql``}`
    return rows.map(({ aboutId }) => aboutId)
  })

/** Notes that whoever waited for a call or a letter was told another way. */
export const markDelivered = (tx: PlaceTx, aboutId: string, sentFor: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set sent_at = ${tx.now}, sent_by = ${tx.actor.name}
      where place_id = ${tx.placeId} and about_id = ${aboutId} and sent_for = ${sentFor} and sent_at is null and channel in ('phone', 'letter')`
  })

/** Forgets to whom notices about these records went and what they said, once their time is over. What was not sent is not sent any more. */
export const forgetNotices = (tx: PlaceTx, aboutIds: readonly string[], held?: Held): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set to_name = 'deleted', to_address = 'deleted ' || notice_id, subject = 'deleted', body = 'deleted', link_words = null, link_path = null,
        more_links = '[]', leave_path = null, sent_at = coalesce(sent_at, ${tx.now}), sent_by = coalesce(sent_by, 'nobody: deleted')
      where place_id = ${tx.placeId} and about_id = any (${[...aboutIds]}::uuid[]) and to_address not like 'deleted %'
        ${held ? tx.sql`and not ${isHeld(tx, 'platform.notice', held)}` : tx.sql``}`
  })

/** Forgets what went to an address about these records, and sends nothing more of it; what is leaving at this very moment is waited for. */
export const forgetNoticesTo = (tx: PlaceTx, aboutIds: readonly string[], address: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set to_name = 'deleted', to_address = 'deleted ' || notice_id, subject = 'deleted', body = 'deleted', link_words = null, link_path = null,
        more_links = '[]', leave_path = null, sent_at = coalesce(sent_at, ${tx.now}), sent_by = coalesce(sent_by, 'nobody: taken back')
      where place_id = ${tx.placeId} and about_id = any (${[...aboutIds]}::uuid[]) and lower(to_address) = ${address.toLowerCase()}`
  })

/**
 * Has everything written about a record say something else from now on, to whomever: what has not left leaves so, and what we keep of what has left says so too, in the mailbox page
 * as well. What is leaving at this very moment is waited for, so that nothing leaves with the old words once this is done.
 */
export const reviseNotices = (
  tx: PlaceTx,
  aboutId: string,
  { subject, body, links }: { readonly subject: string; readonly body: string; readonly links: readonly NoticeLink[] },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.notice set subject = ${subject}, body = ${body}, more_links = ${links as never}
      where place_id = ${tx.placeId} and about_id = ${aboutId} and to_address not like 'deleted %'`
    await tx.sql`
      delete from platform.mailbox_message where place_id = ${tx.placeId} and message_id in (
        select '<' || notice_id || '@keepitlocal.invalid>' from platform.notice where place_id = ${tx.placeId} and about_id = ${aboutId})`
  })

/** Writes what notices about these records say anew, sent or not, with every text as `clean` gives it back. */
export const rewriteNotices = (
  tx: PlaceTx,
  aboutIds: readonly string[],
  clean: (text: string) => string,
): Promise<void> =>
  tx.house(async () => {
    const notices = await tx.sql<{ noticeId: string; subject: string; body: string }[]>`
      select notice_id, subject, body from platform.notice where place_id = ${tx.placeId} and about_id = any (${[...aboutIds]}::uuid[])`
    for (const { noticeId, subject, body } of notices)
      if (clean(subject) !== subject || clean(body) !== body)
        await tx.sql`
          update platform.notice set subject = ${clean(subject)}, body = ${clean(body)}
          where place_id = ${tx.placeId} and notice_id = ${noticeId}`
  })

/** Of these records, those about which somebody waits to be told: a call or a letter nobody has done, or mail that could not be sent. As far as the actor delivers them. */
export const listNotTold = (tx: PlaceTx, aboutIds: readonly string[]): Promise<{ aboutId: string; since: Date }[]> =>
  tx.sql<{ aboutId: string; since: Date }[]>`
    select about_id, min(created_at) as since from platform.notice
    where place_id = ${tx.placeId} and sent_at is null and (channel in ('phone', 'letter') or gave_up_at is not null) and about_id = any(${[...aboutIds]}::uuid[])
    group by about_id order by since`
