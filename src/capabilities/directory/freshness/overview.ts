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

export const percent = (part: number, of: number): string => (of === 0 ? '–' : `${Math.floor((100 * part) / of)} %`)
