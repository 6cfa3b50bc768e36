import type { TransactionSql } from 'postgres'
import { houseSecret, keepSecretOf } from '../src/platform/auth/house-secret.ts'
import type { Config } from '../src/platform/config.ts'
import { applicationLogin, type DatabaseAddress } from '../src/platform/db/address.ts'
import { connect, type Postgres } from '../src/platform/db/connection.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import { type Platform, root } from '../src/platform/platform.ts'
import type { Clock } from './clock.ts'

const connections = 6

/**
 * A platform that wakes nobody, since the demo delivers what follows by itself, in its own time; and that does not wait for the disk at each
 * commit, since a demo that was cut short is made anew anyway.
 */
export const openQuietly = async (config: Config, owner: DatabaseAddress, clock: Clock): Promise<Platform> => {
  const postgres = connect(applicationLogin(owner), connections)
  const held = await Promise.all(Array.from({ length: connections }, () => postgres.reserve()))
  for (const connection of held) {
    await connection`set synchronous_commit to off`
    connection.release()
  }
  const quiet = { wake: async () => {}, stop: async () => {} }
  const db = openDatabase(withoutWaiting(postgres), quiet, clock.now)
  keepSecretOf(db, () => houseSecret(config))
  return { config, root, db, clock: clock.now }
}

/** How statements begin whose answer nobody waits for: they set or write something, and only how many rows they wrote could be asked. */
const unread =
  /^\s*(set local|select pg_advisory_xact_lock|(insert into|update) "|insert into platform\.(record_grant|mailbox_message)|with recorded as|update platform\.(journey_step|notice)|delete from platform\.undelivered_fact)/

/** What such a statement is taken to have answered. */
const oneRow = Object.assign([], { command: 'INSERT', count: 1 })

/**
 * Sends statements whose answer nobody waits for together with the next one, which halves the time: a connection does them in the order they
 * were sent, and an error in one still undoes its transaction. A statement not named above is only slower, never wrong.
 */
const withoutWaiting = (postgres: Postgres): Postgres => {
  const sent = (
    text: string | undefined,
    query: PromiseLike<unknown> & { catch(work: () => void): unknown },
  ): unknown => {
    if (text === undefined || !unread.test(text) || / returning /.test(text)) return query
    query.catch(() => {})
    // Whoever has it sent without waiting themselves does no more than that.
    return Object.assign(Promise.resolve(oneRow), { execute: () => query })
  }
  const hurried = (sql: TransactionSql): TransactionSql =>
    new Proxy(sql, {
      get: (target, name) =>
        name === 'unsafe'
          ? (text: string, ...more: never[]) => sent(text, target.unsafe(text, ...more))
          : Reflect.get(target, name),
      apply(target, self, args: [{ readonly raw?: readonly string[] }, ...unknown[]]) {
        return sent(args[0].raw?.[0], Reflect.apply(target, self, args))
      },
    })
  return new Proxy(postgres, {
    get: (target, name) =>
      name === 'begin'
        ? (mode: string, work: (sql: TransactionSql) => Promise<unknown>) =>
            target.begin(mode, sql => work(hurried(sql)))
        : Reflect.get(target, name),
  })
}
