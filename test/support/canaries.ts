import type postgres from 'postgres'
import type { TableSight } from '../../src/platform/table-sight.ts'
import type { SaidTables } from '../architecture/sight-laws.ts'
import type { Row } from './planted-rows.ts'

/** An unmistakable word, and the row it stands in. */
export interface Canary {
  readonly table: string
  readonly column: string
  readonly sight: TableSight
  readonly row: Row
}

/** Letters made of a number, unlike any word: what is looked for in pages, whatever its case. */
const letters = (sql: string): string => `translate(lpad((${sql})::text, 6, '0'), '0123456789', 'bcdfghjklm')`

/**
 * Writes a word of its own into every filled personal column of every row there is, as the manifests list them: whatever page, list, file or notice shows the
 * column shows the word. Dates, and columns of a few settled words, hold none.
 * @returns each word, in small letters, and the row it stands in.
 */
export const plantCanaries = async (sql: postgres.Sql, said: SaidTables): Promise<Map<string, Canary>> => {
  const columns = await sql<{ table: string; column: string; type: string }[]>`
    select n.nspname || '.' || c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.attgenerated = ''
    where c.relkind = 'r' and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) ~ '= ANY \\(')`
  await sql`create sequence canary_seq`
  await sql`create table canary (word text, of_table text, of_column text, place_id text, by text[])`
  const planted = new Map<string, Canary>()
  for (const { table, sight } of said) {
    for (const column of sight.personal ?? []) {
      const type = columns.find(one => one.table === table && one.column === column)?.type
      const put = {
        text: `case when position('@' in t.${column}) > 0 then w.word || '.' || t.${column} else t.${column} || ' ' || w.word end`,
        jsonb: `case when jsonb_typeof(t.${column}) = 'object' then t.${column} || jsonb_build_object('canary', w.word) else t.${column} end`,
      }[type ?? '']
      if (!put) continue
      const by =
        'by' in sight
          ? columns.some(one => one.table === table && one.column === sight.by && one.type === 'uuid[]')
            ? `t.${sight.by}::text[]`
            : `array[t.${sight.by}::text]`
          : `'{}'::text[]`
      await sql.unsafe(`
        alter table ${table} no force row level security;
        create temporary table w as select t.ctid as at, s.n, 'zc' || ${letters('s.n')} as word, t.place_id::text as place_id, ${by} as by
          from (select x.ctid, x.* from ${table} x where ${column} is not null) t cross join lateral (select nextval('canary_seq') as n, t.ctid) s;
        update ${table} t set ${column} = ${put} from w where t.ctid = w.at;
        insert into canary select w.word, '${table}', '${column}', w.place_id, w.by from w;
        drop table w;
        alter table ${table} force row level security`)
    }
  }
  const rows = await sql<{ word: string; table: string; column: string; placeId: string; by: string[] }[]>`
    select word, of_table as table, of_column as column, place_id as "placeId", by from canary`
  for (const { word, table, column, placeId, by } of rows) {
    const sight = said.find(one => one.table === table)?.sight
    if (sight) planted.set(word, { table, column, sight, row: { key: '', placeId, by } })
  }
  await sql`drop table canary`
  await sql`drop sequence canary_seq`
  return planted
}
