import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../../platform/db/database.ts'

/** Writes down time that somebody gave. */
export const insertHours = (
  tx: PlaceTx,
  given: { volunteerId: string; givenOn: string; minutes: number; aboutId: string | null; note: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into volunteers.hours_given (place_id, hours_id, volunteer_id, given_on, minutes, about_id, note, said_by, recorded_at)
      values (${tx.placeId}, ${newId()}, ${given.volunteerId}, ${given.givenOn}, ${given.minutes}, ${given.aboutId}, ${given.note}, ${tx.actor.name}, ${tx.now})`
  })
