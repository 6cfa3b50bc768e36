import type { Language } from '../../../../kernel/language.ts'
import type { NeedKind } from '../../../../kernel/need-kind.ts'
import { Spelling } from '../spelling.ts'
import { WordNumbers } from '../word-numbers.ts'
import { addCue, type Cues, type Groups, keyOfCue, readCue } from './cues.ts'
import { stemOf, stemsIn, wordsIn } from './stems.ts'
import { isEmpty, isLight } from './tokens.ts'
import type { Danger, NeedTerm } from './understood.ts'
import belonging from './vocabulary/belonging.json' with { type: 'json' }
import companyAndFeelings from './vocabulary/company-and-feelings.json' with { type: 'json' }
import danger from './vocabulary/danger.json' with { type: 'json' }
import disabilityAndSenses from './vocabulary/disability-and-senses.json' with { type: 'json' }
import familiesAndYoungPeople from './vocabulary/families-and-young-people.json' with { type: 'json' }
import foodAndMoney from './vocabulary/food-and-money.json' with { type: 'json' }
import groups from './vocabulary/groups.json' with { type: 'json' }
import healthAndCare from './vocabulary/health-and-care.json' with { type: 'json' }
import homeAndHousing from './vocabulary/home-and-housing.json' with { type: 'json' }
import safetyAndAddiction from './vocabulary/safety-and-addiction.json' with { type: 'json' }
import workLearningAndTravel from './vocabulary/work-learning-and-travel.json' with { type: 'json' }

/**
 * The vocabulary: what people say, which needs it tells of, and what services that meet them say of themselves. It is data, in vocabulary/, and a
 * place may add to it and change it (README.md beside this tells how).
 */

export type NeedEntry = {
  /** As pages say it, in lower case: "debt advice". */
  label: string
  /** The same in other languages of the pages. */
  labels?: Readonly<Partial<Record<Language, string>>>
  kind: NeedKind
  /** Where in the field's taxonomies it stands. */
  from: readonly string[]
  /** What it is called, short: each is the need itself. */
  asked: readonly string[]
  /** What services that meet it say of themselves, 0 to 1. All words of a term must be there. */
  services: Readonly<Record<string, number>>
}

/** What people tell, and the needs it speaks of, 0 to 1. */
export type SituationEntry = { told: readonly string[]; needs: Readonly<Record<string, number>> }

export type VocabularyEntries = {
  needs: Readonly<Record<string, NeedEntry>>
  situations: readonly SituationEntry[]
}

/** What a place adds or changes: a need that is already there keeps what is not named; a service term at 0 is taken away. */
export type PlaceEntries = {
  needs?: Readonly<Record<string, Partial<NeedEntry>>>
  situations?: readonly SituationEntry[]
  /** Cues that are not to be heard any more, as they are written. */
  not?: readonly string[]
}

export type Need = Pick<NeedEntry, 'label' | 'labels' | 'kind'> & { needId: string; terms: readonly NeedTerm[] }
type Meaning = { looseness: 'asked' | 'told'; needs: readonly (readonly [string, number])[] }

export type Vocabulary = {
  needs: ReadonlyMap<string, Need>
  cues: Cues<Meaning>
  danger: Cues<Danger['kind']>
  /** Words it is made of, for those who misspell them. */
  spelling: Spelling
  knows: (word: string) => boolean
  /** Stricter: whether it has this word or another form of it, so that nobody misspelt it. */
  spells: (word: string) => boolean
}

const files = [
  foodAndMoney,
  homeAndHousing,
  companyAndFeelings,
  healthAndCare,
  disabilityAndSenses,
  familiesAndYoungPeople,
  safetyAndAddiction,
  workLearningAndTravel,
  belonging,
] as unknown as readonly VocabularyEntries[]

export const builtInGroups: Groups = groups
export const builtInFiles = files

/** What comes with the software. */
export const builtInEntries: VocabularyEntries = {
  needs: Object.assign({}, ...files.map(({ needs }) => needs)),
  situations: files.flatMap(({ situations }) => situations),
}

/** What comes with the software, and what a place says otherwise. */
export function withPlaceEntries(entries: VocabularyEntries, place: PlaceEntries): VocabularyEntries {
  const needs: Record<string, NeedEntry> = { ...entries.needs }
  for (const [needId, own] of Object.entries(place.needs ?? {})) {
    const before = needs[needId] ?? { label: needId, kind: 'other', from: [], asked: [], services: {} }
    needs[needId] = {
      ...before,
      ...own,
      asked: [...new Set([...before.asked, ...(own.asked ?? [])])],
      services: { ...before.services, ...own.services },
    }
  }
  const unheard = new Set((place.not ?? []).map(keyOfCue))
  const heard = (cues: readonly string[]) =>
    unheard.size === 0 ? cues : cues.filter(cue => !unheard.has(keyOfCue(cue)))
  return {
    needs: Object.fromEntries(Object.entries(needs).map(([id, need]) => [id, { ...need, asked: heard(need.asked) }])),
    situations: [...entries.situations, ...(place.situations ?? [])].map(({ told, needs }) => ({
      told: heard(told),
      needs,
    })),
  }
}

/** @throws RangeError for a cue that cannot be heard. */
export function prepareVocabulary(entries: VocabularyEntries): Vocabulary {
  const needs = new Map<string, Need>()
  const cues: Cues<Meaning> = new Map()
  const words = new Set<string>()
  const stems = new Set<string>()
  const numbers = new WordNumbers()
  const spelling = new Spelling(numbers.all)
  const note = (text: string, telling: boolean) => {
    for (const word of wordsIn(text.replace(/[{}]/g, ' '))) {
      words.add(word)
      stems.add(stemOf(word))
      for (let time = 0; telling && time < 3; time++) spelling.count(numbers.of(word, 0, word.length), true)
    }
  }
  for (const list of Object.values(groups)) for (const word of list) note(word, false)
  for (const [needId, { label, labels, kind, asked, services }] of Object.entries(entries.needs)) {
    const terms = Object.entries(services)
      .filter(([, weight]) => weight > 0)
      .sort((a, b) => b[1] - a[1])
      .map(([text, weight]) => ({ text, stems: tellingStems(text), weight }))
    needs.set(needId, { needId, label, kind, terms, ...(labels && { labels }) })
    for (const cue of asked) {
      addCue(cues, readCue(cue, groups, 'asked', { looseness: 'asked', needs: [[needId, 1]] }))
      note(cue, true)
    }
    for (const term of Object.keys(services)) note(term, false)
  }
  for (const { told, needs: meant } of entries.situations) {
    const meaning: Meaning = { looseness: 'told', needs: Object.entries(meant) }
    for (const cue of told) {
      addCue(cues, readCue(cue, groups, 'told', meaning))
      note(cue, false)
    }
  }
  const dangers: Cues<Danger['kind']> = new Map()
  for (const [kind, told] of Object.entries(danger) as [Danger['kind'], string[]][])
    for (const cue of told) {
      addCue(dangers, readCue(cue, groups, 'told', kind))
      note(cue, false)
    }
  return {
    needs,
    cues,
    danger: dangers,
    spelling,
    knows: word => [word, stemOf(word)].some(form => words.has(form) || stems.has(form)),
    spells: word => words.has(word) || stems.has(stemOf(word)),
  }
}

/**
 * The stems of a service term without "for" and "the", which every service has. Light words are kept where there is only one other to go by: "feeling
 * low" is not every "low".
 */
function tellingStems(text: string): string[] {
  const words = wordsIn(text)
  const telling = words.filter(word => !isLight(word))
  const kept = telling.length > 1 ? telling : words.filter(word => !isEmpty(word))
  return kept.length > 0 ? kept.map(stemOf) : stemsIn(text)
}

let prepared: Vocabulary | undefined
/** The vocabulary that comes with the software, prepared once. */
export function builtInVocabulary(): Vocabulary {
  prepared ??= prepareVocabulary(builtInEntries)
  return prepared
}
