import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { emptyDatabase } from '../../../test/support/scratch.ts'
import { audit, auditAll, forgottenName, listAuditLines } from '../../platform/audit/audit.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { openPlatform, root } from '../../platform/platform.ts'

const house = useHouse()

/** An owner who is no superuser is under the policies too, until they lift them. */
const lift = async (sql: postgres.Sql, ...tables: readonly string[]) => {
  for (const table of tables) await sql.unsafe(`alter table ${table} no force row level security`)
}

/** Runs what only somebody who owns the database can. */
const asOwner = async (work: (sql: postgres.Sql) => Promise<unknown>) => {
  const sql = postgres({ ...house.owner, max: 1, onnotice: () => {} })
  try {
    await lift(sql, 'platform.audit_line', 'platform.audit_words', 'platform.audit_head')
    await work(sql)
  } finally {
    await sql.end()
  }
}

const slugOf = (cast: Cast) => ['audit', 'check', '--place', cast.slug]

/** A place with a story in its trail, and the lane with the most lines. */
const aTrail = async () => {
  const cast = await aCast(house)
  const made = await ask(house, cast)
  for (let look = 0; look < 8; look += 1)
    await house.platform.db.as(cast.amira, tx => audit(tx, 'looked at who and where', made.personId))
  await house.platform.db.as(cast.amira, tx =>
    auditAll(tx, 'saw in a list', [made.personId, made.helpRequestId, ...made.needIds], { reason: 'They rang' }),
  )
  const [lane] = await house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ lane: number; n: number }[]>`
      select lane, count(*)::int as n from platform.audit_line where place_id = ${tx.placeId} group by lane order by n desc limit 1`,
  )
  if (!lane) throw new Error('no lane')
  return { cast, made, ...lane, where: `place_id = '${cast.placeId}' and lane = ${lane.lane}` }
}

const fileOf = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'heads-')), 'heads.json')
  writeFileSync(path, text)
  return path
}

describe('the audit trail', () => {
  it('is sound after whatever was done, and says how much of it there is', async () => {
    const { cast } = await aTrail()
    const { code, out } = await house.commandLine(...slugOf(cast))
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^place-\d+-\w+: sound\. \d+ lines in \d+ lanes?, [\d,]+ a second\.\n$/),
    ])
  })

  it('stays sound while many write at once, each line once', async () => {
    const { cast, made } = await aTrail()
    const count = async () => JSON.parse((await house.commandLine(...slugOf(cast), '--json')).out).places[0].lines
    const before = await count()
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        house.platform.db.as(n % 2 ? cast.amira : cast.ben, async tx => {
          await audit(tx, 'looked at who and where', made.personId)
          await auditAll(tx, 'saw in a list', made.needIds)
        }),
      ),
    )
    expect((await house.commandLine(...slugOf(cast))).code).toBe(0)
    expect((await count()) - before).toBe(80)
  })

  it('lets neither role change or take away a line, nor whoever signs in without one', async () => {
    const { cast } = await aTrail()
    const statements = [
      `update platform.audit_line set action = 'x'`,
      `update platform.audit_line set hash = '' where lane = 1`,
      'delete from platform.audit_line',
      'truncate platform.audit_line',
      'delete from platform.audit_head',
      `update platform.audit_words set words = 'Nobody'`,
      'alter table platform.audit_line disable row level security',
    ]
    for (const statement of statements) {
      const { db } = house.platform
      await expect(
        db.as(cast.amira, tx => tx.sql.unsafe(statement)),
        statement,
      ).rejects.toThrow(/denied|must be owner/)
      await expect(
        db.asHouse(cast.placeId, tx => tx.sql.unsafe(statement)),
        statement,
      ).rejects.toThrow(/denied|must be owner/)
      await expect(house.login().unsafe(statement), statement).rejects.toThrow(/denied|must be owner/)
    }
    await expect(
      house.platform.db.as(
        cast.amira,
        tx => tx.sql`insert into platform.audit_head values (${cast.placeId}, 3, 0, '')`,
      ),
    ).rejects.toThrow(/denied/)
  })
})

describe('a trail that was tampered with', () => {
  const renumber = (where: string, from: number, by: number) =>
    [
      `update platform.audit_line set seq = -seq where ${where} and seq >= ${from}`,
      `update platform.audit_line set seq = -seq + ${by} where ${where} and seq < 0`,
    ].join(';')

  /** What whoever owns the database may do, and how the check tells it. */
  const ways: readonly [what: string, statement: (of: Awaited<ReturnType<typeof aTrail>>) => string, says: RegExp][] = [
    [
      'a line that says another action',
      ({ where }) => `update platform.audit_line set action = 'looked away' where ${where} and seq = 2`,
      /line 2 \([\da-f-]+\) does not fit/,
    ],
    [
      'a line about another record',
      ({ where }) => `update platform.audit_line set record_id = gen_random_uuid() where ${where} and seq = 2`,
      /line 2 .*does not fit/,
    ],
    [
      'a line by nobody',
      ({ where, n }) => `update platform.audit_line set person_id = null where ${where} and seq = ${n}`,
      /does not fit/,
    ],
    [
      'a line at another time',
      ({ where }) =>
        `update platform.audit_line set acted_at = acted_at + interval '1 microsecond' where ${where} and seq = 1`,
      /line 1 .*does not fit/,
    ],
    [
      'a line that was taken away',
      ({ where }) => `delete from platform.audit_line where ${where} and seq = 3`,
      /line 3 is not there: it was taken away/,
    ],
    [
      'one taken away and the rest numbered anew',
      ({ where }) => `delete from platform.audit_line where ${where} and seq = 3; ${renumber(where, 4, -1)}`,
      /line 3 .*does not fit/,
    ],
    [
      'one put in between',
      ({ where }) =>
        `${renumber(where, 3, 1)}; insert into platform.audit_line select place_id, gen_random_uuid(), action, record_id, actor_kind, person_id, organisation_id, acted_at, lane, 3, name_seal, reason_seal, sha256('x') from platform.audit_line where ${where} and seq = 2`,
      /line 3 .*put in between/,
    ],
    [
      'an end that was cut off',
      ({ where, n }) => `delete from platform.audit_line where ${where} and seq > ${n - 2}`,
      /the end was cut off/,
    ],
    [
      'a line added behind the end',
      ({ where, n }) =>
        `insert into platform.audit_line select place_id, gen_random_uuid(), action, record_id, actor_kind, person_id, organisation_id, acted_at, lane, seq + 1, name_seal, reason_seal, sha256('x') from platform.audit_line where ${where} and seq = ${n}`,
      /stands behind the end/,
    ],
    [
      'a lane that says it ended otherwise',
      ({ where }) => `update platform.audit_head set hash = sha256('x') where ${where}`,
      /the end was changed/,
    ],
    [
      'a name that was changed',
      ({ cast }) =>
        `update platform.audit_words set words = 'Nobody' where place_id = '${cast.placeId}' and words = 'Amira'`,
      /words that were changed/,
    ],
    [
      'a reason that was changed',
      ({ cast }) =>
        `update platform.audit_words set words = 'No reason' where place_id = '${cast.placeId}' and kind = 'reason'`,
      /words that were changed/,
    ],
  ]
  it.each(ways)('is told: %s', async (_, statement, says) => {
    const trail = await aTrail()
    const elsewhere = await aTrail()
    await asOwner(sql => sql.unsafe(statement(trail)))
    const { code, out } = await house.commandLine(...slugOf(trail.cast))
    expect(out).toMatch(/: not sound\./)
    expect([code, out]).toEqual([1, expect.stringMatching(says)])
    expect((await house.commandLine(...slugOf(elsewhere.cast))).code).toBe(0)
    const all = await house.commandLine('audit', 'check', '--json')
    expect([all.code, JSON.parse(all.out).sound]).toEqual([1, false])
    await asOwner(async sql => {
      for (const table of ['audit_line', 'audit_head', 'audit_words'])
        await sql.unsafe(`delete from platform.${table} where place_id = '${trail.cast.placeId}'`)
    })
  })

  it('is told by the heads that were noted elsewhere, when it was cut off and the heads with it', async () => {
    const { cast, where, lane, n } = await aTrail()
    const heads = fileOf((await house.commandLine('audit', 'heads', '--place', cast.slug)).out)
    const against = [...slugOf(cast), '--against', heads]
    await house.platform.db.as(cast.amira, tx => audit(tx, 'looked at who and where', cast.hub))
    expect((await house.commandLine(...against)).code).toBe(0)
    await asOwner(sql =>
      sql.unsafe(`
        delete from platform.audit_line where ${where} and seq > ${n - 1};
        update platform.audit_head h set seq = l.seq, hash = l.hash from platform.audit_line l where h.place_id = '${cast.placeId}' and h.lane = ${lane} and l.place_id = h.place_id and l.lane = h.lane and l.seq = ${n - 1}`),
    )
    expect((await house.commandLine(...slugOf(cast))).code).toBe(0)
    expect(await house.commandLine(...against)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/was noted and is not there/),
    })
    await asOwner(sql =>
      sql.unsafe(`delete from platform.audit_line where ${where}; delete from platform.audit_head where ${where}`),
    )
    expect((await house.commandLine(...slugOf(cast))).code).toBe(0)
    expect(await house.commandLine(...against)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/was noted and is not there/),
    })
  })

  it('is told by them when it was written anew', async () => {
    const { cast, made, lane } = await aTrail()
    const heads = JSON.parse((await house.commandLine('audit', 'heads', '--place', cast.slug)).out)
    heads.places[0].heads.find((head: { lane: number }) => head.lane === lane).hash = 'ab'.repeat(32)
    await house.platform.db.as(cast.amira, tx => audit(tx, 'looked at who and where', made.personId))
    const { code, out } = await house.commandLine(...slugOf(cast), '--against', fileOf(JSON.stringify(heads)))
    expect([code, out]).toEqual([1, expect.stringMatching(/was written anew/)])
  })

  it('is not looked for with a file that holds no heads', async () => {
    const { cast } = await aTrail()
    for (const text of ['', '{}', '[1]', '{"notedAt":"x","places":[{"place":"a","placeId":"b","heads":[]}]}'])
      expect(await house.commandLine(...slugOf(cast), '--against', fileOf(text))).toMatchObject({
        code: 1,
        err: expect.stringMatching(/is not a file written by/),
      })
    expect((await house.commandLine(...slugOf(cast), '--against', '/no/such/file')).err).toMatch(/There is no file/)
  })
})

describe('a name in the trail', () => {
  it('can be forgotten: the lines stay whole and say that they were somebody’s', async () => {
    const { cast, made } = await aTrail()
    const { db } = house.platform
    await db.asHouse(
      cast.placeId,
      tx =>
        tx.sql`delete from platform.audit_words where place_id = ${tx.placeId} and person_id = ${cast.amira.personId}`,
    )
    const lines = await db.asHouse(cast.placeId, tx => listAuditLines(tx, [made.personId]))
    expect(lines.filter(({ personId }) => personId === cast.amira.personId).map(({ actorName }) => actorName)).toEqual(
      Array(9).fill(forgottenName),
    )
    expect(await house.commandLine(...slugOf(cast))).toMatchObject({
      code: 0,
      out: expect.stringMatching(/lines without the name or the reason/),
    })
  })
})

describe('a database from before the chain', () => {
  it('has its lines taken over as they were written, under one anchor', async () => {
    const { owner: old, drop } = await emptyDatabase()
    const before = mkdtempSync(join(tmpdir(), 'before-'))
    mkdirSync(join(before, 'migrations'))
    cpSync(join(root, 'migrations'), join(before, 'migrations'), {
      recursive: true,
      filter: path => !(basename(path) >= '0225' && path.endsWith('.sql')),
    })
    try {
      await migrate(old, before, [])
      const sql = postgres({ ...old, max: 1 })
      await lift(sql, 'places.place', 'platform.audit_line')
      const placeId = '0a0a0a0a-0000-7000-8000-000000000001'
      await sql`insert into places.place (place_id, slug, name, lad_codes, settings, added_at) values (${placeId}, 'old-town', 'Old Town', '{}', '{}', now())`
      await sql`
        insert into platform.audit_line (place_id, audit_id, action, record_id, actor_kind, actor_name, person_id, organisation_id, acted_at)
        select ${placeId}, gen_random_uuid(), 'looked at ' || n || E'\nin two lines', case when n % 3 > 0 then gen_random_uuid() end, 'person', 'Ada O’Näme ' || n % 2, case when n % 5 > 0 then ${placeId}::uuid end, null,
          '2026-01-01T00:00:00.000123Z'::timestamptz + n * interval '1 minute' from generate_series(1, 50) n`
      await migrate(old, root, [])
      const platform = await openPlatform(house.platform.config, old)
      const { runCommandLine } = await import('../../command-line.ts')
      let out = ''
      const terminal = {
        platform,
        out: (text: string) => {
          out += text
        },
        err: () => {},
        isTty: false,
      }
      expect([await runCommandLine(['audit', 'check'], terminal), out]).toEqual([
        0,
        expect.stringMatching(/old-town: sound\. 50 lines in 1 lane/),
      ])
      await lift(sql, 'platform.audit_line')
      await sql`update platform.audit_line set action = 'x' where seq = 7`
      expect(await runCommandLine(['audit', 'check'], terminal)).toBe(1)
      await sql.end()
      await platform.db.close()
    } finally {
      await drop()
      rmSync(before, { recursive: true })
    }
  }, 60_000)
})
