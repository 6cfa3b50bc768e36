import { dateAt } from '../../design/time-in-words.ts'
import type { JourneyId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { ExplainsLook } from '../../platform/explains-look.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import { listHeldChecks, listTrainingsDone } from './checks/checks-store.ts'
import { listPlacementsOf } from './roles/role-store.ts'
import type { Volunteer } from './volunteer.ts'
import { findVolunteer } from './volunteer-store.ts'

/** Whoever looks after volunteers sees to what ends so many days ahead. Our own choice. */
const seenToAheadDays = 30

/** True while a volunteer waits for somebody here: nobody has seen yet who they are. */
const waitsToBeSeen = ({ state, identitySeenOn }: Volunteer): boolean => state !== 'left' && identitySeenOn === null

/** Something that was checked or learned ends soon, or ended lately. */
const endsSoon = async (tx: PlaceTx, volunteerId: string, since: Date): Promise<boolean> => {
  const from = dateAt(since)
  const to = dateAt(new Date(tx.now.getTime() + seenToAheadDays * 86_400_000))
  const ends = [...(await listHeldChecks(tx, [volunteerId])), ...(await listTrainingsDone(tx, [volunteerId]))]
  return ends.some(({ countsUntil }) => countsUntil !== null && countsUntil >= from && countsUntil <= to)
}

/** A volunteer who waits to be seen, of whom something was written down lately, who has to do with a role, or whose check is to be seen to. */
export const volunteersExplain: ExplainsLook = {
  volunteer: async (tx, volunteerId, since) => {
    const volunteer = await findVolunteer(tx, volunteerId)
    if (!volunteer) return false
    if (waitsToBeSeen(volunteer)) return true
    if ((await listFacts(tx, volunteer.journeyId as JourneyId)).some(({ recordedAt }) => recordedAt >= since))
      return true
    const placements = await listPlacementsOf(tx, [volunteerId])
    if (placements.some(({ state, since: at }) => state === 'interested' || state === 'started' || at >= since))
      return true
    return endsSoon(tx, volunteerId, since)
  },
}
