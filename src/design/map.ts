import { geoIdentity, geoPath } from 'd3-geo'
import type { Language } from '../kernel/language.ts'
import { asWritten, escapeHtml } from './filters.ts'
import type { Drawing, Words } from './view-models.ts'
import { layoutWords } from './wording.ts'

/** A position in planar metres, such as the British National Grid: [easting, northing]. */
export type Position = readonly [x: number, y: number]

export type MapArea = {
  id: string
  name: string
  /** Closed or open rings in planar metres; outer rings and holes alike, told apart by lying inside one another. */
  rings: readonly (readonly Position[])[]
  /** What the area is shaded by; null means not known. Without any value the map is plain. */
  value?: number | null
}

export type MapPoint = {
  x: number
  y: number
  /** Says what the point is, on hover. */
  label: string
  /** The number of the same thing in the list beside the map. */
  number: number
}

export type AreaMap = {
  /** Names the picture for those who hear it. */
  title: string
  areas: readonly MapArea[]
  points?: readonly MapPoint[]
  /** Where the reader is: a square, left out where the areas do not reach. */
  here?: { readonly x: number; readonly y: number; readonly label: string }
  /** What the values count: "needs". */
  counts?: string
  /** Width of the drawing in its own units (CSS pixels at full size). */
  width: number
  /** Greatest height; the map keeps its proportions. Default: the width. */
  maxHeight?: number
  /** Name or value written in each area with room for it. Default 'value' where there are values, else 'name'. */
  labels?: 'name' | 'value' | 'none'
  /** What the page is read in; English unless said. */
  language?: Language
}

const steps = 5
const margin = 8
/** Half a pixel: what is left out cannot be seen. */
const tolerance = 0.5

/**
 * Draws areas and numbered points as SVG: shading in five steps by class, a legend, each area's name as its `<title>`.
 * The table lists every area with its value, and every point.
 */
export function areaMap(of: AreaMap): Drawing {
  const { width, areas, points = [] } = of
  // Names of areas and things are content.
  const name = asWritten(of.language ?? 'en')
  const values = areas.flatMap(area => (typeof area.value === 'number' ? [area.value] : []))
  const shaded = areas.some(area => area.value !== undefined)
  const breaks = shadingBreaks(values)
  const height = fittedHeight(areas, points, width, of.maxHeight ?? width)
  const projection = geoIdentity()
    .reflectY(true)
    .fitExtent(
      [
        [margin, margin],
        [width - margin, height - margin],
      ],
      extentOf(areas, points),
    )
  const drawPath = geoPath().digits(1)

  const shapes = areas.map(area => {
    const rings = area.rings.map(ring => simplified(ring.map(at => projection([at[0], at[1]]) ?? [0, 0])))
    const polygon = { type: 'Polygon' as const, coordinates: rings.filter(ring => ring.length > 3) }
    const step = shaded ? stepOf(area.value, breaks) : 'plain'
    const says = shaded ? `${area.name}: ${saidValue(area.value, of.counts)}` : area.name
    return { area, step, says, polygon, d: drawPath(polygon) ?? '' }
  })

  const labels = of.labels ?? (shaded ? 'value' : 'name')
  const written = shapes.flatMap(({ area, step, polygon }) => {
    if (labels === 'none' || polygon.coordinates.length === 0) return []
    const text = labels === 'name' ? area.name : typeof area.value === 'number' ? String(area.value) : '?'
    const [[left, top], [right, bottom]] = drawPath.bounds(polygon)
    if (right - left < text.length * 9 || bottom - top < 22) return []
    const [x, y] = drawPath.centroid(polygon)
    return [
      `<text${name} class="kil-map__label kil-map__label--${step}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${escapeHtml(text)}</text>`,
    ]
  })

  const marks = points.map(point => {
    const [x, y] = projection([point.x, point.y]) ?? [0, 0]
    return `<g class="kil-map__point" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><title${name}>${escapeHtml(`${point.number}. ${point.label}`)}</title><circle r="11"/><text>${point.number}</text></g>`
  })

  const here = hereIn(of)
  const [hereX, hereY] = (here && projection([here.x, here.y])) ?? [0, 0]

  const svg = [
    `<svg class="kil-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(of.title)}">`,
    `<title>${escapeHtml(of.title)}</title>`,
    ...shapes.map(
      ({ area, step, says, d }) =>
        `<path class="kil-map__area kil-map__area--${step}" data-area="${escapeHtml(area.id)}" fill-rule="evenodd" d="${d}"><title${name}>${escapeHtml(says)}</title></path>`,
    ),
    ...written,
    ...(here
      ? [
          `<g class="kil-map__here" transform="translate(${hereX.toFixed(1)} ${hereY.toFixed(1)})"><title${name}>${escapeHtml(here.label)}</title><rect x="-8" y="-8" width="16" height="16"/></g>`,
        ]
      : []),
    ...marks,
    '</svg>',
  ].join('')

  return {
    svg,
    table: tableOf(of, shaded),
    ...(shaded ? { legend: legendOf(breaks, of.counts, values.length < areas.length) } : {}),
  }
}

/** Where the reader is, when that lies on the map. */
export function hereIn({ here, areas, points = [] }: Pick<AreaMap, 'here' | 'areas' | 'points'>): AreaMap['here'] {
  const [low, high] = extentOf(areas, points).coordinates
  const isOnMap = here && low && high && here.x >= low[0] && here.x <= high[0] && here.y >= low[1] && here.y <= high[1]
  return isOnMap ? here : undefined
}

function tableOf(of: AreaMap, shaded: boolean): Drawing['table'] {
  const say = layoutWords(of.language ?? 'en')
  const rows: (Words | number)[][] = []
  if (shaded) for (const area of of.areas) rows.push([area.name, area.value ?? 'not known'])
  else if (!of.points?.length) for (const area of of.areas) rows.push([{ content: area.name }])
  if (shaded) {
    const counts = of.counts ?? 'value'
    return {
      columns: [{ text: 'Area' }, { text: `${counts[0]?.toUpperCase()}${counts.slice(1)}`, number: true }],
      rows,
    }
  }
  if (of.points?.length)
    return {
      columns: [{ text: say('number') }, { text: say('whatIsThere') }],
      rows: of.points.map(point => [point.number, { content: point.label }]),
    }
  return { columns: [{ text: say('area') }], rows }
}

function saidValue(value: number | null | undefined, counts = ''): string {
  return typeof value === 'number' ? `${value.toLocaleString('en-GB')} ${counts}`.trim() : 'not known'
}

/**
 * Upper bounds of the steps, ascending, at most five, the last one the greatest value. Whole numbers get steps of equal
 * whole width; fewer distinct values than steps get one step each.
 */
export function shadingBreaks(values: readonly number[]): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length <= steps) return distinct
  const least = distinct[0] ?? 0
  const greatest = distinct.at(-1) ?? 0
  const whole = distinct.every(Number.isInteger)
  const span = greatest - least + (whole ? 1 : 0)
  return Array.from({ length: steps }, (_, step) => {
    if (step === steps - 1) return greatest
    const bound = least + ((step + 1) * span) / steps
    return whole ? Math.ceil(bound) - 1 : bound
  })
}

function stepOf(value: number | null | undefined, breaks: readonly number[]): number | 'unknown' {
  if (typeof value !== 'number') return 'unknown'
  const step = breaks.findIndex(bound => value <= bound)
  return spread(step === -1 ? breaks.length - 1 : step, breaks.length)
}

/** Few steps are spread over the five shades, so that the greatest is always the darkest. */
function spread(step: number, used: number): number {
  return used === 1 ? 3 : 1 + Math.round((step * (steps - 1)) / (used - 1))
}

function legendOf(breaks: readonly number[], counts = '', unknown: boolean): NonNullable<Drawing['legend']> {
  const whole = breaks.every(Number.isInteger)
  const said = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 })
  const entries = breaks.map((bound, step): { step: number | 'unknown'; text: string } => {
    const before = breaks[step - 1]
    const from = before === undefined ? undefined : whole ? before + 1 : before
    const range =
      from === undefined
        ? breaks.length <= steps && bound === 0
          ? '0'
          : `up to ${said(bound)}`
        : from === bound
          ? said(bound)
          : `${said(from)} to ${said(bound)}`
    return { step: spread(step, breaks.length), text: `${range} ${counts}`.trim() }
  })
  return unknown ? [...entries, { step: 'unknown', text: 'not known' }] : entries
}

type Collection = { type: 'MultiPoint'; coordinates: [number, number][] }

function extentOf(areas: readonly MapArea[], points: readonly MapPoint[]): Collection {
  const all: [number, number][] = points.map(point => [point.x, point.y])
  for (const area of areas) for (const ring of area.rings) for (const at of ring) all.push([at[0], at[1]])
  if (all.length === 0) all.push([0, 0])
  const xs = bounds(all.map(at => at[0]))
  const ys = bounds(all.map(at => at[1]))
  // A single point has no extent to fit; give it a kilometre round it.
  const pad = xs[0] === xs[1] && ys[0] === ys[1] ? 500 : 0
  return {
    type: 'MultiPoint',
    coordinates: [
      [xs[0] - pad, ys[0] - pad],
      [xs[1] + pad, ys[1] + pad],
    ],
  }
}

function fittedHeight(
  areas: readonly MapArea[],
  points: readonly MapPoint[],
  width: number,
  maxHeight: number,
): number {
  const [low, high] = extentOf(areas, points).coordinates
  if (!low || !high) return maxHeight
  const across = high[0] - low[0] || 1
  const up = high[1] - low[1] || 1
  return Math.max(120, Math.min(maxHeight, Math.round(((width - 2 * margin) * up) / across + 2 * margin)))
}

function bounds(values: readonly number[]): [number, number] {
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return [least, greatest]
}

/**
 * Ramer–Douglas–Peucker (1972/1973) on a ring in pixels: leaves out every point nearer than the tolerance to the line
 * that remains. The ring comes back closed.
 */
function simplified(ring: [number, number][]): [number, number][] {
  const first = ring[0]
  if (!first) return []
  const last = ring.at(-1)
  const open = last && last[0] === first[0] && last[1] === first[1] ? ring.slice(0, -1) : ring
  if (open.length < 4) return [...open, first]
  // A ring has no ends, so it is cut at its first point and at the point farthest from it.
  let far = 0
  for (let i = 1; i < open.length; i++) if (gap(open[i], first) > gap(open[far], first)) far = i
  return [...kept(open.slice(0, far + 1)), ...kept([...open.slice(far), first]).slice(1)]
}

function kept(line: [number, number][]): [number, number][] {
  const keep = new Set([0, line.length - 1])
  const open: [number, number][] = [[0, line.length - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    let farthest = -1
    let distance = tolerance
    for (let i = from + 1; i < to; i++) {
      const away = distanceToLine(line[i], line[from], line[to])
      if (away > distance) {
        farthest = i
        distance = away
      }
    }
    if (farthest !== -1) {
      keep.add(farthest)
      open.push([from, farthest], [farthest, to])
    }
  }
  return line.filter((_, i) => keep.has(i))
}

function gap(a: [number, number] | undefined, b: [number, number] | undefined): number {
  return a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0
}

function distanceToLine(
  at: [number, number] | undefined,
  from: [number, number] | undefined,
  to: [number, number] | undefined,
): number {
  if (!at || !from || !to) return 0
  const length = gap(from, to)
  if (length === 0) return gap(at, from)
  return Math.abs((to[0] - from[0]) * (from[1] - at[1]) - (from[0] - at[0]) * (to[1] - from[1])) / length
}
