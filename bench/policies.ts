/**
 * What row-level security costs: the worklist, an organisation's own list and the search of the directory, asked in turn under the policies and past them, in one run.
 *
 * Both ways are the same functions on the same connection over the same rows in a transaction of the same person. Under the policies it keeps the application's role;
 * past them it takes one that has the application's rights, and BYPASSRLS beside, for the bench alone. Either way one `set local role` is sent, and either way the
 * answers must be the same. Batches of both ways alternate. The ratio is of the processor time of the database's process (of /proc; elsewhere there is none), which
 * other work on the machine does not change, and with our own process's on both sides, which is what somebody who waits for the answer pays.
 *
 * Prints JSON. OPEN (2,000), CLOSED (8,000), SERVICES (5,000) and BATCHES (12) can be set.
 */
import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { importServices, searchServices } from '../src/capabilities/directory/index.ts'
import { listReferralsTo } from '../src/capabilities/referrals/index.ts'
import { findNeed } from '../src/capabilities/requests/index.ts'
import { listWorklist } from '../src/capabilities/triage/index.ts'
import { type Actor, anyone } from '../src/platform/auth/actor.ts'
import { readConfig } from '../src/platform/config.ts'
import { applicationLogin } from '../src/platform/db/address.ts'
import { connect } from '../src/platform/db/connection.ts'
import type { PlaceTx } from '../src/platform/db/database.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { writeNeeds } from './needs.generated.ts'
import { eachGenerated, generatedQueries } from './search.generated.ts'

const open = Number(process.env.OPEN ?? 2000)
const closed = Number(process.env.CLOSED ?? 8000)
const services = Number(process.env.SERVICES ?? 5000)
const batches = Number(process.env.BATCHES ?? 12)
const targetRatio = 1.3
const now = new Date('2026-11-22T12:00:00Z')
const past = 'keepitlocal_bench_past_policies'

const say = (line: string) => process.stderr.write(`${line}\n`)
const rounded = (value: number) => Number(value.toFixed(2))

const { owner, drop } = await freshDatabase()
// One connection, so that one process of the database does all of it.
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now, 1)
const asOwner = connect(owner, 1)

/** Milliseconds of processor time of a process of the database. */
const databaseMilliseconds = (pid: number): number | null => {
  try {
    const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}
const ownMilliseconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

try {
  const cast = await aCast({ platform } as TestHouse)
  say(`Making ${open + closed} needs and ${services} services …`)
  await writeNeeds(asOwner, cast, { open, closed, now })
  await asOwner.unsafe(`
    insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, granted_at)
      select place_id, gen_random_uuid(), referral_id, organisation_id, 'was asked to help', sent_at from referrals.referral where place_id = '${cast.placeId}';
    analyze platform.record_grant;
    do $$ begin if not exists (select from pg_roles where rolname = '${past}') then create role ${past} nologin bypassrls inherit; end if; end $$;
    grant keepitlocal_app to ${past};
    grant ${past} to "${applicationLogin(owner).user}"`)
  // As PostgreSQL does by itself after as many new rows.
  await asOwner.unsafe('vacuum analyze platform.record_grant, requests.need, requests.help_request, referrals.referral')
  const records = [...eachGenerated(services, true)].map((value, at) => ({ number: at + 1, value }))
  await platform.db.asHouse(cast.placeId, tx =>
    importServices(tx, { source: 'bench', form: 'ORUK 3.0' as const, records, pages: 1, bytes: 0, notes: [] }),
  )
  const needIds = (
    await asOwner<
      { needId: string }[]
    >`select need_id from requests.need where place_id = ${cast.placeId} and state <> 'closed' order by need_id limit 50`
  ).map(({ needId }) => needId)
  const words = generatedQueries(40).map(query => query.words)
  const pick = <T>(all: readonly T[], at: number): T => all[at % all.length] as T

  const questions: readonly {
    name: string
    actor: Actor
    each: number
    ask(tx: PlaceTx, at: number): Promise<unknown>
  }[] = [
    { name: 'worklist, what needs an answer', actor: cast.amira, each: 8, ask: tx => listWorklist(tx, 'now', 0) },
    { name: 'worklist, last page of all', actor: cast.amira, each: 8, ask: tx => listWorklist(tx, 'all', 39) },
    {
      name: 'what an organisation is asked',
      actor: cast.ben,
      each: 30,
      ask: tx => listReferralsTo(tx, cast.kitchen, 200),
    },
    {
      name: 'one need',
      actor: cast.amira,
      each: 300,
      ask: (tx, at) => findNeed(tx, pick(needIds, at) as never, 'read'),
    },
    {
      name: 'search of the directory',
      actor: anyone(cast.placeId),
      each: 40,
      ask: (tx, at) => searchServices(tx, { words: pick(words, at) }),
    },
  ]
  const [backend] = await platform.db.as(cast.amira, tx => tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`)
  const pid = backend?.pid ?? 0

  const askOnce = (question: (typeof questions)[number], role: string, at: number) =>
    platform.db.as(question.actor, async tx => {
      const take = () => tx.sql.unsafe(`set local role ${role}`)
      await take()
      // Coming back from the house's sight takes the application's role again, whichever it was before.
      const house = async <T>(work: () => Promise<T>): Promise<T> => {
        const result = await tx.house(work)
        await take()
        return result
      }
      return question.ask({ ...tx, house }, at)
    })
  const figures: Record<string, unknown>[] = []
  for (const question of questions) {
    say(`${question.name} …`)
    // The same rows either way, and both warm.
    for (const at of [0, 1, 2]) {
      const [under, beyond] = [await askOnce(question, 'keepitlocal_app', at), await askOnce(question, past, at)]
      if (JSON.stringify(under) !== JSON.stringify(beyond)) throw new Error(`${question.name}: not the same answer`)
    }
    const spent = { under: { database: 0, own: 0 }, past: { database: 0, own: 0 } }
    for (let batch = 0; batch < batches; batch++)
      for (const way of batch % 2 ? (['under', 'past'] as const) : (['past', 'under'] as const)) {
        const [database, own] = [databaseMilliseconds(pid), ownMilliseconds()]
        for (let at = 0; at < question.each; at++)
          await askOnce(question, way === 'under' ? 'keepitlocal_app' : past, batch * question.each + at)
        spent[way].database += (databaseMilliseconds(pid) ?? 0) - (database ?? 0)
        spent[way].own += ownMilliseconds() - own
      }
    const times = batches * question.each
    const each = ({ database, own }: { database: number; own: number }) => ({
      database: rounded(database / times),
      own: rounded(own / times),
    })
    const ratio = rounded((spent.under.database + spent.under.own) / (spent.past.database + spent.past.own))
    figures.push({
      question: question.name,
      times,
      processorMilliseconds: { underPolicies: each(spent.under), pastPolicies: each(spent.past) },
      ratio,
      ratioInDatabaseAlone: spent.past.database > 0 ? rounded(spent.under.database / spent.past.database) : null,
      met: ratio <= targetRatio,
    })
  }
  process.stdout.write(
    `${JSON.stringify({ bench: 'policies', open, closed, services, targetRatio, questions: figures, machine: { node: process.version, processors: availableParallelism(), loadAverage: loadavg().map(rounded) } }, null, 2)}\n`,
  )
} finally {
  await platform.db.close()
  await drop()
  await asOwner.end()
  await (await testServer()).embedded?.stop()
}
