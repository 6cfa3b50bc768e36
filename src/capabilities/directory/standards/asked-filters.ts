import type { PlaceTx } from '../../../platform/db/database.ts'
import { lookUpPostcode } from '../../places/index.ts'
import { servesFor } from '../search/filter-answers.ts'
import { findSurroundings, homeAt } from '../search/home.ts'
import { indexOf } from '../search/place-indexes.ts'
import { findServicesWithWords } from '../search/search-services.ts'
import type { Home } from '../search/service-areas.ts'
import {
  findOrganisationPublished,
  findTaxonomy,
  findTerm,
  type LocationFilters,
  type ServiceFilters,
} from './published-store.ts'
import type { Asked } from './query.ts'

/** From what was asked to what the stores understand: names that must exist are looked up, words searched, postcodes placed. */

export type Filters = { services: ServiceFilters; locations: LocationFilters }

/** Takes properties that are undefined off. */
const given = <T extends object>(value: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T

async function nobodyHas(tx: PlaceTx, asked: Asked): Promise<string[]> {
  const { taxonomy_term_id, taxonomy_id, organization_id, parent_id } = asked
  const missing: string[] = []
  if (taxonomy_term_id !== undefined && !(await findTerm(tx, taxonomy_term_id)))
    missing.push(`There is no term ${taxonomy_term_id} here; /taxonomy_terms lists them all.`)
  if (parent_id !== undefined && !(await findTerm(tx, parent_id)))
    missing.push(`There is no term ${parent_id} here to be a parent; /taxonomy_terms lists them all.`)
  if (taxonomy_id !== undefined && !(await findTaxonomy(tx, taxonomy_id)))
    missing.push(`There is no taxonomy ${taxonomy_id} here; /taxonomies lists them all.`)
  if (organization_id !== undefined && !(await findOrganisationPublished(tx, organization_id)))
    missing.push(`There is no organization ${organization_id} here; /organizations lists them all.`)
  return missing
}

/** Services whose own areas are known not to take in that home. */
async function notServedFrom(tx: PlaceTx, home: Home): Promise<string[]> {
  const index = await indexOf(tx)
  const serves = servesFor(index, home)
  return index.ids.filter((_, document) => index.alive[document] === 1 && serves(document) === 'no')
}

async function placesAsked(tx: PlaceTx, { postcode, proximity }: Asked): Promise<LocationFilters | { wrong: string }> {
  if (postcode === undefined) return {}
  const where = await lookUpPostcode(tx, postcode)
  if (where.kind !== 'unit' && where.kind !== 'terminated')
    return { wrong: `postcode must be a whole postcode in use. ${where.message ?? ''}`.trim() }
  const home = homeAt(await findSurroundings(tx), where)
  const notServed = home ? await notServedFrom(tx, home) : []
  return {
    ...(proximity !== undefined && { near: { point: where.point, metres: proximity } }),
    ...(notServed.length > 0 && { notServedFrom: notServed }),
  }
}

/** What was asked, as filters; or, in words, which of it nothing here answers to. `ofServices` is false for lists that look for words themselves. */
export async function filtersOf(tx: PlaceTx, asked: Asked, ofServices: boolean): Promise<Filters | { wrong: string }> {
  const missing = await nobodyHas(tx, asked)
  if (missing.length > 0) return { wrong: missing.join(' ') }
  if (!ofServices) return { services: {}, locations: {} }
  const locations = await placesAsked(tx, asked)
  if ('wrong' in locations) return locations
  const services = given<ServiceFilters>({
    serviceIds: asked.search === undefined ? undefined : await findServicesWithWords(tx, asked.search),
    taxonomyTermId: asked.taxonomy_term_id,
    taxonomyId: asked.taxonomy_id,
    organizationId: asked.organization_id,
    minimumAge: asked.minimum_age,
    maximumAge: asked.maximum_age,
    day: asked.day,
    startTime: asked.start_time,
    endTime: asked.end_time,
    modifiedAfter: asked.modified_after,
  })
  return { services, locations }
}
