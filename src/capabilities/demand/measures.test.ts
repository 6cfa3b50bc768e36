import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CountedFacts, type CountedWait, isTooRosy, measuresFrom, waitFrom } from './measures.ts'
import { periodOf } from './period.ts'

const asOf = new Date('2026-11-22T12:00:00Z')
const noWait: CountedWait = { minutes: [], stillWaiting: 0, endedWithout: 0 }
const nothing: CountedFacts = {
  needs: 0,
  waits: { firstReply: noWait, firstYes: noWait, done: noWait },
  differences: [],
  asked: { needs: 0, again: 0, againAfterNo: 0, againAfterSilence: 0, againAfterCouldNot: 0, cameBackOnly: 0 },
  takers: [],
  kinds: [],
  requests: [],
  silence: { needs: 0, longestSince: null },
}
const measured = (counted: Partial<CountedFacts>, neighbourhoods: Parameters<typeof measuresFrom>[1] = []) =>
  measuresFrom({ ...nothing, ...counted }, neighbourhoods, periodOf(7, asOf), asOf)

describe('a wait', () => {
  it.each<[string, [number, number][], number | null, number | null]>([
    ['nothing', [], null, null],
    ['one', [[30, 1]], 30, 30],
    [
      'an even number: halfway between the two in the middle',
      [
        [10, 1],
        [20, 1],
      ],
      15,
      19,
    ],
    [
      'an odd number',
      [
        [10, 1],
        [20, 1],
        [90, 1],
      ],
      20,
      76,
    ],
    [
      'many of one length',
      [
        [5, 9],
        [1000, 1],
      ],
      5,
      104.5,
    ],
    ['no time at all', [[0, 3]], 0, 0],
  ])('of %s', (_, minutes, median, ninetieth) => {
    const wait = waitFrom({ ...noWait, minutes })
    expect(wait.medianMinutes).toBe(median)
    if (ninetieth === null) expect(wait.ninetiethMinutes).toBeNull()
    else expect(wait.ninetiethMinutes).toBeCloseTo(ninetieth)
  })

  it('names its denominator: those who had it, those who wait, those who ended without', () => {
    expect(
      waitFrom({
        minutes: [
          [60, 2],
          [61, 1],
        ],
        stillWaiting: 9,
        endedWithout: 4,
      }),
    ).toMatchObject({
      of: 16,
      counted: 3,
      stillWaiting: 9,
      endedWithout: 4,
      within: [
        { minutes: 60, needs: 2 },
        { minutes: 240, needs: 3 },
        { minutes: 1440, needs: 3 },
        { minutes: 2880, needs: 3 },
        { minutes: 10_080, needs: 3 },
      ],
    })
  })

  it('is too rosy when more than a tenth still wait', () => {
    expect(isTooRosy(waitFrom({ minutes: [[5, 9]], stillWaiting: 1, endedWithout: 0 }))).toBe(false)
    expect(isTooRosy(waitFrom({ minutes: [[5, 9]], stillWaiting: 2, endedWithout: 0 }))).toBe(true)
  })

  it('has half at most its median, and nine in ten at most its ninetieth', () => {
    const lengths = fc.uniqueArray(fc.tuple(fc.nat({ max: 50_000 }), fc.integer({ min: 1, max: 5 })), {
      selector: ([minutes]) => minutes,
      minLength: 1,
    })
    fc.assert(
      fc.property(lengths, given => {
        const minutes = [...given].sort(([a], [b]) => a - b)
        const wait = waitFrom({ ...noWait, minutes })
        const atMost = (limit: number | null) => wait.lengths.filter(length => length <= (limit ?? -1)).length
        const atLeast = (limit: number | null) => wait.lengths.filter(length => length >= (limit ?? -1)).length
        expect(atMost(wait.medianMinutes)).toBeGreaterThanOrEqual(wait.counted / 2)
        expect(atLeast(wait.medianMinutes)).toBeGreaterThanOrEqual(wait.counted / 2)
        expect(atMost(wait.ninetiethMinutes)).toBeGreaterThanOrEqual(Math.floor(0.9 * (wait.counted - 1)) + 1)
        expect(wait.within.map(({ needs }) => needs)).toEqual(
          [...wait.within.map(({ needs }) => needs)].sort((a, b) => a - b),
        )
      }),
    )
  })
})

describe('measures', () => {
  it('of nothing are nothing, and unknown where nothing can be known', () => {
    const measures = measured({})
    expect(measures.waits.done).toMatchObject({ of: 0, medianMinutes: null, ninetiethMinutes: null })
    expect(measures.silence).toEqual({ needs: 0, longestMinutes: null, longestSince: null })
    expect(measures.noTaker).toMatchObject({ needs: 0, of: 0, neighbourhoods: [] })
    expect(measures.requests.days).toHaveLength(7)
  })

  it('count an outcome as known only when a difference was told', () => {
    const differences = [
      { difference: 'better', needs: 5 },
      { difference: 'worse', needs: 1 },
      { difference: 'not known', needs: 2 },
      { difference: '', needs: 3 },
    ]
    expect(measured({ differences }).knownOutcome).toMatchObject({
      needs: 6,
      of: 11,
      couldNotFindOut: 2,
      notToldYet: 3,
    })
  })

  it('say how long the longest silence has lasted', () => {
    const longestSince = new Date('2026-11-22T09:29:30Z')
    expect(measured({ silence: { needs: 2, longestSince } }).silence).toMatchObject({ needs: 2, longestMinutes: 150 })
  })

  it('leave what is not settled out of the share with no taker', () => {
    const takers = (['some', 'none', 'open', 'otherwise'] as const).map((taker, at) => ({
      neighbourhoodId: '',
      taker,
      needs: 10 * (at + 1),
    }))
    expect(measured({ takers }).noTaker).toMatchObject({ needs: 20, of: 30, notSettled: 30, endedOtherwise: 40 })
  })

  it('hide small numbers by neighbourhood, in each column, and gather what is nowhere known', () => {
    const neighbourhoods = ['North', 'South', 'East'].map(name => ({
      neighbourhoodId: name,
      code: name[0] ?? '',
      name,
    }))
    const row = (neighbourhoodId: string, none: number, some: number) => [
      { neighbourhoodId, taker: 'none' as const, needs: none },
      { neighbourhoodId, taker: 'some' as const, needs: some },
    ]
    const takers = [
      row('North', 3, 20),
      row('South', 2, 30),
      row('East', 0, 7),
      row('', 6, 8),
      row('gone', 5, 0),
    ].flat()
    expect(measured({ takers }, neighbourhoods).noTaker.neighbourhoods).toEqual([
      { neighbourhoodId: 'North', code: 'N', name: 'North', noTaker: 'fewer than 5', taker: 20 },
      { neighbourhoodId: 'South', code: 'S', name: 'South', noTaker: 'fewer than 5', taker: 30 },
      { neighbourhoodId: 'East', code: 'E', name: 'East', noTaker: 0, taker: 7 },
      { neighbourhoodId: null, code: null, name: 'Neighbourhood not known', noTaker: 11, taker: 8 },
    ])
  })

  it('put kinds in order, most first, and a kind of former days under something else', () => {
    const kinds = [
      { kind: 'lift', needs: 2 },
      { kind: 'coal', needs: 3 },
      { kind: 'other', needs: 1 },
      { kind: 'food', needs: 2 },
    ]
    expect(measured({ kinds }).kinds).toEqual([
      { kind: 'other', needs: 4 },
      { kind: 'food', needs: 2 },
      { kind: 'lift', needs: 2 },
    ])
  })
})
