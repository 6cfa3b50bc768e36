import type { NeedKind } from '../../../kernel/need-kind.ts'
import { wordsIn } from '../search/understanding/stems.ts'

/** What is kept of a search: how it went, and words that can identify nobody. Pure. */

/** How a search went; all but 'good' are poor. */
export type Found = 'good' | 'nothing' | 'some words' | 'far away' | 'only unchecked'

/** Farther than this is too far to be a good answer to somebody who said where they are: five miles. */
export const farMetres = 8047

/** The first results of a search, as far as they say how it went. */
export interface FirstResults {
  readonly total: number
  readonly matched: 'all' | 'need' | 'some' | 'nearest'
  /** True when somebody said where they are. */
  readonly near: boolean
  readonly results: readonly { distanceMetres: number | null; remote: boolean; stale: boolean }[]
}

/** The first thing that is wrong with the answer, the worst first. Only what the first page shows counts: nobody reads on. */
export function howItWent({ total, matched, near, results }: FirstResults): Found {
  if (total === 0 || results.length === 0) return 'nothing'
  if (matched === 'some') return 'some words'
  const reachable = results.some(
    ({ distanceMetres, remote }) => remote || distanceMetres === null || distanceMetres <= farMetres,
  )
  if (near && !reachable) return 'far away'
  return results.every(({ stale }) => stale) ? 'only unchecked' : 'good'
}

/** The kind of the need that weighs most; 'not understood' when there is none. */
export const kindOf = (needs: readonly { kind: NeedKind; weight: number }[]): NeedKind | 'not understood' =>
  needs.toSorted((a, b) => b.weight - a.weight)[0]?.kind ?? 'not understood'

/**
 * The words of a question that may be kept: those a vocabulary knows, each once, in the order of the alphabet. Names, numbers, postcodes and addresses are in no
 * vocabulary and so never get this far.
 */
export function wordsToKeep(typed: string, knows: (word: string) => boolean): string[] {
  const withoutAddresses = typed.slice(0, 500).replace(/\S*[@\d]\S*/g, ' ')
  return [...new Set(wordsIn(withoutAddresses))].filter(word => /^[a-z]{3,40}$/.test(word) && knows(word)).sort()
}

/** The Monday of a date's week: 'YYYY-MM-DD'. */
export function weekOf(on: string): string {
  const day = new Date(`${on}T00:00:00Z`)
  const sinceMonday = (day.getUTCDay() + 6) % 7
  return new Date(day.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10)
}

/** True for programs that fetch pages: what they ask for, nobody needs (names from their own pages and from crawler-user-agents, 2025). */
export const isProgram = (userAgent: string | undefined): boolean =>
  !userAgent ||
  /bot\b|bot\/|crawl|spider|slurp|preview|monitor|scan|curl|wget|python|java\/|go-http|axios|node-fetch|undici|headless|facebookexternalhit|lighthouse/i.test(
    userAgent,
  )
