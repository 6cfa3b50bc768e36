/** From counted facts to what a page may say: medians, shares, denominators. Pure; nothing here knows a person or a need. */
import { quantile } from '../../design/quantile.ts'
import { isNeedKind, type NeedKind, needKinds } from '../../kernel/need-kind.ts'
import { hideSmallNumbers, type ShownNumber } from '../../kernel/small-numbers.ts'
import type { Difference } from '../outcomes/index.ts'
import type { Period, Series } from './period.ts'
import { seriesOf } from './period.ts'

/** How long something took: each length in whole minutes with the number of needs that took so long, shortest first. */
export interface CountedWait {
  readonly minutes: readonly (readonly [minutes: number, needs: number])[]
  /** Needs still open without it. */
  readonly stillWaiting: number
  /** Needs that ended without it. */
  readonly endedWithout: number
}

/** What the database counted: numbers only. Everything is about needs asked for in the period, except `silence`. */
export interface CountedFacts {
  readonly needs: number
  readonly waits: Readonly<Record<Step, CountedWait>>
  /** Of needs that were done or closed as helped: by the difference told; '' where nothing was told yet. */
  readonly differences: readonly { readonly difference: string; readonly needs: number }[]
  readonly asked: {
    /** Needs for which at least one organisation was asked. */
    readonly needs: number
    /** Of these, asked again after a no, a silence or a "could not". */
    readonly again: number
    readonly againAfterNo: number
    readonly againAfterSilence: number
    readonly againAfterCouldNot: number
    /** Came back and nobody was asked since. */
    readonly cameBackOnly: number
  }
  /** By neighbourhood ('' where none is known) and by whether somebody took it on. */
  readonly takers: readonly { readonly neighbourhoodId: string; readonly taker: Taker; readonly needs: number }[]
  readonly kinds: readonly { readonly kind: string; readonly needs: number }[]
  /** Help requests, each of one or more needs, by day. */
  readonly requests: readonly { readonly on: string; readonly value: number }[]
  /** Needs of any age that nobody has replied to, at this moment. */
  readonly silence: { readonly needs: number; readonly longestSince: Date | null }
}

/** The three waits, each from when the need was told. */
export const steps = ['firstReply', 'firstYes', 'done'] as const
export type Step = (typeof steps)[number]

/**
 * `some`: an organisation said yes and has not given it back. `none`: it was closed because nobody could help, or every organisation asked so
 * far said no, kept silent or could not after all, and none is being asked now. `open`: nobody was asked yet, or an answer is awaited.
 * `otherwise`: it ended for another reason before anybody took it on.
 */
export type Taker = 'some' | 'none' | 'open' | 'otherwise'

/** One wait. Of `of` needs, `counted` had it; the others still wait or ended without it and are in no figure. */
export interface Wait {
  readonly of: number
  readonly counted: number
  readonly stillWaiting: number
  readonly endedWithout: number
  /** Half took at most this many minutes; null when there was none. */
  readonly medianMinutes: number | null
  /** Nine in ten took at most this many minutes. */
  readonly ninetiethMinutes: number | null
  /** How many had it within so many minutes. */
  readonly within: readonly { readonly minutes: number; readonly needs: number }[]
  /** Every length in minutes, shortest first: what the histogram is drawn from. */
  readonly lengths: readonly number[]
}

/** A part of a whole. */
export interface Share {
  readonly needs: number
  readonly of: number
}

export interface Measures {
  readonly period: Period
  readonly asOf: Date
  readonly needs: number
  readonly silence: {
    readonly needs: number
    readonly longestMinutes: number | null
    readonly longestSince: Date | null
  }
  readonly waits: Readonly<Record<Step, Wait>>
  readonly knownOutcome: Share & {
    readonly couldNotFindOut: number
    readonly notToldYet: number
    /** In the order of the question. */
    readonly differences: readonly { readonly difference: Difference; readonly needs: number }[]
  }
  readonly reRouted: Share & {
    readonly afterNo: number
    readonly afterSilence: number
    readonly afterCouldNot: number
    readonly cameBackOnly: number
  }
  readonly noTaker: Share & {
    readonly notSettled: number
    readonly endedOtherwise: number
    readonly neighbourhoods: readonly NeighbourhoodTakers[]
  }
  readonly kinds: readonly { readonly kind: NeedKind; readonly needs: number }[]
  readonly requests: Series & { readonly total: number }
}

/** One row of the table by neighbourhood, small numbers hidden. `neighbourhoodId` is null for all whose neighbourhood is not known. */
export interface NeighbourhoodTakers {
  readonly neighbourhoodId: string | null
  readonly code: string | null
  readonly name: string
  readonly noTaker: ShownNumber
  readonly taker: ShownNumber
}

/** What is asked of a wait besides its middle: within an hour, four hours, a day, two days, a week. */
export const withinMinutes = [60, 240, 1440, 2880, 10_080] as const

const knownDifferences: readonly Difference[] = ['much better', 'better', 'the same', 'worse']

/** Everything that is said about a place and a period, from what was counted. */
export const measuresFrom = (
  counted: CountedFacts,
  neighbourhoods: readonly { neighbourhoodId: string; code: string; name: string }[],
  period: Period,
  asOf: Date,
): Measures => {
  const { asked, silence } = counted
  const takers = (taker: Taker) => sumOf(counted.takers.filter(row => row.taker === taker))
  const told = (difference: string) => sumOf(counted.differences.filter(row => row.difference === difference))
  return {
    period,
    asOf,
    needs: counted.needs,
    silence: {
      ...silence,
      longestMinutes: silence.longestSince && Math.floor((asOf.getTime() - silence.longestSince.getTime()) / 60_000),
    },
    waits: {
      firstReply: waitFrom(counted.waits.firstReply),
      firstYes: waitFrom(counted.waits.firstYes),
      done: waitFrom(counted.waits.done),
    },
    knownOutcome: {
      needs: knownDifferences.reduce((total, difference) => total + told(difference), 0),
      of: sumOf(counted.differences),
      couldNotFindOut: told('not known'),
      notToldYet: told(''),
      differences: knownDifferences.map(difference => ({ difference, needs: told(difference) })),
    },
    reRouted: {
      needs: asked.again,
      of: asked.needs,
      afterNo: asked.againAfterNo,
      afterSilence: asked.againAfterSilence,
      afterCouldNot: asked.againAfterCouldNot,
      cameBackOnly: asked.cameBackOnly,
    },
    noTaker: {
      needs: takers('none'),
      of: takers('none') + takers('some'),
      notSettled: takers('open'),
      endedOtherwise: takers('otherwise'),
      neighbourhoods: byNeighbourhood(counted.takers, neighbourhoods),
    },
    kinds: kindsFrom(counted.kinds),
    requests: {
      ...seriesOf(counted.requests, period.fromOn, period.toOn),
      total: counted.requests.reduce((total, { value }) => total + value, 0),
    },
  }
}

const sumOf = (rows: readonly { readonly needs: number }[]): number =>
  rows.reduce((total, { needs }) => total + needs, 0)

/** The middle, the ninth tenth and the steps of one wait. */
export const waitFrom = ({ minutes, stillWaiting, endedWithout }: CountedWait): Wait => {
  const lengths = minutes.flatMap(([length, needs]) => Array<number>(needs).fill(length))
  return {
    of: lengths.length + stillWaiting + endedWithout,
    counted: lengths.length,
    stillWaiting,
    endedWithout,
    medianMinutes: tenths(quantile(lengths, 0.5)),
    ninetiethMinutes: tenths(quantile(lengths, 0.9)),
    within: withinMinutes.map(most => ({
      minutes: most,
      needs: minutes.reduce((total, [length, needs]) => total + (length <= most ? needs : 0), 0),
    })),
    lengths,
  }
}

const tenths = (minutes: number | null): number | null => minutes && Math.round(minutes * 10) / 10

/**
 * Whether so many still wait that the middle of those who had it is shorter than the wait people meet: more than a tenth of both together.
 */
export const isTooRosy = ({ counted, stillWaiting }: Wait): boolean => stillWaiting * 10 > counted + stillWaiting

/** Known kinds with their numbers, most first; a kind no longer on the list counts as something else. */
const kindsFrom = (counted: CountedFacts['kinds']): Measures['kinds'] => {
  const sums = new Map<NeedKind, number>()
  for (const { kind, needs } of counted) {
    const known = isNeedKind(kind) ? kind : 'other'
    sums.set(known, (sums.get(known) ?? 0) + needs)
  }
  return [...sums]
    .map(([kind, needs]) => ({ kind, needs }))
    .sort((a, b) => b.needs - a.needs || needKinds[a.kind].label.localeCompare(needKinds[b.kind].label))
}

/**
 * The two columns of the table by neighbourhood. They share no need and their sum is not published, so that each column's total is all a reader
 * has to work with, and hiding each on its own is enough.
 */
const byNeighbourhood = (
  takers: CountedFacts['takers'],
  neighbourhoods: readonly { neighbourhoodId: string; code: string; name: string }[],
): NeighbourhoodTakers[] => {
  const known = new Set(neighbourhoods.map(({ neighbourhoodId }) => neighbourhoodId))
  const count = (taker: Taker, isThis: (id: string) => boolean) =>
    sumOf(takers.filter(row => row.taker === taker && isThis(row.neighbourhoodId)))
  const elsewhere = (id: string) => !known.has(id)
  const rows = neighbourhoods.map(({ neighbourhoodId, code, name }) => ({
    ...{ neighbourhoodId: neighbourhoodId as string | null, code: code as string | null, name },
    none: count('none', id => id === neighbourhoodId),
    some: count('some', id => id === neighbourhoodId),
  }))
  const unknown = { none: count('none', elsewhere), some: count('some', elsewhere) }
  if (unknown.none + unknown.some > 0)
    rows.push({ neighbourhoodId: null, code: null, name: 'Neighbourhood not known', ...unknown })
  const none = hideSmallNumbers(rows.map(row => row.none))
  const some = hideSmallNumbers(rows.map(row => row.some))
  return rows.map(({ neighbourhoodId, code, name }, at) => ({
    neighbourhoodId,
    code,
    name,
    noTaker: none[at] ?? 'not shown',
    taker: some[at] ?? 'not shown',
  }))
}
