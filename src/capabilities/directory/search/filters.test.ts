import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Schedule } from '../listed-service.ts'
import { calendarOf, stateAt } from '../opening/opening.ts'
import { accessFeatures } from './access-features.ts'
import { type Filters, type GroupKey, groupKeys, WITHIN_MILES, type WithinMiles } from './filter-answers.ts'
import type { Facet } from './filters.ts'
import { search } from './search.ts'
import { type IndexedService, SearchIndex } from './search-index.ts'
import { type Home, readArea, takesIn } from './service-areas.ts'

const now = new Date('2026-11-23T12:00:00Z')
const home: Home = {
  point: { x: 0, y: 0 },
  exact: true,
  shown: 'ZZ1 4AB',
  codes: ['E05000001', 'E06000001'],
  neighbourhood: { name: 'Quayside', code: 'E05000001' },
  place: {
    name: 'Seaside',
    codes: ['E06000001'],
    neighbourhoods: [
      { name: 'Quayside', code: 'E05000001' },
      { name: 'Hilltop', code: 'E05000002' },
    ],
  },
  inPlace: true,
}

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined })
const languages = ['Polish', 'Urdu', 'Welsh']
const kinds = ['t1', 't2', 't3']
const serviceArb: fc.Arbitrary<Omit<IndexedService, 'serviceId'>> = fc.record({
  name: fc.constantFrom('Food bank', 'Tea', 'Food and tea'),
  terms: fc.subarray(kinds).map(list => list.map(termId => ({ termId, name: termId }))),
  text: fc.constant(''),
  running: fc.constant(true),
  attending: fc.subarray(['in-person', 'phone', 'online', 'home-visit'] as const),
  languages: fc.subarray(languages),
  access: fc.dictionary(fc.constantFrom(...accessFeatures), fc.boolean()),
  points: fc.array(fc.record({ x: fc.integer({ min: 0, max: 50_000 }), y: fc.constant(0) }), { maxLength: 2 }),
  areas: fc.subarray([{ name: 'Quayside' }, { name: 'Hilltop' }, { name: 'Somewhere' }]),
  cost: maybe(fc.constantFrom('free' as const, 'paid' as const)),
  minimumAge: maybe(fc.integer({ min: 0, max: 40 })),
  maximumAge: maybe(fc.integer({ min: 41, max: 90 })),
  assuredOn: maybe(fc.constantFrom('2026-11-01', '2025-12-01', '2020-01-01')),
  schedules: maybe(
    fc.constantFrom(
      '[{"freq":"WEEKLY","byday":"MO","opensAtTime":"09:00","closesAtTime":"17:00"}]',
      '[{"freq":"WEEKLY","byday":"MO","opensAtTime":"18:00","closesAtTime":"20:00"}]',
      '[{"freq":"WEEKLY","byday":"WE","opensAtTime":"09:00","closesAtTime":"17:00"}]',
      '[{"description":"ring first"}]',
    ),
  ),
}) as never
const filtersArb: fc.Arbitrary<Filters> = fc.record(
  {
    open: fc.constantFrom('now' as const, 'today' as const),
    cost: fc.subarray(['free', 'paid'] as const),
    way: fc.subarray(['in-person', 'phone', 'online', 'home-visit'] as const),
    age: fc.integer({ min: 0, max: 100 }),
    language: fc.subarray(languages),
    kind: fc.subarray(kinds),
    access: fc.subarray(accessFeatures),
    withinMiles: fc.constantFrom(...WITHIN_MILES),
    serves: fc.constant(true),
    checked: fc.constant(true),
    leaveOut: fc.subarray([...groupKeys]),
  },
  { requiredKeys: [] },
)

/** The same state with this one choice of a group in the place of what was chosen there. */
function choosing(filters: Filters, key: GroupKey, value: string): Filters {
  const { leaveOut = [], ...rest } = filters
  const chosen = {
    open: { open: value as 'now' },
    cost: { cost: [value as 'free'] },
    way: { way: [value as 'phone'] },
    age: { age: filters.age ?? 0 },
    language: { language: [value] },
    kind: { kind: [value] },
    within: { withinMiles: Number(value) as WithinMiles },
    serves: { serves: true },
    checked: { checked: true },
  }[key as 'open'] ?? { access: [...new Set([...(filters.access ?? []), key as 'step-free'])] }
  return { ...rest, ...chosen, leaveOut: leaveOut.filter(each => each !== key) }
}

const indexOf = (services: readonly Omit<IndexedService, 'serviceId'>[]) => {
  const index = new SearchIndex(calendarOf('england-and-wales', []))
  for (const [at, service] of services.entries()) index.put({ serviceId: `s${at}`, ...service } as IndexedService)
  return index
}
const answer = (index: SearchIndex, filters: Filters) =>
  search(index, { words: [], needs: [], near: { x: 0, y: 0 }, home, filters, counted: true, now, limit: 1000 })

type Plain = Omit<IndexedService, 'serviceId'>
type Told = 'yes' | 'no' | 'not known'
const oneOf = (own: readonly string[], chosen: readonly string[]): Told =>
  own.length === 0 ? 'not known' : own.some(each => chosen.includes(each)) ? 'yes' : 'no'

/** What each filter that is set says of a service, told from the service itself in the plainest way. */
function toldOf(service: Plain, filters: Filters): Map<GroupKey, Told> {
  const told = new Map<GroupKey, Told>()
  const { open, cost, way, age, language, kind, access, withinMiles, serves, checked } = filters
  if (open) {
    const schedules: Schedule[] = service.schedules ? JSON.parse(service.schedules) : []
    const state = stateAt(schedules, calendarOf('england-and-wales', []), now)
    const opens = state.opensNextAt?.toISOString().startsWith('2026-11-23')
    const isKnown = state.state === 'open' || state.state === 'closed'
    if (schedules.length === 0 || !isKnown) told.set('open', 'not known')
    else told.set('open', state.state === 'open' || (open === 'today' && opens) ? 'yes' : 'no')
  }
  if (cost && cost.length > 0) told.set('cost', oneOf(service.cost ? [service.cost] : [], cost))
  if (way && way.length > 0) told.set('way', oneOf(service.attending, way))
  if (language && language.length > 0) told.set('language', oneOf(service.languages, language))
  if (kind && kind.length > 0)
    told.set(
      'kind',
      oneOf(
        service.terms.map(({ name }) => name),
        kind,
      ),
    )
  if (age !== undefined) {
    const { minimumAge: least, maximumAge: most } = service
    const fits = age >= (least ?? 0) && age <= (most ?? 200)
    told.set('age', least === undefined && most === undefined ? 'not known' : fits ? 'yes' : 'no')
  }
  for (const feature of access ?? []) {
    const has = service.access[feature]
    told.set(feature, has === undefined ? 'not known' : has ? 'yes' : 'no')
  }
  if (withinMiles) {
    const remote = service.attending.some(each => each !== 'in-person')
    const metres = Math.min(...service.points.map(({ x, y }) => Math.hypot(x, y)))
    if (!remote && service.points.length === 0) told.set('within', 'not known')
    else told.set('within', remote || metres <= withinMiles * 1609.344 ? 'yes' : 'no')
  }
  if (serves) {
    const answers = service.areas.map(area => takesIn(readArea(area), home))
    const all = answers.length > 0 && answers.every(answer => answer === 'no') ? 'no' : 'not known'
    told.set('serves', answers.includes('yes') ? 'yes' : all)
  }
  if (checked) {
    const on = service.assuredOn
    told.set('checked', on === undefined ? 'not known' : on >= '2025-11-23' ? 'yes' : 'no')
  }
  return told
}

describe('filters', () => {
  it('keep what each service by itself says, in the plainest way of telling', () => {
    fc.assert(
      fc.property(fc.array(serviceArb, { maxLength: 40 }), filtersArb, (services, filters) => {
        const expected = services.flatMap((service, at) => {
          const told = [...toldOf(service, filters)]
          const isOut = told.some(([key, each]) => each === 'no' || (each !== 'yes' && filters.leaveOut?.includes(key)))
          const unknown = told.flatMap(([key, each]) => (each === 'not known' ? [key] : []))
          return isOut ? [] : [{ id: `s${at}`, unknown: unknown.sort() }]
        })
        const { hits, total, withUnknown } = answer(indexOf(services), filters)
        const kept = hits.map(({ serviceId, unknown }) => ({ id: serviceId, unknown: [...unknown].sort() }))
        const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
        expect(kept.sort(byId)).toEqual(expected.sort(byId))
        expect([total, withUnknown]).toEqual([
          expected.length,
          expected.filter(({ unknown }) => unknown.length > 0).length,
        ])
      }),
      { numRuns: 100 },
    )
  })
  it('give for every choice exactly as many services as its count says, and keep those that are not known', () => {
    fc.assert(
      fc.property(fc.array(serviceArb, { maxLength: 30 }), filtersArb, (services, filters) => {
        const index = indexOf(services)
        for (const { key, choices, notKnown } of answer(index, filters).facets)
          for (const { value, count } of choices) {
            const chosen = choosing(filters, key, value)
            const kept = answer(index, chosen)
            const sure = answer(index, { ...chosen, leaveOut: [...(chosen.leaveOut ?? []), key] })
            expect([key, value, sure.total]).toEqual([key, value, count])
            expect([key, value, kept.total]).toEqual([key, value, count + notKnown])
            expect(kept.hits.filter(({ unknown }) => unknown.includes(key)).length).toBe(notKnown)
            const after = kept.facets.find(facet => facet.key === key) as Facet
            expect([after.active, after.choices.find(choice => choice.value === value)?.count]).toEqual([true, count])
          }
      }),
      { numRuns: 60 },
    )
  })
  it('never turn a service away of which nothing is known', () => {
    fc.assert(
      fc.property(filtersArb, filters => {
        const { leaveOut: _, ...kept } = filters
        const index = indexOf([
          {
            name: 'Tea',
            terms: [],
            text: '',
            running: true,
            attending: [],
            languages: [],
            access: {},
            points: [],
            areas: [],
          },
        ])
        expect(answer(index, kept).total).toBe(1)
      }),
    )
  })
  it('put what is not known below what is known', () => {
    const plain = {
      terms: [],
      text: '',
      running: true,
      attending: [],
      languages: [],
      access: {},
      points: [{ x: 900, y: 0 }],
      areas: [],
    }
    const index = indexOf([
      { ...plain, name: 'A' },
      { ...plain, name: 'B', cost: 'free' },
      { ...plain, name: 'C', cost: 'paid' },
    ])
    const { hits, withUnknown } = answer(index, { cost: ['free'] })
    expect([hits.map(({ serviceId }) => serviceId), withUnknown]).toEqual([['s1', 's0'], 1])
  })
  it('say open now from the schedules, and appointments and no schedules as not known', () => {
    const plain = {
      name: 'A',
      terms: [],
      text: '',
      running: true,
      attending: [],
      languages: [],
      access: {},
      points: [],
      areas: [],
    }
    const index = indexOf([
      { ...plain, schedules: '[{"freq":"WEEKLY","byday":"MO","opensAtTime":"09:00","closesAtTime":"17:00"}]' },
      { ...plain, schedules: '[{"freq":"WEEKLY","byday":"MO","opensAtTime":"18:00","closesAtTime":"20:00"}]' },
      { ...plain, schedules: '[{"freq":"WEEKLY","byday":"TU","opensAtTime":"09:00","closesAtTime":"17:00"}]' },
      plain,
    ])
    const open = (at: string) => {
      const { facets } = search(index, { words: [], needs: [], counted: true, now: new Date(at) })
      const { choices, notKnown } = facets.find(({ key }) => key === 'open') as Facet
      return [...choices.map(({ count }) => count), notKnown]
    }
    expect(open('2026-11-23T12:00:00Z')).toEqual([1, 2, 1])
    expect(open('2026-11-23T17:30:00Z')).toEqual([0, 1, 1])
    expect(open('2026-11-24T12:00:00Z')).toEqual([1, 1, 1])
    // The clock may also be set back.
    expect(open('2026-11-23T12:00:00Z')).toEqual([1, 2, 1])
  })
})

describe('does it serve this postcode', () => {
  const square = JSON.stringify({
    type: 'Feature',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [-7.6, 49.7],
          [-7.5, 49.7],
          [-7.5, 49.8],
          [-7.6, 49.8],
          [-7.6, 49.7],
        ],
      ],
    },
  })
  it.each([
    [{ name: 'Quayside' }, 'yes'],
    [{ name: 'Quayside Ward' }, 'yes'],
    [{ name: 'Hilltop' }, 'no'],
    [{ name: 'Hilltop and Quayside' }, 'yes'],
    [{ name: 'Seaside' }, 'yes'],
    [{ name: 'The City of Seaside' }, 'yes'],
    [{ name: 'Elsewhere' }, 'not known'],
    [{ name: 'ZZ1' }, 'yes'],
    [{ name: 'ZZ2, ZZ3' }, 'no'],
    [{ name: 'ZZ postcodes' }, 'yes'],
    [{ name: 'ZZ1 4AB' }, 'yes'],
    [{ name: 'National' }, 'yes'],
    [{ name: 'England' }, 'yes'],
    [{ name: 'Wales' }, 'no'],
    [{ uri: 'http://example.org/id/E05000001' }, 'yes'],
    [{ uri: 'http://example.org/id/E05000002' }, 'no'],
    [{ uri: 'http://example.org/id/E06000001' }, 'yes'],
    [{ uri: 'http://example.org/id/E12000001' }, 'not known'],
    [{ name: 'Anything', extent: square }, 'yes'],
    [{ extent: '{"type":"Polygon","coordinates":[[[0,52],[1,52],[1,53],[0,52]]]}' }, 'no'],
    [{ extent: '{"type":"Polygon","coordinates":"x"}', name: 'Quayside' }, 'yes'],
    [{}, 'not known'],
  ])('%j: %s', (area, expected) => expect(takesIn(readArea(area), home)).toBe(expected))
  it('leaves open what a first part of a postcode cannot tell', () => {
    const rough = { ...home, exact: false, shown: 'ZZ1' }
    expect(
      takesIn(readArea({ extent: '{"type":"Polygon","coordinates":[[[0,52],[1,52],[1,53],[0,52]]]}' }), rough),
    ).toBe('not known')
    expect([takesIn(readArea({ name: 'ZZ1' }), rough), takesIn(readArea({ name: 'ZZ1 4AB' }), rough)]).toEqual([
      'yes',
      'not known',
    ])
  })
})
