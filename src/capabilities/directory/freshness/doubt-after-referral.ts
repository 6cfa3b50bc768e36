import { dateAt } from '../../../design/time-in-words.ts'
import { type NeedKind, needKinds } from '../../../kernel/need-kind.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type EntryOfOrganisation, listEntriesOfOrganisation } from './assurance-store.ts'
import { raise } from './assure.ts'

/** What a referral that went nowhere says about the directory. */

/** Why: the organisation said that this is not what it does, or let two in a row run out of time. */
export interface WentNowhere {
  readonly organisationId: string
  /** The entry that made somebody ask, where that is known. */
  readonly listedServiceId: string | null
  readonly kind: NeedKind
  readonly because: 'declined' | 'unanswered'
  /** What was checked on this day or later is not doubted for it. */
  readonly checkedSince: Date | null
}

/**
 * Which entries of an organisation a need of a kind is about: the one that was named; else those whose name or subject has a word of the kind;
 * else the only one it has. None where several say nothing of it: then it is not the directory that sent somebody there. Pure.
 */
export function entriesMeant(
  entries: readonly EntryOfOrganisation[],
  { listedServiceId, kind }: Pick<WentNowhere, 'listedServiceId' | 'kind'>,
): readonly EntryOfOrganisation[] {
  const named = entries.filter(({ serviceId }) => serviceId === listedServiceId)
  if (named.length > 0) return named
  const words = new Set(`${needKinds[kind].label} ${needKinds[kind].words}`.toLowerCase().match(/[a-z]{3,}/g))
  const about = entries.filter(({ name, subject }) =>
    `${name} ${subject}`
      .toLowerCase()
      .match(/[a-z]{3,}/g)
      ?.some(word => words.has(word)),
  )
  return about.length > 0 || entries.length > 1 ? about : entries
}

/** Makes the one entry that is meant doubtful; where it may be one of several, editors are told and the public is not. @returns the entries concerned. */
export const doubtAfterReferral = (tx: PlaceTx, went: WentNowhere): Promise<string[]> =>
  tx.house(async () => {
    const since = went.checkedSince && dateAt(went.checkedSince)
    const meant = entriesMeant(await listEntriesOfOrganisation(tx, went.organisationId), went)
    const ids = meant.flatMap(({ serviceId, assuredOn }) => (since && assuredOn && assuredOn >= since ? [] : serviceId))
    if (meant.length > 1) await raise(tx, ids, 'one of several')
    else await raise(tx, ids, went.because === 'declined' ? 'referral declined' : 'referrals unanswered')
    return ids
  })
