/** Which neighbourhood is this in? Outlines are kept in memory: a place has few, and every referral asks. */
import type { PlaceTx } from '../../platform/db/database.ts'
import type { GridPoint } from './grid.ts'
import { isInside } from './outline.ts'
import { type Neighbourhood, neighbourhoodsVersion, selectNeighbourhoods } from './place-store.ts'

const MOST_PLACES_KEPT = 50
/** By version, which is unique to one state of one place's neighbourhoods: nothing kept can be out of date. */
const kept = new Map<string, readonly Neighbourhood[]>()

/** The neighbourhoods of the place, by name; none before a boundary file was imported. */
export async function listNeighbourhoods(tx: PlaceTx): Promise<readonly Neighbourhood[]> {
  const version = await neighbourhoodsVersion(tx)
  if (version === null) return []
  const known = kept.get(version)
  if (known) return known
  const found = await selectNeighbourhoods(tx)
  const oldest = kept.keys().next().value
  if (kept.size >= MOST_PLACES_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(version, found)
  return found
}

/** The neighbourhood a point lies in, of those of its place: see `neighbourhoodAround`. */
export const neighbourhoodAt = async (
  tx: PlaceTx,
  point: GridPoint,
  wardCode: string | null = null,
): Promise<Neighbourhood | null> => neighbourhoodAround(await listNeighbourhoods(tx), point, wardCode)

/**
 * The neighbourhood a point lies in. Where the point is in none of them (on a pier, just over a generalised border), the
 * ward code of its postcode decides, when given; null when it is outside the place.
 */
export function neighbourhoodAround(
  all: readonly Neighbourhood[],
  point: GridPoint,
  wardCode: string | null = null,
): Neighbourhood | null {
  const { x, y } = point
  const around = all.find(
    ({ bounds, outline }) =>
      x >= bounds.west && x <= bounds.east && y >= bounds.south && y <= bounds.north && isInside(point, outline),
  )
  return around ?? all.find(({ code }) => code === wardCode) ?? null
}
