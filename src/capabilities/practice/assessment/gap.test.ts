import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeInWords, gapInWords, gapsOf, middleOf, type PrincipleLevels, reviewAfter } from './gap.ts'
import { ourOwn, rubric } from './rubric.ts'

const said = (council: number | null, community: number | null, residents: number | null): PrincipleLevels => ({
  council: { level: council, answers: 1 },
  community: { level: community, answers: 9 },
  residents: { level: residents, answers: 40 },
})

describe('the gap', () => {
  it('is the distance between the highest and the lowest voice, the widest first', () => {
    const gaps = gapsOf(
      new Map([
        [1, said(3, 3, 3)],
        [2, said(4, 1.5, 2)],
        [3, said(2, null, null)],
        [4, said(2, 3, null)],
      ]),
    )
    expect(gaps.map(({ principle, size }) => [principle, size])).toEqual([
      [2, 2.5],
      [4, 1],
      [1, 0],
      [3, null],
    ])
    expect(gaps.map(gapInWords)).toEqual([
      'The council says 4, community organisations say 1.5: 2.5 levels apart.',
      'Community organisations say 3, the council says 2: 1 level apart.',
      'All who were heard say 3.',
      'Fewer than two voices have been heard, so nothing can be compared yet.',
    ])
  })

  it('shows no middle of fewer than five, and counts nobody who does not know', () => {
    expect(middleOf([1, 4, 4, 0, 0, 0, 0, 2])).toEqual({ level: null, answers: 4 })
    expect(middleOf([1, 4, 4, 2, 3, 0])).toEqual({ level: 3, answers: 5 })
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 })), levels => {
        const { level, answers } = middleOf(levels)
        expect(answers).toBe(levels.filter(each => each > 0).length)
        if (answers < 5) expect(level).toBeNull()
        else expect(Number(level) >= 1 && Number(level) <= 4 && (Number(level) * 2) % 1 === 0).toBe(true)
      }),
    )
  })

  it('says what has changed, and never compares with nothing', () => {
    expect([changeInWords(2, 3), changeInWords(3, 2.5), changeInWords(2, 2), changeInWords(null, 2)]).toEqual([
      'Up from 2 to 3',
      'Down from 3 to 2.5',
      'Still 2',
      'Not comparable',
    ])
  })

  it.each([
    ['2026-01-15', '2026-11-15'],
    ['2026-04-30', '2027-02-28'],
    ['2027-04-30', '2028-02-29'],
    ['2026-03-31', '2027-01-31'],
  ])('puts the review of a visit on %s to %s', (visit, review) => expect(reviewAfter(visit)).toBe(review))

  it('has four statements and a question for each principle, and says whose rubric it is', () => {
    expect(rubric.map(({ principle }) => principle)).toEqual([1, 2, 3, 4, 5, 6])
    for (const { statements, residents } of rubric)
      expect([new Set(statements).size, new Set(residents.answers).size]).toEqual([4, 4])
    expect(ourOwn).toContain('our own')
  })
})
