import type { Figure } from '../../../design/view-models.ts'
import type { Language } from '../../../kernel/language.ts'
import { type GridPoint, type Neighbourhood, neighbourhoodMap } from '../../places/index.ts'
import type { FoundService } from './search-services.ts'
import { searchWording } from './search-words.ts'

/** The map beside the results. Services at one place share one marker, so that none hides another. */

const keyOf = ({ x, y }: GridPoint): string => `${Math.round(x)},${Math.round(y)}`

/** The number of each result's marker, by its id; results whose place is not known have none. */
export function markersOf(results: readonly FoundService[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const markers = new Map<string, number>()
  for (const { serviceId, points } of results) {
    const [point] = points
    if (!point) continue
    const key = keyOf(point)
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    markers.set(serviceId, number)
  }
  return markers
}

/** Null when there is nothing to draw. */
export function mapOfResults(
  results: readonly FoundService[],
  markers: ReadonlyMap<string, number>,
  neighbourhoods: readonly Neighbourhood[],
  here: { point: GridPoint; label: string } | undefined,
  language: Language,
): Figure | null {
  if (neighbourhoods.length === 0 || markers.size === 0) return null
  const say = searchWording(language)
  const places: { point: GridPoint; names: string[] }[] = []
  for (const { serviceId, name, points } of results) {
    const number = markers.get(serviceId)
    const [point] = points
    if (number === undefined || !point) continue
    const place = places[number - 1] ?? { point, names: [] }
    places[number - 1] = place
    place.names.push(name)
  }
  const drawing = neighbourhoodMap(neighbourhoods, {
    title: say('mapTitle'),
    points: places.map(({ point, names }) => ({ point, label: names.join('; ') })),
    ...(here && { here }),
    width: 420,
    language,
  })
  const counted = say('mapCounted', { count: places.length })
  const isHereDrawn = drawing.svg.includes('kil-map__here')
  return {
    id: 'map',
    title: say('onTheMap'),
    counted: here && isHereDrawn ? `${counted} ${say('mapHere', { near: here.label })}` : counted,
    drawing,
  }
}
