import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { type FeedForm, formOfRecords, isFeedRoot, readFeedBody } from './feed-form.ts'
import { jsonFault } from './json-fault.ts'

/** One record as it came, or the reason it could not even be read; `number` counts from 1 in the order of the feed. */
export type FeedRecord = { number: number; value: unknown; fault?: string }

/** A whole feed in memory. `source` names it between imports: the address without its query, or the file's name. */
export type Feed = {
  source: string
  form: FeedForm
  records: FeedRecord[]
  pages: number
  bytes: number
  notes: string[]
}

export type FeedLimits = { bytes: number; pages: number; secondsPerPage: number; secondsInAll: number }

/** A feed of 200 MB holds about 70,000 services: more than any place has, and what fits in memory beside everything else. */
export const FEED_LIMITS: FeedLimits = { bytes: 200_000_000, pages: 2_000, secondsPerPage: 30, secondsInAll: 1_800 }

export type ReadOptions = {
  limits?: Partial<FeedLimits>
  onPage?: (page: number, of: number) => void
  fetch?: typeof fetch
}

/** Reads a feed from a file path or an http(s) address. A refusal says what is wrong, where, and what to do. */
export async function readFeed(from: string, options: ReadOptions = {}): Promise<Feed | Refusal> {
  const limits = { ...FEED_LIMITS, ...options.limits }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(from)) return readAddress(from, limits, options)
  return readFile(from, limits)
}

async function readFile(path: string, limits: FeedLimits): Promise<Feed | Refusal> {
  let bytes: Buffer
  try {
    const found = await stat(path)
    if (found.isDirectory()) return refuse('directory', `“${path}” is a folder. Give the file itself.`)
    if (found.size > limits.bytes) return refuse('too-big', tooBig(`“${path}” is ${inMegabytes(found.size)}`, limits))
    const file = await open(path, 'r')
    try {
      bytes = await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT')
      return refuse(
        'no-file',
        `There is no file “${path}”. Check the spelling, or give an address that begins with https://.`,
      )
    if (code === 'EACCES') return refuse('no-file', `The file “${path}” may not be read by this user.`)
    throw error
  }
  const source = basename(path)
  const text = textOf(bytes, `“${source}”`)
  if (isRefusal(text)) return text
  const parsed = parseFeed(text.text, `“${source}”`)
  if (isRefusal(parsed)) return parsed
  const notes = [...text.notes]
  if (parsed.morePages) notes.push(`This file is one page of ${parsed.morePages}: the other pages are not in it.`)
  return { source, form: parsed.form, records: parsed.records, pages: 1, bytes: bytes.length, notes }
}

const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`
const tooBig = (what: string, limits: FeedLimits) =>
  `${what}; the most we read at once is ${inMegabytes(limits.bytes)}. Split the feed into several files, give each the same --source name, and import them one after another.`

/** The bytes as text, by their byte order mark or as UTF-8; never by guessing. */
export function textOf(bytes: Uint8Array, what: string): { text: string; notes: string[] } | Refusal {
  if (bytes.length === 0) return refuse('empty', `${what} is empty.`)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return refuse('compressed', `${what} is compressed (gzip). Unpack it first.`)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return refuse('compressed', `${what} is a zip file or a spreadsheet. Give the JSON file inside it.`)
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(mark, { fatal: true }).decode(bytes)
    if (text.trim() === '') return refuse('empty', `${what} is empty.`)
    return { text, notes: mark === 'utf-8' ? [] : [`${what} was in ${mark.toUpperCase()}; feeds should be UTF-8.`] }
  } catch {
    const loose = new TextDecoder(mark).decode(bytes)
    const before = loose.slice(0, loose.indexOf('\ufffd'))
    const line = before.split('\n').length
    return refuse(
      'encoding',
      `${what} is not UTF-8 text: line ${line}, after “${before.slice(-30).replace(/\s+/g, ' ').trim()}”. Save it as UTF-8 and try again.`,
    )
  }
}

type ParsedFeed = { form: FeedForm; records: FeedRecord[]; morePages: number }

/** Parses one JSON text or one JSON object a line (HSDS ndjson). */
export function parseFeed(text: string, what: string): ParsedFeed | Refusal {
  const trimmed = text.trimStart()
  if (trimmed.startsWith('<')) {
    return refuse(
      'html',
      `${what} is a web page or XML, not JSON. Give the address or file of the feed itself, for example one ending in /services.`,
    )
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return parseLines(text) ?? notJson(text, what)
  }
  const found = readFeedBody(body)
  if (isRefusal(found)) return found
  const morePages = found.page && found.page.totalPages > 1 ? found.page.totalPages : 0
  return { form: found.form, records: numbered(found.records, 0), morePages }
}

function numbered(values: readonly unknown[], from: number): FeedRecord[] {
  return values.map((value, index) => ({ number: from + index + 1, value }))
}

function parseLines(text: string): ParsedFeed | undefined {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  if (lines.length < 2 || !lines[0]?.trimStart().startsWith('{')) return undefined
  const records: FeedRecord[] = []
  for (const [index, line] of lines.entries()) {
    const number = index + 1
    try {
      records.push({ number, value: JSON.parse(line) })
    } catch {
      // The first line decides: if it is no whole object, this is one broken JSON text and not ndjson.
      if (index === 0) return undefined
      records.push({
        number,
        value: undefined,
        fault: `line ${number} is not whole JSON (column ${jsonFault(line).column})`,
      })
    }
  }
  return { form: formOfRecords(records.map(record => record.value)), records, morePages: 0 }
}

function notJson(text: string, what: string): Refusal {
  const fault = jsonFault(text)
  const where = `line ${fault.line}, column ${fault.column}`
  if (fault.cutShort)
    return refuse(
      'cut-short',
      `${what} stops in the middle, at ${where}, after “${fault.near}”. It was cut short: fetch it again.`,
    )
  return refuse('not-json', `${what} is not JSON: ${where}, at “${fault.near}”.`)
}

async function readAddress(from: string, limits: FeedLimits, options: ReadOptions): Promise<Feed | Refusal> {
  let address: URL
  try {
    address = new URL(from)
  } catch {
    return refuse('address', `“${from}” is not an address we can read. Give one like https://feed.example/services.`)
  }
  if (!/^https?:$/.test(address.protocol)) {
    return refuse('address', `We read feeds by http and https only, not ${address.protocol.replace(':', '')}.`)
  }
  if (address.username || address.password)
    return refuse('address', 'Take the name and password out of the address: feeds are open.')
  const get = pageGetter(limits, options.fetch ?? fetch)
  let first = await get(address)
  if (isRefusal(first)) return first
  if (isFeedRoot(first.body)) {
    address.pathname = `${address.pathname.replace(/\/$/, '')}/services`
    first = await get(address)
    if (isRefusal(first)) return first
  }
  const source = `${address.host}${address.pathname.replace(/\/$/, '')}`
  if (first.lines) return { source, ...first.lines, pages: 1, bytes: get.bytesRead(), notes: [] }
  const found = readFeedBody(first.body)
  if (isRefusal(found)) return found
  const records = numbered(found.records, 0)
  const { page } = found
  options.onPage?.(1, page?.totalPages ?? 1)
  let pages = 1
  // Some feeds count pages from 0 and some from 1, and some say 0 but are asked for 1: what each answer says decides.
  let ask = (page?.pageNumber ?? 1) + 1
  let last = page?.pageNumber ?? 1
  while (page && pages < page.totalPages) {
    if (pages >= limits.pages)
      return refuse(
        'too-many-pages',
        `The feed has more than ${limits.pages} pages. Ask for larger pages, for example by adding ?per_page=100 to the address.`,
      )
    const next = new URL(address)
    next.searchParams.set('page', String(ask))
    const answer = await get(next)
    if (isRefusal(answer)) return answer
    const body = readFeedBody(answer.body)
    if (isRefusal(body)) return refuse(body.refused, `Page ${ask} of the feed: ${body.message}`)
    ask++
    if (body.page?.pageNumber === last && pages === 1 && ask === last + 2) continue
    if (body.page && body.page.pageNumber <= last) {
      return refuse(
        'pages',
        `The feed says it has ${page.totalPages} pages, but page ${ask - 1} came back as page ${body.page.pageNumber}. Tell its publisher; nothing was imported.`,
      )
    }
    if (body.records.length === 0) break
    records.push(...numbered(body.records, records.length))
    last = body.page?.pageNumber ?? last + 1
    pages++
    options.onPage?.(pages, page.totalPages)
    if (body.page?.isLast) break
  }
  const notes: string[] = []
  if (page?.totalItems !== undefined && page.totalItems !== records.length) {
    notes.push(`The feed says it has ${page.totalItems} services, but its pages held ${records.length}.`)
  }
  return { source, form: found.form, records, pages, bytes: get.bytesRead(), notes }
}

type PageAnswer = { body: unknown; lines?: { form: FeedForm; records: FeedRecord[] } }

function pageGetter(limits: FeedLimits, fetchPage: typeof fetch) {
  const stopAt = Date.now() + limits.secondsInAll * 1000
  let read = 0
  const get = async (address: URL, attempt = 1): Promise<PageAnswer | Refusal> => {
    const shown = `${address.origin}${address.pathname}${address.search}`
    if (Date.now() > stopAt)
      return refuse(
        'too-slow',
        `The feed took longer than ${Math.round(limits.secondsInAll / 60)} minutes in all. Nothing was imported; try a saved file.`,
      )
    let bytes: Uint8Array
    let type: string
    try {
      const response = await fetchPage(address, {
        headers: { accept: 'application/json, application/x-ndjson' },
        signal: AbortSignal.timeout(Math.min(limits.secondsPerPage * 1000, Math.max(1, stopAt - Date.now()))),
      })
      if ((response.status === 429 || response.status === 503) && attempt <= 3) {
        await response.body?.cancel()
        await new Promise(resume =>
          setTimeout(resume, Math.min(Number(response.headers.get('retry-after')) || attempt, 20) * 1000),
        )
        return get(address, attempt + 1)
      }
      if (!response.ok) {
        await response.body?.cancel()
        const why =
          response.status === 404
            ? 'there is nothing there (404). Check the address; the services are usually at one ending in /services'
            : `the server answered ${response.status} ${response.statusText}`.trim()
        return refuse('http', `${shown}: ${why}.`)
      }
      type = response.headers.get('content-type') ?? ''
      const parts: Uint8Array[] = []
      for await (const part of response.body ?? []) {
        read += part.length
        if (read > limits.bytes)
          return refuse(
            'too-big',
            tooBig(`The feed at ${address.host} is more than ${inMegabytes(limits.bytes)}`, limits),
          )
        parts.push(part)
      }
      bytes = Buffer.concat(parts)
    } catch (error) {
      if ((error as Error).name === 'TimeoutError')
        return refuse('too-slow', `${shown} did not answer within ${limits.secondsPerPage} seconds.`)
      const cause = (error as { cause?: NodeJS.ErrnoException }).cause
      return refuse(
        'http',
        `${shown} could not be reached${cause?.code ? ` (${cause.code})` : ''}. Check the address and the connection.`,
      )
    }
    const text = textOf(bytes, shown)
    if (isRefusal(text)) return text
    if (type.includes('html') && text.text.trimStart().startsWith('<')) {
      return refuse(
        'html',
        `${shown} is a web page, not JSON. Give the address of the feed itself, for example one ending in /services.`,
      )
    }
    try {
      return { body: JSON.parse(text.text) }
    } catch {
      const parsed = parseFeed(text.text, shown)
      return isRefusal(parsed) ? parsed : { body: undefined, lines: { form: parsed.form, records: parsed.records } }
    }
  }
  return Object.assign(get, { bytesRead: () => read })
}
