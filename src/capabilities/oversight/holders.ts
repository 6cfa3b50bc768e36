import { v5 } from 'uuid'

/** Who holds what the coordinators of one organisation are told of its people: whoever is one today (docs/decisions/0016). */
export const coordinatorsHolder = (organisationId: string): string => v5('coordinators', organisationId)
