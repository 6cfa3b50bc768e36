import type postgres from 'postgres'
import type { Violation } from './laws.ts'

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'pgboss', 'public') and n.nspname !~ '^pg_'`

/** Every table and view of ours, with whether it is declared national. */
export const listTables = async (
  sql: postgres.Sql,
): Promise<{ schema: string; table: string; national: boolean; kind: 'r' | 'v' | 'm' }[]> =>
  sql.unsafe(`
    select n.nspname as schema, c.relname as table, coalesce(obj_description(c.oid) like 'national:%', false) as national, c.relkind as kind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'm') and ${ours} order by 1, 2`)

/** Law 3: `place_id` leads every primary, unique and foreign key, except on tables declared national. */
export const keysWithoutPlace = async (sql: postgres.Sql): Promise<Violation[]> => {
  const rows = await sql.unsafe<{ table: string; name: string; kind: string; columns: string[] }[]>(`
    select n.nspname || '.' || c.relname as table, i.name, i.kind, i.columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join lateral (
      select x.indexrelid::regclass::text as name, case when x.indisprimary then 'primary key' else 'unique key' end as kind,
        array(select a.attname::text from unnest(x.indkey) with ordinality k(attnum, at) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum order by k.at) as columns
      from pg_index x where x.indrelid = c.oid and x.indisunique
      union all
      select o.conname::text, 'foreign key',
        array(select a.attname::text from unnest(o.conkey) with ordinality k(attnum, at) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum order by k.at)
      from pg_constraint o where o.conrelid = c.oid and o.contype = 'f'
    ) i on true
    where c.relkind = 'r' and ${ours} and coalesce(obj_description(c.oid), '') not like 'national:%'`)
  return rows
    .filter(row => row.columns[0] !== 'place_id')
    .map(row => ({
      file: row.table,
      says: `the ${row.kind} ${row.name} (${row.columns.join(', ')}) does not start with place_id`,
    }))
}

/** Nothing happens behind the program's back: no triggers (Citus has none on distributed tables either). */
export const triggers = async (sql: postgres.Sql): Promise<Violation[]> => {
  const rows = await sql.unsafe<{ table: string; name: string }[]>(`
    select n.nspname || '.' || c.relname as table, t.tgname as name
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and ${ours}`)
  return rows.map(row => ({ file: row.table, says: `has the trigger ${row.name}: write it in the command` }))
}

/** Row-level security is on and forced for every table, each role that may touch one has a policy for it, and views run as who asks. */
export const openTables = async (sql: postgres.Sql): Promise<Violation[]> => {
  const rows = await sql.unsafe<
    {
      table: string
      kind: string
      enabled: boolean
      forced: boolean
      options: string[] | null
      readable: boolean
      policies: number
    }[]
  >(`
    select n.nspname || '.' || c.relname as table, c.relkind as kind, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, c.reloptions as options,
      has_table_privilege('keepitlocal_app', c.oid, 'select,insert,update,delete') or has_table_privilege('keepitlocal_house', c.oid, 'select,insert,update,delete') as readable,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'v', 'm') and ${ours} and n.nspname || '.' || c.relname <> 'platform.migration'`)
  return rows.flatMap(row => {
    if (row.kind === 'm')
      return [{ file: row.table, says: 'is a materialised view, which row-level security does not reach' }]
    if (row.kind === 'v')
      return row.options?.includes('security_invoker=true')
        ? []
        : [{ file: row.table, says: 'is a view that runs as its owner: add security_invoker = true' }]
    const broken: Violation[] = []
    if (!row.enabled) broken.push({ file: row.table, says: 'has no row-level security' })
    if (!row.forced) broken.push({ file: row.table, says: 'does not force row-level security on its owner' })
    if (row.readable && row.policies === 0) broken.push({ file: row.table, says: 'may be used but has no policy' })
    return broken
  })
}

/** Foreign keys follow the import law: they point at the same or a lower level, never up. */
export const keysThatPointUp = async (sql: postgres.Sql, levels: Map<string, number>): Promise<Violation[]> => {
  const rows = await sql.unsafe<{ from: string; to: string; table: string; name: string }[]>(`
    select n.nspname as from, fn.nspname as to, n.nspname || '.' || c.relname as table, o.conname as name
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class f on f.oid = o.confrelid join pg_namespace fn on fn.oid = f.relnamespace
    where o.contype = 'f' and n.nspname <> fn.nspname and ${ours}`)
  const order = ['places', 'organisations', 'people']
  return rows
    .filter(({ from, to }) => {
      const [a, b] = [levels.get(from) ?? -1, levels.get(to) ?? 99]
      return a === 0 && b === 0 ? order.indexOf(to) >= order.indexOf(from) : b >= a
    })
    .map(({ table, name, to }) => ({ file: table, says: `the foreign key ${name} points up or sideways at ${to}` }))
}

/**
 * Every policy that reads the grants says it in the same words: which record of its own row, and nothing else, may differ. A grant compared with itself
 * (an unqualified `record_id` inside the subquery is the grant's) would show everything to whoever holds any grant. `offset 0` says how it is looked for, and changes no row.
 */
export const grantsReadOtherwise = async (sql: postgres.Sql): Promise<Violation[]> => {
  const rows = await sql.unsafe<{ table: string; name: string; using: string | null; check: string | null }[]>(`
    select n.nspname || '.' || c.relname as table, p.polname as name, pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${ours}`)
  const reading = rows
    .flatMap(({ table, name, using, check }) =>
      [using, check].map(text => ({ file: `${table}, policy ${name}`, text })),
    )
    .filter(policy => policy.text?.includes('record_grant'))
    .map(({ file, text }) => ({
      file,
      words: (text ?? '')
        .replace(/\s+/g, ' ')
        .replace(/ OFFSET 0\)/, ')')
        .replace(/g\.record_id = (?!g\.)\w+(\.\w+)?/, 'g.record_id = …'),
    }))
  const usual = reading
    .map(policy => policy.words)
    .sort((a, b) => reading.filter(p => p.words === b).length - reading.filter(p => p.words === a).length)[0]
  return reading
    .filter(policy => policy.words !== usual)
    .map(({ file }) => ({ file, says: 'reads the grants in words of its own' }))
}
