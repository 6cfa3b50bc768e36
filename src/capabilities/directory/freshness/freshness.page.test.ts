import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { searchServices } from '../index.ts'
import { addTestPlace, feedService, importTestFeed, signedInAs } from '../testing.ts'
import { askWhatIsDue } from './ask-organisations.ts'

const house = useHouse('2026-11-02T09:30:00Z')
const slug = 'keepton'
const here = `/${slug}/directory/freshness`
let placeId: PlaceId
let farida: () => Promise<string>

const idOf = (n: number) => feedService(n, {}).id
const get = async (url: string, by = farida) => house.web.inject({ url, headers: { cookie: await by() } })
const press = async (n: number, payload: Record<string, string>, by = farida) =>
  house.web.inject({
    method: 'POST',
    url: `${here}/${idOf(n)}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: await by() },
    payload: new URLSearchParams(payload).toString(),
  })
const assuredOn = async (n: number) => {
  const [row] = await house.platform.db.asHouse(
    placeId,
    tx => tx.sql<{ assuredOn: string | null }[]>`
      select assured_on from directory.listed_service where place_id = ${tx.placeId} and service_id = ${idOf(n)}`,
  )
  return row?.assuredOn
}
const found = async (words: string) =>
  (await house.platform.db.asHouse(placeId, tx => searchServices(tx, { words }))).results.map(({ name }) => name)

beforeAll(async () => {
  placeId = await addTestPlace(house, slug)
  farida = await signedInAs(house, placeId, 'Farida Noor', ['directory editor'])
  await importTestFeed(house, slug, [
    feedService(1, { name: 'Lunch club', assured_date: '2026-09-01' }),
    feedService(2, { name: 'Choir', assured_date: '2021-03-01', phones: [{ id: idOf(90), number: '0161 496 0101' }] }),
    feedService(3, { name: 'Warm room', email: 'warm@example.org' }),
    feedService(4, { name: 'Old shed', status: 'inactive' }),
  ])
  house.advance({ days: 14 })
  await askWhatIsDue(house.platform, placeId)
  await house.deliver(placeId)
})

describe('the page of those who keep the directory right', () => {
  it('is for directory editors alone', async () => {
    const coordinator = await signedInAs(house, placeId, 'Ben', ['coordinator'])
    expect((await house.web.inject(here)).statusCode).toBe(303)
    expect((await get(here, coordinator)).statusCode).toBe(403)
    expect((await get(`${here}/${idOf(1)}`, coordinator)).statusCode).toBe(403)
    expect((await press(1, { do: 'right' }, coordinator)).statusCode).toBe(403)
    expect((await get(here)).statusCode).toBe(200)
  })

  it('says what share is checked, marked and neither, each of how many', async () => {
    const { body } = await get(here)
    for (const words of [
      '33 %',
      'checked within 12 months: 1 of 3 entries',
      'marked so that people see it: 2',
      'To ring (1)',
      'Asked now (1)',
      'Unchecked for a year (2)',
      'of 3 entries',
    ])
      expect(body).toContain(words)
    expect(body).toContain('We know no e-mail address for it.')
    expect(body).toContain('0161 496 0101')
  })

  it('shows whom we have asked and since when', async () => {
    const { body } = await get(`${here}?show=asked`)
    expect(body).toContain('Asked at warm@example.org: one mail')
    expect(body).not.toContain('Choir')
  })

  it('takes “I rang: it is right”, with undo', async () => {
    const pressed = await press(2, { do: 'right', show: 'ring' })
    expect(pressed.statusCode).toBe(303)
    expect(await assuredOn(2)).toBe('2026-11-16')
    const { body } = await get(String(pressed.headers.location))
    expect(body).toContain('Written down: it is right today.')
    expect(body).toContain('Nobody needs to be rung')
    expect(body, 'read out, and the first thing focused').toMatch(/role="alert"[^>]*data-kil-focus.*>Undo</s)
    const assuranceId = /name="assuranceId" value="([^"]+)"/.exec(body)?.[1] ?? ''
    expect((await press(2, { do: 'undo', assuranceId })).statusCode).toBe(303)
    expect(await assuredOn(2)).toBe('2021-03-01')
    expect((await get(here)).body).toContain('Choir')
    const twice = await press(2, { do: 'undo', assuranceId })
    expect(twice.statusCode).toBe(422)
    expect(twice.body).toContain('taken back already')
  })

  it('hides an entry until it is checked: nobody finds it, a feed does not bring it back, a check does', async () => {
    expect(await found('choir')).toEqual(['Choir'])
    const pressed = await press(2, { do: 'hide', show: 'ring' })
    expect(await found('choir')).toEqual([])
    expect((await get(String(pressed.headers.location))).body).toContain('Hidden until it is checked.')
    expect((await house.web.inject(`/${slug}/services/${idOf(2)}`)).body).toContain('Closed for a while')
    await importTestFeed(house, slug, [
      feedService(2, { name: 'Choir', assured_date: '2021-03-01', description: 'Sing.' }),
    ])
    expect(await found('choir')).toEqual([])
    expect((await press(2, { do: 'hide' })).statusCode).toBe(422)
    await press(2, { do: 'show' })
    expect(await found('choir')).toEqual(['Choir'])
    await press(2, { do: 'hide' })
    await press(2, { do: 'right' })
    expect(await found('choir')).toEqual(['Choir'])
  })

  it('writes to somebody at once when asked to, and not twice in three days', async () => {
    expect((await press(1, { do: 'remind' })).body).toContain('We know no e-mail address to write to')
    const again = await press(3, { do: 'remind' })
    expect([again.statusCode, again.body.includes('in the last three days')]).toEqual([422, true])
    house.advance({ days: 4 })
    expect((await press(3, { do: 'remind' })).statusCode).toBe(303)
    await house.deliver(placeId)
    expect((await get(`${here}?show=asked`)).body).toContain('Asked at warm@example.org: 2 mails')
  })

  it('marks an entry as doubtful in the editor’s words, tells the public that it is, and ends it again', async () => {
    expect((await press(1, { do: 'doubt', words: '' })).statusCode).toBe(422)
    await press(1, { do: 'doubt', words: 'The bell is gone. <script>' })
    const page = await get(`${here}/${idOf(1)}`)
    expect(page.body).toContain('The bell is gone. &lt;script&gt;')
    const open = (await house.web.inject(`/${slug}/services/${idOf(1)}`)).body
    expect(open).toContain('Reported as doubtful: somebody told us that it may be wrong')
    expect(open).not.toContain('bell')
    await press(1, { do: 'no-doubt' })
    expect((await house.web.inject(`/${slug}/services/${idOf(1)}`)).body).not.toContain('doubtful')
    expect(await assuredOn(1)).toBe('2026-09-01')
  })

  it('tells everything that happened to an entry, and who said what', async () => {
    const { body } = await get(`${here}/${idOf(2)}`)
    for (const words of [
      'Checked by telephone',
      'Farida Noor',
      'Took that check back.',
      'The feed',
      'Checked by the feed it comes from',
    ])
      expect(body).toContain(words)
  })

  it('stops asking by mail, and goes on', async () => {
    const post = async (what: string) =>
      house.web.inject({
        method: 'POST',
        url: here,
        headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: await farida() },
        payload: `do=${what}`,
      })
    await post('pause')
    house.advance({ days: 60 })
    await askWhatIsDue(house.platform, placeId)
    expect((await get(here)).body).toContain('Nobody is asked by mail at present.')
    expect((await get(`${here}?show=asked`)).body).toContain('2 mails')
    await post('go-on')
    await askWhatIsDue(house.platform, placeId)
    expect((await get(`${here}?show=asked`)).body).toContain('3 mails')
  })

  it('answers whatever is asked of it without a fault', async () => {
    for (const url of [
      `${here}?show=zzz&page=-4&done=x&undo=1&entry=2`,
      `${here}?show=stale&page=99999999999`,
      `${here}?show=ring&show=asked`,
    ])
      expect((await get(url)).statusCode, url).toBe(200)
    expect((await get(`${here}/nothing`)).statusCode).toBe(404)
    expect((await get(`${here}/00000000-0000-4000-8000-000000000000`)).statusCode).toBe(404)
    for (const what of ['right', 'remind', 'doubt'])
      expect(
        (
          await house.web.inject({
            method: 'POST',
            url: `${here}/00000000-0000-4000-8000-000000000000`,
            headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: await farida() },
            payload: `do=${what}&words=x`,
          })
        ).statusCode,
        what,
      ).toBe(404)
  })

  it('puts the entries of one organisation together: one call does for all', async () => {
    const chapel = { id: idOf(777), name: 'Chapel Fellowship', description: 'Made up' }
    await importTestFeed(
      house,
      slug,
      [
        { ...feedService(21, { name: 'Advice morning', assured_date: '2021-01-01' }), organization: chapel },
        feedService(22, { name: 'Bowls', assured_date: '2021-02-01' }),
        { ...feedService(23, { name: 'Chess', assured_date: '2021-03-01' }), organization: chapel },
      ],
      '--source',
      'chapel',
    )
    const { body } = await get(`${here}?show=stale`)
    const order = ['Advice morning', 'Chess', 'Bowls'].map(name => body.indexOf(`>${name}</a>`))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
    expect(body.match(/One of 2 of theirs in this list/g)).toHaveLength(2)
  })

  it('puts whoever did not answer a call below the others for two weeks, with all their entries', async () => {
    const order = async () => {
      const { body } = await get(`${here}?show=stale`)
      const names = ['Advice morning', 'Chess', 'Bowls']
      return { names: names.toSorted((a, b) => body.indexOf(`>${a}</a>`) - body.indexOf(`>${b}</a>`)), body }
    }
    const pressed = await press(23, { do: 'no-answer', show: 'stale' })
    expect((await get(String(pressed.headers.location))).body).toContain('Written down: nobody answered.')
    const after = await order()
    expect(after.names).toEqual(['Bowls', 'Advice morning', 'Chess'])
    expect(after.body.match(/Nobody answered a call/g)).toHaveLength(2)
    house.advance({ days: 15 })
    expect((await order()).names).toEqual(['Advice morning', 'Chess', 'Bowls'])
  })
})
