import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRefusal } from '../../../kernel/refusal.ts'
import { jsonFault } from './json-fault.ts'
import { type Feed, readFeed } from './read-feed.ts'

let folder: string
let server: Server
let base: string
const service = (number: number) => ({ id: `s${number}`, name: `Service ${number}`, status: 'active' })
const opened = ['127.0.0.1:*']
const all = Array.from({ length: 25 }, (_, index) => service(index + 1))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feed-'))
  server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://feed.example')
    const page = Number(url.searchParams.get('page') ?? '1')
    const json = (body: unknown, status = 200) => {
      res.writeHead(status, { 'content-type': 'application/json' })
      res.end(JSON.stringify(body))
    }
    const slice = (index: number) => all.slice(index * 10, index * 10 + 10)
    if (url.pathname === '/oruk3/services') {
      json({
        total_items: 25,
        total_pages: 3,
        page_number: page,
        size: 10,
        first_page: page === 1,
        last_page: page === 3,
        empty: false,
        contents: slice(page - 1),
      })
    } else if (url.pathname === '/oruk3') json({ version: 'HSDS-UK-3.0', profile: 'x', openapi_url: 'y' })
    else if (url.pathname === '/zero/services') {
      const index = url.searchParams.has('page') ? page : 0
      json({
        totalElements: 25,
        totalPages: 3,
        number: index,
        size: 10,
        first: index === 0,
        last: index === 2,
        content: slice(index),
      })
    } else if (url.pathname === '/one-asked-zero-said/services') {
      json({
        totalElements: 25,
        totalPages: 3,
        number: page - 1,
        size: 10,
        first: page === 1,
        last: page === 3,
        content: slice(page - 1),
      })
    } else if (url.pathname === '/stuck/services')
      json({ total_items: 25, total_pages: 3, page_number: 1, contents: slice(0) })
    else if (url.pathname === '/lines/services') res.end(all.map(each => JSON.stringify(each)).join('\n'))
    else if (url.pathname === '/html') {
      res.writeHead(200, { 'content-type': 'text/html' })
      res.end('<!doctype html><p>hello')
    } else if (url.pathname === '/broken') json({ message: 'no' }, 500)
    else if (url.pathname === '/slow') setTimeout(() => res.end('[]'), 5000).unref()
    else json({}, 404)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

const file = async (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}
const taken = async (from: string): Promise<Feed> => {
  const feed = await readFeed(from, { opened })
  if (isRefusal(feed)) throw new Error(feed.message)
  return feed
}
const refused = async (from: string, limits = {}): Promise<string> => {
  const feed = await readFeed(from, { limits, opened })
  return isRefusal(feed) ? feed.message : `read ${feed.records.length} records`
}

describe('reading a feed', () => {
  it('finds the fault behind a string of millions of characters', () => {
    const text = `[{"description":"${'x'.repeat(12_000_000)}\\u00e9"} oops]`
    expect(jsonFault(text)).toMatchObject({ line: 1, column: text.length - 4, near: 'oops]' })
    for (const broken of ['["a\\x"]', '["a\nb"]', '["\\u12g4"]']) expect(jsonFault(broken).column).toBe(2)
  })
  it('knows the three forms by their fields', async () => {
    expect((await taken(await file('1.json', JSON.stringify([{ ...service(1), attending_type: '' }])))).form).toBe(
      'ORUK 1.0',
    )
    expect((await taken(await file('3.json', JSON.stringify([service(1)])))).form).toBe('ORUK 3.0')
    expect((await taken(await file('h.json', JSON.stringify([{ ...service(1), phones: [] }])))).form).toBe('HSDS 3')
  })
  it('reads a bare list, a page of either kind, one service and one service a line', async () => {
    const count = async (name: string, content: string) => (await taken(await file(name, content))).records.length
    expect(await count('a.json', JSON.stringify(all))).toBe(25)
    expect(await count('b.json', JSON.stringify({ content: all, totalPages: 1, number: 1 }))).toBe(25)
    expect(await count('c.json', JSON.stringify({ contents: all, total_pages: 1, page_number: 1 }))).toBe(25)
    expect(await count('d.json', JSON.stringify(service(1)))).toBe(1)
    expect(await count('e.ndjson', all.map(each => JSON.stringify(each)).join('\r\n'))).toBe(25)
  })
  it('gives a broken line of a line-by-line feed its own fault and reads the others', async () => {
    const feed = await taken(
      await file('f.ndjson', `${JSON.stringify(service(1))}\n{"id": 2,\n${JSON.stringify(service(3))}\n`),
    )
    expect(feed.records.map(record => record.fault)).toEqual([
      undefined,
      'line 2 is not whole JSON (column 10)',
      undefined,
    ])
  })
  it('follows pages counted from one, from zero, and asked from one but counted from zero', async () => {
    for (const path of [
      '/oruk3/services',
      '/zero/services',
      '/one-asked-zero-said/services',
      '/oruk3',
      '/lines/services',
    ]) {
      const feed = await taken(`${base}${path}`)
      expect(new Set(feed.records.map(record => (record.value as { id: string }).id)).size, path).toBe(25)
      expect(feed.records.length).toBe(25)
    }
  })
  it('stops when the same page comes again', async () => {
    expect(await refused(`${base}/stuck/services`)).toContain('came back as page 1')
  })
  it('says what is wrong with an address', async () => {
    expect(await refused(`${base}/html`)).toContain('is a web page, not JSON')
    expect(await refused(`${base}/gone`)).toContain('there is nothing there (404)')
    expect(await refused(`${base}/broken`)).toContain('the server answered 500')
    expect(await refused(`${base}/slow`, { secondsPerPage: 0.2 })).toContain('did not answer within 0.2 seconds')
    expect(await refused(`${base}/oruk3/services`, { bytes: 500 })).toContain('the most we read at once')
    expect(await refused(`${base}/oruk3/services`, { pages: 2 })).toContain('more than 2 pages')
    expect(await refused('ftp://feed.example/services')).toContain('http and https only')
    expect(await refused('http://127.0.0.1:9/services')).toContain('could not be reached')
  })
  it('names the line and column where JSON breaks or stops', async () => {
    expect(await refused(await file('g.json', '[\n  {"id": 1, "name": "a"},\n  {"id": 2, name: "b"}\n]'))).toContain(
      'line 3, column 13, at “name: "b"} ]”',
    )
    expect(await refused(await file('h2.json', '[{"id": 1},\n {"id": 2, "name": "Food ba'))).toContain(
      'stops in the middle, at line 2',
    )
    expect(await refused(await file('i.json', '[{"id": 1,}]'))).toContain('line 1, column 11')
    expect(await refused(await file('j.json', 'id,name\n1,Tea'))).toContain('line 1, column 1, at “id,name')
  })
  it('reads past a byte order mark and UTF-16, and refuses other encodings by line', async () => {
    expect((await taken(await file('k.json', `\ufeff${JSON.stringify(all)}`))).records.length).toBe(25)
    expect(
      (await taken(await file('l.json', Buffer.from(`\ufeff${JSON.stringify(all)}`, 'utf16le')))).notes[0],
    ).toContain('UTF-16LE')
    expect((await taken(await file('l2.json', Buffer.from(JSON.stringify(all), 'utf16le')))).notes[0]).toContain(
      'UTF-16LE',
    )
  })
  it('reads bytes that are not UTF-8 as Windows-1252, and says so of each record that holds them', async () => {
    const feed = await taken(
      await file(
        'm.json',
        Buffer.concat([
          Buffer.from('[{"id":"1","name":"Caf'),
          Buffer.from([0xe9]),
          Buffer.from(' “Ol'),
          Buffer.from([0xe9, 0x94]),
          Buffer.from('"},\n{"id":"2","name":"Naïve"}]'),
        ]),
      ),
    )
    expect(feed.records.map(record => (record.value as { name: string }).name)).toEqual(['Café “Olé”', 'Naïve'])
    expect(feed.records.map(record => record.mends?.length ?? 0)).toEqual([1, 0])
    expect(feed.notes[0]).toContain('3 characters were read as Windows-1252, first in line 1')
    expect(await refused(await file('m2.json', Buffer.from([0x5b, ...Array(50).fill(0xff)])))).toContain(
      'not text in any encoding',
    )
  })
  it('refuses what is no feed and says what it seems to be', async () => {
    expect(await refused(join(folder, 'none.json'))).toContain('There is no file')
    expect(await refused(folder)).toContain('is a folder')
    expect(await refused(await file('n.json', ''))).toContain('is empty')
    expect(await refused(await file('o.json', '<html>'))).toContain('web page or XML')
    expect(await refused(await file('p.json', Buffer.from([0x1f, 0x8b, 8])))).toContain('Unpack it first')
    expect(await refused(await file('q.json', '{"type":"FeatureCollection","features":[]}'))).toContain('map file')
    expect(await refused(await file('r.json', '[1,2]'))).toContain('a list of numbers')
    expect(await refused(await file('s.json', '"hello"'))).toContain('only a string')
    expect(await refused(await file('t.json', '[{"id":"1","name":"A","website":"x"}]'))).toContain(
      'a list of organisations',
    )
    expect(await refused(await file('u.json', '{"message":"key needed"}'))).toContain('“key needed”')
  })
  it('refuses a file of 1 GB before reading it', async () => {
    const path = await file('v.json', '[')
    await truncate(path, 1_000_000_000)
    expect(await refused(path)).toContain('is 1000 MB; the most we read at once is 200 MB. Split the feed')
  })
})
