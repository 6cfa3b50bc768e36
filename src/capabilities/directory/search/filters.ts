import { addAll, type DocumentSet, documentsOf, hasDocument, keepAll, sizeOfBoth } from './document-sets.ts'
import {
  type Answers,
  type Asking,
  type Choice,
  type Circumstances,
  type Filters,
  fixedGroups,
  type Group,
  type GroupKey,
  type OwnGroup,
  ownGroups,
} from './filter-answers.ts'
import type { Lists, SearchIndex } from './search-index.ts'

/**
 * What results are narrowed down by. Every filter knows three answers: yes, no, and not known; what is not known stays among the results, lower and marked,
 * unless somebody leaves it out. Each choice has a count: how many services it would give, with every other filter as it is.
 */

export type Facet = {
  key: GroupKey
  /** What can be chosen, with how many services it would give. */
  choices: { value: string; label?: string; count: number; chosen: boolean }[]
  /** How many the answer is not known of, every other filter as it is. */
  notKnown: number
  active: boolean
  leftOut: boolean
}

export type Filtered = {
  /** Those that are not ruled out, in ascending order. */
  documents: Uint32Array
  /** Those of them of which some filter's answer is not known. */
  notKnown: DocumentSet
  facets: Facet[]
  /** The filters that are set whose answer is not known of a document. */
  unknownOf(document: number): GroupKey[]
}

/** A filter that is set, as far as it was asked. */
type Test = Answers & { key: GroupKey; failed: DocumentSet; leftOut: boolean }

/** Those are told of each service, which takes longest: most services have failed two others before. */
const TOLD_LAST: readonly GroupKey[] = ['open', 'serves', 'within']

export class Narrowing {
  readonly #asking: Asking
  readonly #groups: readonly Group[]
  readonly #tests = new Map<GroupKey, Test>()
  #heard: DocumentSet | undefined
  /** Those of the heard that some filter turns away. */
  readonly #turnedAway: DocumentSet

  constructor(index: SearchIndex, filters: Filters, circumstances: Circumstances) {
    this.#asking = { index, filters, circumstances }
    this.#groups = [...fixedGroups, ...ownGroups].filter(({ isAsked }) => isAsked?.(this.#asking) ?? true)
    this.#turnedAway = index.sets.lend()
  }

  /**
   * Those that no more than one filter turns away: who fails one alone would be a result if that were chosen otherwise, and counts for its choices; who
   * fails two is neither a result nor a count, and is asked no further.
   */
  heard(candidates: DocumentSet): DocumentSet {
    const { index, filters } = this.#asking
    const heard = index.sets.copy(candidates)
    const once = this.#turnedAway
    const late = (key: GroupKey) => TOLD_LAST.indexOf(key)
    for (const group of this.#groups.toSorted((a, b) => late(a.key) - late(b.key))) {
      const chosen = group.chosen(filters)
      if (chosen.length === 0) continue
      const { choices, notKnown } = group.answers(this.#asking, heard)
      const leftOut = filters.leaveOut?.includes(group.key) ?? false
      const stays = leftOut ? index.sets.lend() : index.sets.copy(notKnown)
      for (const { value, set } of choices) if (chosen.includes(value)) addAll(stays, set)
      const failed = index.sets.lend()
      for (let at = 0; at < heard.length; at++) {
        const fails = (heard[at] as number) & ~(stays[at] as number)
        failed[at] = fails
        heard[at] = (heard[at] as number) & ~((once[at] as number) & fails)
        once[at] = (once[at] as number) | fails
      }
      this.#tests.set(group.key, { key: group.key, choices, notKnown, failed, leftOut })
    }
    this.#heard = heard
    return heard
  }

  /** Who is left of the heard, with every choice counted. Whoever has found meanwhile that some are no candidates has taken them out of the heard. */
  answer(): Filtered {
    const { index } = this.#asking
    const heard = this.#heard as DocumentSet
    const kept = index.sets.copy(heard)
    for (let at = 0; at < kept.length; at++) kept[at] = (kept[at] as number) & ~(this.#turnedAway[at] as number)
    const notKnown = index.sets.lend()
    for (const test of this.#tests.values()) if (!test.leftOut) addAll(notKnown, test.notKnown)
    keepAll(notKnown, kept)
    return {
      notKnown,
      facets: this.#groups.map(group => this.#facetOf(group, kept)),
      documents: documentsOf(kept, index.makeRoom().kept),
      unknownOf: document =>
        this.#groups.flatMap(({ key }) => {
          const test = this.#tests.get(key)
          return test && !test.leftOut && hasDocument(test.notKnown, document) ? [key] : []
        }),
    }
  }

  #facetOf(group: Group, kept: DocumentSet): Facet {
    const { filters } = this.#asking
    const test = this.#tests.get(group.key)
    const { choices, notKnown } = test ?? group.answers(this.#asking, kept)
    const counted = test ? this.#withOnlyFailing(test, kept) : kept
    const chosen = group.chosen(filters)
    const shown =
      'lists' in group ? ownChoices(this.#asking, group as OwnGroup, counted) : choicesOf(choices, counted, chosen)
    return {
      key: group.key,
      choices: shown,
      notKnown: sizeOfBoth(notKnown, counted),
      active: shown.some(({ chosen }) => chosen),
      leftOut: filters.leaveOut?.includes(group.key) ?? false,
    }
  }

  /** Who would be left without this filter. */
  #withOnlyFailing({ failed }: Test, kept: DocumentSet): DocumentSet {
    const heard = this.#heard as DocumentSet
    const set = this.#asking.index.sets.lend()
    for (let at = 0; at < set.length; at++)
      set[at] = ((failed[at] as number) & (heard[at] as number)) | (kept[at] as number)
    return set
  }
}

const choicesOf = (choices: readonly Choice[], counted: DocumentSet, chosen: readonly string[]): Facet['choices'] =>
  choices.map(({ value, set }) => ({ value, count: sizeOfBoth(set, counted), chosen: chosen.includes(value) }))

/** The commonest choices of a place's own lists, and those that were chosen however rare. */
function ownChoices({ index, filters }: Asking, group: OwnGroup, counted: DocumentSet): Facet['choices'] {
  const names = index[group.known].all
  const counts = countsOf(index[group.lists], names.length, documentsOf(counted, index.makeRoom().asked))
  // Putting names in order takes long: only those are that are common enough.
  const enough = Math.max(1, counts.toSorted().at(-group.most) ?? 1)
  const chosen = new Set(filters[group.key]?.flatMap(value => index[group.known].find(value.toLowerCase()) ?? []))
  const choices: Facet['choices'] = []
  for (const [number, name] of names.entries()) {
    const count = counts[number] as number
    const isOne = chosen.has(number)
    if (count >= enough || isOne) choices.push({ value: name, label: name, count, chosen: isOne })
  }
  choices.sort((a, b) => b.count - a.count || byLetters.compare(a.value, b.value))
  return choices.filter((choice, at) => at < group.most || choice.chosen)
}

const byLetters = new Intl.Collator()

/** How often each value stands in the lists of these documents. */
function countsOf({ starts, values }: Lists, known: number, documents: Uint32Array): Uint32Array {
  const counts = new Uint32Array(known)
  for (const document of documents) {
    const to = starts[document + 1] as number
    for (let at = starts[document] as number; at < to; at++) {
      const value = values[at] as number
      counts[value] = (counts[value] as number) + 1
    }
  }
  return counts
}
