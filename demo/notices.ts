import type { Chance } from '../src/kernel/chance.ts'
import type { PlaceId } from '../src/kernel/ids.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import type { Config } from '../src/platform/config.ts'
import type { Database } from '../src/platform/db/database.ts'
import { listNoticesToDeliverByHand, markDeliveredByHand } from '../src/platform/notify/notice.ts'
import { leavesFrom } from '../src/platform/notify/quiet-hours.ts'
import { type Mail, openMail, sendNotices } from '../src/platform/notify/send.ts'
import { atWork, days, hours, hubMember, later } from './story.ts'
import { found, type Stage } from './tell.ts'

/** A letter box that mail and texts fall into while Larkmere is made: the demo writes to nobody, whatever mail server or text hook is set. */
const withoutServer = (config: Config): Config => ({ ...config, smtpUrl: null, textUrl: null })

/** Sends all mail and texts that are due, each message five seconds after it may leave; what waits for the morning after now stays. `gone`: addresses that a mail server would say nobody has. */
export const sendMail = async (
  config: Config,
  db: Database,
  placeId: PlaceId,
  slug: string,
  gone: ReadonlySet<string> = new Set(),
): Promise<void> => {
  const letterBox = openMail(withoutServer(config))
  await db.asHouse(placeId, async tx => {
    // One transaction is enough for all of them; the clock of each is set when it is known which it is.
    const atItsMoment = { ...tx }
    const mail: Mail = {
      async send(_, notice, placeSlug) {
        atItsMoment.now = later(leavesFrom(notice.atNight, notice.createdAt), 5000)
        if (gone.has(notice.toAddress))
          throw Object.assign(new Error('550 5.1.1 nobody of that name here'), {
            command: 'RCPT TO',
            responseCode: 550,
          })
        return letterBox.send(atItsMoment, notice, placeSlug)
      },
      close: () => letterBox.close(),
    }
    const due = await tx.sql<{ at: Date }[]>`
      select distinct leaves_from as at from platform.notice
      where place_id = ${placeId} and channel in ('email', 'text') and sent_at is null and gave_up_at is null and leaves_from <= ${tx.now} order by 1`
    for (const { at } of due) {
      const asHouse = <Answer>(_: PlaceId, work: (of: typeof tx) => Promise<Answer>) => {
        atItsMoment.now = at
        return work(atItsMoment)
      }
      await sendNotices({ ...db, asHouse }, mail, placeId, slug)
    }
  })
  letterBox.close()
}

/** Makes the calls and writes the letters that were due before today, some hours after each; today's wait for somebody to do them. */
export const makeCalls = async ({ db, clock, placeId, members }: Stage, chances: Chance, now: Date): Promise<void> => {
  for (;;) {
    const waiting = await db.asHouse(placeId, listNoticesToDeliverByHand)
    const due = waiting.filter(({ createdAt }) => now.getTime() - createdAt.getTime() > days)
    await Promise.all(
      due.map(({ noticeId, createdAt }) => {
        const at = atWork(later(createdAt, chances.between(0.2, 5) * hours), chances)
        // With the house's sight: the Hub may see thousands of records, and looking through them for each of hundreds of calls takes long.
        const by: Actor = { ...found(members, hubMember(chances)), kind: 'house' }
        return clock.at(at, () => db.as(by, tx => markDeliveredByHand(tx, noticeId)))
      }),
    )
    if (due.length < waiting.length || due.length === 0) return
  }
}
