import { isUuid } from '../../kernel/ids.ts'
import type { VisitedPlace } from '../../platform/http/route.ts'

/** Who decides about what is asked here, and looks after whoever offers to help: the place's `triageOrganisationId`; null while nobody does. */
export const triageOrganisationOf = (place: VisitedPlace): string | null => {
  const { triageOrganisationId } = place.settings
  return isUuid(triageOrganisationId) ? triageOrganisationId : null
}
