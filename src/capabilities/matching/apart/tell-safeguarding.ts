import { Type } from 'typebox'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { findHelpRequest, findNeed } from '../../requests/index.ts'
import { nameThePeople } from '../../safeguarding/index.ts'
import { findVolunteer } from '../../volunteers/index.ts'
import { findMatched } from './concern-people-store.ts'

/**
 * Lets the safeguarding leads see whom a concern is about, from where it was raised: the resident of a need, a volunteer, or both of a match. An id that is
 * nothing here names nobody.
 */
export const tellSafeguardingWho = command({
  name: 'matching.tell-safeguarding-who',
  allow: 'volunteer.progress',
  input: Type.Object({
    concernId: Type.String({ format: 'uuid' }),
    aboutKind: Type.String(),
    aboutId: Type.String({ format: 'uuid' }),
  }),
  run: (tx, { concernId, aboutKind, aboutId }) =>
    tx.house(async () => {
      const matched = aboutKind === 'match' ? await findMatched(tx, aboutId) : null
      const needId = aboutKind === 'need' ? aboutId : matched?.needId
      const volunteerId = aboutKind === 'volunteer' ? aboutId : matched?.volunteerId
      const resident = needId ? await residentOf(tx, needId) : null
      const volunteer = volunteerId ? ((await findVolunteer(tx, volunteerId))?.personId ?? null) : null
      await nameThePeople(
        tx,
        concernId,
        [resident, volunteer].filter(personId => personId !== null),
        volunteer ? [volunteer] : [],
      )
      return { recordId: concernId }
    }),
})

const residentOf = async (tx: PlaceTx, needId: string): Promise<string | null> => {
  const need = await findNeed(tx, needId, 'read')
  const request = need && (await findHelpRequest(tx, need.helpRequestId))
  return request?.personId ?? null
}
