import { asTyped, ticked, typedLine } from '../../../platform/http/typed.ts'
import type { AttendingType, Cost } from '../listed-service.ts'
import { accessFeatures } from './access-features.ts'
import { type Filters, groupKeys, WITHIN_MILES } from './filter-answers.ts'

/**
 * A search as it stands in the address bar, read and written. Anything may stand there: what is not understood counts as not said, so that nothing in an
 * address is ever a fault.
 */
export type FindQuery = {
  words: string
  /** Only the words as they stand, nothing understood of them. */
  exactly?: boolean
  near: string
  filters: Filters
  /** From 1. */
  page: number
  /** Was anything asked at all? */
  asked: boolean
}

type Given = Readonly<Record<string, unknown>>

export const WAYS = ['in-person', 'phone', 'online', 'home-visit'] as const satisfies readonly AttendingType[]
const COSTS = ['free', 'paid'] as const satisfies readonly Cost[]
const LONGEST = { words: 500, near: 200, value: 100 }
const MOST_VALUES = 30

const lines = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given])
    .slice(0, MOST_VALUES)
    .flatMap(each => typedLine(each).slice(0, LONGEST.value) || [])

/** Where results begin on the page: who has asked sees them first, on a phone too, and not the form again. */
export const RESULTS_ID = 'results'

/** A whole number in a range, written in plain digits. */
function wholeNumber(given: unknown, least: number, most: number): number | undefined {
  const typed = asTyped(given).trim()
  const value = /^\d{1,5}$/.test(typed) ? Number(typed) : undefined
  return value !== undefined && value >= least && value <= most ? value : undefined
}

export function readFindQuery(query: Given): FindQuery {
  const age = wholeNumber(query.age, 0, 120)
  const within = WITHIN_MILES.find(miles => String(miles) === asTyped(query.within))
  const open = (['now', 'today'] as const).find(value => value === asTyped(query.open))
  const list = {
    cost: ticked(query.cost, COSTS),
    way: ticked(query.way, WAYS),
    access: ticked(query.access, accessFeatures),
    language: lines(query.language),
    kind: lines(query.kind),
    leaveOut: ticked(query['leave-out'], groupKeys),
  }
  const filters: Filters = {
    ...Object.fromEntries(Object.entries(list).filter(([, values]) => values.length > 0)),
    ...(open && { open }),
    ...(age !== undefined && { age }),
    ...(within && { withinMiles: within }),
    ...(asTyped(query.serves) === 'yes' && { serves: true }),
    ...(asTyped(query.checked) === 'yes' && { checked: true }),
  }
  return {
    words: typedLine(query.q).slice(0, LONGEST.words),
    ...(asTyped(query.exactly) === 'yes' && { exactly: true }),
    near: typedLine(query.near).slice(0, LONGEST.near),
    filters,
    page: wholeNumber(query.page, 1, 99_999) ?? 1,
    asked: query.q !== undefined || query.near !== undefined || Object.keys(filters).length > 0,
  }
}

/** What follows the question mark: the same search reads back the same. The first page is not said. */
export function writeFindQuery({ words, exactly, near, filters, page }: Omit<FindQuery, 'asked'>): string {
  const query = new URLSearchParams({ q: words, near })
  if (exactly) query.set('exactly', 'yes')
  for (const [name, value] of valuesOf(filters)) query.append(name, value)
  if (page > 1) query.set('page', String(page))
  return query.toString()
}

/** The address of a search's page, at its results. */
export const addressOf = (base: string, query: Omit<FindQuery, 'asked'>): string =>
  `${base}?${writeFindQuery(query)}#${RESULTS_ID}`

/** Each thing chosen, as a form would send it. */
export function valuesOf(filters: Filters): (readonly [name: string, value: string])[] {
  const { open, cost, way, age, language, kind, access, withinMiles, serves, checked, leaveOut } = filters
  const each = (name: string, values: readonly string[] = []) => values.map(value => [name, value] as const)
  return [
    ...each('open', open && [open]),
    ...each('cost', cost),
    ...each('way', way),
    ...each('age', age === undefined ? [] : [String(age)]),
    ...each('language', language),
    ...each('kind', kind),
    ...each('access', access),
    ...each('within', withinMiles === undefined ? [] : [String(withinMiles)]),
    ...each('serves', serves ? ['yes'] : []),
    ...each('checked', checked ? ['yes'] : []),
    ...each('leave-out', leaveOut),
  ]
}

/** The same filters without one thing that was chosen. */
export function without(filters: Filters, name: string, value: string): Filters {
  const left = valuesOf(filters).filter(([each, chosen]) => each !== name || chosen !== value)
  const given: Record<string, string[]> = {}
  for (const [each, chosen] of left) given[each] = [...(given[each] ?? []), chosen]
  return readFindQuery(given).filters
}
