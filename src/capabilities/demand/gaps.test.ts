import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needKindCodes } from '../../kernel/need-kind.ts'
import { type CountedGap, gapsFrom } from './gaps.ts'

const gap = (neighbourhoodId: string, kind: string, unmet: number, askedAgain = 0, unanswered = 0): CountedGap => ({
  neighbourhoodId,
  kind,
  unmet,
  askedAgain,
  unanswered,
})

describe('where help is missing', () => {
  it('is told by neighbourhood and kind, in the order of the place and of intake', () => {
    expect(
      gapsFrom([gap('quay', 'lift', 9), gap('hill', 'company', 0, 7), gap('quay', 'food', 12)], ['hill', 'quay']),
    ).toEqual([
      { neighbourhoodId: 'hill', gaps: [{ kind: 'company', unmet: 0, askedAgain: 7, unanswered: 0 }] },
      {
        neighbourhoodId: 'quay',
        gaps: [
          { kind: 'food', unmet: 12, askedAgain: 0, unanswered: 0 },
          { kind: 'lift', unmet: 9, askedAgain: 0, unanswered: 0 },
        ],
      },
    ])
  })

  it('hides a small number, and another with it where the total of the neighbourhood would give it away', () => {
    const [hill] = gapsFrom([gap('hill', 'food', 3), gap('hill', 'lift', 20), gap('hill', 'company', 8)], ['hill'])
    expect(hill?.gaps.map(({ kind, unmet }) => [kind, unmet])).toEqual([
      ['food', 'fewer than 5'],
      ['lift', 20],
      ['company', 'not shown'],
    ])
  })

  it('tells of needs from nowhere known together, at the end', () => {
    const told = gapsFrom([gap('', 'food', 5), gap('gone', 'food', 6), gap('hill', 'food', 5)], ['hill'])
    expect(told.map(({ neighbourhoodId, gaps }) => [neighbourhoodId, gaps[0]?.unmet])).toEqual([
      ['hill', 5],
      [null, 11],
    ])
  })

  it('leaves out where nothing is missing', () => {
    expect(gapsFrom([gap('hill', 'food', 0)], ['hill'])).toEqual([])
  })

  it('never shows a number from 1 to 4', () => {
    const counted = fc.array(
      fc.record({
        neighbourhoodId: fc.constantFrom('hill', 'quay', ''),
        kind: fc.constantFrom(...needKindCodes),
        unmet: fc.nat(9),
        askedAgain: fc.nat(9),
        unanswered: fc.nat(9),
      }),
    )
    fc.assert(
      fc.property(counted, gaps => {
        for (const { gaps: shown } of gapsFrom(gaps, ['hill', 'quay']))
          for (const { kind: _, ...numbers } of shown)
            for (const number of Object.values(numbers)) expect([1, 2, 3, 4]).not.toContain(number)
      }),
    )
  })
})
