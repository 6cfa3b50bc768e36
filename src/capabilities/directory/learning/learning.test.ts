import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ShownNumber } from '../../../kernel/small-numbers.ts'
import { builtInVocabulary } from '../search/understanding/vocabulary.ts'
import { hideInTable } from './hide-small-numbers.ts'
import { howItWent, isProgram, weekOf, wordsToKeep } from './how-it-went.ts'

const one = { distanceMetres: 500, remote: false, stale: false }

describe('what is kept of a search', () => {
  it.each([
    [{ total: 0, matched: 'all', near: false, results: [] }, 'nothing'],
    [{ total: 3, matched: 'some', near: false, results: [one] }, 'some words'],
    [{ total: 3, matched: 'all', near: true, results: [{ ...one, distanceMetres: 9000 }] }, 'far away'],
    [{ total: 3, matched: 'all', near: true, results: [{ ...one, distanceMetres: 9000, remote: true }] }, 'good'],
    [{ total: 3, matched: 'need', near: true, results: [{ ...one, distanceMetres: null }] }, 'good'],
    [{ total: 3, matched: 'all', near: false, results: [{ ...one, distanceMetres: 9000 }] }, 'good'],
    [{ total: 3, matched: 'all', near: false, results: [{ ...one, stale: true }] }, 'only unchecked'],
    [{ total: 3, matched: 'all', near: false, results: [{ ...one, stale: true }, one] }, 'good'],
  ] as [Parameters<typeof howItWent>[0], string][])('%j went: %s', (results, found) => {
    expect(howItWent(results)).toBe(found)
  })

  it('keeps words of the vocabulary and nothing that could say who asked', () => {
    const { knows } = builtInVocabulary()
    const kept = wordsToKeep(
      'I am Wilhelmina Okonkwo-Featherstonehaugh, 12 Mill Row ZZ1 4AB, wilma@example.org, 07700 900123: food bank for my baby, born 3/4/2025',
      knows,
    )
    expect(kept).toEqual(expect.arrayContaining(['bank', 'food']))
    for (const word of ['wilhelmina', 'okonkwo', 'featherstonehaugh', 'wilma', 'example', 'org', 'zz1', '4ab', 'ab'])
      expect(kept).not.toContain(word)
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), typed => {
        for (const word of wordsToKeep(typed, knows)) expect(knows(word) && /^[a-z]{3,40}$/.test(word)).toBe(true)
      }),
    )
  })

  it.each([
    ['2026-11-22', '2026-11-16'],
    ['2026-11-23', '2026-11-23'],
    ['2026-01-01', '2025-12-29'],
  ])('%s is in the week of Monday %s', (on, monday) => {
    expect(weekOf(on)).toBe(monday)
  })

  it('tells programs from people', () => {
    for (const name of [
      'Googlebot/2.1',
      'curl/8.1',
      'python-requests/2',
      'Mozilla/5.0 (compatible; bingbot/2.0)',
      undefined,
      '',
    ])
      expect(isProgram(name), String(name)).toBe(true)
    for (const name of ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari', 'lightMyRequest'])
      expect(isProgram(name), name).toBe(false)
  })
})

describe('small numbers in a table with sums', () => {
  /** Every way the hidden numbers of one line could be, given its sum: what a reader can work out from it. */
  const least = (shown: ShownNumber) => (shown === 'fewer than 5' ? 1 : shown === 'not shown' ? 5 : shown)
  const most = (shown: ShownNumber) => (shown === 'fewer than 5' ? 4 : shown === 'not shown' ? 1e6 : shown)

  it('never says more of a small number than that it lies from 1 to 4, line by line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain(width =>
          fc.array(
            fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })), { minLength: width, maxLength: width }),
            {
              minLength: 1,
              maxLength: 5,
            },
          ),
        ),
        numbers => {
          const { cells, rows, columns } = hideInTable(numbers)
          const lines = [
            ...cells.map((line, at) => ({ line, sum: rows[at] })),
            ...columns.map((sum, at) => ({ line: cells.map(row => row[at] as ShownNumber), sum })),
          ]
          for (const { line, sum } of lines)
            for (const [at, shown] of line.entries()) {
              expect(typeof shown === 'number' && shown > 0 && shown < 5).toBe(false)
              if (shown !== 'fewer than 5' || typeof sum !== 'number') continue
              const others = line.filter((_, other) => other !== at)
              const atMost = sum - others.reduce<number>((all, other) => all + least(other), 0)
              const atLeast = sum - others.reduce<number>((all, other) => all + most(other), 0)
              expect(atMost).toBeGreaterThanOrEqual(4)
              expect(atLeast).toBeLessThanOrEqual(1)
            }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('leaves a table without small numbers as it is', () => {
    expect(
      hideInTable([
        [5, 0],
        [7, 30],
      ]),
    ).toEqual({
      cells: [
        [5, 0],
        [7, 30],
      ],
      rows: [5, 37],
      columns: [12, 30],
    })
  })
})
