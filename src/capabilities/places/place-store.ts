/** Every SQL statement about places and their neighbourhoods. */
import type { PlaceId } from '../../kernel/ids.ts'
import type { PlaceTx, Tx } from '../../platform/db/database.ts'
import type { GridPoint } from './grid.ts'
import type { BoundingBox, Outline } from './outline.ts'

/** A place with what differs between places. */
export type Place = {
  readonly placeId: PlaceId
  readonly slug: string
  readonly name: string
  /** ONS codes of the local authority districts it covers. */
  readonly ladCodes: readonly string[]
  readonly settings: Readonly<Record<string, unknown>>
}

/** A named part of a place. */
export type Neighbourhood = {
  readonly neighbourhoodId: string
  readonly code: string
  readonly name: string
  readonly outline: Outline
  readonly bounds: BoundingBox
  /** A point well inside, for a label. */
  readonly labelPoint: GridPoint
  readonly areaSquareMetres: number
}

type NeighbourhoodRow = Omit<Neighbourhood, 'bounds'> & BoundingBox

export async function findPlaceBySlug(tx: Tx, slug: string): Promise<Place | null> {
  const [place] = await tx.sql<Place[]>`
    select place_id, slug, name, lad_codes, settings from places.place where slug = ${slug}`
  return place ?? null
}

/** The place this transaction is in. */
export async function findOwnPlace(tx: PlaceTx): Promise<Place | null> {
  const [place] = await tx.sql<Place[]>`
    select place_id, slug, name, lad_codes, settings from places.place where place_id = ${tx.placeId}`
  return place ?? null
}

export async function listPlaces(tx: Tx): Promise<Place[]> {
  return tx.sql<Place[]>`select place_id, slug, name, lad_codes, settings from places.place order by name, slug`
}

/** False when another place has the slug. */
export async function insertPlace(tx: PlaceTx, place: Omit<Place, 'placeId'>): Promise<boolean> {
  const inserted = await tx.sql`
    insert into places.place (place_id, slug, name, lad_codes, settings, added_at)
    values (${tx.placeId}, ${place.slug}, ${place.name}, ${[...place.ladCodes]}, ${tx.sql.json(place.settings as never)}, ${tx.now})
    on conflict (slug) do nothing returning 1`
  return inserted.length === 1
}

export async function lockPlace(tx: PlaceTx): Promise<Place | null> {
  const [place] = await tx.sql<Place[]>`
    select place_id, slug, name, lad_codes, settings from places.place where place_id = ${tx.placeId} for update`
  return place ?? null
}

/** When this process last changed a place of a database, by `performance.now()`. */
const changedAt = new WeakMap<object, number>()
export const placesChangedAt = (database: object): number => changedAt.get(database) ?? -Infinity

export async function updatePlace(tx: PlaceTx, place: Pick<Place, 'name' | 'ladCodes' | 'settings'>): Promise<void> {
  changedAt.set(tx.database, performance.now())
  await tx.sql`
    update places.place
    set name = ${place.name}, lad_codes = ${[...place.ladCodes]}, settings = ${tx.sql.json(place.settings as never)}
    where place_id = ${tx.placeId}`
}

/** Changes with every change of the place's neighbourhoods; null while it has none. */
export async function neighbourhoodsVersion(tx: PlaceTx): Promise<string | null> {
  const [place] = await tx.sql<{ version: string | null }[]>`
    select neighbourhoods_version as version from places.place where place_id = ${tx.placeId}`
  return place?.version ?? null
}

export async function setNeighbourhoodsVersion(tx: PlaceTx, version: string): Promise<void> {
  await tx.sql`update places.place set neighbourhoods_version = ${version} where place_id = ${tx.placeId}`
}

/** Those of today, by name. */
export async function selectNeighbourhoods(tx: PlaceTx): Promise<Neighbourhood[]> {
  const rows = await tx.sql<NeighbourhoodRow[]>`
    select neighbourhood_id, code, name, outline, west, south, east, north, label_point, area_square_metres
    from places.neighbourhood where place_id = ${tx.placeId} and retired_at is null order by name, code`
  return rows.map(({ west, south, east, north, ...row }) => ({ ...row, bounds: { west, south, east, north } }))
}

/** Adds a neighbourhood, or changes the one with its code (and brings it back if it was retired). */
export async function upsertNeighbourhood(
  tx: PlaceTx,
  neighbourhood: Neighbourhood,
): Promise<'added' | 'changed' | 'unchanged'> {
  const { neighbourhoodId, code, name, outline, bounds, labelPoint, areaSquareMetres } = neighbourhood
  const rows = await tx.sql<{ added: boolean }[]>`
    insert into places.neighbourhood as n
      (place_id, neighbourhood_id, code, name, outline, west, south, east, north, label_point, area_square_metres)
    values (${tx.placeId}, ${neighbourhoodId}, ${code}, ${name}, ${tx.sql.json(outline as never)}, ${bounds.west}, ${bounds.south},
            ${bounds.east}, ${bounds.north}, point(${labelPoint.x}, ${labelPoint.y}), ${areaSquareMetres})
    on conflict (place_id, code) do update
      set name = excluded.name, outline = excluded.outline, west = excluded.west, south = excluded.south, east = excluded.east,
          north = excluded.north, label_point = excluded.label_point, area_square_metres = excluded.area_square_metres, retired_at = null
      where (n.name, n.outline) is distinct from (excluded.name, excluded.outline) or n.retired_at is not null
    returning (xmax = 0) as added`
  return rows[0] === undefined ? 'unchanged' : rows[0].added ? 'added' : 'changed'
}

/** Retires every neighbourhood whose code is not among those given. @returns how many. */
export async function retireNeighbourhoodsExcept(tx: PlaceTx, codes: readonly string[]): Promise<number> {
  const retired = await tx.sql`
    update places.neighbourhood set retired_at = ${tx.now}
    where place_id = ${tx.placeId} and retired_at is null and code <> all (${[...codes]}::text[])
    returning 1`
  return retired.length
}
