import type { VisitedPlace } from '../../platform/http/route.ts'
import { placeSettings, type Telephone } from './place-settings.ts'

/** The phone number of the place, for pages that show it as a link. */
export const phoneOf = (place: VisitedPlace): Telephone | null => placeSettings(place.settings).phone ?? null

/** How to reach a person instead, inside a sentence: "ring 01632 960 000". */
export const ringUs = (place: VisitedPlace): string => {
  const phone = phoneOf(place)
  return phone ? `ring ${phone.says}` : 'ask your council or a community organisation near you'
}
