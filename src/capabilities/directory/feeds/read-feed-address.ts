import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { fetchOutside } from '../../../platform/outside/fetch-outside.ts'
import type { FeedForm, FeedPage } from './feed-form.ts'
import { isFeedRoot } from './feed-form.ts'
import { textOf } from './feed-text.ts'
import {
  FEED_LIMITS,
  type Feed,
  type FeedLimits,
  type FeedRecord,
  type FeedVersion,
  parseFeed,
  type ReadOptions,
} from './read-feed.ts'

/** Reads a feed page by page over http or https; nothing of our own network is reached by it (fetch-outside.ts). */
export async function readFeedAddress(from: string, options: ReadOptions): Promise<Feed | Refusal> {
  const limits = { ...FEED_LIMITS, ...options.limits }
  if (!URL.canParse(from))
    return refuse('address', `“${from}” is not an address we can read. Give one like https://feed.example/services.`)
  const address = new URL(from)
  address.hash = ''
  const get = pageGetter(limits, options)
  let first = await get(address, options.since)
  if (isRefusal(first)) return first
  if (first.isRoot) {
    address.pathname = `${address.pathname.replace(/\/$/, '')}/services`
    // Lists of the standards hold services in short; who knows the word gives them whole.
    address.searchParams.set('full', 'true')
    first = await get(address)
    if (isRefusal(first)) return first
    if (first.isRoot)
      return refuse('not-a-feed', 'The front page of this feed leads to itself. Give the address of its services.')
  }
  const { form, page, version } = first
  const records = first.records
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
    if (isRefusal(answer)) return refuse(answer.refused, `Page ${ask} of the feed: ${answer.message}`)
    ask++
    if (answer.page?.pageNumber === last && pages === 1 && ask === last + 2) continue
    if (answer.page && answer.page.pageNumber <= last) {
      return refuse(
        'pages',
        `The feed says it has ${page.totalPages} pages, but page ${ask - 1} came back as page ${answer.page.pageNumber}. Tell its publisher; nothing was imported.`,
      )
    }
    if (answer.records.length === 0) break
    for (const record of answer.records) records.push({ ...record, number: records.length + 1 })
    last = answer.page?.pageNumber ?? last + 1
    pages++
    options.onPage?.(pages, page.totalPages)
    if (answer.page?.isLast) break
  }
  const notes = [...new Set(get.notes)].slice(0, 20)
  if (page?.totalItems !== undefined && page.totalItems !== records.length) {
    notes.push(`The feed says it has ${page.totalItems} services, but its pages held ${records.length}.`)
  }
  const source = `${address.host}${address.pathname.replace(/\/$/, '')}`
  return { source, form, records, pages, bytes: get.bytesRead(), notes, ...(pages === 1 && version && { version }) }
}

type PageAnswer = {
  isRoot: boolean
  form: FeedForm
  records: FeedRecord[]
  page: FeedPage | undefined
  version: FeedVersion | undefined
}

const MOST_ATTEMPTS = 4
const READ_AS =
  /^(application\/(.*\+)?json|application\/(x-)?(ndjson|jsonlines|json-lines)|application\/octet-stream|text\/(plain|json|html)|)$/

function pageGetter(limits: FeedLimits, options: ReadOptions) {
  const stopAt = Date.now() + limits.secondsInAll * 1000
  let read = 0
  const notes: string[] = []
  const onBytes = (bytes: number) => {
    read += bytes
    return read > limits.bytes
      ? refuse(
          'too-big',
          `The feed is more than ${Math.ceil(limits.bytes / 1_000_000)} MB in all, the most we read at once. Ask for a part of it, or import it as several files with one --source name.`,
        )
      : undefined
  }
  const get = async (address: URL, since?: FeedVersion, attempt = 1): Promise<PageAnswer | Refusal> => {
    const shown = `${address.origin}${address.pathname}${address.search}`.slice(0, 300)
    const left = (stopAt - Date.now()) / 1000
    if (left <= 0)
      return refuse(
        'too-slow',
        `The feed took longer than ${Math.round(limits.secondsInAll / 60)} minutes in all. Nothing was imported; try a saved file.`,
      )
    const fetched = await fetchOutside(address, {
      limits: { ...limits, secondsInAll: Math.min(limits.secondsPerPage, left) },
      opened: options.opened ?? [],
      onBytes,
      ...(options.resolve && { resolve: options.resolve }),
      headers: {
        accept: 'application/json, application/x-ndjson;q=0.9',
        ...(since?.etag && { 'if-none-match': since.etag }),
        ...(since?.lastModified && { 'if-modified-since': since.lastModified }),
      },
    })
    if (isRefusal(fetched)) return fetched
    const { status, headers, bytes } = fetched
    if (status === 304) return refuse('unchanged', 'The feed is the same as last time.')
    if ((status === 429 || status === 503) && attempt < MOST_ATTEMPTS) {
      const wait = Math.min(Number(headers['retry-after']) || attempt, 20, Math.max(0, left))
      await new Promise(resume => setTimeout(resume, wait * 1000))
      return get(address, since, attempt + 1)
    }
    if (status < 200 || status > 299) {
      const why =
        status === 404
          ? 'there is nothing there (404). Check the address; the services are usually at one ending in /services'
          : status === 401 || status === 403
            ? `the server does not let us in (${status}). Feeds we read are open to everybody`
            : `the server answered ${status}`
      return refuse('http', `${shown}: ${why}.`)
    }
    const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map(part => part.trim())
    if (!READ_AS.test(type.toLowerCase()))
      return refuse('type', `${shown} is ${type.slice(0, 60)}, not JSON. Give the address of the feed itself.`)
    const charset = parameters
      .find(each => /^charset=/i.test(each))
      ?.slice(8)
      .replace(/"/g, '')
    const text = textOf(bytes, shown, charset)
    if (isRefusal(text)) return text
    notes.push(...text.notes)
    if (/html/i.test(type) && text.text.trimStart().startsWith('<')) {
      return refuse(
        'html',
        `${shown} is a web page, not JSON. Give the address of the feed itself, for example one ending in /services.`,
      )
    }
    const nothing = { form: 'ORUK 3.0' as const, records: [], page: undefined, version: undefined }
    if (text.text.length < 100_000 && isFeedRoot(orUndefined(text.text))) return { ...nothing, isRoot: true }
    const parsed = parseFeed(text, shown)
    if (isRefusal(parsed)) return parsed
    const { etag, 'last-modified': lastModified } = headers
    const version = {
      ...(etag && { etag: etag.slice(0, 300) }),
      ...(lastModified && { lastModified: lastModified.slice(0, 60) }),
    }
    return { ...parsed, isRoot: false, version: etag || lastModified ? version : undefined }
  }
  return Object.assign(get, { bytesRead: () => read, notes })
}

function orUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
