import type { Database } from '../../platform/db/database.ts'
import { findPlaceBySlug, type Place, placesChangedAt } from './place-store.ts'

/** Every request asks which place it is in, and a place changes a few times a year: what was read is good for a second. */
const GOOD_FOR_MILLISECONDS = 1000

/**
 * Finds places by the first part of an address. What another process changed shows after a second at most; what this one changed shows at once.
 * Places that do not exist are looked for each time.
 */
export function placesBySlug(db: Database): (slug: string) => Promise<Place | null> {
  const kept = new Map<string, { place: Place; readAt: number; database: object }>()
  return async slug => {
    const known = kept.get(slug)
    // A change that is under way is committed within that second too, so what was read meanwhile is not trusted.
    const goodFrom = known && Math.max(performance.now(), placesChangedAt(known.database) + 2 * GOOD_FOR_MILLISECONDS)
    if (known && goodFrom !== undefined && known.readAt > goodFrom - GOOD_FOR_MILLISECONDS) return known.place
    return db.national(async tx => {
      const readAt = performance.now()
      const place = await findPlaceBySlug(tx, slug)
      if (place) kept.set(slug, { place, readAt, database: tx.database })
      else kept.delete(slug)
      return place
    })
  }
}
