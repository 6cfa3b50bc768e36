import type { Figure } from '../../design/view-models.ts'
import { type GridPoint, type Neighbourhood, neighbourhoodMap } from '../places/index.ts'
import type { ListedService } from './listed-service.ts'
import type { Reader } from './service-cards.ts'

/** Where the places of a service are, among the neighbourhoods; null when nothing of it can be drawn. A hidden place has no point and is not drawn. */
export function mapOfService(
  service: ListedService,
  neighbourhoods: readonly Neighbourhood[],
  { say, language }: Reader,
): Figure | null {
  const points = service.locations.flatMap(({ point, name, addressLines, postcode }, at) =>
    point
      ? [
          {
            point: point as GridPoint,
            label: name ?? addressLines[0] ?? postcode ?? service.name,
            number: at + 1,
          },
        ]
      : [],
  )
  if (points.length === 0 || neighbourhoods.length === 0) return null
  return {
    id: 'map',
    title: say('whereItIs'),
    counted: say('pointsKnown', { count: points.length }),
    drawing: neighbourhoodMap(neighbourhoods, { title: say('mapOf'), points, width: 420, language }),
  }
}
