import { directoryLearns } from './journeys/directory-learns.ts'
import { residentRequest } from './journeys/resident-request.ts'
import { safeguardingConcern } from './journeys/safeguarding-concern.ts'
import { systemsHear } from './journeys/systems-hear.ts'
import { volunteerMatch } from './journeys/volunteer-match.ts'
import type { Journey } from './platform/facts/journey.ts'

/** Every story that crosses capabilities. */
export const journeys: readonly Journey[] = [
  residentRequest,
  volunteerMatch,
  directoryLearns,
  safeguardingConcern,
  // After all the others, so that what is told is how it stands.
  systemsHear,
]
