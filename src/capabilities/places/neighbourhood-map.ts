/** The map of a place's neighbourhoods, to shade by a number and to put points on. */
import { areaMap } from '../../design/map.ts'
import type { Drawing } from '../../design/view-models.ts'
import type { Language } from '../../kernel/language.ts'
import type { GridPoint } from './grid.ts'
import type { Neighbourhood } from './place-store.ts'

export type NeighbourhoodMap = {
  /** Names the picture for those who hear it: "Needs with no taker, by ward". */
  readonly title: string
  /**
   * What each neighbourhood is shaded by, by its id or its code; null is drawn as not known. A neighbourhood that is not
   * named here is not known either. Without values the map is plain.
   */
  readonly values?: ReadonlyMap<string, number | null>
  /** What the values count: "needs". */
  readonly counts?: string
  /** Marked with their number in the list beside the map: their place in this order unless they say another. */
  readonly points?: readonly { readonly point: GridPoint; readonly label: string; readonly number?: number }[]
  /** Where the reader is, marked by a square when it lies on the map. */
  readonly here?: { readonly point: GridPoint; readonly label: string }
  /** In CSS pixels at full size; default 640. */
  readonly width?: number
  /** What the page is read in; English unless said. */
  readonly language?: Language
}

/** Draws the map: an SVG and, as its text alternative, a table. Give it to the `figure` macro. */
export function neighbourhoodMap(neighbourhoods: readonly Neighbourhood[], of: NeighbourhoodMap): Drawing {
  const { title, values, counts, points = [], width = 640, language = 'en' } = of
  return areaMap({
    title,
    width,
    language,
    areas: neighbourhoods.map(({ neighbourhoodId, code, name, outline }) => ({
      id: code,
      name,
      rings: outline.flat(),
      ...(values && { value: values.get(neighbourhoodId) ?? values.get(code) ?? null }),
    })),
    points: points.map(({ point, label, number }, at) => ({ ...point, label, number: number ?? at + 1 })),
    ...(counts !== undefined && { counts }),
    ...(of.here && { here: { ...of.here.point, label: of.here.label } }),
  })
}
