import type { PlaceTx } from '../../platform/db/database.ts'
import type { Visit } from '../../platform/http/route.ts'
import { findPerson, type Person } from '../people/index.ts'
import { findOwnVolunteer } from './access.ts'
import { type KnownVolunteer, listMaybeSame } from './volunteer-store.ts'

/** A volunteer's own record, with who they are and other sign-ups that may be theirs. */
type Own = { volunteer: KnownVolunteer; person: Person; again: KnownVolunteer[] }

/** The visitor's own volunteering; null for anybody else. */
export const findOwn = async (tx: PlaceTx): Promise<Own | null> => {
  const volunteer = await findOwnVolunteer(tx)
  const person = volunteer && (await findPerson(tx, volunteer.personId))
  if (!volunteer || !person) return null
  return {
    volunteer,
    person,
    again: await listMaybeSame(tx, volunteer.volunteerId),
  }
}

/** The visitor's own page. */
export const homeOf = (visit: Visit): string => `/${visit.place.slug}/volunteer/my-details`
