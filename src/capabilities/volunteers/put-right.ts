import type { JourneyId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import type { Person } from '../people/index.ts'
import { bringBackSeen, putToSeeAgain } from './checks/checks-store.ts'
import { IdentityToSeeAgain } from './checks/facts.ts'
import { isAnotherName, isSpelling } from './new-name.ts'
import { listVolunteersAmong, savePhoneProved, saveWhereFrom } from './volunteer-store.ts'

/** What was put right of who somebody is. */
type PutRight =
  | { readonly fact: 'name'; readonly was: string; readonly now: string; readonly isTakenBack: boolean }
  | { readonly fact: 'phone' }
  | { readonly fact: 'postcode'; readonly where: Pick<Person, 'position' | 'neighbourhoodId'> }

/**
 * What follows for those of some people who volunteer when something about them was put right: another name has to be seen again as if they had changed it themselves (how it
 * is spelled has not), another number has not been rung yet, and they start from somewhere else.
 */
export const followPutRight = (tx: PlaceTx, personIds: readonly string[], put: PutRight): Promise<void> =>
  tx.house(async () => {
    const volunteers = await listVolunteersAmong(tx, personIds)
    const ids = volunteers.map(({ volunteerId }) => volunteerId)
    if (put.fact === 'phone') return savePhoneProved(tx, ids, null)
    if (put.fact === 'postcode') return saveWhereFrom(tx, ids, put.where)
    for (const { volunteerId, journeyId } of volunteers) {
      const mustBeSeen = isAnotherName(put.was, put.now) && !isSpelling(put.was, put.now)
      if (mustBeSeen && (await putToSeeAgain(tx, volunteerId, put.was)))
        await record(
          tx,
          IdentityToSeeAgain,
          { recordId: volunteerId, journeyId: journeyId as JourneyId },
          { volunteerId },
        )
      if (put.isTakenBack) await bringBackSeen(tx, volunteerId, put.now)
    }
  })
