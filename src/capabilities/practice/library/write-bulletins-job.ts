/**
 * The job that writes a bulletin to its readers, some at a time, each lot in one transaction with how far it is: killed, it goes on where it was. A notice to an address about a
 * bulletin is written once, whoever writes it, so two at once send to nobody twice. The mail itself leaves as every notice does.
 */
import type { PlaceId } from '../../../kernel/ids.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { signLink } from '../../../platform/auth/signed-link.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { forgetNotices, type NoticeDraft, writeNotices } from '../../../platform/notify/notice.ts'
import type { Held } from '../../../platform/personal/held.ts'
import type { Platform } from '../../../platform/platform.ts'
import {
  listBulletinStories,
  listGoingOut,
  listSentBefore,
  lockBulletin,
  saveBulletinState,
  saveForgotten,
  saveWritten,
} from './bulletin-store.ts'
import { composeBulletin } from './compose-bulletin.ts'
import { leavePurpose } from './subscribe.ts'
import { lockNextReaders } from './subscriber-store.ts'

const readersAtOnce = 200
const tenYears = 3653 * 86_400_000

export const writeBulletinsJob = async (
  platform: Pick<Platform, 'db'>,
  placeId: PlaceId,
  atOnce = readersAtOnce,
): Promise<void> => {
  for (const bulletinId of await platform.db.asHouse(placeId, listGoingOut))
    while (await platform.db.asHouse(placeId, tx => writeToNext(tx, bulletinId, atOnce)));
}

/** @returns whether there is more to write. */
const writeToNext = async (tx: PlaceTx, bulletinId: string, atOnce: number): Promise<boolean> => {
  // Stories before the bulletin, always in this order: a consent that is taken back does the same.
  const stories = await listBulletinStories(tx, bulletinId, true)
  const bulletin = await lockBulletin(tx, bulletinId)
  if (bulletin?.state !== 'going out' || !bulletin.goingAt) return false
  const readers = await lockNextReaders(tx, {
    after: bulletin.writtenTo,
    confirmedBefore: bulletin.goingAt,
    most: atOnce,
  })
  const last = readers.at(-1)
  if (!last) {
    await saveBulletinState(tx, bulletinId, 'sent')
    await audit(tx, 'sent a bulletin', bulletinId)
    return false
  }
  const mail = composeBulletin(bulletin, stories)
  const endsAt = new Date(tx.now.getTime() + tenYears)
  const notices: NoticeDraft[] = []
  for (const { subscriberId, email } of readers) {
    const leave = `/bulletin/leave/${await signLink(tx, leavePurpose, subscriberId, endsAt)}`
    notices.push({
      ...mail,
      ...{ aboutId: bulletinId, holderIds: [], sentFor: bulletinSentFor, atNight: 'waits', channel: 'email' },
      ...{ toName: email, toAddress: email, link: { words: 'Leave this bulletin', path: leave }, leavePath: leave },
    })
  }
  await writeNotices(tx, notices)
  await saveWritten(tx, bulletinId, last.subscriberId, readers.length)
  return true
}

const bulletinSentFor = 'bulletin'

/** Forgets to whom bulletins went that were sent before a moment. */
export const forgetBulletinMail = async (
  tx: PlaceTx,
  before: Date,
  most: number,
  dry: boolean,
  held: Held,
): Promise<number> => {
  const due = await listSentBefore(tx, before, most)
  if (!dry && due.length) {
    // What is held stays until it is let go, and goes then as every message does.
    await forgetNotices(tx, due, held)
    await saveForgotten(tx, due)
  }
  return due.length
}
