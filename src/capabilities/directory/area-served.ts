import type { GridPoint } from '../places/index.ts'
import { toGrid } from '../places/index.ts'
import type { ServiceArea } from './listed-service.ts'

/**
 * Whether a service is for people who live at a point, by the areas it says it serves. Pure. An area is told by its outline, by its GSS code (ONS,
 * Code History Database) or by its name; one we cannot place is not known, and never a no.
 */

/** Where somebody lives, as far as the gazetteer knows. */
export type Home = {
  point: GridPoint
  /** GSS codes it lies in: district, ward, lower-layer area, neighbourhood. */
  codes: readonly string[]
  /** Names it lies in, as people say them: the neighbourhood, the place. */
  names: readonly string[]
}

/** Names of neighbourhoods of the place that the home is not in, so that an area of that name is known to be elsewhere. */
export type Elsewhere = readonly string[]

export type Serves = 'yes' | 'no' | 'not known'

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const everywhere = new Set(['england', 'united kingdom', 'uk', 'great britain', 'national', 'nationwide', 'everywhere'])
const GSS = /\b[EWNSK]\d{8}\b/g

/** Rings of a GeoJSON outline, in degrees; null when it is none. */
function ringsOf(extent: string): number[][][] | null {
  try {
    const found = JSON.parse(extent) as { type?: string; coordinates?: unknown; geometry?: unknown }
    const shape = (found.type === 'Feature' ? found.geometry : found) as { type?: string; coordinates?: unknown }
    const polygons =
      shape.type === 'Polygon' ? [shape.coordinates] : shape.type === 'MultiPolygon' ? shape.coordinates : null
    const rings = Array.isArray(polygons) ? (polygons as number[][][][]).flat() : null
    const good = rings?.every(
      ring => Array.isArray(ring) && ring.every(at => typeof at?.[0] === 'number' && typeof at[1] === 'number'),
    )
    return good && rings && rings.length > 0 ? rings : null
  } catch {
    return null
  }
}

/** Even-odd rule: holes are rings inside rings. */
function isWithin({ x, y }: GridPoint, rings: readonly (readonly GridPoint[])[]): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]]
      if (a && b && a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
    }
  }
  return inside
}

/** Whether one area holds the home. */
export function areaHolds(area: ServiceArea, home: Home, elsewhere: Elsewhere): Serves {
  const rings = area.extent === undefined ? null : ringsOf(area.extent)
  if (rings) {
    const onGrid = rings.map(ring => ring.map(([longitude = 0, latitude = 0]) => toGrid({ latitude, longitude })))
    return isWithin(home.point, onGrid) ? 'yes' : 'no'
  }
  const codes = [area.uri, area.extent, area.name].flatMap(text => text?.match(GSS) ?? [])
  if (codes.some(code => home.codes.includes(code))) return 'yes'
  const names = [area.name, area.description, area.extent].flatMap(text => (text === undefined ? [] : [plain(text)]))
  if (names.some(name => everywhere.has(name) || home.names.some(held => plain(held) === name))) return 'yes'
  if (names.some(name => elsewhere.some(other => plain(other) === name))) return 'no'
  // A code of a kind we know the home's own of, and another one: it is somewhere else.
  if (codes.length > 0 && codes.every(code => home.codes.some(own => own.slice(0, 3) === code.slice(0, 3)))) return 'no'
  return 'not known'
}

/** Whether a service with these areas is for somebody who lives there: one that holds the home is enough; without areas nothing is known. */
export function areasServe(areas: readonly ServiceArea[], home: Home, elsewhere: Elsewhere): Serves {
  const each = areas.map(area => areaHolds(area, home, elsewhere))
  if (each.includes('yes')) return 'yes'
  return each.length > 0 && each.every(one => one === 'no') ? 'no' : 'not known'
}
