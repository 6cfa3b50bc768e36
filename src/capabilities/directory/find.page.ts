import { Type } from 'typebox'
import { form } from '../../design/form.ts'
import type { EmptyState, ErrorItem, ServiceResult } from '../../design/view-models.ts'
import { layoutWords, numbersIn } from '../../design/wording.ts'
import type { Language } from '../../kernel/language.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { page, type Visit, view } from '../../platform/http/route.ts'
import { lookUpPostcode, type PostcodeAnswer, placeSettings, telephone } from '../places/index.ts'
import { countSearch } from './learning/keep-count.ts'
import { agesInWords, costInWords, sentence, summaryOf } from './result-words.ts'
import { appliedOf, foundOf, groupsOf } from './search/find-filters.ts'
import { mapOfResults, markersOf } from './search/find-map.ts'
import { addressOf, type FindQuery, RESULTS_ID, readFindQuery } from './search/find-query.ts'
import { findSurroundings, homeAt } from './search/home.ts'
import { canBeSearched } from './search/place-indexes.ts'
import type { ReasonKey } from './search/ranking.ts'
import {
  dangerIn,
  type FoundService,
  readyToSearch,
  type SearchAnswer,
  searchServices,
} from './search/search-services.ts'
import { labelOf, sayOpening, sayReasons, searchWording } from './search/search-words.ts'
import { keepButton, keptBy, shortlistLink } from './sharing/keep-button.ts'
import { resultsData } from './standards/schema-org.ts'
import { directoryWords, sayFreshness } from './words.ts'

/** `/:place/find`: a question, a postcode, what narrows it down, and what is near. */

const PAGE_SIZE = 20

export const findPage = page({
  method: 'GET',
  path: '/:place/find',
  allow: 'anyone',
  query: Type.Object({}, { additionalProperties: true }),
  async handle(visit) {
    const { platform, place, actor, language } = visit
    const say = searchWording(language)
    const query = readFindQuery(visit.query as Readonly<Record<string, unknown>>)
    const base = `/${place.slug}/find`
    const { publicUrl } = platform.config
    const canSearch = !query.asked || (await canBeSearched(platform.db, place.placeId))
    const found = await platform.db.read(actor, tx => find(tx, query, canSearch, visit.cookies))
    const { where, answer, danger, kept, neighbourhoods } = found
    const message = where ? nearInWords(where, language) : null
    if (answer && query.words !== '' && query.page === 1 && Object.keys(query.filters).length === 0)
      countSearch(visit, {
        typed: query.words,
        needs: answer.needs,
        where: where?.kind === 'unit' || where?.kind === 'terminated' ? where.point : null,
        total: answer.total,
        matched: answer.matched,
        near: where?.point != null,
        results: answer.results.map(({ distanceMetres, attending, nationwide, freshness }) => ({
          distanceMetres,
          remote: nationwide || attending.some(way => way !== 'in-person'),
          stale: freshness.stale,
        })),
      })
    const errors: ErrorItem[] = where && !where.point && message ? [{ field: 'near', message }] : []
    const results = answer?.results ?? []
    const markers = markersOf(results)
    const facets = answer?.facets ?? []
    const result = (each: FoundService) => resultOf(each, visit, kept, markers.get(each.serviceId), platform.clock())
    const heading = answer ? headingOf(answer, query, where?.point ? where.shown : null, language) : say('results')
    const model = {
      page: {
        canonicalHref: `${publicUrl}${base}`,
        ...(results.length > 0 && {
          structuredData: resultsData(
            `${publicUrl}${base}`,
            say('title'),
            results.map(({ serviceId, name }) => ({ url: `${publicUrl}/${place.slug}/services/${serviceId}`, name })),
            (query.page - 1) * PAGE_SIZE + 1,
          ),
        }),
        title: say('title'),
        ...(answer && { windowTitle: windowTitleOf(query, heading, language) }),
        backHref: `/${place.slug}`,
        translated: true,
        errors,
        ...(where?.point && message ? { notice: { tone: 'information' as const, message } } : {}),
      },
      form: form({
        action: `${base}#${RESULTS_ID}`,
        method: 'get',
        language,
        fields: [
          { kind: 'text', name: 'q', label: say('question'), hint: say('questionHint'), optional: true },
          { kind: 'postcode', name: 'near', label: say('where'), hint: say('whereHint'), optional: true },
        ],
        values: { q: query.words, near: query.near },
        errors,
        button: say('find'),
      }),
      words: wordsOf(language),
      howToLoad: where && 'howToLoad' in where ? where.howToLoad : null,
      asked: query.asked,
      danger: danger
        ? {
            title: say('dangerTitle', { phone: placeSettings(place.settings).emergencyPhone?.says ?? '999' }),
            more: say('dangerMore'),
            href: `/${place.slug}/ask/danger`,
          }
        : null,
      heading,
      typed: query.words === '' ? '' : say('typed', { typed: query.words }),
      // What is wrong is said at the top: nobody is led past it.
      resultsId: errors.length > 0 ? null : RESULTS_ID,
      readAs: answer ? readAsOf(answer, query, base, language) : null,
      explained: answer ? explained(answer, query, where, language) : [],
      applied: appliedOf(query, facets, base, language),
      removeAllHref: addressOf(base, { ...query, page: 1, filters: {} }),
      filtersFound: foundOf(query, facets, base, language),
      groups: answer ? groupsOf(facets, query.filters, language) : [],
      first: (query.page - 1) * PAGE_SIZE + 1,
      results: results.map(result),
      shortlist: shortlistLink(visit, kept),
      map: mapOfResults(
        results,
        markers,
        neighbourhoods,
        where?.point ? { point: where.point, label: unbroken(where.shown) } : undefined,
        language,
      ),
      pagination: answer ? paginationOf(answer, query, base, language) : null,
      empty: !canSearch
        ? {
            title: say('stillReading'),
            sentences: [say('stillReadingHelp')],
            action: { text: say('searchAgain'), href: visit.url },
          }
        : answer && results.length === 0
          ? emptyOf(answer, query, place.slug, language)
          : null,
    }
    if (!canSearch) return view('directory/find.njk', model, { status: 503, headers: { 'retry-after': '30' } })
    return view('directory/find.njk', model, { status: errors.length > 0 ? 422 : 200 })
  },
})

async function find(tx: PlaceTx, query: FindQuery, canSearch: boolean, cookies: Visit['cookies']) {
  const looking = query.near === '' ? null : lookUpPostcode(tx, query.near)
  if (!query.asked || !canSearch) {
    const [where, danger] = await Promise.all([looking, query.asked ? dangerIn(tx, query.words) : undefined])
    return { where, answer: null, danger, kept: await keptBy(tx, cookies), neighbourhoods: [] }
  }
  const [near, surroundings, ready] = await Promise.all([looking, findSurroundings(tx), readyToSearch(tx)])
  // Alone, because it looks with other eyes.
  const kept = await keptBy(tx, cookies)
  const search = async (where: PostcodeAnswer | null) => {
    const home = where ? homeAt(surroundings, where) : undefined
    return searchServices(tx, {
      words: query.words,
      ...(query.exactly && { exactly: true }),
      filters: query.filters,
      counted: true,
      ready,
      offset: (query.page - 1) * PAGE_SIZE,
      limit: PAGE_SIZE,
      ...(home && { home }),
    })
  }
  let where = near
  let answer = await search(near)
  // A postcode that stands in the question says where they are, when the box for it was left empty.
  if (near === null && answer.postcode) {
    const said = await lookUpPostcode(tx, answer.postcode)
    if (said.point) {
      where = said
      answer = await search(said)
    }
  }
  const drawn = answer.results.some(({ points }) => points.length > 0)
  return { where, answer, danger: answer.danger, kept, neighbourhoods: drawn ? surroundings.neighbourhoods : [] }
}

/** The words of the page that no number or name stands in. */
function wordsOf(language: Language) {
  const say = searchWording(language)
  const keys = [
    'results',
    'applied',
    'remove',
    'removeAll',
    'narrow',
    'show',
    'any',
    'printResults',
    'offerHelp',
    'howToLoad',
  ] as const
  return Object.fromEntries(keys.map(key => [key, say(key)]))
}

/** What there is to say of a postcode. The places capability says it in English. */
function nearInWords(where: PostcodeAnswer, language: Language): string | null {
  if (language === 'en' || where.message === null) return where.message
  const say = searchWording(language)
  const { shown } = where
  switch (where.kind) {
    case 'not-a-postcode':
      return say('nearNotPostcode')
    case 'unknown':
      return say('nearUnknown', { shown })
    case 'not-loaded':
      return say('nearNotLoaded', { shown })
    case 'terminated':
    case 'unit':
      return where.terminatedMonth === null ? null : say('nearEnded', { shown })
    case 'outcode':
    case 'partial':
      return say('nearMiddle', { shown })
  }
}

/** A postcode stays on one line. */
const unbroken = (postcode: string): string => postcode.replaceAll(' ', '\u00a0')

function headingOf(answer: SearchAnswer, { page }: FindQuery, near: string | null, language: Language): string {
  const say = searchWording(language)
  const { total, matched, results } = answer
  if (results.length === 0) return say('nothingFound')
  const number = numbersIn(language)
  const found =
    near === null
      ? say('found', { count: total })
      : say(matched === 'nearest' ? 'foundNearest' : 'foundFor', { count: total, near: unbroken(near) })
  const first = (page - 1) * PAGE_SIZE
  return total <= results.length
    ? found
    : say('range', { found, first: number.format(first + 1), last: number.format(first + results.length) })
}

/** What was asked and what came of it: tabs, histories and bookmarks of several searches can be told apart. */
function windowTitleOf({ words }: FindQuery, heading: string, language: Language): string {
  const say = searchWording(language)
  const typed = words === '' ? [] : [say('typed', { typed: summaryOf(words, 80) ?? '' })]
  return [...typed, heading, say('title')].join(' – ')
}

function explained(answer: SearchAnswer, query: FindQuery, where: PostcodeAnswer | null, language: Language): string[] {
  const say = searchWording(language)
  const { mended, matched, total, withAllWords } = answer
  const lines = mended.map(values => say('mended', values))
  if (query.near === '' && answer.postcode && where?.point) lines.push(say('postcodeRead', { postcode: where.shown }))
  if (matched === 'some' && total > 0) lines.push(say('someWords'))
  if (matched === 'all' && withAllWords < total && Object.keys(query.filters).length === 0)
    lines.push(say('fewWithAll', { count: withAllWords }))
  if (matched === 'nearest' && query.words !== '') lines.push(say('noWords', { typed: query.words }))
  return lines
}

/** How the question was read, and the way to search for exactly what was typed; or, once that was asked for, the way back. */
function readAsOf({ needs }: SearchAnswer, query: FindQuery, base: string, language: Language) {
  const say = searchWording(language)
  const other = { ...query, page: 1, exactly: !query.exactly }
  const href = addressOf(base, other)
  if (query.exactly && query.words !== '')
    return { text: say('readExactly', { typed: query.words }), link: { text: say('readFreely'), href } }
  if (needs.length === 0) return null
  const read = needs.map(need => say('readNeed', { need: labelOf(need, language), because: need.because }))
  return {
    text: say('readAs', { needs: read.join(say('between')) }),
    link: { text: say('searchExactly', { typed: query.words }), href },
  }
}

/** Reasons that a result says in a line of its own. */
const OWN_LINES = new Set<ReasonKey>(['freshness', 'opening', 'free'])
const TONES = { open: 'agreed', closed: 'stopped', 'by-appointment': 'waiting', 'not-known': 'unknown' } as const

function resultOf(
  result: FoundService,
  visit: Pick<Visit, 'place' | 'language' | 'url'>,
  kept: ReadonlySet<string>,
  marker: number | undefined,
  now: Date,
): ServiceResult {
  const { place, language } = visit
  const say = searchWording(language)
  const ages = agesInWords(result.minimumAge, result.maximumAge, language)
  const eligibility = result.eligibility ? summaryOf(result.eligibility, 100) : undefined
  const summary = summaryOf(result.description)
  const phone = result.phone === null ? undefined : telephone(result.phone)
  const keptAt = shortlistLink(visit, kept)
  const { opening, points, nationwide } = result
  const also = points.length - 1
  const reasons = sayReasons(
    result.reasons.filter(({ key }) => !OWN_LINES.has(key)),
    now,
    language,
  ).map(reason => ({ ...reason, text: sentence(String(reason.text)) }))
  if (also > 0) reasons.splice(1, 0, { text: sentence(say('alsoAt', { count: also })), tone: 'for' })
  if (nationwide && !result.reasons.some(({ key }) => key === 'servesEverywhere'))
    reasons.push({ text: sentence(say('forWholeCountry')), tone: 'for' })
  return {
    ...(marker !== undefined && { number: marker }),
    name: result.name,
    href: `/${place.slug}/services/${result.serviceId}`,
    organisation: result.organisationName
      ? { content: result.organisationName }
      : directoryWords(language)('organisationNotKnown'),
    ...(summary && { summary }),
    ...(opening && { open: { word: sayOpening(opening, now, language), tone: TONES[opening.state] } }),
    reasons,
    cost: costInWords(result.cost, result.fees, language),
    ...(eligibility ? { whoFor: { content: eligibility } } : ages ? { whoFor: ages } : {}),
    checked: sayFreshness(result.freshness, language),
    ...(phone && { phone }),
    id: `entry-${result.serviceId}`,
    keep: keepButton(visit, kept, result),
    ...(keptAt && kept.has(result.serviceId) && { keptAt }),
  }
}

function paginationOf({ total }: SearchAnswer, query: FindQuery, base: string, language: Language) {
  const pages = Math.ceil(total / PAGE_SIZE)
  if (pages < 2) return null
  const { page: current } = query
  const say = layoutWords(language)
  const href = (page: number) => addressOf(base, { ...query, page })
  const shown = [...new Set([1, current - 1, current, current + 1, pages])]
    .filter(page => page >= 1 && page <= pages)
    .sort((a, b) => a - b)
  const items = shown.flatMap((page, index) => [
    ...(index > 0 && page - (shown[index - 1] ?? 0) > 1 ? [{ ellipsis: true }] : []),
    {
      number: page,
      href: href(page),
      current: page === current,
      visuallyHiddenText: say('pageNumber', { number: page }),
    },
  ])
  return {
    items,
    landmarkLabel: say('pages'),
    ...(current > 1 && current <= pages + 1 && { previous: { href: href(current - 1), text: say('previousPage') } }),
    ...(current < pages && { next: { href: href(current + 1), text: say('nextPage') } }),
  }
}

function emptyOf({ total }: SearchAnswer, query: FindQuery, slug: string, language: Language): EmptyState {
  const say = searchWording(language)
  const base = `/${slug}/find`
  if (total > 0)
    return {
      title: say('seenAll'),
      sentences: [say('pastLast')],
      action: { text: say('firstPage'), href: addressOf(base, { ...query, page: 1 }) },
    }
  if (Object.keys(query.filters).length > 0)
    return {
      title: say('noneForChoices'),
      sentences: [say('takeOneOff')],
      action: { text: say('removeAll'), href: addressOf(base, { ...query, page: 1, filters: {} }) },
    }
  const ask = { text: say('askForHelp'), href: `/${slug}/ask` }
  return query.words === ''
    ? { title: say('noneListed'), sentences: [say('noneListedHelp')], action: ask }
    : { title: say('noneForWords'), sentences: [say('tryPlain'), say('orTellUs')], action: ask }
}
