/**
 * What the audit trail costs: one line by itself, the lines of a worklist page, the line of a sign-up in a rush, and the check of a long trail.
 *
 * With and without are the same functions on the same connection, in batches that alternate; without, the lines of a transaction are thrown away before it ends. Processor time of
 * the database's process (of /proc; elsewhere there is none) and of ours, so that other work on the machine does not count. Names and reasons of WORDS people (20,000) stand in the
 * trail before, as after some years.
 *
 * Prints JSON. LINES (1,000,000) for the check, WORDS and BATCHES (10) can be set.
 */
import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { listWorklist } from '../src/capabilities/triage/index.ts'
import { aVolunteer } from '../src/capabilities/volunteers/testing.ts'
import { newId } from '../src/kernel/ids.ts'
import { audit } from '../src/platform/audit/audit.ts'
import { beginning, linkOf, sealed } from '../src/platform/audit/chain.ts'
import { checkAudit } from '../src/platform/audit/check.ts'
import type { Actor } from '../src/platform/auth/actor.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import type { Database, PlaceTx } from '../src/platform/db/database.ts'
import { openPlatform, root } from '../src/platform/platform.ts'
import { aCast } from '../test/support/cast.ts'
import type { TestHouse } from '../test/support/house.ts'
import { freshDatabase, testServer } from '../test/support/scratch.ts'
import { writeNeeds } from './needs.generated.ts'

const lines = Number(process.env.LINES ?? 1_000_000)
const words = Number(process.env.WORDS ?? 20_000)
const batches = Number(process.env.BATCHES ?? 10)
const now = new Date('2026-11-22T12:00:00Z')
const say = (line: string) => process.stderr.write(`${line}\n`)
const rounded = (value: number) => Number(value.toFixed(3))

const { owner, drop } = await freshDatabase()
const platform = await openPlatform(readConfig({ PORT: '0' }, root, 'bench'), owner, () => now, 1)
const asOwner = connect(owner, 1)

/** Milliseconds of processor time that a process of the database has had. */
const databaseMilliseconds = (pid: number): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return Number.NaN
  }
}
const ownMilliseconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The same database, whose transactions write no line. */
const withoutLines = (db: Database): Database => ({
  ...db,
  as: <T>(actor: Actor, work: (tx: PlaceTx) => Promise<T>) =>
    db.as(actor, async tx => {
      const result = await work(tx)
      tx.unwrittenLines.length = 0
      return result
    }),
})

/** Lines of a lane of their own, each hung on the one before as the house does it. */
const writeTrail = async (placeId: string, count: number, nameSeal: Buffer, personId: string | null) => {
  const lane = 99
  let previous: Uint8Array = beginning
  for (let from = 0; from < count; from += 20_000) {
    const rows = Array.from({ length: Math.min(20_000, count - from) }, (_, at) => {
      const row = { seq: from + at + 1, auditId: newId(), recordId: newId() }
      const hash = linkOf(previous, {
        ...row,
        placeId,
        lane,
        personId,
        organisationId: null,
        nameSeal,
        reasonSeal: null,
        actedAtMicros: `${now.getTime()}000`,
        actorKind: 'person',
        action: 'looked at who and where',
      })
      previous = hash
      return { ...row, hash: hash.toString('hex') }
    })
    await asOwner`
      insert into platform.audit_line (place_id, lane, seq, audit_id, action, record_id, actor_kind, person_id, name_seal, acted_at, hash)
      select ${placeId}, ${lane}, (r->>'seq')::bigint, (r->>'auditId')::uuid, 'looked at who and where', (r->>'recordId')::uuid, 'person', ${personId}, ${nameSeal}, ${now}, decode(r->>'hash', 'hex')
      from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) r`
  }
  await asOwner`insert into platform.audit_head (place_id, lane, seq, hash) values (${placeId}, ${lane}, ${count}, ${Buffer.from(previous)})`
}

try {
  const cast = await aCast({ platform } as TestHouse)
  const { placeId, amira } = cast
  await writeNeeds(asOwner, cast, { open: 2000, closed: 0, now })
  await asOwner`
    insert into platform.audit_words (place_id, seal, kind, person_id, words, salt)
    select ${placeId}, sha256(convert_to(n::text, 'UTF8')), case n % 2 when 0 then 'name' else 'reason' end, gen_random_uuid(), 'Somebody ' || n, n::text from generate_series(1, ${words}) n`
  await asOwner.unsafe('analyze platform.audit_words')
  const [backend] = await platform.db.as(amira, tx => tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`)
  const pid = backend?.pid ?? 0
  let person = 0
  const questions: readonly { name: string; each: number; ask(db: Database): Promise<unknown> }[] = [
    {
      name: 'a transaction that writes one line',
      each: 300,
      ask: db => db.as(amira, tx => audit(tx, 'bench', newId())),
    },
    {
      name: 'a transaction that writes fifty lines',
      each: 30,
      ask: db =>
        db.as(amira, async tx => {
          for (let n = 0; n < 50; n += 1) await audit(tx, 'bench', newId())
        }),
    },
    {
      name: 'a worklist of 2,000 open needs, 50 of them shown',
      each: 8,
      ask: db => db.as(amira, tx => listWorklist(tx, 'now', 0)),
    },
    {
      name: 'five people who sign up in the same moment',
      each: 20,
      ask: db =>
        Promise.all(
          Array.from({ length: 5 }, () => {
            person += 1
            return aVolunteer({ ...platform, db }, placeId, cast.hub, {
              name: `Person ${person}`,
              phone: `07${String(person).padStart(9, '0')}`,
            })
          }),
        ),
    },
  ]
  const figures: Record<string, unknown>[] = []
  const bare = withoutLines(platform.db)
  for (const { name, each, ask } of questions) {
    say(`${name} …`)
    for (const db of [platform.db, bare]) for (let warm = 0; warm < 3; warm += 1) await ask(db)
    const spent = { with: { database: 0, own: 0 }, without: { database: 0, own: 0 } }
    for (let batch = 0; batch < batches; batch += 1)
      for (const way of batch % 2 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
        const before = [databaseMilliseconds(pid), ownMilliseconds()] as const
        for (let at = 0; at < each; at += 1) await ask(way === 'with' ? platform.db : bare)
        spent[way].database += databaseMilliseconds(pid) - before[0]
        spent[way].own += ownMilliseconds() - before[1]
      }
    const one = ({ database, own }: { database: number; own: number }) => ({
      database: rounded(database / batches / each),
      own: rounded(own / batches / each),
    })
    const sum = ({ database, own }: { database: number; own: number }) => database + own
    figures.push({
      what: name,
      times: batches * each,
      processorMilliseconds: { withLines: one(spent.with), withoutLines: one(spent.without) },
      linesCost: rounded((sum(spent.with) - sum(spent.without)) / batches / each),
      ratio: rounded(sum(spent.with) / sum(spent.without)),
    })
  }
  say(`Writing ${lines.toLocaleString('en-GB')} lines …`)
  const name = sealed('Amira')
  await asOwner`insert into platform.audit_words (place_id, seal, kind, person_id, words, salt) values (${placeId}, ${name.seal}, 'name', ${amira.personId}, ${name.words}, ${name.salt})`
  await writeTrail(placeId, lines, name.seal, amira.personId)
  await asOwner.unsafe('vacuum analyze platform.audit_line')
  say('Checking …')
  const [databaseBefore, ownBefore, started] = [databaseMilliseconds(pid), ownMilliseconds(), performance.now()]
  const found = await platform.db.asHouse(placeId, tx => checkAudit(tx))
  const check = {
    lines: found.lines,
    sound: found.tampered.length === 0,
    secondsByTheClock: rounded((performance.now() - started) / 1000),
    processorSeconds: {
      database: rounded((databaseMilliseconds(pid) - databaseBefore) / 1000),
      own: rounded((ownMilliseconds() - ownBefore) / 1000),
    },
  }
  const [size] = await asOwner<
    { bytes: number }[]
  >`select pg_total_relation_size('platform.audit_line')::bigint as bytes`
  process.stdout.write(
    `${JSON.stringify({ bench: 'audit', words, questions: figures, check: { ...check, bytesEachLine: Math.round(Number(size?.bytes) / found.lines) }, machine: { node: process.version, processors: availableParallelism(), loadAverage: loadavg().map(rounded) } }, null, 2)}\n`,
  )
  if (!check.sound || found.lines < lines) process.exitCode = 1
} finally {
  await platform.db.close()
  await drop()
  await asOwner.end()
  await (await testServer()).embedded?.stop()
}
