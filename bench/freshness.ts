/**
 * A year of keeping a directory right, day by day: 400 entries of 120 organisations, of which 40 % never answer anything. The real job, mails, links over HTTP and
 * an editor's calls (`test/support/simulated-year.ts`). ENTRIES, ORGANISATIONS, SILENT (0 to 1), DAYS, CALLS (a week) and SEED change it.
 *
 * Prints JSON: how much is checked within 12 months at the start and at the end, how much is visibly marked, and that nothing is neither.
 */
import { openApp } from '../src/app.ts'
import { runCommandLine } from '../src/command-line.ts'
import { readConfig } from '../src/platform/config.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { freshDatabase } from '../test/support/scratch.ts'
import { liveAYear } from '../test/support/simulated-year.ts'

const setting = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)

const { owner, drop } = await freshDatabase()
let now = new Date()
const platform = await openPlatform(
  readConfig({ PORT: '0', KEEPITLOCAL_DEMO: 'on' }, root, 'bench'),
  owner,
  () => now,
  4,
)
const web = await openApp(platform, { limits: null })
try {
  const year = await liveAYear(
    {
      platform,
      web,
      setClock: at => {
        now = at
      },
      async commandLine(...words) {
        let err = ''
        const code = await runCommandLine(words, {
          platform,
          out: () => {},
          err: text => {
            err += text
          },
          isTty: false,
        })
        return { code, out: '', err }
      },
    },
    {
      entries: setting('ENTRIES', 400),
      organisations: setting('ORGANISATIONS', 120),
      silent: setting('SILENT', 0.4),
      days: setting('DAYS', 365),
      seed: setting('SEED', 7),
      callsAWeek: setting('CALLS', 5),
    },
  )
  process.stdout.write(`${JSON.stringify(year, null, 2)}\n`)
} finally {
  await web.close()
  await platform.db.close()
  await drop()
}
process.exit(0)
