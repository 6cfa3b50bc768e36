import type { PlaceTx } from '../../../platform/db/database.ts'
import type { LocalArea } from '../routes/local-area.ts'

/** The local area as it was told last; null while nobody has. */
export const findLocalArea = async (tx: PlaceTx): Promise<LocalArea | null> => {
  const [row] = await tx.sql<LocalArea[]>`
    select own, inside, borders, source, source_url, read_on from commissioning.local_area
    where place_id = ${tx.placeId} order by told_at desc limit 1`
  return row ?? null
}

/** Writes it down anew; what was told before stays. */
export const insertLocalArea = (tx: PlaceTx, { own, inside, borders, ...from }: LocalArea): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into commissioning.local_area (place_id, told_at, own, inside, borders, source, source_url, read_on, told_by)
      values (${tx.placeId}, ${tx.now}, ${own as never}::jsonb, ${inside as never}::jsonb, ${borders as never}::jsonb, ${from.source}, ${from.sourceUrl},
        ${from.readOn}, ${tx.actor.name})
      on conflict (place_id, told_at) do nothing`
  })
