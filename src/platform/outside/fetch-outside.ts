import { lookup } from 'node:dns/promises'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { isOpened, isOutside, notOutside, type OpenedHosts, whyNotFetched } from './outside-address.ts'

/** What one fetch may cost. Bytes are counted as they come over the wire and again as they come out of compression. */
export type FetchLimits = {
  bytes: number
  secondsToConnect: number
  /** Longest wait between two bytes. */
  secondsBetween: number
  secondsInAll: number
}

export type FetchOptions = {
  limits: FetchLimits
  opened: OpenedHosts
  headers?: Readonly<Record<string, string>>
  /** Sent with POST; without it the address is got. What is sent goes to the very address given, and to none it redirects to. */
  body?: string
  /** Told of each piece as it arrives: with a Refusal the fetch ends there. */
  onBytes?: (bytes: number) => Refusal | undefined
  /** For tests of what a name may resolve to. */
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>
}

export type Fetched = {
  status: number
  headers: Readonly<Record<string, string | undefined>>
  bytes: Buffer
  /** Where the answer came from, after redirects. */
  address: URL
}

const MOST_REDIRECTS = 5

/**
 * Fetches an address somebody typed in, so that nothing inside our own network can be reached by it: every name is resolved here, every address it
 * has is checked, the connection goes to the very address that was checked (a name that answers differently the second time gains nothing), and each
 * redirect goes through all of it anew. Never throws for what the other side does.
 */
export async function fetchOutside(from: URL, options: FetchOptions): Promise<Fetched | Refusal> {
  const stopAt = Date.now() + options.limits.secondsInAll * 1000
  const been = new Set<string>()
  let address = from
  for (;;) {
    const not = whyNotFetched(address, options.opened)
    if (not) return been.size === 0 ? not : redirectRefused(from, not)
    if (been.has(address.href)) return refuse('redirects', `${shown(from)} redirects in a circle.`)
    been.add(address.href)
    if (been.size > MOST_REDIRECTS + 1)
      return refuse('redirects', `${shown(from)} redirects more than ${MOST_REDIRECTS} times.`)
    const where = await checkedAddress(address, options, stopAt)
    if (isRefusal(where)) return been.size === 1 ? where : redirectRefused(from, where)
    const answer = await fetchOnce(address, where, options, stopAt)
    if (isRefusal(answer)) return answer
    const to = answer.headers.location
    if (![301, 302, 303, 307, 308].includes(answer.status) || to === undefined) return answer
    if (options.body !== undefined)
      return refuse('redirects', `${shown(address)} redirects what was sent to it elsewhere.`)
    if (!URL.canParse(to, address.href))
      return refuse('redirects', `${shown(address)} redirects to something that is no address.`)
    const next = new URL(to, address)
    next.hash = ''
    if (address.protocol === 'https:' && next.protocol === 'http:')
      return refuse(
        'redirects',
        `${shown(address)} redirects from https to http, where anybody on the way could change it.`,
      )
    address = next
  }
}

const shown = (address: URL): string => `${address.origin}${address.pathname}${address.search}`.slice(0, 300)
const redirectRefused = (from: URL, refusal: Refusal): Refusal =>
  refuse(refusal.refused, `${shown(from)} redirects to an address that is not fetched: ${refusal.message}`)

async function checkedAddress(
  address: URL,
  { opened, resolve, limits }: FetchOptions,
  stopAt: number,
): Promise<{ address: string; family: number } | Refusal> {
  const host = address.hostname.replace(/^\[|\]$/g, '')
  let found: { address: string; family: number }[]
  const literal = isIP(host)
  if (literal) found = [{ address: host, family: literal }]
  else {
    try {
      found = await within(
        (resolve ?? (name => lookup(name, { all: true })))(host),
        Math.min(limits.secondsToConnect * 1000, stopAt - Date.now()),
      )
    } catch {
      return refuse('http', `There is no host “${host}”, or its name could not be looked up. Check the address.`)
    }
  }
  // One private address among public ones is enough: which of them is used is not ours to hope for.
  if (!isOpened(address, opened) && !found.every(each => isOutside(each.address))) return notOutside(address.hostname)
  return found[0] ?? refuse('http', `There is no host “${host}”. Check the address.`)
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), Math.max(1, milliseconds))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function fetchOnce(
  address: URL,
  pinned: { address: string; family: number },
  { limits, headers, body, onBytes }: FetchOptions,
  stopAt: number,
): Promise<Fetched | Refusal> {
  return new Promise(resolve => {
    let request: ClientRequest | undefined
    let timer: NodeJS.Timeout | undefined
    let connecting: NodeJS.Timeout | undefined
    const done = (answer: Fetched | Refusal) => {
      clearTimeout(timer)
      clearTimeout(connecting)
      resolve(answer)
      request?.destroy()
    }
    const tooSlow = (why: string) => done(refuse('too-slow', `${shown(address)} ${why}.`))
    timer = setTimeout(
      () => tooSlow(`did not answer within ${limits.secondsInAll} seconds`),
      Math.max(1, stopAt - Date.now()),
    )
    connecting = setTimeout(
      () => tooSlow(`could not be connected to within ${limits.secondsToConnect} seconds`),
      limits.secondsToConnect * 1000,
    )
    try {
      request = (address.protocol === 'https:' ? httpsRequest : httpRequest)({
        host: address.hostname.replace(/^\[|\]$/g, ''),
        port: address.port || (address.protocol === 'https:' ? 443 : 80),
        path: `${address.pathname}${address.search}`,
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        maxHeaderSize: 16_384,
        // Node asks for all addresses of a name or for one; either way it gets the one that was checked.
        lookup: (_host, how, answer) =>
          how.all ? answer(null, [pinned]) : answer(null, pinned.address, pinned.family),
        headers: {
          host: address.host,
          'user-agent': 'keepitlocal (a directory that reads open feeds)',
          'accept-encoding': 'gzip, deflate, br',
          ...headers,
        },
      })
    } catch {
      return done(refuse('http', `${shown(address)} cannot be asked for. Check the address.`))
    }
    request.setTimeout(limits.secondsBetween * 1000, () => tooSlow(`sent nothing for ${limits.secondsBetween} seconds`))
    request.on('socket', socket =>
      socket.once(address.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting)),
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      done(
        refuse(
          'http',
          `${shown(address)} could not be reached${error.code ? ` (${error.code})` : ''}. Check the address and the connection.`,
        ),
      ),
    )
    request.on('response', response => {
      clearTimeout(connecting)
      void readAll(response, address, limits, onBytes).then(bytes =>
        done(
          isRefusal(bytes)
            ? bytes
            : { status: response.statusCode ?? 0, headers: oneEach(response.headers), bytes, address },
        ),
      )
    })
    request.end(body)
  })
}

const oneEach = (headers: IncomingMessage['headers']): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))

function unpacked(response: IncomingMessage): Readable | Refusal {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const unpack =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined
  if (unpack) return pipeline(response, unpack, () => {}) as unknown as Readable
  return encoding === 'identity' || encoding === ''
    ? response
    : refuse('compressed', `It is compressed in a way we do not read (${encoding.slice(0, 40)}).`)
}

async function readAll(
  response: IncomingMessage,
  address: URL,
  limits: FetchLimits,
  onBytes: FetchOptions['onBytes'],
): Promise<Buffer | Refusal> {
  const tooBig = () =>
    refuse(
      'too-big',
      `What ${address.host} sends is more than ${Math.ceil(limits.bytes / 1_000_000)} MB, the most we read at once.`,
    )
  if (Number(response.headers['content-length'] ?? 0) > limits.bytes) return tooBig()
  const source = unpacked(response)
  if (isRefusal(source)) return source
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of source as AsyncIterable<Buffer>) {
      size += part.length
      if (size > limits.bytes) return tooBig()
      const stop = onBytes?.(part.length)
      if (stop) return stop
      parts.push(part)
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    return /^(Z_|ERR_BROTLI|ERR_.*ZLIB|ERR__ERROR)/.test(code)
      ? refuse('compressed', `What ${address.host} sends is compressed, but broken (${code}).`)
      : refuse('http', `${shown(address)} broke off in the middle${code ? ` (${code})` : ''}. Nothing was imported.`)
  }
  return Buffer.concat(parts)
}
