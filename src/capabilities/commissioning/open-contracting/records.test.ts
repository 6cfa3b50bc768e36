import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../command-line.ts'

const scratch = mkdtempSync(join(tmpdir(), 'releases-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const file = (name: string, content: unknown): string => {
  const path = join(scratch, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const merge = async (...words: string[]) => {
  const said: string[] = []
  const wrong: string[] = []
  const code = await runCommandLine(['ocds', 'merge', ...words], {
    out: text => void said.push(text),
    err: text => void wrong.push(text),
    isTty: false,
    get platform(): never {
      throw new Error('no database is there')
    },
  })
  return { code, said: said.join('\n'), wrong: wrong.join('\n') }
}

const made = (ocid: string, id: string, day: number, title: string) => ({
  ocid,
  id,
  date: `2026-03-0${day}T09:00:00Z`,
  tag: ['tender'],
  initiationType: 'tender',
  tender: { id: 't', title },
})
const packageOf = (...releases: unknown[]) => ({
  uri: 'https://zz.example/packages/1',
  version: '1.1',
  publisher: { name: 'Council of Z' },
  license: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
  publishedDate: '2026-03-05T09:00:00Z',
  releases,
})

describe('keepitlocal ocds merge', () => {
  it('makes a record of each process, published by whoever published the releases', async () => {
    const first = file(
      'first.json',
      packageOf(made('ocds-zz1-1', 'a', 1, 'Meals'), made('ocds-zz1-2', 'a', 1, 'Visits')),
    )
    const second = file('second.json', packageOf(made('ocds-zz1-1', 'b', 2, 'Hot meals')))
    const { code, said, wrong } = await merge(first, second, '--versioned')
    expect([code, wrong]).toEqual([0, '3 releases, 2 records.'])
    const records = JSON.parse(said)
    expect(records).toMatchObject({
      uri: 'https://zz.example/packages/1',
      version: '1.1',
      publisher: { name: 'Council of Z' },
      license: expect.stringContaining('open-government-licence'),
      records: [
        {
          ocid: 'ocds-zz1-1',
          releases: [{ id: 'a' }, { id: 'b' }],
          compiledRelease: { tag: ['compiled'], tender: { id: 't', title: 'Hot meals' } },
          versionedRelease: {
            tender: {
              title: [
                { value: 'Meals', releaseID: 'a' },
                { value: 'Hot meals', releaseID: 'b' },
              ],
            },
          },
        },
        { ocid: 'ocds-zz1-2', compiledRelease: { tender: { title: 'Visits' } } },
      ],
    })
    const again = await merge(file('records.json', said), '--lines')
    expect(again.said.split('\n').map(line => JSON.parse(line).compiledRelease)).toEqual(
      records.records.map((record: { compiledRelease: unknown }) => record.compiledRelease),
    )
  })

  it('reads a release a line, and one that stands in two packages once', async () => {
    const lines = [
      made('ocds-zz1-1', 'b', 2, 'Hot meals'),
      made('ocds-zz1-1', 'a', 1, 'Meals'),
      made('ocds-zz1-1', 'a', 1, 'Meals'),
    ]
    const { code, said, wrong } = await merge(
      file('lines.jsonl', `${lines.map(line => JSON.stringify(line)).join('\n')}\n\n`),
      '--lines',
    )
    expect([code, wrong]).toEqual([0, '2 releases, 1 record.'])
    expect(JSON.parse(said).compiledRelease.tender.title).toBe('Hot meals')
  })

  it('goes by the rules of another schema when it is given one', async () => {
    const schema = file('schema.json', {
      type: 'object',
      properties: {
        visits: {
          type: 'array',
          wholeListMerge: true,
          items: { type: 'object', properties: { id: { type: 'string' } } },
        },
        note: { type: 'string', omitWhenMerged: true },
      },
    })
    const visits = file('visits.json', [
      { ...made('ocds-zz1-1', 'a', 1, 'x'), visits: [{ id: '1' }], note: 'only here' },
      { ...made('ocds-zz1-1', 'b', 2, 'x'), visits: [{ id: '2' }] },
    ])
    const [usual, theirs] = [await merge(visits, '--lines'), await merge(visits, '--lines', '--schema', schema)]
    expect(JSON.parse(usual.said).compiledRelease).toMatchObject({
      visits: [{ id: '1' }, { id: '2' }],
      note: 'only here',
    })
    expect(JSON.parse(theirs.said).compiledRelease.visits).toEqual([{ id: '2' }])
    expect(JSON.parse(theirs.said).compiledRelease).not.toHaveProperty('note')
  })

  it.each([
    ['no file', [], 2, 'Name a file of releases.'],
    ['a file that is not there', ['nowhere.json'], 1, 'There is no file “nowhere.json”: check the path.'],
    ['lines that are not there', ['nowhere.jsonl'], 1, 'There is no file “nowhere.jsonl”: check the path.'],
  ])('says what is wrong: %s', async (_what, words, code, sentence) => {
    const told = await merge(...words)
    expect([told.code, told.wrong.split('\n')[0]]).toEqual([code, sentence])
  })

  it.each([
    ['text', '{"ocid":', 1, /^.*text\.json is not JSON: /],
    [
      'something else',
      { needs: [] },
      1,
      /holds no releases: it should be a release package, a record package, or releases\.$/,
    ],
    [
      'records that only say where their releases are',
      { records: [{ ocid: 'x', releases: [{ url: 'https://zz.example/r' }] }] },
      1,
      /holds no releases/,
    ],
    ['a release without an ocid', [{ id: '1' }], 1, /release 1: This is no release: it has no ocid\.$/],
    ['a number', 7, 1, /holds no releases/],
    [
      'two different releases of one id',
      [made('ocds-zz1-1', 'a', 1, 'x'), made('ocds-zz1-1', 'a', 1, 'y')],
      1,
      /release 2: Two different releases of ocds-zz1-1 have the id a\.$/,
    ],
    [
      'a field that changes its kind',
      [made('ocds-zz1-1', 'a', 1, 'x'), { ...made('ocds-zz1-1', 'b', 2, 'y'), tender: 'much' }],
      1,
      /^ocds-zz1-1: tender is an object/,
    ],
    [
      'releases without a publisher, and no --lines',
      [made('ocds-zz1-1', 'a', 1, 'x')],
      2,
      /^A record package says who publishes it and where/,
    ],
  ] as const)('says where the file is wrong: %s', async (name, content, code, sentence) => {
    const words = [file(`${name}.json`, content), ...(code === 1 ? ['--lines'] : [])]
    const told = await merge(...words)
    expect(told.code).toBe(code)
    expect(told.wrong.split('\n')[0]).toMatch(sentence)
  })

  it('says on which line', async () => {
    const told = await merge(
      file('bad.jsonl', `${JSON.stringify(made('ocds-zz1-1', 'a', 1, 'x'))}\n{"ocid"\n`),
      '--lines',
    )
    expect([told.code, told.wrong]).toEqual([1, expect.stringMatching(/bad\.jsonl, line 2 is not JSON: /)])
  })
})
