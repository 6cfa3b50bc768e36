import { parseHTML } from 'linkedom'
import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { addTestPlace, feedService, importTestFeed, loadTestPostcodes, testFeed } from '../testing.ts'
import { LARGEST_PART } from './sitemap.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const uuid = (last: number) => `0a0a0a0a-0000-4000-8000-${String(last).padStart(12, '0')}`
const hostile = 'Tea </script><script>alert(1)</script><!-- & “more”'
let placeId: PlaceId

const get = async (url: string) => {
  const { statusCode, headers, body } = await house.web.inject({ url })
  return { status: statusCode, type: headers['content-type'], body }
}
const dataOf = async (url: string) => {
  const { document } = parseHTML((await get(url)).body)
  const blocks = [...document.querySelectorAll('script[type="application/ld+json"]')]
  expect(blocks.length).toBeLessThan(2)
  expect([...document.querySelectorAll('script:not([src])')].filter(each => !blocks.includes(each))).toEqual([])
  return {
    data: blocks[0] ? JSON.parse(blocks[0].textContent ?? '') : null,
    canonical: document.querySelector('link[rel=canonical]')?.getAttribute('href'),
  }
}
const urlsIn = (xml: string) => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => new URL(url).pathname)

beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  await addTestPlace(house, 'empty')
  await loadTestPostcodes(house)
  const { code, err } = await importTestFeed(house, 'seaside', [
    ...testFeed,
    feedService(11, {
      name: hostile,
      description: hostile,
      postcode: 'ZZ1 4AA',
      assured_date: '2026-10-03',
      minimum_age: 60,
      eligibility_description: 'Older people',
      languages: [{ id: uuid(812), name: 'Urdu' }],
      phones: [{ id: uuid(811), number: '01632 960 001' }],
      service_areas: [{ id: uuid(813), name: 'Quayside' }],
      cost_options: [{ id: uuid(814), option: 'Adult', amount: 2.5 }],
      schedules: [{ id: uuid(815), freq: 'WEEKLY', byday: 'MO,TH', opens_at: '09:00', closes_at: '12:00' }],
      organization: {
        id: uuid(816),
        name: 'Tea Trust',
        description: 'Tea.',
        organization_identifiers: [
          { id: uuid(817), identifier_scheme: 'GB-CHC', identifier_type: 'Charity number', identifier: '1' },
        ],
      },
    }),
  ])
  if (code !== 0) throw new Error(err)
})

describe('what search engines are told of a service', () => {
  it('is what its page says: who gives it, where, when, for whom, at what price', async () => {
    const { data, canonical } = await dataOf(`/seaside/services/${uuid(11)}?lang=ar`)
    expect(new URL(canonical ?? '').pathname + new URL(canonical ?? '').search).toBe(`/seaside/services/${uuid(11)}`)
    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Service',
      url: canonical,
      mainEntityOfPage: { lastReviewed: '2026-10-03' },
      provider: { '@type': 'NGO', name: 'Tea Trust' },
      areaServed: [{ name: 'Quayside' }],
      audience: { audienceType: 'Older people', suggestedMinAge: 60 },
      offers: [{ name: 'Adult', price: 2.5, priceCurrency: 'GBP' }],
      availableChannel: [
        {
          availableLanguage: ['Urdu'],
          serviceLocation: {
            address: { postalCode: 'ZZ1 4AA', streetAddress: '1 Quay' },
            openingHoursSpecification: [{ dayOfWeek: ['Monday', 'Thursday'], opens: '09:00', closes: '12:00' }],
          },
        },
        { servicePhone: { telephone: '01632 960 001' } },
      ],
    })
  })
  it('cannot end its own script element, whatever a service is called', async () => {
    const { body } = await get(`/seaside/services/${uuid(11)}`)
    expect(body).not.toContain('<script>alert')
    const { data } = await dataOf(`/seaside/services/${uuid(11)}`)
    expect(data.name).toContain('Tea')
    const found = await dataOf('/seaside/find?q=tea')
    expect(found.data.mainEntity.itemListElement[0]).toMatchObject({ position: 1, name: data.name, url: data.url })
    expect(found.canonical).toMatch(/\/seaside\/find$/)
  })
  it('says nothing of what is not known, nor of a place that is hidden', async () => {
    const { data } = await dataOf(`/seaside/services/${uuid(3)}`)
    for (const key of ['areaServed', 'offers', 'category', 'hoursAvailable']) expect(data).not.toHaveProperty(key)
    await house.platform.db.asHouse(placeId, async tx => {
      await tx.sql`update directory.service_location set hidden = true, point = null, point_from = null, postcode = null,
        detail = jsonb_build_object('locationId', location_id, 'kind', 'physical', 'addressLines', '[]'::jsonb, 'accessibility', '[]'::jsonb, 'hidden', true)
        where place_id = ${placeId} and service_id = ${uuid(4)}`
    })
    expect(JSON.stringify((await dataOf(`/seaside/services/${uuid(4)}`)).data)).not.toContain('PostalAddress')
  })
})

describe('the sitemap', () => {
  it('names the pages of services that run, with when they were last written, and leads to them from the root', async () => {
    const parts = urlsIn((await get('/sitemap.xml')).body)
    expect(parts).toEqual(['/empty/sitemap-1.xml', '/seaside/sitemap-1.xml'])
    expect(urlsIn((await get('/seaside/sitemap.xml')).body)).toEqual(['/seaside/sitemap-1.xml'])
    const { body, type } = await get('/seaside/sitemap-1.xml')
    expect(type).toBe('application/xml; charset=utf-8')
    const pages = urlsIn(body)
    expect(pages).toHaveLength(2 + 6)
    expect(pages).not.toContain(`/seaside/services/${uuid(5)}`)
    expect(body).toContain('<lastmod>2026-11-22T12:00:00Z</lastmod>')
    for (const page of pages) expect((await get(page)).status, page).toBe(200)
    for (const part of ['2', '0', 'x', '1e9'])
      expect((await get(`/seaside/sitemap-${part}.xml`)).status, part).toBe(404)
    expect(LARGEST_PART).toBe(50_000)
  })
  it('leaves out what was merged into another', async () => {
    await house.platform.db.asHouse(
      placeId,
      tx =>
        tx.sql`update directory.listed_service set merged_into = ${uuid(1)} where place_id = ${placeId} and service_id = ${uuid(2)}`,
    )
    expect(urlsIn((await get('/seaside/sitemap-1.xml')).body)).not.toContain(`/seaside/services/${uuid(2)}`)
  })
})

describe('robots.txt', () => {
  it('says at the root and in each place what not to look through, and where the sitemap is', async () => {
    const root = await get('/robots.txt')
    expect([root.status, root.type]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(root.body).toContain('Disallow: /*/find?\n')
    expect(root.body).toMatch(/\nSitemap: http.*[^y]\/sitemap\.xml\n/)
    expect((await get('/seaside/robots.txt')).body).toMatch(
      /Disallow: \/seaside\/ask\n(.*\n)*.*\/seaside\/sitemap\.xml/,
    )
  })
})
