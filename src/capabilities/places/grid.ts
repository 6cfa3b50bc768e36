/**
 * Places on the ground. Everything inside is planar metres on the British National Grid (OSGB36, EPSG:27700); latitude
 * and longitude (WGS84) are converted where they come in and where they go out.
 *
 * The seven-parameter Helmert transformation (Ordnance Survey, "A guide to coordinate systems in Great Britain", 2020,
 * §6.6) is within about 5 m of OSTN15, which is closer than a postcode is to a door.
 */
import proj4 from 'proj4'
import type { GridPoint } from '../../platform/db/tables.ts'

export type { GridPoint }

/** A point in degrees, WGS84. */
export type LatLong = { readonly latitude: number; readonly longitude: number }

const BRITISH_NATIONAL_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
  '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'
// TM65, EPSG:29902: the national files give the postcodes of Northern Ireland on this grid, not on the British one.
const IRISH_GRID =
  '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 +ellps=mod_airy ' +
  '+towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15 +units=m +no_defs'

// Built once: building the transformation costs five times what using it does.
const british = proj4('WGS84', BRITISH_NATIONAL_GRID)
const irish = proj4(IRISH_GRID, BRITISH_NATIONAL_GRID)

const METRES_IN_A_MILE = 1609.344

/** WGS84 degrees to grid metres. */
export function toGrid({ latitude, longitude }: LatLong): GridPoint {
  const [x, y] = british.forward([longitude, latitude]) as [number, number]
  return { x, y }
}

/** Grid metres to WGS84 degrees. */
export function toLatLong({ x, y }: GridPoint): LatLong {
  const [longitude, latitude] = british.inverse([x, y]) as [number, number]
  return { latitude, longitude }
}

/** Irish Grid metres (EPSG:29902) to British National Grid metres. */
export function irishToGrid(eastingMetres: number, northingMetres: number): GridPoint {
  const [x, y] = irish.forward([eastingMetres, northingMetres]) as [number, number]
  return { x, y }
}

/** Is the point on the United Kingdom, or close to it? Degrees taken for metres by mistake are not. */
export function isNearUnitedKingdom({ x, y }: GridPoint): boolean {
  return x >= -20_000 && x <= 700_000 && y >= 2000 && y <= 1_300_000
}

/** Straight-line distance in metres. Right to 1 % or 10 m anywhere in the United Kingdom. */
export function distanceMetres(from: GridPoint, to: GridPoint): number {
  return Math.hypot(from.x - to.x, from.y - to.y)
}

/**
 * A distance as people say it: "less than 0.1 miles", "0.6 miles", "1 mile", "12 miles".
 * @throws RangeError when the distance is negative or not a number.
 */
export function distanceInWords(metres: number): string {
  if (!(metres >= 0) || metres === Number.POSITIVE_INFINITY) throw new RangeError(`Not a distance in metres: ${metres}`)
  const miles = metres / METRES_IN_A_MILE
  if (miles < 0.1) return 'less than 0.1 miles'
  const rounded = miles < 9.95 ? Math.round(miles * 10) / 10 : Math.round(miles)
  return rounded === 1 ? '1 mile' : `${rounded.toLocaleString('en-GB')} miles`
}

/** The middle of the kilometre square a point lies in: what may be known of where somebody lives by those who need not know more. */
export const snapToKilometre = ({ x, y }: GridPoint): GridPoint => ({
  x: Math.floor(x / 1000) * 1000 + 500,
  y: Math.floor(y / 1000) * 1000 + 500,
})
