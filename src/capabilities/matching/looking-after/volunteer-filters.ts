import { isUuid } from '../../../kernel/ids.ts'
import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { type Activity, activityCodes } from '../../volunteers/index.ts'

/** What the list of volunteers is narrowed by, read out of the address or the form: whatever does not fit is left out, nothing is refused. */

/** Where volunteers stand, to narrow the list by: one at a time. */
export const stateFilters = {
  here: 'Everybody who has not stopped',
  active: 'May be asked',
  paused: 'Paused',
  second: 'Perhaps signed up twice',
  left: 'Stopped, can still be undone',
} as const
export type StateFilter = keyof typeof stateFilters

/** How their checks stand today, the first to end of those that were accepted. */
export const checkFilters = {
  'not-seen': 'Nobody has seen who they are',
  none: 'No check written down',
  held: 'A check that counts',
  soon: 'A check ends soon',
  ended: 'A check has ended',
} as const
export type CheckFilter = keyof typeof checkFilters

/** The orders a list can be in. */
export const sortings = {
  todo: 'What needs you first',
  name: 'Name',
  newest: 'Newest first',
  waiting: 'Longest not asked',
  asked: 'Asked most in 90 days',
} as const
export type Sorting = keyof typeof sortings

/** Lists behind a figure. */
export const shows = {
  unheard: 'Signed up, and told nothing yet but the welcome',
  late: 'The day on which we promised to ask again has passed',
  'no-answer': 'Did not answer an offer of the last 30 days',
  'not-thanked': 'Gave time in the last 90 days, and nobody thanked them in these',
  'asked-lately': 'Asked at least once in the last 90 days',
  'asked-month': 'Asked at least once in the last 30 days',
  gave: 'Gave time in the last 90 days',
  thanked: 'Were thanked in the last 90 days',
} as const
export type Show = keyof typeof shows

/** For how many weeks somebody was not asked: what can be chosen. Our own figures. */
export const weekChoices = ['4', '8', '12', '26'] as const

/** What a list of volunteers is narrowed and ordered by; null where it is not. */
export interface Filters {
  readonly words: string
  /** What stands for the words in an address, which must not say whom somebody looks for. */
  readonly found: string
  readonly state: StateFilter | null
  readonly check: CheckFilter | null
  readonly activity: Activity | null
  /** 'unknown' where it is not known where they live. */
  readonly neighbourhoodId: string | null
  /** May be asked, and were not for so many weeks. */
  readonly weeks: number | null
  readonly show: Show | null
  readonly sort: Sorting
  /** From 1. */
  readonly page: number
}

const keysOf = <Key extends string>(of: Readonly<Record<Key, unknown>>) => Object.keys(of) as Key[]

const mostWords = 80

/** The words a search was pressed with. */
export const typedWords = (body: Readonly<Record<string, unknown>>): string => typedLine(body.q).slice(0, mostWords)

/** @param words what `found` stands for, where it is kept words of whoever asks. */
export const readFilters = (query: Readonly<Record<string, unknown>>, words: string, found: string): Filters => {
  const where = typedLine(query.where)
  const page = /^[1-9]\d{0,4}$/.exec(typedLine(query.page))
  const show = chosen(query.show, keysOf(shows))
  return {
    words,
    found: words === '' ? '' : found,
    state: chosen(query.state, keysOf(stateFilters)) ?? 'here',
    check: chosen(query.check, keysOf(checkFilters)),
    activity: chosen(query.can, activityCodes),
    neighbourhoodId: where === 'unknown' || isUuid(where) ? where : null,
    weeks: Number(chosen(query.weeks, weekChoices)) || null,
    show,
    sort: chosen(query.sort, keysOf(sortings)) ?? 'todo',
    page: page ? Number(page[0]) : 1,
  }
}

/** The address of a list, with something changed; what is as usual is left out of it. */
export const filtersInAddress = (filters: Filters, change: Partial<Filters> = {}): string => {
  const all = { ...filters, ...change }
  const parts: [string, string][] = [
    ['found', all.found],
    ['state', all.state === 'here' ? '' : (all.state ?? '')],
    ['check', all.check ?? ''],
    ['can', all.activity ?? ''],
    ['where', all.neighbourhoodId ?? ''],
    ['weeks', all.weeks ? String(all.weeks) : ''],
    ['show', all.show ?? ''],
    ['sort', all.sort === 'todo' ? '' : all.sort],
    ['page', all.page > 1 ? String(all.page) : ''],
  ]
  const query = new URLSearchParams(parts.filter(([, value]) => value !== '')).toString()
  return query && `?${query}`
}
