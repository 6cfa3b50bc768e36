/** Where help is missing: by neighbourhood and kind, counted from the loop itself. */
import { type NeedKind, needKindCodes } from '../../kernel/need-kind.ts'
import { hideSmallNumbers, type ShownNumber } from '../../kernel/small-numbers.ts'

/** The ways help can be missing. One need can be in all three. */
export const waysMissing = {
  unmet: 'Nobody could help',
  askedAgain: 'Had to ask again',
  unanswered: 'Asked, no answer',
} as const
export type WayMissing = keyof typeof waysMissing

/** Needs of one kind in one neighbourhood (its id; '' where it is not known) for which help was missing, each way. */
export type CountedGap = { readonly neighbourhoodId: string; readonly kind: string } & Readonly<
  Record<WayMissing, number>
>

/** What may be shown of one kind in one neighbourhood. */
export type Gap = { readonly kind: NeedKind } & Readonly<Record<WayMissing, ShownNumber>>

export interface NeighbourhoodGaps {
  /** Null where the neighbourhood is not known. */
  readonly neighbourhoodId: string | null
  /** In the order people are asked; kinds that lack nothing are left out. */
  readonly gaps: readonly Gap[]
}

/**
 * Hides what could point at somebody. How many needs of a neighbourhood found nobody is published beside this (`measures.ts`), so the numbers of one neighbourhood
 * are hidden as a column whose total is known; totals by kind are published nowhere.
 *
 * @param neighbourhoodIds those of the place, in the order to show them; needs of others, and of none, are told together, last.
 */
export const gapsFrom = (counted: readonly CountedGap[], neighbourhoodIds: readonly string[]): NeighbourhoodGaps[] => {
  const known = new Set(neighbourhoodIds)
  const sums = new Map<string, Map<string, Record<WayMissing, number>>>()
  for (const { neighbourhoodId, kind, ...missing } of counted) {
    const where = known.has(neighbourhoodId) ? neighbourhoodId : ''
    const kinds = sums.get(where) ?? new Map<string, Record<WayMissing, number>>()
    sums.set(where, kinds)
    const sum = kinds.get(kind) ?? { unmet: 0, askedAgain: 0, unanswered: 0 }
    kinds.set(kind, sum)
    for (const way of ways) sum[way] += missing[way]
  }
  return [...neighbourhoodIds, ''].flatMap(id => {
    const kinds = sums.get(id)
    if (!kinds) return []
    const numbersOf = (way: WayMissing) => needKindCodes.map(kind => kinds.get(kind)?.[way] ?? 0)
    const shown = Object.fromEntries(ways.map(way => [way, hideSmallNumbers(numbersOf(way))])) as Record<
      WayMissing,
      ShownNumber[]
    >
    const gaps = needKindCodes
      .map(
        (kind, at): Gap => ({
          kind,
          unmet: shown.unmet[at] as ShownNumber,
          askedAgain: shown.askedAgain[at] as ShownNumber,
          unanswered: shown.unanswered[at] as ShownNumber,
        }),
      )
      .filter(gap => ways.some(way => gap[way] !== 0))
    return gaps.length === 0 ? [] : [{ neighbourhoodId: id === '' ? null : id, gaps }]
  })
}

const ways = Object.keys(waysMissing) as WayMissing[]
