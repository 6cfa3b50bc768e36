/** The neighbourhoods of a place: a map, and the same as a table. */
import type { PageModel } from '../../design/page.ts'
import type { EmptyState, Figure, TableRows } from '../../design/view-models.ts'
import { page, view } from '../../platform/http/route.ts'
import { neighbourhoodMap } from './neighbourhood-map.ts'
import { listNeighbourhoods } from './neighbourhoods.ts'
import type { Neighbourhood } from './place-store.ts'

type NeighbourhoodsPage = PageModel & { map: Figure | null; empty: EmptyState }

const SQUARE_METRES_IN_A_SQUARE_MILE = 1609.344 ** 2

export const neighbourhoodsPage = page({
  method: 'GET',
  path: '/:place/neighbourhoods',
  allow: 'anyone',
  async handle({ platform, place, actor }) {
    const neighbourhoods = await platform.db.as(actor, listNeighbourhoods)
    const some = neighbourhoods.length > 0
    const model: NeighbourhoodsPage = {
      page: { title: `Neighbourhoods of ${place.name}`, backHref: `/${place.slug}` },
      map: some ? mapOf(place.name, neighbourhoods) : null,
      empty: {
        title: 'No neighbourhoods yet',
        sentences: [
          `${place.name} has no neighbourhoods until a boundary file is loaded.`,
          `Whoever runs this software does that with: script/keepitlocal import boundaries FILE --place ${place.slug}`,
        ],
      },
    }
    return view('places/neighbourhoods.njk', model)
  },
})

function mapOf(placeName: string, neighbourhoods: readonly Neighbourhood[]): Figure {
  const one = neighbourhoods.length === 1
  return {
    id: 'neighbourhoods-map',
    title: 'Map and sizes',
    counted: `${neighbourhoods.length} ${one ? 'neighbourhood' : 'neighbourhoods'}. Names that do not fit are in the table.`,
    drawing: {
      ...neighbourhoodMap(neighbourhoods, { title: `Map of the neighbourhoods of ${placeName}` }),
      table: tableOf(neighbourhoods),
    },
  }
}

function tableOf(neighbourhoods: readonly Neighbourhood[]): TableRows {
  return {
    columns: [{ text: 'Name' }, { text: 'Size, square miles', number: true }],
    rows: neighbourhoods.map(({ name, areaSquareMetres }) => {
      const miles = areaSquareMetres / SQUARE_METRES_IN_A_SQUARE_MILE
      return [name, miles < 0.05 ? 'less than 0.1' : miles.toFixed(1)]
    }),
  }
}
