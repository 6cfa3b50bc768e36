import type { PlaceTx } from '../../platform/db/database.ts'
import { forgetRecords } from '../../platform/personal/erase-store.ts'
import { allRules } from '../../platform/personal/rules.ts'
import type { Volunteer } from './volunteer.ts'

/**
 * Forgets a volunteer for good, by the rules of the manifests (`personal.ts`), and who they are unless they are known here as somebody else too. The hours they gave
 * stay counted. Their reference and code open nothing any more.
 */
export const forgetVolunteer = async (tx: PlaceTx, { volunteerId }: Pick<Volunteer, 'volunteerId'>): Promise<void> => {
  await forgetRecords(tx, allRules(), { volunteer: [volunteerId] })
}
