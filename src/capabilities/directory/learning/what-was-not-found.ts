import { isNeedKind, needKindCodes, needKinds } from '../../../kernel/need-kind.ts'
import { hideSmallNumbers, type ShownNumber } from '../../../kernel/small-numbers.ts'
import { hideInTable } from './hide-small-numbers.ts'
import type { Found } from './how-it-went.ts'
import type { SearchCount } from './searches-store.ts'

/** Which searches came to little, by neighbourhood and kind of need, with small numbers hidden. Pure. */

export const foundWords: Readonly<Record<Exclude<Found, 'good'>, string>> = {
  nothing: 'Nothing was found',
  'some words': 'Nothing had all of their words',
  'far away': 'Nothing within 5 miles',
  'only unchecked': 'Only entries nobody has checked within a year',
}

/** One line: searches of a kind, of them poor ones, and those by neighbourhood (in the order of `neighbourhoods`). */
export interface KindLine {
  readonly kind: string
  readonly searches: ShownNumber
  readonly poor: ShownNumber
  readonly byNeighbourhood: readonly ShownNumber[]
}

export interface NotFound {
  /** Numbers that may be shown; null when there were too few to say even that. */
  readonly searches: ShownNumber
  readonly poor: ShownNumber
  readonly why: readonly { says: string; searches: ShownNumber }[]
  readonly neighbourhoods: readonly { name: string; poor: ShownNumber }[]
  readonly kinds: readonly KindLine[]
}

const notUnderstood = 'not understood'
const sum = (counts: readonly { searches: number }[]): number => counts.reduce((all, { searches }) => all + searches, 0)

export function whatWasNotFound(counts: readonly Omit<SearchCount, 'weekOn'>[]): NotFound {
  const poor = counts.filter(({ found }) => found !== 'good')
  const kinds = [...needKindCodes, notUnderstood].filter(kind => counts.some(count => count.kind === kind))
  const last = (name: string) => (name === 'elsewhere' ? 1 : name === 'not said' ? 2 : 0)
  const neighbourhoods = [...new Set(poor.map(({ neighbourhood }) => neighbourhood))].sort(
    (a, b) => last(a) - last(b) || a.localeCompare(b),
  )
  const table = hideInTable(
    kinds.map(kind =>
      neighbourhoods.map(name => sum(poor.filter(count => count.kind === kind && count.neighbourhood === name))),
    ),
  )
  const searches = hideSmallNumbers(kinds.map(kind => sum(counts.filter(count => count.kind === kind))))
  const reasons = Object.keys(foundWords) as (keyof typeof foundWords)[]
  const why = hideSmallNumbers(reasons.map(found => sum(poor.filter(count => count.found === found))))
  const few = (number: number): ShownNumber => (number > 0 && number < 5 ? 'fewer than 5' : number)
  return {
    searches: few(sum(counts)),
    poor: few(sum(poor)),
    why: reasons.map((found, at) => ({ says: foundWords[found], searches: why[at] ?? 'not shown' })),
    neighbourhoods: neighbourhoods.map((name, at) => ({
      name: sayNeighbourhood(name),
      poor: table.columns[at] ?? 'not shown',
    })),
    kinds: kinds
      .map((kind, at) => ({
        kind: isNeedKind(kind) ? needKinds[kind].label : 'Not understood',
        searches: searches[at] ?? 'not shown',
        poor: table.rows[at] ?? 'not shown',
        byNeighbourhood: table.cells[at] ?? [],
        order: sum(poor.filter(count => count.kind === kind)),
      }))
      .sort((a, b) => b.order - a.order)
      .map(({ order: _, ...line }) => line),
  }
}

const sayNeighbourhood = (name: string): string =>
  name === 'not said' ? 'Not said' : name === 'elsewhere' ? 'Outside the place' : name
