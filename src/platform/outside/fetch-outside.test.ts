import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRefusal } from '../../kernel/refusal.ts'
import { type FetchOptions, fetchOutside } from './fetch-outside.ts'
import { isOutside, whyNotFetched } from './outside-address.ts'

let server: Server
let port: number
let connections = 0
// Times that a busy machine keeps: unpacking waits its turn behind everything else the process does. What is about time itself has limits of its own.
const limits = { bytes: 1_000_000, secondsToConnect: 25, secondsBetween: 25, secondsInAll: 25 }
const hasty = { limits: { ...limits, secondsBetween: 0.3, secondsInAll: 1 } }
const bomb = gzipSync(Buffer.alloc(20_000_000))
const say = (res: ServerResponse, body: string | Buffer, headers = {}, status = 200) => {
  res.writeHead(status, { 'content-type': 'application/json', ...headers })
  res.end(body)
}
const drip = (res: ServerResponse, every: number, piece: string) => {
  res.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => res.write(piece), every)
  res.on('close', () => clearInterval(timer))
}

beforeAll(async () => {
  server = createServer((req, res) => {
    const path = req.url ?? ''
    if (path === '/ok') say(res, '[]')
    else if (path === '/host') say(res, JSON.stringify(req.headers.host))
    else if (path === '/silent') return
    else if (path === '/loris') drip(res, 100, ' ')
    else if (path === '/endless') drip(res, 1, 'x'.repeat(60_000))
    else if (path === '/huge') say(res, Buffer.alloc(1_500_000, 32))
    else if (path === '/bomb') say(res, bomb, { 'content-encoding': 'gzip' })
    else if (path === '/zipped') say(res, gzipSync('[1]'), { 'content-encoding': 'gzip' })
    else if (path === '/not-zipped') say(res, '[1]', { 'content-encoding': 'gzip' })
    else if (path === '/odd-coding') say(res, '[1]', { 'content-encoding': 'zstd-ish' })
    else if (path === '/cut') {
      res.writeHead(200, { 'content-length': '100' })
      res.write('[')
      setTimeout(() => res.destroy(), 20)
    } else if (path === '/to-ok') say(res, '', { location: '/ok' }, 302)
    else if (path === '/circle') say(res, '', { location: '/circle2' }, 302)
    else if (path === '/circle2') say(res, '', { location: '/circle' }, 302)
    else if (path.startsWith('/far/')) say(res, '', { location: `/far/${Number(path.slice(5)) + 1}` }, 302)
    else if (path === '/to-metadata') say(res, '', { location: 'http://169.254.169.254/latest/meta-data' }, 302)
    else if (path === '/to-inside') say(res, '', { location: `http://localhost:${port}/ok` }, 302)
    else if (path === '/to-file') say(res, '', { location: 'file:///etc/passwd' }, 302)
    else say(res, '{}', {}, 404)
  })
  server.on('connection', () => connections++)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const fetched = async (path: string, more: Partial<FetchOptions> = {}) => {
  const from = path.startsWith('/') ? `http://127.0.0.1:${port}${path}` : path
  const answer = await fetchOutside(new URL(from), { limits, opened: [`127.0.0.1:${port}`], ...more })
  return isRefusal(answer)
    ? `${answer.refused}: ${answer.message}`
    : `${answer.status} ${answer.bytes.toString().slice(0, 50)}`
}

describe('addresses that a feed may be fetched from', () => {
  it('are only those the whole world can reach', () => {
    for (const inside of [
      '127.0.0.1',
      '127.9.9.9',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '198.18.0.1',
      '::1',
      '::',
      'fe80::1',
      'fe80::1%eth0',
      'fd00::1',
      'fc00::1',
      'ff02::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2001::1',
      '2001:db8::1',
      'fec0::1',
      '[::1]',
      'nonsense',
      '',
    ])
      expect(isOutside(inside), inside).toBe(false)
    for (const outside of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])
      expect(isOutside(outside), outside).toBe(true)
  })
  it('are checked however they are written', () => {
    for (const written of [
      'http://127.1/',
      'http://2130706433/',
      'http://0x7f.0.0.1/',
      'http://0177.0.0.1/',
      'http://127.0.0.1./',
      'http://[::1]/',
      'http://[::ffff:7f00:1]/',
      'http://localhost/',
      'http://LOCALHOST./',
      'http://a.localhost/',
      'http://printer/',
      'http://db.internal/',
      'http://①②⑦.0.0.1/',
      'http://router.local/',
    ])
      expect(whyNotFetched(new URL(written), [])?.refused, written).toBe('inside')
    expect(whyNotFetched(new URL('http://u:p@feed.example/'), [])?.message).toContain('name and password')
    expect(whyNotFetched(new URL('gopher://feed.example/'), [])?.message).toContain('http and https only')
    expect(whyNotFetched(new URL('http://feed.example:6379/'), [])?.message).toContain('Port 6379')
    expect(whyNotFetched(new URL('https://feed.example/services'), [])).toBeNull()
  })
  it('are opened further by the operator alone, host by host and port by port', () => {
    expect(whyNotFetched(new URL('http://feed.example:8443/'), ['*:8443'])).toBeNull()
    expect(whyNotFetched(new URL('http://127.0.0.1:8443/'), ['*:8443'])?.refused).toBe('inside')
    expect(whyNotFetched(new URL('http://127.0.0.1:8080/'), ['127.0.0.1:8080'])).toBeNull()
    expect(whyNotFetched(new URL('http://127.0.0.1:8081/'), ['127.0.0.1:8080'])?.refused).toBe('port')
  })
  it('never hold an IPv4 address of a private network, in whatever IPv6 form it comes', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c) => {
        for (const prefix of ['::ffff:', '::', '64:ff9b::']) expect(isOutside(`${prefix}10.${a}.${b}.${c}`)).toBe(false)
        expect(isOutside(`2002:0a${a.toString(16).padStart(2, '0')}:${b.toString(16)}::${c.toString(16)}`)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})

describe('fetching from outside', () => {
  it('reads an answer, packed or not, and follows a redirect', async () => {
    expect(await fetched('/ok')).toBe('200 []')
    expect(await fetched('/zipped')).toBe('200 [1]')
    expect(await fetched('/to-ok')).toBe('200 []')
  })
  it('refuses an address inside before a single connection is made', async () => {
    const before = connections
    expect(await fetched('/ok', { opened: [] })).toContain('port: Port')
    expect(await fetched(`http://localhost:${port}/ok`, { opened: [`*:${port}`] })).toContain('inside:')
    expect(connections).toBe(before)
  })
  it('refuses a name when any address of it is inside', async () => {
    const resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    expect(await fetched(`http://feed.example:${port}/ok`, { opened: [`*:${port}`], resolve })).toContain('inside:')
  })
  it('goes to the address it checked, whatever the name answers the next time', async () => {
    let asked = 0
    const resolve = async () => {
      asked++
      return [{ address: '127.0.0.1', family: 4 }]
    }
    // This name does not exist: only the pinned address can lead anywhere.
    const opened = [`feed.invalid:${port}`]
    expect(await fetched(`http://feed.invalid:${port}/host`, { opened, resolve })).toBe(`200 "feed.invalid:${port}"`)
    expect(asked).toBe(1)
  })
  it('checks every redirect anew', async () => {
    expect(await fetched('/to-metadata')).toMatch(/^inside: .*redirects to an address that is not fetched/)
    expect(await fetched('/to-inside')).toMatch(/redirects to an address that is not fetched/)
    expect(await fetched('/to-file')).toContain('http and https only')
    expect(await fetched('/circle')).toContain('redirects in a circle')
    expect(await fetched('/far/1')).toContain('redirects more than 5 times')
  })
  it('cuts servers that are silent, that drip, that never end', async () => {
    expect(await fetched('/silent', hasty)).toContain('sent nothing for 0.3 seconds')
    expect(await fetched('/loris', hasty)).toContain('did not answer within 1 seconds')
    expect(await fetched('/endless')).toContain('more than 1 MB')
    expect(await fetched('/huge')).toContain('more than 1 MB')
    expect(await fetched('/cut')).toContain('broke off in the middle')
  })
  it('unpacks no further than the limit', async () => {
    let seen = 0
    const onBytes = (bytes: number) => {
      seen += bytes
      return undefined
    }
    expect(await fetched('/bomb', { onBytes })).toContain('more than 1 MB')
    expect(seen).toBeLessThanOrEqual(limits.bytes)
    expect(await fetched('/not-zipped')).toContain('compressed, but broken')
    expect(await fetched('/odd-coding')).toContain('compressed in a way we do not read')
  })
  it('says what is wrong with a name that leads nowhere', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'))
    expect(await fetched('http://nothing.example/', { resolve })).toContain('There is no host “nothing.example”')
    expect(
      await fetched('http://slow.example/', {
        resolve: () => new Promise(() => {}),
        limits: { ...limits, secondsToConnect: 0.1 },
      }),
    ).toContain('There is no host')
  })
})
