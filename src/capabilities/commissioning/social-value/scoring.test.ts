import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capabilities } from '../../../capabilities.ts'
import { checkScores, readScores } from './check-scores.ts'
import { type ScoresDocument, scoresDocument } from './scores-document.ts'
import { bestOf, inPoints, pointsOfPrice, scoreBids, wrongWeights } from './scoring.ts'

const weights = fc
  .integer({ min: 10, max: 98 })
  .chain(socialValue =>
    fc
      .integer({ min: 1, max: 99 - socialValue })
      .map(quality => ({ socialValue, quality, price: 100 - socialValue - quality })),
  )
const questionsOf = ({ quality, socialValue }: { quality: number; socialValue: number }) =>
  [
    ...(quality > 1
      ? [
          [1, 'quality'],
          [quality - 1, 'quality'],
        ]
      : [[quality, 'quality']]),
    [socialValue, 'social value'],
  ].map(([points, about], nth) => ({
    ...{
      number: nth + 1,
      about: about as 'quality' | 'social value',
      asks: `Question ${nth + 1}?`,
      points: points as number,
    },
    setBy: 'community' as const,
  }))
const bids = fc.array(
  fc.record({
    priceInPence: fc.oneof(
      fc.integer({ min: 1, max: 1_000_000_000_000 }),
      fc.constantFrom(1, 2, 3, 300, 1_000_000_000_000),
    ),
    marks: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
)

/** The same sum, written again from its words with fractions of whole numbers alone: numerator over denominator. */
const byHand = (
  weight: { price: number },
  questions: readonly { about: string; points: number }[],
  all: readonly { priceInPence: number; marks: readonly number[] }[],
) => {
  const lowest = all.map(({ priceInPence }) => BigInt(priceInPence)).reduce((a, b) => (a < b ? a : b))
  return all.map(({ priceInPence, marks }) => {
    // weight × lowest ÷ price, in hundredths: the whole part, and one more where what is left is half or more.
    const [over, under] = [BigInt(weight.price) * lowest * 100n, BigInt(priceInPence)]
    const price = over / under + ((over % under) * 2n >= under ? 1n : 0n)
    const sum = (about: string) =>
      questions.reduce(
        (total, each, nth) => (each.about === about ? total + BigInt(each.points * (marks[nth] ?? 0)) : total),
        0n,
      )
    // Fifths of a point are twenty hundredths.
    const [quality, social] = [sum('quality') * 20n, sum('social value') * 20n]
    return { price, quality, social, total: price + quality + social }
  })
}

const documentOf = (
  weight: ScoresDocument['weights'],
  all: readonly { priceInPence: number; marks: readonly number[] }[],
): ScoresDocument => {
  const questions = questionsOf(weight)
  const named = all.map(({ priceInPence, marks }, nth) => ({
    ...{ bid: String.fromCharCode(65 + nth), name: `Body ${nth}`, mayName: nth % 2 === 0, priceInPence },
    marks: questions.map((_, at) => marks[at] ?? 0),
    given: questions.map((_, at) => [marks[at] ?? 0]),
  }))
  const { best } = bestOf(scoreBids(weight, questions, named))
  return scoresDocument(
    {
      competition: {
        reference: 'AAA-AAA',
        title: 'A title',
        commissioner: 'A council',
        closedAt: '2026-12-18T12:00:00.000Z',
      },
      ...{ weights: weight, questions, assessors: 1 },
    },
    named,
    best.length > 1 ? { bid: best[0]?.bid ?? '', says: 'Drawn by the clerk, seen by two councillors.' } : null,
  )
}

describe('scores', () => {
  it('come to the same as the rule worked out again in fractions of whole numbers, and the file agrees with itself', () => {
    fc.assert(
      fc.property(weights, bids, (weight, all) => {
        const questions = questionsOf(weight)
        const scored = scoreBids(
          weight,
          questions,
          all.map(({ priceInPence, marks }, nth) => ({
            bid: String(nth),
            priceInPence,
            marks: questions.map((_, at) => marks[at] ?? 0),
          })),
        )
        const hand = byHand(weight, questions, all)
        for (const [nth, { points }] of scored.entries()) {
          expect(BigInt(points.price)).toBe(hand[nth]?.price)
          expect(BigInt(points.quality)).toBe(hand[nth]?.quality)
          expect(BigInt(points.socialValue)).toBe(hand[nth]?.social)
          expect(BigInt(points.total)).toBe(hand[nth]?.total)
        }
        // Nobody with a lower total stands before somebody with a higher one, and somebody is first.
        for (const a of scored)
          for (const b of scored) if (a.points.total > b.points.total) expect(a.rank).toBeLessThan(b.rank)
        expect(scored.some(({ rank }) => rank === 1)).toBe(true)
        const document = documentOf(weight, all)
        expect(checkScores(readScores(JSON.stringify(document)))).toMatchObject({
          agrees: true,
          winner: document.winner,
        })
      }),
    )
  })

  it('round the price half up to hundredths of a point, and no other way', () => {
    expect(inPoints(pointsOfPrice(40, 2_000_000, 2_100_000))).toBe('38.10')
    // 10 × 1 ÷ 16 is 0.625 exactly.
    expect(inPoints(pointsOfPrice(10, 1, 16))).toBe('0.63')
    expect(inPoints(pointsOfPrice(100, 1, 3))).toBe('33.33')
    expect(inPoints(pointsOfPrice(100, 2, 3))).toBe('66.67')
    expect(inPoints(pointsOfPrice(0, 2, 3))).toBe('0.00')
    expect(inPoints(pointsOfPrice(90, 1, 1_000_000_000_000))).toBe('0.00')
  })

  it('name the first line that says otherwise than comes out, whatever was changed', () => {
    fc.assert(
      fc.property(
        weights,
        bids,
        fc.nat(),
        fc.constantFrom('price', 'quality', 'socialValue', 'total'),
        (weight, all, at, part) => {
          const document = structuredClone(documentOf(weight, all)) as unknown as {
            bids: { bid: string; points: Record<string, string> }[]
          }
          const bid = document.bids[at % document.bids.length]
          if (!bid) return
          const was = bid.points[part]
          bid.points[part] = was === '1.00' ? '1.01' : '1.00'
          expect(checkScores(document as unknown as ScoresDocument)).toEqual({
            agrees: false,
            line: `Bid ${bid.bid}, ${part === 'socialValue' ? 'social value' : part}`,
            says: bid.points[part],
            comesTo: was,
          })
        },
      ),
    )
  })

  it('are decided by social value, then quality, then price, then a lot, as was written before', () => {
    const weight = { price: 40, quality: 30, socialValue: 30 }
    const questions = [
      { about: 'quality' as const, points: 30 },
      { about: 'social value' as const, points: 30 },
    ]
    const decided = (...given: readonly (readonly [number, number, number])[]) => {
      const { best, decidedBy } = bestOf(
        scoreBids(
          weight,
          questions,
          given.map(([priceInPence, a, b], nth) => ({ bid: 'ABC'[nth] ?? '', priceInPence, marks: [a, b] })),
        ),
      )
      return [best.map(({ bid }) => bid).join(''), decidedBy]
    }
    expect(decided([100, 5, 4], [100, 4, 4])).toEqual(['A', 'total'])
    expect(decided([100, 5, 4], [100, 4, 5])).toEqual(['B', 'social value'])
    // 40 points and 28 for the price make 12 up, which are two marks of quality.
    expect(decided([70, 2, 3], [100, 4, 3])).toEqual(['B', 'quality'])
    expect(decided([1_000_000_000, 3, 3], [1_000_000_001, 3, 3])).toEqual(['A', 'price'])
    expect(decided([100, 3, 3], [100, 3, 3])).toEqual(['AB', 'lot'])
  })

  it('refuse weights that do not add to a hundred, are no whole percent, or leave social value under a tenth', () => {
    expect(wrongWeights({ price: 40, quality: 31, socialValue: 30 })?.message).toContain('add to 101 %')
    expect(wrongWeights({ price: 40, quality: 29, socialValue: 30 })?.message).toContain('1 missing')
    expect(wrongWeights({ price: 51, quality: 40, socialValue: 9 })?.message).toContain('at least 10 %')
    expect(wrongWeights({ price: -10, quality: 80, socialValue: 30 })?.field).toBe('price')
    expect(wrongWeights({ price: 39.5, quality: 30.5, socialValue: 30 })?.field).toBe('price')
    expect(wrongWeights({ price: 50, quality: 40, socialValue: 10 })).toBeNull()
  })
})

describe('keepitlocal scores', () => {
  const word = capabilities.flatMap(({ commandLine = [] }) => commandLine).find(({ words }) => words === 'scores')
  const run = async (...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await word?.run(args, {
      out: (text: string) => out.push(text),
      err: (text: string) => err.push(text),
      isTty: false,
    } as never)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const good = documentOf({ price: 40, quality: 30, socialValue: 30 }, [
    { priceInPence: 2_000_000, marks: [4, 3, 5] },
    { priceInPence: 2_100_000, marks: [5, 5, 2] },
  ])
  const written = (name: string, text: string) => {
    const file = join(tmpdir(), name)
    writeFileSync(file, text)
    return file
  }

  it('says that a file agrees, or what comes out otherwise, in words and as JSON', async () => {
    expect(await run(written('good.json', JSON.stringify(good)))).toMatchObject({
      code: 0,
      out: expect.stringContaining('It agrees'),
    })
    const bad = structuredClone(good) as unknown as {
      bids: [{ points: { price: string } }, { points: { price: string } }]
    }
    bad.bids[1].points.price = '38.09'
    const file = written('bad.json', JSON.stringify(bad))
    expect(await run(file)).toMatchObject({
      code: 1,
      out: 'It does not agree. Bid B, price: the file says 38.09; it comes to 38.10.',
    })
    const told = await run(file, '--json')
    expect([told.code, JSON.parse(told.out)]).toEqual([
      1,
      { agrees: false, line: 'Bid B, price', says: '38.09', comesTo: '38.10' },
    ])
  })

  it('finds a mark that no assessor gave, and a winner that has not won', async () => {
    const mark = structuredClone(good) as unknown as {
      bids: [{ marks: [{ given: number[]; agreed: number; points: string }] }]
    }
    mark.bids[0].marks[0].given = [1]
    expect((await run(written('mark.json', JSON.stringify(mark)))).out).toContain(
      'Bid A, question 1, agreed mark: the file says 4; it comes to 1, as the assessors gave it',
    )
    const winner = { ...good, winner: good.winner === 'A' ? 'B' : 'A' }
    expect((await run(written('winner.json', JSON.stringify(winner)))).out).toContain('Winner: the file says')
  })

  it('says which line or field of a bad file is wrong, and why', async () => {
    interface Loose {
      weights: object
      questions: object[]
      bids: { marks: object[] }[]
    }
    const field = (change: (of: Loose) => void) => {
      const copy = structuredClone(good) as unknown as Loose
      change(copy)
      return JSON.stringify(copy)
    }
    const cases: [string, string][] = [
      ['{\n  "format": nothing\n}', 'line 2: is not JSON'],
      ['[]', 'the file: is to be an object'],
      ['{}', 'format: is to be one of "keepitlocal-scores-1", and is not there'],
      [field(of => Object.assign(of.weights, { price: 41 })), 'weights.socialValue: The three add to 101 %'],
      [
        field(of => Object.assign(of.weights, { price: 61, socialValue: 9 })),
        'weights.socialValue: Give social value at least 10 %',
      ],
      [
        field(of => Object.assign(of.bids[1] ?? {}, { priceInPence: 0 })),
        'bids[1].priceInPence: is to be a whole number from 1',
      ],
      [
        field(of => Object.assign(of.bids[0]?.marks[0] ?? {}, { agreed: 6 })),
        'bids[0].marks[0].agreed: is to be a whole number from 0 to 5, and is 6',
      ],
      [
        field(of => Object.assign(of.questions[0] ?? {}, { points: 2 })),
        'questions: those about quality add to 31 points, and its weight is 30',
      ],
      [field(of => Object.assign(of.bids[1] ?? {}, { bid: 'A' })), 'bids[1].bid: there are two bids called A'],
      [field(of => void of.bids.splice(0)), 'bids: is to be a list of at least 1'],
    ]
    for (const [text, says] of cases) {
      const told = await run(written('wrong.json', text))
      expect([told.code, told.err]).toEqual([1, expect.stringContaining(says)])
    }
    expect((await run('/no/such/file')).err).toContain('There is no file')
    expect(await run()).toMatchObject({
      code: 2,
      err: expect.stringContaining('Usage: keepitlocal scores FILE [--json]'),
    })
  })
})
