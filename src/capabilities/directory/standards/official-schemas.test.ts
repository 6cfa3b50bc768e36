import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import { addTestPlace, temporaryFile } from '../testing.ts'
import { generatedRecords } from './testing.ts'

/**
 * Everything we publish against the official compiled schemas, closed: a field the standard does not have is a fault. With CONFORMANCE_TOOL set there are
 * 10,000 services and the whole of HSDS, whose schemas of several megabytes take long to make ready; without it a few hundred, and HSDS by its definitions.
 */
const sharedData = resolve(import.meta.dirname, '../../../..', process.env.SHARED_DATA ?? '../shared/data')
const official = {
  oruk: join(sharedData, 'oruk/oruk-3.0-profile/schema'),
  hsds: join(sharedData, 'oruk/hsds-3.1-dev/schema'),
}
const feed = join(sharedData, 'oruk-feeds/bristol_oruk1_2024-12.json')
const isWhole = (process.env.CONFORMANCE_TOOL ?? '') !== ''
const missing = [official.oruk, official.hsds, feed].filter(path => !existsSync(path))
if (missing.length > 0)
  console.info(`skipped: what we publish against the official schemas needs ${missing.join(' and ')}`)

type Json = Record<string, unknown>
const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8'))

/** The schema with every object closed. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const all = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return all.properties && all.additionalProperties === undefined ? { ...all, additionalProperties: false } : all
}

function compilers() {
  const make = () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addFormat('HH:MM', /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/)
    return ajv
  }
  const oruk = make()
  for (const file of readdirSync(official.oruk))
    if (file.endsWith('.json') && file !== 'openapi.json')
      oruk.addSchema(closed(read(join(official.oruk, file))) as Json, file)
  const orukOf = (kind: string): ValidateFunction => {
    const compiled = join(official.oruk, 'compiled', `${kind}.json`)
    return existsSync(compiled)
      ? make().compile(closed(read(compiled)) as Json)
      : (oruk.getSchema(`${kind}.json`) as ValidateFunction)
  }
  const definitions = read(join(official.hsds, 'compiled/service_with_definitions.json'))
  const hsdsOf = (kind: string): ValidateFunction => {
    const compiled = join(official.hsds, 'compiled', `${kind}.json`)
    const isSmall = kind.endsWith('_list')
    if (existsSync(compiled) && (isWhole || isSmall)) return make().compile(closed(read(compiled)) as Json)
    if (kind === 'service') return make().compile(closed(definitions) as Json)
    const whole = closed({ definitions: definitions.definitions, ...definition(definitions, kind) })
    return make().compile(whole as Json)
  }
  return { orukOf, hsdsOf }
}

/** A kind out of the definitions that services use; what its own file adds (the services of an organization) is let be. */
function definition(all: Json, kind: string): Json {
  const own = (all.definitions as Record<string, Json>)[kind] as Json
  const more = { organization: { services: {} }, service_at_location: { service: {} } }[kind] ?? {}
  return { ...own, properties: { ...(own.properties as Json), ...more } }
}

const PAGE = ['total_items', 'total_pages', 'page_number', 'size', 'first_page', 'last_page', 'empty', 'contents']
const lists = ['services', 'organizations', 'taxonomies', 'taxonomy_terms', 'service_at_locations'] as const
const kindOf = {
  services: 'service',
  organizations: 'organization',
  taxonomies: 'taxonomy',
  taxonomy_terms: 'taxonomy_term',
  service_at_locations: 'service_at_location',
} as const

describe.skipIf(missing.length > 0)('against the official schemas, closed', () => {
  const house = useHouse('2026-11-22T12:00:00Z')
  const json = async (url: string) => JSON.parse((await house.web.inject({ url })).body)
  const linesOf = async (url: string) => {
    const { body } = await house.web.inject({ url })
    return body
      .trimEnd()
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Json)
  }

  it(`ten kinds of both standards are valid, for the real feed and for ${isWhole ? '10,000' : '150'} services made by chance`, async () => {
    const { orukOf, hsdsOf } = compilers()
    await addTestPlace(house, 'real')
    await addTestPlace(house, 'chance')
    const made = await temporaryFile('chance.json', JSON.stringify(generatedRecords(isWhole ? 10_000 : 150)))
    for (const [place, file] of [
      ['real', feed],
      ['chance', made],
    ] as const) {
      const { code, err } = await house.commandLine('import', 'services', file, '--place', place)
      expect(err + code).toBe('0')
    }
    const checked: Record<string, number> = {}
    for (const [base, of] of [
      ['oruk/3.0', orukOf],
      ['hsds/3', hsdsOf],
    ] as const) {
      for (const list of lists) {
        const kind = kindOf[list]
        const whole = of(kind)
        const listed = ['taxonomy', 'taxonomy_term'].includes(kind) ? whole : of(`${kind}_list`)
        for (const place of ['real', 'chance']) {
          const page = await json(`/${place}/${base}/${list}?per_page=500`)
          expect(Object.keys(page)).toEqual(PAGE)
          const full = kind === 'organization' ? '&full_service=true' : ''
          const many = await linesOf(`/${place}/${base}/${list}?format=ndjson${full}`)
          expect(many).toHaveLength(page.total_items)
          for (const [valid, objects] of [
            [listed, page.contents],
            [whole, many],
          ] as const)
            for (const each of objects as Json[]) {
              if (!valid(each))
                expect.fail(
                  `${base} ${kind} ${String((each as Json).id)}: ${JSON.stringify(valid.errors?.slice(0, 3))}`,
                )
              checked[`${base} ${kind}`] = (checked[`${base} ${kind}`] ?? 0) + 1
            }
        }
      }
    }
    expect(Object.keys(checked)).toHaveLength(10)
    expect(Math.min(...Object.values(checked))).toBeGreaterThan(10)
    if (isWhole) console.info(checked)
  }, 300_000)

  it('a field the standard does not have, or a missing one, would have been found', () => {
    const { orukOf } = compilers()
    const valid = orukOf('service')
    const good = { id: '0a0a0a0a-0000-4000-8000-000000000001', name: 'x', status: 'active' }
    expect([valid(good), valid({ ...good, phones: [] }), valid({ ...good, status: undefined })]).toEqual([
      true,
      false,
      false,
    ])
  })
})
