import { CamelCasePlugin, Kysely } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import type { TransactionSql } from 'postgres'
import { isUuid, type PlaceId } from '../../kernel/ids.ts'
import { type UnwrittenLine, writeLines } from '../audit/write-lines.ts'
import type { Actor } from '../auth/actor.ts'
import type { JobData, Waker } from '../jobs/queue.ts'
import type { Postgres } from './connection.ts'
import type { Tables } from './tables.ts'

declare const transaction: unique symbol

/** An open transaction. Only this module makes one, so a store function that asks for it cannot be called outside a transaction. */
export interface Tx {
  readonly [transaction]: true
  /** Tagged SQL on this transaction, for hand-tuned statements and COPY. */
  readonly sql: TransactionSql
  /** Typed queries on this transaction. */
  readonly query: Kysely<Tables>
  /** The moment this transaction acts at; row-level security uses the same one. */
  readonly now: Date
  /** The open database this is a transaction of: what is kept in memory beside a database is kept by it. */
  readonly database: Database
}

/** A transaction in one place, on somebody's behalf. */
export interface PlaceTx extends Tx {
  readonly placeId: PlaceId
  readonly actor: Actor
  /**
   * Runs `work` with the house's sight of the whole place, then returns to the actor's own. For what the actor may cause but not do
   * by hand, such as ending another organisation's access.
   */
  house<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work` with the actor's own sight again, inside `house`. The house itself has no narrower sight to go back to. */
  asActor<T>(work: () => Promise<T>): Promise<T>
  /** True inside `house`, and for the house itself. */
  seesAsHouse(): boolean
  /** Lines of the audit trail that are written when the transaction ends, as its last thing. */
  readonly unwrittenLines: UnwrittenLine[]
  /** Wakes the jobs process after commit, for each of the data once. */
  wake(queue: string, ...data: readonly JobData[]): Promise<void>
}

/** The door to the database: the only way to a `Tx`. */
export interface Database {
  /** As somebody: row-level security shows what was granted to them and what everyone in the place may see. */
  as<T>(actor: Actor, work: (tx: PlaceTx) => Promise<T>): Promise<T>
  /** Reads as somebody; the database refuses any write. The answer does not wait for the end of the transaction, which nothing hangs on. */
  read<T>(actor: Actor, work: (tx: PlaceTx) => Promise<T>): Promise<T>
  /** As the house itself, which sees everything of one place: journeys, jobs, imports, counting. */
  asHouse<T>(placeId: PlaceId, work: (tx: PlaceTx) => Promise<T>): Promise<T>
  /** Without a place: reads national tables; nothing that belongs to a place can be seen. */
  national<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Without a place, and allowed to load national tables. */
  nationalLoad<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The actor that journeys and jobs act as in a place. */
export const houseActor = (placeId: PlaceId): Actor => ({
  kind: 'house',
  placeId,
  name: 'Keep it Local',
  personId: null,
  organisationId: null,
  organisationName: null,
  holderIds: [],
  permissions: new Set(),
})

/**
 * Wraps a pool in the only ways to a transaction.
 *
 * Each opens with literal `SET LOCAL`s: Citus does not propagate `set_config`, and the login itself has no rights at all (NOINHERIT) until it takes one of
 * the two roles, neither of which can bypass row-level security. They travel with the first statement; when they fail, so does everything after them.
 * @param clock the present moment; also what "has this grant ended?" is judged by, so that tests and the demo can live on another day.
 */
export const openDatabase = (postgres: Postgres, waker: Waker, clock: () => Date): Database => {
  const begin = <T>(
    role: 'app' | 'house',
    actor: Actor | null,
    work: (tx: Tx & Partial<PlaceTx>) => Promise<T>,
    mode: '' | 'read only' = '',
  ): Promise<T> =>
    postgres.begin(mode, async sql => {
      const now = clock()
      const place = actor ? quoteUuid(actor.placeId) : "''"
      const holders = actor ? `'{${actor.holderIds.map(id => quoteUuid(id).slice(1, -1)).join(',')}}'` : "'{}'"
      const settings = sql.unsafe(
        `set local role keepitlocal_${role}; set local app.place_id = ${place}; set local app.holders = ${holders}; set local app.now = '${now.toISOString()}'`,
      )
      settings.execute().catch(() => {})
      let seeing = role
      const woken = new Set<string>()
      let query: Kysely<Tables> | undefined
      const seeAs = async <R>(wanted: 'app' | 'house', inner: () => Promise<R>): Promise<R> => {
        if (seeing === wanted) return inner()
        const before = seeing
        seeing = wanted
        await sql.unsafe(`set local role keepitlocal_${wanted}`)
        const result = await inner()
        await sql.unsafe(`set local role keepitlocal_${before}`)
        seeing = before
        return result
      }
      const tx = {
        sql,
        // Made when it is used: most transactions only read by tagged SQL.
        get query() {
          query ??= queryOn(sql)
          return query
        },
        now,
        database,
        ...(actor && {
          placeId: actor.placeId,
          actor,
          house: <R>(inner: () => Promise<R>): Promise<R> => seeAs('house', inner),
          asActor: <R>(inner: () => Promise<R>): Promise<R> => seeAs(role, inner),
          seesAsHouse: () => seeing === 'house',
          unwrittenLines: [],
          async wake(this: PlaceTx, queue: string, ...data: readonly JobData[]) {
            const fresh = data.filter(each => {
              const wakeUp = JSON.stringify([queue, each])
              return !woken.has(wakeUp) && woken.add(wakeUp)
            })
            if (fresh.length > 0) await this.house(() => waker.wake(sql, queue, fresh))
          },
        }),
      } as unknown as Tx & Partial<PlaceTx>
      const result = await work(tx)
      if (!tx.unwrittenLines?.length) return result
      // Whoever reads could no longer be told: the answer has gone out before the end.
      if (mode === 'read only') throw new Error('What was read is to be written down: read it with `as`.')
      await writeLines(tx as PlaceTx, tx.unwrittenLines)
      return result
    }) as Promise<T>

  const database: Database = {
    as: (actor, work) => begin(actor.kind === 'house' ? 'house' : 'app', actor, tx => work(tx as PlaceTx)),
    read: (actor, work) =>
      new Promise((resolve, reject) => {
        const reading = async (tx: Tx & Partial<PlaceTx>) => {
          const result = await work(tx as PlaceTx)
          if (!tx.unwrittenLines?.length) resolve(result)
        }
        begin(actor.kind === 'house' ? 'house' : 'app', actor, reading, 'read only').catch(reject)
      }),
    asHouse: (placeId, work) => begin('house', houseActor(placeId), tx => work(tx as PlaceTx)),
    national: work => begin('app', null, work),
    nationalLoad: work => begin('house', null, work),
    async close() {
      await waker.stop()
      await postgres.end({ timeout: 5 })
    },
  }
  return Object.freeze(database)
}

const quoteUuid = (id: string): string => {
  if (!isUuid(id)) throw new Error('An id that is not a UUID reached the database settings.')
  return `'${id}'`
}

const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true })

/** Kysely asks its driver for connections; we hand it the one our transaction already holds. */
const queryOn = (sql: TransactionSql): Kysely<Tables> => {
  const held = Object.assign((...args: unknown[]) => (sql as unknown as (...a: unknown[]) => unknown)(...args), {
    unsafe: sql.unsafe,
    release() {},
  })
  const pool = Object.assign(() => {}, { reserve: async () => held, end: async () => {} })
  return new Kysely<Tables>({
    dialect: new PostgresJSDialect({ postgres: pool as never }),
    plugins: [camelCase],
  })
}
