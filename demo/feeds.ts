import {
  joinPublishers,
  lookForDuplicates,
  sayNotTheSame,
} from '../src/capabilities/directory/feeds/duplicates/decide-duplicate.ts'
import { listDuplicates } from '../src/capabilities/directory/feeds/duplicates/duplicate-store.ts'
import { mergeEntries } from '../src/capabilities/directory/feeds/duplicates/merge-entries.ts'
import { harvestFeeds } from '../src/capabilities/directory/feeds/harvest/harvest-feeds.ts'
import { addFeed } from '../src/capabilities/directory/feeds/harvest/keep-feed.ts'
import type { Feed } from '../src/capabilities/directory/feeds/read-feed.ts'
import { sendTable } from '../src/capabilities/directory/feeds/tables/import-table.ts'
import { type Refusal, refuse } from '../src/kernel/refusal.ts'
import { perform } from '../src/platform/command.ts'
import type { Platform } from '../src/platform/platform.ts'
import { asFedIn, readServices } from './services.ts'
import { days, hours, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

/** The directories around Larkmere whose feeds it pulls: one that goes well, one that lost most of what it had, one that cannot be fetched; and a list by mail. */

const editor = 'Farida Noor'
const places = { valley: 'Skerrivale Council', sports: 'Two Rivers Sports Council', trust: 'Harbour County Care Trust' }

const entry = (id: string, name: string, by: string, description: string, more: object = {}) => ({
  id,
  name,
  description,
  status: 'active',
  organization: { id: `by ${by}`, name: by },
  ...more,
})

/** Somebody else's entry about one of Larkmere's own services. */
const again = (name: string, by: string, now: Date, more: object = {}) => {
  const service = readServices().find(each => each.name === name && each.by === by)
  if (!service) throw new Error(`Larkmere has no ${name} by ${by}.`)
  const fed = asFedIn(service, now)
  return { ...fed, id: `skerrivale ${name}`, organization: { ...fed.organization, id: `skerrivale ${by}` }, ...more }
}

export const tellFeeds = async (stage: Stage, platform: Platform, now: Date): Promise<void> => {
  const { db, clock, placeId, members } = stage
  const farida = found(members, editor)
  const add = (name: string, address: string, everyHours: number) =>
    perform(db, farida, addFeed, {
      ...{ name, address, everyHours, asksFor: 'everything' as const },
      licence: 'Open Government Licence 3.0',
      attribution: `From the directory of ${name}`,
    }).then(added => done(added).feedId)
  const fetched = (daysAgo: number, feedId: string, answer: Feed | Refusal) =>
    clock.at(later(now, -daysAgo * days), () => harvestFeeds(platform, placeId, { feedId, read: async () => answer }))

  const valley = await clock.at(later(now, -12 * days), () =>
    add(places.valley, 'https://directory.skerrivale.example/services', 24),
  )
  const theirs = [
    again('Interview clothes', 'Larkmere Into Work', now, { description: 'Free suits and shoes for an interview.' }),
    again('Emergency dental slots', 'Harbour Street Dentist', now),
    again('Youth group', 'Rainbow Tide', now, { name: 'Youth group (Skerrivale)' }),
    entry(
      'skerrivale ferry',
      'Ferry pass for over 60s',
      places.valley,
      '<p>Half price on the <b>Skerri ferry</b>.</p>',
    ),
    entry('skerrivale toys', 'Toy library', 'Skerrivale Families', 'Borrow three toys for a month.'),
    entry('skerrivale boat', 'Wheelchair boat trips', 'Skerri Boats', 'An hour on the water.', { minimum_age: 500 }),
    { id: 'skerrivale nameless', description: 'This one has no name.' },
  ]
  await fetched(11, valley, asFeed(theirs))
  await fetched(1 / 8, valley, asFeed(theirs.filter(({ id }) => id !== 'skerrivale toys')))

  const sports = await clock.at(later(now, -9 * days), () =>
    add(places.sports, 'https://tworivers.example/oruk/services', 168),
  )
  const clubs = ['Fencing', 'Canoe polo', 'Korfball', 'Orienteering'].map(sport =>
    entry(`club ${sport}`, `${sport} for beginners`, places.sports, 'Everything is lent to you.'),
  )
  await fetched(8, sports, asFeed(clubs))
  await fetched(1, sports, asFeed(clubs.slice(0, 1)))

  const trust = await clock.at(later(now, -6 * days), () => add(places.trust, 'https://care.example/feed.json', 24))
  for (const daysAgo of [5, 4, 3])
    await fetched(
      daysAgo,
      trust,
      refuse('http', 'https://care.example/feed.json could not be read: the server answered 503.'),
    )

  await clock.at(later(now, -26 * hours), () => decideOnPairs(stage))
  await clock.at(later(now, -4 * hours), async () => {
    const content = Buffer.from(
      'Activity,Run by,Tel,Where,Website\nKnit and natter,Saltenby Knitters,0161 496 0777,Saltenby Village Hall,N/A\nBell ringing,St Brannock,,The tower,saltenby-bells.example\n',
    )
    done(await perform(db, farida, sendTable, { name: 'Saltenby parish list', fileName: 'saltenby.csv', content }))
  })
}

/** Farida finds two to be one and two to be two; what else seems to be the same waits for her. */
const decideOnPairs = async ({ db, placeId, members }: Stage): Promise<void> => {
  const farida = found(members, editor)
  done(await perform(db, farida, lookForDuplicates, {}))
  const pairs = await db.asHouse(placeId, tx => listDuplicates(tx, 'open'))
  const named = (kind: string, name: string) => {
    const pair = pairs.find(each => each.kind === kind && each.firstName === name && each.secondName === name)
    if (!pair) throw new Error(`No two of ${name} seem to be the same.`)
    return pair
  }
  const dentist = named('entry', 'Emergency dental slots')
  done(
    await perform(db, farida, mergeEntries, {
      survivorId: dentist.firstId,
      absorbedId: dentist.secondId,
      taken: [],
    }),
  )
  const practice = named('publisher', 'Harbour Street Dentist')
  done(await perform(db, farida, joinPublishers, { duplicateId: practice.duplicateId, intoId: practice.firstId }))
  const youth = pairs.find(({ firstName, secondName }) => `${firstName}${secondName}`.includes('(Skerrivale)'))
  if (youth) done(await perform(db, farida, sayNotTheSame, { duplicateId: youth.duplicateId }))
}

const asFeed = (values: readonly object[]): Feed => ({
  source: '',
  form: 'ORUK 3.0',
  records: values.map((value, at) => ({ number: at + 1, value })),
  pages: 1,
  bytes: 0,
  notes: [],
})
