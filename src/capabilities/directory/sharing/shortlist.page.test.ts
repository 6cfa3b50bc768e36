import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { addTestPlace, feedService, importTestFeed, loadTestPostcodes, testFeed } from '../testing.ts'
import { MOST_KEPT } from './shortlist.ts'
import { forgetOldLists } from './shortlist-store.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const id = (number: number) => `0a0a0a0a-0000-4000-8000-${String(number).padStart(12, '0')}`
let placeId: PlaceId

/** Somebody's browser: it keeps its cookies and follows where it is sent. */
const browser = () => {
  const cookies: Record<string, string> = {}
  const call = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>) => {
    const reply = await house.web.inject({
      method,
      url,
      cookies,
      ...(form && {
        payload: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    })
    for (const { name, value } of reply.cookies) cookies[name] = value
    return {
      status: reply.statusCode,
      to: reply.headers.location ?? '',
      html: reply.body,
      text: reply.body
        .replace(/<(script|style).*?<\/\1>/gs, '')
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' '),
      cookies: reply.cookies,
    }
  }
  return {
    cookies,
    get: (url: string) => call('GET', url),
    async press(url: string, form: Record<string, string>) {
      const reply = await call('POST', url, form)
      return { ...reply, page: reply.to ? await call('GET', reply.to) : reply }
    },
  }
}

const keep = (who: ReturnType<typeof browser>, number: number) =>
  who.press('/seaside/shortlist/keep', { serviceId: id(number), back: `/seaside/services/${id(number)}` })

const names = (html: string) => [...html.matchAll(/kil-kept__name">(?:<a[^>]*>)?([^<]+)/g)].map(([, name]) => name)

beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  await addTestPlace(house, 'inland')
  await loadTestPostcodes(house)
  await importTestFeed(house, 'seaside', [
    ...testFeed,
    feedService(20, {
      name: 'Everything Hall',
      postcode: 'ZZ1 4AB',
      fees_description: '£2 a visit',
      minimum_age: 18,
      phones: [{ number: '01632 960002' }],
      schedules: [{ freq: 'WEEKLY', byday: 'MO,TH', opens_at: '09:30', closes_at: '17:00' }],
      assured_date: '2026-03-09',
    }),
    ...Array.from({ length: 40 }, (_, at) => feedService(100 + at, { name: `Walk ${at}` })),
  ])
})

describe('a shortlist', () => {
  it('is kept without an account, one press a service, and leads back to where the reader was', async () => {
    const jo = browser()
    const kept = await keep(jo, 20)
    expect([kept.status, kept.to]).toEqual([303, `/seaside/services/${id(20)}`])
    expect(kept.page.text).toContain('Remove from your shortlist')
    expect(kept.page.text).toContain('See your shortlist (1)')
    expect(kept.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/seaside', maxAge: 90 * 86_400 })
    const found = await jo.press('/seaside/shortlist/keep', { serviceId: id(100), back: '/seaside/find?q=walk' })
    expect(found.to).toBe(`/seaside/find?q=walk#entry-${id(100)}`)
    expect(found.page.html).toContain(`<article class="kil-result" id="entry-${id(100)}"`)
    await jo.press('/seaside/shortlist/remove', { serviceId: id(100), back: '/seaside/find?q=walk' })
    const list = await jo.get('/seaside/shortlist')
    expect([list.html.includes('href="#take"'), list.html.includes('id="take"')]).toEqual([true, true])
    for (const words of [
      'Everything Hall',
      '01632 960002',
      'ZZ1 4AB',
      'Monday and Thursday',
      '£2 a visit',
      'aged 18 and over',
      'Checked in March',
      'deleted on 20 February 2027',
    ])
      expect(list.text).toContain(words)
  })

  it('keeps a service once, however often the button is pressed', async () => {
    const jo = browser()
    await keep(jo, 1)
    await keep(jo, 1)
    expect(names((await jo.get('/seaside/shortlist')).html)).toEqual(['Ferry Food Bank'])
  })

  it('saves notes with whatever button is pressed, and moves entries up and down', async () => {
    const jo = browser()
    for (const number of [1, 2, 3]) await keep(jo, number)
    const moved = await jo.press('/seaside/shortlist', { [`note-${id(2)}`]: 'ask for Jo', do: `down:${id(1)}` })
    expect(names(moved.page.html)).toEqual(['Northgate Pantry', 'Ferry Food Bank', 'Food Bank by Post'])
    expect(moved.page.html).toContain('value="ask for Jo"')
    expect(names((await jo.press('/seaside/shortlist', { do: `up:${id(3)}` })).page.html)[1]).toBe('Food Bank by Post')
  })

  it('says which note is too long, and keeps what was typed', async () => {
    const jo = browser()
    await keep(jo, 1)
    const long = await jo.press('/seaside/shortlist', { [`note-${id(1)}`]: 'x'.repeat(201), do: 'save' })
    expect(long.status).toBe(422)
    expect(long.html).toContain(`href="#note-${id(1)}"`)
    expect(long.html).toContain('x'.repeat(201))
  })

  it('gives back what was taken off, with its note, for an hour', async () => {
    const jo = browser()
    await keep(jo, 1)
    const removed = await jo.press('/seaside/shortlist', { [`note-${id(1)}`]: 'side door', do: `remove:${id(1)}` })
    expect(removed.page.text).toContain('Taken off your shortlist')
    expect(removed.page.text).toContain('Put it back')
    const back = await jo.press('/seaside/shortlist/keep', { serviceId: id(1), back: '/seaside/shortlist' })
    expect(back.page.html).toContain('value="side door"')
  })

  it('says when it is full, and keeps what is on it', async () => {
    const jo = browser()
    for (let at = 0; at < MOST_KEPT; at++)
      await jo.press('/seaside/shortlist/keep', { serviceId: id(100 + at), back: '/seaside/nowhere' })
    const one = await keep(jo, 100 + MOST_KEPT)
    expect(one.page.text).toContain('Your shortlist is full')
    expect(names(one.page.html)).toHaveLength(MOST_KEPT)
  })

  it('says what became of a service that was merged, and of one that is gone', async () => {
    const jo = browser()
    for (const number of [5, 6, 4]) await keep(jo, number)
    await house.platform.db.asHouse(placeId, async tx => {
      await tx.sql`update directory.listed_service set merged_into = ${id(1)} where place_id = ${placeId} and service_id = ${id(5)}`
      await tx.sql`delete from directory.listed_service where place_id = ${placeId} and service_id = ${id(6)}`
    })
    const { text, html } = await jo.get('/seaside/shortlist')
    expect(text).toContain('Closed Food Bank : It is now part of: Ferry Food Bank')
    expect(names(html)).toEqual(['Ferry Food Bank', 'Shopping Line', 'Café for bereavement'])
    expect(text).toContain('This is no longer in the directory')
  })

  it('belongs to its browser and its place alone', async () => {
    const jo = browser()
    await keep(jo, 1)
    expect((await browser().get('/seaside/shortlist')).text).toContain('Nothing is on your shortlist yet')
    const elsewhere = browser()
    Object.assign(elsewhere.cookies, jo.cookies)
    expect((await elsewhere.get('/inland/shortlist')).text).toContain('Nothing is on your shortlist yet')
  })

  it('is emptied only after asking, and deleted when nobody changed it for 90 days', async () => {
    const jo = browser()
    await keep(jo, 1)
    expect((await jo.get('/seaside/shortlist/clear')).text).toContain('Empty your shortlist?')
    expect((await jo.press('/seaside/shortlist/clear', {})).page.text).toContain('You can start a new one')
    await keep(jo, 1)
    const count = () =>
      house.platform.db.asHouse(
        placeId,
        async tx => (await tx.sql`select 1 from directory.shortlist where place_id = ${placeId}`).length,
      )
    house.advance({ days: 89 })
    expect((await jo.get('/seaside/shortlist')).text).toContain('Ferry Food Bank')
    house.advance({ days: 2 })
    expect((await jo.get('/seaside/shortlist')).text).toContain('Nothing is on your shortlist yet')
    expect(await count()).toBeGreaterThan(0)
    await house.platform.db.asHouse(placeId, forgetOldLists)
    expect(await count()).toBe(0)
  })

  it('answers anything that is sent to it without a fault', async () => {
    const jo = browser()
    await keep(jo, 1)
    for (const form of [
      {},
      { serviceId: 'x' },
      { serviceId: id(999) },
      { do: 'up:zzz' },
      { do: `up:${id(7)}`, 'note-x': 'y' },
      { code: 'ABC', back: '//elsewhere.example' },
    ]) {
      for (const path of ['', '/keep', '/remove', '/share', '/clear']) {
        const { status, to } = await jo.press(`/seaside/shortlist${path}`, form as Record<string, string>)
        expect([path, status, to.startsWith('/seaside/')]).toEqual([path, 303, true])
      }
    }
    jo.cookies.shortlist = 'x'
    expect((await jo.get('/seaside/shortlist')).status).toBe(200)
    expect((await keep(jo, 1)).page.text).toContain('Remove from your shortlist')
  })
})

describe('a list shared by link', () => {
  const share = async (who: ReturnType<typeof browser>) => {
    const { to, page } = await who.press('/seaside/shortlist/share', {})
    return { path: to, page }
  }

  it('is read by whoever has its address, with notes, QR code and address, and without a way to change it', async () => {
    const jo = browser()
    await keep(jo, 20)
    await jo.press('/seaside/shortlist', { [`note-${id(20)}`]: 'ask for Jo', do: 'save' })
    const { path, page } = await share(jo)
    expect(path).toMatch(/^\/seaside\/list\/[2-9A-Z]{10}$/)
    expect(page.text).toContain('The link is ready')
    expect(page.html).toMatch(/href="sms:\?&amp;body=.*list%2F/)
    const reader = await browser().get(path.toLowerCase())
    expect(reader.status).toBe(200)
    expect(reader.text).toContain('ask for Jo')
    expect(reader.text).toContain(`${house.platform.config.publicUrl}${path}`)
    expect(reader.html).toContain('class="kil-qr"')
    expect(reader.text).not.toContain('End this link')
  })

  it('stays as it was when the shortlist changes, and can be put on one’s own', async () => {
    const jo = browser()
    await keep(jo, 1)
    const { path } = await share(jo)
    await jo.press('/seaside/shortlist/clear', {})
    const reader = browser()
    expect((await reader.get(path)).text).toContain('Ferry Food Bank')
    const kept = await reader.press('/seaside/shortlist/keep', { code: path.split('/').at(-1) ?? '' })
    expect(names(kept.page.html)).toEqual(['Ferry Food Bank'])
  })

  it('is ended by its maker and by nobody else, and by itself after 90 days', async () => {
    const jo = browser()
    await keep(jo, 1)
    const { path } = await share(jo)
    await browser().press(`${path}/end`, {})
    expect((await browser().get(path)).status).toBe(200)
    expect((await jo.press(`${path}/end`, {})).page.text).toContain('The link is ended')
    expect((await browser().get(path)).status).toBe(404)
    const second = await share(jo)
    house.advance({ days: 91 })
    const ended = await browser().get(second.path)
    expect([ended.status, ended.text.includes('This list has ended')]).toEqual([404, true])
  })
})
