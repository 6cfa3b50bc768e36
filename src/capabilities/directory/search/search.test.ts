import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAccess } from './access-features.ts'
import { best } from './best.ts'
import { search } from './search.ts'
import { type IndexedService, SearchIndex } from './search-index.ts'
import { lettersApart } from './spelling.ts'
import { stemOf, wordsIn } from './understanding/stems.ts'
import type { UnderstoodNeed } from './understanding/understood.ts'

const now = new Date('2026-11-22T12:00:00Z')

const service = (serviceId: string, name: string, fields: Partial<IndexedService> = {}): IndexedService => ({
  serviceId,
  name,
  terms: [],
  text: '',
  running: true,
  attending: [],
  languages: [],
  access: {},
  points: [],
  areas: [],
  ...fields,
})
const indexOf = (...services: IndexedService[]) => {
  const index = new SearchIndex()
  for (const each of services) index.put(each)
  return index
}
const wordsOf = (typed: string) => wordsIn(typed).map(word => ({ typed: word, stem: stemOf(word), weight: 1 }))
const find = (
  index: SearchIndex,
  typed: string,
  more: { needs?: UnderstoodNeed[]; near?: { x: number; y: number } } = {},
) => search(index, { words: wordsOf(typed), needs: [], now, limit: 100, ...more })
const ids = (index: SearchIndex, typed: string) => find(index, typed).hits.map(({ serviceId }) => serviceId)

describe('the index of words', () => {
  const index = indexOf(
    service('bank', 'Ferry Food Bank', { text: 'Parcels every week' }),
    service('foodbank', 'Quay Foodbank'),
    service('dropin', 'Carers’ drop-in', { text: 'Women’s group, tea' }),
    service('cafe', 'Café for bereavement', { text: 'Company' }),
    service('alz', 'Alzheimer’s Society', { text: 'dementia dementia' }),
  )
  it('reads a compound as its halves and halves as their compound', () => {
    expect(ids(index, 'foodbank').sort()).toEqual(['bank', 'foodbank'])
    expect(ids(index, 'food bank').sort()).toEqual(['bank', 'foodbank'])
    expect(ids(index, 'food banks').sort()).toEqual(['bank', 'foodbank'])
  })
  it('is not led astray by hyphens, apostrophes, accents and endings', () => {
    for (const [typed, id] of [
      ['drop in', 'dropin'],
      ['dropin', 'dropin'],
      ['drop-ins', 'dropin'],
      ["women's", 'dropin'],
      ['womens', 'dropin'],
      ['carer', 'dropin'],
      ['cafes', 'cafe'],
      ['bereaved', 'cafe'],
      ['alzheimers', 'alz'],
      ["Alzheimer's", 'alz'],
    ] as const)
      expect(ids(index, typed), typed).toContain(id)
  })
  it('reads a misspelt word as the nearest of its own, the first letter too', () => {
    for (const [typed, read] of [
      ['alzhiemers', 'alzheimers'],
      ['bereevement', 'bereavement'],
      ['dimentia', 'dementia'],
      ['bementia', 'dementia'],
      ['fery', 'ferry'],
    ] as const)
      expect(find(index, typed).mended, typed).toEqual([{ typed, read }])
    expect(find(index, 'xylophone').mended).toEqual([])
  })
  it('forgets a service that was taken out and reads one that changed', () => {
    const changing = indexOf(service('a', 'Old name'), service('b', 'Other'))
    changing.put(service('a', 'New title'))
    expect([ids(changing, 'title'), changing.size]).toEqual([['a'], 2])
    expect(ids(changing, 'name')).toEqual([])
    changing.remove('a')
    expect([ids(changing, 'title'), changing.size]).toEqual([[], 1])
  })
})

it('a word of what was taken out is not offered to whoever types nearly that', () => {
  const refuge = { text: 'We are at Harwick Terrace. Ask for Harwick.' }
  const index = indexOf(service('1', 'Refuge', refuge), service('2', 'Lunch club'))
  expect(find(index, 'harwik').mended).toEqual([{ typed: 'harwik', read: 'harwick' }])
  index.put(service('1', 'Refuge', { text: 'We are somewhere safe.' }))
  expect(find(index, 'harwik').mended).toEqual([])
})

describe('a search', () => {
  it('puts those with all the words first and adds those with much of them when they are few', () => {
    const index = indexOf(
      service('both', 'Debt advice'),
      service('debt', 'Debt line'),
      ...Array.from({ length: 30 }, (_, at) => service(`advice${at}`, `Advice ${at}`)),
    )
    const { hits, matched, withAllWords, total } = find(index, 'debt advice')
    expect([hits[0]?.serviceId, hits[1]?.serviceId, matched, withAllWords, total]).toEqual([
      'both',
      'debt',
      'all',
      1,
      2,
    ])
  })
  it('finds what meets a need, with none of the words', () => {
    const need: UnderstoodNeed = {
      needId: 'bereavement',
      label: 'bereavement support',
      kind: 'wellbeing',
      weight: 1,
      because: 'dad died',
      terms: [
        { text: 'bereavement', stems: [stemOf('bereavement')], weight: 1 },
        { text: 'grief counselling', stems: ['grief', stemOf('counselling')], weight: 0.8 },
      ],
    }
    const index = indexOf(
      service('a', 'Bereavement café'),
      service('b', 'Talking', { text: 'grief and loss counselling' }),
      service('c', 'Dad’s football'),
      service('d', 'Counselling for couples'),
    )
    const { hits, matched } = find(index, 'dad died', { needs: [need] })
    expect([hits.map(({ serviceId }) => serviceId), matched]).toEqual([['a', 'b'], 'need'])
  })
  it('measures to the nearest place, and never to a service without one', () => {
    const index = indexOf(
      service('far', 'Walks', { points: [{ x: 0, y: 90_000 }] }),
      service('two', 'Walks', {
        points: [
          { x: 0, y: 50_000 },
          { x: 300, y: 400 },
        ],
      }),
      service('hidden', 'Walks', { points: [] }),
    )
    const { hits } = find(index, '', { near: { x: 0, y: 0 } })
    expect(hits.map(({ serviceId, signals }) => [serviceId, signals.distanceMetres])).toEqual([
      ['two', 500],
      ['far', 90_000],
      ['hidden', undefined],
    ])
    expect(index.pointsOf(1, { x: 0, y: 0 })[0]).toEqual({ x: 300, y: 400 })
  })
  it('gives the same whatever was asked before', () => {
    const index = indexOf(service('a', 'Food bank'), service('b', 'Bank of clothes'), service('c', 'Food and clothes'))
    const first = find(index, 'food clothes')
    find(index, 'bank food')
    find(index, '')
    expect(find(index, 'food clothes')).toEqual(first)
  })
})

describe('the best of many', () => {
  it('is what a sort would give, page by page', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), fc.nat(20), fc.nat(20), (list, offset, limit) => {
        const values = Float64Array.from(list)
        const sorted = list.map((_, at) => at).sort((a, b) => (list[b] as number) - (list[a] as number) || a - b)
        expect(
          best(
            new Float64Array(values.length),
            { most: at => (values[at] as number) + 0.5, exactly: at => values[at] as number },
            offset,
            limit,
            (a, b) => a - b,
          ),
        ).toEqual(sorted.slice(offset, offset + limit))
      }),
    )
  })
})

describe('letters apart', () => {
  it('counts a swap as one and stops counting when there are too many', () => {
    expect([
      lettersApart('walkng', 'walking', 3),
      lettersApart('northgaet', 'northgate', 3),
      lettersApart('abcdef', 'uvwxyz', 2),
      lettersApart('same', 'same', 1),
    ]).toEqual([1, 1, 3, 0])
  })
})

describe('how places write about access', () => {
  it.each([
    ['Wheelchair accessible throughout', { 'step-free': true }],
    ['No step-free access', { 'step-free': false }],
    ['There is a ramp; hearing loop available', { 'step-free': true, 'hearing-loop': true }],
    ['Disabled toilet', { 'accessible-toilet': true }],
    ['Not wheelchair accessible', { 'step-free': false }],
    ['Hearing loop: not available', { 'hearing-loop': false }],
    ['Ask at the desk', {}],
  ])('%s', (statement, read) => expect(readAccess([statement])).toEqual(read))
})
