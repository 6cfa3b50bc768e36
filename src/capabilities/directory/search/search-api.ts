import { type Static, type TSchema, Type } from 'typebox'
import type { Language } from '../../../kernel/language.ts'
import { api, json } from '../../../platform/http/route.ts'
import { lookUpPostcode } from '../../places/index.ts'
import { readFindQuery } from './find-query.ts'
import { findSurroundings, homeAt } from './home.ts'
import { canBeSearched } from './place-indexes.ts'
import { type FoundService, readyToSearch, type SearchAnswer, searchServices } from './search-services.ts'
import { labelOf, sayReasons } from './search-words.ts'

/**
 * The search as JSON at `/:place/api/services`, for other sites and apps: open, without a key. It takes what the page at `/:place/find` takes (`q`, `near`,
 * the filters, `page`) and `per_page` up to 100. What is not known is null.
 */

const USUAL_PAGE = 20
const LARGEST_PAGE = 100

const Known = <T extends TSchema>(type: T) => Type.Unsafe<Static<T> | null>({ ...type, nullable: true })
const Tone = Type.Union([Type.Literal('for'), Type.Literal('against'), Type.Literal('unknown')])
const Result = Type.Object({
  id: Type.String(),
  name: Type.String(),
  organisation: Known(Type.String()),
  page: Type.String(),
  description: Known(Type.String()),
  distanceMetres: Known(Type.Number()),
  otherPlaces: Type.Integer(),
  attending: Type.Array(Type.String()),
  nationwide: Type.Boolean(),
  opening: Known(
    Type.Object({
      state: Type.String(),
      closesAt: Type.Optional(Type.String()),
      opensNextAt: Type.Optional(Type.String()),
    }),
  ),
  cost: Known(Type.String()),
  eligibility: Known(Type.String()),
  minimumAge: Known(Type.Number()),
  maximumAge: Known(Type.Number()),
  phone: Known(Type.String()),
  checkedOn: Known(Type.String()),
  reasons: Type.Array(Type.Object({ key: Type.String(), text: Type.String(), tone: Tone })),
})
const Answer = Type.Object({
  total: Type.Integer(),
  page: Type.Integer(),
  pages: Type.Integer(),
  matched: Type.String(),
  withUnknown: Type.Integer(),
  mended: Type.Array(Type.Object({ typed: Type.String(), read: Type.String() })),
  needs: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), because: Type.String() })),
  /** Somebody may be in danger now: say first whom to ring. */
  danger: Known(Type.Object({ kind: Type.String(), because: Type.String() })),
  filters: Type.Array(
    Type.Object({
      key: Type.String(),
      active: Type.Boolean(),
      leftOut: Type.Boolean(),
      notKnown: Type.Integer(),
      choices: Type.Array(
        Type.Object({
          value: Type.String(),
          label: Type.Optional(Type.String()),
          count: Type.Integer(),
          chosen: Type.Boolean(),
        }),
      ),
    }),
  ),
  results: Type.Array(Result),
})

export const searchApi = api({
  method: 'GET',
  path: '/:place/api/services',
  allow: 'anyone',
  headers: { 'access-control-allow-origin': '*' },
  query: Type.Object({}, { additionalProperties: true }),
  response: Answer,
  async handle({ platform, actor, place, query, language }) {
    const given = query as Readonly<Record<string, unknown>>
    const { words, near, filters, page } = readFindQuery(given)
    const perPage = Math.min(LARGEST_PAGE, readFindQuery({ page: given.per_page ?? String(USUAL_PAGE) }).page)
    if (!(await canBeSearched(platform.db, place.placeId))) return json(...STILL_READING)
    return platform.db.read(actor, async tx => {
      const [where, surroundings, ready] = await Promise.all([
        near === '' ? undefined : lookUpPostcode(tx, near),
        findSurroundings(tx),
        readyToSearch(tx),
      ])
      if (where && !where.point)
        return json(
          { error: { title: 'We could not read that', message: where.message ?? 'Where is that?' } },
          { status: 400 },
        )
      const home = where && homeAt(surroundings, where)
      const answer = await searchServices(tx, {
        words,
        filters,
        counted: true,
        ready,
        offset: (page - 1) * perPage,
        limit: perPage,
        ...(home && { home }),
      })
      return json(answerOf(answer, page, perPage, language, result => resultOf(result, place.slug, tx.now, language)))
    })
  },
})

const STILL_READING = [
  {
    error: {
      title: 'This directory is being made ready to search',
      message: 'It is a large one and we have just started. Search again in a minute.',
    },
  },
  { status: 503, headers: { 'retry-after': '30' } },
] as const

type Said = (result: FoundService) => object

const answerOf = (answer: SearchAnswer, page: number, perPage: number, language: Language, said: Said) => ({
  total: answer.total,
  page,
  pages: Math.ceil(answer.total / perPage),
  matched: answer.matched,
  withUnknown: answer.withUnknown,
  mended: answer.mended,
  needs: answer.needs.map(need => ({ id: need.needId, label: labelOf(need, language), because: need.because })),
  danger: answer.danger ?? null,
  filters: answer.facets,
  results: answer.results.map(said),
})

function resultOf(result: FoundService, slug: string, now: Date, language: Language) {
  const { opening, reasons } = result
  const says = sayReasons(reasons, now, language)
  return {
    id: result.serviceId,
    name: result.name,
    organisation: result.organisationName,
    page: `/${slug}/services/${result.serviceId}`,
    description: result.description,
    distanceMetres: result.distanceMetres,
    otherPlaces: Math.max(0, result.points.length - 1),
    attending: result.attending,
    nationwide: result.nationwide,
    opening: opening && {
      state: opening.state,
      ...(opening.closesAt && { closesAt: opening.closesAt.toISOString() }),
      ...(opening.opensNextAt && { opensNextAt: opening.opensNextAt.toISOString() }),
    },
    cost: result.cost,
    eligibility: result.eligibility,
    minimumAge: result.minimumAge,
    maximumAge: result.maximumAge,
    phone: result.phone,
    checkedOn: result.assuredOn,
    reasons: reasons.map(({ key, tone }, at) => ({ key, tone, text: String(says[at]?.text ?? '') })),
  }
}
