import type { Visit } from '../../../platform/http/route.ts'

/**
 * Where "back" leads from a service: to the results or the list it was opened from, with everything that was asked. The browser says where that was
 * (same origin only); after a form on the page it is carried on as `from`.
 */
export function backToResults({ place, query, headers, url }: Pick<Visit, 'place' | 'query' | 'headers' | 'url'>): {
  href: string
  here: string
} {
  const before = [query.from, pathOf(headers.referer, headers.host)].find(
    (path): path is string => typeof path === 'string' && path.length < 1000 && leads(path, place.slug),
  )
  const [path = ''] = url.split('?')
  return before
    ? { href: before, here: `${path}?${new URLSearchParams({ from: before })}` }
    : { href: `/${place.slug}/find`, here: url }
}

const leads = (path: string, slug: string): boolean =>
  path.startsWith(`/${slug}/`) && /^(find|shortlist|list\/\w{1,40})(\?[^#\\\s]*)?$/.test(path.slice(slug.length + 2))

function pathOf(referer: unknown, host: unknown): string | null {
  if (typeof referer !== 'string' || !URL.canParse(referer)) return null
  const from = new URL(referer)
  return from.host === host ? from.pathname + from.search : null
}
