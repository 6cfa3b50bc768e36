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

/** A migrated database of its own; about 80 ms. */
export const freshDatabase = async (): Promise<{ owner: DatabaseAddress; drop(): Promise<void> }> => {
  const template = await templateDatabase()
  const name = `test_${newSecret()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')}`
  const owner = { ...template, database: name }
  await onServer(async sql => {
    await sql.unsafe(`create database ${name} template ${template.database} strategy file_copy`)
    await createRoles(sql, owner)
  })
  return {
    owner,
    drop: () =>
      onServer(async admin => {
        await dropByForce(admin, name)
        await admin.unsafe(`drop role if exists "${applicationLogin(owner).user}"`)
      }),
  }
}
