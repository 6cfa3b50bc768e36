import type { AttendingType } from '../listed-service.ts'
import { freshnessInWords } from '../words.ts'

/**
 * The directory's one ranking. Everything a result is ordered by is here, and everything that moved it is said in its reasons.
 * Pure: what was searched for, what is known of a service, and the present moment go in; a score and sentences come out.
 */

/** What was searched for. */
export type Asked = {
  /** The words that count, in the order typed, each with the share of the services found that have it (0 to 1). */
  words: readonly { word: string; share: number }[]
  /** True when a postcode was given. */
  near: boolean
  now: Date
}

/** What is known of one service. The three `wordsIn...` are bit sets: bit i is set when word i is there. */
export type Candidate = {
  name: string
  wordsInName: number
  /** In its organisation's name or its taxonomy terms. */
  wordsInSubject: number
  /** Anywhere at all. */
  wordsInAll: number
  /** To the nearest place it is given; undefined when that is not known. */
  distanceMetres: number | undefined
  attending: readonly AttendingType[]
  assuredOn: string | undefined
}

export type Ranked = { score: number; reasons: string[] }

const METRES_IN_A_MILE = 1609.344
/** At this distance nearness counts half. */
const HALF_DISTANCE_METRES = 3 * METRES_IN_A_MILE
/** A service whose place is not known stands where one about 6 miles away would; one that needs no journey, at 3 miles. */
const NEARNESS_UNKNOWN = 1 / 3
const NEARNESS_REMOTE = 1 / 2
const WEIGHT = { name: 1, subject: 0.75, text: 0.45 }
/** How much the places of the words, and the share of the name that they make up, count towards relevance. */
const RELEVANCE = { place: 0.9, shareOfName: 0.1 }
/** Relevance is multiplied by 0.4 + nearness + a quarter of freshness. */
const BASE = 0.4
const FRESHNESS_WEIGHT = 0.25
const FRESHNESS_UNKNOWN = 0.3

const has = (bits: number, index: number): boolean => (bits & (1 << index)) !== 0

/** Rare words say more than common ones (Spärck Jones, 1972). */
const weightOfWord = (share: number): number => Math.log(1 + 1 / Math.max(share, 1e-5))

function relevance(asked: Asked, candidate: Candidate): number {
  if (asked.words.length === 0) return 1
  let got = 0
  let most = 0
  for (const [index, { share }] of asked.words.entries()) {
    const weight = weightOfWord(share)
    most += weight
    if (has(candidate.wordsInName, index)) got += weight * WEIGHT.name
    else if (has(candidate.wordsInSubject, index)) got += weight * WEIGHT.subject
    else if (has(candidate.wordsInAll, index)) got += weight * WEIGHT.text
  }
  const inName = asked.words.filter((_, index) => has(candidate.wordsInName, index)).length
  const nameWords = candidate.name.split(/[^\p{L}\p{N}'’]+/u).filter(Boolean).length
  const shareOfName = Math.min(1, inName / Math.max(1, nameWords))
  return (got / most) * RELEVANCE.place + shareOfName * RELEVANCE.shareOfName
}

const needsNoJourney = (attending: readonly AttendingType[]): boolean =>
  attending.length > 0 && !attending.includes('in-person')

/** 1 at the door, ½ at 3 miles, towards 0 far away. */
export function nearness(candidate: Pick<Candidate, 'distanceMetres' | 'attending'>): number {
  if (needsNoJourney(candidate.attending)) return NEARNESS_REMOTE
  if (candidate.distanceMetres === undefined) return NEARNESS_UNKNOWN
  return 1 / (1 + candidate.distanceMetres / HALF_DISTANCE_METRES)
}

/** 1 for three months after a check, 0.6 after a year, 0 after four; not known is 0.3. */
export function freshness(assuredOn: string | undefined, now: Date): number {
  if (assuredOn === undefined) return FRESHNESS_UNKNOWN
  const days = Math.max(0, (now.getTime() - Date.parse(assuredOn)) / 86_400_000)
  if (days <= 92) return 1
  if (days <= 365) return 1 - (0.4 * (days - 92)) / 273
  return Math.max(0, 0.6 * (1 - (days - 365) / 1095))
}

/**
 * Scores one service for one search; higher is better, and only scores of the same search may be compared.
 * Without words the order is nearness, then freshness.
 * @param distanceInWords how a distance in metres is said ("0.6 miles").
 */
export function rank(asked: Asked, candidate: Candidate, distanceInWords: (metres: number) => string): Ranked {
  const fresh = freshness(candidate.assuredOn, asked.now)
  const reasons = [
    ...placeReasons(asked, candidate, distanceInWords),
    ...wordReasons(asked, candidate),
    ...distanceNotKnown(asked, candidate),
    freshnessInWords(candidate.assuredOn, asked.now),
  ]
  if (asked.words.length === 0) {
    // Strictly nearest first: freshness only parts those that are equally near, or whose place is not known.
    const near =
      !asked.near || candidate.distanceMetres === undefined
        ? 0
        : 1 / (1 + candidate.distanceMetres / HALF_DISTANCE_METRES)
    return { score: near + fresh * 1e-6, reasons }
  }
  const where = asked.near ? nearness(candidate) : 0
  return { score: relevance(asked, candidate) * (BASE + where + FRESHNESS_WEIGHT * fresh), reasons }
}

function placeReasons(asked: Asked, candidate: Candidate, distanceInWords: (metres: number) => string): string[] {
  const reasons: string[] = []
  if (asked.near && candidate.distanceMetres !== undefined)
    reasons.push(`${distanceInWords(candidate.distanceMetres)} away`)
  if (candidate.attending.includes('home-visit')) reasons.push('comes to your home')
  if (candidate.attending.includes('phone')) reasons.push('by phone')
  if (candidate.attending.includes('online')) reasons.push('online')
  return reasons
}

const distanceNotKnown = (asked: Asked, { distanceMetres, attending }: Candidate): string[] =>
  asked.near && distanceMetres === undefined && !needsNoJourney(attending) ? ['not known how far away it is'] : []

const quoteAll = (words: readonly string[]): string =>
  words.length < 2
    ? `“${words[0] ?? ''}”`
    : `${words
        .slice(0, -1)
        .map(word => `“${word}”`)
        .join(', ')} and “${words.at(-1)}”`

function wordReasons(asked: Asked, candidate: Candidate): string[] {
  if (asked.words.length === 0) return []
  const pick = (test: (index: number) => boolean) =>
    asked.words.filter((_, index) => test(index)).map(({ word }) => word)
  const inName = pick(index => has(candidate.wordsInName, index))
  const inSubject = pick(index => !has(candidate.wordsInName, index) && has(candidate.wordsInSubject, index))
  const inText = pick(
    index =>
      !has(candidate.wordsInName, index) && !has(candidate.wordsInSubject, index) && has(candidate.wordsInAll, index),
  )
  const missing = pick(index => !has(candidate.wordsInAll, index))
  const reasons: string[] = []
  if (inName.length === asked.words.length) reasons.push('name matches')
  else if (inName.length > 0) reasons.push(`name has ${quoteAll(inName)}`)
  if (inSubject.length > 0)
    reasons.push(
      inSubject.length === asked.words.length
        ? 'organisation or subject matches'
        : `organisation or subject has ${quoteAll(inSubject)}`,
    )
  if (inText.length > 0)
    reasons.push(inText.length === asked.words.length ? 'description matches' : `description has ${quoteAll(inText)}`)
  if (missing.length > 0) reasons.push(`does not mention ${quoteAll(missing)}`)
  return reasons
}
