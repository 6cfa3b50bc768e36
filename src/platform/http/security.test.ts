import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { aCast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'

import { openApp } from '../../app.ts'
import { signedInAs } from '../../capabilities/directory/testing.ts'
import { loggedFault } from './logged.ts'
import { scanUpload } from './scan-upload.ts'

const house = useHouse()
const limits = { address: 12, visitor: 3, account: 5, forms: 2 }
const opened: { close(): Promise<unknown> }[] = []
afterAll(() => Promise.all(opened.map(web => web.close())))

const anApp = async (setting: object, options: Parameters<typeof openApp>[1]) => {
  const web = await openApp({ ...house.platform, config: { ...house.platform.config, ...setting } }, options)
  opened.push(web)
  return web
}

describe('how much may be asked for in a minute', () => {
  const statuses = async (count: number, ask: (turn: number) => Promise<{ statusCode: number }>) => {
    const all: number[] = []
    for (let turn = 0; turn < count; turn += 1) all.push((await ask(turn)).statusCode)
    return all
  }

  it('is counted for each address of whoever is not signed in, and says how long to wait', async () => {
    const { slug } = await aCast(house)
    const web = await anApp({}, { limits })
    expect(await statuses(4, () => web.inject(`/${slug}/find`))).toEqual([200, 200, 200, 429])
    const refused = await web.inject(`/${slug}/find`)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.body).toContain('Wait a minute')
    expect((await web.inject({ url: `/${slug}/find`, remoteAddress: '203.0.113.9' })).statusCode).toBe(200)
  })

  it('is counted for an account wherever it comes from, and apart from others at the same address', async () => {
    const { slug, cookies } = await aCast(house)
    const web = await anApp({}, { limits })
    const asBen = (turn: number) =>
      web.inject({ url: `/${slug}/referrals`, remoteAddress: `203.0.113.${turn}`, headers: { cookie: cookies.ben } })
    expect(await statuses(6, asBen)).toEqual([200, 200, 200, 200, 200, 429])
    const other = { url: `/${slug}/find`, remoteAddress: '203.0.113.0' }
    expect((await web.inject(other)).statusCode).toBe(200)
  })

  it('is less for forms, and the whole of an address has its limit, pages that do not exist included', async () => {
    const { slug } = await aCast(house)
    const web = await anApp({}, { limits: { ...limits, visitor: 100 } })
    expect(await statuses(3, () => web.inject({ method: 'POST', url: `/${slug}/sign-in`, payload: {} }))).toEqual([
      422, 422, 429,
    ])
    expect(await statuses(10, () => web.inject('/nowhere'))).toEqual([...Array(9).fill(404), 429])
  })

  it('takes a proxy’s word on where a visitor comes from only when that proxy is named', async () => {
    const { slug } = await aCast(house)
    const four = (web: Awaited<ReturnType<typeof anApp>>) =>
      statuses(4, turn => web.inject({ url: `/${slug}/find`, headers: { 'x-forwarded-for': `203.0.113.${turn}` } }))
    expect(await four(await anApp({}, { limits }))).toEqual([200, 200, 200, 429])
    expect(await four(await anApp({ trustedProxies: ['127.0.0.0/8'] }, { limits }))).toEqual([200, 200, 200, 200])
  })
})

describe('what a browser is told', () => {
  it('stands on pages, data, files, refusals and faults alike', async () => {
    const { slug } = await aCast(house)
    const css = /\/static[^"]+\.css/.exec((await house.web.inject(`/${slug}/find`)).body)?.[0] ?? ''
    for (const url of [
      `/${slug}/find`,
      `/${slug}/oruk/`,
      css,
      '/nowhere',
      `/${slug}/referrals`,
      '/%E0%A4%A',
      '/healthz',
    ]) {
      const { headers } = await house.web.inject(url)
      expect(headers['content-security-policy'], url).toContain("default-src 'self'")
      expect(headers['content-security-policy'], url).toContain("form-action 'self'")
      expect(headers['content-security-policy'], url).toContain("script-src-attr 'none'")
      expect(headers['content-security-policy'], url).not.toMatch(/unsafe|\*|https?:/)
      expect(headers['x-content-type-options'], url).toBe('nosniff')
      expect(headers['x-frame-options'], url).toBeDefined()
      expect(headers['cross-origin-opener-policy'], url).toBe('same-origin')
      expect(headers['permissions-policy'], url).toContain('geolocation=()')
      expect(headers['x-powered-by'], url).toBeUndefined()
    }
  })

  it('is to come by https and nothing else, where people reach us so; cookies too', async () => {
    const { slug, cookies } = await aCast(house)
    const web = await anApp({ publicUrl: 'https://help.example' }, { limits: null })
    const answer = await web.inject(`/${slug}/find?lang=ar`)
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000')
    expect(answer.headers['content-security-policy']).toContain('upgrade-insecure-requests')
    const out = await web.inject({ method: 'POST', url: `/${slug}/sign-out`, headers: { cookie: cookies.ben } })
    expect([out.headers['set-cookie']].flat().join()).toMatch(/session=;.*HttpOnly.*Secure.*SameSite=Lax/)
    expect((await house.web.inject(`/${slug}/find`)).headers['strict-transport-security']).toBeUndefined()
  })
})

describe('whoever writes their own headers', () => {
  const tricks: Record<string, string>[] = [
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example' },
    { 'x-original-url': '/admin', 'x-rewrite-url': '/admin' },
    { 'x-http-method-override': 'DELETE' },
    { host: 'evil.example:99999' },
    { host: '' },
  ]

  it('changes no address that is shown or sent, and opens no door', async () => {
    const { slug } = await aCast(house)
    for (const headers of tricks)
      for (const url of [`/${slug}/find`, `/${slug}/referrals`, '/sitemap.xml', '/robots.txt', `/${slug}/oruk/`]) {
        const answer = await house.web.inject({ url, headers })
        const plain = await house.web.inject(url)
        expect(answer.statusCode, `${url} ${JSON.stringify(headers)}`).toBe(plain.statusCode)
        expect(`${answer.headers.location} ${answer.body}`, url).not.toContain('evil.example')
      }
  })

  it('finds another method than the form’s refused, and no form taken by its words alone', async () => {
    const { slug, cookies } = await aCast(house)
    const body = { url: `/${slug}/sign-out`, headers: { cookie: cookies.ben, 'x-http-method-override': 'POST' } }
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'] as const)
      expect((await house.web.inject({ method, ...body })).statusCode, method).toBe(404)
    const still = await house.web.inject({ url: `/${slug}/referrals`, headers: { cookie: cookies.ben } })
    expect(still.statusCode).toBe(200)
  })
})

describe('what is logged', () => {
  it('says which door was asked for, and nothing of what was asked', async () => {
    const { slug } = await aCast(house)
    const written: string[] = []
    const write = process.stdout.write
    process.stdout.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0
    try {
      const web = await anApp({}, { limits: null, logger: true })
      const found = await web.inject(`/${slug}/find?q=Marjorie&near=ZZ1+4AB`)
      // Another site is told nothing of the address; a page of ours may be, and writes none of it down.
      expect(found.headers['referrer-policy']).toBe('same-origin')
      const referer = `https://example.org/${slug}/find?q=Marjorie&near=ZZ1+4AB`
      await web.inject({ url: `/${slug}`, headers: { referer } })
      await web.inject({ url: `/${slug}/nothing-here`, headers: { referer } })
      await web.inject(`/${slug}/referrals/Marjorie`)
      await web.inject({
        method: 'POST',
        url: `/${slug}/sign-in`,
        payload: { email: 'marjorie@example.org', password: 'x' },
      })
      await web.inject('/Marjorie')
    } finally {
      process.stdout.write = write
    }
    const log = written.join('')
    expect(log).toContain('/:place/find')
    expect(log).toContain('"res":{"statusCode":')
    expect(log).not.toMatch(/marjorie|ZZ1/i)
  })

  it('tells of a fault where it happened, and no value of a row or a form', async () => {
    const login = house.login()
    const fault = await login`select ${'Marjorie'}::text::uuid`.then(
      () => null,
      (error: unknown) => error,
    )
    const said = loggedFault(fault)
    expect(said.type).toMatch(/PostgresError 22P02/)
    expect(said.stack).toMatch(/^ {4}at /)
    expect(JSON.stringify(said)).not.toContain('Marjorie')
    expect(JSON.stringify(loggedFault(new SyntaxError('Unexpected "Marjorie\n    at Marjorie"')))).not.toContain(
      'Marjorie',
    )
    const asText = () => JSON.parse('{"name": Marjorie}')
    expect(asText).toThrow('Marjorie')
    try {
      asText()
    } catch (error) {
      expect(JSON.stringify(loggedFault(error))).not.toContain('Marjorie')
    }
    expect(loggedFault('Marjorie')).toEqual({ type: 'string', message: '', stack: '' })
  })
})

describe('the scanner of what is sent', () => {
  const folder = tmpdir()
  const scanner = (does: string) => {
    const file = join(folder, `scanner-${does.length}.cjs`)
    writeFileSync(file, `let all = ''; process.stdin.on('data', part => { all += part }).on('end', () => { ${does} })`)
    return `${process.execPath} ${file}`
  }
  const looking = scanner(`process.exit(all.includes('EICAR') ? 1 : 0)`)

  it('answers like clamdscan, and what could not be looked at is not taken for clean', async () => {
    expect(await scanUpload(looking, Buffer.from('a,b'))).toBe('clean')
    expect(await scanUpload(looking, Buffer.from('a,EICAR'))).toBe('unsafe')
    expect(await scanUpload(scanner('process.exit(2)'), Buffer.from('a'))).toBe('not scanned')
    expect(await scanUpload('/nowhere/scanner -', Buffer.from('a'))).toBe('not scanned')
    expect(await scanUpload(scanner('process.exit( 0)').replace('cjs', 'none'), Buffer.alloc(5_000_000))).toBe('unsafe')
  })

  it('looks before any page reads the file', async () => {
    const { placeId, slug } = await aCast(house)
    const cookie = await (await signedInAs(house, placeId, 'Farida Noor', ['directory editor']))()
    const send = async (uploadScanner: string, cell: string) => {
      const web = await anApp({ uploadScanner }, { limits: null })
      return web.inject({
        method: 'POST',
        url: `/${slug}/directory/tables`,
        headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' },
        payload: `--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nA table\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nActivity,Provider\n${cell},Hub\n\r\n--b--\r\n`,
      })
    }
    const unsafe = await send(looking, 'EICAR')
    expect(unsafe.statusCode).toBe(422)
    expect(unsafe.body).toContain('Nothing was kept')
    expect((await send('/nowhere/scanner', 'A')).statusCode).toBe(503)
    expect((await send(looking, 'A')).statusCode).toBe(303)
  })
})
