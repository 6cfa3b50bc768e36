import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import type { ErrorItem, Figure, ServiceResult } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { page, view } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import {
  type GridPoint,
  listNeighbourhoods,
  lookUpPostcode,
  type Neighbourhood,
  neighbourhoodMap,
  type PostcodeAnswer,
  telephone,
} from '../../places/index.ts'
import { agesInWords, costInWords, sentence, summaryOf } from '../result-words.ts'
import { type FoundService, type SearchAnswer, searchServices } from './search-services.ts'
import { sayReasons } from './search-words.ts'

/** `/:place/find`: a question, a postcode, and what is near. */

const PAGE_SIZE = 20

// Anything may stand in an address bar; the page explains what is wrong, so nothing is turned away before it.
const Anything = Type.Optional(Type.Unknown())

export const findPage = page({
  method: 'GET',
  path: '/:place/find',
  allow: 'anyone',
  query: Type.Object({ q: Anything, near: Anything, page: Anything }),
  async handle({ platform, place, actor, query }) {
    const q = typedLine(query.q).slice(0, 500)
    const near = typedLine(query.near).slice(0, 200)
    const pageNumber = Math.min(10_000, Math.max(1, Math.trunc(Number(typedLine(query.page))) || 1))
    const searched = query.q !== undefined || query.near !== undefined
    const { where, answer, neighbourhoods } = await platform.db.as(actor, tx =>
      search(tx, { q, near, searched, pageNumber }),
    )

    const errors: ErrorItem[] =
      where && !where.point && where.message ? [{ field: 'near', message: where.message }] : []
    const base = `/${place.slug}`
    const results = answer?.results ?? []
    const first = (pageNumber - 1) * PAGE_SIZE
    const onMap = results.flatMap(result => (result.points.length > 0 ? [result] : []))
    const model = {
      page: {
        title: 'Find help near you',
        backHref: base,
        errors,
        ...(where?.point && where.message ? { notice: { tone: 'information' as const, message: where.message } } : {}),
      },
      form: form({
        action: `${base}/find`,
        method: 'get',
        fields: [
          {
            kind: 'text',
            name: 'q',
            label: 'What do you need help with?',
            hint: 'In your own words, like “food” or “someone to talk to”',
            optional: true,
          },
          {
            kind: 'postcode',
            name: 'near',
            label: 'Where are you?',
            hint: 'A postcode, or its first part',
            optional: true,
          },
        ],
        values: { q, near },
        errors,
        button: 'Find help',
      }),
      howToLoad: where && 'howToLoad' in where ? where.howToLoad : null,
      searched,
      heading: answer ? headingOf(answer, first, results.length, where?.point ? where.shown : null) : '',
      explained: answer ? explained(answer, q) : [],
      first: first + 1,
      results: results.map(result => resultOf(result, base, onMap.indexOf(result) + 1)),
      map: mapOf(place.name, neighbourhoods, onMap),
      pagination: answer
        ? paginationOf(
            answer,
            pageNumber,
            pageTo => `${base}/find?${new URLSearchParams({ q, near, page: String(pageTo) })}`,
          )
        : null,
      beyond: false,
      empty: answer && results.length === 0 ? emptyOf(answer, pageNumber, base, q) : null,
    }
    return view('directory/search/find.njk', model, { status: errors.length > 0 ? 422 : 200 })
  },
})

async function search(
  tx: PlaceTx,
  { q, near, searched, pageNumber }: { q: string; near: string; searched: boolean; pageNumber: number },
) {
  const where: PostcodeAnswer | null = near === '' ? null : await lookUpPostcode(tx, near)
  const answer = searched
    ? await searchServices(tx, {
        words: q,
        offset: (pageNumber - 1) * PAGE_SIZE,
        limit: PAGE_SIZE,
        ...(where?.point && { near: where.point }),
      })
    : null
  const neighbourhoods = answer?.results.some(({ points }) => points.length > 0) ? await listNeighbourhoods(tx) : []
  return { where, answer, neighbourhoods }
}

const number = (count: number) => count.toLocaleString('en-GB')

function headingOf({ total, matched }: SearchAnswer, first: number, shown: number, near: string | null): string {
  if (total === 0 || shown === 0) return 'No services found'
  const services = `${number(total)} ${total === 1 ? 'service' : 'services'}`
  const order = near === null ? '' : matched === 'nearest' ? `, nearest to ${near} first` : `, for ${near}`
  return total <= shown
    ? `${services}${order}`
    : `${services}${order}: ${number(first + 1)} to ${number(first + shown)}`
}

function explained({ mended, matched, total }: SearchAnswer, q: string): string[] {
  const lines = mended.map(({ typed, read }) => `Nothing here has “${typed}”, so we looked for “${read}”.`)
  if (matched === 'some' && total > 0)
    lines.push('No service has all of your words. These have some of them, best first.')
  if (matched === 'nearest' && q !== '') lines.push(`“${q}” has no word that we can look for, so this is everything.`)
  return lines
}

function resultOf(result: FoundService, base: string, mapNumber: number): ServiceResult {
  const whoFor = result.eligibility
    ? summaryOf(result.eligibility, 100)
    : agesInWords(result.minimumAge, result.maximumAge)
  const summary = summaryOf(result.description)
  const phone = result.phone === null ? undefined : telephone(result.phone)
  return {
    ...(mapNumber > 0 && { number: mapNumber }),
    name: result.name,
    href: `${base}/services/${result.serviceId}`,
    organisation: result.organisationName ?? 'Organisation not known',
    ...(summary && { summary }),
    // The last reason is when it was last checked, which has its own line below.
    reasons: sayReasons(result.reasons.slice(0, -1), new Date(), 'en').map(reason => ({
      ...reason,
      text: sentence(String(reason.text)),
    })),
    cost: costInWords(result.cost, result.fees),
    ...(whoFor && { whoFor }),
    checked: sentence(result.checked),
    ...(phone && { phone }),
  }
}

/** The points of this page's results on the neighbourhoods; null when there is nothing to draw. */
function mapOf(
  placeName: string,
  neighbourhoods: readonly Neighbourhood[],
  onMap: readonly FoundService[],
): Figure | null {
  if (neighbourhoods.length === 0 || onMap.length === 0) return null
  const points = onMap.map(({ name, points: [point] }) => ({ point: point as GridPoint, label: name }))
  return {
    id: 'map',
    title: 'On the map',
    counted: `The numbers are those of the results. ${onMap.length === 1 ? 'One of them has' : `${onMap.length} of them have`} a known place.`,
    drawing: neighbourhoodMap(neighbourhoods, {
      title: `Where these services are in ${placeName}`,
      points,
      width: 420,
    }),
  }
}

function paginationOf({ total }: SearchAnswer, current: number, href: (page: number) => string) {
  const pages = Math.ceil(total / PAGE_SIZE)
  if (pages < 2) return null
  const shown = [...new Set([1, current - 1, current, current + 1, pages])]
    .filter(page => page >= 1 && page <= pages)
    .sort((a, b) => a - b)
  const items = shown.flatMap((page, index) => [
    ...(index > 0 && page - (shown[index - 1] ?? 0) > 1 ? [{ ellipsis: true }] : []),
    { number: page, href: href(page), current: page === current },
  ])
  return {
    items,
    ...(current > 1 && current <= pages + 1 && { previous: { href: href(current - 1) } }),
    ...(current < pages && { next: { href: href(current + 1) } }),
  }
}

function emptyOf({ total }: SearchAnswer, pageNumber: number, base: string, q: string) {
  if (total > 0 && pageNumber > 1)
    return { title: 'There are no more results', sentences: ['You have gone past the last page.'] }
  if (q === '') {
    return {
      title: 'No services are listed here yet',
      sentences: ['You can still tell us what you need, and a person will look for help.'],
      action: { text: 'Ask for help', href: `${base}/ask` },
    }
  }
  return {
    title: 'We found nothing for these words',
    sentences: [
      'Try one plain word, like “food” or “transport”, or leave the words out to see everything near you.',
      'Or tell us what you need, and a person will look for help.',
    ],
    action: { text: 'Ask for help', href: `${base}/ask` },
  }
}
