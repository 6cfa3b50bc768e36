import type postgres from 'postgres'
import type { TableSight } from '../../src/platform/table-sight.ts'
import type { Violation } from './laws.ts'
import { listTables } from './schema-laws.ts'

/** What the manifests say of the tables, each with who says it: a capability's name, or 'platform'. */
export type SaidTables = readonly { readonly owner: string; readonly table: string; readonly sight: TableSight }[]

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'pgboss', 'public') and n.nspname !~ '^pg_'`

/** Every table and view stands in the manifest of the capability whose schema it is in, once; and what stands in a manifest exists. */
export const unsaidTables = async (sql: postgres.Sql, said: SaidTables): Promise<Violation[]> => {
  const there = new Set((await listTables(sql)).map(({ schema, table }) => `${schema}.${table}`))
  const names = said.map(({ table }) => table)
  return [
    ...[...there]
      .filter(table => !names.includes(table))
      .map(file => ({ file, says: 'is in no manifest: say in its capability’s tables.ts who sees its rows' })),
    ...said
      .filter(({ table }) => !there.has(table))
      .map(({ table: file, owner }) => ({ file, says: `stands in the manifest of ${owner} and is not there` })),
    ...said
      .filter(({ table, owner }) => table.split('.')[0] !== owner)
      .map(({ table: file, owner }) => ({ file, says: `belongs to another than ${owner}, which speaks of it` })),
    ...names
      .filter((table, at) => names.indexOf(table) !== at)
      .map(file => ({ file, says: 'stands in two manifests' })),
  ]
}

interface Policy {
  readonly table: string
  readonly name: string
  readonly command: '*' | 'r' | 'a' | 'w' | 'd'
  readonly permissive: boolean
  readonly forApp: boolean
  readonly using: string | null
  readonly check: string | null
}

const policiesOf = (sql: postgres.Sql): Promise<Policy[]> =>
  sql.unsafe<Policy[]>(`
    select n.nspname || '.' || c.relname as table, p.polname as name, p.polcmd as command, p.polpermissive as permissive,
      p.polroles @> array[0::oid] or p.polroles @> array['keepitlocal_app'::regrole::oid] as "forApp",
      regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g') as using, regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\\s+', ' ', 'g') as check
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${ours}`)

/** The condition in words that do not depend on how PostgreSQL writes it back: which shape it is, and which column it asks of. */
const shapeOf = (text: string): string => {
  const here = 'place_id = platform.current_place()'
  const plain = text
    .replaceAll('( SELECT platform.current_place() AS current_place)', 'platform.current_place()')
    .replaceAll('(( SELECT platform.current_holders() AS current_holders))::uuid[]', 'platform.current_holders()')
    .replaceAll('( SELECT platform.current_holders() AS current_holders)::uuid[]', 'platform.current_holders()')
    .replaceAll('( SELECT platform.current_moment() AS current_moment)', 'platform.current_moment()')
  if (plain === 'true') return 'everywhere'
  if (plain === `(${here})`) return 'place'
  const granted = plain.match(
    /^\(\(place_id = platform\.current_place\(\)\) AND \(EXISTS \( SELECT FROM platform\.record_grant g WHERE \(\(g\.place_id = platform\.current_place\(\)\) AND \(g\.record_id = (?!g\.)(?:\w+\.)?(\w+)\) AND \(g\.holder_id = ANY \(platform\.current_holders\(\)\)\) AND \(\(g\.granted_until IS NULL\) OR \(g\.granted_until > platform\.current_moment\(\)\)\)\)(?: OFFSET 0)?\)\)\)$/,
  )
  if (granted) return `granted by ${granted[1]}`
  const holder =
    plain.match(
      /^\(\(place_id = platform\.current_place\(\)\) AND \((\w+) = ANY \(platform\.current_holders\(\)\)\)\)$/,
    ) ?? plain.match(/^\(\(place_id = platform\.current_place\(\)\) AND \((\w+) && platform\.current_holders\(\)\)\)$/)
  return holder ? `holder by ${holder[1]}` : 'in words of its own'
}

const shapeSaid = (sight: TableSight): string => ('by' in sight ? `${sight.seen} by ${sight.by}` : sight.seen)

const commands = { select: 'r', insert: 'a', update: 'w', delete: 'd' } as const

/** What the manifests say of the application's role is what the database's policies and privileges say. */
export const sightsOtherwise = async (sql: postgres.Sql, said: SaidTables): Promise<Violation[]> => {
  const policies = await policiesOf(sql)
  const tables = await sql.unsafe<{ table: string; kind: string; rights: string[]; everybodys: boolean }[]>(`
    select n.nspname || '.' || c.relname as table, c.relkind as kind,
      array(select r from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) r
        where has_table_privilege('keepitlocal_app', c.oid, r) or (r in ('select', 'insert', 'update', 'references') and has_any_column_privilege('keepitlocal_app', c.oid, r))) as rights,
      exists (select from aclexplode(c.relacl) a where a.grantee = 0) as everybodys
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'v') and ${ours}`)
  return tables.flatMap(({ table, kind, rights, everybodys }) => {
    const sight = said.find(one => one.table === table)?.sight
    if (!sight) return []
    const found: Violation[] = []
    const wrong = (says: string) => found.push({ file: table, says })
    if (everybodys) wrong('is granted to public: every role of the server could use it')
    const wanted = sight.seen === 'house' ? [] : ['select', ...(sight.writes ?? [])]
    for (const right of rights.filter(one => !wanted.includes(one)))
      wrong(`lets the application ${right}, which its manifest does not say`)
    for (const right of wanted.filter(one => !rights.includes(one)))
      wrong(`does not let the application ${right}, as its manifest says`)
    if (kind === 'v' || table === 'platform.migration') return found
    const mine = policies.filter(policy => policy.table === table && policy.forApp && policy.permissive)
    for (const { name, using, check } of mine)
      for (const text of [using, check])
        if (text && shapeOf(text) !== shapeSaid(sight))
          wrong(`has the policy ${name}, which shows rows ${shapeOf(text)}; its manifest says ${shapeSaid(sight)}`)
    for (const right of wanted) {
      const command = commands[right as keyof typeof commands]
      if (!mine.some(policy => policy.command === '*' || policy.command === command))
        wrong(`has no policy that lets the application ${right}, as its manifest says`)
    }
    return found
  })
}

/** The house sees one place at a time: every policy of its own says so, except on what is national. */
export const houseSeesMore = async (sql: postgres.Sql): Promise<Violation[]> => {
  const rows = await sql.unsafe<{ table: string; name: string; using: string | null; check: string | null }[]>(`
    select n.nspname || '.' || c.relname as table, p.polname as name, pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
    where (p.polroles @> array[0::oid] or p.polroles @> array['keepitlocal_house'::regrole::oid]) and ${ours}
      and coalesce(obj_description(c.oid), '') not like 'national:%'`)
  return rows
    .filter(({ using, check }) => [using, check].some(text => text && shapeOf(text) !== 'place'))
    .map(({ table, name }) => ({
      file: table,
      says: `has the policy ${name}, by which the house sees more than a place`,
    }))
}

/** Every column of words, documents or bytes is said to tell of a person, of who acted, or of nobody; and what everybody sees tells of nobody. */
export const unsaidColumns = async (sql: postgres.Sql, said: SaidTables): Promise<Violation[]> => {
  const columns = await sql.unsafe<{ table: string; kind: string; column: string; wordy: boolean }[]>(`
    select n.nspname || '.' || c.relname as table, c.relkind as kind, a.attname as column,
      a.atttypid::regtype::text in ('text', 'text[]', 'jsonb', 'json', 'bytea', 'character varying')
        and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) ~ '= ANY \\(') as wordy
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'v') and ${ours}`)
  return said.flatMap(({ table, sight }) => {
    const mine = columns.filter(column => column.table === table)
    const listed = [...(sight.personal ?? []), ...(sight.acting ?? []), ...(sight.plain ?? [])]
    const open = sight.seen === 'place' || sight.seen === 'everywhere'
    return [
      ...listed
        .filter(name => !mine.some(({ column }) => column === name))
        .map(name => ({ file: table, says: `has no column ${name}, which its manifest names` })),
      ...listed
        .filter((name, at) => listed.indexOf(name) !== at)
        .map(name => ({ file: table, says: `has its column ${name} in two lists` })),
      ...(open && sight.personal?.length
        ? [{ file: table, says: 'is seen by everybody in the place and is said to tell of a person' }]
        : []),
      // What a view shows is said where it comes from.
      ...(open ? [] : mine.filter(({ column, wordy, kind }) => kind === 'r' && wordy && !listed.includes(column))).map(
        ({ column }) => ({
          file: table,
          says: `has the column ${column}: say in its manifest whether it tells of a person`,
        }),
      ),
    ]
  })
}

/** Functions that run with their owner's rights go round every policy: each is on this list, with its search path fixed and not open to everybody. */
const mayRunAsOwner = ['directory.settle()']

export const functionsAsOwner = async (sql: postgres.Sql): Promise<Violation[]> => {
  const rows = await sql.unsafe<{ file: string; fixed: boolean; byEverybody: boolean }[]>(`
    select p.oid::regprocedure::text as file, coalesce(array_to_string(p.proconfig, ' ') like '%search_path=%', false) as fixed,
      has_function_privilege('keepitlocal_app', p.oid, 'execute') as "byEverybody"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')`)
  return rows.flatMap(({ file, fixed, byEverybody }) => {
    if (!mayRunAsOwner.includes(file)) return [{ file, says: 'runs with its owner’s rights, past every policy' }]
    if (!fixed) return [{ file, says: 'runs with its owner’s rights in whatever search path it is called with' }]
    return byEverybody ? [{ file, says: 'runs with its owner’s rights and the application may call it' }] : []
  })
}
