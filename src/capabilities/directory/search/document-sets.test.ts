import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addAll,
  addDocument,
  DocumentSets,
  documentsOf,
  hasDocument,
  keepAll,
  removeDocument,
  sizeOf,
  sizeOfBoth,
} from './document-sets.ts'
import { TextIndex } from './text-index.ts'
import { stemOf, wordsIn } from './understanding/stems.ts'
import { WordNumbers } from './word-numbers.ts'

const documentsArb = fc.uniqueArray(fc.nat(99), { maxLength: 60 })
const room = new Uint32Array(5000)
const listed = (set: Uint32Array) => [...documentsOf(set, room)]
const ascending = (documents: Iterable<number>) => [...documents].sort((a, b) => a - b)

describe('sets of documents as bits', () => {
  it('are what plain sets are', () => {
    fc.assert(
      fc.property(documentsArb, documentsArb, fc.nat(99), (one, other, document) => {
        const sets = new DocumentSets()
        sets.begin(100)
        const [a, b] = [sets.lend(), sets.lend()]
        for (const each of one) addDocument(a, each)
        for (const each of other) addDocument(b, each)
        expect([listed(a), sizeOf(a), hasDocument(a, document)]).toEqual([
          ascending(one),
          one.length,
          one.includes(document),
        ])
        const both = one.filter(each => other.includes(each))
        expect(sizeOfBoth(a, b)).toBe(both.length)
        const [either, shared] = [sets.copy(a), sets.copy(a)]
        addAll(either, b)
        keepAll(shared, b)
        expect([listed(either), listed(shared)]).toEqual([ascending(new Set([...one, ...other])), ascending(both)])
        removeDocument(either, document)
        expect(hasDocument(either, document)).toBe(false)
      }),
    )
  })
  it('that are kept are told only of those that came since, also when there is no more room', () => {
    const sets = new DocumentSets()
    const asked: number[] = []
    const even = (documents: number) => {
      sets.begin(documents)
      return listed(
        sets.keptOf('even', document => {
          asked.push(document)
          return document % 2 === 0
        }),
      )
    }
    expect([even(3), even(5)]).toEqual([
      [0, 2],
      [0, 2, 4],
    ])
    expect(asked).toEqual([0, 1, 2, 3, 4])
    expect(even(5000).length).toBe(2500)
    expect(asked.length).toBe(5000)
  })
  it('that are lent are empty each time', () => {
    const sets = new DocumentSets()
    sets.begin(10)
    addDocument(sets.lend(), 7)
    sets.begin(10)
    expect(listed(sets.lend())).toEqual([])
  })
})

describe('the words of texts', () => {
  const textArb = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(..."abZé’'` -\n\u00a01९ﬁ"), maxLength: 60 }),
  )
  it('are numbered as they are cut, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(textArb, { maxLength: 8 }), texts => {
        const index = new TextIndex()
        for (const text of texts) index.add({ name: '', subject: '', text })
        const cut = texts.map(text => wordsIn(text))
        expect([...index.lengths.text.subarray(0, texts.length)]).toEqual(cut.map(words => words.length))
        for (const word of cut.flat().filter(each => each.length <= 40))
          expect([...index.postings(stemOf(word))].map(posting => posting >>> 8)).toEqual(
            cut.flatMap((words, at) => (words.some(each => stemOf(each) === stemOf(word)) ? [at] : [])),
          )
      }),
    )
  })
  it('have one number each, however many there are', () => {
    const numbers = new WordNumbers()
    const words = Array.from({ length: 20_000 }, (_, at) => `w${at.toString(36)}`)
    const told = () => words.map(word => numbers.of(`a ${word} b`, 2, 2 + word.length))
    expect([told(), told()]).toEqual([words.map((_, at) => at), words.map((_, at) => at)])
    expect(numbers.all).toEqual(words)
  })
})
