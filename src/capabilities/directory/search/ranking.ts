import type { Freshness } from '../freshness.ts'
import type { AttendingType } from '../listed-service.ts'
import type { OpeningState } from '../opening/opening.ts'
import type { GroupKey } from './filter-answers.ts'
import type { UnderstoodNeed } from './understanding/understood.ts'

/**
 * The directory's one ranking. Everything a result is ordered by is here, and everything that moved it is said in its reasons.
 * Pure: what was searched for and what is known of a service go in; a number and reasons (data, worded where they are shown) come out.
 *
 * A score is relevance (how well words and needs fit) times worth (how well the rest fits: near, fresh, open, for this person), so that
 * something beside the point is not saved by being next door, and what is to the point but doubtful sinks without vanishing.
 */

/** How the words of a service count: by BM25F (Zaragoza et al., TREC 2004) over its name, its subject and its text. */
export const TEXT = {
  /** How much more a word says in the name or the subject (organisation, taxonomy terms) than in the text. */
  weight: { name: 5, subject: 1.6, text: 1 },
  /** How far long fields are held against their words: 0 not at all, 1 in full. */
  length: { name: 0.65, subject: 0.7, text: 0.6 },
  /** The more often a word stands there the less each further time says: half of all it can say at this weight. */
  half: 2.8,
  /** Part of the text score that a service loses for the words of the question it does not have. */
  coverage: 0.5,
  /** A word of a compound ("food" and "bank" for "foodbank") says this much of the whole. */
  compound: 0.9,
} as const

/** How words and needs are put together, when needs were understood. */
export const NEEDS = {
  /** Share of words in relevance where the question does not say; the rest is needs. Without needs words are all of it. */
  words: 0.5,
  /** How much the next best of a need's terms adds to the best. */
  next: 0.5,
  /** Terms that say less than this, after the weight of their need, are not looked for: they move nothing and common words cost time. */
  faintest: 0.12,
  /** Needs below this do not make a service a result by themselves. */
  least: 0.08,
} as const

/** A service that is called exactly what was typed stands before all others: more than any score can be. */
export const NAMED = 10

/** Which services are results at all. */
export const RESULTS = {
  /** When fewer than this many have all the words, those that have much of them are results too. */
  enough: 10,
  /** "Much": at least this share of the weight of the words that the best one has. */
  share: 0.5,
} as const

const METRES_IN_A_MILE = 1609.344
/** What the parts of worth count. Nearness counts from 0 to 1. */
const WORTH = { base: 0.4, near: 1, fresh: 0.25, fits: 0.15, open: 0.12, serves: 0.1 } as const
const MOST_WORTH = WORTH.base + WORTH.fresh + WORTH.fits + WORTH.open + WORTH.serves
/** At this distance nearness counts half. */
const HALF_DISTANCE_METRES = 3 * METRES_IN_A_MILE
/** A service whose place is not known stands where one about 6 miles away would; one that needs no journey, at 3 miles. */
const NEARNESS_UNKNOWN = 1 / 3
const NEARNESS_REMOTE = 1 / 2
const FRESHNESS_UNKNOWN = 0.3
/** What sinks a service, multiplied: it is doubtful, it is not for this person, it does not come to this postcode, a filter's answer is not known. */
const SINKS = { doubtful: 0.45, notForThem: 0.35, notServed: 0.5, filterNotKnown: 0.6 } as const

export type YesNo = 'yes' | 'no' | 'not known'

/** What was searched for, as far as it orders results. */
export type Asked = {
  /** Were there words that count? Without them the nearest come first. */
  words: boolean
  /** Were needs understood? */
  needs: boolean
  /** What the words count against the needs, 0 to 1. Half when it is not said. */
  wordsSay?: number
  near: boolean
  age?: number
  cost?: 'free'
  language?: string
}

/** What is known of one service in the light of the question. */
export type Signals = {
  /** 0 to 1. */
  text: number
  /** 0 to 1. */
  need: number
  /** To the nearest place it is given; undefined when that is not known. */
  distanceMetres: number | undefined
  /** It can be used without going anywhere: by phone, online, or it comes to you. */
  remote: boolean
  /** Days since somebody checked it; undefined when nobody is known to have. */
  daysSinceChecked: number | undefined
  doubtful: boolean
  suitsAge: YesNo | undefined
  suitsCost: YesNo | undefined
  suitsLanguage: YesNo | undefined
  /** Does it serve the postcode asked for? */
  serves: YesNo | undefined
  /** Hours until it is open next: 0 now; undefined when that is not known. */
  opensInHours: number | undefined
  /** A filter's answer is not known of it. */
  filterNotKnown: boolean
}

/** 1 at the door, ½ at 3 miles, towards 0 far away. */
export function nearness({ distanceMetres, remote }: Pick<Signals, 'distanceMetres' | 'remote'>): number {
  const there = distanceMetres === undefined ? undefined : 1 / (1 + distanceMetres / HALF_DISTANCE_METRES)
  if (remote) return Math.max(NEARNESS_REMOTE, there ?? 0)
  return there ?? NEARNESS_UNKNOWN
}

/** 1 for three months after a check, 0.6 after a year, 0 after four; not known is 0.3. */
export function freshness(days: number | undefined): number {
  if (days === undefined) return FRESHNESS_UNKNOWN
  if (days <= 92) return 1
  if (days <= 365) return 1 - (0.4 * (days - 92)) / 273
  return Math.max(0, 0.6 * (1 - (days - 365) / 1095))
}

/** 1 when open now, half when it opens in 8 hours; closed for longer or not known is 0. */
const openness = (hours: number | undefined): number => (hours === undefined ? 0 : 1 / (1 + hours / 8))

function sinking(signals: Signals): number {
  let left = 1
  if (signals.doubtful) left *= SINKS.doubtful
  if (signals.suitsAge === 'no' || signals.suitsCost === 'no' || signals.suitsLanguage === 'no')
    left *= SINKS.notForThem
  if (signals.serves === 'no') left *= SINKS.notServed
  if (signals.filterNotKnown) left *= SINKS.filterNotKnown
  return left
}

function suited({ suitsAge, suitsCost, suitsLanguage }: Signals): number {
  let said = 0
  if (suitsAge === 'yes') said += 1
  if (suitsCost === 'yes') said += 1
  if (suitsLanguage === 'yes') said += 1
  return said === 0 ? 0 : said / (said + 1)
}

/** How well words and needs fit together, 0 to 1. */
export const relevance = (
  { needs, wordsSay = NEEDS.words }: Pick<Asked, 'needs' | 'wordsSay'>,
  { text, need }: Pick<Signals, 'text' | 'need'>,
): number => (needs ? wordsSay * text + (1 - wordsSay) * need : text)

/**
 * Scores one service for one search; higher is better, and only scores of the same search may be compared.
 * Without words the order is nearness, then freshness.
 */
export function scoreOf(asked: Asked, signals: Signals): number {
  const fresh = freshness(signals.daysSinceChecked)
  if (!asked.words && !asked.needs) {
    // Strictly nearest first: freshness only parts those that are equally near, or whose place is not known.
    const near =
      !asked.near || signals.distanceMetres === undefined ? 0 : 1 / (1 + signals.distanceMetres / HALF_DISTANCE_METRES)
    return (near + 1e-6 * (1 + fresh)) * sinking(signals)
  }
  const worth =
    WORTH.base +
    (asked.near ? WORTH.near * nearness(signals) : 0) +
    WORTH.fresh * fresh +
    WORTH.fits * suited(signals) +
    WORTH.open * openness(signals.opensInHours) +
    (signals.serves === 'yes' ? WORTH.serves : 0)
  return relevance(asked, signals) * worth * sinking(signals)
}

/** No service with so much text and need, and with or without an unanswered filter, scores more than this: what is left out here can only sink it. */
export function mostScoreOf(asked: Asked, text: number, need: number, filterNotKnown: boolean): number {
  if (!asked.words && !asked.needs) return Infinity
  const sunk = filterNotKnown ? SINKS.filterNotKnown : 1
  // A hair above, because sums of fractions are not exact.
  return relevance(asked, { text, need }) * (asked.near ? MOST_WORTH + WORTH.near : MOST_WORTH) * sunk * 1.000001
}

/** Why a service stands where it stands: a key of the words of this room, what fills them, and whether it speaks for it. */
export type Reason = {
  key: ReasonKey
  values?: Readonly<Record<string, string | number>>
  /** For 'freshness' and 'opening': the words of their rooms say them. */
  freshness?: Freshness
  opening?: OpeningState
  /** For 'meetsNeed': what the needs are called, in every language that they are called something in. */
  needs?: readonly Pick<UnderstoodNeed, 'label' | 'labels'>[]
  tone: 'for' | 'against' | 'unknown'
}

export type ReasonKey =
  | 'away'
  | 'distanceNotKnown'
  | 'servesYou'
  | 'servesEverywhere'
  | 'doesNotServeYou'
  | 'homeVisit'
  | 'byPhone'
  | 'online'
  | 'opening'
  | 'notSaid'
  | 'free'
  | 'notFree'
  | 'suitsAge'
  | 'notForAge'
  | 'agesNotSaid'
  | 'speaks'
  | 'meetsNeed'
  | 'nameMatches'
  | 'nameHas'
  | 'subjectMatches'
  | 'subjectHas'
  | 'textMatches'
  | 'textHas'
  | 'lacks'
  | 'freshness'

/** What only the reasons need to know of one service. */
export type Described = {
  attending: readonly AttendingType[]
  free: boolean
  nationwide: boolean
  /** Words of the question by where they were found; `missing` nowhere. */
  words: {
    name: readonly string[]
    subject: readonly string[]
    text: readonly string[]
    missing: readonly string[]
    asked: number
  }
  /** The needs it was found for. */
  needs: readonly Pick<UnderstoodNeed, 'label' | 'labels'>[]
  freshness: Freshness
  /** Null when it gives no times. */
  opening: OpeningState | null
  /** The filters that are set whose answer is not known of it. */
  unknown: readonly GroupKey[]
}

const reason = (key: ReasonKey, tone: Reason['tone'], values?: Reason['values']): Reason => ({
  key,
  tone,
  ...(values && { values }),
})

/** The reasons in the order in which they are said, the most useful first; when it was last checked is always the last. */
export function reasonsOf(asked: Asked, signals: Signals, described: Described): Reason[] {
  return [
    ...placeReasons(asked, signals, described),
    ...fitReasons(asked, signals, described),
    ...wordReasons(described),
    ...(asked.near && signals.distanceMetres === undefined && !signals.remote
      ? [reason('distanceNotKnown', 'unknown')]
      : []),
    freshnessReason(described.freshness),
  ]
}

function placeReasons(asked: Asked, signals: Signals, { attending, nationwide }: Described): Reason[] {
  const reasons: Reason[] = []
  if (asked.near && signals.distanceMetres !== undefined)
    reasons.push(reason('away', 'for', { metres: Math.round(signals.distanceMetres) }))
  if (signals.serves === 'yes') reasons.push(reason(nationwide ? 'servesEverywhere' : 'servesYou', 'for'))
  if (signals.serves === 'no') reasons.push(reason('doesNotServeYou', 'against'))
  if (attending.includes('home-visit')) reasons.push(reason('homeVisit', 'for'))
  if (attending.includes('phone')) reasons.push(reason('byPhone', 'for'))
  if (attending.includes('online')) reasons.push(reason('online', 'for'))
  return reasons
}

function fitReasons(asked: Asked, signals: Signals, { free, opening, unknown }: Described): Reason[] {
  const reasons: Reason[] = []
  if (opening && signals.opensInHours !== undefined && signals.opensInHours < SOON_HOURS)
    reasons.push({ key: 'opening', tone: 'for', opening })
  if (free) reasons.push(reason('free', 'for'))
  else if (signals.suitsCost === 'no') reasons.push(reason('notFree', 'against'))
  if (asked.age !== undefined && signals.suitsAge === 'yes') reasons.push(reason('suitsAge', 'for', { age: asked.age }))
  if (asked.age !== undefined && signals.suitsAge === 'no')
    reasons.push(reason('notForAge', 'against', { age: asked.age }))
  if (asked.age !== undefined && signals.suitsAge === 'not known') reasons.push(reason('agesNotSaid', 'unknown'))
  if (asked.language && signals.suitsLanguage === 'yes')
    reasons.push(reason('speaks', 'for', { language: asked.language }))
  for (const key of unknown) if (!SAID_OTHERWISE.has(key)) reasons.push(reason('notSaid', 'unknown', { what: key }))
  return reasons
}

/** Opening within this time speaks for a service. */
const SOON_HOURS = 12
/** Filters whose not knowing is said by another reason. */
const SAID_OTHERWISE = new Set<GroupKey>(['age', 'within', 'checked'])

const quoteAll = (words: readonly string[]): string => words.map(word => `“${word}”`).join(', ')

function wordReasons({ words, needs }: Described): Reason[] {
  const { name, subject, text, missing, asked } = words
  const reasons: Reason[] = []
  const said = (found: readonly string[], all: ReasonKey, some: ReasonKey) => {
    if (found.length === 0) return
    reasons.push(
      found.length === asked
        ? reason(all, 'for')
        : reason(some, 'for', { words: quoteAll(found), count: found.length }),
    )
  }
  if (needs.length > 0) reasons.push({ ...reason('meetsNeed', 'for'), needs })
  said(name, 'nameMatches', 'nameHas')
  said(subject, 'subjectMatches', 'subjectHas')
  // What was found for what it meets need not have the words it was asked for in.
  if (needs.length > 0) return reasons
  said(text, 'textMatches', 'textHas')
  if (missing.length > 0) reasons.push(reason('lacks', 'against', { words: quoteAll(missing), count: missing.length }))
  return reasons
}

const freshnessReason = (freshness: Freshness): Reason => ({
  key: 'freshness',
  freshness,
  tone: freshness.key === 'notKnownWhenChecked' ? 'unknown' : freshness.stale ? 'against' : 'for',
})
