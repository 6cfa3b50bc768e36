/**
 * How fast the worklist opens: OPEN (default 2,000) needs waiting or in hand, after CLOSED (default 8,000) that are history, all triaged by one
 * organisation, with their people, referrals and grants, made by SQL.
 *
 * Prints JSON: the whole page as the server answers it (session, statements, HTML), best, middle and worst of RUNS (default 15), for each filter, and
 * how many statements it took. The scratch database gives up durability, which reading does not notice.
 */

import { openApp } from '../src/app.ts'
import { listWorklist } from '../src/capabilities/triage/list-worklist.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { writeNeeds } from './needs.generated.ts'

const open = Number(process.env.OPEN ?? 2000)
const closed = Number(process.env.CLOSED ?? 8000)
const runs = Number(process.env.RUNS ?? 15)
const targetMilliseconds = 200
const now = new Date('2026-11-22T12:00:00Z')

const timed = async (work: () => Promise<unknown>) => {
  const times: number[] = []
  for (let run = -2; run < runs; run++) {
    const started = performance.now()
    await work()
    // The first two warm the connection and the compiled templates, as a running server has them.
    if (run >= 0) times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const rounded = (value = 0) => Math.round(value)
  return { best: rounded(times[0]), middle: rounded(times[Math.floor(runs / 2)]), worst: rounded(times.at(-1)) }
}

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now)
const asOwner = connect(owner, 1)
try {
  const cast = await aCast({ platform } as TestHouse)
  process.stderr.write(`Making ${open + closed} needs …\n`)
  await writeNeeds(asOwner, cast, { open, closed, now })
  const app = await openApp(platform, { limits: null })
  const page = (address: string) => async () => {
    const answer = await app.inject({ url: `/${cast.slug}${address}`, headers: { cookie: cast.cookies.amira } })
    if (answer.statusCode !== 200) throw new Error(`The page answered ${answer.statusCode}.`)
  }
  const figures = {
    open,
    closed,
    pageMilliseconds: {
      needsAnAnswerNow: await timed(page('/worklist')),
      withSomebody: await timed(page('/worklist?show=held')),
      all: await timed(page('/worklist?show=all')),
      lastPage: await timed(page('/worklist?show=all&page=40')),
    },
    listAloneMilliseconds: await timed(() => platform.db.as(cast.amira, tx => listWorklist(tx, 'now', 0))),
    targetMilliseconds,
    node: process.versions.node,
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  await app.close()
} finally {
  await asOwner.end()
  await platform.db.close()
  await drop()
  await (await testServer()).embedded?.stop()
}
