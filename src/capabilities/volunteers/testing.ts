/** Builders for tests and benches, here and in other capabilities: what somebody says who signs up, and a volunteer. */
import type { Static } from 'typebox'
import type { PlaceId } from '../../kernel/ids.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { anyone } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import type { Platform } from '../../platform/platform.ts'
import { anyTime } from './free-at.ts'
import { signUpVolunteer } from './sign-up.ts'

/** The shortest sign-up there is, as the form posts it. */
export const leastPosted = {
  name: 'Sam Okafor',
  phone: '07700 900123',
  postcode: 'ZZ1 4AB',
  activities: ['shopping'],
  freeWhen: 'any',
  within: '3200',
  capacity: '1',
  adult: 'yes',
} as const

type SignUp = Static<typeof signUpVolunteer.schema> & Parameters<typeof signUpVolunteer.run>[1]

/** A volunteer who signed up on the web, with anything else a test wants said. */
export const aVolunteer = async (
  platform: Platform,
  placeId: PlaceId,
  organisationId: string,
  more: Partial<SignUp> = {},
) => {
  const made = await perform(platform.db, anyone(placeId), signUpVolunteer, {
    name: 'Sam Okafor',
    phone: '07700 900123',
    email: null,
    postcode: 'ZZ1 4AB',
    activities: ['shopping'],
    withinMetres: 3200,
    languages: [],
    freeAt: anyTime,
    capacity: 1,
    mostOffersAWeek: 3,
    hasCar: false,
    limits: '',
    isAdult: true,
    organisationId,
    personId: null,
    ...more,
  } as SignUp)
  if (isRefusal(made)) throw new Error(made.message)
  return made
}
