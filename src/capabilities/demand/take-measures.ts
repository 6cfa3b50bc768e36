import type { PlaceTx } from '../../platform/db/database.ts'
import { listNeighbourhoods, type Neighbourhood } from '../places/index.ts'
import { type Measures, measuresFrom } from './measures.ts'
import { countFacts } from './measures-store.ts'
import type { Period } from './period.ts'

/** How the place is doing over a period, and the neighbourhoods to draw it on. */
export const takeMeasures = async (
  tx: PlaceTx,
  period: Period,
): Promise<{ measures: Measures; neighbourhoods: readonly Neighbourhood[] }> => {
  const neighbourhoods = await listNeighbourhoods(tx)
  return { measures: measuresFrom(await countFacts(tx, period.fromOn), neighbourhoods, period, tx.now), neighbourhoods }
}
