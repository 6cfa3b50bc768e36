import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { houseSecret, keepSecretOf } from './auth/house-secret.ts'
import type { Config } from './config.ts'
import { applicationLogin, type DatabaseAddress, parseDatabaseUrl } from './db/address.ts'
import { connect } from './db/connection.ts'
import { type Database, openDatabase } from './db/database.ts'
import { startEmbeddedDatabase } from './db/embedded.ts'
import { openWaker } from './jobs/queue.ts'

/** The technology everything stands on, passed by hand: the whole injection system. */
export interface Platform {
  readonly config: Config
  readonly root: string
  readonly db: Database
  /** The present moment; tests and the demo may move it. */
  readonly clock: () => Date
}

/** The folder of the checkout. */
export const root = join(import.meta.dirname, '..', '..')

/** Where the database is, starting the embedded one when no server is set. */
export const findDatabase = async (
  config: Config,
): Promise<{ owner: DatabaseAddress; release(how?: 'when unused' | 'now'): Promise<void> }> => {
  if (config.databaseUrl) return { owner: parseDatabaseUrl(config.databaseUrl), release: async () => {} }
  const embedded = await startEmbeddedDatabase(config.dataDir)
  return { owner: embedded.address, release: how => embedded.stop(how) }
}

/** Thrown when the application's own login could bypass row-level security. */
export class UnsafeLoginError extends Error {}

/**
 * Opens the platform as the application's login.
 * @throws UnsafeLoginError when that login is a superuser, may bypass row-level security, or owns tables.
 */
export const openPlatform = async (
  config: Config,
  owner: DatabaseAddress,
  clock: () => Date = () => new Date(),
  connections = 10,
): Promise<Platform> => {
  const postgres = connect(applicationLogin(owner), connections)
  const [login] = await postgres<{ unsafe: boolean }[]>`
    select rolsuper or rolbypassrls or exists (select from pg_class where relowner = r.oid and relkind = 'r') as unsafe
    from pg_roles r where rolname = current_user`
  if (login?.unsafe !== false) {
    await postgres.end()
    throw new UnsafeLoginError(
      'The application login can bypass row-level security: make it an ordinary login and start again.',
    )
  }
  const waker = await openWaker(postgres)
  const db = openDatabase(postgres, waker, clock)
  keepSecretOf(db, () => houseSecret(config))
  return { config, root, db, clock }
}

/** A secret to hand out once: 128 bits, safe in a cookie or an address. */
export const newSecret = (): string => randomBytes(16).toString('base64url')
