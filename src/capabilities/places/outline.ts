/** Shapes on the ground in planar metres: their size, their middle, and what is inside them. Pure geometry. */
import type { GridPoint } from './grid.ts'

/** A closed line: the last position repeats the first. `[easting, northing]` in metres. */
export type Ring = readonly (readonly [number, number])[]
/** One or more polygons, each an outer ring followed by its holes. */
export type Outline = readonly (readonly Ring[])[]

export type BoundingBox = {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** The smallest upright rectangle round all the outlines. @throws RangeError when there is nothing to go round. */
export function boundingBox(outlines: readonly Outline[]): BoundingBox {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const outline of outlines) {
    for (const [outer] of outline) {
      for (const [x, y] of outer ?? []) {
        west = Math.min(west, x)
        east = Math.max(east, x)
        south = Math.min(south, y)
        north = Math.max(north, y)
      }
    }
  }
  if (west > east) throw new RangeError('There is no outline to go round.')
  return { west, south, east, north }
}

/** Ground covered, holes taken off, in square metres. */
export function areaSquareMetres(outline: Outline): number {
  let area = 0
  for (const [outer, ...holes] of outline) {
    area += Math.abs(signedArea(outer ?? []))
    for (const hole of holes) area -= Math.abs(signedArea(hole))
  }
  return area
}

/** Is the point inside? Points exactly on the edge belong to one side or the other, never reliably to both. */
export function isInside({ x, y }: GridPoint, outline: Outline): boolean {
  return outline.some(([outer, ...holes]) => crosses(x, y, outer ?? []) && !holes.some(hole => crosses(x, y, hole)))
}

/** A point inside the outline and well away from its edges, to put a label on: a place's "middle" may lie outside it. */
export function labelPoint(outline: Outline): GridPoint {
  const largest = outline.reduce((most, next) => (areaSquareMetres([next]) > areaSquareMetres([most]) ? next : most))
  const { south, north } = boundingBox([[largest]])
  let best = { x: 0, y: 0 }
  let widest = -1
  // Slices across the shape; the middle of the widest run of ground, with slices near the middle height preferred.
  for (let slice = 1; slice < 24; slice += 1) {
    const y = south + ((north - south) * slice) / 24
    const edges = largest.flatMap(ring => crossingsAt(y, ring)).sort((a, b) => a - b)
    for (let at = 0; at + 1 < edges.length; at += 2) {
      const [from = 0, to = 0] = [edges[at], edges[at + 1]]
      const width = (to - from) * (1 - Math.abs(slice - 12) / 24)
      if (width > widest) {
        widest = width
        best = { x: (from + to) / 2, y }
      }
    }
  }
  return best
}

function signedArea(ring: Ring): number {
  // Taken from the first corner: grid coordinates are large, and their products would drown a small area.
  const [ox, oy] = ring[0] ?? [0, 0]
  let doubled = 0
  for (let at = 1; at < ring.length; at += 1) {
    const [ax, ay] = ring[at - 1] ?? [0, 0]
    const [bx, by] = ring[at] ?? [0, 0]
    doubled += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
  }
  return doubled / 2
}

function crosses(x: number, y: number, ring: Ring): boolean {
  let inside = false
  for (const edge of crossingsAt(y, ring)) if (edge > x) inside = !inside
  return inside
}

/** The eastings at which a ring crosses a northing. */
function crossingsAt(northing: number, ring: Ring): number[] {
  const found: number[] = []
  for (let at = 1; at < ring.length; at += 1) {
    const [ax, ay] = ring[at - 1] ?? [0, 0]
    const [bx, by] = ring[at] ?? [0, 0]
    if (ay > northing !== by > northing) found.push(ax + ((northing - ay) / (by - ay)) * (bx - ax))
  }
  return found
}
