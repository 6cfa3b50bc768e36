import type { GridPoint } from '../../platform/db/tables.ts'
import { distanceMetres, snapToKilometre } from '../places/index.ts'

/**
 * Distances as a volunteer reads them. Both ends are first moved to the middle of their kilometre square, so that moving one's own home about and asking again
 * tells no more than the square: never where in it somebody lives.
 */
export const distanceBands = {
  'a mile': { upTo: 1500, says: 'About a mile from you, or less' },
  'two miles': { upTo: 3600, says: 'About 2 miles from you' },
  'four miles': { upTo: 7000, says: '3 or 4 miles from you' },
  'seven miles': { upTo: 12_000, says: '5 to 7 miles from you' },
  far: { upTo: Number.POSITIVE_INFINITY, says: 'More than 7 miles from you' },
  'not known': { upTo: Number.NaN, says: 'We do not know how far from you' },
} as const

export type DistanceBand = keyof typeof distanceBands

/** How far, as it may be told; the same wherever in their squares the two are. */
export const distanceBandOf = (from: GridPoint | null, to: GridPoint | null): DistanceBand => {
  if (!from || !to) return 'not known'
  const metres = distanceMetres(snapToKilometre(from), snapToKilometre(to))
  return (Object.keys(distanceBands) as DistanceBand[]).find(band => metres <= distanceBands[band].upTo) ?? 'far'
}
