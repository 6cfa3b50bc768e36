import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gather } from './gather.ts'

interface Item {
  readonly n: number
  readonly keys: readonly string[]
  /** Nothing can be written together with it, nor it alone. */
  readonly isBad: boolean
  /** After how many turns of the loop it comes. */
  readonly after: number
}

const keys = ['a', 'b', 'c', 'd', 'e', 'f']

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

/** A place to write to that takes a while, keeps all or nothing, and remembers what was asked of it. */
const aWriter = (most: number, wasUndone: (error: unknown) => boolean = () => true) => {
  const written: number[] = []
  const goes: (readonly Item[])[] = []
  let atOnce = 0
  let mostAtOnce = 0
  const write = gather<Item, string>({
    most,
    apart: ({ keys }) => keys,
    wasUndone,
    async write(items) {
      goes.push(items)
      atOnce++
      mostAtOnce = Math.max(mostAtOnce, atOnce)
      await turn()
      await turn()
      atOnce--
      if (items.some(({ isBad }) => isBad)) throw new Error(`bad among ${items.map(({ n }) => n).join(' ')}`)
      written.push(...items.map(({ n }) => n))
      return items.map(({ n }) => `answer to ${n}`)
    },
  })
  return { write, written, goes, mostAtOnce: () => mostAtOnce }
}

const items = fc
  .array(
    fc.record({
      keys: fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 2 }),
      isBad: fc.boolean(),
      after: fc.nat({ max: 12 }),
    }),
    { maxLength: 40 },
  )
  .map(list => list.map((each, n) => ({ ...each, n })))
const mostlyGood = fc
  .tuple(items, fc.uniqueArray(fc.nat({ max: 39 }), { maxLength: 3 }))
  .map(([list, bad]) => list.map(each => ({ ...each, isBad: bad.includes(each.n) })))

const come = async (list: readonly Item[], { write, written }: ReturnType<typeof aWriter>) =>
  Promise.all(
    list.map(async item => {
      for (let n = 0; n < item.after; n++) await turn()
      try {
        const answer = await write(item)
        return { item, answer, wasWritten: written.includes(item.n) }
      } catch (error) {
        return { item, answer: error as Error, wasWritten: written.includes(item.n) }
      }
    }),
  )

describe('what is gathered', () => {
  it('gives everybody their own answer once it is written, and only what cannot be written fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(items, mostlyGood), fc.integer({ min: 1, max: 8 }), async (list, most) => {
        const writer = aWriter(most)
        for (const { item, answer, wasWritten } of await come(list, writer)) {
          expect(wasWritten).toBe(!item.isBad)
          if (item.isBad) expect((answer as Error).message).toBe(`bad among ${item.n}`)
          else expect(answer).toBe(`answer to ${item.n}`)
        }
        expect([...writer.written].sort((a, b) => a - b)).toEqual(list.filter(({ isBad }) => !isBad).map(({ n }) => n))
      }),
      { numRuns: 200 },
    )
  })

  it('is written one go after another, never more than there may be in one, and never two that are to be apart', async () => {
    await fc.assert(
      fc.asyncProperty(mostlyGood, fc.integer({ min: 1, max: 8 }), async (list, most) => {
        const writer = aWriter(most)
        await come(list, writer)
        expect(writer.mostAtOnce()).toBeLessThanOrEqual(1)
        for (const go of writer.goes) {
          expect(go.length).toBeLessThanOrEqual(most)
          const theirs = go.flatMap(item => item.keys)
          expect(new Set(theirs).size).toBe(theirs.length)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('keeps the order of those who have something in common', async () => {
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 8 }), async (list, most) => {
        const writer = aWriter(most)
        const good = list.map(each => ({ ...each, isBad: false, after: 0 }))
        await come(good, writer)
        for (const key of keys) {
          const ofKey = good.filter(item => item.keys.includes(key)).map(({ n }) => n)
          expect(writer.written.filter(n => ofKey.includes(n))).toEqual(ofKey)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('lets whoever comes alone through at once, and writes those who come meanwhile together', async () => {
    const writer = aWriter(10)
    const list = Array.from({ length: 6 }, (_, n) => ({ n, keys: [], isBad: false, after: 0 }))
    await come(list, writer)
    expect(writer.goes.map(go => go.map(({ n }) => n))).toEqual([[0], [1, 2, 3, 4, 5]])
    await come([{ n: 6, keys: [], isBad: false, after: 0 }], writer)
    expect(writer.goes).toHaveLength(3)
  })

  it('is never tried again when it may have been written: everybody in it hears that it failed', async () => {
    const writer = aWriter(10, () => false)
    const list = Array.from({ length: 5 }, (_, n) => ({ n, keys: [], isBad: n === 3, after: 0 }))
    const came = await come([...list, { n: 5, keys: [], isBad: false, after: 8 }], writer)
    expect(came.map(({ answer }) => typeof answer)).toEqual([
      'string',
      'object',
      'object',
      'object',
      'object',
      'string',
    ])
    expect(writer.goes.map(go => go.length)).toEqual([1, 4, 1])
  })
})
