import { endAccess } from '../../platform/auth/grants.ts'
import { endSessionsHolding } from '../../platform/auth/session.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { forgetNotices } from '../../platform/notify/notice.ts'
import { forgetPerson } from '../people/index.ts'
import { listReferences } from './checks/checks-store.ts'
import { listPlacementsOf } from './roles/role-store.ts'
import type { Volunteer } from './volunteer.ts'
import { emptyVolunteer } from './volunteer-store.ts'

/**
 * Forgets a volunteer for good: what they told us, what was written down about them, what they were sent, and who they are unless they are known here as somebody
 * else too. The hours they gave stay counted. Their reference and code open nothing any more, and what is open on a device is closed at once.
 */
export const forgetVolunteer = (tx: PlaceTx, volunteer: Pick<Volunteer, 'volunteerId' | 'personId'>): Promise<void> =>
  tx.house(async () => {
    const { volunteerId, personId } = volunteer
    // The mails to those who were asked about them stand under each question.
    const asked = (await listReferences(tx, volunteerId)).map(({ referenceId }) => referenceId)
    const placements = await listPlacementsOf(tx, [volunteerId])
    await emptyVolunteer(tx, volunteerId)
    for (const basisId of [volunteerId, ...placements.map(({ placementId }) => placementId)])
      await endAccess(tx, { basisId })
    await forgetPerson(tx, personId, [volunteerId])
    await forgetNotices(tx, [volunteerId, ...asked])
    await endSessionsHolding(tx, { volunteerId })
  })
