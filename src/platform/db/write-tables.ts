import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'

interface Column {
  schema: string
  table: string
  column: string
  type: string
  nullable: boolean
  generated: boolean
  hasDefault: boolean
}

const types: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  citext: 'string',
  tsvector: 'string',
  date: 'string',
  bpchar: 'string',
  time: 'string',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'string',
  bool: 'boolean',
  timestamptz: 'Date',
  jsonb: 'unknown',
  json: 'unknown',
  point: 'GridPoint',
  bytea: 'Buffer',
}

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const branded: Readonly<Record<string, string>> = { place_id: 'PlaceId', journey_id: 'JourneyId' }

const typeOf = (column: string, type: string): string => {
  if (branded[column]) return branded[column]
  const base = type.startsWith('_') ? types[type.slice(1)] : types[type]
  if (!base) throw new Error(`The table generator does not know the type ${type}.`)
  return type.startsWith('_') ? `${base}[]` : base
}

/**
 * Writes each schema's tables, as the migrated database has them, into the folder of their owner: what a newcomer reads to see them today and
 * what Kysely checks queries against.
 * @returns the text of each file by path, so that a test can tell when one is stale.
 */
export const describeTables = async (sql: postgres.Sql, root: string): Promise<Map<string, string>> => {
  const columns = await sql<Column[]>`
    select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
      a.attgenerated <> '' or a.attidentity = 'a' as generated, a.atthasdef as "hasDefault"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'v', 'p')
      and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss', 'public')
    order by n.nspname, c.relname, a.attnum`
  const files = new Map<string, string>()
  for (const schema of new Set(columns.map(column => column.schema))) {
    const own = columns.filter(column => column.schema === schema)
    const isPlatform = schema === 'platform'
    const folder = join(root, 'src', ...(isPlatform ? ['platform', 'db'] : ['capabilities', schema]))
    if (!existsSync(folder)) continue
    const tables = isPlatform ? './tables.ts' : '../../platform/db/tables.ts'
    const brands = [...new Set(own.flatMap(c => branded[c.column] ?? []))].sort()
    const kyselyTypes = [
      ...(own.some(c => c.hasDefault && !c.generated) ? ['Generated'] : []),
      ...(own.some(c => c.generated) ? ['GeneratedAlways'] : []),
    ]
    const lines = [
      '// Written by script/types from the migrated database; a test compares the two.',
      ...(kyselyTypes.length ? [`import type { ${kyselyTypes.join(', ')} } from 'kysely'`] : []),
      ...(brands.length ? [`import type { ${brands.join(', ')} } from '../../kernel/ids.ts'`] : []),
      '',
      `declare module '${tables}' {`,
      '  interface Tables {',
    ]
    for (const table of new Set(own.map(column => column.table))) {
      lines.push(`    '${schema}.${camel(table)}': {`)
      for (const c of own.filter(column => column.table === table)) {
        const plain = typeOf(c.column, c.type) + (c.nullable ? ' | null' : '')
        const type = c.generated ? `GeneratedAlways<${plain}>` : c.hasDefault ? `Generated<${plain}>` : plain
        lines.push(`      ${camel(c.column)}: ${type}`)
      }
      lines.push('    }')
    }
    lines.push('  }', '}', '')
    files.set(join(folder, 'schema.ts'), lines.join('\n'))
  }
  return files
}

/** Writes what `describeTables` found. */
export const writeTables = async (sql: postgres.Sql, root: string): Promise<string[]> => {
  const files = await describeTables(sql, root)
  for (const [path, text] of files) writeFileSync(path, text)
  return [...files.keys()]
}
