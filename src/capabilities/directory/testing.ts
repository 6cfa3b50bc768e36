import type { TestHouse } from '../../../test/support/house.ts'
import type { PlaceId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addPlace, newPlaceId } from '../places/index.ts'

/** Builders for the tests of the directory. */

/** What a command answered, or a failed test that says why it refused. */
export function done<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer
}

/** A place of its own, with nothing in it. */
export async function addTestPlace(house: TestHouse, slug: string): Promise<PlaceId> {
  const placeId = newPlaceId()
  done(
    await perform(house.platform.db, houseActor(placeId), addPlace, { slug, name: slug, ladCodes: [], settings: {} }),
  )
  return placeId
}
