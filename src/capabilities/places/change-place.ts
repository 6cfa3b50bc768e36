/** Commands that make and change places and their neighbourhoods. */
import { Type } from 'typebox'
import { newId, type PlaceId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import type { Boundary } from './boundary-file.ts'
import { areaSquareMetres, boundingBox, labelPoint } from './outline.ts'
import { wrongSettings } from './place-settings.ts'
import {
  insertPlace,
  lockPlace,
  neighbourhoodsVersion,
  retireNeighbourhoodsExcept,
  setNeighbourhoodsVersion,
  updatePlace,
  upsertNeighbourhood,
} from './place-store.ts'

const NAME = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: '\\S',
  mend: 'Give the place a name of 1 to 80 characters.',
})
const LAD_CODES = Type.Array(Type.String({ pattern: '^[A-Z][0-9]{8}$' }), {
  maxItems: 50,
  mend: 'Give each local authority district by its ONS code, like E06000001.',
})
/** First parts of addresses that are not places. */
const RESERVED = ['healthz', 'static', 'api', 'docs', 'assets', 'oruk', 'hsds']

/** Makes a place: perform it as the house of a new place id. */
export const addPlace = command({
  name: 'places.add-place',
  allow: 'place.change',
  input: Type.Object({
    slug: Type.String({
      pattern: '^[a-z][a-z0-9-]{1,38}$',
      mend: 'Choose a short name for addresses: 2 to 39 small letters, digits and hyphens, starting with a letter, like north-shore.',
    }),
    name: NAME,
    ladCodes: LAD_CODES,
    settings: Type.Record(Type.String(), Type.Unknown()),
  }),
  async run(tx, { slug, name, ladCodes, settings }) {
    if (RESERVED.includes(slug))
      return refuse('slug-reserved', `“${slug}” is an address of the software itself: choose another.`, 'slug')
    const [wrong] = wrongSettings(settings)
    if (wrong) return refuse('wrong-settings', wrong, 'settings')
    if (!(await insertPlace(tx, { slug, name: name.trim(), ladCodes, settings }))) {
      return refuse('slug-taken', `There is a place at “${slug}” already: choose another, or change that one.`, 'slug')
    }
    return { recordId: tx.placeId as string, placeId: tx.placeId, slug }
  },
})

/** Changes what is given and leaves the rest; a setting given as null is removed. */
export const changePlace = command({
  name: 'places.change-place',
  allow: 'place.change',
  input: Type.Object({
    name: Type.Optional(NAME),
    ladCodes: Type.Optional(LAD_CODES),
    settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
  async run(tx, change) {
    const place = await lockPlace(tx)
    if (!place) return refuse('no-such-place', 'There is no such place.')
    const merged = { ...place.settings, ...change.settings }
    const settings = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
    const [wrong] = wrongSettings(settings)
    if (wrong) return refuse('wrong-settings', wrong, 'settings')
    await updatePlace(tx, {
      name: change.name?.trim() ?? place.name,
      ladCodes: change.ladCodes ?? place.ladCodes,
      settings,
    })
    return { recordId: tx.placeId as string }
  },
})

const Position = Type.Tuple([Type.Number(), Type.Number()])

/** Makes the given boundaries the neighbourhoods of the place: adds, changes by code, and retires what is not among them. */
export const setNeighbourhoods = command({
  name: 'places.set-neighbourhoods',
  allow: 'place.change',
  input: Type.Object({
    boundaries: Type.Array(
      Type.Object({
        code: Type.String({ minLength: 1, maxLength: 40 }),
        name: Type.String({ minLength: 1, maxLength: 200 }),
        outline: Type.Array(Type.Array(Type.Array(Position, { minItems: 4 }), { minItems: 1 }), { minItems: 1 }),
      }),
      { minItems: 1, mend: 'Give at least one neighbourhood, each with a code, a name and an outline in metres.' },
    ),
  }),
  async run(tx, { boundaries }) {
    if (!(await lockPlace(tx))) return refuse('no-such-place', 'There is no such place.')
    const counts = { added: 0, changed: 0, unchanged: 0 }
    for (const { code, name, outline } of boundaries as readonly Boundary[]) {
      const became = await upsertNeighbourhood(tx, {
        neighbourhoodId: newId(),
        code,
        name,
        outline,
        bounds: boundingBox([outline]),
        labelPoint: labelPoint(outline),
        areaSquareMetres: Math.round(areaSquareMetres(outline)),
      })
      counts[became] += 1
    }
    const retired = await retireNeighbourhoodsExcept(
      tx,
      boundaries.map(({ code }) => code),
    )
    const same = counts.added + counts.changed + retired === 0
    if (!same || (await neighbourhoodsVersion(tx)) === null) await setNeighbourhoodsVersion(tx, newId())
    return { recordId: tx.placeId as string, ...counts, retired }
  },
})

/** A new place's id: everything about it hangs from this. */
export const newPlaceId = (): PlaceId => newId<PlaceId>()
