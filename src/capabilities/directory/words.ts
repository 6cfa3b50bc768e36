import { freshnessOf } from './freshness/freshness.ts'
import { sayFreshness } from './freshness/freshness-words.ts'
import type { AttendingType, Cost, ListedServiceStatus } from './listed-service.ts'

/** The directory's labels, for pages and reasons alike. */

export const attendingWords: Readonly<Record<AttendingType, string>> = {
  'in-person': 'In person',
  phone: 'By phone',
  online: 'Online',
  'home-visit': 'They come to your home',
}

export const statusWords: Readonly<Record<ListedServiceStatus, string>> = {
  active: 'Open to people now',
  inactive: 'Not running now',
  defunct: 'Has ended',
  'temporarily closed': 'Closed for a while',
}

export const costWords: Readonly<Record<Cost, string>> = { free: 'Free', paid: 'There is a cost' }

/** When the entry was last checked, as part of a sentence: "checked in March", "not checked since January 2021". */
export function freshnessInWords(assuredOn: string | undefined, now: Date): string {
  const said = sayFreshness(freshnessOf({ assuredOn }, now), 'en')
  return said.charAt(0).toLowerCase() + said.slice(1)
}
