import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { OpenedHosts } from '../../../platform/outside/outside-address.ts'
import { type FeedForm, type FeedPage, formOfRecords, readFeedBody } from './feed-form.ts'
import { type FeedText, textOf, withoutMarks } from './feed-text.ts'
import { jsonFault } from './json-fault.ts'
import { readFeedAddress } from './read-feed-address.ts'

/**
 * One record as it came, or the reason it could not even be read; `number` counts from 1 in the order of the feed.
 * `mends` is what had to be done to read it at all.
 */
export type FeedRecord = {
  number: number
  value: unknown
  fault?: string
  mends?: string[]
  /** It comes from where nothing has ids: that they are made from names is nothing to tell of each. */
  isWithoutIds?: true
}

/** A whole feed in memory. `source` names it between imports: the address without its query, or the file's name. */
export type Feed = {
  source: string
  form: FeedForm
  records: FeedRecord[]
  pages: number
  bytes: number
  notes: string[]
  /** What the publisher's server calls this version; only where the whole feed is one answer, or it would vouch for one page of many. */
  version?: FeedVersion
}

/** Validators of a conditional request (RFC 9110 §13). */
export type FeedVersion = { etag?: string; lastModified?: string }

export type FeedLimits = {
  bytes: number
  pages: number
  secondsToConnect: number
  secondsBetween: number
  secondsPerPage: number
  secondsInAll: number
}

/** A feed of 200 MB holds about 70,000 services: more than any place has, and what fits in memory beside everything else. */
export const FEED_LIMITS: FeedLimits = {
  bytes: 200_000_000,
  pages: 2_000,
  secondsToConnect: 10,
  secondsBetween: 15,
  secondsPerPage: 30,
  secondsInAll: 1_800,
}

export type ReadOptions = {
  limits?: Partial<FeedLimits>
  onPage?: (page: number, of: number) => void
  /** Hosts that the operator of this installation opened to feeds besides the public internet. */
  opened?: OpenedHosts
  /** The version read last: a feed that is still the same is refused as 'unchanged'. */
  since?: FeedVersion
  /** For tests of what a name may resolve to. */
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>
}

/** Reads a feed from a file path or an http(s) address. A refusal says what is wrong, where, and what to do. */
export async function readFeed(from: string, options: ReadOptions = {}): Promise<Feed | Refusal> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(from)) return readFeedAddress(from, options)
  return readFile(from, { ...FEED_LIMITS, ...options.limits })
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
  const parsed = parseFeed(text, `“${source}”`)
  if (isRefusal(parsed)) return parsed
  const notes = [...text.notes]
  const pages = parsed.page?.totalPages ?? 1
  if (pages > 1) notes.push(`This file is one page of ${pages}: the other pages are not in it.`)
  return { source, form: parsed.form, records: parsed.records, pages: 1, bytes: bytes.length, notes }
}

const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`
const tooBig = (what: string, limits: FeedLimits) =>
  `${what}; the most we read at once is ${inMegabytes(limits.bytes)}. Split the feed into several files, give each the same --source name, and import them one after another.`

type ParsedFeed = { form: FeedForm; records: FeedRecord[]; page: FeedPage | undefined }

/** Parses one JSON text or one JSON object a line (HSDS ndjson). */
export function parseFeed(read: FeedText, what: string): ParsedFeed | Refusal {
  const parsed = parseText(read.text, what)
  if (isRefusal(parsed) || !read.mendedBytes) return parsed
  return {
    ...parsed,
    records: parsed.records.map(record => {
      const { value, marked } = withoutMarks(record.value)
      return marked ? { ...record, value, mends: ['had characters that were not UTF-8: read as Windows-1252'] } : record
    }),
  }
}

function parseText(text: string, what: string): ParsedFeed | Refusal {
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
  return { form: found.form, records: numbered(found.records, 0), page: found.page }
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
  return { form: formOfRecords(records.map(record => record.value)), records, page: undefined }
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
