import type { PlaceTx } from '../../../platform/db/database.ts'
import { madeId } from '../read-fields.ts'
import type { Filters } from './asked-filters.ts'
import {
  countAtLocations,
  countOrganisations,
  countServices,
  countTerms,
  type From,
  findAtLocation,
  findOrganisationPublished,
  findPublished,
  findSurvivor,
  findTaxonomy,
  findTerm,
  type Listed,
  listAtLocations,
  listOffered,
  listOrganisations,
  listServiceIds,
  listTaxonomies,
  listTerms,
  type OrganisationFilters,
  type TermFilters,
} from './published-store.ts'
import type { Asked, ParameterName } from './query.ts'
import { type Dialect, type Json, shaped } from './shapes.ts'
import {
  atLocationId,
  type PublishedService,
  standardOrganisation,
  standardService,
  standardServiceAtLocations,
  standardTaxonomy,
  standardTerm,
} from './standard-service.ts'

/** The five lists that are published, each the same way in both standards. */

export type Reading = { tx: PlaceTx; dialect: Dialect; asked: Asked; filters: Filters }

export type Resource = {
  /** Its path below the root, and its name in words. */
  name: 'services' | 'organizations' | 'taxonomies' | 'taxonomy_terms' | 'service_at_locations'
  one: string
  parameters: readonly ParameterName[]
  /** What one at its own address may be asked. */
  parametersOfOne: readonly ParameterName[]
  /** The shapes of what a list holds: the usual one first, then those that can be asked for. */
  listShapes: readonly string[]
  /** The shapes of one at its own address. */
  shapes: readonly string[]
  count(reading: Reading): Promise<number>
  list(reading: Reading, from: From, limit: number): Promise<Listed<Json>>
  /** One by its id; where it has moved when it was merged into another; null when there is none. */
  find(reading: Omit<Reading, 'filters'>, id: string): Promise<Json | { movedTo: string } | null>
}

const filtersOfServices: readonly ParameterName[] = [
  'search',
  'taxonomy_term_id',
  'taxonomy_id',
  'organization_id',
  'minimum_age',
  'maximum_age',
  'start_time',
  'end_time',
  'day',
  'modified_after',
]
const paging: readonly ParameterName[] = ['page', 'per_page', 'format']

/** What is left of an entry that was merged: that it is no more, and which one stands for it. */
function mergedEntry({ service, kept }: PublishedService, survivor: string, dialect: Dialect, shape: string): Json {
  const at = kept?.changedAt.toISOString()
  return shaped(dialect, shape, {
    id: service.serviceId,
    name: service.name,
    status: 'defunct',
    alert: `This entry was merged into ${survivor}.`,
    last_modified: at,
    metadata: [
      {
        id: madeId(service.serviceId, 'metadata', 'merged'),
        resource_id: service.serviceId,
        resource_type: 'service',
        last_action_date: at?.slice(0, 10),
        last_action_type: 'merged',
        field_name: 'id',
        previous_value: service.serviceId,
        replacement_value: survivor,
        updated_by: 'The directory of the place',
      },
    ],
  })
}

const shapeAsked = ({ minimal, full }: Asked, shapes: readonly string[]): string =>
  (minimal ? 'service_minimal' : full ? shapes[1] : shapes[0]) ?? ''

export const services: Resource = {
  name: 'services',
  one: 'service',
  parameters: [...filtersOfServices, ...paging, 'minimal', 'full'],
  parametersOfOne: [],
  listShapes: ['service_listed', 'service', 'service_minimal'],
  shapes: ['service'],
  count: ({ tx, filters }) => countServices(tx, filters.services),
  async list({ tx, dialect, asked, filters }, from, limit) {
    const { rows, last } = await listServiceIds(tx, filters.services, from, limit)
    const shape = shapeAsked(asked, ['service_listed', 'service'])
    const found = await findPublished(tx, rows)
    return {
      last,
      rows: found.map(each =>
        each.mergedInto !== null && !asked.minimal
          ? mergedEntry(each, each.mergedInto, dialect, shape)
          : asked.minimal
            ? { id: each.service.serviceId, last_modified: each.kept.changedAt.toISOString() }
            : standardService(each, dialect, shape),
      ),
    }
  },
  async find({ tx, dialect }, id) {
    const survivor = await findSurvivor(tx, id)
    if (survivor === null) return null
    if (survivor !== id) return { movedTo: survivor }
    const [found] = await findPublished(tx, [id])
    return found ? standardService(found, dialect) : null
  },
}

export const serviceAtLocations: Resource = {
  name: 'service_at_locations',
  one: 'service at a location',
  parameters: [...filtersOfServices, 'postcode', 'proximity', ...paging, 'full'],
  parametersOfOne: [],
  listShapes: ['service_at_location_listed', 'service_at_location_full'],
  shapes: ['service_at_location_full'],
  count: ({ tx, filters }) => countAtLocations(tx, filters.services, filters.locations),
  async list({ tx, dialect, asked, filters }, from, limit) {
    const { rows, last } = await listAtLocations(tx, filters.services, filters.locations, from, limit)
    const found = await findPublished(tx, [...new Set(rows.map(({ serviceId }) => serviceId))])
    const shape = shapeAsked(asked, serviceAtLocations.listShapes)
    const all = new Map<unknown, Json>(
      found.flatMap(each => standardServiceAtLocations(each, dialect, shape)).map(at => [at.id, at]),
    )
    return {
      last,
      rows: rows.map(row => all.get(atLocationId(row.serviceId, row.locationId))).filter(each => each !== undefined),
    }
  },
  async find({ tx, dialect }, id) {
    const at = await findAtLocation(tx, id)
    const [found] = at ? await findPublished(tx, [at.serviceId]) : []
    return (
      (found && standardServiceAtLocations(found, dialect, 'service_at_location_full').find(each => each.id === id)) ??
      null
    )
  },
}

const organisationFilters = ({ search, taxonomy_term_id, taxonomy_id }: Asked): OrganisationFilters => ({
  ...(search !== undefined && { search }),
  ...(taxonomy_term_id !== undefined && { taxonomyTermId: taxonomy_term_id }),
  ...(taxonomy_id !== undefined && { taxonomyId: taxonomy_id }),
})

async function withServices(
  { tx, dialect, asked }: Omit<Reading, 'filters'>,
  publishers: readonly Parameters<typeof standardOrganisation>[0][],
): Promise<Json[]> {
  const offered = await listOffered(
    tx,
    publishers.map(({ publisherId }) => publisherId),
  )
  const whole = new Map<string, Json>()
  if (asked.full_service) {
    const found = await findPublished(
      tx,
      [...offered.values()].flat().map(({ id }) => id),
    )
    for (const each of found) whole.set(each.service.serviceId, standardService(each, dialect))
  }
  const shape = asked.full_service ? 'organization_full' : 'organization_with_services'
  return publishers.map(publisher => {
    const theirs = offered.get(publisher.publisherId) ?? []
    return shaped(dialect, shape, {
      ...standardOrganisation(publisher),
      services: theirs.map(service => whole.get(service.id) ?? service),
    })
  })
}

export const organizations: Resource = {
  name: 'organizations',
  one: 'organization',
  parameters: ['search', 'taxonomy_term_id', 'taxonomy_id', ...paging, 'full', 'full_service'],
  parametersOfOne: ['full_service'],
  listShapes: ['organization_listed', 'organization_with_services', 'organization_full'],
  shapes: ['organization_with_services', 'organization_full'],
  count: ({ tx, asked }) => countOrganisations(tx, organisationFilters(asked)),
  async list(reading, from, limit) {
    const { tx, dialect, asked } = reading
    const { rows, last } = await listOrganisations(tx, organisationFilters(asked), from, limit)
    if (asked.full || asked.full_service) return { last, rows: await withServices(reading, rows) }
    return { last, rows: rows.map(each => shaped(dialect, 'organization_listed', standardOrganisation(each))) }
  },
  async find(reading, id) {
    const found = await findOrganisationPublished(reading.tx, id)
    return found ? ((await withServices(reading, [found]))[0] ?? null) : null
  },
}

export const taxonomies: Resource = {
  name: 'taxonomies',
  one: 'taxonomy',
  parameters: ['search', ...paging],
  parametersOfOne: [],
  listShapes: ['taxonomy'],
  shapes: ['taxonomy'],
  count: async ({ tx, asked }) => (await listTaxonomies(tx, asked.search)).length,
  async list({ tx, dialect, asked }, from, limit) {
    const all = await listTaxonomies(tx, asked.search)
    const start = 'offset' in from ? from.offset : Number(from.after[0])
    const rows = all.slice(start, start + limit)
    return {
      last: rows.length > 0 ? [String(start + rows.length)] : null,
      rows: rows.map(each => shaped(dialect, 'taxonomy', standardTaxonomy(each))),
    }
  },
  async find({ tx, dialect }, id) {
    const found = await findTaxonomy(tx, id)
    return found && shaped(dialect, 'taxonomy', standardTaxonomy(found))
  },
}

const termFilters = ({ search, taxonomy_id, parent_id, top_only }: Asked): TermFilters => ({
  ...(search !== undefined && { search }),
  ...(taxonomy_id !== undefined && { taxonomyId: taxonomy_id }),
  ...(parent_id !== undefined && { parentId: parent_id }),
  ...(top_only !== undefined && { topOnly: top_only }),
})

export const taxonomyTerms: Resource = {
  name: 'taxonomy_terms',
  one: 'taxonomy term',
  parameters: ['search', 'taxonomy_id', 'parent_id', 'top_only', ...paging],
  parametersOfOne: [],
  listShapes: ['taxonomy_term'],
  shapes: ['taxonomy_term'],
  count: ({ tx, asked }) => countTerms(tx, termFilters(asked)),
  async list({ tx, dialect, asked }, from, limit) {
    const { rows, last } = await listTerms(tx, termFilters(asked), from, limit)
    return { last, rows: rows.map(each => shaped(dialect, 'taxonomy_term', standardTerm(each))) }
  },
  async find({ tx, dialect }, id) {
    const found = await findTerm(tx, id)
    return found && shaped(dialect, 'taxonomy_term', standardTerm(found))
  },
}

export const resources: readonly Resource[] = [services, organizations, taxonomies, taxonomyTerms, serviceAtLocations]
