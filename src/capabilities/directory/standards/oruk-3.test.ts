import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { ListedService } from '../listed-service.ts'
import { addTestPlace, temporaryFile } from '../testing.ts'
import { toOruk3 } from './oruk-3.ts'
import { generatedRecords } from './testing.ts'

const id = '0a0a0a0a-0000-4000-8000-000000000001'
const bare: ListedService = {
  serviceId: id,
  externalId: id,
  name: 'Tea club',
  status: 'active',
  attending: [],
  access: [],
  costOptions: [],
  languages: [],
  requiredDocuments: [],
  funding: [],
  contacts: [],
  phones: [],
  schedules: [],
  serviceAreas: [],
  terms: [],
  locations: [],
  source: 'test',
}

describe('a service in ORUK 3.0', () => {
  it('leaves out everything that is not known: no null, no empty text, no empty list', () => {
    expect(toOruk3(bare)).toEqual({ id, name: 'Tea club', status: 'active' })
  })
  it('gives every required sub-field, and says so where nothing was given', () => {
    const out = toOruk3({
      ...bare,
      publisher: { publisherId: id, name: 'Hub', identifiers: [{ type: 'Charity number', identifier: '1' }] },
      locations: [{ locationId: id, kind: 'physical', addressLines: [], postcode: 'ZZ1 4AB', accessibility: [] }],
      terms: [{ termId: id, name: 'Food' }],
    })
    expect(out.organization).toMatchObject({
      name: 'Hub',
      description: 'Not given',
      organization_identifiers: [{ identifier_type: 'Charity number' }],
    })
    expect(out.service_at_locations).toMatchObject([
      {
        location: {
          location_type: 'physical',
          addresses: [
            {
              address_1: 'Not given',
              city: 'Not given',
              state_province: 'Not given',
              postal_code: 'ZZ1 4AB',
              country: 'GB',
              address_type: 'physical',
            },
          ],
        },
      },
    ])
    expect(out.attributes).toMatchObject([{ link_id: id, taxonomy_term: { name: 'Food', description: 'Food' } }])
  })
  it('sends an address only with its postcode, and a closure never as an opening', () => {
    const out = toOruk3({
      ...bare,
      locations: [{ locationId: id, kind: 'physical', name: 'Hall', addressLines: ['1 Quay'], accessibility: [] }],
      schedules: [
        { exception: 'closed', validFromOn: '2026-12-25' },
        { freq: 'WEEKLY', byday: 'MO', opensAtTime: '09:00' },
      ],
    })
    expect(out.service_at_locations).toMatchObject([{ location: { name: 'Hall' } }])
    expect(JSON.stringify(out.service_at_locations)).not.toContain('addresses')
    expect(out.schedules).toEqual([
      {
        id: expect.any(String),
        service_id: id,
        valid_from: '2026-12-25',
        description: 'Closed from 25 December 2026',
        notes: 'Exception: closed on these days.',
      },
      { id: expect.any(String), service_id: id, freq: 'WEEKLY', byday: 'MO', opens_at: '09:00' },
    ])
  })
  it('carries languages, eligibility and ways of attending as attributes, with the same ids every time', () => {
    const service: ListedService = {
      ...bare,
      languages: [{ name: 'Urdu' }],
      eligibility: 'Carers',
      attending: ['phone'],
    }
    const names = (toOruk3(service).attributes as { taxonomy_term: { name: string } }[]).map(
      each => each.taxonomy_term.name,
    )
    expect(names).toEqual(['Urdu', 'Carers', 'By phone'])
    expect(toOruk3(service)).toEqual(toOruk3(service))
  })
})

const sharedData = resolve(import.meta.dirname, '../../../..', process.env.SHARED_DATA ?? '../shared/data')
const tool = process.env.CONFORMANCE_TOOL ?? ''
const feed = join(sharedData, 'oruk-feeds/bristol_oruk1_2024-12.json')
const missing = [
  ...(existsSync(join(tool, 'node_modules')) && tool !== ''
    ? []
    : ['CONFORMANCE_TOOL, a copy of the shared conformance tool after `npm ci` in it']),
  ...(existsSync(feed) ? [] : [feed]),
]
if (missing.length > 0) console.info(`skipped: ORUK 3.0 conformance over HTTP needs ${missing.join(' and ')}`)
describe.skipIf(missing.length > 0)('the conformance tool, walking the ORUK 3.0 API', () => {
  const house = useHouse()
  const walk = async (place: string): Promise<string> => {
    const address = `http://127.0.0.1:${(house.web.server.address() as AddressInfo).port}/${place}/oruk/3.0`
    const child = spawn(process.execPath, [
      join(tool, 'conform-api.mjs'),
      address,
      '--schemas',
      join(sharedData, 'oruk/oruk-3.0-profile/schema'),
    ])
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', part => {
        said += part
      })
    await once(child, 'close')
    return said
  }
  /** The tool reads the first 50 pages of a list; this reads all of them. */
  const everyPage = async (place: string): Promise<{ ids: string[]; total: number }> => {
    const ids: string[] = []
    for (let page = 1; ; page++) {
      const { contents, total_items, last_page } = (
        await house.web.inject({ url: `/${place}/oruk/3.0/services?per_page=500&page=${page}` })
      ).json<{ contents: { id: string }[]; total_items: number; last_page: boolean }>()
      ids.push(...contents.map(service => service.id))
      if (last_page) return { ids, total: total_items }
    }
  }
  it('has nothing to fail and nothing to warn of: on the real feed, and on 10,000 services made by chance', async () => {
    const made = await temporaryFile('chance.json', JSON.stringify(generatedRecords(10_000, 2)))
    await house.web.listen({ port: 0, host: '127.0.0.1' })
    for (const [place, file] of [
      ['real', feed],
      ['chance', made],
    ] as const) {
      await addTestPlace(house, place)
      const imported = await house.commandLine('import', 'services', file, '--place', place)
      expect(imported.code).toBe(0)
      const said = await walk(place)
      console.info(
        said
          .split('\n')
          .filter(line => /FAIL|WARN|all pages|level/.test(line))
          .join('\n'),
      )
      expect(said).toContain('level 1 failures: 0; level 2 warnings: 0')
      const { ids, total } = await everyPage(place)
      expect([ids.length, new Set(ids).size]).toEqual([total, total])
      expect(total).toBeGreaterThan(place === 'chance' ? 5000 : 800)
    }
  }, 900_000)
})
