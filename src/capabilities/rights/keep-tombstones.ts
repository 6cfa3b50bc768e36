import { appendFile, readFile } from 'node:fs/promises'
import { isUuid, type PlaceId } from '../../kernel/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { listTombstones, type Tombstone } from './rights-store.ts'

/**
 * Tombstones outside the database: one JSON line each in `TOMBSTONES_FILE`, which is not put back with a backup. It holds ids, hashes and days; no name and no number.
 */
type Line = Tombstone & { readonly placeId: string }

export const readTombstones = async (path: string): Promise<Line[]> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap(line => {
    try {
      const read = JSON.parse(line) as Line
      return isUuid(read.placeId) && isUuid(read.tombstoneId) && read.personIds.every(isUuid) ? [read] : []
    } catch {
      // The last line of a machine that was switched off while it wrote.
      return []
    }
  })
}

/** Writes what the file does not have yet: after each erasure, and every hour for whatever a killed process left. */
export const keepTombstones = async ({ config, db }: Platform, placeId: PlaceId): Promise<number> => {
  const path = config.tombstonesFile
  const there = new Set((await readTombstones(path)).map(({ tombstoneId }) => tombstoneId))
  const missing = (await db.asHouse(placeId, listTombstones)).filter(({ tombstoneId }) => !there.has(tombstoneId))
  if (missing.length > 0)
    await appendFile(path, missing.map(stone => `${JSON.stringify({ placeId, ...stone })}\n`).join(''), { mode: 0o600 })
  return missing.length
}
