import { type GridPoint, isInside, type Outline, writePostcode } from '../src/capabilities/places/index.ts'
import { chance, seedOf } from '../src/kernel/chance.ts'

/** Where Larkmere would be: on the British National Grid in the middle of the Irish Sea, so that nobody's real home is meant. */

const origin = { x: 300_000, y: 450_000 }

/** Corners of the neighbourhoods, in kilometres from the origin; the letters run up the coast, then inland. */
const corners = {
  a: [2.2, 0.4],
  b: [2.9, 2.2],
  c: [3.3, 3.6],
  southPier: [3.0, 4.5],
  quay: [3.9, 4.9],
  northPier: [3.1, 5.5],
  g: [2.9, 6.7],
  h: [2.2, 8.2],
  i: [2.6, 9.6],
  j: [4.6, 3.7],
  k: [4.7, 4.7],
  l: [4.5, 5.6],
  n: [5.9, 3.3],
  o: [6.2, 4.8],
  p: [5.7, 6.3],
  q: [6.6, 0.5],
  r: [11.5, 0.9],
  s: [11.8, 4.4],
  t: [11.4, 9.3],
  u: [6.8, 9.7],
  v: [6.9, 2.2],
  w: [8.3, 4.5],
  x: [7.5, 6.8],
} as const

type Corner = keyof typeof corners

export interface DemoNeighbourhood {
  /** The code that stands where a ward's would; no ward has it. */
  readonly code: string
  readonly name: string
  readonly outcode: string
  readonly sector: number
  readonly postcodes: number
  /** How many of a hundred requests come from here. */
  readonly requests: number
  readonly around: readonly Corner[]
}

/** Its parts. Gorsemoor is wide, has few postcodes, and hardly an organisation goes there: the gap that pages should show. */
export const neighbourhoods = [
  {
    code: 'E05990001',
    name: 'Harbourside',
    outcode: 'ZZ1',
    sector: 2,
    postcodes: 70,
    requests: 14,
    around: ['c', 'southPier', 'quay', 'northPier', 'l', 'k', 'j'],
  },
  {
    code: 'E05990002',
    name: 'Old Town',
    outcode: 'ZZ1',
    sector: 4,
    postcodes: 92,
    requests: 17,
    around: ['j', 'k', 'l', 'p', 'o', 'n'],
  },
  {
    code: 'E05990003',
    name: 'Northgate',
    outcode: 'ZZ2',
    sector: 1,
    postcodes: 90,
    requests: 15,
    around: ['northPier', 'g', 'p', 'l'],
  },
  {
    code: 'E05990004',
    name: 'Marsh End',
    outcode: 'ZZ3',
    sector: 3,
    postcodes: 94,
    requests: 18,
    around: ['b', 'c', 'j', 'n', 'v'],
  },
  {
    code: 'E05990005',
    name: 'Fellgate',
    outcode: 'ZZ4',
    sector: 5,
    postcodes: 88,
    requests: 12,
    around: ['v', 'n', 'o', 'p', 'x', 'w'],
  },
  {
    code: 'E05990006',
    name: 'Saltenby',
    outcode: 'ZZ3',
    sector: 8,
    postcodes: 42,
    requests: 5,
    around: ['a', 'b', 'v', 'q'],
  },
  {
    code: 'E05990007',
    name: 'Arle Valley',
    outcode: 'ZZ5',
    sector: 1,
    postcodes: 44,
    requests: 5,
    around: ['q', 'v', 'w', 's', 'r'],
  },
  {
    code: 'E05990008',
    name: 'Gorsemoor',
    outcode: 'ZZ5',
    sector: 6,
    postcodes: 40,
    requests: 9,
    around: ['w', 'x', 'u', 't', 's'],
  },
  {
    code: 'E05990009',
    name: 'Skerby',
    outcode: 'ZZ2',
    sector: 7,
    postcodes: 40,
    requests: 5,
    around: ['g', 'h', 'i', 'u', 'x', 'p'],
  },
] as const satisfies readonly DemoNeighbourhood[]

export type NeighbourhoodName = (typeof neighbourhoods)[number]['name']

type Position = readonly [number, number]

const metres = (corner: Corner): Position => [
  Math.round(origin.x + corners[corner][0] * 1000),
  Math.round(origin.y + corners[corner][1] * 1000),
]

/** A border that wanders as a stream or a shore does. Drawn from the same end whoever asks, so that neighbours share it to the metre. */
const border = (from: Corner, to: Corner): Position[] => {
  const [first, last] = [from, to].sort() as [Corner, Corner]
  const chances = chance(seedOf(`${first} to ${last}`))
  const halve = (start: Position, end: Position, times: number): Position[] => {
    if (times === 0) return [start]
    const [dx, dy] = [end[0] - start[0], end[1] - start[1]]
    const aside = chances.between(-0.11, 0.11)
    const middle: Position = [
      Math.round((start[0] + end[0]) / 2 - dy * aside),
      Math.round((start[1] + end[1]) / 2 + dx * aside),
    ]
    return [...halve(start, middle, times - 1), ...halve(middle, end, times - 1)]
  }
  const points = [...halve(metres(first), metres(last), 4), metres(last)]
  return (first === from ? points : points.reverse()).slice(0, -1)
}

/** The outline of a neighbourhood, as `setNeighbourhoods` takes it. */
export const outlineOf = ({ around }: DemoNeighbourhood): Outline => {
  const ring = around.flatMap((corner, at) => border(corner, around[(at + 1) % around.length] as Corner))
  return [[[...ring, ring[0] as Position]]]
}

export interface DemoPostcode {
  readonly postcode: string
  readonly point: GridPoint
  readonly neighbourhood: NeighbourhoodName
}

/** Letters that the last two of a postcode may have (BS 7666). */
const lastLetters = 'ABDEFGHJLNPQRSTUWXYZ'

/** Every postcode of Larkmere, street by street: about a dozen in a row, near one another. */
export const postcodes: readonly DemoPostcode[] = neighbourhoods.flatMap(neighbourhood => {
  const outline = outlineOf(neighbourhood)
  const chances = chance(seedOf(neighbourhood.code))
  const corner = (axis: 0 | 1) => neighbourhood.around.map(name => metres(name)[axis])
  const somewhere = (): GridPoint => ({
    x: Math.round(chances.between(Math.min(...corner(0)), Math.max(...corner(0)))),
    y: Math.round(chances.between(Math.min(...corner(1)), Math.max(...corner(1)))),
  })
  const inside = (draw: () => GridPoint): GridPoint => {
    for (;;) {
      const point = draw()
      if (isInside(point, outline)) return point
    }
  }
  const streets = Array.from({ length: Math.ceil(neighbourhood.postcodes / 12) }, () => inside(somewhere))
  return Array.from({ length: neighbourhood.postcodes }, (_, at) => {
    const street = streets[Math.floor(at / 12)] as GridPoint
    const point = inside(() => ({
      x: Math.round(street.x + chances.between(-450, 450)),
      y: Math.round(street.y + chances.between(-450, 450)),
    }))
    const letters = `${lastLetters[Math.floor(at / 20)]}${lastLetters[at % 20]}`
    return {
      postcode: writePostcode(`${neighbourhood.outcode}${neighbourhood.sector}${letters}`),
      point,
      neighbourhood: neighbourhood.name,
    }
  })
})

export const postcodesIn = (name: NeighbourhoodName): readonly DemoPostcode[] =>
  postcodes.filter(({ neighbourhood }) => neighbourhood === name)

/** The gazetteer file of Larkmere, in the columns of the ONS files; the last three postcodes stopped being used long ago. */
export const postcodeFile = (): string =>
  [
    'pcds,oseast1m,osnrth1m,dointr,doterm,oslaua,osward',
    ...postcodes.map(
      ({ postcode, point, neighbourhood }) =>
        `${postcode},${point.x},${point.y},198001,,${districtCode},${codeOf(neighbourhood)}`,
    ),
    ...postcodesIn('Harbourside')
      .slice(0, 3)
      .map(
        ({ point }, at) => `ZZ1 9${lastLetters[at]}A,${point.x},${point.y},198001,201${at}06,${districtCode},E05990001`,
      ),
  ].join('\n')

/** Stands where the code of a local authority district would. */
export const districtCode = 'E06990001'

const codeOf = (name: NeighbourhoodName): string =>
  neighbourhoods.find(neighbourhood => neighbourhood.name === name)?.code ?? ''
