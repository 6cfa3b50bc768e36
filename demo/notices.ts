import type { PlaceId } from '../src/kernel/ids.ts'
import type { Config } from '../src/platform/config.ts'
import type { Database } from '../src/platform/db/database.ts'
import { listNoticesToDeliverByHand, markDeliveredByHand } from '../src/platform/notify/notice.ts'
import { openMail, sendNotices } from '../src/platform/notify/send.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import { atWork, days, hours, hubMember, later } from './story.ts'
import { found, type Stage } from './tell.ts'

/** A letter box that mail falls into while Larkmere is made: the demo writes to nobody, whatever mail server is set. */
const withoutServer = (config: Config): Config => ({ ...config, smtpUrl: null })

/** Sends all mail that is written, each message a few seconds after it was written. */
export const sendMail = async (
  config: Config,
  db: Database,
  clock: Clock,
  placeId: PlaceId,
  slug: string,
): Promise<number> => {
  const written = await db.asHouse(
    placeId,
    tx => tx.sql<{ createdAt: Date }[]>`
      select created_at from platform.notice where place_id = ${placeId} and channel = 'email' and sent_at is null order by created_at`,
  )
  const mail = openMail(withoutServer(config))
  let sent = 0
  // Oldest first, one a transaction: as `sendNotices` takes them, so each has the moment of its own turn.
  await sendNotices(
    atTheirMoments(db, clock, () => written[sent++]?.createdAt),
    mail,
    placeId,
    slug,
  )
  mail.close()
  return written.length
}

const atTheirMoments = (db: Database, clock: Clock, next: () => Date | undefined): Database => ({
  ...db,
  asHouse: (placeId, work) => {
    const at = next()
    return at ? clock.at(later(at, 5000), () => db.asHouse(placeId, work)) : db.asHouse(placeId, work)
  },
})

/** Makes the calls and writes the letters that were due before today, some hours after each; today's wait for somebody to do them. */
export const makeCalls = async ({ db, clock, placeId, members }: Stage, chances: Chance, now: Date): Promise<void> => {
  for (;;) {
    const waiting = await db.asHouse(placeId, listNoticesToDeliverByHand)
    const due = waiting.filter(({ createdAt }) => now.getTime() - createdAt.getTime() > days)
    await Promise.all(
      due.map(({ noticeId, createdAt }) => {
        const at = atWork(later(createdAt, chances.between(0.2, 5) * hours), chances)
        const by = found(members, hubMember(chances))
        return clock.at(at, () => db.as(by, tx => markDeliveredByHand(tx, noticeId)))
      }),
    )
    if (due.length < waiting.length || due.length === 0) return
  }
}
