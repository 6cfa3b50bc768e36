import { dateAt } from '../../design/time-in-words.ts'
import type { JourneyId, PlaceId } from '../../kernel/ids.ts'
import { endAccess } from '../../platform/auth/grants.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import type { Platform } from '../../platform/platform.ts'
import { VolunteerBack, VolunteerLeft } from './facts.ts'
import { deleteNextStepsBefore } from './next-steps/next-step-store.ts'
import { deleteRolesClosedBefore } from './roles/role-store.ts'
import {
  endSilent,
  forgetSaidBefore,
  type KnownVolunteer,
  listPausesEnded,
  listSilentSince,
  saveState,
} from './volunteer-store.ts'
import { undoDays } from './words.ts'

/** The same day so many months before. */
const monthsBefore = (now: Date, months: number): Date => {
  const then = new Date(now)
  then.setUTCMonth(then.getUTCMonth() - months)
  return then
}

const silentMonths = 24
const nextStepMonths = 12
const closedRoleMonths = 24

const about = ({ volunteerId, journeyId }: KnownVolunteer) => ({
  recordId: volunteerId,
  journeyId: journeyId as JourneyId,
})

/**
 * Keeps what volunteers were promised: a pause ends on its day; whoever has done and answered nothing for 24 months has stopped. Forgetting those who stopped is retention's
 * (`capability.ts`). Each volunteer in a transaction of their own.
 */
export const keepPromises = async ({ db }: Platform, placeId: PlaceId): Promise<void> => {
  const inHouse = <T>(work: (tx: PlaceTx) => Promise<T>) => db.asHouse(placeId, work)
  for (const volunteer of await inHouse(tx => listPausesEnded(tx, dateAt(tx.now))))
    await inHouse(async tx => {
      await saveState(tx, volunteer.volunteerId, { state: 'active', pausedUntil: null })
      await record(tx, VolunteerBack, about(volunteer), { volunteerId: volunteer.volunteerId })
    })
  for (const volunteer of await inHouse(tx => listSilentSince(tx, monthsBefore(tx.now, silentMonths))))
    await inHouse(async tx => {
      // Told first, so that whatever they still had in hand is given to somebody else.
      await record(tx, VolunteerLeft, about(volunteer), { volunteerId: volunteer.volunteerId })
      await endSilent(tx, volunteer.volunteerId, new Date(tx.now.getTime() - undoDays * 86_400_000))
    })
  await inHouse(async tx => {
    await forgetSaidBefore(tx, new Date(tx.now.getTime() - undoDays * 86_400_000))
    await deleteNextStepsBefore(tx, monthsBefore(tx.now, nextStepMonths))
    // Whoever opened a role sees who was interested until that ends, and with the role it does.
    for (const basisId of await deleteRolesClosedBefore(tx, monthsBefore(tx.now, closedRoleMonths)))
      await endAccess(tx, { basisId })
  })
}
