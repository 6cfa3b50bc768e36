import { capabilities } from '../../src/capabilities.ts'
import type { PlaceId } from '../../src/kernel/ids.ts'
import type { TestHouse } from './house.ts'

/** Codes by text and mail, for the tests of those who have no account. */

/** Makes a place one whose texts and mail go into its mailbox, as in a demo. */
export const withMailbox = (house: TestHouse, placeId: PlaceId) =>
  house.platform.db.asHouse(placeId, async tx => {
    await tx.sql`update places.place set settings = settings || '{"demoSignIns": []}' where place_id = ${placeId}`
  })

/** Runs the jobs that find out whose addresses and numbers codes were asked for, then sends what they wrote. */
export const sendCodes = async (house: TestHouse, placeId: PlaceId) => {
  for (const job of capabilities.flatMap(({ jobs = [] }) => jobs))
    if (job.queue.startsWith('send-codes-for-')) await job.run(house.platform, placeId)
  await house.deliver(placeId)
}

/** What arrived somewhere about something, the newest first. */
export const arrivedAt = (house: TestHouse, placeId: PlaceId, to: string, about = 'your code for') =>
  house.platform.db.asHouse(
    placeId,
    tx => tx.sql<{ channel: string; subject: string; body: string }[]>`
      select channel, subject, body from platform.mailbox_message where place_id = ${placeId} and to_address = ${to}
        and subject ilike ${`%${about}%`} order by arrived_at desc`,
  )

/** The code of the newest message somewhere; empty where none came. */
export const codeAt = async (house: TestHouse, placeId: PlaceId, to: string): Promise<string> => {
  await sendCodes(house, placeId)
  return /\b\d{6}\b/.exec((await arrivedAt(house, placeId, to))[0]?.body ?? '')?.[0] ?? ''
}
