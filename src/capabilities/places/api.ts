/** The JSON answer to "where is this postcode?". */
import { Type } from 'typebox'
import { api, json } from '../../platform/http/route.ts'
import { toLatLong } from './grid.ts'
import { lookUpPostcode, type PostcodeAnswer } from './look-up-postcode.ts'
import { neighbourhoodAt } from './neighbourhoods.ts'
import type { Neighbourhood } from './place-store.ts'

const orNull = <Of extends ReturnType<typeof Type.String | typeof Type.Number>>(of: Of) => Type.Union([of, Type.Null()])

const PostcodeResponse = Type.Object({
  kind: Type.Union(
    (['unit', 'terminated', 'outcode', 'partial', 'unknown', 'not-loaded', 'not-a-postcode'] as const).map(kind =>
      Type.Literal(kind),
    ),
  ),
  /** As people write it. */
  postcode: Type.String(),
  message: orNull(Type.String()),
  latitude: orNull(Type.Number()),
  longitude: orNull(Type.Number()),
  /** Metres, British National Grid. */
  easting: orNull(Type.Number()),
  northing: orNull(Type.Number()),
  terminatedMonth: orNull(Type.String()),
  ladCode: orNull(Type.String()),
  wardCode: orNull(Type.String()),
  lsoaCode: orNull(Type.String()),
  neighbourhood: Type.Union([Type.Object({ code: Type.String(), name: Type.String() }), Type.Null()]),
  /** What a partial postcode could be: the first few. */
  matches: Type.Array(Type.String()),
  matchesInAll: Type.Integer(),
  howToLoad: Type.Union([Type.Object({ sentences: Type.Array(Type.String()), command: Type.String() }), Type.Null()]),
})

/** `GET /:place/api/postcodes/:postcode`: 200 where it is somewhere, 404 where it is not known, 400 where it is no postcode. */
export const postcodeApi = api({
  method: 'GET',
  path: '/:place/api/postcodes/:postcode',
  allow: 'anyone',
  params: Type.Object({ postcode: Type.String({ maxLength: 200 }) }),
  response: PostcodeResponse,
  async handle({ platform, actor, params }) {
    const { answer, neighbourhood } = await platform.db.as(actor, async tx => {
      const answer = await lookUpPostcode(tx, params.postcode)
      const exact = answer.kind === 'unit' || answer.kind === 'terminated'
      return { answer, neighbourhood: exact ? await neighbourhoodAt(tx, answer.point, answer.wardCode) : null }
    })
    const status = answer.point ? 200 : answer.kind === 'not-a-postcode' ? 400 : 404
    return json(postcodeBody(answer, neighbourhood), { status })
  },
})

/** The answer as JSON; the command line prints the same. */
export function postcodeBody(answer: PostcodeAnswer, neighbourhood: Neighbourhood | null) {
  const degrees = answer.point && toLatLong(answer.point)
  const codes = 'wardCode' in answer ? answer : null
  return {
    kind: answer.kind,
    postcode: answer.shown,
    message: answer.message,
    latitude: degrees && rounded(degrees.latitude, 1e6),
    longitude: degrees && rounded(degrees.longitude, 1e6),
    easting: answer.point && rounded(answer.point.x, 1),
    northing: answer.point && rounded(answer.point.y, 1),
    terminatedMonth: codes?.terminatedMonth ?? null,
    ladCode: codes?.ladCode ?? null,
    wardCode: codes?.wardCode ?? null,
    lsoaCode: codes?.lsoaCode ?? null,
    neighbourhood: neighbourhood && { code: neighbourhood.code, name: neighbourhood.name },
    matches: 'matches' in answer ? answer.matches : [],
    matchesInAll: 'matches' in answer ? answer.total : 0,
    howToLoad: 'howToLoad' in answer ? answer.howToLoad : null,
  }
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts
