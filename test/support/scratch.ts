import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import postgres from 'postgres'
import { applicationLogin, type DatabaseAddress, parseDatabaseUrl } from '../../src/platform/db/address.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/platform/db/embedded.ts'
import { createRoles, hashMigrations, migrate } from '../../src/platform/db/migrate.ts'
import { newSecret, root } from '../../src/platform/platform.ts'
import { queueNames } from '../../src/queues.ts'

let server: Promise<{ owner: DatabaseAddress; embedded: EmbeddedDatabase | null }> | null = null

/** The test server: `TEST_DATABASE_URL` when set, otherwise an embedded one without fsync, kept between runs. */
export const testServer = () => {
  server ??= (async () => {
    const url = process.env.TEST_DATABASE_URL
    if (url) return { owner: parseDatabaseUrl(url), embedded: null }
    const embedded = await startEmbeddedDatabase(join(root, '.data', 'test'), 'scratch')
    return { owner: embedded.address, embedded }
  })()
  return server
}

const onServer = async <T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
  const { owner } = await testServer()
  const sql = postgres({ ...owner, database: 'postgres', max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Migrates one database named by the hash of the migrations, once; everything else clones it. */
export const templateDatabase = async (): Promise<DatabaseAddress> => {
  const { owner } = await testServer()
  const name = `template_${hashMigrations(root, queueNames)}`
  await onServer(async sql => {
    await sql`select pg_advisory_lock(7392)`
    const [found] = await sql`select 1 from pg_database where datname = ${name} and datistemplate`
    if (found) return
    await sql.unsafe(`drop database if exists ${name}`)
    await sql.unsafe(`create database ${name}`)
    await migrate({ ...owner, database: name }, root, queueNames)
    await sql.unsafe(`alter database ${name} with is_template true`)
  })
  return { ...owner, database: name }
}

/** PostgreSQL's own cleaning may be at work in the database, which only a superuser may break off; it is done in a moment. */
const dropByForce = async (admin: postgres.Sql, name: string, tries = 50): Promise<void> => {
  try {
    await admin.unsafe(`drop database if exists ${name} with (force)`)
  } catch (error) {
    if ((error as { code?: string }).code !== '42501' || tries === 0) throw error
    await new Promise(done => setTimeout(done, 200))
    await dropByForce(admin, name, tries - 1)
  }
}

export interface FreshDatabase {
  readonly owner: DatabaseAddress
  drop(): Promise<void>
}

/** A migrated database of its own; about 80 ms. */
export const freshDatabase = async (): Promise<FreshDatabase> => copyOf(await templateDatabase())

/** A database of its own with nothing in it, not even the schema. */
export const emptyDatabase = async (): Promise<FreshDatabase> => {
  const owner = { ...(await testServer()).owner, database: newName() }
  await onServer(sql => sql.unsafe(`create database ${owner.database}`))
  return { owner, drop: () => onServer(sql => drop(sql, owner)) }
}

const newName = (): string =>
  `test_${newSecret()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')}`

const copyOf = async (template: DatabaseAddress): Promise<FreshDatabase> => {
  const owner = { ...template, database: newName() }
  await onServer(sql => copy(sql, template, owner))
  return { owner, drop: () => onServer(sql => drop(sql, owner)) }
}

const copy = async (sql: postgres.Sql, template: DatabaseAddress, owner: DatabaseAddress): Promise<void> => {
  await sql.unsafe(`create database ${owner.database} template ${template.database} strategy file_copy`)
  await createRoles(sql, owner)
}

const drop = async (sql: postgres.Sql, owner: DatabaseAddress): Promise<void> => {
  await dropByForce(sql, owner.database)
  await sql.unsafe(`drop role if exists "${applicationLogin(owner).user}"`)
}

/** A backup of a database as it is now, and the database it is put back into. */
export interface Backup {
  /** How it was made: 'pg_dump' where a `pg_dump` that knows the server's version is installed, otherwise a copy of its files. */
  readonly how: 'pg_dump' | 'files'
  restore(): Promise<FreshDatabase>
}

/**
 * Backs a database up as an operator would: with `pg_dump` and `pg_restore` in `SERVER_BINDIR`, as a superuser of the throw-away server (the owner is under the policies of
 * his own tables); or, where they do not know the server's version, as a copy of its files, for which whoever is connected is sent away for a moment.
 */
export const backUp = async (owner: DatabaseAddress, folder: string): Promise<Backup> => {
  const bin = process.env.SERVER_BINDIR
  const version = bin ? spawnSync(join(bin, 'pg_dump'), ['--version'], { encoding: 'utf8' }).stdout : ''
  const major = Number(/(\d+)\./.exec(version ?? '')?.[1] ?? 0)
  const [server] = await onServer(
    sql => sql<{ major: number }[]>`select current_setting('server_version_num')::int / 10000 as major`,
  )
  const restored = { ...owner, database: newName() }
  const drops = { owner: restored, drop: () => onServer(sql => drop(sql, restored)) }
  if (bin && process.env.TEST_DATABASE_URL && major >= (server?.major ?? Number.POSITIVE_INFINITY)) {
    const file = join(folder, 'backup.dump')
    const run = (program: string, ...words: string[]) => {
      const done = spawnSync(
        join(bin, program),
        ['-h', owner.host, '-p', String(owner.port), '-U', 'postgres', ...words],
        { encoding: 'utf8' },
      )
      if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`)
    }
    run('pg_dump', '-Fc', '-d', owner.database, '-f', file)
    return {
      how: 'pg_dump',
      async restore() {
        await onServer(sql => sql.unsafe(`create database ${restored.database}`))
        run('pg_restore', '--exit-on-error', '-d', restored.database, file)
        await onServer(sql => createRoles(sql, restored))
        return drops
      },
    }
  }
  const kept = { ...owner, database: newName() }
  await onServer(async sql => {
    // An owner who is no superuser ends only what its own roles do, and is none of the application's until it says so.
    for (const { name } of await sql<{ name: string }[]>`
      select distinct usename as name from pg_stat_activity where datname = ${owner.database} and usename <> current_user`)
      await sql.unsafe(`grant "${name}" to current_user`)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${owner.database}`
    await sql.unsafe(`create database ${kept.database} template ${owner.database} strategy file_copy`)
  })
  return {
    how: 'files',
    async restore() {
      await onServer(async sql => {
        await copy(sql, kept, restored)
        await sql.unsafe(`drop database ${kept.database}`)
      })
      return drops
    },
  }
}

/** How the databases end in which something is filled in once, in all processes and threads of this run of the tests. */
const ofThisRun = (): string => `_of_run_${process.env.KEEPITLOCAL_TEST_RUN ?? process.pid}`

/**
 * A database of its own with what `fill` writes. It is filled once in a run of the tests, for whoever asks first; everybody, they as well, gets a copy.
 * @param name lower-case letters.
 */
export const filledDatabase = async (
  name: string,
  fill: (owner: DatabaseAddress) => Promise<void>,
): Promise<FreshDatabase> => {
  const template = await templateDatabase()
  const filled = { ...template, database: `${name}${ofThisRun()}` }
  await onServer(async sql => {
    await sql`select pg_advisory_lock(7393)`
    const [found] = await sql`select 1 from pg_database where datname = ${filled.database} and datistemplate`
    if (found) return
    // Half filled, by somebody who was stopped.
    await drop(sql, filled)
    await copy(sql, template, filled)
    await fill(filled)
    await sql.unsafe(`alter database ${filled.database} with is_template true`)
  })
  return copyOf(filled)
}

/** Drops what was filled in for this run, when it ends. */
export const dropFilled = async (): Promise<void> => {
  const { owner } = await testServer()
  await onServer(async sql => {
    const filled = await sql<{ database: string }[]>`
      select datname as database from pg_database where right(datname, ${ofThisRun().length}) = ${ofThisRun()}`
    for (const { database } of filled) {
      await sql.unsafe(`alter database ${database} with is_template false`)
      await drop(sql, { ...owner, database })
    }
  })
}
