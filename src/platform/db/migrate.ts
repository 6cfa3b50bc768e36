import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { applicationLogin, type DatabaseAddress } from './address.ts'

/** Thrown when the schema cannot be brought up to date; the message says what to do. */
export class MigrationError extends Error {}

/** The ordered list of SQL files, `NNNN_<capability>_<what>.sql`. */
export const listMigrations = (root: string): { name: string; sql: string }[] =>
  readdirSync(join(root, 'migrations'))
    .filter(name => name.endsWith('.sql'))
    .sort()
    .map(name => ({ name, sql: readFileSync(join(root, 'migrations', name), 'utf8') }))

/** A short hash of all migrations and queues: the name of the template database that tests clone. */
export const hashMigrations = (root: string, queues: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([listMigrations(root), queues]))
    .digest('hex')
    .slice(0, 16)

/**
 * Brings the database up to date as its owner: roles, every migration not yet applied (each in a transaction of its own, under one advisory
 * lock, so two starters do not meet), and the job queues. Running it again changes nothing.
 * @returns the names of the migrations applied now.
 * @throws MigrationError for a file that changed after it was applied, or an owner that may not create roles.
 */
export const migrate = async (owner: DatabaseAddress, root: string, queues: readonly string[]): Promise<string[]> => {
  const sql = postgres({ ...owner, max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(7391)`
    await createRoles(sql, owner)
    const applied = await applyFiles(sql, root)
    // Opening pg-boss takes most of a second, so it is done only when the list of queues is new to this database.
    const stamp = `queues ${createHash('sha256').update(JSON.stringify(queues)).digest('hex').slice(0, 16)}`
    const [known] = await sql`select 1 from platform.migration where name = ${stamp}`
    if (!known) {
      await createQueues(sql, owner, queues)
      await sql`insert into platform.migration (name, hash) values (${stamp}, '')`
    }
    return applied
  } catch (error) {
    if ((error as { code?: string }).code === '42501')
      throw new MigrationError(
        `The database login "${owner.user}" may not do what setting up needs (${(error as Error).message}). Give it CREATEROLE and make it the owner of the database "${owner.database}".`,
      )
    throw error
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Makes the two roles and the application's login on this server, where they are not there yet. */
export const createRoles = async (sql: postgres.Sql, owner: DatabaseAddress): Promise<void> => {
  const login = applicationLogin(owner)
  const ensure = async (role: string, how: string) => {
    const [found] = await sql`select 1 from pg_roles where rolname = ${role}`
    if (found) return
    try {
      await sql.unsafe(`create role "${role}" ${how}`)
    } catch (error) {
      if (!['42710', '23505'].includes((error as { code?: string }).code ?? '')) throw error
    }
  }
  await ensure('keepitlocal_app', 'nologin nosuperuser')
  await ensure('keepitlocal_house', 'nologin nosuperuser')
  await ensure(login.user, `login noinherit nosuperuser password '${login.password}'`)
  const [works] = await sql<{ member: boolean }[]>`
    select pg_has_role(${login.user}, 'keepitlocal_app', 'member') and pg_has_role(${login.user}, 'keepitlocal_house', 'member') as member`
  if (!works?.member) await sql.unsafe(`grant keepitlocal_app, keepitlocal_house to "${login.user}"`)
  await sql.unsafe(`grant connect on database "${owner.database}" to "${login.user}"`)
}

const applyFiles = async (sql: postgres.Sql, root: string): Promise<string[]> => {
  await sql.unsafe(`
    create schema if not exists platform;
    create table if not exists platform.migration (name text primary key, hash text not null, applied_at timestamptz not null default now());
    comment on table platform.migration is 'national: which migrations this database has had';
    grant usage on schema platform to keepitlocal_app, keepitlocal_house;
    grant select on platform.migration to keepitlocal_app`)
  const before = new Map(
    (await sql<{ name: string; hash: string }[]>`select name, hash from platform.migration`).map(row => [
      row.name,
      row.hash,
    ]),
  )
  const applied: string[] = []
  for (const { name, sql: text } of listMigrations(root)) {
    const hash = createHash('sha256').update(text).digest('hex')
    const known = before.get(name)
    if (known === hash) continue
    if (known)
      throw new MigrationError(
        `The migration ${name} was changed after this database had it: restore the file and put the change in a new one, or start with an empty DATA_DIR.`,
      )
    await sql.begin(async tx => {
      await seeingRows(tx, text, () => tx.unsafe(text))
      await tx`insert into platform.migration (name, hash) values (${name}, ${hash})`
    })
    applied.push(name)
  }
  return applied
}

/**
 * Lets a migration read and change the rows of the tables it names while it runs: FORCE holds for their owner too, who sees no row when they are no superuser, so that
 * "update … set" would change nothing and say nothing.
 */
const seeingRows = async (tx: postgres.TransactionSql, text: string, apply: () => Promise<unknown>): Promise<void> => {
  const forced = (
    await tx<
      { name: string }[]
    >`select oid::regclass::text as name from pg_class where relforcerowsecurity and relkind = 'r'`
  ).filter(({ name }) => text.includes(name))
  for (const { name } of forced) await tx.unsafe(`alter table ${name} no force row level security`)
  await apply()
  for (const { name } of forced) {
    const [still] = await tx`select to_regclass(${name}) as found`
    if (still?.found) await tx.unsafe(`alter table ${name} force row level security`)
  }
}

const createQueues = async (sql: postgres.Sql, owner: DatabaseAddress, queues: readonly string[]): Promise<void> => {
  const boss = new PgBoss({ ...owner, schema: 'pgboss', max: 1, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  for (const name of queues)
    await boss.createQueue(name, {
      retryLimit: 20,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 300,
      expireInSeconds: 60,
      notify: true,
    })
  await boss.stop({ graceful: false })
  await sql.unsafe(`
    grant usage on schema pgboss to keepitlocal_house;
    grant select, insert, update, delete on all tables in schema pgboss to keepitlocal_house;
    grant usage on all sequences in schema pgboss to keepitlocal_house;
    grant execute on all functions in schema pgboss to keepitlocal_house`)
}
