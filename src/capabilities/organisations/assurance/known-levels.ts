import type { PlaceTx } from '../../../platform/db/database.ts'
import type { AssuranceLevel } from '../words.ts'
import { listEvidence } from './assurance-store.ts'
import { levelOn } from './level.ts'

/** How far organisations are known on a day, by what was seen of them; by the house, since whoever asks need not see the evidence. */
export const knownLevels = (
  tx: PlaceTx,
  organisationIds: readonly string[],
  on: string,
): Promise<ReadonlyMap<string, AssuranceLevel>> =>
  tx.house(async () => {
    const evidence = await listEvidence(tx, organisationIds)
    return new Map(
      organisationIds.map(id => [
        id,
        levelOn(
          evidence.filter(({ organisationId }) => organisationId === id),
          on,
        ),
      ]),
    )
  })
