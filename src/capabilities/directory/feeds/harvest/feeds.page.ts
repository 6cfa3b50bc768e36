import type { PageModel } from '../../../../design/page.ts'
import { exactTime, inWords } from '../../../../design/time-in-words.ts'
import type { EmptyState, StateTag, TableRows } from '../../../../design/view-models.ts'
import { page, view } from '../../../../platform/http/route.ts'
import { type FeedAndEntries, listFeeds, listRuns, type Run } from './feed-store.ts'
import { here, nextInWords, paceInWords, stateOf } from './feed-words.ts'

/** `/:place/directory/feeds`: the feeds a place pulls, for those who keep the directory right. */

type FeedsPage = PageModel & {
  feeds: readonly { name: string; href: string; tag: StateTag; facts: readonly string[] }[]
  runs: TableRows
  links: readonly { text: string; href: string }[]
  empty: EmptyState
}

export const feedsPage = page({
  method: 'GET',
  path: '/:place/directory/feeds',
  allow: 'directory.keep-right',
  async handle(visit) {
    const { platform, actor } = visit
    const now = platform.clock()
    const { feeds, runs } = await platform.db.as(actor, tx =>
      tx.house(async () => ({ feeds: await listFeeds(tx), runs: await listRuns(tx, null, 20) })),
    )
    const model: FeedsPage = {
      page: {
        title: 'Feeds of other directories',
        kind: 'staff',
        backHref: `/${visit.place.slug}/directory`,
      },
      feeds: feeds.map(feed => ({
        name: feed.name,
        href: `${here(visit)}/${feed.feedId}`,
        tag: stateOf(feed),
        facts: factsOf(feed, now),
      })),
      runs: runsTable(runs),
      links: [
        { text: 'Add a feed', href: `${here(visit)}/add` },
        { text: 'Import a table (CSV)', href: `/${visit.place.slug}/directory/tables` },
        { text: 'Entries that seem to be the same', href: `/${visit.place.slug}/directory/duplicates` },
        ...runs.slice(0, 1).map(({ runId }) => ({
          text: 'The newest import, record by record',
          href: `/${visit.place.slug}/directory/imports/${runId}`,
        })),
      ],
      empty: {
        title: 'No feed is pulled yet',
        sentences: [
          'Add the address of another directory’s feed. It is fetched on a schedule, and every record’s report is kept.',
        ],
        action: { text: 'Add a feed', href: `${here(visit)}/add` },
      },
    }
    return view('directory/feeds/harvest/feeds.njk', model)
  },
})

const factsOf = (feed: FeedAndEntries, now: Date): string[] => [
  `${feed.entries} ${feed.entries === 1 ? 'entry' : 'entries'}`,
  feed.isOn ? `${paceInWords(feed.everyHours)}, next ${nextInWords(feed, now)}` : 'not fetched',
  ...(feed.lastGoodAt ? [`fetched ${inWords(feed.lastGoodAt, now)}`] : []),
  ...(feed.undecided > 0 ? [`${feed.undecided} vanished, not decided on`] : []),
  ...(feed.lastError ? [feed.lastError] : []),
  ...(feed.heldBecause ? [feed.heldBecause] : []),
]

const runsTable = (runs: readonly (Run & { source: string })[]): TableRows => ({
  columns: [
    { text: 'When' },
    { text: 'Feed or file' },
    ...['Records', 'Added', 'Changed', 'Vanished'].map(text => ({ text, number: true })),
  ],
  rows: runs.map(({ startedAt, source, counts, held }) => [
    exactTime(startedAt),
    held ? `${source} (held, nothing written)` : source,
    ...['records', 'added', 'changed', 'vanished'].map(key => counts[key] ?? 0),
  ]),
})
