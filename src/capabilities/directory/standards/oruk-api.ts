import { Type } from 'typebox'
import { isUuid } from '../../../kernel/ids.ts'
import { api, json, notFound } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { type FeedFilters, findListedService, listServicesForFeed } from '../listed-service-store.ts'
import { findServicesWithWords } from '../search/search-services.ts'
import { toOruk3 } from './oruk-3.ts'

/**
 * Open Referral UK 3.0 at `/:place/oruk/3.0` (uk-profile @ ecdfabf, 2024-10-10): open, without a key, for any site to read.
 * Parameters are cumulative; those the profile does not name are ignored.
 */

const headers = { 'access-control-allow-origin': '*' }
const base = '/:place/oruk/3.0' as const
const LARGEST_PAGE = 500
const USUAL_PAGE = 50

/** The profile object is built field by field in oruk-3.ts, which is the guard here. */
const Service = Type.Unknown()
const Anything = Type.Optional(Type.Unknown())

export const orukRoot = api({
  method: 'GET',
  path: `${base}/`,
  allow: 'anyone',
  headers,
  response: Type.Object({ version: Type.String(), profile: Type.String(), openapi_url: Type.String() }),
  async handle() {
    return json({
      // Validators choose the specification by this very text.
      version: 'HSDS-UK-3.0',
      profile: 'https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md',
      openapi_url: 'https://docs.openreferraluk.org/en/latest/openapi30.json',
    })
  },
})

export const orukServices = api({
  method: 'GET',
  path: `${base}/services`,
  allow: 'anyone',
  headers,
  query: Type.Object({
    search: Anything,
    page: Anything,
    per_page: Anything,
    taxonomy_term_id: Anything,
    taxonomy_id: Anything,
    minimum_age: Anything,
    maximum_age: Anything,
  }),
  response: Type.Object({
    total_items: Type.Integer(),
    total_pages: Type.Integer(),
    page_number: Type.Integer(),
    size: Type.Integer(),
    first_page: Type.Boolean(),
    last_page: Type.Boolean(),
    empty: Type.Boolean(),
    contents: Type.Array(Service),
  }),
  async handle({ platform, actor, query }) {
    const read = readQuery(query)
    if ('wrong' in read)
      return json({ error: { title: 'We could not read that', message: read.wrong } }, { status: 400 })
    const { page, perPage, search, filters } = read
    const { services, total } = await platform.db.as(actor, async tx => {
      const ids = search === undefined ? undefined : await findServicesWithWords(tx, search)
      return listServicesForFeed(tx, { ...filters, ...(ids && { serviceIds: ids }) }, (page - 1) * perPage, perPage)
    })
    const totalPages = Math.ceil(total / perPage)
    return json({
      total_items: total,
      total_pages: totalPages,
      page_number: page,
      size: services.length,
      first_page: page === 1,
      last_page: page >= Math.max(totalPages, 1),
      empty: services.length === 0,
      contents: services.map(toOruk3),
    })
  },
})

export const orukService = api({
  method: 'GET',
  path: `${base}/services/:serviceId`,
  allow: 'anyone',
  headers,
  params: Type.Object({ serviceId: Type.String() }),
  response: Service,
  async handle({ platform, actor, params }) {
    const service = isUuid(params.serviceId)
      ? await platform.db.as(actor, tx => findListedService(tx, params.serviceId))
      : null
    return service ? json(toOruk3(service)) : notFound('There is no service with this id.')
  },
})

/** So that an address below that is not there answers like all others, with the header that lets other sites read it. */
export const orukElsewhere = api({
  method: 'GET',
  path: `${base}/*`,
  allow: 'anyone',
  headers,
  response: Service,
  async handle() {
    return notFound('Here are /, /services and /services/{id}.')
  },
})

type ReadQuery = { wrong: string } | { page: number; perPage: number; search: string | undefined; filters: FeedFilters }

function readQuery(query: Readonly<Record<string, unknown>>): ReadQuery {
  const text = (name: string): string | undefined => typedLine(query[name]) || undefined
  const wrong: string[] = []
  const numberOf = (name: string, least: number, whole: boolean): number | undefined => {
    const given = text(name)
    if (given === undefined) return undefined
    const value = Number(given)
    if (Number.isFinite(value) && value >= least && value <= 1_000_000 && (!whole || Number.isInteger(value)))
      return value
    wrong.push(`${name} must be a ${whole ? 'whole ' : ''}number from ${least}, not “${given.slice(0, 40)}”.`)
    return undefined
  }
  const uuidOf = (name: string): string | undefined => {
    const given = text(name)
    const isOne: boolean = given === undefined || isUuid(given)
    if (!isOne) wrong.push(`${name} must be a UUID, not “${given?.slice(0, 40)}”.`)
    return given
  }
  const page = numberOf('page', 1, true) ?? 1
  const perPage = Math.min(numberOf('per_page', 1, true) ?? USUAL_PAGE, LARGEST_PAGE)
  const filters = Object.fromEntries(
    Object.entries({
      taxonomyTermId: uuidOf('taxonomy_term_id'),
      taxonomyId: uuidOf('taxonomy_id'),
      minimumAge: numberOf('minimum_age', 0, false),
      maximumAge: numberOf('maximum_age', 0, false),
    }).filter(([, value]) => value !== undefined),
  ) as FeedFilters
  return wrong.length > 0 ? { wrong: wrong.join(' ') } : { page, perPage, search: text('search'), filters }
}
