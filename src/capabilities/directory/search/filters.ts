import type { AttendingType, Cost } from '../listed-service.ts'
import { type AccessFeature, accessFeatures } from './access-features.ts'
import { OPENING } from './opening-times.ts'
import type { YesNo } from './ranking.ts'
import { accessBits, FACT, type Lists, NOBODY_CHECKED, NONE, type SearchIndex, UNKNOWN_AGE } from './search-index.ts'
import { type Home, takesIn } from './service-areas.ts'

/**
 * What results are narrowed down by. Every filter knows three answers: yes, no, and not known; what is not known stays among the results, lower and marked,
 * unless somebody leaves it out. Each choice has a count: how many services it would give, with every other filter as it is.
 */

/** The filters, in the order they are shown. Each feature of access is one of its own: somebody who needs two needs both. */
export const groupKeys = [
  'open',
  'cost',
  'way',
  'age',
  'language',
  'kind',
  'within',
  'serves',
  'checked',
  ...accessFeatures,
] as const
export type GroupKey = (typeof groupKeys)[number]

export const WITHIN_MILES = [1, 2, 5, 10, 20] as const
export type WithinMiles = (typeof WITHIN_MILES)[number]

/** What was chosen. Several choices of one filter widen it; several filters narrow results down. */
export type Filters = {
  open?: 'now' | 'today'
  cost?: readonly Cost[]
  way?: readonly AttendingType[]
  /** A person's age in years. */
  age?: number
  language?: readonly string[]
  /** Names of taxonomy terms. */
  kind?: readonly string[]
  access?: readonly AccessFeature[]
  withinMiles?: WithinMiles
  serves?: boolean
  /** Checked within a year. */
  checked?: boolean
  /** Filters of which services are left out where the answer is not known. */
  leaveOut?: readonly GroupKey[]
}

export type Facet = {
  key: GroupKey
  /** What can be chosen, with how many services it would give. */
  choices: { value: string; label?: string; count: number; chosen: boolean }[]
  /** How many the answer is not known of, every other filter as it is. */
  notKnown: number
  active: boolean
  leftOut: boolean
}

/** What filters ask about beside the index. */
export type Circumstances = { now: Date; metresTo?: (document: number) => number; home?: Home }

// Bits of the second word, worked out for each search; those of the first are the facts of the index.
const AT = {
  openNow: 1 << 0,
  openToday: 1 << 1,
  openNotKnown: 1 << 2,
  within: 3,
  withinNotKnown: 1 << 8,
  servesYes: 1 << 9,
  servesNotKnown: 1 << 10,
  suitsAge: 1 << 11,
  ageNotKnown: 1 << 12,
  checkedYes: 1 << 13,
  checkedNotKnown: 1 << 14,
  access: 15,
} as const
const DAY_MS = 86_400_000
const METRES_IN_A_MILE = 1609.344
const WITHIN_METRES = WITHIN_MILES.map(miles => miles * METRES_IN_A_MILE)
/** A check counts for a year. */
const YEAR_DAYS = 365

type Choice = { value: string; word: 0 | 1; bit: number }
type Group = { key: GroupKey; choices: Choice[]; notKnown: { word: 0 | 1; bit: number } }

const facts = (value: string, bit: number): Choice => ({ value, word: 0, bit })
const state = (value: string, bit: number): Choice => ({ value, word: 1, bit })

const bitGroups: readonly Group[] = [
  {
    key: 'open',
    choices: [state('now', AT.openNow), state('today', AT.openToday)],
    notKnown: { word: 1, bit: AT.openNotKnown },
  },
  {
    key: 'within',
    choices: WITHIN_MILES.map((miles, nth) => state(String(miles), 1 << (AT.within + nth))),
    notKnown: { word: 1, bit: AT.withinNotKnown },
  },
  { key: 'serves', choices: [state('yes', AT.servesYes)], notKnown: { word: 1, bit: AT.servesNotKnown } },
  {
    key: 'way',
    choices: [
      facts('in-person', FACT.inPerson),
      facts('phone', FACT.phone),
      facts('online', FACT.online),
      facts('home-visit', FACT.homeVisit),
    ],
    notKnown: { word: 0, bit: FACT.attendingNotKnown },
  },
  {
    key: 'cost',
    choices: [facts('free', FACT.free), facts('paid', FACT.paid)],
    notKnown: { word: 0, bit: FACT.costNotKnown },
  },
  { key: 'age', choices: [state('yes', AT.suitsAge)], notKnown: { word: 1, bit: AT.ageNotKnown } },
  ...accessFeatures.map(
    (feature, nth): Group => ({
      key: feature,
      choices: [facts('yes', accessBits(feature).yes)],
      notKnown: { word: 1, bit: 1 << (AT.access + nth) },
    }),
  ),
  { key: 'checked', choices: [state('yes', AT.checkedYes)], notKnown: { word: 1, bit: AT.checkedNotKnown } },
]

/** Filters with choices of the place's own, kept as lists. */
const listGroups = [
  { key: 'language', lists: 'languages', notKnown: FACT.languageNotKnown, most: 12 },
  { key: 'kind', lists: 'terms', notKnown: FACT.termsNotKnown, most: 15 },
] as const

/** A filter that is set: yes when a word has one of the `yes` bits, not known when it has the `notKnown` bit, else no. */
type Test = {
  key: GroupKey
  /** Of each of the two words. */
  yes: readonly [number, number]
  /** None when those are left out. */
  notKnown: readonly [number, number]
  lists?: { of: Lists; chosen: Uint8Array }
}
const inWord = (word: 0 | 1, bits: number): readonly [number, number] => (word === 0 ? [bits, 0] : [0, bits])

/** How often each value of each byte of a word came up: bits are counted from that once, not document by document. */
class BitCounts {
  readonly #bytes = new Uint32Array(8 * 256)
  add(first: number, second: number): void {
    const bytes = this.#bytes
    bytes[first & 255] = (bytes[first & 255] as number) + 1
    bytes[256 + ((first >>> 8) & 255)] = (bytes[256 + ((first >>> 8) & 255)] as number) + 1
    bytes[512 + ((first >>> 16) & 255)] = (bytes[512 + ((first >>> 16) & 255)] as number) + 1
    bytes[768 + (first >>> 24)] = (bytes[768 + (first >>> 24)] as number) + 1
    bytes[1024 + (second & 255)] = (bytes[1024 + (second & 255)] as number) + 1
    bytes[1280 + ((second >>> 8) & 255)] = (bytes[1280 + ((second >>> 8) & 255)] as number) + 1
    bytes[1536 + ((second >>> 16) & 255)] = (bytes[1536 + ((second >>> 16) & 255)] as number) + 1
  }
  of(word: 0 | 1, bit: number): number {
    const at = 31 - Math.clz32(bit)
    const from = (word * 4 + (at >> 3)) * 256
    const mask = 1 << (at & 7)
    let count = 0
    for (let value = mask; value < 256; value++) if (value & mask) count += this.#bytes[from + value] as number
    return count
  }
}

export type Filtered = {
  /** Those that are not ruled out. */
  documents: Uint32Array
  /** Of each of them: how many of the filters' answers are not known. */
  notKnown: Uint8Array
  facets: Facet[]
  /** The filters that are set whose answer is not known of a document. */
  unknownOf(document: number): GroupKey[]
}

/** Narrows documents down and counts every choice. */
export function filter(
  index: SearchIndex,
  documents: Uint32Array,
  filters: Filters,
  circumstances: Circumstances,
): Filtered {
  const asSaid = testsOf(index, filters, circumstances)
  // What is dear to tell comes last: most documents have failed two filters before.
  const tests = asSaid.toSorted((a, b) => dearness(a.key) - dearness(b.key))
  const upTo = (most: number) => tests.filter(({ key }) => dearness(key) <= most).length
  const [byFacts, cheap, near] = [upTo(DEARNESS.facts), upTo(DEARNESS.cheap), upTo(DEARNESS.near)]
  const told = toldByFacts(index, tests.slice(0, byFacts))
  const { quick, away, dear } = stateFor(index, filters, circumstances)
  const all = new BitCounts()
  const only = tests.map(() => new BitCounts())
  const listCounts = listGroups.map(group => ({
    ...group,
    all: new Uint32Array(knownOf(index, group.key)),
    only: new Uint32Array(knownOf(index, group.key)),
    test: tests.findIndex(({ key }) => key === group.key),
  }))
  const [languages, kinds] = listCounts as [(typeof listCounts)[number], (typeof listCounts)[number]]
  const { kept, notKnown } = index.makeRoom()
  const { facts, sameFacts } = index
  // The same as the tests, in one row of numbers: this is done for every document.
  const masks = Int32Array.from(tests.flatMap(({ yes, notKnown }) => [...yes, ...notKnown]))
  const lists = tests.map(test => test.lists)
  let count = 0
  for (let nth = 0; nth < documents.length; nth++) {
    const document = documents[nth] as number
    const known = sameFacts[document] as number
    let failures = told.failures[known] as number
    if (failures > 1) continue
    let failed = told.failed[known] as number
    let unknown = told.unknown[known] as number
    const first = facts[document] as number
    let second = quick(document, first)
    for (let at = byFacts, mask = 4 * byFacts; at <= tests.length && failures < 2; at++, mask += 4) {
      if (at === cheap) second |= away(document, first)
      if (at === near) second |= dear(document)
      if (at === tests.length) break
      if (((first & (masks[mask] as number)) | (second & (masks[mask + 1] as number))) !== 0) continue
      const list = lists[at]
      if (list && hasChosen(list, document)) continue
      if (((first & (masks[mask + 2] as number)) | (second & (masks[mask + 3] as number))) !== 0) unknown += 1
      else {
        failed = at
        failures += 1
      }
    }
    if (failures > 1) continue
    // Who fails one filter alone would be a result if that were chosen otherwise: it counts for that filter's own choices.
    if (failures === 0) {
      kept[count] = document
      notKnown[count++] = unknown
      all.add(first, second)
    } else (only[failed] as BitCounts).add(first, second)
    if (failures === 0) {
      countList(index.languages, document, languages.all)
      countList(index.terms, document, kinds.all)
    } else if (failed === languages.test) countList(index.languages, document, languages.only)
    else if (failed === kinds.test) countList(index.terms, document, kinds.only)
  }
  const counted = (key: GroupKey, word: 0 | 1, bit: number): number => {
    const at = tests.findIndex(test => test.key === key)
    return all.of(word, bit) + (at < 0 ? 0 : (only[at] as BitCounts).of(word, bit))
  }
  const facets = bitGroups
    .filter(({ key }) => isAsked(key, filters, circumstances))
    .map(({ key, choices, notKnown }) =>
      facetOf(
        key,
        filters,
        choices.map(({ value, word, bit }) => ({
          value,
          count: counted(key, word, bit),
          chosen: isChosen(filters, key, value),
        })),
        counted(key, notKnown.word, notKnown.bit),
      ),
    )
  for (const { key, all, only, most, notKnown } of listCounts) {
    const choices = listChoices(index, key, all, only, filters, most)
    facets.push(facetOf(key, filters, choices, counted(key, 0, notKnown)))
  }
  const unknownOf = (document: number): GroupKey[] => {
    const first = index.facts[document] as number
    const second = quick(document, first) | away(document, first) | dear(document)
    return asSaid.flatMap(test => (answerOf(test, document, first, second) === 'not known' ? [test.key] : []))
  }
  return { documents: kept.subarray(0, count), notKnown: notKnown.subarray(0, count), facets, unknownOf }
}

function countList({ starts, values }: Lists, document: number, into: Uint32Array): void {
  const to = starts[document + 1] as number
  for (let at = starts[document] as number; at < to; at++) {
    const value = values[at] as number
    into[value] = (into[value] as number) + 1
  }
}

/** What a filter says of one document; what is not known counts as no when it is to be left out. */
function answerOf(test: Test, document: number, first: number, second: number): YesNo {
  const { lists, yes, notKnown } = test
  if (lists ? hasChosen(lists, document) : ((first & yes[0]) | (second & yes[1])) !== 0) return 'yes'
  return ((first & notKnown[0]) | (second & notKnown[1])) !== 0 ? 'not known' : 'no'
}

function facetOf(key: GroupKey, filters: Filters, choices: Facet['choices'], notKnown: number): Facet {
  return {
    key,
    choices,
    notKnown,
    active: choices.some(({ chosen }) => chosen),
    leftOut: filters.leaveOut?.includes(key) ?? false,
  }
}

/** Filters about a place or a person are asked only when these are known. */
function isAsked(key: GroupKey, { age }: Filters, { metresTo, home }: Circumstances): boolean {
  if (key === 'within') return metresTo !== undefined
  if (key === 'serves') return home !== undefined
  return key !== 'age' || age !== undefined
}

export function isChosen(filters: Filters, key: GroupKey, value: string): boolean {
  switch (key) {
    case 'open':
      return filters.open === value
    case 'cost':
    case 'way':
    case 'language':
    case 'kind':
      return (filters[key] as readonly string[] | undefined)?.includes(value) ?? false
    case 'within':
      return String(filters.withinMiles) === value
    case 'serves':
    case 'checked':
      return filters[key] === true
    case 'age':
      return filters.age !== undefined
    default:
      return filters.access?.includes(key) ?? false
  }
}

const knownOf = (index: SearchIndex, key: 'language' | 'kind'): number =>
  key === 'kind' ? index.termsKnown.all.length : index.languagesKnown.all.length

function hasChosen({ of, chosen }: NonNullable<Test['lists']>, document: number): boolean {
  const { starts, values } = of
  for (let at = starts[document] as number; at < (starts[document + 1] as number); at++)
    if (chosen[values[at] as number] === 1) return true
  return false
}

/** The filters that are set, as tests of bits. A filter nothing can be known about (no postcode) is not set. */
function testsOf(index: SearchIndex, filters: Filters, circumstances: Circumstances): Test[] {
  const leftOut = (key: GroupKey) => filters.leaveOut?.includes(key) ?? false
  const tests = bitGroups.flatMap(({ key, choices, notKnown }): Test[] => {
    if (!isAsked(key, filters, circumstances)) return []
    const chosen = choices.filter(({ value }) => isChosen(filters, key, value))
    const word = chosen[0]?.word
    if (word === undefined) return []
    const yes = chosen.reduce((bits, { bit }) => bits | bit, 0)
    return [{ key, yes: inWord(word, yes), notKnown: inWord(notKnown.word, leftOut(key) ? 0 : notKnown.bit) }]
  })
  for (const { key, lists, notKnown } of listGroups) {
    const wanted = filters[key]
    if (!wanted || wanted.length === 0) continue
    const chosen = new Uint8Array(knownOf(index, key))
    const known = key === 'kind' ? index.termsKnown : index.languagesKnown
    for (const value of wanted) {
      const number = known.find(value.toLowerCase())
      if (number !== undefined) chosen[number] = 1
    }
    tests.push({ key, yes: [0, 0], notKnown: [leftOut(key) ? 0 : notKnown, 0], lists: { of: index[lists], chosen } })
  }
  return tests
}

/** Filters by what their answers take: nothing but facts, numbers of its own, measuring, looking up times and areas. */
const DEARNESS = { facts: 0, cheap: 1, near: 2, dear: 3 } as const
const dearnessOf = new Map<GroupKey, number>([
  ...(['cost', 'way', ...accessFeatures] as const).map(key => [key, DEARNESS.facts] as const),
  ['within', DEARNESS.near],
  ['open', DEARNESS.dear],
  ['serves', DEARNESS.dear],
])
const dearness = (key: GroupKey): number => dearnessOf.get(key) ?? DEARNESS.cheap

/** What tests of facts alone say, told once of each set of facts: which failed (the last of them; -1 for none), how many, how many are not known. */
function toldByFacts({ factsKnown }: SearchIndex, tests: readonly Test[]) {
  const failures = new Uint8Array(factsKnown.all.length)
  const failed = new Int8Array(failures.length).fill(-1)
  const unknown = new Uint8Array(failures.length)
  for (const [known, first] of factsKnown.all.entries())
    for (const [at, { yes, notKnown }] of tests.entries()) {
      const second = accessNotKnown(first)
      if (((first & yes[0]) | (second & yes[1])) !== 0) continue
      if (((first & notKnown[0]) | (second & notKnown[1])) !== 0) unknown[known] = (unknown[known] as number) + 1
      else {
        failed[known] = at
        failures[known] = (failures[known] as number) + 1
      }
    }
  return { failures, failed, unknown }
}

/** The second word of a document, in three parts: what depends on the moment, the person and the place. */
function stateFor(index: SearchIndex, filters: Filters, circumstances: Circumstances) {
  const { now, metresTo, home } = circumstances
  const moment = now.getTime()
  const endOfDay = index.opening.calendar.dayAt(moment).endMs
  const today = Math.floor(moment / DAY_MS)
  const serves = home ? servesFor(index, home) : undefined
  const { checkedDay, doubtful } = index
  const { age } = filters
  const { schedule: schedules, opening } = index
  const quick = (document: number, fact: number): number => {
    let bits = accessNotKnown(fact)
    const day = checkedDay[document] as number
    if (day === NOBODY_CHECKED) bits |= AT.checkedNotKnown
    else if (today - day <= YEAR_DAYS && !doubtful.has(document)) bits |= AT.checkedYes
    if (age !== undefined) {
      const answer = suitsAge(index, document, age)
      if (answer !== 'no') bits |= answer === 'yes' ? AT.suitsAge : AT.ageNotKnown
    }
    return bits
  }
  const away = (document: number, fact: number): number => {
    if (!metresTo) return 0
    // What needs no journey is within any distance.
    const metres = fact & FACT.remote ? 0 : metresTo(document)
    if (metres === Infinity) return AT.withinNotKnown
    let bits = 0
    for (let nth = WITHIN_METRES.length - 1; nth >= 0 && metres <= (WITHIN_METRES[nth] as number); nth--)
      bits |= 1 << (AT.within + nth)
    return bits
  }
  const dear = (document: number): number => {
    let bits = 0
    const schedule = schedules[document] as number
    if (schedule === NONE) bits |= AT.openNotKnown
    else {
      const answer = opening.at(schedule, moment)
      if (answer === OPENING.open) bits |= AT.openNow | AT.openToday
      else if (answer === OPENING.notKnown) bits |= AT.openNotKnown
      else if (opening.opensAt(schedule) < endOfDay) bits |= AT.openToday
    }
    if (serves) {
      const answer = serves(document)
      if (answer !== 'no') bits |= answer === 'yes' ? AT.servesYes : AT.servesNotKnown
    }
    return bits
  }
  return { quick, away, dear }
}

const accessPairs = accessFeatures.map((feature, nth) => ({
  said: accessBits(feature).yes | accessBits(feature).no,
  bit: 1 << (AT.access + nth),
}))
const ACCESS_SAID = accessPairs.reduce((bits, { said }) => bits | said, 0)
const ACCESS_SHIFT = 31 - Math.clz32(ACCESS_SAID & -ACCESS_SAID)
/** The bits of the features nothing is known of, by the bits that are. */
const accessUnknown = Uint32Array.from({ length: (ACCESS_SAID >>> ACCESS_SHIFT) + 1 }, (_, said) =>
  accessPairs.reduce((bits, pair) => ((said << ACCESS_SHIFT) & pair.said ? bits : bits | pair.bit), 0),
)
const accessNotKnown = (fact: number): number => accessUnknown[(fact & ACCESS_SAID) >>> ACCESS_SHIFT] as number

/** Whether each service comes to a home; each area is asked once. */
export function servesFor(index: SearchIndex, home: Home): (document: number) => YesNo {
  const answers: (YesNo | undefined)[] = []
  const { starts, values } = index.areas
  const of = (area: number): YesNo => {
    let answer = answers[area]
    if (answer === undefined) {
      answer = takesIn(index.areasKnown.all[area] as (typeof index.areasKnown.all)[number], home)
      answers[area] = answer
    }
    return answer
  }
  return document => {
    const from = starts[document] as number
    const to = starts[document + 1] as number
    if (from === to) return 'not known'
    // As anyOf: one yes is enough, no needs all to say no.
    let all: YesNo = 'no'
    for (let at = from; at < to; at++) {
      const answer = of(values[at] as number)
      if (answer === 'yes') return answer
      if (answer === 'not known') all = answer
    }
    return all
  }
}

export function suitsAge(index: SearchIndex, document: number, age: number): YesNo {
  const least = index.minimumAge[document] as number
  const most = index.maximumAge[document] as number
  if (least === UNKNOWN_AGE && most === UNKNOWN_AGE) return 'not known'
  return (least === UNKNOWN_AGE || age >= least) && (most === UNKNOWN_AGE || age <= most) ? 'yes' : 'no'
}

/** The commonest choices of a place's own lists, and those that were chosen however rare. */
function listChoices(
  index: SearchIndex,
  key: 'language' | 'kind',
  all: Uint32Array,
  only: Uint32Array,
  filters: Filters,
  most: number,
): Facet['choices'] {
  const chosen = new Set(filters[key]?.map(value => value.toLowerCase()))
  const choices: Facet['choices'] = []
  for (let number = 0; number < all.length; number++) {
    const count = (all[number] as number) + (only[number] as number)
    const name = (key === 'kind' ? index.termsKnown : index.languagesKnown).all[number] as string
    const isOne = chosen.has(name.toLowerCase())
    if (count > 0 || isOne) choices.push({ value: name, label: name, count, chosen: isOne })
  }
  choices.sort((a, b) => b.count - a.count || (a.label ?? '').localeCompare(b.label ?? ''))
  return choices.filter((choice, at) => at < most || choice.chosen)
}
