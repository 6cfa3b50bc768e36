/** `/:place/volunteer/my-details/change`: everything a volunteer said, to change. */
import type { PageModel } from '../../design/page.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { findOwnVolunteer } from './access.ts'
import { changeVolunteering } from './change-volunteering.ts'
import { findOwn, homeOf } from './own-volunteering.ts'
import { type VolunteerForm, volunteerForm } from './volunteer-form.ts'
import { readWhatTheySay, valuesOf } from './what-they-say.ts'

export type ChangeModel = PageModel & { action: string; form: VolunteerForm; button: string }

const newNameHint =
  'If your name is new, somebody has to see who you are again before you next meet anybody, and to look at your checks. What you said yes to that needs it goes to somebody else.'

const showChange = async (
  visit: Visit,
  posted: Readonly<Record<string, unknown>> | null,
  errors: readonly ErrorItem[] = [],
): Promise<Reply> => {
  const { platform, place, actor } = visit
  const own = await platform.db.as(actor, findOwn)
  if (!own) return redirect(`/${place.slug}/volunteer/sign-in`)
  if (own.volunteer.state === 'left') return redirect(homeOf(visit))
  const values = posted ?? valuesOf(own.volunteer, own.person)
  const model: ChangeModel = {
    page: { title: 'Change what you told us', backHref: homeOf(visit), errors },
    action: `${homeOf(visit)}/change`,
    form: volunteerForm(values, errors, { open: true, ...(own.volunteer.identitySeenOn && { nameHint: newNameHint }) }),
    button: 'Change it',
  }
  return privateView('volunteers/change.njk', model)
}

const changePage = page({
  method: 'GET',
  path: '/:place/volunteer/my-details/change',
  allow: 'anyone',
  handle: visit => showChange(visit as unknown as Visit, null),
})

const changeAnswer = page({
  method: 'POST',
  path: '/:place/volunteer/my-details/change',
  allow: 'anyone',
  async handle(given) {
    const visit = given as unknown as Visit
    const { platform, place, actor, body } = visit
    const own = await platform.db.as(actor, findOwnVolunteer)
    if (!own) return redirect(`/${place.slug}/volunteer/sign-in`)
    const read = readWhatTheySay(body)
    if ('errors' in read) return showChange(visit, body, read.errors)
    const input = { volunteerId: own.volunteerId, ...read.said }
    const answer = await perform(platform.db, actor, changeVolunteering, input)
    return isRefusal(answer) ? showChange(visit, body, errorsOf(answer)) : redirect(`${homeOf(visit)}?done=changed`)
  },
})

export const changeRoutes = [changePage, changeAnswer]
