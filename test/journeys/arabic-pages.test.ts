import { parseHTML } from 'linkedom'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  addTestPlace,
  feedService,
  importTestFeed,
  loadTestPostcodes,
  testFeed,
} from '../../src/capabilities/directory/testing.ts'
import { addOrganisation } from '../../src/capabilities/organisations/index.ts'
import { setNeighbourhoods } from '../../src/capabilities/places/index.ts'
import { squareBoundary } from '../../src/capabilities/places/testing.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const service = '0a0a0a0a-0000-4000-8000-000000000020'
const cookies: Record<string, string> = {}
let organisation = ''
let list = ''
let report = ''

const send = async (url: string, form?: Record<string, string>) => {
  const reply = await house.web.inject({
    method: form ? 'POST' : 'GET',
    url,
    cookies,
    ...(form && {
      payload: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  })
  for (const { name, value } of reply.cookies) cookies[name] = value
  return reply
}

beforeAll(async () => {
  const placeId = await addTestPlace(house, 'seaside')
  const lead = houseActor(placeId)
  worked(
    await perform(house.platform.db, lead, setNeighbourhoods, {
      boundaries: [squareBoundary('Z01', 'Quayside', { x: 329_000, y: 389_000 }, 6000)] as never,
    }),
  )
  const added = worked(
    await perform(house.platform.db, lead, addOrganisation, {
      name: 'Kitchen',
      kind: 'charity',
      assuranceLevel: 'registered',
      about: 'We cook.',
      email: 'kitchen@example.org',
      phone: '01632 960 001',
      postcode: 'ZZ1 4AB',
      position: null,
      helpsWith: ['food', 'online'],
      neighbourhoodIds: null,
      takesReferrals: true,
    }),
  )
  organisation = added.organisationId
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
      phones: [{ number: '01632 960002', extension: '7', description: 'Desk' }],
      schedules: [
        { freq: 'WEEKLY', byday: 'MO,TH', opens_at: '09:30', closes_at: '17:00' },
        { freq: 'MONTHLY', byday: '-1FR', opens_at: '18:00' },
      ],
      assured_date: '2026-03-09',
      alert: 'Use the side door.',
    }),
  ])
  await send('/seaside/shortlist/keep', { serviceId: service, back: '/seaside/find' })
  await send('/seaside/shortlist', { [`note-${service}`]: 'ask for Jo', do: 'save' })
  list = String((await send('/seaside/shortlist/share', {})).headers.location)
  report =
    String((await send(`/seaside/services/${service}/mistake`, { wrong: 'phone' })).headers.location).split('?')[0] ??
    ''
})

/** Postcodes, and the English words given as examples in quotation marks, are said as they are typed. */
const asTyped = (text: string) => text.replace(/“[^”]*”|\b[A-Z]{1,2}\d[A-Z\d]?(?:\s?\d[A-Z]{2})?\b/g, '')

/** As much of a document as is walked. */
type Part = {
  nodeType: number
  textContent: string | null
  tagName: string
  hasAttribute(name: string): boolean
  getAttribute(name: string): string | null
  childNodes: Iterable<Part>
}

/** Every run of Latin letters a reader of Arabic meets unannounced: in text outside what is marked as another language, and in what is read out. */
const unannounced = (html: string): string[] => {
  const { document } = parseHTML(html)
  const found: string[] = []
  if (document.documentElement.getAttribute('lang') !== 'ar')
    found.push(`the page is in ${document.documentElement.getAttribute('lang')}`)
  if (document.documentElement.getAttribute('dir') !== 'rtl') found.push('the page is not read from the right')
  const walk = (part: Part) => {
    if (part.nodeType === 3) {
      const text = part.textContent ?? ''
      if (/[A-Za-z]{2,}/.test(asTyped(text))) found.push(text.trim().slice(0, 80))
      return
    }
    if (part.nodeType !== 1) return
    const element = part
    if (['SCRIPT', 'STYLE', 'TEXTAREA', 'BDI'].includes(element.tagName.toUpperCase())) return
    if (element.hasAttribute('lang') && element.getAttribute('lang') !== 'ar') return
    for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
      if (/[A-Za-z]{2,}/.test(element.getAttribute(name) ?? '')) found.push(`${name}="${element.getAttribute(name)}"`)
    for (const child of element.childNodes) walk(child)
  }
  walk(document.body as unknown as Part)
  return found
}

const pages: [string, () => string][] = [
  ['the front door', () => ''],
  ['who helps here', () => '/organisations'],
  ['an organisation', () => `/organisations/${organisation}`],
  ['a search', () => '/find'],
  ['its results', () => '/find?q=food&near=ZZ1+4AB'],
  ['a search that finds nothing', () => '/find?q=xylophone'],
  ['a postcode that is none', () => '/find?q=food&near=nonsense'],
  ['a service', () => `/services/${service}`],
  ['a service of which little is known', () => '/services/0a0a0a0a-0000-4000-8000-000000000005'],
  ['reporting a mistake', () => `/services/${service}/mistake`],
  ['what became of it', () => report.replace('/seaside', '')],
  ['looking a report up', () => '/mistakes?code=nonsense'],
  ['a shortlist', () => '/shortlist'],
  ['a shortlist in large print', () => '/shortlist?print=large'],
  ['emptying it', () => '/shortlist/clear'],
  ['a list by link', () => list.replace('/seaside', '')],
  ['the search in a frame', () => '/embed?q=food&near=ZZ1+4AB'],
  ['a page that is not there', () => '/nowhere'],
  ['a service that is not there', () => '/services/nonsense'],
  ['an address that cannot be read', () => '/organisations/%00'],
]

describe('pages in Arabic', () => {
  it.each(pages)('%s says everything in Arabic, and marks what stays in another language', async (_, path) => {
    const url = `/seaside${path()}`
    const { body, statusCode } = await send(`${url}${url.includes('?') ? '&' : '?'}lang=ar`)
    expect(statusCode).toBeLessThan(500)
    expect(unannounced(body)).toEqual([])
  })

  it('a check that would find what is not translated', () => {
    expect(
      unannounced(
        '<html lang="ar" dir="rtl"><body><p>مرحبا Hello</p><p lang="en">fine</p><bdi>fine</bdi><a title="bad">x</a></body></html>',
      ),
    ).toEqual(['مرحبا Hello', 'title="bad"'])
  })
})
