/** `keepitlocal feeds`, `feeds add`, `feeds fetch`, `feeds off` and `feeds on`. */
import type { CommandLineWord, Terminal } from '../../../../platform/capability.ts'
import { perform } from '../../../../platform/command.ts'
import { orWrong, text, WrongLine, word, wrongUsage } from '../../../../platform/command-line.ts'
import { houseActor } from '../../../../platform/db/database.ts'
import { placeNamed } from '../../../places/index.ts'
import { type FeedAndEntries, listFeeds } from './feed-store.ts'
import { type Harvested, harvestFeeds } from './harvest-feeds.ts'
import { addFeed, steerFeed } from './keep-feed.ts'

const PLACE = { place: { type: 'string' } } as const

const list = word('feeds', '--place P', 'List the feeds a place pulls.', PLACE, async ({ values, usage }, terminal) => {
  const place = await placeNamed(terminal, text(values.place), usage)
  const feeds = await terminal.platform.db.asHouse(place.placeId, listFeeds)
  if (feeds.length === 0)
    terminal.out('No feed is pulled. Add one: keepitlocal feeds add ADDRESS --name NAME --place P')
  for (const feed of feeds) terminal.out(lineOf(feed))
})

const lineOf = (feed: FeedAndEntries): string =>
  [
    `${feed.name}: ${feed.address}`,
    `  ${feed.isOn ? `every ${feed.everyHours} hours, next ${feed.nextRunAt.toISOString()}` : 'off'}; ${feed.entries} entries; ${feed.lastGoodAt ? `fetched ${feed.lastGoodAt.toISOString()}` : 'not fetched yet'}`,
    ...(feed.heldBecause ? [`  Waits for a decision: ${feed.heldBecause}`] : []),
    ...(feed.lastError ? [`  Failed ${feed.failures} times: ${feed.lastError}`] : []),
  ].join('\n')

const add = word(
  'feeds add',
  'ADDRESS --name NAME --place P [--every HOURS] [--licence L] [--source S] [--changes]',
  'Pull the feed of another directory on a schedule.',
  {
    ...PLACE,
    name: { type: 'string' },
    every: { type: 'string' },
    licence: { type: 'string' },
    source: { type: 'string' },
    changes: { type: 'boolean' },
  },
  async ({ names, values, usage }, terminal) => {
    const [address, ...more] = names
    const name = text(values.name)
    if (!address || more.length > 0 || !name) throw wrongUsage('Give one address and a name', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const source = text(values.source)
    const { feedId } = orWrong(
      await perform(terminal.platform.db, houseActor(place.placeId), addFeed, {
        name,
        address,
        everyHours: Number(text(values.every) ?? 24),
        licence: text(values.licence) ?? '',
        attribution: '',
        asksFor: values.changes === true ? 'changes' : 'everything',
        ...(source && { source }),
      }),
    )
    terminal.out(
      `The feed of ${name} is pulled from now on (${feedId}). Fetch it at once: keepitlocal feeds fetch "${name}"`,
    )
  },
)

const fetchWord = word(
  'feeds fetch',
  'NAME --place P',
  'Fetch the feed of that name now; without a name, all that are due.',
  PLACE,
  async ({ names, values, usage }, terminal) => {
    const place = await placeNamed(terminal, text(values.place), usage)
    const feed = names[0] === undefined ? undefined : await named(terminal, place.placeId, names[0])
    const done = await harvestFeeds(terminal.platform, place.placeId, feed ? { feedId: feed.feedId } : {})
    if (done.length === 0) terminal.out('No feed is due.')
    for (const each of done) terminal.out(said(each))
    if (done.some(({ outcome }) => outcome === 'failed')) throw new WrongLine('', 1)
  },
)

function said(harvested: Harvested): string {
  const { name, outcome } = harvested
  if (outcome === 'unchanged') return `${name}: the same as last time.`
  if (outcome === 'failed') return `${name}: ${harvested.because}`
  const { counts } = harvested.report
  if (outcome === 'held')
    return `${name}: ${counts.vanished} services are missing at once. Nothing was changed; decide on the page of the feed.`
  return `${name}: ${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused, ${counts.vanished} no longer in it.`
}

const off = steering(
  'off',
  'Stop fetching a feed; its entries stay.',
  name => `${name} is not fetched any more. Its entries stay.`,
)
const on = steering('on', 'Go on fetching a feed.', name => `${name} is fetched again, within minutes.`)

function steering(to: 'on' | 'off', about: string, says: (name: string) => string): CommandLineWord {
  return word(`feeds ${to}`, 'NAME --place P', about, PLACE, async ({ names, values, usage }, terminal) => {
    if (!names[0]) throw wrongUsage('Name the feed', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const feed = await named(terminal, place.placeId, names[0])
    orWrong(await perform(terminal.platform.db, houseActor(place.placeId), steerFeed, { feedId: feed.feedId, to }))
    terminal.out(says(feed.name))
  })
}

async function named(
  terminal: Terminal,
  placeId: Parameters<typeof houseActor>[0],
  name: string,
): Promise<FeedAndEntries> {
  const feeds = await terminal.platform.db.asHouse(placeId, listFeeds)
  const found = feeds.filter(feed => feed.feedId === name || feed.name.toLowerCase() === name.toLowerCase())
  if (found.length > 1)
    throw new WrongLine(
      `There are ${found.length} feeds “${name}”; give its id instead: ${found.map(({ feedId }) => feedId).join(', ')}.`,
      1,
    )
  if (!found[0]) throw new WrongLine(`There is no feed “${name}”. List them: keepitlocal feeds`, 1)
  return found[0]
}

export const feedWords: readonly CommandLineWord[] = [list, add, fetchWord, off, on]
