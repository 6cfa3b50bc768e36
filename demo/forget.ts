import postgres from 'postgres'
import type { PlaceId } from '../src/kernel/ids.ts'
import type { DatabaseAddress } from '../src/platform/db/address.ts'

/**
 * Takes every row of a place that was only half made out of the database again, as the owner of the tables: no role of the application may
 * delete what it takes, and nothing else ever needs to. All of it goes, or nothing.
 */
export const forgetHalfMade = async (owner: DatabaseAddress, placeId: PlaceId): Promise<void> => {
  const sql = postgres({ ...owner, max: 1, onnotice: () => {} })
  try {
    await sql.begin(async tx => {
      const tables = await tx<{ name: string; forced: boolean }[]>`
        select c.oid::regclass::text as name, c.relforcerowsecurity as forced
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'place_id' and not a.attisdropped
        where c.relkind = 'r'`
      // An owner that is no superuser is held by the policies too, which name only the application's roles.
      for (const { name, forced } of tables)
        if (forced) await tx.unsafe(`alter table ${name} no force row level security`)
      let left = tables.map(({ name }) => name)
      while (left.length) {
        const kept: string[] = []
        for (const name of left) {
          try {
            await tx.savepoint(inner => inner.unsafe(`delete from ${name} where place_id = '${placeId}'`))
          } catch (error) {
            if ((error as { code?: string }).code !== stillReferenced) throw error
            kept.push(name)
          }
        }
        if (kept.length === left.length) throw new Error(`Rows of ${kept.join(', ')} hold one another.`)
        left = kept
      }
      for (const { name, forced } of tables) if (forced) await tx.unsafe(`alter table ${name} force row level security`)
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** PostgreSQL's code for a foreign key in the way. */
const stillReferenced = '23503'
