/** `/:place/volunteers/:volunteerId/phone` and `/who-it-was`: what somebody found out by ringing the number of a volunteer. */
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { page, redirect } from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { sayWhoItWas } from './change-volunteering.ts'
import { drawVolunteer, oneVolunteer, type VolunteerVisit } from './checks/volunteer.page.ts'
import { provePhone } from './prove-phone.ts'

const whoItWasPress = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/who-it-was',
  allow: 'volunteer.look-after',
  params: oneVolunteer,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const answer = await perform(platform.db, actor, sayWhoItWas, {
      ...params,
      otherId: typedLine(body.otherId),
      was: typedLine(body.was) as 'me',
    })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/volunteers/${params.volunteerId}?done=settled`)
    return drawVolunteer({ ...visit, query: {} } as unknown as VolunteerVisit, answer.message)
  },
})

const provePhonePress = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/phone',
  allow: 'volunteer.look-after',
  params: oneVolunteer,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const isThem = typedLine(body.isThem) !== 'no'
    const answer = await perform(platform.db, actor, provePhone, { ...params, isThem })
    if (!isRefusal(answer))
      return redirect(`/${place.slug}/volunteers/${params.volunteerId}?done=${isThem ? 'phone-proved' : 'undone'}`)
    return drawVolunteer({ ...visit, query: {} } as unknown as VolunteerVisit, answer.message)
  },
})

export const whoseNumberRoutes = [provePhonePress, whoItWasPress]
