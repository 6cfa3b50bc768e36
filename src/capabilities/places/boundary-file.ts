/**
 * Reads neighbourhoods from a GeoJSON boundary file (RFC 7946; also the older files that name their coordinate reference
 * system), in latitude and longitude or on the British National Grid, and brings them to planar metres.
 */
import { isNearUnitedKingdom, toGrid } from './grid.ts'
import type { Outline, Ring } from './outline.ts'
import { textOf, UnreadableFile } from './text-lines.ts'

/** One neighbourhood as the file draws it. */
export type Boundary = {
  readonly code: string
  readonly name: string
  readonly outline: Outline
}

/** The file cannot be used as boundaries; the message has one line per thing to mend and names the feature. */
export class BadBoundaryFile extends Error {
  override name = 'BadBoundaryFile'
}

/** Which properties hold the code and the name, when the usual names (WD13CD, wd21cd, code; WD13NM, name) do not fit. */
export type BoundaryProperties = { readonly code?: string | undefined; readonly name?: string | undefined }

const CODE_NAMES = [
  /^(?:wd|ward|ed|lsoa|msoa|par|lad|bua|nbhd)\d*cd$/i,
  /^(?:ward_?|gss_?|neighbourhood_?)?code$/i,
  /^id$/i,
]
const NAME_NAMES = [
  /^(?:wd|ward|ed|lsoa|msoa|par|lad|bua|nbhd)\d*nm$/i,
  /^(?:ward_?|neighbourhood_?)?name$/i,
  /^title$/i,
]
const MOST_PROBLEMS = 10
const MOST_FEATURES = 10_000
const LONGEST_CODE = 40
const LONGEST_NAME = 200

type Position = readonly unknown[]
type Grid = 'degrees' | 'metres'

/** @throws BadBoundaryFile when anything in the file cannot be used: either all of it is taken, or none. */
export function readBoundaryFile(bytes: Uint8Array, properties: BoundaryProperties = {}): Boundary[] {
  const features = featuresOf(parse(bytes))
  const grid = gridOf(features)
  const problems: string[] = []
  const boundaries: Boundary[] = []
  const numberOf = new Map<string, number>()
  for (const [at, feature] of features.list.entries()) {
    const number = at + 1
    try {
      const boundary = boundaryOf(feature, properties, grid)
      const earlier = numberOf.get(boundary.code)
      if (earlier !== undefined)
        throw new BadBoundaryFile(`has the code ${boundary.code}, which feature ${earlier} has too`)
      numberOf.set(boundary.code, number)
      boundaries.push(boundary)
    } catch (error) {
      if (!(error instanceof BadBoundaryFile)) throw error
      problems.push(`Feature ${number} ${error.message}.`)
    }
  }
  if (problems.length === 0) return boundaries
  const more = problems.length - MOST_PROBLEMS
  throw new BadBoundaryFile(
    [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`And ${more} more.`] : [])].join('\n'),
  )
}

function parse(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = textOf(bytes)
  } catch (error) {
    throw error instanceof UnreadableFile ? new BadBoundaryFile(error.message.replace('CSV', 'GeoJSON')) : error
  }
  if (text.trim() === '') throw new BadBoundaryFile('This file is empty.')
  if (text.trimStart().startsWith('<')) {
    throw new BadBoundaryFile(
      'This is a web page or an XML file (KML, GML), not GeoJSON: download the GeoJSON form of it.',
    )
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new BadBoundaryFile('This file is not GeoJSON, or only part of it arrived: it is not whole JSON.')
  }
}

function featuresOf(file: unknown): { readonly list: readonly unknown[]; readonly crs: string } {
  if (!isObject(file)) throw new BadBoundaryFile('This file is JSON, but not a GeoJSON FeatureCollection.')
  if (file.type === 'Topology') throw new BadBoundaryFile('This is TopoJSON: choose the GeoJSON form of the file.')
  const list = file.type === 'Feature' ? [file] : file.features
  if ((file.type !== 'FeatureCollection' && file.type !== 'Feature') || !Array.isArray(list)) {
    throw new BadBoundaryFile('This file is JSON, but not a GeoJSON FeatureCollection with a list of features.')
  }
  if (list.length === 0) throw new BadBoundaryFile('This file holds no features.')
  if (list.length > MOST_FEATURES) {
    throw new BadBoundaryFile(
      `This file holds ${list.length} features; a place has at most ${MOST_FEATURES} neighbourhoods.`,
    )
  }
  const crs = isObject(file.crs) && isObject(file.crs.properties) ? String(file.crs.properties.name ?? '') : ''
  return { list, crs }
}

/** Degrees or metres: what the file says, else what its first position looks like. */
function gridOf({ list, crs }: { readonly list: readonly unknown[]; readonly crs: string }): Grid {
  if (/27700/.test(crs)) return 'metres'
  if (/CRS84|4326|4258/.test(crs)) return 'degrees'
  if (crs !== '') {
    throw new BadBoundaryFile(
      `This file says its coordinates are “${crs.slice(0, 60)}”: export it as WGS84 (EPSG:4326) or British National Grid (EPSG:27700).`,
    )
  }
  const [x, y] = firstPosition(list)
  return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? 'degrees' : 'metres'
}

function firstPosition(features: readonly unknown[]): readonly [number, number] {
  for (const feature of features) {
    let inside: unknown = isObject(feature) && isObject(feature.geometry) ? feature.geometry.coordinates : undefined
    for (let depth = 0; depth < 4 && Array.isArray(inside); depth += 1) {
      if (typeof inside[0] === 'number' && typeof inside[1] === 'number') return [inside[0], inside[1]]
      inside = inside[0]
    }
  }
  return [0, 0]
}

function boundaryOf(feature: unknown, wanted: BoundaryProperties, grid: Grid): Boundary {
  if (!isObject(feature) || feature.type !== 'Feature') throw new BadBoundaryFile('is not a GeoJSON Feature')
  const properties = isObject(feature.properties) ? feature.properties : {}
  const code = property(properties, wanted.code, CODE_NAMES, 'code', LONGEST_CODE) ?? text(feature.id)
  const name = property(properties, wanted.name, NAME_NAMES, 'name', LONGEST_NAME)
  const found = Object.keys(properties).slice(0, 8).join(', ') || 'none'
  if (code === undefined || code === '') {
    throw new BadBoundaryFile(`has no code: give it a property such as WD24CD or code (its properties: ${found})`)
  }
  if (name === undefined || name === '') {
    throw new BadBoundaryFile(
      `(${code}) has no name: give it a property such as WD24NM or name (its properties: ${found})`,
    )
  }
  return { code, name, outline: outlineOf(feature.geometry, code, grid) }
}

function property(
  properties: Readonly<Record<string, unknown>>,
  wanted: string | undefined,
  names: readonly RegExp[],
  what: string,
  longest: number,
): string | undefined {
  const key =
    wanted === undefined
      ? names.map(name => Object.keys(properties).find(key => name.test(key))).find(key => key !== undefined)
      : Object.keys(properties).find(key => key === wanted)
  if (wanted !== undefined && key === undefined) throw new BadBoundaryFile(`has no property “${wanted}”`)
  const value = key === undefined ? undefined : text(properties[key])
  if (value !== undefined && value.length > longest)
    throw new BadBoundaryFile(`has a ${what} longer than ${longest} characters`)
  return value
}

/** A string or a number as trimmed text without control characters; anything else is no text. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value)
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
}

function outlineOf(geometry: unknown, code: string, grid: Grid): Outline {
  if (!isObject(geometry)) throw new BadBoundaryFile(`(${code}) has no geometry`)
  const { type, coordinates } = geometry
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    throw new BadBoundaryFile(
      `(${code}) is a ${String(type).slice(0, 30)}: a neighbourhood must be a Polygon or a MultiPolygon`,
    )
  }
  const polygons = type === 'Polygon' ? [coordinates] : coordinates
  if (!Array.isArray(polygons) || polygons.length === 0) throw new BadBoundaryFile(`(${code}) has no coordinates`)
  return polygons.map(polygon => {
    if (!Array.isArray(polygon) || polygon.length === 0)
      throw new BadBoundaryFile(`(${code}) has a polygon without rings`)
    return polygon.map(ring => ringOf(ring, code, grid))
  })
}

function ringOf(ring: unknown, code: string, grid: Grid): Ring {
  if (!Array.isArray(ring)) throw new BadBoundaryFile(`(${code}) has a ring that is not a list of positions`)
  const points = ring.map((position, at) => pointOf(position, at + 1, code, grid))
  const [first] = points
  const last = points.at(-1)
  // Left open by some exporters: close it, as every reader would draw it closed.
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) points.push(first)
  if (points.length < 4) throw new BadBoundaryFile(`(${code}) has a ring of fewer than 3 corners`)
  return points
}

function pointOf(position: unknown, number: number, code: string, grid: Grid): readonly [number, number] {
  const [x, y] = Array.isArray(position) ? (position as Position) : []
  if (typeof x !== 'number' || typeof y !== 'number')
    throw new BadBoundaryFile(`(${code}) position ${number} is not two numbers`)
  if (grid === 'degrees' && x > 49 && x < 61.5 && y > -9 && y < 2.5) {
    throw new BadBoundaryFile(
      `(${code}) has latitude before longitude at position ${number}: GeoJSON gives longitude first`,
    )
  }
  const point = grid === 'metres' ? { x, y } : toGrid({ latitude: y, longitude: x })
  if (!isNearUnitedKingdom(point))
    throw new BadBoundaryFile(`(${code}) position ${number} (${x}, ${y}) is outside the United Kingdom`)
  return [Math.round(point.x * 10) / 10, Math.round(point.y * 10) / 10]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
