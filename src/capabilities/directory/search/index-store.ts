import type { PlaceTx } from '../../../platform/db/database.ts'
import type { GridPoint } from '../../places/index.ts'
import type { Language, ListedServiceStatus, Schedule, ServiceArea } from '../listed-service.ts'
import { readAccess } from './access-features.ts'
import type { IndexedService } from './search-index.ts'

/** What the index of a place is made from, and what a result shows besides. */

type Row = {
  serviceId: string
  name: string
  alternateName: string | null
  organisationName: string | null
  organisationId: string | null
  description: string | null
  eligibility: string | null
  status: ListedServiceStatus
  attending: IndexedService['attending']
  cost: IndexedService['cost'] | null
  minimumAge: number | null
  maximumAge: number | null
  assuredOn: string | null
  doubtfulBecause: string | null
  languages: Language[] | null
  schedules: Schedule[] | null
  serviceAreas: ServiceArea[] | null
  terms: [string, string][] | null
  locations: [number | null, number | null, string[] | null, string | null, string | null][] | null
}

const indexed = (tx: PlaceTx) => tx.sql`
  select s.service_id, s.name, d."alternateName" as alternate_name, p.name as organisation_name, p.organisation_id, s.description, d.eligibility,
    s.status, s.attending, s.cost, s.minimum_age::float8 as minimum_age, s.maximum_age::float8 as maximum_age, s.assured_on, s.doubtful_because,
    d.languages, d.schedules, d."serviceAreas" as service_areas,
    (select jsonb_agg(jsonb_build_array(t.term_id, t.name) order by t.position) from directory.service_term t
      where t.place_id = s.place_id and t.service_id = s.service_id and not t.made) as terms,
    (select jsonb_agg(jsonb_build_array(l.point[0], l.point[1], l.detail -> 'accessibility', l.detail ->> 'name', l.detail ->> 'town') order by l.position)
      from directory.service_location l where l.place_id = s.place_id and l.service_id = s.service_id and not l.hidden) as locations
  from directory.listed_service s
  left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
  cross join lateral jsonb_to_record(s.detail) as d ("alternateName" text, eligibility text, languages jsonb, schedules jsonb, "serviceAreas" jsonb)
  where s.place_id = ${tx.placeId} and s.merged_into is null`

const AT_ONCE = 1000

/** Reads every service of the place, some at a time, so that whoever else asks the process for something gets it in between. */
export async function eachIndexed(tx: PlaceTx, take: (service: IndexedService) => void): Promise<void> {
  for await (const rows of tx.sql<Row[]>`${indexed(tx)} order by s.service_id`.cursor(AT_ONCE)) {
    let at = 0
    for (const row of rows) {
      take(indexedOf(row))
      if (++at % 100 === 0) await new Promise(resolve => setImmediate(resolve))
    }
  }
}

/** These services as they are now; those that are gone, or merged into another, are left out. */
export async function findIndexed(tx: PlaceTx, serviceIds: readonly string[]): Promise<IndexedService[]> {
  const rows = await tx.sql<Row[]>`${indexed(tx)} and s.service_id = any (${[...serviceIds]}::uuid[])`
  return rows.map(indexedOf)
}

const LONGEST_TEXT = 20_000
const present = <T>(key: string, value: T | null | undefined) =>
  value === null || value === undefined || value === '' ? {} : { [key]: value }

function indexedOf(row: Row): IndexedService {
  const { locations, schedules, languages, terms, serviceAreas, description, eligibility } = row
  const places = locations ?? []
  const points: GridPoint[] = places.flatMap(([x, y]) => (x === null || y === null ? [] : [{ x, y }]))
  return {
    serviceId: row.serviceId,
    name: row.name,
    running: row.status === 'active',
    attending: row.attending,
    terms: (terms ?? []).map(([termId, name]) => ({ termId, name })),
    text: [description, eligibility, ...places.flatMap(([, , , name, town]) => [name, town])]
      .filter(Boolean)
      .join('\n')
      .slice(0, LONGEST_TEXT),
    languages: (languages ?? []).flatMap(({ name, code }) => name ?? code ?? []),
    access: readAccess(places.flatMap(([, , statements]) => statements ?? [])),
    points,
    areas: serviceAreas ?? [],
    ...present('alternateName', row.alternateName),
    ...present('organisationName', row.organisationName),
    ...present('organisationId', row.organisationId),
    ...present('cost', row.cost),
    ...present('minimumAge', row.minimumAge),
    ...present('maximumAge', row.maximumAge),
    ...present('assuredOn', row.assuredOn),
    ...present('doubtfulBecause', row.doubtfulBecause),
    ...(schedules && schedules.length > 0 && { schedules: JSON.stringify(schedules) }),
  } as IndexedService
}

/** What a result shows besides its rank. Null is "not known". */
export type ResultDetail = {
  serviceId: string
  description: string | null
  cost: IndexedService['cost'] | null
  fees: string | null
  url: string | null
  phone: string | null
  eligibility: string | null
  minimumAge: number | null
  maximumAge: number | null
  publisherId: string | null
  organisationName: string | null
  /** The organisation of this place that offers it, where that link is known. */
  organisationId: string | null
}

export async function findResultDetails(
  tx: PlaceTx,
  serviceIds: readonly string[],
): Promise<Map<string, ResultDetail>> {
  if (serviceIds.length === 0) return new Map()
  const rows = await tx.sql<ResultDetail[]>`
    select s.service_id, left(s.description, 400) as description, s.cost, left(d.fees, 200) as fees, s.url,
      coalesce(d.phones #>> '{0,number}', (select c #>> '{phones,0,number}' from jsonb_array_elements(d.contacts) c
        where c #>> '{phones,0,number}' is not null limit 1)) as phone,
      left(d.eligibility, 200) as eligibility, s.minimum_age::float8 as minimum_age, s.maximum_age::float8 as maximum_age, s.publisher_id,
      p.name as organisation_name, p.organisation_id
    from directory.listed_service s left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    cross join lateral jsonb_to_record(s.detail) as d (fees text, phones jsonb, contacts jsonb, eligibility text)
    where s.place_id = ${tx.placeId} and s.service_id = any (${[...serviceIds]}::uuid[])`
  return new Map(rows.map(row => [row.serviceId, row]))
}
