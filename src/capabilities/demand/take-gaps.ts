import type { PlaceTx } from '../../platform/db/database.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { gapsFrom, type NeighbourhoodGaps } from './gaps.ts'
import { countGaps } from './gaps-store.ts'
import type { Period } from './period.ts'

/** Where help was missing over a period, by neighbourhood (named; null where it is not known) and kind, with small numbers hidden. */
export const takeGaps = async (
  tx: PlaceTx,
  period: Period,
): Promise<readonly (NeighbourhoodGaps & { readonly name: string | null })[]> => {
  const neighbourhoods = await listNeighbourhoods(tx)
  const names = new Map(neighbourhoods.map(({ neighbourhoodId, name }) => [neighbourhoodId as string, name]))
  return gapsFrom(await countGaps(tx, period.fromOn), [...names.keys()]).map(each => ({
    ...each,
    name: each.neighbourhoodId === null ? null : (names.get(each.neighbourhoodId) ?? null),
  }))
}
