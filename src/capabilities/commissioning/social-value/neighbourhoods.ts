import type { PlaceTx } from '../../../platform/db/database.ts'
import { listNeighbourhoods } from '../../places/index.ts'

/** The neighbourhoods of the place, as a form offers them. */
export const neighbourhoodsOf = async (tx: PlaceTx): Promise<{ value: string; text: string }[]> =>
  (await listNeighbourhoods(tx)).map(({ neighbourhoodId, name }) => ({ value: neighbourhoodId, text: name }))
