/** How a gap becomes an engagement: what the needs told is carried over, as it may be shown, with the day it was counted. */
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isNeedKind, type NeedKind, needKinds } from '../../../kernel/need-kind.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  chosenPeriod,
  type Gap,
  type PeriodChoice,
  periodLabels,
  readPeriodChoice,
  takeGaps,
  waysMissing,
} from '../../demand/index.ts'

/** One line of the gaps: help in one neighbourhood (null where it is not known), over some days. */
export interface GapAsked {
  readonly neighbourhoodId: string | null
  /** Null where there are too few to say with what. */
  readonly kind: NeedKind | null
  readonly days: PeriodChoice
}

const notKnown = 'not-known'
const notSaid = 'not-said'

/** The address that opens an engagement about a gap. It names a neighbourhood, a kind and a span of days; no number and nobody. */
export const hrefFromGap = (slug: string, { neighbourhoodId, kind, days }: GapAsked): string =>
  `/${slug}/commissioning/engagement/new?gap=${neighbourhoodId ?? notKnown}.${kind ?? notSaid}.${days}`

/** The gap an address names, or null. */
export const readGap = (given: unknown): GapAsked | null => {
  const [where = '', kind = '', days = '', ...more] = typeof given === 'string' ? given.split('.') : []
  const choice = days === '' ? null : readPeriodChoice(days)
  const isSaid = isNeedKind(kind)
  if (!choice || !(isSaid || kind === notSaid) || more.length > 0 || (where !== notKnown && !isUuid(where))) return null
  return { neighbourhoodId: where === notKnown ? null : where, kind: isSaid ? kind : null, days: choice }
}

/** What an engagement about a gap starts with. */
export interface FromGap {
  /** To be changed by whoever opens it. */
  readonly title: string
  readonly about: string
  readonly neighbourhoodIds: readonly string[] | null
  /** Kept with the engagement, and read by everybody: the numbers as they were shown, and the day. */
  readonly cameFrom: Readonly<Record<string, unknown>>
}

/** Counts the gap again, so that what is kept is what was true when it was opened. Null where nothing is missing there any more. */
export const fromGap = async (tx: PlaceTx, { neighbourhoodId, kind, days }: GapAsked): Promise<FromGap | null> => {
  const told = (await takeGaps(tx, chosenPeriod(days, tx.now))).find(each => each.neighbourhoodId === neighbourhoodId)
  const gap = told?.gaps.find(each => each.kind === kind)
  if (!told || !(gap || kind === null)) return null
  const label = kind && needKinds[kind].label
  const where = told.name ?? 'the place, neighbourhood not known'
  const says = gap ? sentenceOf(gap) : 'Too few to say with what.'
  return {
    title: `${[label, told.name].filter(Boolean).join(' in ') || 'Help'}: what is missing, and what would help?`,
    about: `Needs told to us (${periodLabels[days].toLowerCase()}, counted ${dateAt(tx.now)}): ${label ? `${label.toLowerCase()}, ` : ''}${where}. ${says} What do those who live and work there know about this, and what should be done?`,
    neighbourhoodIds: neighbourhoodId === null ? null : [neighbourhoodId],
    cameFrom: { what: 'gap', neighbourhood: told.name, kind, days, countedOn: dateAt(tx.now), says },
  }
}

const sentenceOf = (gap: Gap): string =>
  `${(['unmet', 'askedAgain', 'unanswered'] as const).map(way => `${waysMissing[way]}: ${gap[way]}`).join('. ')}.`

/** What an engagement came from, for whoever reads it; empty where it came from no gap. */
export const cameFromInWords = (cameFrom: Readonly<Record<string, unknown>> | null): string => {
  const { what, neighbourhood, kind, days, countedOn, says } = cameFrom ?? {}
  const choice = readPeriodChoice(days)
  if (what !== 'gap' || !(isNeedKind(kind) || kind === null) || !choice || typeof countedOn !== 'string') return ''
  const where = typeof neighbourhood === 'string' ? `in ${neighbourhood}` : 'neighbourhood not known'
  return `${kind === null ? 'Help' : needKinds[kind].label}, ${where}, ${periodLabels[choice].toLowerCase()}, counted on ${exactDate(countedOn)}. ${says}`
}
