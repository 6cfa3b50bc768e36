import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshnessInWords } from '../words.ts'
import { type Asked, type Candidate, freshness, rank } from './ranking-in-sql.ts'

const now = new Date('2026-11-22T12:00:00Z')
const miles = (metres: number) => `${(metres / 1609.344).toFixed(1)} miles`
const plain: Candidate = {
  name: 'Food bank',
  wordsInName: 0,
  wordsInSubject: 0,
  wordsInAll: 0,
  distanceMetres: undefined,
  attending: [],
  assuredOn: undefined,
}
const food: Asked = {
  words: [
    { word: 'food', share: 0.1 },
    { word: 'bank', share: 0.02 },
  ],
  near: true,
  now,
}
const score = (asked: Asked, candidate: Partial<Candidate>) => rank(asked, { ...plain, ...candidate }, miles)
const inName = { wordsInName: 3, wordsInSubject: 3, wordsInAll: 3 }
const inText = { wordsInAll: 3 }

describe('the ranking', () => {
  it('says why: distance, words, and when it was last checked', () => {
    expect(score(food, { ...inName, distanceMetres: 966, assuredOn: '2026-10-03' }).reasons).toEqual([
      '0.6 miles away',
      'name matches',
      'checked last month',
    ])
    expect(
      score(food, { name: 'Pantry', wordsInName: 0, wordsInSubject: 1, wordsInAll: 1, attending: ['phone'] }).reasons,
    ).toEqual([
      'by phone',
      'organisation or subject has “food”',
      'does not mention “bank”',
      'not known when it was last checked',
    ])
    expect(score(food, { ...inText, assuredOn: '2021-01-05' }).reasons).toEqual([
      'description matches',
      'not known how far away it is',
      'not checked since January 2021',
    ])
  })
  it('puts the nearer first when all else is equal', () => {
    expect(score(food, { ...inName, distanceMetres: 500 }).score).toBeGreaterThan(
      score(food, { ...inName, distanceMetres: 5000 }).score,
    )
  })
  it('puts the one checked more recently first when all else is equal', () => {
    expect(score(food, { ...inName, assuredOn: '2026-10-03' }).score).toBeGreaterThan(
      score(food, { ...inName, assuredOn: '2021-01-05' }).score,
    )
  })
  it('puts a name that matches before a description that does, unless that one is much nearer', () => {
    expect(score(food, { ...inName, distanceMetres: 5000 }).score).toBeGreaterThan(
      score(food, { ...inText, distanceMetres: 2000 }).score,
    )
    expect(score(food, { ...inName, distanceMetres: 60_000 }).score).toBeLessThan(
      score(food, { ...inText, distanceMetres: 200 }).score,
    )
  })
  it('lets the rarer word count for more', () => {
    expect(score(food, { wordsInAll: 2 }).score).toBeGreaterThan(score(food, { wordsInAll: 1 }).score)
  })
  it('without words is strictly nearest first, and what has no known place comes last but is kept', () => {
    const asked: Asked = { words: [], near: true, now }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 10, max: 100_000 }), (metres, further) => {
        const nearer = score(asked, { distanceMetres: metres, assuredOn: '2019-01-01' }).score
        const farther = score(asked, { distanceMetres: metres + further, assuredOn: '2026-11-01' }).score
        expect(nearer).toBeGreaterThan(farther)
        expect(farther).toBeGreaterThan(score(asked, {}).score)
      }),
    )
  })
  it('gives finite scores for any input', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }), { nil: undefined }),
        (bits, distanceMetres) => {
          const { score: found } = score(food, { wordsInAll: bits, distanceMetres })
          expect(Number.isFinite(found) && found >= 0).toBe(true)
        },
      ),
    )
  })
  it('never grows fresher with age', () => {
    const days = Array.from({ length: 2000 }, (_, day) =>
      freshness(new Date(now.getTime() - day * 86_400_000).toISOString().slice(0, 10), now),
    )
    expect(days.every((value, day) => day === 0 || value <= (days[day - 1] ?? 0))).toBe(true)
  })
})

describe('when an entry was last checked', () => {
  it.each([
    [undefined, 'not known when it was last checked'],
    ['2026-11-22', 'checked today'],
    ['2026-11-01', 'checked this month'],
    ['2026-10-31', 'checked last month'],
    ['2026-03-09', 'checked in March'],
    ['2025-12-30', 'checked in December 2025'],
    ['2025-11-22', 'checked in November 2025'],
    ['2025-11-21', 'not checked since November 2025'],
    ['2021-01-05', 'not checked since January 2021'],
  ])('%s is said as “%s”', (on, words) => {
    expect(freshnessInWords(on, now)).toBe(words)
  })
})
