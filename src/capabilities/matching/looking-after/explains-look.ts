import type { PlaceTx } from '../../../platform/db/database.ts'
import type { ExplainsLook } from '../../../platform/explains-look.ts'
import { listLiveMatchesOf, listMatchesOfVolunteer, listOpenAlerts } from '../match-store.ts'
import { listOffersTo } from '../offer-store.ts'

const hasMatch = async (tx: PlaceTx, volunteerId: string, since: Date): Promise<boolean> =>
  (await listLiveMatchesOf(tx, volunteerId)).length > 0 ||
  (await listMatchesOfVolunteer(tx, volunteerId)).some(({ endedAt }) => endedAt !== null && endedAt >= since)

const wasAsked = async (tx: PlaceTx, volunteerId: string, since: Date): Promise<boolean> => {
  const [latest] = await listOffersTo(tx, volunteerId, 1)
  return latest !== undefined && (latest.answeredAt ?? latest.sentAt) >= since
}

/** A volunteer who has something in hand, was asked lately, or is to be looked at. */
export const matchingExplains: ExplainsLook = {
  volunteer: async (tx, volunteerId, since) =>
    (await hasMatch(tx, volunteerId, since)) ||
    (await wasAsked(tx, volunteerId, since)) ||
    (await listOpenAlerts(tx)).some(alert => alert.volunteerId === volunteerId),
}
