import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CannotMerge, compileReleases, type Release, versionReleases } from './merge-releases.ts'
import { type MergeRules, publishedRules, rulesOfSchema } from './merge-rules.ts'

const release = (
  id: string,
  day: number,
  said: Record<string, unknown>,
  tag: readonly string[] = ['tender'],
): Release => ({
  ocid: 'ocds-zz1-1',
  id,
  date: `2026-03-${String(day).padStart(2, '0')}T09:00:00Z`,
  tag,
  ...said,
})
/** What is true of the process, without what the record says of itself. */
const now = (...releases: Release[]) => {
  const { ocid: _, id: __, date: ___, tag: ____, ...rest } = compileReleases(releases)
  return rest
}
const version = (id: string, day: number, value: unknown) => ({
  releaseID: id,
  releaseDate: `2026-03-${String(day).padStart(2, '0')}T09:00:00Z`,
  releaseTag: ['tender'],
  value,
})

describe('a compiled release', () => {
  it('has the latest value of each field, whichever order the releases came in', () => {
    const first = release('1', 1, { tender: { title: 'Meals', status: 'planned' } })
    const second = release('2', 2, { tender: { status: 'active' } })
    expect(now(second, first)).toEqual({ tender: { title: 'Meals', status: 'active' } })
    expect(compileReleases([second, first])).toMatchObject({
      ocid: 'ocds-zz1-1',
      id: 'ocds-zz1-1-2026-03-02T09:00:00Z',
      date: '2026-03-02T09:00:00Z',
      tag: ['compiled'],
    })
  })

  it('goes by the instant and not by how its date is written', () => {
    const evening = { ...release('late', 1, { language: 'cy' }), date: '2026-03-01T23:30:00+00:00' }
    const morning = { ...release('early', 1, { language: 'en' }), date: '2026-03-02T00:15:00+01:00' }
    expect(now(evening, morning)).toEqual({ language: 'cy' })
  })

  it.each([
    ['a null takes the field away', { a: { b: 1 } }, { a: { b: null } }, {}],
    ['a null takes a whole object away', { a: { b: 1, c: 2 }, d: 3 }, { a: null }, { d: 3 }],
    ['an empty object says nothing', { a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
    [
      'objects with an id are merged by it',
      { awards: [{ id: 'x', title: 'A', status: 'active' }] },
      { awards: [{ id: 'x', title: 'B' }, { id: 'y' }] },
      { awards: [{ id: 'x', title: 'B', status: 'active' }, { id: 'y' }] },
    ],
    [
      '1 and "1" are two ids',
      { awards: [{ id: 1, title: 'A' }] },
      { awards: [{ id: '1', title: 'B' }] },
      {
        awards: [
          { id: 1, title: 'A' },
          { id: '1', title: 'B' },
        ],
      },
    ],
    ['objects without an id are kept side by side', { a: [{ k: 1 }] }, { a: [{ k: 2 }] }, { a: [{ k: 1 }, { k: 2 }] }],
    [
      'an empty list of objects says nothing',
      { awards: [{ id: 'x', title: 'A' }] },
      { awards: [] },
      { awards: [{ id: 'x', title: 'A' }] },
    ],
    [
      'a list of plain values stands for the one before',
      { submissionMethod: ['email', 'inPerson'] },
      { submissionMethod: ['email'] },
      { submissionMethod: ['email'] },
    ],
    [
      'other identifiers stand for those before, also none',
      { parties: [{ id: '1', additionalIdentifiers: [{ id: '9' }] }] },
      { parties: [{ id: '1', additionalIdentifiers: [] }] },
      { parties: [{ id: '1', additionalIdentifiers: [] }] },
    ],
    [
      'a field may be called constructor',
      { a: { constructor: 1 } },
      { a: { constructor: 2 } },
      { a: { constructor: 2 } },
    ],
  ] as const)('%s', (_fact, one, two, both) => {
    expect(now(release('1', 1, one), release('2', 2, two))).toEqual(both)
  })

  it('does not change the releases it was made from', () => {
    const first = release('1', 1, { awards: [{ id: 'x', items: [{ id: 'i', quantity: 1 }] }] })
    const kept = structuredClone(first)
    now(first, release('2', 2, { awards: [{ id: 'x', items: [{ id: 'i', quantity: 2 }] }] }))
    expect(first).toEqual(kept)
  })

  it('never reaches what all objects share', () => {
    now(release('1', 1, JSON.parse('{"tender":{"__proto__":{"shared":true}}}')))
    expect(({} as { shared?: boolean }).shared).toBeUndefined()
  })
})

describe('a versioned release', () => {
  it('says of each field what was said when, once for each change', () => {
    const releases = [
      release('1', 1, { tender: { id: 't', status: 'planned' } }),
      release('2', 2, { tender: { id: 't', status: 'active' } }),
      release('3', 3, { tender: { id: 't', status: null } }),
    ]
    expect(versionReleases(releases)).toEqual({
      ocid: 'ocds-zz1-1',
      tender: {
        id: [version('1', 1, 't')],
        status: [version('1', 1, 'planned'), version('2', 2, 'active'), version('3', 3, null)],
      },
    })
  })

  it('says a null of a whole object for each of its fields', () => {
    expect(
      versionReleases([release('1', 1, { buyer: { name: 'Council', id: 'b' } }), release('2', 2, { buyer: null })]),
    ).toMatchObject({ buyer: { name: [{ value: 'Council' }, { value: null }], id: [{ value: 'b' }, { value: null }] } })
  })

  it('keeps the ids of objects in lists as they are', () => {
    expect(versionReleases([release('1', 1, { awards: [{ id: 'x', title: 'A' }] })])).toEqual({
      ocid: 'ocds-zz1-1',
      awards: [{ id: 'x', title: [version('1', 1, 'A')] }],
    })
  })
})

describe('releases that cannot be merged', () => {
  it.each([
    [
      'of two processes',
      [release('1', 1, {}), { ...release('2', 2, {}), ocid: 'ocds-zz1-2' }],
      'Release 2 is of ocds-zz1-2 and not of ocds-zz1-1: each process is merged by itself.',
    ],
    [
      'without a date',
      [{ ...release('1', 1, {}), date: 'soon' }],
      'Release 1 has no date that can be read; releases are merged in the order of their dates.',
    ],
    ['without an id', [{ ...release('', 1, {}) }], 'The release at position 1 has no id.'],
    [
      'where a text becomes an object',
      [release('1', 1, { tender: { value: 'much' } }), release('2', 2, { tender: { value: { amount: 1 } } })],
      'tender/value is an object or a list of objects in one release and a plain value in another: they cannot be one field.',
    ],
    [
      'where an object becomes a text',
      [release('1', 1, { buyer: { name: 'A' } }), release('2', 2, { buyer: 'A' })],
      'buyer is an object or a list of objects in one release and a plain value in another: they cannot be one field.',
    ],
    ['that are not there', [], 'There is no release to merge.'],
  ] as const)('%s say which and why', (_which, releases, sentence) => {
    for (const merge of [compileReleases, versionReleases])
      expect(() => merge(releases)).toThrow(new CannotMerge(sentence))
  })
})

/** Small processes, in which the same field keeps its kind. */
const processes = fc
  .array(
    fc.record(
      {
        language: fc.option(fc.constantFrom('en', 'cy')),
        roles: fc.array(fc.constantFrom('buyer', 'supplier'), { maxLength: 2 }),
        tender: fc.record(
          {
            title: fc.option(fc.string()),
            value: fc.record({ amount: fc.option(fc.integer()) }, { requiredKeys: [] }),
          },
          { requiredKeys: [] },
        ),
        awards: fc.array(
          fc.record({ id: fc.integer({ min: 1, max: 3 }), title: fc.option(fc.string()) }, { requiredKeys: ['id'] }),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map(said => said.map((fields, at) => release(String(at + 1), at + 1, fields)))

const isHistory = (value: unknown): value is { value: unknown }[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  typeof value[0] === 'object' &&
  value[0] !== null &&
  'releaseID' in value[0]
/** The last values of a versioned release, without what was taken away. */
const lastSaid = (value: unknown): unknown => {
  if (isHistory(value)) return value.at(-1)?.value
  if (Array.isArray(value)) return value.map(lastSaid)
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value)
    .map(([name, inside]) => [name, lastSaid(inside)] as const)
    .filter(
      ([, inside]) =>
        inside !== null &&
        !(typeof inside === 'object' && !Array.isArray(inside) && Object.keys(inside as object).length === 0),
    )
  return Object.fromEntries(left)
}

describe('any process', () => {
  it('says the same compiled as at the end of its versions', () => {
    fc.assert(
      fc.property(processes, releases => {
        const { ocid: _, ...last } = lastSaid(versionReleases(releases)) as Record<string, unknown>
        expect(now(...releases)).toEqual(last)
      }),
    )
  })

  it('is not changed by a release that repeats the last one a day later', () => {
    fc.assert(
      fc.property(processes, releases => {
        const last = releases.at(-1) as Release
        expect(now(...releases, { ...last, id: 'again', date: '2026-04-01T09:00:00Z' })).toEqual(now(...releases))
      }),
    )
  })
})

const shared = resolve(process.env.SHARED_DATA ?? '../shared/data', 'ocds')
const isThere = existsSync(shared)
const ocds = (...path: string[]) => join(shared, ...path)
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

if (!isThere) console.log(`skipped: ${shared} is not there`)
describe.skipIf(!isThere)('the published examples and schemas, where they are at hand', () => {
  const folder = ocds('examples', 'fictional-example', '1.1')
  const releases: Release[] = isThere
    ? readdirSync(folder)
        .filter(name => /-0\d-/.test(name))
        .flatMap(name => {
          const said = json(join(folder, name))
          return said.releases ?? [said]
        })
    : []

  it('compile the six official releases to the official compiled release', () => {
    const [record] = json(join(folder, 'record', 'ocds-213czf-000-00001.json')).records
    expect(compileReleases(releases)).toEqual(record.compiledRelease)
  })

  it('version them to the official versioned release', () => {
    const [record] = json(join(folder, 'record', 'ocds-213czf-000-00001-withversions.json')).records
    expect(versionReleases(releases)).toEqual(record.versionedRelease)
  })

  it.each([
    ['OCDS 1.1', ocds('schema-1.1', 'release-schema.json')],
    ["the United Kingdom's extension", ocds('uk-extension-deps', 'uk-patched-release-schema.json')],
  ])('our list of lists says of every field what the schema says: %s', (_name, file) => {
    const schema = json(file)
    const lists = listsOf(schema, rulesOfSchema(schema))
    expect(lists.length).toBeGreaterThan(20)
    expect(lists.filter(({ name, rule }) => (publishedRules.of(name).list === 'whole') !== (rule === 'whole'))).toEqual(
      [],
    )
  })
})

type Node = { $ref?: string; type?: string | string[]; properties?: Record<string, Node>; items?: Node }
/** Every list a schema has, wherever it stands, with the rule read from the schema. */
const listsOf = (schema: Node, rules: MergeRules) => {
  const found: { name: string; path: string; rule: string }[] = []
  const at = (node: Node): Node =>
    node.$ref
      ? at(
          node.$ref
            .slice(2)
            .split('/')
            .reduce<unknown>((inside, part) => (inside as Record<string, unknown>)[part], schema) as Node,
        )
      : node
  const walk = (node: Node, within: MergeRules, path: string, seen: readonly Node[]) => {
    const here = at(node)
    if (seen.includes(here)) return
    for (const [name, raw] of Object.entries(here.properties ?? {})) {
      const field = at(raw)
      const { list, within: inside, omitted } = within.of(name)
      if (omitted) continue
      const isList = [field.type].flat().includes('array')
      if (isList) found.push({ name, path: `${path}/${name}`, rule: list })
      if (!isList) walk(field, inside, `${path}/${name}`, [...seen, here])
      else if (list === 'by id' && field.items) walk(field.items, inside, `${path}/${name}`, [...seen, here])
    }
  }
  walk(schema, rules, '', [])
  return found
}
