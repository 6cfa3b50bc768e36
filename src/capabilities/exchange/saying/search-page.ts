import type { Bundle, Resource } from '@medplum/fhirtypes'
import { type Fault, fault } from '../outcome.ts'

const most = 100
const usual = 20

/** How many a page is to hold, from `_count`; a fault where that is no number. More than we give at once is quietly less (R4, Search, "Page Count"). */
export const countOf = (query: URLSearchParams): number | Fault => {
  const asked = query.get('_count')
  if (asked === null) return usual
  if (!/^\d{1,6}$/.test(asked)) return fault(400, 'value', '_count is a number, such as 20.', '_count')
  return Math.min(Math.max(1, Number(asked)), most)
}

/** A page of what was found. The links hold what was understood of the search, and nothing else. */
export const searchPage = (
  found: readonly Resource[],
  { base, path, understood, next }: { base: string; path: string; understood: URLSearchParams; next: string | null },
): Bundle => {
  const address = (after: string | null) => {
    const query = new URLSearchParams(understood)
    if (after) query.set('_after', after)
    return `${base}/${path}${query.size > 0 ? `?${query}` : ''}`
  }
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    link: [
      { relation: 'self', url: address(understood.get('_after')) },
      ...(next ? [{ relation: 'next', url: address(next) }] : []),
    ],
    ...(found.length > 0 && {
      entry: found.map(resource => ({
        fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
        resource,
        search: { mode: 'match' as const },
      })),
    }),
  }
}

/** The parameters of a search that were understood; a fault for others where the caller asked us to be strict (`Prefer: handling=strict`). */
export const understoodOf = (
  query: URLSearchParams,
  known: readonly string[],
  isStrict: boolean,
): URLSearchParams | Fault => {
  const names = [...new Set(query.keys())]
  const unknown = names.find(name => !known.includes(name) && name !== '_format')
  if (unknown !== undefined && isStrict)
    return fault(
      400,
      'not-supported',
      `The parameter “${unknown.slice(0, 60)}” is not known here. These are: ${known.join(', ')}.`,
    )
  return new URLSearchParams([...query].filter(([name]) => known.includes(name)))
}

/** The moments a date parameter with its prefix covers (R4, Search, "date"): from, and before; null for what is no date, or a prefix we do not serve. */
export const spanOf = (text: string): { from: Date | null; before: Date | null } | null => {
  const [, prefix = 'eq', date = ''] =
    /^(eq|ge|gt|le|lt|sa|eb)?(\d{4}(?:-\d\d(?:-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)?)?)$/.exec(text) ?? []
  const start =
    date &&
    new Date(
      date.length === 4 || date.length === 7 || date.length === 10
        ? date
        : /[Z]$|[+-]\d\d:\d\d$/.test(date)
          ? date
          : `${date}Z`,
    )
  if (!start || Number.isNaN(start.getTime())) return null
  const end = new Date(start)
  if (date.length === 4) end.setUTCFullYear(end.getUTCFullYear() + 1)
  else if (date.length === 7) end.setUTCMonth(end.getUTCMonth() + 1)
  else if (date.length === 10) end.setUTCDate(end.getUTCDate() + 1)
  else end.setTime(end.getTime() + (/\.\d/.test(date) ? 1 : /T\d\d:\d\d:\d\d/.test(date) ? 1000 : 60_000))
  switch (prefix) {
    case 'ge':
      return { from: start, before: null }
    case 'gt':
    case 'sa':
      return { from: end, before: null }
    case 'lt':
    case 'eb':
      return { from: null, before: start }
    case 'le':
      return { from: null, before: end }
    default:
      return { from: start, before: end }
  }
}
