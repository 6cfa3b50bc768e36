import { Type } from 'typebox'
import type { PlaceId } from '../../../kernel/ids.ts'
import { content, notFound, page, type VisitedPlace } from '../../../platform/http/route.ts'
import type { Platform } from '../../../platform/platform.ts'
import { listPlaces } from '../../places/index.ts'
import { countOnMap, listOnMap } from './sitemap-store.ts'

/** Which pages there are, for search engines: sitemaps.org (protocol 0.9) and robots.txt (RFC 9309, 2022), for the house and for each place. */

/** The most addresses a sitemap may have. */
export const LARGEST_PART = 50_000
const XML = 'application/xml; charset=utf-8'
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

type Place = Pick<VisitedPlace, 'placeId' | 'slug'>

const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)

const document = (root: string, parts: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${NAMESPACE}>\n${parts.map(part => `${part}\n`).join('')}</${root}>\n`

async function partsOf(platform: Platform, { placeId, slug }: Place): Promise<string[]> {
  const count = await platform.db.asHouse(placeId, countOnMap)
  // The first part also has the place's own pages.
  const parts = Math.max(1, Math.ceil(count / (LARGEST_PART - OWN_PAGES.length)))
  return Array.from({ length: parts }, (_, at) => `${platform.config.publicUrl}/${slug}/sitemap-${at + 1}.xml`)
}

const OWN_PAGES = ['', '/find'] as const

async function partOf(platform: Platform, { placeId, slug }: Place, part: number): Promise<string | null> {
  const each = LARGEST_PART - OWN_PAGES.length
  const services = await platform.db.asHouse(placeId, tx => listOnMap(tx, (part - 1) * each, each))
  if (services.length === 0 && part > 1) return null
  const base = `${platform.config.publicUrl}/${slug}`
  const entries = [
    ...(part === 1 ? OWN_PAGES.map(path => ({ url: base + path, lastmod: undefined })) : []),
    ...services.map(({ serviceId, changedAt }) => ({
      url: `${base}/services/${serviceId}`,
      lastmod: changedAt.toISOString().slice(0, 19),
    })),
  ]
  return document(
    'urlset',
    entries.map(
      ({ url, lastmod }) => `<url><loc>${escaped(url)}</loc>${lastmod ? `<lastmod>${lastmod}Z</lastmod>` : ''}</url>`,
    ),
  )
}

const indexOf = (parts: readonly string[]): string =>
  document(
    'sitemapindex',
    parts.map(url => `<sitemap><loc>${escaped(url)}</loc></sitemap>`),
  )

/** Forms, what only one person sees, and the endless pages of results are nothing for a search engine; open data is. */
const robots = (platform: Platform, below: string): string =>
  [
    'User-agent: *',
    ...['/ask', '/find?', '/my/', '/sign-in', '/still-right', '/shortlist'].map(path => `Disallow: ${below}${path}`),
    '',
    `Sitemap: ${platform.config.publicUrl}${below === '/*' ? '' : below}/sitemap.xml`,
    '',
  ].join('\n')

export const sitemapRoutes = [
  page({
    method: 'GET',
    path: '/:place/sitemap.xml',
    allow: 'anyone',
    async handle({ platform, place }) {
      return content(XML, indexOf(await partsOf(platform, place)))
    },
  }),
  page({
    method: 'GET',
    path: '/:place/sitemap-:part.xml',
    allow: 'anyone',
    params: Type.Object({ part: Type.String({ pattern: '^[1-9][0-9]{0,5}$' }) }),
    async handle({ platform, place, params }) {
      const part = await partOf(platform, place, Number(params.part))
      return part === null ? notFound() : content(XML, part)
    },
  }),
  page({
    method: 'GET',
    path: '/:place/robots.txt',
    allow: 'anyone',
    async handle({ platform, place }) {
      return content('text/plain; charset=utf-8', robots(platform, `/${place.slug}`))
    },
  }),
]

/** What search engines look for at the root of the house, whatever places it has. An index may not name another index, so it names every part. */
export const filesAtRoot = (platform: Platform) => [
  { path: '/robots.txt', type: 'text/plain; charset=utf-8', make: async () => robots(platform, '/*') },
  {
    path: '/sitemap.xml',
    type: XML,
    async make() {
      const places = await platform.db.national(listPlaces)
      const parts = await Promise.all(
        places.map(({ placeId, slug }) => partsOf(platform, { placeId: placeId as PlaceId, slug })),
      )
      return indexOf(parts.flat())
    },
  },
]
