import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { normaliseFeed } from '../../src/capabilities/directory/feeds/normalise-service.ts'
import { type Feed, readFeed } from '../../src/capabilities/directory/feeds/read-feed.ts'
import type { ListedServiceDraft } from '../../src/capabilities/directory/listed-service.ts'
import { isRefusal } from '../../src/kernel/refusal.ts'

/** The real feed the judgments are about: 819 services of one city and its neighbour, December 2024. It is never copied in. */
const FILE = join(process.env.SHARED_DATA ?? 'shared-data', 'oruk-feeds', 'bristol_oruk1_2024-12.json')

/** The moment the bench looks from. */
export const NOW = new Date('2026-11-22T12:00:00Z')

/** @returns undefined, with words on the error stream, when the feed is not there. */
export async function realFeed(): Promise<{ feed: Feed; services: ListedServiceDraft[] } | undefined> {
  if (!existsSync(FILE)) {
    process.stderr.write(
      `Skipped: there is no ${FILE}. Set SHARED_DATA to the folder that has oruk-feeds/ to measure search quality.\n`,
    )
    return undefined
  }
  const feed = await readFeed(FILE)
  if (isRefusal(feed)) throw new Error(feed.message)
  const services = normaliseFeed(feed.records, feed.source, NOW).flatMap(reading =>
    'draft' in reading ? [reading.draft] : [],
  )
  return { feed, services }
}
