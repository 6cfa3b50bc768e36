import type { TransactionSql } from 'postgres'
import { jsonText } from './json-text.ts'

/**
 * Many rows as one `unnest(...)` for `insert ... select` and joins: one array a column, which PostgreSQL reads several times faster than a list of JSON
 * objects, and, unlike COPY, into tables under row-level security. Columns that are arrays themselves come as text: cast them where they are used.
 *
 * `from ${unnested(tx.sql, rows, { service_id: 'uuid', name: 'text' })} as x (service_id, name)`; JSON columns take any value, undefined is null.
 * @param types the columns in their order, each with the type of one of its values.
 */
export const unnested = <Row extends object>(
  sql: TransactionSql,
  rows: readonly Row[],
  types: { readonly [Column in keyof Row]?: string },
) => {
  const columns = Object.entries(types).map(
    ([column, type]) => sql`${arrayOf(rows, column as keyof Row, type === 'jsonb')}::${sql.unsafe(`${type}[]`)}`,
  )
  return sql`unnest(${columns.reduce((all, each) => sql`${all}, ${each}`)})`
}

/** The column as an array literal (PostgreSQL 18 manual, 8.15.6). */
const arrayOf = <Row>(rows: readonly Row[], column: keyof Row, isJson: boolean): string => {
  let literal = '{'
  for (const row of rows) {
    const value = row[column]
    if (literal.length > 1) literal += ','
    literal += value === undefined || value === null ? 'null' : quoted(isJson ? jsonText(value) : textOf(value))
  }
  return `${literal}}`
}

const textOf = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : Array.isArray(value)
      ? `{${value.map(each => quoted(textOf(each))).join(',')}}`
      : typeof value === 'object' && value !== null && 'x' in value && 'y' in value
        ? `(${value.x},${value.y})`
        : String(value)

const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
