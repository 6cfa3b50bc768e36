import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { getListedService, importServices } from '../index.ts'
import { addTestPlace, feedService, importTestFeed, temporaryFile } from '../testing.ts'
import type { ImportReport } from './import-services.ts'
import { readFeed } from './read-feed.ts'

const house = useHouse('2026-11-22T12:00:00Z')
let placeId: PlaceId
beforeAll(async () => {
  placeId = await addTestPlace(house, 'mutants')
})

/** A small feed that uses every part of the standards. */
const whole = [1, 2, 3].map(number => ({
  ...feedService(number, { postcode: 'ZZ1 4AB', description: '<p>Tea</p>', assured_date: '2026-01-02' }),
  alternate_name: 'Tea',
  url: 'https://feed.example/tea',
  email: 'tea@feed.example',
  attending_type: 'venue',
  minimum_age: 5,
  maximum_age: 60,
  last_modified: '2026-01-02T10:00:00Z',
  languages: [{ id: 'l', name: 'Welsh', code: 'cy' }],
  cost_options: [{ id: 'c', amount: 2.5, option: 'Visit', valid_from: '2026-01-01' }],
  schedules: [{ id: 's', freq: 'WEEKLY', byday: 'MO', opens_at: '09:00', closes_at: '17:00', interval: 1 }],
  service_areas: [{ id: 'a', name: 'Ferry', extent: 'POINT(1 1)' }],
  phones: [{ number: '01632 960 001', extension: '2' }],
  contacts: [{ id: 'k', name: 'Desk', email: 'd@feed.example', phones: [{ number: '01632 960 002' }] }],
  eligibilitys: [{ eligibility: 'Carers', minimum_age: 18 }],
  attributes: [{ taxonomy_term: { id: 't1', name: 'Food', parent_id: null, taxonomy: 'Needs' } }],
  funding: [{ source: 'Council' }],
  required_documents: [{ document: 'A letter' }],
}))

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    0,
    -1,
    1e308,
    -1e308,
    2 ** 53,
    0.1,
    '2026-02-31',
    '99:99',
    '1e999',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    [],
    {},
    [[]],
    [null],
    [{}],
    '<script>alert(1)</script>',
    '<'.repeat(1000),
    '&#0;&#x0;',
    'javascript:alert(1)',
    'http://[',
    '‮',
    "'; drop table directory.listed_service; --",
    '\\u0000',
    '\\',
    '\\N',
    '\t',
    '\n',
    '{',
    'x'.repeat(30_000),
    '😀'.repeat(200),
    JSON.parse('{"__proto__":{"name":"polluted"},"constructor":{"prototype":{"polluted":1}}}'),
  ),
  fc.constant(0).map(() => deep(3000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue() as fc.Arbitrary<unknown>,
)

/** Puts an odd value, a removal, a repeat or a list somewhere in the feed. */
function mutate(feed: unknown, steps: readonly number[], value: unknown, how: number): void {
  let holder = feed as Record<string, unknown>
  for (const [index, step] of steps.entries()) {
    const keys = Object.keys(holder)
    const key = keys[step % Math.max(1, keys.length)]
    if (key === undefined) return
    const next = holder[key]
    const isLast = index === steps.length - 1 || typeof next !== 'object' || next === null
    if (!isLast) {
      holder = next as Record<string, unknown>
      continue
    }
    if (how === 0) delete holder[key]
    else if (how === 1) holder[key] = [next, next]
    else if (how === 2 && typeof next === 'number') holder[key] = String(next)
    else if (how === 3 && Array.isArray(holder)) holder.push(next)
    else holder[key] = value
    return
  }
}

const mutations = fc.array(fc.tuple(fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }), odd, fc.nat(9)), {
  minLength: 1,
  maxLength: 6,
})

class Undo extends Error {}

/** Imports, looks, and leaves nothing behind. */
async function importAndForget(records: { number: number; value: unknown }[]) {
  let seen: { report: ImportReport; kept: { serviceId: string; name: string; detail: unknown }[] } | undefined
  await house.platform.db
    .asHouse(placeId, async tx => {
      const report = await importServices(tx, {
        source: 'mutants',
        form: 'ORUK 3.0',
        records,
        pages: 1,
        bytes: 0,
        notes: [],
      })
      if (isRefusal(report)) throw new Error(report.message)
      const kept = await tx.sql<{ serviceId: string; name: string; detail: unknown }[]>`
        select service_id, name, detail from directory.listed_service where place_id = ${tx.placeId}`
      for (const { serviceId } of kept) await getListedService(tx, serviceId)
      seen = { report, kept: [...kept] }
      throw new Undo()
    })
    .catch(error => {
      if (!(error instanceof Undo)) throw error
    })
  if (!seen) throw new Error('nothing was imported')
  return seen
}

describe('a feed that was tampered with', () => {
  it('never stops an import, and every record of it is accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async changes => {
        const feed = structuredClone(whole) as unknown[]
        for (const [steps, value, how] of changes) mutate(feed, steps, value, how)
        const records = Object.values(feed).map((value, index) => ({ number: index + 1, value }))
        if (records.length === 0) return
        const { report, kept } = await importAndForget(records)
        const { counts } = report
        expect(report.records.map(({ number }) => number)).toEqual(records.map(({ number }) => number))
        expect(counts.taken + counts.mended + counts.refused + counts.repeats).toBe(records.length)
        expect(kept.length).toBe(counts.taken + counts.mended)
        for (const each of report.records)
          if (each.reading !== 'taken') expect(each.notes.length, JSON.stringify(each)).toBeGreaterThan(0)
        expect(JSON.stringify(kept)).not.toMatch(/<script|(?<!\\)\\u0000/i)
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
      }),
      { numRuns: 80 },
    )
  }, 30_000)

  it('is never taken for anything but text: bytes at random give a refusal or records, and no exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(2000), async (noise, at) => {
        const bytes = Buffer.from(JSON.stringify(whole))
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), at)
        const feed = await readFeed(await temporaryFile('noise.json', bytes))
        expect(isRefusal(feed) ? feed.message.length : feed.records.length).toBeGreaterThan(0)
      }),
      { numRuns: 40 },
    )
  })

  it('has descriptions of 2 MB cut, and says so', async () => {
    const { report, kept } = await importAndForget([
      { number: 1, value: { ...whole[0], description: `<p>${'word '.repeat(400_000)}</p>` } },
    ])
    expect(report.records[0]?.notes.join()).toMatch(/description cut to \d+ characters \(it had/)
    expect(JSON.stringify(kept).length).toBeLessThan(60_000)
  })
  it('is taken whole though a name in it is cut in the middle of a character', async () => {
    for (const long of ['😀'.repeat(200), `x${'😀'.repeat(200)}`]) {
      const { report } = await importAndForget([
        {
          number: 1,
          value: {
            ...whole[0],
            languages: [{ name: long }],
            attending_access: long,
            accreditations: long,
            eligibility_description: long,
          },
        },
        {
          number: 2,
          value: {
            ...whole[1],
            funding: [{ source: long }],
            cost_options: [{ option: long, amount_description: long }],
          },
        },
        {
          number: 3,
          value: { ...whole[2], attributes: [{ taxonomy_term: { name: long, taxonomy: long } }], status: long },
        },
      ])
      expect(report.records.map(({ reading }) => reading)).toEqual(['mended', 'mended', 'mended'])
    }
  })
  it('has taxonomies that go in a circle straightened, term by term', async () => {
    const term = (id: number, parent: number) => ({
      attributes: [
        { taxonomy_term: { id: feedService(id, {}).id, name: `Term ${id}`, parent_id: feedService(parent, {}).id } },
      ],
    })
    const { report } = await importAndForget([
      { number: 1, value: { ...whole[0], ...term(71, 72) } },
      { number: 2, value: { ...whole[1], ...term(72, 71) } },
      { number: 3, value: { ...whole[2], ...term(73, 71) } },
    ])
    expect(report.records.map(({ notes }) => notes.filter(note => note.includes('is above itself')).length)).toEqual([
      1, 1, 0,
    ])
  })
  it('refuses a record that is nested thousands deep, and takes the others', async () => {
    const { report } = await importAndForget([
      { number: 1, value: { ...whole[0], minimum_age: deep(200_000) } },
      { number: 2, value: whole[1] },
    ])
    expect(report.records.map(({ reading }) => reading)).toEqual(['refused', 'mended'])
    expect(report.records[0]?.notes).toEqual(['is nested too deeply to be a record of a service'])
  })
  it('changes nothing when it is suddenly empty, and says so', async () => {
    await importTestFeed(house, 'mutants', whole.slice(0, 1), '--source', 'council')
    const { code, err, out } = await importTestFeed(house, 'mutants', [], '--source', 'council')
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('holds no services. Nothing was changed; 1 service that came from it is still listed')
    expect((await importTestFeed(house, 'mutants', [], '--source', 'new')).err).toContain(
      'holds no services, so there was nothing to import',
    )
  })
})
