import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import { addTestPlace, feedService, importTestFeed, temporaryFile } from '../testing.ts'
import { generatedRecords } from './testing.ts'

const house = useHouse('2026-11-22T12:00:00Z')
type Rows = Record<string, string>[]
type Resource = {
  name: string
  path: string
  schema: {
    fields: { name: string; type: string; constraints?: { required?: boolean; enum?: string[] } }[]
    primaryKey: string
    foreignKeys: { fields: string; reference: { resource: string; fields: string } }[]
  }
}

/** A CSV text as rows by column (RFC 4180). */
function rowsOf(csv: string): Rows {
  const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)]
  const lines: string[][] = [[]]
  for (const [, cell = '', end] of cells) {
    lines.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    if (end !== ',') lines.push([])
  }
  const [head = [], ...rows] = lines.slice(0, -1)
  for (const row of rows) expect(row).toHaveLength(head.length)
  return rows.map(row => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])))
}

/** Every rule a data package states about its tables: columns, required fields, primary and foreign keys. */
async function check(descriptor: { resources: Resource[] }, fileAt: (path: string) => Promise<string>) {
  const tables = new Map<string, Rows>()
  for (const { name, path } of descriptor.resources) tables.set(name, rowsOf(await fileAt(path)))
  const ids = new Map([...tables].map(([name, rows]) => [name, new Set(rows.map(({ id }) => id))]))
  for (const { name, schema } of descriptor.resources) {
    const rows = tables.get(name) ?? []
    expect(ids.get(name)?.size, `${name}: primary key`).toBe(rows.length)
    for (const { name: column, constraints } of schema.fields) {
      if (constraints?.required)
        expect(
          rows.filter(row => !row[column]),
          `${name}.${column}`,
        ).toEqual([])
      if (constraints?.enum)
        expect(rows.filter(row => row[column] && !constraints.enum?.includes(row[column]))).toEqual([])
    }
    for (const { fields, reference } of schema.foreignKeys) {
      const there = ids.get(reference.resource || name)
      expect(
        rows.filter(row => row[fields] && !there?.has(row[fields])),
        `${name}.${fields}`,
      ).toEqual([])
    }
  }
  return tables
}

beforeAll(async () => {
  await addTestPlace(house, 'seaside')
  const twice = {
    id: '0a0a0a0a-0000-4000-8000-000000000077',
    freq: 'WEEKLY',
    byday: 'MO',
    description: 'Tea, "cake"\nand more',
  }
  const { code, err } = await importTestFeed(house, 'seaside', [
    ...generatedRecords(120, 3),
    feedService(1, { schedules: [twice] }),
    feedService(2, { schedules: [twice] }),
  ])
  if (code !== 0) throw new Error(err)
})

describe('the data package', () => {
  it('has tables whose keys hold, though feeds use an id twice and share organisations and places', async () => {
    const get = async (path: string) => (await house.web.inject({ url: `/seaside/hsds/3/${path}` })).body
    const descriptor = JSON.parse(await get('datapackage.json'))
    const tables = await check(descriptor, get)
    expect(tables.get('service')).toHaveLength(122)
    expect(tables.get('schedule')?.filter(({ description }) => description === 'Tea, "cake"\nand more')).toHaveLength(2)
    for (const [name, rows] of tables) expect(rows.length, name).toBeGreaterThan(0)
    const whole = JSON.parse(await get('services?per_page=500&full=true')).contents as Record<string, unknown[]>[]
    const nested = whole.reduce((sum, service) => sum + (service.cost_options?.length ?? 0), 0)
    expect(tables.get('cost_option')).toHaveLength(nested)
  })
  it('comes in one file too', async () => {
    const { rawPayload, headers } = await house.web.inject({ url: '/seaside/hsds/3/datapackage.zip' })
    expect([headers['content-type'], headers['access-control-allow-origin']]).toEqual(['application/zip', '*'])
    const files = unzipped(rawPayload)
    const tables = await check(JSON.parse(files.get('datapackage.json') ?? ''), async path => files.get(path) ?? '')
    expect(tables.get('service')).toHaveLength(122)
    const file = await temporaryFile('package.zip', rawPayload)
    if (existsSync('/usr/bin/python3'))
      expect(execFileSync('python3', ['-m', 'zipfile', '-t', file]).toString()).toContain('Done')
  })
  it('is made anew when the directory has changed, but not more often than every five minutes', async () => {
    const count = async () =>
      rowsOf((await house.web.inject({ url: '/seaside/hsds/3/tables/services.csv' })).body).length
    expect(await count()).toBe(122)
    await importTestFeed(house, 'seaside', [feedService(3, {})], '--source', 'more')
    expect(await count()).toBe(122)
    house.advance({ minutes: 6 })
    expect(await count()).toBe(123)
  })
  it('is 404 for a table there is not', async () => {
    for (const file of ['nothing.csv', '..%2f..%2fetc%2fpasswd', 'datapackage.json'])
      expect((await house.web.inject({ url: `/seaside/hsds/3/tables/${file}` })).statusCode).toBe(404)
  })
})

describe('keepitlocal export directory', () => {
  it('writes the package into a folder of its own, and again, and nowhere else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'export-'))
    const said = await house.commandLine('export', 'directory', folder, '--place', 'seaside')
    expect([said.code, said.out]).toEqual([0, expect.stringContaining('123 services of seaside in 22 tables')])
    expect(said.err).toContain('No licence is set')
    await check(JSON.parse(await readFile(join(folder, 'datapackage.json'), 'utf8')), path =>
      readFile(resolve(folder, path), 'utf8'),
    )
    expect((await house.commandLine('export', 'directory', folder, '--place', 'seaside')).code).toBe(0)
    const other = await mkdtemp(join(tmpdir(), 'export-'))
    await writeFile(join(other, 'letter.txt'), 'Dear')
    const refused = await house.commandLine('export', 'directory', other, '--place', 'seaside')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('holds other files')])
    const onFile = await house.commandLine('export', 'directory', join(other, 'letter.txt'), '--place', 'seaside')
    expect([onFile.code, onFile.err]).toEqual([1, expect.stringContaining('is a file')])
    expect((await house.commandLine('export', 'directory', '--place', 'seaside')).code).toBe(2)
    expect((await house.commandLine('export', 'directory', other, '--place', 'nowhere')).code).not.toBe(0)
  })
})

/** The files of a zip, by its central directory. */
function unzipped(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const files = new Map<string, string>()
  let at = zip.readUInt32LE(end + 16)
  for (let file = 0; file < zip.readUInt16LE(end + 10); file++) {
    const [packed, nameLength, startsAt] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt32LE(at + 42),
    ]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const from = startsAt + 30 + zip.readUInt16LE(startsAt + 26) + zip.readUInt16LE(startsAt + 28)
    files.set(name, inflateRawSync(zip.subarray(from, from + packed)).toString('utf8'))
    at += 46 + nameLength
  }
  return files
}

it('holds no cell that a spreadsheet would take for a formula, and leaves telephone numbers as they are', async () => {
  await addTestPlace(house, 'formulas')
  const phones = [{ id: '0a0a0a0a-0000-4000-8000-000000000701', number: '+44 1632 960 001' }]
  await importTestFeed(house, 'formulas', [
    feedService(1, { name: "=cmd|'/c calc'!A1", description: '@SUM(1)', phones }),
  ])
  const table = async (name: string) => rowsOf((await house.web.inject(`/formulas/hsds/3/tables/${name}.csv`)).body)
  expect(await table('services')).toMatchObject([{ name: "'=cmd|'/c calc'!A1", description: "'@SUM(1)" }])
  expect(await table('phones')).toMatchObject([{ number: '+44 1632 960 001' }])
})

it('does not give out an address for five more minutes once it is private', async () => {
  await addTestPlace(house, 'shelter')
  const refuge = feedService(1, {
    name: 'Harbour Refuge',
    description: 'A safe house.',
    postcode: 'ZZ1 4AB',
  }) as ReturnType<typeof feedService> & { service_at_locations: { location: Record<string, unknown> }[] }
  await importTestFeed(house, 'shelter', [refuge])
  const everything = async () =>
    (
      await Promise.all(
        ['addresses', 'locations', 'services'].map(name => house.web.inject(`/shelter/hsds/3/tables/${name}.csv`)),
      )
    )
      .map(({ body }) => body)
      .join()
  expect(await everything()).toContain('ZZ1 4AB')
  Object.assign(refuge.service_at_locations[0]?.location ?? {}, { confidential: true })
  await importTestFeed(house, 'shelter', [refuge])
  expect(await everything()).not.toContain('ZZ1 4AB')
})
