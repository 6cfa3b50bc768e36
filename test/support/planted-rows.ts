import type postgres from 'postgres'
import type { PlaceId } from '../../src/kernel/ids.ts'
import type { SaidTables } from '../architecture/sight-laws.ts'

/** A row as the owner of the database sees it: its key in words, its place, and whom or what its table's sight asks of it. */
export interface Row {
  readonly key: string
  readonly placeId: string | null
  readonly by: readonly string[]
}

/** A table of the database with all that is in it. */
export interface FilledTable {
  readonly table: string
  readonly kind: 'r' | 'v'
  readonly columns: readonly string[]
  /** An expression of SQL that gives a row's key. */
  readonly key: string
  readonly rows: readonly Row[]
  /** A statement that adds a row of a place, about or held by `by`. */
  adding(by: string | null, placeId: string, n: number): string
}

interface Column {
  readonly table: string
  readonly kind: 'r' | 'v'
  readonly name: string
  readonly type: string
  readonly inKey: boolean
  readonly written: boolean
}

const literal: Readonly<Record<string, (n: number) => string>> = {
  uuid: () => 'gen_random_uuid()',
  text: n => `'planted ${n}'`,
  bytea: n => `'\\x${String(n).padStart(8, '0')}'::bytea`,
  boolean: () => 'true',
  jsonb: n => `'${n}'::jsonb`,
  date: n => `date '2000-01-01' + ${n}`,
  'timestamp with time zone': n => `timestamptz '2000-01-01' + ${n} * interval '1 hour'`,
}
const filler = (type: string, n: number): string => literal[type]?.(n) ?? `${n}`

const columnsOf = (sql: postgres.Sql, tables: readonly string[]): Promise<Column[]> =>
  sql<Column[]>`
    select n.nspname || '.' || c.relname as table, c.relkind as kind, a.attname as name, format_type(a.atttypid, null) as type,
      coalesce(a.attnum = any (i.indkey), false) as "inKey", a.attgenerated = '' and a.attidentity = '' as written
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where n.nspname || '.' || c.relname = any (${[...tables]}::text[]) order by 1, a.attnum`

/** Lets any row stand: what the rows say is of no matter here, only who sees them. Keys and policies stay. */
export const loosen = (sql: postgres.Sql, tables: readonly string[]) =>
  sql.unsafe(`
    do $$ declare x record; begin
      for x in select o.conrelid::regclass as of_table, o.conname from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
        where o.contype in ('f', 'c', 'x', 'u') and n.nspname || '.' || c.relname = any ('{${tables.join(',')}}') order by o.contype = 'u' loop
        execute format('alter table %s drop constraint if exists %I cascade', x.of_table, x.conname); end loop;
      for x in select i.indexrelid::regclass as name from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        where i.indisunique and not i.indisprimary and n.nspname || '.' || c.relname = any ('{${tables.join(',')}}') loop
        execute format('drop index %s', x.name); end loop;
      for x in select c.oid::regclass as of_table, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where a.attnum > 0 and a.attnotnull and not a.attisdropped and a.attidentity = '' and c.relkind = 'r' and n.nspname || '.' || c.relname = any ('{${tables.join(',')}}')
          and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) loop
        execute format('alter table %s alter column %I drop not null', x.of_table, x.attname); end loop;
    end $$`)

/**
 * Puts a row into every table for each record that grants may be about, each holder, and nobody, in each place; so that no table's answer is right because it is
 * empty. The database is of no use for anything else afterwards.
 * @returns every table with all its rows, what the story itself wrote among them.
 */
export const plantRows = async (
  sql: postgres.Sql,
  said: SaidTables,
  known: { readonly records: ReadonlyMap<string, PlaceId>; readonly parties: ReadonlyMap<string, PlaceId> },
  places: readonly PlaceId[],
): Promise<FilledTable[]> => {
  const tables = said.map(({ table }) => table)
  await loosen(sql, tables)
  const columns = await columnsOf(sql, tables)
  const strangers = places.map(place => ['00000000-0000-4000-8000-000000000000', place] as const)
  // An owner who is no superuser is under the policies too; a view shows them what its tables do.
  const real = [...new Set(columns.filter(({ kind }) => kind === 'r').map(({ table }) => table))]
  for (const table of real) await sql.unsafe(`alter table ${table} no force row level security`)
  const planted: (() => Promise<FilledTable>)[] = []
  for (const { table, sight } of said) {
    const mine = columns.filter(column => column.table === table)
    const kind = mine[0]?.kind ?? 'r'
    const keys = mine.filter(({ inKey }) => inKey).map(({ name }) => name)
    const by = 'by' in sight ? sight.by : null
    const isList = mine.some(({ name, type }) => name === by && type.endsWith('[]'))
    const ofPlace = mine.some(({ name }) => name === 'place_id')
    const named = mine.filter(({ name, inKey, written }) => written && (inKey || name === by || name === 'place_id'))
    const values = (value: string | null, place: string, n: number): string =>
      `(${named
        .map(({ name, type }) => {
          if (name === 'place_id') return `'${place}'::uuid`
          if (name === by) return isList ? `array['${value}'::uuid]` : `'${value}'::uuid`
          return filler(type, n)
        })
        .join(', ')})`
    const into = `insert into ${table} (${named.map(({ name }) => name).join(', ')}) values`
    if (kind === 'r') {
      const wanted: readonly (readonly [string | null, PlaceId])[] =
        sight.seen === 'granted'
          ? [...known.records, ...strangers]
          : sight.seen === 'holder'
            ? [...known.parties, ...strangers]
            : places.map(place => [null, place])
      const all = wanted.map(([value, place], n) => values(value, place, n))
      await sql.unsafe(`${into} ${all.join(', ')} on conflict do nothing`)
    }
    const key = keys.length > 0 ? `concat_ws('|', ${keys.map(name => `t.${name}`).join(', ')})` : `t::text`
    // Read once every table is planted: a view shows what others hold.
    planted.push(async () => ({
      rows: await sql.unsafe<{ key: string; placeId: string | null; by: string[] }[]>(
        `select ${key} as key, ${ofPlace ? 't.place_id' : 'null'} as "placeId", ${by ? (isList ? `t.${by}::text[]` : `array_remove(array[t.${by}::text], null)`) : "'{}'::text[]"} as by from ${table} t`,
      ),
      ...{ table, kind, key, columns: mine.filter(({ written }) => written).map(({ name }) => name) },
      adding: (value, place, n) => `${into} ${values(value, place, 1_000 + n)}`,
    }))
  }
  const filled: FilledTable[] = []
  for (const read of planted) filled.push(await read())
  for (const table of real) await sql.unsafe(`alter table ${table} force row level security`)
  return filled
}
