import { wording } from '../../design/wording.ts'
import type { Language } from '../../kernel/language.ts'
import { type Freshness, freshnessOf } from './freshness.ts'
import type { AttendingType, Cost, ListedServiceStatus } from './listed-service.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }

/** The words of the pages about one service, and the labels that every page of the directory shares. */
export const directoryWords = wording({ en, ar })

/** The directory's labels in English, for feeds and for pages that are English only. */

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

const attendingKeys = {
  'in-person': 'inPerson',
  phone: 'byPhone',
  online: 'online',
  'home-visit': 'homeVisit',
} as const
const statusKeys = {
  active: 'active',
  inactive: 'inactive',
  defunct: 'defunct',
  'temporarily closed': 'temporarilyClosed',
} as const

/** How people use a service, in any language: "By phone". */
export const attendingInWords = (attending: AttendingType, language: Language): string =>
  directoryWords(language)(attendingKeys[attending])

/** Whether a service is running, in any language: "Closed for a while". */
export const statusInWords = (status: ListedServiceStatus, language: Language): string =>
  directoryWords(language)(statusKeys[status])

/** "Checked last month", "Not checked since January 2021", "Not known when it was last checked": as a sentence of its own. */
export const sayFreshness = ({ key, values }: Freshness, language: Language): string =>
  directoryWords(language)(key, values && { at: Date.parse(`${values.month}-15T12:00:00Z`), withYear: values.withYear })

/** When the entry was last checked, as part of a sentence: "checked in March", "not checked since January 2021". */
export function freshnessInWords(assuredOn: string | undefined, now: Date): string {
  const said = sayFreshness(freshnessOf({ assuredOn }, now), 'en')
  return said.charAt(0).toLowerCase() + said.slice(1)
}
