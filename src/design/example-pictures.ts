import { bars, distribution, lineOverDays } from './chart.ts'
import { areaMap, type MapArea } from './map.ts'
import type { Drawing, Figure } from './view-models.ts'

/** Made-up charts and maps of every kind, with gaps, long tails and unknowns. */
export function examplePictures(): { figures: Figure[]; resultsMap: Drawing } {
  const days = Array.from({ length: 30 }, (_, i) => ({
    on: new Date(Date.UTC(2026, 9, 24 + i)).toISOString().slice(0, 10),
    value: i === 11 ? null : 6 + Math.round(4 * Math.sin(i / 3) + (i % 5)),
  }))
  const hours = Array.from({ length: 212 }, (_, i) => 0.3 + ((i * 37) % 100) ** 2 / 420)
  const figures: Figure[] = [
    {
      id: 'by-kind',
      title: 'What people asked for',
      counted: 'All 212 needs of the last 60 days.',
      drawing: bars({
        title: 'What people asked for',
        counts: 'needs',
        bars: [
          { name: 'Food', value: 84 },
          { name: 'Getting somewhere', value: 51 },
          { name: 'Someone to talk to', value: 40 },
          { name: 'Forms and money', value: 29 },
          { name: 'Something at home', value: 8 },
        ],
      }),
    },
    {
      id: 'first-reply',
      title: 'Hours until someone said yes',
      counted: 'Of the 212 needs that someone said yes to; 9 still wait and are not counted here.',
      drawing: distribution({
        title: 'Hours until someone said yes',
        counts: 'needs',
        of: 'hours',
        values: hours,
        upTo: 20,
        bins: 10,
      }),
      source: 'From the timeline of each need.',
    },
    {
      id: 'each-day',
      title: 'Needs asked each day',
      counted: 'The last 30 days; the phones were down on 4 November.',
      drawing: lineOverDays({ title: 'Needs asked each day', counts: 'needs', days }),
    },
    {
      id: 'no-taker',
      title: 'Needs with no taker, by ward',
      counted: '43 of 212 needs in the last 60 days. One ward does not share its figures.',
      drawing: areaMap({ title: 'Needs with no taker, by ward', counts: 'needs', width: 420, areas: wards() }),
    },
    {
      id: 'nothing',
      title: 'Hours until done',
      counted: 'No need has been finished yet.',
      drawing: distribution({ title: 'Hours until done', counts: 'needs', of: 'hours', values: [] }),
    },
  ]
  const resultsMap = areaMap({
    title: 'Where the results are',
    width: 420,
    areas: wards().map(({ id, name, rings }) => ({ id, name, rings })),
    labels: 'none',
    points: [
      { x: 1500, y: 1300, label: 'Lunch club, Southside Hub', number: 1 },
      { x: 2900, y: 2300, label: 'Harbour Pantry', number: 2 },
    ],
  })
  return { figures, resultsMap }
}

/** Twelve wards on a bent grid, with a river's wiggle in their borders. */
function wards(): MapArea[] {
  const names = [
    'Northgate',
    'Millbank',
    'Harbour',
    'Castle',
    'Orchard',
    'Quarry',
    'Abbey',
    'Meadow',
    'Station',
    'Park',
    'Bridge',
    'Hill',
  ]
  const values = [1, 4, 9, 2, 0, 6, 3, null, 12, 1, 5, 0]
  const corner = (column: number, row: number): [number, number] => [
    column * 1000 + 220 * Math.sin(row * 2.1 + column),
    row * 1000 + 240 * Math.cos(column * 1.7 + row * 0.6),
  ]
  const side = (from: [number, number], to: [number, number]) =>
    Array.from({ length: 12 }, (_, i): [number, number] => {
      const along = i / 12
      // The same wiggle from either end, so that neighbours meet.
      const wiggle = 45 * Math.sin(along * Math.PI) * Math.cos((from[0] + to[0]) / 300 + along * (1 - along) * 25)
      return [from[0] + (to[0] - from[0]) * along + wiggle, from[1] + (to[1] - from[1]) * along + wiggle]
    })
  return names.map((name, i) => {
    const column = i % 4
    const row = Math.floor(i / 4)
    const corners = [
      corner(column, row),
      corner(column + 1, row),
      corner(column + 1, row + 1),
      corner(column, row + 1),
    ] as const
    const ring = [
      ...side(corners[0], corners[1]),
      ...side(corners[1], corners[2]),
      ...side(corners[2], corners[3]),
      ...side(corners[3], corners[0]),
    ]
    return { id: `w${i + 1}`, name, rings: [ring], value: values[i] ?? null }
  })
}
