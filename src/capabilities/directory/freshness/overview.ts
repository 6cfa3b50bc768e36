import { freshnessOf } from '../freshness.ts'
import type { Standing } from './overview-store.ts'

/** How much of a directory is checked, how much says that it is not, and whether anything is neither. Pure. */

/** Counts of entries. `unmarked` are neither checked within a year nor marked where people read them: there must be none. */
export interface Share {
  readonly name: string
  readonly entries: number
  readonly assured: number
  readonly marked: number
  readonly unmarked: number
}

/** One pile of entries. Whether they are checked is the database's reckoning, whether they are marked is asked of the label the public reads: one checks the other. */
export function shareOf(name: string, standings: readonly Standing[], now: Date): Share {
  let entries = 0
  let assured = 0
  let marked = 0
  let unmarked = 0
  for (const standing of standings) {
    const { stale } = freshnessOf(
      {
        assuredOn: standing.assuredOn ?? undefined,
        ...(standing.doubtfulBecause && { doubtfulBecause: standing.doubtfulBecause }),
      },
      now,
    )
    entries += standing.entries
    if (stale) marked += standing.entries
    else if (standing.withinAYear) assured += standing.entries
    else unmarked += standing.entries
  }
  return { name, entries, assured, marked, unmarked }
}

/** The same by some name, those with the most unchecked entries first. */
export function sharesBy(standings: readonly Standing[], nameOf: (standing: Standing) => string, now: Date): Share[] {
  const piles = Map.groupBy(standings, nameOf)
  return [...piles]
    .map(([name, pile]) => shareOf(name, pile, now))
    .sort(
      (a, b) =>
        b.entries - b.assured - (a.entries - a.assured) || b.entries - a.entries || a.name.localeCompare(b.name),
    )
}

/** One share alone, never said larger than it is. */
export const percent = (part: number, of: number): string => (of === 0 ? '–' : `${Math.floor((100 * part) / of)} %`)

/**
 * Parts of a whole in whole per cent, that add to 100 where the parts add to the whole: each is floored, and the ones left over go to the largest remainders.
 * Nothing of nothing is '–'.
 */
export function percents(parts: readonly number[]): string[] {
  const of = parts.reduce((sum, part) => sum + part, 0)
  if (of === 0) return parts.map(() => '–')
  const exact = parts.map(part => (100 * part) / of)
  const left = 100 - exact.reduce((sum, each) => sum + Math.floor(each), 0)
  const remainder = (at: number) => (exact[at] ?? 0) % 1
  const raised = new Set(
    parts
      .map((_, at) => at)
      .sort((a, b) => remainder(b) - remainder(a) || a - b)
      .slice(0, left),
  )
  return exact.map((each, at) => `${Math.floor(each) + (raised.has(at) ? 1 : 0)} %`)
}
