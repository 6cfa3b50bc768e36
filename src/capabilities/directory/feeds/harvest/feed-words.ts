import { inWords } from '../../../../design/time-in-words.ts'
import type { StateTag } from '../../../../design/view-models.ts'
import type { Visit } from '../../../../platform/http/route.ts'
import type { KeptFeed } from './feed-store.ts'

/** How feeds are spoken of on the pages about them. */

/** Where the pages about feeds are. */
export const here = (visit: Pick<Visit, 'place'>) => `/${visit.place.slug}/directory/feeds`

export const paces = [
  { value: '1', text: 'Every hour' },
  { value: '6', text: 'Every 6 hours' },
  { value: '24', text: 'Every day' },
  { value: '168', text: 'Every week' },
  { value: '720', text: 'Every 30 days' },
]
export const paceInWords = (hours: number): string =>
  paces.find(({ value }) => Number(value) === hours)?.text.toLowerCase() ?? `every ${hours} hours`

export function stateOf(feed: KeptFeed): StateTag {
  if (feed.heldBecause) return { word: 'Waits for you', tone: 'attention' }
  if (!feed.isOn) return { word: 'Off', tone: 'stopped' }
  if (feed.failures > 0)
    return { word: `Failed ${feed.failures} ${feed.failures === 1 ? 'time' : 'times'}`, tone: 'overdue' }
  return feed.lastGoodAt ? { word: 'Fetched', tone: 'agreed' } : { word: 'Not fetched yet', tone: 'waiting' }
}

/** When it is fetched next, in words; the job looks every ten minutes for what is due. */
export const nextInWords = ({ isOn, nextRunAt }: KeptFeed, now: Date): string =>
  !isOn ? 'not planned' : nextRunAt > now ? inWords(nextRunAt, now) : 'within ten minutes'
