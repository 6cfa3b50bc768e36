import postgres from 'postgres'
import type { DatabaseAddress } from './address.ts'
import { jsonText } from './json-text.ts'
import type { GridPoint } from './tables.ts'

/** Our PostgreSQL client: columns come out in camelCase, dates as 'YYYY-MM-DD', bigint as number, point as {x, y}. */
export type Postgres = ReturnType<typeof connect>

/**
 * Opens a pool of at most `max` connections; nothing is sent until the first query.
 * @param watch hears of every statement that is sent, with its values.
 */
export const connect = (
  address: DatabaseAddress,
  max = 10,
  watch?: (text: string, values: readonly unknown[]) => void,
) =>
  postgres({
    ...address,
    max,
    onnotice: () => {},
    ...(watch && { debug: (_: number, text: string, values: unknown[]) => watch(text, values) }),
    connection: { application_name: 'keepitlocal', TimeZone: 'UTC' },
    transform: { column: { from: postgres.toCamel }, undefined: null },
    types: {
      json: { to: 114, from: [114, 3802], serialize: jsonText, parse: (text: string) => JSON.parse(text) },
      date: { to: 1082, from: [1082], serialize: (on: string) => on, parse: (on: string) => on },
      bigint: { to: 20, from: [20], serialize: (n: number) => String(n), parse: Number },
      point: {
        to: 600,
        from: [600],
        serialize: ({ x, y }: GridPoint) => `(${x},${y})`,
        parse: (text: string): GridPoint => {
          const [x, y] = text.slice(1, -1).split(',')
          return { x: Number(x), y: Number(y) }
        },
      },
    },
  })

/**
 * Whether a transaction that ended in this error wrote nothing, for certain. When the connection went, or the server was stopped, its end may have been written and
 * only the word of it been lost.
 */
export const wasUndone = (error: unknown): boolean => {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  return error instanceof postgres.PostgresError
    ? !/^(08|57P)/.test(code)
    : !/^(CONNECT_|CONNECTION_|E[A-Z]+$)/.test(code)
}
