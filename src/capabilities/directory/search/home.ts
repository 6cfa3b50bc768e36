import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  findOwnPlace,
  listNeighbourhoods,
  type Neighbourhood,
  neighbourhoodAround,
  type Place,
  type PostcodeAnswer,
} from '../../places/index.ts'
import type { Home } from './service-areas.ts'

/** The place of a transaction and its neighbourhoods. */
export type Surroundings = { place: Place | null; neighbourhoods: readonly Neighbourhood[] }

export async function findSurroundings(tx: PlaceTx): Promise<Surroundings> {
  const [place, neighbourhoods] = await Promise.all([findOwnPlace(tx), listNeighbourhoods(tx)])
  return { place, neighbourhoods }
}

/** What a looked-up postcode tells of where somebody lives; undefined when it is nowhere we know. */
export function homeAt({ place, neighbourhoods }: Surroundings, where: PostcodeAnswer): Home | undefined {
  const { point } = where
  if (!point) return undefined
  const exact = where.kind === 'unit' || where.kind === 'terminated'
  const around = exact ? neighbourhoodAround(neighbourhoods, point, where.wardCode) : null
  const placeCodes = place?.ladCodes ?? []
  const codes = exact ? [where.wardCode, where.ladCode, where.lsoaCode].flatMap(code => code ?? []) : []
  return {
    point,
    exact,
    shown: where.shown,
    codes,
    ...(around && { neighbourhood: { name: around.name, code: around.code } }),
    place: {
      name: place?.name ?? '',
      codes: placeCodes,
      neighbourhoods: neighbourhoods.map(({ name, code }) => ({ name, code })),
    },
    inPlace: isInPlace(around !== null, exact ? where.ladCode : null, placeCodes, exact && neighbourhoods.length > 0),
  }
}

/** Undefined when neither a neighbourhood nor a district tells. */
function isInPlace(
  inNeighbourhood: boolean,
  ladCode: string | null,
  placeCodes: readonly string[],
  outlinesTell: boolean,
): boolean | undefined {
  if (inNeighbourhood) return true
  if (ladCode !== null && placeCodes.length > 0) return placeCodes.includes(ladCode)
  return outlinesTell ? false : undefined
}
