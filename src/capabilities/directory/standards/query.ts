import { isUuid } from '../../../kernel/ids.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import type { Json } from './shapes.ts'

/** What may be asked of the lists we publish: each parameter's name, schema, meaning and reader, said once. Pure. */

export const USUAL_PAGE = 50
export const LARGEST_PAGE = 500

type Wrong = { wrong: string }
type Parameter<T> = {
  /** For people who write programs: stands in the OpenAPI document. */
  about: string
  schema: Json
  /** Reads text that is not empty. */
  read(given: string, name: string): T | Wrong
}

const shownOf = (given: string) => `“${given.slice(0, 40)}”`

const number = (about: string, least: number, most: number, isWhole: boolean): Parameter<number> => ({
  about,
  schema: { type: isWhole ? 'integer' : 'number', minimum: least, maximum: most },
  read(given, name) {
    const value = /^\d{1,12}(\.\d{1,6})?$/.test(given) ? Number(given) : Number.NaN
    if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value
    const kind = isWhole ? 'whole number' : 'number'
    return {
      wrong: `${name} must be a ${kind} from ${least} to ${most.toLocaleString('en-GB')}, not ${shownOf(given)}.`,
    }
  },
})

const uuid = (about: string): Parameter<string> => ({
  about,
  schema: { type: 'string', format: 'uuid' },
  read: (given, name) =>
    isUuid(given) ? given.toLowerCase() : { wrong: `${name} must be a UUID, not ${shownOf(given)}.` },
})

const flag = (about: string): Parameter<boolean> => ({
  about,
  schema: { type: 'boolean' },
  read: (given, name) =>
    given === 'true' || given === '1'
      ? true
      : given === 'false' || given === '0'
        ? false
        : { wrong: `${name} must be true or false, not ${shownOf(given)}.` },
})

const words = (about: string): Parameter<string> => ({
  about,
  schema: { type: 'string', maxLength: 500 },
  read: (given, name) => (given.length <= 500 ? given : { wrong: `${name} may have 500 characters at most.` }),
})

const time = (about: string): Parameter<string> => ({
  about,
  schema: { type: 'string', pattern: '^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$' },
  read(given, name) {
    const found = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(given)
    return found
      ? `${found[1]?.padStart(2, '0')}:${found[2]}`
      : { wrong: `${name} must be a time like 09:30, not ${shownOf(given)}.` }
  },
})

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const day: Parameter<string> = {
  about: 'Services that open on this day of the week: MO, TU, WE, TH, FR, SA or SU (names of days are read too).',
  schema: { type: 'string', examples: ['MO', 'Monday'] },
  read(given, name) {
    const asked = given.toLowerCase()
    const at = dayNames.findIndex(day => asked === day || asked === day.slice(0, 3) || asked === day.slice(0, 2))
    return days[at] ?? { wrong: `${name} must be a day of the week like MO or Monday, not ${shownOf(given)}.` }
  },
}

const instant: Parameter<Date> = {
  about:
    'Only what was written here at this moment or later, by our clock; entries merged into another since then come as defunct. A date alone is its first moment, UTC.',
  schema: { type: 'string', anyOf: [{ format: 'date-time' }, { format: 'date' }] },
  read(given, name) {
    // A plus sign that nobody escaped arrives as a blank.
    const text = given.replace(/(T.*) (\d\d:?\d\d)$/i, '$1+$2').replace(/^(\S+) (\d)/, '$1T$2')
    const isOne = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.test(text)
    const zoned = isOne && /T/i.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text
    const at = new Date(isOne ? zoned : Number.NaN)
    const isDay =
      !Number.isNaN(at.getTime()) &&
      Number(text.slice(8, 10)) <=
        new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
    // Outside of these years no clock of ours has ever written anything, and the database reads no date.
    const isWritten = at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999
    return isDay && isWritten
      ? at
      : { wrong: `${name} must be a date and time like 2026-11-22T09:00:00Z, not ${shownOf(given)}.` }
  },
}

const format: Parameter<'json' | 'ndjson'> = {
  about:
    'json (the usual), a page at a time; or ndjson: everything that matches, in full, one JSON object a line, without pages.',
  schema: { type: 'string', enum: ['json', 'ndjson'] },
  read: (given, name) =>
    given === 'json' || given === 'ndjson'
      ? given
      : { wrong: `${name} must be json or ndjson, not ${shownOf(given)}.` },
}

export const parameters = {
  search: words('Full text search: entries that have all of these words.'),
  page: number('Which page, from 1. A page after the last is empty.', 1, 1_000_000, true),
  per_page: number(`How many a page; ${USUAL_PAGE} when not given.`, 1, LARGEST_PAGE, true),
  taxonomy_term_id: uuid('Only what carries this term of /taxonomy_terms.'),
  taxonomy_id: uuid('Only what carries, or is, a term of this taxonomy of /taxonomies.'),
  organization_id: uuid('Only what this organisation of /organizations offers.'),
  minimum_age: number(
    'Services whose own minimum age is at least this. Those without one are left out.',
    0,
    150,
    false,
  ),
  maximum_age: number('Services whose own maximum age is at most this. Those without one are left out.', 0, 150, false),
  start_time: time('Services that open at this time or later. With day and end_time, one opening must fit them all.'),
  end_time: time('Services that close at this time or earlier.'),
  day,
  modified_after: instant,
  postcode: words(
    'Services whose area of service holds this postcode, and those that do not say where people must live.',
  ),
  proximity: number('Only within this many metres of the middle of the postcode.', 0, 2_000_000, false),
  minimal: flag('Only the id of each and when it was last written here, all on one page.'),
  full: flag('Each in full, with everything nested, as at its own address.'),
  full_service: flag('Organisations with all their services in full.'),
  top_only: flag('Only terms that are below no other.'),
  parent_id: uuid('Only terms directly below this one.'),
  format,
} as const

export type ParameterName = keyof typeof parameters
type ReadOf<P> = P extends Parameter<infer T> ? T : never
/** What was asked, read; what was not asked is not there. */
export type Asked = { [Name in ParameterName]?: ReadOf<(typeof parameters)[Name]> }

/** Reads the named parameters; others are let be, as HSDS asks. Everything that is wrong is told at once. */
export function readQuery(
  names: readonly ParameterName[],
  query: Readonly<Record<string, unknown>>,
): { asked: Asked } | Wrong {
  const asked: Record<string, unknown> = {}
  const wrong: string[] = []
  for (const name of names) {
    const given = query[name]
    if (Array.isArray(given)) {
      wrong.push(`${name} may be given once only.`)
      continue
    }
    const text = typedLine(given)
    if (text === '') continue
    const read = parameters[name].read(text, name)
    if (typeof read === 'object' && 'wrong' in read) wrong.push(read.wrong)
    else asked[name] = read
  }
  if (asked.proximity !== undefined && asked.postcode === undefined)
    wrong.push('proximity needs a postcode to measure from.')
  return wrong.length > 0 ? { wrong: wrong.join(' ') } : { asked: asked as Asked }
}
