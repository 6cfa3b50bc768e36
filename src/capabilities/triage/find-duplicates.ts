import type { PlaceTx } from '../../platform/db/database.ts'
import { listPeopleLike, type Person } from '../people/index.ts'
import { type HelpRequest, listHelpRequestsOf, listNeedsOf, type Need } from '../requests/index.ts'

/** An open request that may be the same need told a second time. */
export interface LikelyDuplicate {
  readonly person: Person
  /** Why it may be the same: "same phone number". */
  readonly because: string
  readonly request: HelpRequest
  readonly needs: readonly Need[]
}

/** As many people as are looked at: more than this alike is a shared phone, not a person. */
const mostPeople = 5

/** Open requests of the same person for the same kind of help, and of people who may be the same person: only those the actor may see. */
export const findLikelyDuplicates = async (tx: PlaceTx, need: Need, person: Person): Promise<LikelyDuplicate[]> => {
  const alike = (await listPeopleLike(tx, person)).slice(0, mostPeople)
  const found: LikelyDuplicate[] = []
  for (const { other, because } of [
    { other: person, because: 'the same person, the same kind of help' },
    ...alike.map(({ because, ...other }) => ({ other: other as Person, because })),
  ])
    for (const request of await listHelpRequestsOf(tx, other.personId)) {
      if (request.state === 'closed' || request.helpRequestId === need.helpRequestId) continue
      const needs = (await listNeedsOf(tx, request.helpRequestId)).filter(
        ({ state, kind }) => state !== 'closed' && (other !== person || kind === need.kind),
      )
      if (needs.length) found.push({ person: other, because, request, needs })
    }
  return found
}
