import { isLanguage, type Language } from '../../../../kernel/language.ts'
import { isNeedKind, needKindCodes } from '../../../../kernel/need-kind.ts'
import { type Refusal, refuse } from '../../../../kernel/refusal.ts'
import { keyOfCue, readCue } from './cues.ts'
import { wordsIn } from './stems.ts'
import {
  builtInGroups,
  type NeedEntry,
  type PlaceEntries,
  type SituationEntry,
  type VocabularyEntries,
} from './vocabulary.ts'

/** Reads the file in which a place extends the vocabulary (README.md). Everything that is wrong with it is said at once, by where it stands. */

export const VOCABULARY_LIMITS = { bytes: 2_000_000, needs: 500, situations: 2000, inOne: 300, characters: 80 } as const
const MOST_FAULTS = 100
const NEED_ID = /^[a-z][a-z0-9-]{0,59}$/

type Faults = { readonly list: string[]; add(where: string, what: string): void }
const newFaults = (): Faults => {
  const list: string[] = []
  return { list, add: (where, what) => void (list.length < MOST_FAULTS && list.push(`${where} ${what}`)) }
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @param known the vocabulary it is added to: its needs may be changed and named. */
export function readVocabularyFile(value: unknown, known: VocabularyEntries): PlaceEntries | Refusal {
  if (!isFields(value))
    return refuse(
      'not-a-vocabulary',
      'The file must hold an object with “needs”, “situations” or “not”. README.md of the search vocabulary shows one.',
    )
  const faults = newFaults()
  for (const key of Object.keys(value))
    if (!['needs', 'situations', 'not'].includes(key))
      faults.add(`“${key}”`, 'is not known here: use “needs”, “situations” and “not”.')
  const needs = readNeeds(value.needs, known, faults)
  const ids = new Set([...Object.keys(known.needs), ...Object.keys(needs)])
  const situations = readSituations(value.situations, ids, faults)
  const not = readList(value.not, 'not', faults)
  for (const cue of not)
    if (!isHeard(cue, known))
      faults.add(`not: “${cue}”`, 'is no cue of the vocabulary, so there is nothing to take away.')
  if (faults.list.length > 0) return refuse('vocabulary-faults', faults.list.join('\n'))
  if (Object.keys(needs).length + situations.length + not.length === 0)
    return refuse('vocabulary-empty', 'The file adds nothing and changes nothing.')
  return { needs, situations, not }
}

const isHeard = (cue: string, { needs, situations }: VocabularyEntries): boolean => {
  const key = keyOfCue(cue)
  const hears = (each: string) => keyOfCue(each) === key
  return Object.values(needs).some(({ asked }) => asked.some(hears)) || situations.some(({ told }) => told.some(hears))
}

function readNeeds(value: unknown, known: VocabularyEntries, faults: Faults): Record<string, Partial<NeedEntry>> {
  if (value === undefined) return {}
  if (!isFields(value)) {
    faults.add('needs', 'must be an object: the id of each need, and what is said of it.')
    return {}
  }
  const entries = Object.entries(value)
  if (entries.length > VOCABULARY_LIMITS.needs) faults.add('needs', `may be at most ${VOCABULARY_LIMITS.needs}.`)
  return Object.fromEntries(
    entries.slice(0, VOCABULARY_LIMITS.needs).map(([id, need]) => [id, readNeed(id, need, id in known.needs, faults)]),
  )
}

const NEED_FIELDS = ['label', 'labels', 'kind', 'from', 'asked', 'services']

function readNeed(id: string, value: unknown, exists: boolean, faults: Faults): Partial<NeedEntry> {
  const where = `needs “${id}”`
  if (!NEED_ID.test(id))
    faults.add(where, 'must be named in lower case letters, digits and hyphens, like “debt” or “food-bank”.')
  if (!isFields(value)) {
    faults.add(where, 'must be an object.')
    return {}
  }
  for (const key of Object.keys(value))
    if (!NEED_FIELDS.includes(key)) faults.add(`${where} “${key}”`, `is not known here: use ${NEED_FIELDS.join(', ')}.`)
  const { label, labels, kind, services } = value
  if (label !== undefined && !isLine(label))
    faults.add(`${where} label`, `must be a line of 1 to ${VOCABULARY_LIMITS.characters} characters.`)
  if (kind !== undefined && !isNeedKind(kind))
    faults.add(`${where} kind`, `must be one of ${needKindCodes.join(', ')}.`)
  if (!exists)
    for (const key of ['label', 'kind', 'services'])
      if (value[key] === undefined) faults.add(where, `is new, so it needs “${key}”.`)
  const asked = readList(value.asked, `${where} asked`, faults)
  for (const cue of asked) checkCue(cue, 'asked', `${where} asked`, faults)
  const from = readList(value.from, `${where} from`, faults)
  return {
    ...(isLine(label) && { label }),
    ...(labels !== undefined && { labels: readLabels(labels, where, faults) }),
    ...(isNeedKind(kind) && { kind }),
    ...(value.from !== undefined && { from }),
    ...(value.asked !== undefined && { asked }),
    ...(services !== undefined && { services: readWeights(services, `${where} services`, faults, 0) }),
  }
}

function readLabels(value: unknown, where: string, faults: Faults): Partial<Record<Language, string>> {
  if (!isFields(value)) {
    faults.add(`${where} labels`, 'must be an object: a language and the label in it.')
    return {}
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([language, label]) => {
      if (isLanguage(language) && isLine(label)) return [[language, label]]
      faults.add(`${where} labels “${language}”`, 'must be a language of the pages with a line of text.')
      return []
    }),
  )
}

function readSituations(value: unknown, ids: ReadonlySet<string>, faults: Faults): SituationEntry[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    faults.add('situations', 'must be a list.')
    return []
  }
  if (value.length > VOCABULARY_LIMITS.situations)
    faults.add('situations', `may be at most ${VOCABULARY_LIMITS.situations}.`)
  return value.slice(0, VOCABULARY_LIMITS.situations).flatMap((each: unknown, at) => {
    const where = `situation ${at + 1}`
    if (!isFields(each)) {
      faults.add(where, 'must be an object with “told” and “needs”.')
      return []
    }
    for (const key of Object.keys(each))
      if (key !== 'told' && key !== 'needs')
        faults.add(`${where} “${key}”`, 'is not known here: use “told” and “needs”.')
    const told = readList(each.told, `${where} told`, faults)
    if (told.length === 0) faults.add(`${where} told`, 'must have at least one thing people say.')
    for (const cue of told) checkCue(cue, 'told', `${where} told`, faults)
    const needs = readWeights(each.needs, `${where} needs`, faults, Number.MIN_VALUE)
    if (Object.keys(needs).length === 0)
      faults.add(`${where} needs`, 'must name at least one need with a weight, like {"debt": 1}.')
    for (const id of Object.keys(needs))
      if (!ids.has(id)) faults.add(`${where} needs “${id}”`, 'is no need of the vocabulary nor of this file.')
    return [{ told, needs }]
  })
}

function readWeights(value: unknown, where: string, faults: Faults, least: number): Record<string, number> {
  if (!isFields(value)) {
    faults.add(where, 'must be an object of words with a weight from 0 to 1.')
    return {}
  }
  const entries = Object.entries(value)
  if (entries.length > VOCABULARY_LIMITS.inOne)
    faults.add(where, `may have at most ${VOCABULARY_LIMITS.inOne} entries.`)
  return Object.fromEntries(
    entries.slice(0, VOCABULARY_LIMITS.inOne).filter(([word, weight]) => {
      if (!isLine(word) || wordsIn(word).length === 0)
        faults.add(`${where} “${word.slice(0, 40)}”`, 'has no word in it.')
      else if (typeof weight !== 'number' || !(weight >= least && weight <= 1))
        faults.add(`${where} “${word}”`, `needs a weight from ${least === 0 ? '0' : 'above 0'} to 1.`)
      else return true
      return false
    }),
  ) as Record<string, number>
}

function readList(value: unknown, where: string, faults: Faults): string[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every(isLine)) {
    faults.add(where, `must be a list of lines of 1 to ${VOCABULARY_LIMITS.characters} characters.`)
    return []
  }
  if (value.length > VOCABULARY_LIMITS.inOne) faults.add(where, `may have at most ${VOCABULARY_LIMITS.inOne} entries.`)
  return value.slice(0, VOCABULARY_LIMITS.inOne)
}

function checkCue(cue: string, looseness: 'asked' | 'told', where: string, faults: Faults): void {
  try {
    readCue(cue, builtInGroups, looseness, null)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    faults.add(where, error.message)
  }
}

const isLine = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  value.length <= VOCABULARY_LIMITS.characters &&
  !/[\p{Cc}]/u.test(value)
