import { describe, expect, it } from 'vitest'
import { isNeedKind } from '../../../../kernel/need-kind.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { readCue } from './cues.ts'
import { understand } from './understand.ts'
import {
  builtInEntries,
  builtInFiles,
  builtInGroups,
  builtInVocabulary,
  prepareVocabulary,
  withPlaceEntries,
} from './vocabulary.ts'
import { readVocabularyFile } from './vocabulary-file.ts'

const needs = Object.entries(builtInEntries.needs)

describe('the vocabulary that comes with the software', () => {
  it('has no need twice', () => {
    const ids = builtInFiles.flatMap(({ needs }) => Object.keys(needs))
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })
  it('gives each need a kind that intake counts, a label in every language, a source and terms', () => {
    for (const [id, { label, labels, kind, from, asked, services }] of needs) {
      expect(id, id).toMatch(/^[a-z][a-z0-9-]+$/)
      expect(isNeedKind(kind), id).toBe(true)
      expect(label, id).toMatch(/^\S.{2,70}$/)
      expect(labels?.ar, id).toMatch(/\p{Script=Arabic}/u)
      expect(from.length, id).toBeGreaterThan(0)
      expect(asked.length, id).toBeGreaterThan(0)
      expect(Object.keys(services).length, id).toBeGreaterThan(0)
      for (const [term, weight] of Object.entries(services))
        expect(weight > 0 && weight <= 1, `${id}: ${term}`).toBe(true)
      expect(Math.max(...Object.values(services)), id).toBeGreaterThanOrEqual(0.8)
    }
  })
  it('keeps the small words of a term where only one other tells: low mood is not low vision', () => {
    const terms = [...builtInVocabulary().needs.values()].flatMap(({ terms }) => terms)
    expect(terms.find(({ text }) => text === 'feeling low')?.stems).toEqual(['feel', 'low'])
    expect(terms.find(({ text }) => text === 'low mood')?.stems).toEqual(['low', 'mood'])
  })
  it('names only needs that are there, with weights from above 0 to 1', () => {
    for (const { told, needs: meant } of builtInEntries.situations) {
      expect(told.length).toBeGreaterThan(0)
      for (const [id, weight] of Object.entries(meant)) {
        expect(id in builtInEntries.needs, `${told[0]}: ${id}`).toBe(true)
        expect(weight > 0 && weight <= 1, `${told[0]}: ${id}`).toBe(true)
      }
    }
  })
  it('says nothing twice of the same need', () => {
    const said = new Map<string, string>()
    const note = (cue: string, looseness: 'asked' | 'told', meaning: string) => {
      const { slots } = readCue(cue, builtInGroups, looseness, null)
      const key = `${looseness} ${meaning} ${slots.map(({ forms, gap }) => `${[...forms].sort().join('|')}/${gap}`).join(' ')}`
      expect(said.get(key), `“${cue}”`).toBeUndefined()
      said.set(key, cue)
    }
    for (const [id, { asked }] of needs) for (const cue of asked) note(cue, 'asked', id)
    for (const [at, { told }] of builtInEntries.situations.entries())
      for (const cue of told) note(cue, 'told', String(at))
  })
  it('can be heard: each cue, typed as it is written, tells of its need', () => {
    const vocabulary = builtInVocabulary()
    const example = (cue: string) =>
      cue.replace(/\{(.+?)\}/g, (_, group: string) => builtInGroups[group]?.[0] ?? '').replace(/\s*\.\.\.\s*/g, ' ')
    const unheard = [
      ...needs.flatMap(([id, { asked }]) => asked.map(cue => [cue, [id]] as const)),
      ...builtInEntries.situations.flatMap(({ told, needs }) => told.map(cue => [cue, Object.keys(needs)] as const)),
    ].filter(
      ([cue, ids]) =>
        !understand(example(cue), vocabulary, () => true).needs.some(({ needId }) => ids.includes(needId)),
    )
    expect(unheard).toEqual([])
  })
})

describe('what a place adds', () => {
  const file = {
    needs: {
      'ferry-pass': {
        label: 'ferry pass',
        kind: 'lift',
        asked: ['ferry pass', 'ferry card'],
        services: { ferry: 1, 'ferry pass': 1 },
      },
      debt: { asked: ['tallyman'], services: { 'debt advice': 0, 'the money shed': 1 } },
    },
    situations: [{ told: ['can’t get across the river'], needs: { 'ferry-pass': 1, transport: 0.5 } }],
    not: ['loan shark'],
  }
  const read = () => {
    const entries = readVocabularyFile(file, builtInEntries)
    if (isRefusal(entries)) throw new Error(entries.message)
    return entries
  }

  it('is heard beside what comes with the software, and what it takes away is not', () => {
    const vocabulary = prepareVocabulary(withPlaceEntries(builtInEntries, read()))
    const ids = (typed: string) => understand(typed, vocabulary).needs.map(({ needId }) => needId)
    expect(ids('I can’t get across the river')).toEqual(['ferry-pass', 'transport'])
    expect(ids('ferry card')).toEqual(['ferry-pass'])
    expect(ids('tallyman')).toEqual(['debt'])
    expect(ids('debt')).toEqual(['debt'])
    expect(ids('loan shark')).toEqual([])
    const terms = vocabulary.needs.get('debt')?.terms.map(({ text }) => text) ?? []
    expect([terms.includes('the money shed'), terms.includes('debt advice'), terms.includes('debt')]).toEqual([
      true,
      false,
      true,
    ])
    expect(understand('loan shark', builtInVocabulary()).needs[0]?.needId).toBe('debt')
  })
  it.each([
    [[], /must hold an object/],
    [{}, /adds nothing/],
    [{ need: {} }, /“need” is not known here/],
    [{ needs: { 'Ferry Pass': {} } }, /must be named in lower case/],
    [{ needs: { ferry: { label: 'ferry' } } }, /is new, so it needs “kind”/],
    [{ needs: { debt: { kind: 'cash' } } }, /kind must be one of food, shopping/],
    [{ needs: { debt: { services: { debt: 2 } } } }, /“debt” needs a weight from 0 to 1/],
    [{ needs: { debt: { asked: ['the'] } } }, /“the” has no word that tells anything/],
    [{ needs: { debt: { asked: ['{nobody} died'] } } }, /group “nobody” that is not there/],
    [{ needs: { debt: { labels: { xx: 'y' } } } }, /must be a language of the pages/],
    [{ situations: [{ told: ['I am lost'], needs: { nowhere: 1 } }] }, /“nowhere” is no need of the vocabulary/],
    [{ situations: [{ told: [], needs: { debt: 1 } }] }, /must have at least one thing people say/],
    [{ situations: [{ told: ['x'.repeat(81)], needs: { debt: 1 } }] }, /1 to 80 characters/],
    [{ not: ['never said'] }, /is no cue of the vocabulary/],
    [{ needs: { __proto__x: null } }, /must be/],
  ])('%j is refused with what to mend', (wrong, says) => {
    const entries = readVocabularyFile(wrong, builtInEntries)
    expect(isRefusal(entries) && entries.message).toMatch(says)
  })
  it('says everything that is wrong at once', () => {
    const entries = readVocabularyFile({ needs: { debt: { kind: 'x', label: '' } }, not: ['y'] }, builtInEntries)
    expect(isRefusal(entries) && entries.message.split('\n')).toHaveLength(3)
  })
})
