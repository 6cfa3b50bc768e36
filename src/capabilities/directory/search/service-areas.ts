import { type GridPoint, isInside, type Outline, toGrid } from '../../places/index.ts'
import type { ServiceArea } from '../listed-service.ts'
import type { YesNo } from './ranking.ts'

/**
 * Does a service come to, or take people from, where somebody lives? Judged by the areas it says it serves, never by where its office is. Areas are
 * said in many ways: a neighbourhood or the place by name or code, first parts of postcodes, a country, or a drawn outline. What cannot be read is not known.
 */

/** Where somebody lives, as far as their postcode tells. */
export type Home = {
  point: GridPoint
  /** True for a whole postcode: then a point outside an outline is outside. */
  exact: boolean
  /** "ZZ1 4AB" or "ZZ1", as people write it. */
  shown: string
  /** Codes of the areas it lies in (ward, district, small area), as far as known. */
  codes: readonly string[]
  neighbourhood?: { name: string; code: string }
  place: { name: string; codes: readonly string[]; neighbourhoods: readonly { name: string; code: string }[] }
  /** Does it lie in the place? Undefined when that is not known. */
  inPlace: boolean | undefined
}

/** An area as it was understood. */
export type ReadArea =
  | { kind: 'outline'; outline: Outline }
  | { kind: 'codes'; codes: readonly string[] }
  | { kind: 'postcodes'; starts: readonly string[] }
  | { kind: 'country'; letter: string | null }
  | { kind: 'names'; names: readonly string[] }
  | { kind: 'not-known' }

const COUNTRIES: Readonly<Record<string, string | null>> = {
  ...Object.fromEntries(
    [
      'uk',
      'united kingdom',
      'great britain',
      'gb',
      'britain',
      'national',
      'nationwide',
      'uk wide',
      'everywhere',
      'anywhere',
    ].map(name => [name, null]),
  ),
  england: 'E',
  wales: 'W',
  cymru: 'W',
  scotland: 'S',
  'northern ireland': 'N',
}
const CODE = /\b[EWSNK]\d{8}\b/g
const OUTCODE = /^[A-Z]{1,2}\d[A-Z\d]?(?: ?\d[A-Z]{2})?$/
const AREA_LETTERS = /^[A-Z]{1,2}$/

const plainOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(
      /\b(?:the|city|borough|county|council|district|metropolitan|unitary|authority|area|ward|whole|all|of|wide)\b/g,
      ' ',
    )
    .replace(/\s+/g, ' ')
    .trim()

/** The names of a place and its neighbourhoods are compared with every area there is. */
const plainNames = new Map<string, string>()
const MOST_NAMES = 5000

function plain(name: string): string {
  let made = plainNames.get(name)
  if (made === undefined) {
    made = plainOf(name)
    if (plainNames.size >= MOST_NAMES) plainNames.clear()
    plainNames.set(name, made)
  }
  return made
}

/** Reads an area once; what it is compared with comes later. */
export function readArea({ name = '', extent = '', uri = '', description = '' }: ServiceArea): ReadArea {
  const outline = outlineOf(extent)
  if (outline) return { kind: 'outline', outline }
  const codes = `${uri} ${extent.slice(0, 2000)} ${name}`.match(CODE)
  if (codes) return { kind: 'codes', codes: [...new Set(codes)] }
  const said = (name || extent || description).slice(0, 500)
  const parts = said
    .replace(/\bpostcodes?\b|\bareas?\b/gi, ' ')
    .split(/[,;/&\n]|\band\b/i)
    .map(part => part.trim())
    .filter(Boolean)
  if (parts.length === 0) return { kind: 'not-known' }
  if (parts.every(part => OUTCODE.test(part) || AREA_LETTERS.test(part)))
    return { kind: 'postcodes', starts: parts.map(part => part.replace(' ', '')) }
  const country =
    COUNTRIES[plain(said)] ??
    COUNTRIES[
      said
        .toLowerCase()
        .replace(/[^a-z]+/g, ' ')
        .trim()
    ]
  if (country !== undefined) return { kind: 'country', letter: country }
  if (/^\s*(?:uk|united kingdom|nation(?:al|wide))\b/i.test(said)) return { kind: 'country', letter: null }
  return { kind: 'names', names: parts.map(plain).filter(Boolean) }
}

/** Polygons of a GeoJSON geometry, feature or collection of them, in metres of the grid. */
function outlineOf(extent: string): Outline | null {
  if (!/^\s*\{/.test(extent)) return null
  try {
    const polygons = polygonsIn(JSON.parse(extent), 0)
    return polygons.length > 0 ? polygons.map(rings => rings.map(ring => ring.map(onGrid))) : null
  } catch {
    return null
  }
}

type Position = [number, number]
const onGrid = ([longitude, latitude]: Position): readonly [number, number] => {
  const { x, y } = toGrid({ latitude, longitude })
  return [x, y]
}

function polygonsIn(given: unknown, depth: number): Position[][][] {
  if (typeof given !== 'object' || given === null || depth > 4) return []
  const { type, coordinates, geometry, features, geometries } = given as Record<string, unknown>
  if (type === 'Polygon') return [coordinates as Position[][]]
  if (type === 'MultiPolygon') return coordinates as Position[][][]
  if (type === 'Feature') return polygonsIn(geometry, depth + 1)
  const several = features ?? geometries
  return Array.isArray(several) ? several.flatMap(each => polygonsIn(each, depth + 1)) : []
}

/** Does an area take in a home? */
export function takesIn(area: ReadArea, home: Home): YesNo {
  switch (area.kind) {
    case 'outline':
      return isInside(home.point, area.outline) ? 'yes' : home.exact ? 'no' : 'not known'
    case 'codes':
      return byCodes(area.codes, home)
    case 'postcodes':
      return byPostcodes(area.starts, home)
    case 'country':
      return byCountry(area.letter, home)
    case 'names':
      return anyOf(area.names.map(name => byName(name, home)))
    case 'not-known':
      return 'not known'
  }
}

/** One yes is enough; no needs all to say no. */
export const anyOf = (answers: readonly YesNo[]): YesNo =>
  answers.includes('yes') ? 'yes' : answers.length > 0 && answers.every(answer => answer === 'no') ? 'no' : 'not known'

function byCodes(codes: readonly string[], home: Home): YesNo {
  const own = [...home.codes, ...(home.neighbourhood ? [home.neighbourhood.code] : [])]
  return anyOf(
    codes.map(code => {
      if (own.includes(code)) return 'yes'
      if (home.place.codes.includes(code)) return home.inPlace === undefined ? 'not known' : home.inPlace ? 'yes' : 'no'
      // Two areas of one kind (the first three signs of a code) do not overlap.
      return own.some(mine => mine.slice(0, 3) === code.slice(0, 3)) ? 'no' : 'not known'
    }),
  )
}

function byPostcodes(starts: readonly string[], { shown, exact }: Home): YesNo {
  const mine = shown.replace(/\s/g, '').toUpperCase()
  const outcode = exact ? mine.slice(0, -3) : mine
  return anyOf(
    starts.map(start => {
      if (AREA_LETTERS.test(start)) return /^[A-Z]+/.exec(mine)?.[0] === start ? 'yes' : 'no'
      if (start === outcode || start === mine) return 'yes'
      // A whole postcode is asked for and only the first part is known.
      return !exact && start.startsWith(mine) ? 'not known' : 'no'
    }),
  )
}

function byCountry(letter: string | null, { codes }: Home): YesNo {
  if (letter === null) return 'yes'
  const own = codes.find(code => /^[EWSN]\d{8}$/.test(code))?.[0]
  return own === undefined ? 'not known' : own === letter ? 'yes' : 'no'
}

function byName(name: string, { neighbourhood, place, inPlace }: Home): YesNo {
  if (name === plain(place.name)) return inPlace === undefined ? 'not known' : inPlace ? 'yes' : 'no'
  if (neighbourhood && name === plain(neighbourhood.name)) return 'yes'
  if (!place.neighbourhoods.some(other => plain(other.name) === name)) return 'not known'
  return neighbourhood || inPlace === false ? 'no' : 'not known'
}
