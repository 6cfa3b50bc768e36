import type { PlaceTx } from '../../../platform/db/database.ts'
import type { GridPoint } from '../../places/index.ts'
import type { AttendingType, Cost } from '../listed-service.ts'

/** Every statement of the search. */

/** At most this many words count in one search; the bit sets of directory.services_with hold eight. */
export const MOST_WORDS = 8
/** How many of the best by words, and how many of the nearest, are ranked. */
export const MOST_RANKED = 400

/** The words that mean something, each with its query; stop words ("the", "for") have none. */
export async function meaningfulWords(
  tx: PlaceTx,
  words: readonly string[],
): Promise<{ word: string; query: string }[]> {
  if (words.length === 0) return []
  const rows = await tx.sql<{ word: string; query: string }[]>`
    select word, query::text as query from (
      select w.word, w.n, plainto_tsquery('directory.english', w.word) as query from unnest(${[...words]}::text[]) with ordinality w (word, n)
    ) q where numnode(query) > 0 order by n`
  const distinct = new Map(rows.map(row => [row.query, row]))
  return [...distinct.values()].slice(0, MOST_WORDS)
}

export type Found = {
  serviceId: string
  name: string
  inAll: number
  inName: number
  inSubject: number
  distanceMetres: number | null
  attending: AttendingType[]
  assuredOn: string | null
}

/** Services that are running now and have all the words, or any of them: the best, for the ranking, and how many there are in all. */
export async function findByWords(
  tx: PlaceTx,
  queries: readonly string[],
  askedFor: 'all' | 'any',
  near: GridPoint | undefined,
  most = MOST_RANKED,
): Promise<{ found: Found[]; total: number }> {
  const rows = await tx.sql<(Found & { total: number })[]>`
    select * from directory.services_with(${[...queries]}::text[]::tsquery[], ${askedFor}, ${['active']}, ${pointOf(near)}::point, ${most})`
  return { found: rows, total: rows[0]?.total ?? 0 }
}

/** Every service that has all the words, whatever its status, without order. */
export async function idsByWords(tx: PlaceTx, queries: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ serviceId: string }[]>`
    select service_id from directory.services_with(${[...queries]}::text[]::tsquery[], 'all',
      ${['active', 'inactive', 'defunct', 'temporarily closed']}, null, 1000000)`
  return rows.map(({ serviceId }) => serviceId)
}

// The client writes a point where the statement says one stands; its types do not know that.
const pointOf = (point: GridPoint | undefined) => (point ?? null) as never

/** Without words: the nearest first, then those whose place is not known, the freshest of them first. */
export async function findNearest(
  tx: PlaceTx,
  near: GridPoint | undefined,
  offset: number,
  limit: number,
): Promise<{ found: Found[]; total: number }> {
  const [count] = await tx.sql<{ total: number; placed: number }[]>`
    select count(*)::int as total, (count(*) filter (where cardinality(points) > 0))::int as placed
    from directory.listed_service where place_id = ${tx.placeId} and status = 'active'`
  const { total = 0, placed = 0 } = count ?? {}
  const found =
    near && offset + limit <= placed
      ? await nearestPlaced(tx, near, offset, limit)
      : await everyoneByDistance(tx, near, offset, limit)
  return { found, total }
}

/** The nearest by the index of points, without looking at the rest; only right as far as there are services with a known place. */
async function nearestPlaced(tx: PlaceTx, near: GridPoint, offset: number, limit: number): Promise<Found[]> {
  const wanted = offset + limit
  // A service may be given at several places and a nearby one may not be running: look at more locations until there are enough.
  for (let most = wanted * 2 + 50; ; most *= 4) {
    const [rows] = await tx.sql<{ looked: number; found: Found[] }[]>`
      with nearby as materialized (
        select service_id, point <-> ${pointOf(near)}::point as metres from directory.service_location
        where place_id = ${tx.placeId} and point is not null order by point <-> ${pointOf(near)}::point limit ${most}
      ),
      nearest as (
        select s.service_id, s.name, s.attending, s.assured_on, n.metres
        from (select service_id, min(metres) as metres from nearby group by service_id) n
        join directory.listed_service s on s.place_id = ${tx.placeId} and s.service_id = n.service_id and s.status = 'active'
        order by n.metres, s.assured_on desc nulls last, lower(s.name), s.service_id limit ${wanted}
      )
      select (select count(*)::int from nearby) as looked, coalesce((select jsonb_agg(jsonb_build_object('serviceId', service_id, 'name', name,
        'inAll', 0, 'inName', 0, 'inSubject', 0, 'attending', attending, 'assuredOn', assured_on, 'distanceMetres', metres)) from nearest), '[]') as found`
    if (!rows || rows.found.length >= wanted || rows.looked < most) return rows?.found.slice(offset) ?? []
  }
}

const everyoneByDistance = (tx: PlaceTx, near: GridPoint | undefined, offset: number, limit: number) => tx.sql<Found[]>`
    select service_id, name, 0 as in_all, 0 as in_name, 0 as in_subject, attending, assured_on,
      case when cardinality(points) < 2 then points[1] <-> o.origin else (select min(p <-> o.origin) from unnest(points) p) end as distance_metres
    from directory.listed_service, (select ${pointOf(near)}::point as origin) o
    where place_id = ${tx.placeId} and status = 'active'
    order by distance_metres, assured_on desc nulls last, lower(name), service_id offset ${offset} limit ${limit}`

/** Which of the words no service of the place has. */
export async function wordsNobodyHas(tx: PlaceTx, queries: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ query: string }[]>`
    select query from unnest(${[...queries]}::text[]) q (query)
    where not exists (select from directory.services_with(array[query::tsquery], 'all', ${['active']}, null, 1))`
  return rows.map(({ query }) => query)
}

/** The word of this place most like a misspelt one, by the three-letter groups they share; null when none is like it. */
export async function mostLikeWord(tx: PlaceTx, word: string): Promise<string | null> {
  const [row] = await tx.sql<{ word: string }[]>`
    select word from (
      select word, services, similarity(word, u.typed) as alike
      from directory.known_word, (select lower(unaccent(${word})) as typed) u
      where place_id = ${tx.placeId} and length(word) between length(u.typed) - 3 and length(u.typed) + 3
    ) k where alike >= 0.4 order by alike + ln(services + 1) * 0.02 desc, word limit 1`
  return row?.word ?? null
}

/** What a result shows besides its rank. */
export type ResultDetail = {
  serviceId: string
  description: string | null
  cost: Cost | null
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
  /** Where it is given. */
  points: GridPoint[]
}

export async function findResultDetails(
  tx: PlaceTx,
  serviceIds: readonly string[],
): Promise<Map<string, ResultDetail>> {
  const rows = await tx.sql<(Omit<ResultDetail, 'points'> & { points: [number, number][] })[]>`
    select s.service_id, left(s.description, 400) as description, s.cost, left(s.detail ->> 'fees', 200) as fees, s.url,
      coalesce(s.detail #>> '{phones,0,number}', (select c #>> '{phones,0,number}' from jsonb_array_elements(s.detail -> 'contacts') c
        where c #>> '{phones,0,number}' is not null limit 1)) as phone,
      left(s.detail ->> 'eligibility', 200) as eligibility, s.minimum_age::float8 as minimum_age, s.maximum_age::float8 as maximum_age, s.publisher_id,
      p.name as organisation_name, p.organisation_id,
      coalesce((select jsonb_agg(jsonb_build_array(q[0], q[1])) from unnest(s.points) q), '[]') as points
    from directory.listed_service s left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    where s.place_id = ${tx.placeId} and s.service_id = any (${[...serviceIds]}::uuid[])`
  return new Map(rows.map(row => [row.serviceId, { ...row, points: row.points.map(([x, y]) => ({ x, y })) }]))
}

/** Which of these services belong to which organisations of the place; those of no known organisation are left out. */
export async function organisationsOf(
  tx: PlaceTx,
  serviceIds: readonly string[] | undefined,
  organisationIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.sql<{ serviceId: string; organisationId: string }[]>`
    select s.service_id, p.organisation_id
    from directory.publisher p join directory.listed_service s on s.place_id = p.place_id and s.publisher_id = p.publisher_id
    where p.place_id = ${tx.placeId} and p.organisation_id = any (${[...organisationIds]}::uuid[])
      ${serviceIds ? tx.sql`and s.service_id = any (${[...serviceIds]}::uuid[])` : tx.sql``}`
  return new Map(rows.map(({ serviceId, organisationId }) => [serviceId, organisationId]))
}
