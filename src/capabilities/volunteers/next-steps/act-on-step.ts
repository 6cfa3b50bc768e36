import type { PlaceTx } from '../../../platform/db/database.ts'
import { noteActed } from '../volunteer-store.ts'
import { completeNextStep } from './next-step-store.ts'

/**
 * Notes that a volunteer did or answered something, and that it was what they were told to do next, where it was. Without it nobody could say how many of the steps
 * we tell lead anywhere. By the house's sight.
 */
export const noteActedOn = async (
  tx: PlaceTx,
  volunteerId: string,
  about: Parameters<typeof completeNextStep>[2],
): Promise<void> => {
  await noteActed(tx, volunteerId)
  await completeNextStep(tx, volunteerId, about)
}
