import type { GridPoint } from '../../places/index.ts'
import type { AttendingType, Cost } from '../listed-service.ts'
import { type AccessFeature, accessFeatures } from './access-features.ts'
import { addAll, addDocument, type DocumentSet, documentsOf } from './document-sets.ts'
import { OPENING } from './opening-times.ts'
import type { YesNo } from './ranking.ts'
import { accessBits, FACT, NOBODY_CHECKED, NONE, type SearchIndex, UNKNOWN_AGE } from './search-index.ts'
import { type Home, takesIn } from './service-areas.ts'

/** What every filter says of every service, as sets: those of each choice, and those of which it is not known. Of all others it says no. */

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

/** What filters ask about beside the index. */
export type Circumstances = { now: Date; near?: GridPoint; home?: Home }

export type Asking = { index: SearchIndex; filters: Filters; circumstances: Circumstances }

export type Choice = { value: string; set: DocumentSet }
export type Answers = { choices: readonly Choice[]; notKnown: DocumentSet }

export type Group = {
  key: GroupKey
  /** The choices that are made, by their values. */
  chosen(filters: Filters): readonly string[]
  /** Filters about a place or a person are asked only when these are known. */
  isAsked?(asking: Asking): boolean
  /** What it says of the documents of `among` at least: what costs something to tell is told of no others. */
  answers(asking: Asking, among: DocumentSet): Answers
}

const DAY_MS = 86_400_000
const METRES_IN_A_MILE = 1609.344
const WITHIN_METRES = WITHIN_MILES.map(miles => miles * METRES_IN_A_MILE)
/** A check counts for a year. */
const YEAR_DAYS = 365

/** The documents that have a fact of the index. */
const withFact = (index: SearchIndex, bit: number): DocumentSet =>
  index.sets.keptOf(`fact ${bit}`, document => ((index.facts[document] as number) & bit) !== 0)

/** A filter of facts. */
const byFacts = (
  key: GroupKey,
  choices: readonly (readonly [value: string, bit: number])[],
  notKnown: number,
  chosen: Group['chosen'],
): Group => ({
  key,
  chosen,
  answers: ({ index }) => ({
    choices: choices.map(([value, bit]) => ({ value, set: withFact(index, bit) })),
    notKnown: withFact(index, notKnown),
  }),
})

const open: Group = {
  key: 'open',
  chosen: ({ open }) => (open ? [open] : []),
  answers({ index, circumstances }, among) {
    const { schedule: schedules, opening, sets } = index
    const moment = circumstances.now.getTime()
    const [now, today, notKnown] = [sets.lend(), sets.lend(), sets.lend()]
    const documents = documentsOf(among, index.makeRoom().asked)
    for (let nth = 0; nth < documents.length; nth++) {
      const document = documents[nth] as number
      const schedule = schedules[document] as number
      const state = schedule === NONE ? OPENING.notKnown : opening.at(schedule, moment)
      if (state === OPENING.notKnown) addDocument(notKnown, document)
      else if (state === OPENING.open) addDocument(now, document)
      else if (state === OPENING.laterToday) addDocument(today, document)
    }
    addAll(today, now)
    return {
      choices: [
        { value: 'now', set: now },
        { value: 'today', set: today },
      ],
      notKnown,
    }
  },
}

const within: Group = {
  key: 'within',
  chosen: ({ withinMiles }) => (withinMiles === undefined ? [] : [String(withinMiles)]),
  isAsked: ({ circumstances }) => circumstances.near !== undefined,
  answers({ index, circumstances }, among) {
    const rings = WITHIN_MILES.map(miles => ({ value: String(miles), set: index.sets.lend() }))
    const notKnown = index.sets.lend()
    const near = circumstances.near as GridPoint
    const documents = documentsOf(among, index.makeRoom().asked)
    for (let nth = 0; nth < documents.length; nth++) {
      const document = documents[nth] as number
      // What needs no journey is within any distance.
      const metres = (index.facts[document] as number) & FACT.remote ? 0 : index.metresTo(document, near)
      if (metres === Infinity) addDocument(notKnown, document)
      else {
        let ring = 0
        while (ring < rings.length && metres > (WITHIN_METRES[ring] as number)) ring += 1
        if (ring < rings.length) addDocument((rings[ring] as Choice).set, document)
      }
    }
    for (const [nth, { set }] of rings.entries()) if (nth > 0) addAll(set, (rings[nth - 1] as Choice).set)
    return { choices: rings, notKnown }
  },
}

const serves: Group = {
  key: 'serves',
  chosen: ({ serves }) => (serves ? ['yes'] : []),
  isAsked: ({ circumstances }) => circumstances.home !== undefined,
  answers({ index, circumstances: { home } }, among) {
    const [yes, notKnown] = [index.sets.lend(), index.sets.lend()]
    const told = servesFor(index, home as Home)
    const documents = documentsOf(among, index.makeRoom().asked)
    for (let nth = 0; nth < documents.length; nth++) {
      const document = documents[nth] as number
      const answer = told(document)
      if (answer !== 'no') addDocument(answer === 'yes' ? yes : notKnown, document)
    }
    return { choices: [{ value: 'yes', set: yes }], notKnown }
  },
}

const age: Group = {
  key: 'age',
  chosen: ({ age }) => (age === undefined ? [] : ['yes']),
  isAsked: ({ filters }) => filters.age !== undefined,
  answers({ index, filters: { age = 0 } }) {
    const { sets } = index
    return {
      choices: [{ value: 'yes', set: sets.keptOf(`age ${age}`, document => suitsAge(index, document, age) === 'yes') }],
      notKnown: sets.keptOf('ages not known', document => suitsAge(index, document, age) === 'not known'),
    }
  },
}

const checked: Group = {
  key: 'checked',
  chosen: ({ checked }) => (checked ? ['yes'] : []),
  answers({ index, circumstances: { now } }) {
    const { sets, checkedDay, doubtful } = index
    const today = Math.floor(now.getTime() / DAY_MS)
    const lately = (document: number) => {
      const day = checkedDay[document] as number
      return day !== NOBODY_CHECKED && today - day <= YEAR_DAYS && !doubtful.has(document)
    }
    return {
      choices: [{ value: 'yes', set: sets.keptOf(`checked ${today}`, lately) }],
      notKnown: sets.keptOf('never checked', document => checkedDay[document] === NOBODY_CHECKED),
    }
  },
}

const access = accessFeatures.map((feature): Group => {
  const { yes, no } = accessBits(feature)
  return {
    key: feature,
    chosen: ({ access }) => (access?.includes(feature) ? ['yes'] : []),
    answers: ({ index }) => ({
      choices: [{ value: 'yes', set: withFact(index, yes) }],
      notKnown: index.sets.keptOf(
        `${feature} not known`,
        document => ((index.facts[document] as number) & (yes | no)) === 0,
      ),
    }),
  }
})

/** Filters with a few choices that are the same everywhere. */
export const fixedGroups: readonly Group[] = [
  open,
  within,
  serves,
  byFacts(
    'way',
    [
      ['in-person', FACT.inPerson],
      ['phone', FACT.phone],
      ['online', FACT.online],
      ['home-visit', FACT.homeVisit],
    ],
    FACT.attendingNotKnown,
    ({ way = [] }) => way,
  ),
  byFacts(
    'cost',
    [
      ['free', FACT.free],
      ['paid', FACT.paid],
    ],
    FACT.costNotKnown,
    ({ cost = [] }) => cost,
  ),
  age,
  ...access,
  checked,
]

/** Filters with choices of the place's own. */
export type OwnGroup = Group & { key: 'language' | 'kind'; lists: 'languages' | 'terms'; known: OwnNames; most: number }
type OwnNames = 'languagesKnown' | 'termsKnown'

const byLists = (
  key: OwnGroup['key'],
  lists: OwnGroup['lists'],
  known: OwnNames,
  notKnown: number,
  most: number,
): OwnGroup => ({
  key,
  lists,
  known,
  most,
  chosen: filters => filters[key] ?? [],
  answers: ({ index, filters }) => ({
    choices: (filters[key] ?? []).flatMap(value => {
      const number = index[known].find(value.toLowerCase())
      if (number === undefined) return []
      const set = index.sets.keptOf(`${key} ${number}`, document => index[lists].of(document).includes(number))
      return { value, set }
    }),
    notKnown: withFact(index, notKnown),
  }),
})

/** At most so many of their commonest choices are shown. */
export const ownGroups: readonly OwnGroup[] = [
  byLists('language', 'languages', 'languagesKnown', FACT.languageNotKnown, 12),
  byLists('kind', 'terms', 'termsKnown', FACT.termsNotKnown, 15),
]

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
