import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Organisation } from '../../organisations/index.ts'
import type { Person } from '../../people/index.ts'
import { distanceMetres } from '../../places/index.ts'
import type { Need } from '../../requests/index.ts'
import { listTasksOfRequest } from '../task-store.ts'
import type { KnownOfNeed } from './usual-answers.ts'

/** Between kilometre squares; a great distance where one of the two is not known. */
export const metresFrom = (near: Need['near'], { position }: Organisation): number =>
  near && position ? distanceMetres(near, position) : Number.MAX_SAFE_INTEGER

export const nearestFirst = (near: Need['near'], organisations: readonly Organisation[]): Organisation[] =>
  organisations.toSorted((a, b) => metresFrom(near, a) - metresFrom(near, b) || (a.name < b.name ? -1 : 1))

/** What else is known of a need, for whoever may decide on it. */
export const loadKnown = async (
  tx: PlaceTx,
  need: Need,
  person: Person | null,
  organisations: readonly Organisation[],
): Promise<KnownOfNeed> => {
  const put = await listTasksOfRequest(tx, need.helpRequestId)
  return {
    need,
    communicationNeeds: person?.communicationNeeds ?? null,
    hidesAddress: person?.addressIsHidden ?? false,
    staffed: nearestFirst(
      need.near,
      organisations.filter(({ position, assuranceLevel }) => position !== null && assuranceLevel !== 'informal'),
    ),
    before: put.findLast(({ needId }) => needId === need.needId) ?? null,
    ofThem: put.at(-1) ?? null,
  }
}
