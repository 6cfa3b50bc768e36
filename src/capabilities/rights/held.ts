import { dateAt } from '../../design/time-in-words.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type Found, findRecords } from '../../platform/personal/find-store.ts'
import type { Held } from '../../platform/personal/held.ts'
import { allRules } from '../../platform/personal/rules.ts'
import { listNeedIdsBetween } from '../referrals/index.ts'
import { listRequestIdsTakenBy } from '../requests/index.ts'
import { listVolunteerIdsOf } from '../volunteers/index.ts'
import { findWhoIsMeant } from './find-person.ts'
import { type Hold, listLiveHolds } from './hold-store.ts'

/** Found by these for what they say and not for what they are. */
const notRecords = new Set(['reach', 'fact', 'notice'])

const idsOf = (found: Found): string[] =>
  [...found].flatMap(([record, ids]) => (notRecords.has(record) ? [] : [...ids]))

/** What one hold names, by kind of record: all that a person is, and what an organisation took down, was asked about or looks after. */
const named = async (
  tx: PlaceTx,
  { what, recordId }: Pick<Hold, 'what' | 'recordId'>,
): Promise<Readonly<Record<string, readonly string[]>>> => {
  switch (what) {
    case 'request':
      return { 'help request': [recordId] }
    case 'person': {
      const [one = []] = await findWhoIsMeant(tx, recordId)
      return { person: [recordId, ...one.map(({ personId }) => personId as string)] }
    }
    case 'organisation':
      return {
        'help request': await listRequestIdsTakenBy(tx, recordId),
        need: await listNeedIdsBetween(tx, recordId),
        volunteer: await listVolunteerIdsOf(tx, recordId),
      }
    default:
      return { [what]: [recordId] }
  }
}

/**
 * Everything that is held today: what the holds name, with everything that hangs on it. Nothing of it is forgotten, whether its time is over (`platform/personal/held.ts`)
 * or somebody asks.
 */
export const listHeld = (tx: PlaceTx): Promise<Held> =>
  tx.house(async () => {
    const holds = await listLiveHolds(tx, dateAt(tx.now))
    const roots = new Map<string, Set<string>>()
    for (const hold of holds)
      for (const [record, ids] of Object.entries(await named(tx, hold)))
        roots.set(record, new Set([...(roots.get(record) ?? []), ...ids]))
    const found = roots.size > 0 ? await findRecords(tx, allRules(), Object.fromEntries(roots)) : new Map()
    return { ids: [...new Set([...holds.map(({ recordId }) => recordId), ...idsOf(found)])], found }
  })
