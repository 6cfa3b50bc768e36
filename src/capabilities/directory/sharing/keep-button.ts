import type { Action } from '../../../design/view-models.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Visit } from '../../../platform/http/route.ts'
import { sharingWords } from './sharing-words.ts'
import { secretOf } from './shortlist.ts'
import { listKept } from './shortlist-store.ts'

/** What a reader can do with a service, on any page: keep it, take it off, tell us of a mistake. */

/** What is on this visitor's shortlist; nothing without its cookie. */
export const keptBy = async (tx: PlaceTx, cookies: Visit['cookies']): Promise<ReadonlySet<string>> => {
  const secret = secretOf(cookies)
  return new Set(secret ? (await listKept(tx, secret)).map(({ serviceId }) => serviceId) : [])
}

/** The button for one service; after it was pressed the reader is back on the page they were on. */
export function keepButton(
  visit: Pick<Visit, 'place' | 'language' | 'url'>,
  kept: ReadonlySet<string>,
  service: { serviceId: string; name: string },
): Action {
  const say = sharingWords(visit.language)
  const isKept = kept.has(service.serviceId)
  return {
    text: isKept ? say('removeFromList') : say('keepThis'),
    action: `/${visit.place.slug}/shortlist/${isKept ? 'remove' : 'keep'}`,
    hidden: { serviceId: service.serviceId, back: visit.url },
    look: 'other',
    about: { content: `(${service.name})` },
  }
}

/** The way to the list, with how many are on it; null while it is empty. */
export const shortlistLink = (
  visit: Pick<Visit, 'place' | 'language'>,
  kept: ReadonlySet<string>,
): { text: string; href: string } | null =>
  kept.size === 0
    ? null
    : {
        text: sharingWords(visit.language)('seeShortlist', { count: kept.size }),
        href: `/${visit.place.slug}/shortlist`,
      }

/** The way to tell us of a mistake in an entry. */
export const reportLink = ({ place, language }: Pick<Visit, 'place' | 'language'>, serviceId: string) => ({
  text: sharingWords(language)('reportMistake'),
  href: `/${place.slug}/services/${serviceId}/mistake`,
})
