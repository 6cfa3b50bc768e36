import { Type } from 'typebox'
import { dateAt, dayMonthYear } from '../../../design/time-in-words.ts'
import { csvLine } from '../../../kernel/csv.ts'
import { leastShown } from '../../../kernel/small-numbers.ts'
import { content, page, type Visit, view } from '../../../platform/http/route.ts'
import { chosen } from '../../../platform/http/typed.ts'
import { weekOf } from './how-it-went.ts'
import { monthsKept, writeCounts } from './keep-count.ts'
import { listSearches, listWords } from './searches-store.ts'
import { whatWasNotFound } from './what-was-not-found.ts'

/** `/:place/directory/searches`, for directory editors and commissioners: what people looked for and did not find, by neighbourhood and kind of need. */

const allow = 'directory.see-searches'
const periods = { '4': '4 weeks', '13': '13 weeks', '52': '52 weeks' } as const
type Weeks = keyof typeof periods
const query = Type.Object({ weeks: Type.Optional(Type.Unknown()) })

const read = async (visit: Visit) => {
  const { platform, actor } = visit
  const weeks: Weeks = chosen(visit.query.weeks, Object.keys(periods) as Weeks[]) ?? '13'
  // What this process counted a second ago is shown too.
  await writeCounts(platform)
  const now = platform.clock()
  const since = weekOf(dateAt(new Date(now.getTime() - (Number(weeks) - 1) * 7 * 86_400_000)))
  const { counts, words } = await platform.db.as(actor, async tx => ({
    counts: await listSearches(tx, since),
    words: await listWords(tx, since, leastShown),
  }))
  return { weeks, since, words, found: whatWasNotFound(counts) }
}

export const searchesPage = page({
  method: 'GET',
  path: '/:place/directory/searches',
  allow,
  query,
  async handle(given) {
    const visit = given as Visit
    const { weeks, since, words, found } = await read(visit)
    const here = `/${visit.place.slug}/directory/searches`
    const { kinds, neighbourhoods } = found
    const both = neighbourhoods
      .flatMap(({ name }, at) =>
        kinds.map(({ kind, byNeighbourhood }) => ({ name, kind, poor: byNeighbourhood[at] ?? 'not shown' })),
      )
      .filter(({ poor }) => poor !== 0)
    return view('directory/learning/searches.njk', {
      page: {
        title: 'What people look for and do not find',
        kind: 'staff',
        ...(visit.actor.permissions.has('directory.keep-right') && { backHref: `/${visit.place.slug}/directory` }),
      },
      periods: (Object.keys(periods) as Weeks[]).map(each => ({
        text: periods[each],
        href: `${here}?weeks=${each}`,
        current: each === weeks,
      })),
      since: dayMonthYear(since),
      any: found.searches !== 0,
      numbers: [
        { number: String(found.searches), says: 'searches counted' },
        { number: String(found.poor), says: 'of them came to nothing or to little' },
      ],
      why: {
        columns: [{ text: 'What was wrong' }, { text: 'Searches', number: true }],
        rows: found.why.map(({ says, searches }) => [says, searches]),
      },
      kinds: {
        columns: [
          { text: 'Kind of need' },
          { text: 'Searches', number: true },
          { text: 'Nothing or little found', number: true },
        ],
        rows: kinds.map(({ kind, searches, poor }) => [kind, searches, poor]),
      },
      neighbourhoods: {
        columns: [{ text: 'Neighbourhood' }, { text: 'Nothing or little found', number: true }],
        rows: neighbourhoods.map(({ name, poor }) => [name, poor]),
      },
      both: {
        columns: [
          { text: 'Neighbourhood' },
          { text: 'Kind of need' },
          { text: 'Nothing or little found', number: true },
        ],
        rows: both
          .flatMap(({ name, kind, poor }) => (typeof poor === 'number' ? [{ name, kind, poor }] : []))
          .sort((a, b) => b.poor - a.poor)
          .map(({ name, kind, poor }) => [name, kind, poor]),
      },
      // So small that only that they are there can be said: one line for each neighbourhood.
      small: {
        columns: [{ text: 'Neighbourhood' }, { text: 'Kinds of need' }],
        rows: neighbourhoods.flatMap(({ name }) => {
          const few = both.filter(each => each.name === name && typeof each.poor !== 'number')
          return few.length === 0
            ? []
            : [[name, few.map(({ kind, poor }) => (poor === 'not shown' ? `${kind} (not shown)` : kind)).join(', ')]]
        }),
      },
      words: {
        columns: [{ text: 'Word' }, { text: 'Searches', number: true }],
        rows: words.map(({ word, searches }) => [word, searches]),
      },
      csv: `${here}.csv?weeks=${weeks}`,
      monthsKept,
      empty: {
        title: 'Nothing has been looked for in these weeks',
        sentences: ['Searches on “Find help” are counted from the moment somebody makes one.'],
      },
    })
  },
})

export const searchesFile = page({
  method: 'GET',
  path: '/:place/directory/searches.csv',
  allow,
  query,
  async handle(given) {
    const visit = given as Visit
    const { since, found } = await read(visit)
    const lines = [
      ['since', 'neighbourhood', 'kind_of_need', 'searches', 'nothing_or_little_found'],
      ...found.kinds.map(({ kind, searches, poor }) => [since, 'all', kind, searches, poor]),
      ...found.neighbourhoods.map(({ name, poor }) => [since, name, 'all', '', poor]),
      ...found.neighbourhoods.flatMap(({ name }, at) =>
        found.kinds.map(({ kind, byNeighbourhood }) => [since, name, kind, '', byNeighbourhood[at] ?? 'not shown']),
      ),
    ]
    return content('text/csv; charset=utf-8', lines.map(line => csvLine(line)).join(''), {
      headers: {
        'content-disposition': `attachment; filename="searches-since-${since}.csv"`,
        'cache-control': 'no-store',
      },
    })
  },
})
