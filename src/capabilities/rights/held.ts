import { dateAt } from '../../design/time-in-words.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { type Found, findRecords } from '../../platform/personal/find-store.ts'
import { allRules } from '../../platform/personal/rules.ts'
import { listNeedIdsBetween } from '../referrals/index.ts'
import { listRequestIdsTakenBy } from '../requests/index.ts'
import { listVolunteerIdsOf } from '../volunteers/index.ts'
import { findWhoIsMeant } from './find-person.ts'
import { listLiveHolds } from './hold-store.ts'

/** Found by these for what they say and not for what they are. */
const notRecords = new Set(['reach', 'fact', 'notice'])

const idsOf = (found: Found): string[] =>
  [...found].flatMap(([record, ids]) => (notRecords.has(record) ? [] : [...ids]))

/**
 * Everything that is held today: what the holds name, with everything of a person where they name somebody, and everything an organisation took down, was asked about or looks
 * after where they name one. Nothing of it is forgotten, whether its time is over or somebody asks.
 */
export const listHeldIds = (tx: PlaceTx): Promise<string[]> =>
  tx.house(async () => {
    const held = new Set<string>()
    const people: string[] = []
    for (const { what, recordId } of await listLiveHolds(tx, dateAt(tx.now))) {
      held.add(recordId)
      if (what === 'person') {
        const [one = []] = await findWhoIsMeant(tx, recordId)
        people.push(recordId, ...one.map(({ personId }) => personId as string))
      }
      if (what === 'organisation')
        for (const listed of [listRequestIdsTakenBy, listNeedIdsBetween, listVolunteerIdsOf])
          for (const id of await listed(tx, recordId)) held.add(id)
    }
    if (people.length > 0) for (const id of idsOf(await findRecords(tx, allRules(), { person: people }))) held.add(id)
    return [...held]
  })
