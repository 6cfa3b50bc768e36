import type { PlaceId } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { houseActor } from '../../platform/db/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { type Certificate, erasePeople } from './erase-person.ts'
import { readTombstones } from './keep-tombstones.ts'
import { listTombstones } from './rights-store.ts'

/**
 * Erases again whoever the file names and the database has forgotten that it erased, as after a backup was put back: everybody of the place, the longest ago first.
 * @returns a certificate for each. One that could not be erased as a whole stays unknown to the database, and is tried again at the next start.
 */
export const eraseAgain = async (
  platform: Platform,
  placeId: PlaceId,
  path = platform.config.tombstonesFile,
): Promise<Certificate[]> => {
  const known = new Set((await platform.db.asHouse(placeId, listTombstones)).map(({ tombstoneId }) => tombstoneId))
  const certificates: Certificate[] = []
  const stones = (await readTombstones(path)).filter(stone => stone.placeId === placeId)
  for (const { placeId: _, ...stone } of stones.sort((a, b) => (a.erasedAt < b.erasedAt ? -1 : 1))) {
    if (known.has(stone.tombstoneId)) continue
    known.add(stone.tombstoneId)
    const { personIds, authority } = stone
    const erased = await erasePeople(platform, houseActor(placeId), { personIds, authority, again: stone })
    if (isRefusal(erased)) throw new Error(erased.message)
    certificates.push(erased)
  }
  return certificates
}
