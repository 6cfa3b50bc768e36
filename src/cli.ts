import { readConfig, SettingError } from './platform/config.ts'
import { EmbeddedDatabaseError } from './platform/db/embedded.ts'
import { MigrationError, migrate } from './platform/db/migrate.ts'
import { findDatabase, openPlatform, root, UnsafeLoginError } from './platform/platform.ts'
import { version } from './platform/version.ts'

/** The command line. Works while the server runs: both stand on the same database. */
const run = async (args: readonly string[]): Promise<number> => {
  const [first] = args
  const asksForHelp = !first || first === 'help' || args.includes('--help')
  // The house takes most of a second to load: a wrong setting is told before.
  const config = asksForHelp ? null : readConfig(process.env, root, version)
  const { runCommandLine, usage, wordOf } = await import('./command-line.ts')
  if (!first || first === '--help' || first === 'help') {
    process.stdout.write(`${usage()}\n`)
    return first ? 0 : 2
  }
  const output = {
    out: (text: string) => void process.stdout.write(`${text}\n`),
    err: (text: string) => void process.stderr.write(`${text}\n`),
    isTty: process.stderr.isTTY === true,
  }
  if (!config || wordOf(args)?.needsNoDatabase)
    return runCommandLine(args, {
      ...output,
      get platform(): never {
        throw new Error(`"${args.join(' ')}" said that it needs no database.`)
      },
    })
  if (first === 'serve') return (await import('./serve.ts')).serve(config)
  const { owner, release } = await findDatabase(config)
  try {
    const { queueNames } = await import('./queues.ts')
    const applied = await migrate(owner, root, queueNames)
    if (first === 'migrate') {
      process.stdout.write(applied.length ? `Applied ${applied.join(', ')}.\n` : 'The database is up to date.\n')
      return 0
    }
    const platform = await openPlatform(config, owner, undefined, 4)
    try {
      return await runCommandLine(args, { platform, ...output })
    } finally {
      await platform.db.close()
    }
  } finally {
    await release()
  }
}

const isForPeople = (error: unknown): error is Error =>
  [SettingError, EmbeddedDatabaseError, MigrationError, UnsafeLoginError].some(kind => error instanceof kind)

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at that address',
  ENOTFOUND: 'there is no such host',
  '28P01': 'the name or password is not right',
  '28000': 'that login may not come in',
  '3D000': 'there is no such database; create it first',
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const why = unreachable[(error as { code?: string }).code ?? '']
  if (isForPeople(error)) process.stderr.write(`${error.message}\n`)
  else if (why && process.env.DATABASE_URL)
    process.stderr.write(`The database of DATABASE_URL cannot be used: ${why}.\n`)
  else if ((error as { code?: string }).code === 'EPIPE') process.exitCode = 0
  else process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  process.exitCode ||= 1
}
