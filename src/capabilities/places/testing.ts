/** Builders for tests and benches, here and in other capabilities: made-up postcodes, squares of ground, places. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlaceId } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Boundary } from './boundary-file.ts'
import { addPlace, newPlaceId, setNeighbourhoods } from './change-place.ts'

/** A neighbourhood that is a square with its south-west corner at the point; 1 km wide unless told. */
export function squareBoundary(code: string, name: string, at: { x: number; y: number }, side = 1000): Boundary {
  const { x, y } = at
  return {
    code,
    name,
    outline: [
      [
        [
          [x, y],
          [x + side, y],
          [x + side, y + side],
          [x, y + side],
          [x, y],
        ],
      ],
    ],
  }
}

/** A place of its own with the given neighbourhoods. */
export async function aPlace(
  platform: Platform,
  { slug, name = slug, boundaries = [] }: { slug: string; name?: string; boundaries?: readonly Boundary[] },
): Promise<PlaceId> {
  const house = houseActor(newPlaceId())
  const made = await perform(platform.db, house, addPlace, { slug, name, ladCodes: [], settings: {} })
  if (isRefusal(made)) throw new Error(made.message)
  if (boundaries.length > 0) {
    const set = await perform(platform.db, house, setNeighbourhoods, { boundaries: boundaries as never })
    if (isRefusal(set)) throw new Error(set.message)
  }
  return house.placeId
}

/** Writes a file of the given text (or bytes) to a folder of its own and returns its path. */
export function aFile(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'places-')), name)
  writeFileSync(path, content)
  return path
}
