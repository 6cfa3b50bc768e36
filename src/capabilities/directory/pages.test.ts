import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { setNeighbourhoods } from '../places/index.ts'
import { addTestPlace, done, feedService, importTestFeed, loadTestPostcodes, testFeed } from './testing.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const get = async (url: string) => {
  const { statusCode, body, headers } = await house.web.inject({ url })
  return { status: statusCode, html: body, text: body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '), headers }
}

beforeAll(async () => {
  const placeId = await addTestPlace(house, 'seaside')
  await addTestPlace(house, 'empty')
  const square = [
    [
      [
        [329000, 389000],
        [335000, 389000],
        [335000, 391000],
        [329000, 391000],
        [329000, 389000],
      ],
    ],
  ]
  done(
    await perform(house.platform.db, houseActor(placeId), setNeighbourhoods, {
      boundaries: [{ code: 'Z01', name: 'Quayside', outline: square }] as never,
    }),
  )
  await loadTestPostcodes(house)
  await importTestFeed(house, 'seaside', [
    ...testFeed,
    feedService(20, {
      name: 'Everything Hall',
      description: 'Come in.\n\n• tea\n• cake',
      url: 'https://hall.example',
      email: 'desk@hall.example',
      postcode: 'ZZ1 4AB',
      eligibility_description: 'Carers',
      minimum_age: 18,
      fees_description: '£2 a visit',
      languages: [{ name: 'Urdu' }],
      phones: [{ number: '01632 960002' }],
      schedules: [
        { freq: 'WEEKLY', byday: 'MO,TH', opens_at: '09:30', closes_at: '17:00' },
        { freq: 'MONTHLY', byday: '-1FR', opens_at: '18:00' },
      ],
      assured_date: '2026-03-09',
      assurer_email: 'checker@hall.example',
      alert: 'Use the side door.',
    }),
    feedService(30, {
      name: 'Hearing clinic',
      service_at_locations: ['ZZ1 4AA', 'ZZ1 4AB'].flatMap(
        (postcode, at) => feedService(40 + at, { postcode }).service_at_locations ?? [],
      ),
    }),
    ...Array.from({ length: 25 }, (_, at) =>
      feedService(100 + at, { name: `Walking group ${at}`, postcode: 'ZZ1 4AD' }),
    ),
  ])
})

describe('find help near you', () => {
  it('asks a question and a postcode before anything is searched', async () => {
    const { status, text, html } = await get('/seaside/find')
    expect(status).toBe(200)
    expect(text).toContain('What do you need help with?')
    expect(html).not.toContain('results-heading')
  })
  it('shows results with distance, organisation, reasons, cost and when they were checked; not known is said', async () => {
    const { text, status } = await get('/seaside/find?q=food+bank&near=zz1+4aa')
    expect(status).toBe(200)
    for (const words of [
      '3 services, for ZZ1 4AA',
      'Ferry Food Bank',
      'Organisation 1',
      'Name matches',
      'Free',
      'Checked last month',
      'Cost not known',
      'Not checked since January 2021',
      'Not known how far away it is',
    ]) {
      expect(text).toContain(words)
    }
  })
  it('says in the title of the window what was asked and what came of it, and leads to the results', async () => {
    expect((await get('/seaside/find?q=food+bank')).html).toContain('kil-print-only">“food bank”</p>')
    const title = async (url: string) => (await get(url)).html.match(/<title>(.*?)<\/title>/)?.[1]?.replace(/\s/g, ' ')
    expect(await title('/seaside/find')).toMatch(/^Find help near you – /)
    expect(await title('/seaside/find?q=food+bank&near=zz1+4aa')).toMatch(
      /^“food bank” – 3 services, for ZZ1 4AA – Find help near you – /,
    )
    expect(await title('/seaside/find?q=walking&page=2')).toMatch(/^“walking” – 25 services: 21 to 25 – /)
    expect(await title('/seaside/find?q=<b>')).toContain('&lt;b&gt;')
    const { html } = await get('/seaside/find?q=walking')
    for (const part of ['action="/seaside/find#results"', '<section id="results"', 'page=2#results"'])
      expect(html).toContain(part)
    expect((await get('/seaside')).html).toContain('action="/seaside/find#results"')
    // What is wrong with a postcode is said above them.
    expect((await get('/seaside/find?q=food&near=nonsense')).html).not.toContain('id="results"')
  })
  it('explains a postcode that is none, that is not known, or that has ended, by its field', async () => {
    const wrong = await get('/seaside/find?q=food&near=nonsense')
    expect([wrong.status, wrong.html.includes('href="#near"')]).toEqual([422, true])
    expect(wrong.text).toContain('There is a problem')
    expect((await get('/seaside/find?q=food&near=ZZ9+9ZZ')).status).toBe(422)
    const ended = await get('/seaside/find?q=food&near=ZZ1+4ZZ')
    expect([ended.status, ended.text.includes('stopped being used in May 2019')]).toEqual([200, true])
  })
  it('pages through results without showing one twice', async () => {
    const first = await get('/seaside/find?q=walking&near=')
    const second = await get('/seaside/find?q=walking&near=&page=2')
    const links = (html: string) => [...html.matchAll(/seaside\/services\/([0-9a-f-]{36})/g)].map(([, id]) => id)
    expect(first.text).toContain('25 services: 1 to 20')
    expect(first.html).toContain('page=2')
    expect(new Set([...links(first.html), ...links(second.html)]).size).toBe(25)
    expect((await get('/seaside/find?q=walking&page=99')).text).toContain('There are no more results')
  })
  it('draws the results that have a place on the map, with a table that says the same', async () => {
    const { html } = await get('/seaside/find?q=walking')
    expect(html).toContain('<svg')
    expect(/Quayside/.test(html)).toBe(true)
    expect(html).not.toContain('kil-map__here')
    const near = await get('/seaside/find?q=walking&near=ZZ1+4AD')
    expect([near.html.includes('class="kil-map__here"'), near.text.includes('The square is ZZ1 4AD.')]).toEqual([
      true,
      true,
    ])
  })
  it('says what to do when nothing is found, and when nothing is listed', async () => {
    expect((await get('/seaside/find?q=xylophone')).text).toContain('We found nothing for these words')
    expect((await get('/empty/find?q=&near=')).text).toContain('No services are listed here yet')
  })
  it('says how a sentence was read, and lets people search for exactly their words and back again', async () => {
    const asked = '/seaside/find?q=mum+has+nothing+to+eat&near='
    const { text, html } = await get(asked)
    expect(text).toContain('We read this as: food bank or food parcel (“nothing to eat”)')
    expect(text).toContain('For food bank or food parcel')
    expect(text).toContain('Ferry Food Bank')
    expect(html).toContain('href="/seaside/find?q=mum+has+nothing+to+eat&amp;near=&amp;exactly=yes#results"')
    const exactly = await get(`${asked}&exactly=yes`)
    expect(exactly.text).toContain('We looked for exactly “mum has nothing to eat”. Read it as a question instead')
    expect(exactly.text).not.toContain('We read this as')
  })
  it('says first whom to ring when the words tell of danger', async () => {
    expect((await get('/seaside/find?q=he+hits+me')).text).toContain('If anyone is in danger now, ring 999')
    expect((await get('/seaside/find?q=food')).text).not.toContain('in danger now')
    const asked = async (q: string) => JSON.parse((await get(`/seaside/api/services?q=${q}`)).html)
    expect((await asked('he+hits+me')).danger).toEqual({ kind: 'abuse', because: 'hits me' })
    expect((await asked('food')).danger).toBeNull()
  })
  it('mends spelling and says so', async () => {
    expect((await get('/seaside/find?q=walkng')).text).toContain(
      'Nothing here has “walkng”, so we looked for “walking”.',
    )
  })
  it('answers anything that stands in the address without a fault, and escapes it', async () => {
    for (const query of [
      'q[]=a&q[]=b',
      'q=%3Cscript%3Ealert(1)%3C/script%3E',
      'page=-1',
      'page=1e99',
      'page=abc',
      `q=${'a'.repeat(5000)}`,
      'near=%F0%9F%98%80',
      'q=%EF%BF%BF',
    ]) {
      const { status, html } = await get(`/seaside/find?${query}`)
      expect(status, query).toBeLessThan(500)
      expect(html).not.toContain('<script>alert')
    }
  })
})

describe('the page of a service', () => {
  const page = (number: number) => get(`/seaside/services/${feedService(number, {}).id}`)
  it('shows everything that is known', async () => {
    const { text, html, status } = await page(20)
    expect(status).toBe(200)
    for (const words of [
      'Everything Hall',
      'Organisation 20',
      'Come in.',
      'Use the side door.',
      '01632 960002',
      'desk@hall.example',
      'Carers',
      'People aged 18 and over',
      '£2 a visit',
      'Urdu',
      'Monday and Thursday, 9:30 am to 5 pm',
      'The last Friday of the month, from 6 pm (closing time not known)',
      'Friday 27 November Not known: the closing time was not given',
      'Checked in March (9 March 2026), by checker@hall.example',
      'ZZ1 4AB',
      'The feed feed.json',
      'Ask for help with this',
    ]) {
      expect(text).toContain(words)
    }
    expect(html).toContain('<li>tea</li>')
    expect(html).toContain('href="/seaside/ask"')
    expect(html).toContain('href="tel:01632960002"')
  })
  it('numbers its places as the map does', async () => {
    const { text } = await page(30)
    expect(text).toMatch(/Place 1 1 Quay Ferry.*ZZ1 4AA.*Place 2 1 Quay Ferry.*ZZ1 4AB/)
    expect(text).toContain('2 places are marked')
    expect(text).toMatch(/Number What is there 1 1 Quay 2 1 Quay/)
  })
  it('says what is not known', async () => {
    const { text } = await page(3)
    expect(text).toContain('Not known when it was last checked')
    expect(text.match(/Not known/g)?.length).toBeGreaterThan(4)
  })
  it('says when a service is not running', async () => {
    expect((await page(5)).text).toContain('Not running now')
  })
  it('is not there for an unknown id, an id that is none, or another place', async () => {
    for (const url of [
      '/seaside/services/0a0a0a0a-0000-4000-8000-999999999999',
      '/seaside/services/x',
      "/seaside/services/'",
      `/empty/services/${feedService(1, {}).id}`,
    ]) {
      expect((await get(url)).status, url).toBe(404)
    }
  })
})
