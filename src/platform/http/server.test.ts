import { describe, expect, it } from 'vitest'
import { aCast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { visitorAddress } from './visitor-address.ts'

const house = useHouse()

describe('the web server', () => {
  it('says on /healthz which versions run and which places it serves', async () => {
    const { slug } = await aCast(house)
    const answer = await house.web.inject('/healthz')
    expect(answer.statusCode).toBe(200)
    const { status, versions, places } = answer.json()
    expect(status).toBe('ok')
    expect(versions).toMatchObject({
      node: process.versions.node,
      postgresql: expect.stringMatching(/^1[5-9]/),
      migration: expect.stringMatching(/^\d{4}_/),
    })
    expect(places).toContainEqual({ slug })
  })

  it('answers what is not there with a page that says what to do', async () => {
    for (const url of ['/nowhere', '/no-place/find', '/%E0%A4%A', '/static/nothing.css', `/${'a'.repeat(300)}/find`]) {
      const answer = await house.web.inject(url)
      expect([400, 404, 414], url).toContain(answer.statusCode)
      expect(answer.headers['content-type'], url).toContain('text/html')
      expect(answer.body, url).not.toMatch(/node_modules|at Object|Error:/)
    }
  })

  it('refuses a form that comes from another site, and takes the same form from ours', async () => {
    const { slug } = await aCast(house)
    const post = (headers: Record<string, string>) =>
      house.web.inject({
        method: 'POST',
        url: `/${slug}/sign-in`,
        headers: { host: 'here.example', ...headers },
        payload: {},
      })
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await post({ origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await post({ origin: 'null' })).statusCode).toBe(403)
    expect((await post({ origin: 'null', 'sec-fetch-site': 'same-origin' })).statusCode).not.toBe(403)
    expect((await post({ origin: 'http://here.example', 'sec-fetch-site': 'same-origin' })).statusCode).not.toBe(403)
  })

  it('refuses a character that cannot be stored, in an address and in a form', async () => {
    const { slug } = await aCast(house)
    expect((await house.web.inject(`/${slug}/find?q=a%00b`)).statusCode).toBe(400)
    const form = await house.web.inject({
      method: 'POST',
      url: `/${slug}/sign-in`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=a%00b&password=x',
    })
    expect(form.statusCode).toBe(400)
  })

  it('says that something is too long instead of reading it', async () => {
    const { slug } = await aCast(house)
    const answer = await house.web.inject({
      method: 'POST',
      url: `/${slug}/sign-in`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `email=${'a'.repeat(300_000)}`,
    })
    expect(answer.statusCode).toBe(413)
    expect(answer.body).toContain('too long')
  })

  it('sends headers that let no foreign script, frame or form in', async () => {
    const { headers } = await house.web.inject('/nowhere')
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('same-origin')
  })

  it('asks who is not signed in to sign in, and tells who is that their role does not include a page', async () => {
    const cast = await aCast(house)
    const door = house.web
    const signedOut = await door.inject(`/${cast.slug}/referrals`)
    expect(signedOut.statusCode).toBe(303)
    expect(signedOut.headers.location).toBe(
      `/${cast.slug}/sign-in?next=${encodeURIComponent(`/${cast.slug}/referrals`)}`,
    )
    const other = await aCast(house)
    const elsewhere = await door.inject({ url: `/${other.slug}/referrals`, headers: { cookie: cast.cookies.ben } })
    expect(elsewhere.statusCode).toBe(303)
  })

  it('keeps what one person saw out of a shared computer’s cache', async () => {
    const cast = await aCast(house)
    const answer = await house.web.inject({ url: `/${cast.slug}/referrals`, headers: { cookie: cast.cookies.ben } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('lets no cache between us and a reader keep a page, and no computer keep one that is somebody’s own', async () => {
    const { slug } = await aCast(house)
    const kept = async (path: string) => (await house.web.inject(`/${slug}${path}`)).headers['cache-control']
    expect(await kept('/find')).toBe('private, no-cache')
    for (const path of ['/shortlist', '/directory/claim', '/mistakes']) expect(await kept(path), path).toBe('no-store')
  })

  it('counts all addresses that one IPv6 visitor has as one', () => {
    const one = visitorAddress('2001:db8:a:b:1:2:3:4')
    for (const same of ['2001:db8:a:b::', '2001:0db8:000a:000b:ffff::1', '2001:DB8:a:b:0:0:0:9'])
      expect(visitorAddress(same)).toBe(one)
    expect(visitorAddress('2001:db8:a:c::1')).not.toBe(one)
    expect(visitorAddress('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(visitorAddress('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(visitorAddress('192.0.2.7')).toBe('192.0.2.7')
    expect(visitorAddress('::1')).toBe('0:0:0:0::/64')
  })
})
