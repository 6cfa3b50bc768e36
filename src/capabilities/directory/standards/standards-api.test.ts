import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { recordChange } from '../change-log-store.ts'
import { addTestPlace, done, feedService, importTestFeed, loadTestPostcodes, testFeed } from '../testing.ts'
import { settleTerms } from './terms-store.ts'

const house = useHouse('2026-11-22T12:00:00Z')
const uuid = (last: number) => `0a0a0a0a-0000-4000-8000-${String(last).padStart(12, '0')}`

const term = (number: number, name: string, more: Record<string, unknown> = {}) => ({
  id: uuid(5000 + number),
  taxonomy_term: { id: uuid(5000 + number), name, description: `About ${name}`, ...more },
})
/** Services with terms, times and areas, besides those that most tests search in. */
const richFeed = [
  ...testFeed,
  feedService(11, {
    name: 'Monday Tea',
    postcode: 'ZZ1 4AA',
    eligibility_description: 'Anyone over 60',
    wait_time: 'None',
    phones: [{ id: uuid(811), number: '01632 960 001', extension: '7' }],
    languages: [{ id: uuid(812), name: 'Urdu', code: 'ur' }],
    schedules: [
      { id: uuid(813), freq: 'WEEKLY', byday: 'MO,WE', opens_at: '09:00', closes_at: '12:00' },
      { id: uuid(814), freq: 'WEEKLY', byday: 'FR', opens_at: '22:00', closes_at: '02:00' },
    ],
    attributes: [
      term(1, 'Tea', { taxonomy: 'Drinks', parent_id: uuid(5002) }),
      term(2, 'Warm things', { taxonomy: 'Drinks', parent_id: uuid(5999) }),
    ],
    additional_urls: [{ id: uuid(815), label: 'Menu', url: 'https://tea.example/menu' }],
    capacities: [
      {
        id: uuid(816),
        unit: { id: uuid(817), name: 'Seat' },
        available: 3,
        maximum: 12,
        updated: '2026-11-20T09:00:00Z',
      },
    ],
  }),
  feedService(12, {
    name: 'Tuesday Tea',
    postcode: 'ZZ1 4AD',
    schedules: [{ id: uuid(821), freq: 'WEEKLY', byday: 'TU', opens_at: '10:00', closes_at: '11:30' }],
    attributes: [term(1, 'Tea', { taxonomy: 'Drinks', parent_id: uuid(5002) })],
    service_areas: [{ id: uuid(822), name: 'England' }],
  }),
  feedService(13, {
    name: 'Tea Elsewhere',
    postcode: 'ZZ1 4AA',
    service_areas: [
      {
        id: uuid(823),
        name: 'A far square',
        extent_type: 'geojson',
        extent: JSON.stringify({
          type: 'Polygon',
          coordinates: [
            [
              [0, 51],
              [0.1, 51],
              [0.1, 51.1],
              [0, 51.1],
              [0, 51],
            ],
          ],
        }),
      },
    ],
  }),
]

const ask = async (path: string, options: { method?: 'GET' | 'OPTIONS' | 'HEAD' } = {}) => {
  const { statusCode, headers, body } = await house.web.inject({ url: path, method: options.method ?? 'GET' })
  return { status: statusCode, headers, body, cors: headers['access-control-allow-origin'] }
}
const oruk = async (path: string) => {
  const { body, ...answer } = await ask(`/seaside/oruk/3.0${path}`)
  return { ...answer, json: JSON.parse(body) }
}
const hsds = async (path: string) => {
  const { body, ...answer } = await ask(`/seaside/hsds/3${path}`)
  return { ...answer, json: JSON.parse(body) }
}
const named = (page: { contents: { name: string }[] }) => page.contents.map(({ name }) => name)
const names = async (query: string) => named((await oruk(`/services?${query}`)).json)

let placeId: PlaceId
beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  await loadTestPostcodes(house)
  const { code, err } = await importTestFeed(house, 'seaside', richFeed)
  if (code !== 0) throw new Error(err)
})

describe('what any site may fetch', () => {
  it('says so on every answer, refusals and questions before fetching too', async () => {
    for (const path of [
      '/seaside/oruk/3.0/',
      '/seaside/oruk/3.0',
      '/seaside/oruk/3.0/openapi.json',
      '/seaside/oruk/3.0/services',
      '/seaside/oruk/3.0/services/nobody',
      '/seaside/oruk/3.0/nothing',
      '/seaside/oruk/3.0/services?page=x',
      '/seaside/oruk/3.0/services?taxonomy_id=x',
      '/seaside/oruk/3.0/services/%',
      '/seaside/oruk/3.0/services?search=%00',
      '/nowhere/oruk/3.0/services',
      '/seaside/hsds/3/services',
      '/seaside/hsds/3/services?format=ndjson',
    ]) {
      expect((await ask(path)).cors, path).toBe('*')
      if (path.endsWith('%')) continue
      const before = await ask(path, { method: 'OPTIONS' })
      expect([before.status, before.cors, before.headers['access-control-allow-methods']], path).toEqual([
        204,
        '*',
        'GET, HEAD, OPTIONS',
      ])
    }
    expect((await ask('/seaside/find')).cors).toBeUndefined()
  })
  it('says its version exactly, and where its description lies', async () => {
    expect((await oruk('/')).json).toMatchObject({
      version: 'HSDS-UK-3.0',
      openapi_url: expect.stringMatching(/^http.*\/seaside\/oruk\/3\.0\/openapi\.json$/),
    })
    expect((await hsds('/')).json.version).toBe('3.1')
  })
})

describe('a list', () => {
  it('gives pages whose header agrees with them, past the end too', async () => {
    const page = (await oruk('/services?per_page=4&page=3')).json
    expect({ ...page, contents: page.contents.length }).toEqual({
      total_items: 9,
      total_pages: 3,
      page_number: 3,
      size: 1,
      first_page: false,
      last_page: true,
      empty: false,
      contents: 1,
    })
    expect((await oruk('/services?page=50')).json).toMatchObject({
      size: 0,
      empty: true,
      last_page: true,
      contents: [],
    })
  })
  it('filters by search and ages together', async () => {
    expect(await names('search=food+bank')).toEqual([
      'Closed Food Bank',
      'Ferry Food Bank',
      'Food Bank by Post',
      'Northgate Pantry',
    ])
    expect(await names('search=food&minimum_age=18')).toEqual(['Food Bank by Post'])
    expect(await names('minimum_age=18&maximum_age=90')).toEqual(['Café for bereavement'])
    expect(await names('search=the')).toEqual([])
  })
  it('finds one opening that fits day, start and end together, and reads a closing after midnight as later', async () => {
    expect(await names('day=MO')).toEqual(['Monday Tea'])
    expect(await names('day=tuesday')).toEqual(['Tuesday Tea'])
    expect(await names('start_time=09:30')).toEqual(['Monday Tea', 'Tuesday Tea'])
    expect(await names('day=MO&start_time=09:30')).toEqual([])
    expect(await names('end_time=11:30')).toEqual(['Tuesday Tea'])
    expect(await names('day=FR&end_time=23:59')).toEqual([])
    const at = (await hsds('/service_at_locations?day=TU')).json.contents
    expect(at.map((each: { service: { name: string } }) => each.service.name)).toEqual(['Tuesday Tea'])
  })
  it('knows who serves a postcode by their areas, and how far it is', async () => {
    const at = async (query: string) =>
      (await oruk(`/service_at_locations?${query}`)).json.contents.map(
        (each: { service: { name: string } }) => each.service.name,
      )
    const all = await at('')
    expect(all).toContain('Tea Elsewhere')
    expect(await at('postcode=zz14aa')).toEqual(all.filter((name: string) => name !== 'Tea Elsewhere'))
    expect(await at('postcode=ZZ1+4AA&proximity=100')).toEqual(['Closed Food Bank', 'Monday Tea', 'Northgate Pantry'])
    expect(await at('postcode=ZZ1+4AA&proximity=100&day=MO')).toEqual(['Monday Tea'])
  })
  it('gives organizations, each with what it offers at its own address', async () => {
    const { json } = await oruk('/organizations?search=Organisation+11')
    expect(named(json)).toEqual(['Organisation 11'])
    const one = (await oruk(`/organizations/${json.contents[0].id}`)).json
    expect(one.services).toEqual([{ id: uuid(11), name: 'Monday Tea', status: 'active' }])
    const whole = (await hsds(`/organizations/${json.contents[0].id}?full_service=true`)).json
    expect(whole.services).toMatchObject([{ phones: [{ number: '01632 960 001', extension: 7 }] }])
    expect(named((await hsds(`/organizations?taxonomy_term_id=${uuid(5001)}`)).json)).toEqual([
      'Organisation 11',
      'Organisation 12',
    ])
  })
})

describe('taxonomies and terms', () => {
  it('resolve: every attribute to a term, every term to its taxonomy, every parent to a term', async () => {
    const terms = (await oruk('/taxonomy_terms?per_page=500')).json.contents as Record<string, string>[]
    const ids = new Set(terms.map(({ id }) => id))
    const taxonomies = new Set((await oruk('/taxonomies')).json.contents.map(({ id }: { id: string }) => id))
    expect(terms.filter(({ taxonomy_id = '' }) => !taxonomies.has(taxonomy_id))).toEqual([])
    expect(terms.filter(({ parent_id }) => parent_id !== undefined && !ids.has(parent_id))).toEqual([])
    for (const { id } of (await oruk('/services')).json.contents) {
      const { attributes = [] } = (await oruk(`/services/${id}`)).json
      for (const attribute of attributes) {
        const known = terms.find(each => each.id === attribute.taxonomy_term_id)
        expect(attribute.taxonomy_term).toEqual(known)
      }
    }
  })
  it('keep a parent that is here and leave out one that nobody gave', async () => {
    expect((await oruk(`/taxonomy_terms/${uuid(5001)}`)).json.parent_id).toBe(uuid(5002))
    expect((await oruk(`/taxonomy_terms/${uuid(5002)}`)).json.parent_id).toBeUndefined()
    expect(named((await oruk(`/taxonomy_terms?parent_id=${uuid(5002)}`)).json)).toEqual(['Tea'])
    const drinks = (await oruk('/taxonomies?search=drinks')).json.contents[0]
    expect(named((await oruk(`/taxonomy_terms?taxonomy_id=${drinks.id}&top_only=true`)).json)).toEqual(['Warm things'])
    expect(await names(`taxonomy_id=${drinks.id}`)).toEqual(['Monday Tea', 'Tuesday Tea'])
  })
  it('are of what services say too, so that speakers of a language can be asked for', async () => {
    const [urdu] = (await oruk('/taxonomy_terms?search=urdu')).json.contents
    expect(await names(`taxonomy_term_id=${urdu.id}`)).toEqual(['Monday Tea'])
  })
  it('are listed for entries written before terms were, and go when nobody carries them', async () => {
    const before = (await oruk('/taxonomy_terms?per_page=500')).json
    await house.platform.db.asHouse(placeId, async tx => {
      await tx.sql`delete from directory.service_term where place_id = ${placeId} and made`
      await tx.sql`update directory.listed_service set terms_listed = false where place_id = ${placeId}`
      await tx.sql`delete from directory.taxonomy_term where place_id = ${placeId} and name = 'Urdu'`
      await tx.sql`insert into directory.taxonomy_term (place_id, term_id, taxonomy_id, name)
        select ${placeId}, ${uuid(5555)}, taxonomy_id, 'Nobody' from directory.taxonomy where place_id = ${placeId} limit 1`
      expect(await settleTerms(tx)).toBe(9)
    })
    expect((await oruk('/taxonomy_terms?per_page=500')).json).toEqual(before)
  })
})

describe('a question that cannot be answered', () => {
  it('is answered 400 in words that name what is wrong', async () => {
    const said = async (path: string) => {
      const { status, json } = await oruk(path)
      return [status, json.error?.message]
    }
    expect(await said('/services?per_page=0&minimum_age=old')).toEqual([
      400,
      'minimum_age must be a number from 0 to 150, not “old”. per_page must be a whole number from 1 to 500, not “0”.',
    ])
    for (const query of [
      'page=0',
      'page=abc',
      'page=1.5',
      'page=-1',
      'page=1&page=2',
      'per_page=1e9',
      'per_page=501',
      'per_page=%F0%9F%98%80',
      'day=someday',
      'start_time=25:00',
      'end_time=noon',
      'minimum_age=NaN',
      'taxonomy_id=x',
      `taxonomy_id=${uuid(1)}`,
      `taxonomy_term_id=${uuid(1)}`,
      `organization_id=${uuid(1)}`,
      'modified_after=yesterday',
      'modified_after=2026-02-31',
      'modified_after=0000-01-01',
      'modified_after=0001-01-01T00:00:00%2B14:00',
      'modified_after=9999-12-31T23:59:59-14:00',
      'full=maybe',
      'format=xml',
      `search=${'a'.repeat(501)}`,
    ])
      expect(await said(`/services?${query}`), query).toEqual([400, expect.stringMatching(/\w+ .*\.$/)])
    for (const query of [
      'postcode=x',
      'postcode=ZZ1',
      'postcode=ZZ9+9ZZ',
      'proximity=10',
      'postcode=ZZ1+4AA&proximity=-1',
    ])
      expect((await said(`/service_at_locations?${query}`))[0], query).toBe(400)
    expect((await said(`/taxonomy_terms?parent_id=${uuid(1)}`))[0]).toBe(400)
  })
  it('is 404 for an unknown or malformed id of every list', async () => {
    for (const list of ['services', 'organizations', 'taxonomies', 'taxonomy_terms', 'service_at_locations'])
      for (const id of [uuid(999_999), 'x', '%27'])
        expect((await oruk(`/${list}/${id}`)).status, `${list} ${id}`).toBe(404)
  })
})

describe('HSDS 3.1', () => {
  it('gives in full what ORUK has no field for', async () => {
    const { json } = await hsds(`/services/${uuid(11)}`)
    expect(json).toMatchObject({
      eligibility_description: 'Anyone over 60',
      wait_time: 'None',
      phones: [{ number: '01632 960 001', extension: 7 }],
      languages: [{ name: 'Urdu', code: 'ur' }],
      additional_urls: [{ label: 'Menu', url: 'https://tea.example/menu' }],
      capacities: [{ unit: { name: 'Seat' }, available: 3, maximum: 12 }],
      metadata: [{ field_name: 'service', updated_by: 'feed.json', previous_value: 'Not told' }],
    })
    expect((await oruk(`/services/${uuid(11)}`)).json).not.toHaveProperty('phones')
  })
  it('tells who said a field, never what stood there before', async () => {
    await house.platform.db.asHouse(
      placeId,
      tx =>
        tx.sql`update directory.listed_service set field_sources = '{"email": {"source": "Ferry Council", "at": "2026-11-20T10:00:00Z"}}',
          doubtful_at = ${tx.now}, doubtful_because = 'mail came back' where place_id = ${placeId} and service_id = ${uuid(12)}`,
    )
    expect((await hsds(`/services/${uuid(12)}`)).json.metadata.slice(1)).toMatchObject([
      { field_name: 'email', last_action_date: '2026-11-20', updated_by: 'Ferry Council', previous_value: 'Not told' },
      { last_action_type: 'doubted', field_name: 'assured_date', replacement_value: 'mail came back' },
    ])
  })
  it('streams everything, one object a line, in full', async () => {
    const { headers, body } = await ask('/seaside/hsds/3/services?format=ndjson')
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8')
    const lines = body
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ name }) => name)).toEqual(named((await hsds('/services')).json))
    expect(lines.find(({ id }) => id === uuid(11))).toEqual((await hsds(`/services/${uuid(11)}`)).json)
    const terms = (await ask('/seaside/hsds/3/taxonomy_terms?format=ndjson')).body.trimEnd().split('\n')
    expect(terms).toHaveLength((await hsds('/taxonomy_terms')).json.total_items)
  })
  it('keeps a hidden place without address, point or postcode', async () => {
    await house.platform.db.asHouse(placeId, async tx => {
      await tx.sql`update directory.service_location set hidden = true, point = null, point_from = null, postcode = null,
        detail = jsonb_build_object('locationId', location_id, 'kind', 'physical', 'addressLines', '[]'::jsonb, 'accessibility', '[]'::jsonb, 'hidden', true)
        where place_id = ${placeId} and service_id = ${uuid(4)}`
    })
    const [at] = (await hsds(`/services/${uuid(4)}`)).json.service_at_locations
    expect(at.location).toEqual({ id: uuid(604), location_type: 'physical' })
    expect((await oruk(`/service_at_locations/${at.id}`)).json.location).toEqual(at.location)
  })
})

describe('for those who keep a copy', () => {
  it('what changed since a moment can be asked for, in short too, and a merged entry leads to the one that stands for it', async () => {
    const since = async (at: string, more = '') => named((await hsds(`/services?modified_after=${at}${more}`)).json)
    expect(await since('2026-11-22T12:00:00Z')).toHaveLength(9)
    house.advance({ hours: 1 })
    await house.platform.db.asHouse(placeId, async tx => {
      await tx.sql`update directory.listed_service set merged_into = ${uuid(1)} where place_id = ${placeId} and service_id = ${uuid(2)}`
      await recordChange(tx, [uuid(1), uuid(2)])
    })
    expect(await since('2026-11-22T12:30:00Z')).toEqual(['Ferry Food Bank', 'Northgate Pantry'])
    expect(await since('2026-11-22 12:30')).toEqual(['Ferry Food Bank', 'Northgate Pantry'])
    const [, merged] = (await hsds('/services?modified_after=2026-11-22T12:30:00Z&full=true')).json.contents
    expect(merged).toMatchObject({
      id: uuid(2),
      status: 'defunct',
      metadata: [{ last_action_type: 'merged', replacement_value: uuid(1) }],
    })
    expect((await hsds('/services?minimal=true')).json).toMatchObject({ total_items: 8, total_pages: 1, size: 8 })
    expect(await names('search=pantry')).toEqual([])
    const moved = await ask(`/seaside/oruk/3.0/services/${uuid(2)}`)
    expect([moved.status, moved.cors]).toEqual([308, '*'])
    expect(moved.headers.location).toMatch(new RegExp(`/seaside/oruk/3\\.0/services/${uuid(1)}$`))
    expect((await oruk('/organizations?search=Organisation+2')).json.total_items).toBe(0)
  })
})

describe('the OpenAPI document', () => {
  it('describes what is served: its paths answer, its shapes are closed, its references resolve', async () => {
    done(
      await perform(house.platform.db, houseActor(placeId), changePlace, {
        settings: { licence: { name: 'Open Government Licence v3.0', url: 'https://licence.example/ogl' } },
      }),
    )
    for (const read of [oruk, hsds]) {
      const { json } = await read('/openapi.json')
      expect(json.openapi).toBe('3.1.0')
      expect(json.info.license).toEqual({ name: 'Open Government Licence v3.0', url: 'https://licence.example/ogl' })
      for (const path of Object.keys(json.paths).filter(each => !each.includes('{') && !each.includes('datapackage')))
        expect((await read(path)).status, path).toBe(200)
      const references = [...JSON.stringify(json).matchAll(/"#\/components\/schemas\/([a-z_]+)"/g)].map(
        ([, name]) => name,
      )
      for (const name of references) expect(json.components.schemas, name).toHaveProperty(name as string)
      expect(json.components.schemas.service.additionalProperties).toBe(false)
    }
    expect((await oruk('/openapi.json')).json.components.schemas.service.properties).not.toHaveProperty('phones')
  })
})
