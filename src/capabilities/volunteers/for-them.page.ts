/** `/:place/volunteers/:volunteerId/change` and `/rest`: what somebody changes, pauses or stops by phone, done for them by whoever looks after them. */
import { Type } from 'typebox'
import { type FormView, form, readDate } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { dateAt, exactDate } from '../../design/time-in-words.ts'
import type { Action, ErrorItem } from '../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { findPerson } from '../people/index.ts'
import { accessVolunteer } from './access.ts'
import type { ChangeModel } from './change.page.ts'
import {
  changeVolunteering,
  comeBack,
  leaveVolunteering,
  pauseVolunteering,
  takeChangeBack,
} from './change-volunteering.ts'
import { dayLike } from './done-for-them.ts'
import { askWhyThisVolunteer, mayLookAtVolunteer } from './reason-to-look.ts'
import { volunteerForm } from './volunteer-form.ts'
import { readWhatTheySay, valuesOf } from './what-they-say.ts'
import { undoDays } from './words.ts'

const params = Type.Object({ volunteerId: Type.String({ format: 'uuid' }) })
type Theirs = Visit<{ volunteerId: string }, Record<string, unknown>>

const homeOf = ({ place, params }: Theirs): string => `/${place.slug}/volunteers/${params.volunteerId}`

const notTheirs = (): Reply => notFound('We cannot find that volunteer, or they are not yours to see.')

const findTheirs = ({ platform, actor, params }: Theirs) =>
  platform.db.as(actor, async tx => {
    const volunteer = await accessVolunteer(tx, params.volunteerId)
    const person = isRefusal(volunteer) ? null : await findPerson(tx, volunteer.personId)
    return isRefusal(volunteer) || !person ? null : { volunteer, person }
  })

/** Whether all they told us may be shown now; of somebody who is not theirs nothing is shown anyway. */
const mayOpen = ({ platform, actor, params }: Theirs): Promise<boolean> =>
  platform.db.as(actor, async tx => {
    const volunteer = await accessVolunteer(tx, params.volunteerId)
    return isRefusal(volunteer) || volunteer.state === 'left' || mayLookAtVolunteer(tx, volunteer.volunteerId)
  })

const newNameHint =
  'Put right how it is spelled: that changes nothing else. With another name, who they are has to be seen again, and their checks looked at.'

const showChange = async (
  visit: Theirs,
  posted: Readonly<Record<string, unknown>> | null,
  errors: readonly ErrorItem[] = [],
): Promise<Reply> => {
  // Everything they told us stands in the form.
  if (!(await mayOpen(visit)))
    return askWhyThisVolunteer(visit.place, visit.params.volunteerId, `${homeOf(visit)}/change`)
  const found = await findTheirs(visit)
  if (!found) return notTheirs()
  if (found.volunteer.state === 'left') return redirect(`${homeOf(visit)}/rest`)
  return privateView('volunteers/change.njk', {
    page: {
      title: 'Change what they told us',
      caption: found.person.name,
      kind: 'staff',
      backHref: homeOf(visit),
      errors,
    },
    action: `${homeOf(visit)}/change`,
    form: volunteerForm(posted ?? valuesOf(found.volunteer, found.person), errors, {
      forThem: true,
      open: true,
      ...(found.volunteer.identitySeenOn && { nameHint: newNameHint }),
    }),
    button: 'Change it, as they asked',
  } satisfies ChangeModel as ChangeModel)
}

const changePage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/change',
  allow: 'volunteer.look-after',
  params,
  handle: visit => showChange(visit as unknown as Theirs, null),
})

const changeAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/change',
  allow: 'volunteer.look-after',
  params,
  async handle(given) {
    const visit = given as unknown as Theirs
    const { platform, actor, body, params } = visit
    const read = readWhatTheySay(body)
    if ('errors' in read) return showChange(visit, body, read.errors)
    const answer = await perform(platform.db, actor, changeVolunteering, { ...params, ...read.said })
    return isRefusal(answer)
      ? showChange(visit, body, errorsOf(answer))
      : redirect(`${homeOf(visit)}?done=changed&was=${answer.changedAt}`)
  },
})

type RestModel = PageModel & {
  says: string
  pause: FormView | null
  actions: readonly Action[]
  stopWords: string
  stop: Action | null
}

const showRest = async (
  visit: Theirs,
  posted: Readonly<Record<string, unknown>> = {},
  errors: readonly ErrorItem[] = [],
): Promise<Reply> => {
  const found = await findTheirs(visit)
  if (!found) return notTheirs()
  const { volunteer, person } = found
  const home = homeOf(visit)
  const hasLeft = volunteer.state === 'left'
  const until = volunteer.pausedUntil
  const isPaused = volunteer.state === 'paused' && (until ?? '') > dateAt(visit.platform.clock())
  return privateView('volunteers/rest.njk', {
    page: { title: 'A pause, or stopping', caption: person.name, kind: 'staff', backHref: home, errors },
    says: hasLeft
      ? 'They have stopped. Nobody asks them.'
      : isPaused && until
        ? `Nobody asks them before ${exactDate(until)}.`
        : 'They may be asked.',
    pause: hasLeft
      ? null
      : form({
          action: `${home}/pause`,
          ...(isPaused && until && { hidden: { was: until } }),
          fields: [
            {
              kind: 'date',
              name: 'until',
              label: isPaused ? 'Pause until another day' : 'Pause until',
              hint: 'Nobody asks them before that day. What they said yes to stays theirs. Like 27 3 2027.',
            },
          ],
          values: posted,
          errors,
          button: 'Pause, as they asked',
        }),
    actions: [
      ...(isPaused
        ? [
            {
              text: 'End the pause now',
              action: `${home}/resume`,
              hidden: { was: until ?? '' },
              look: 'other' as const,
            },
          ]
        : []),
      ...(hasLeft ? [{ text: 'Start again, as they asked', action: `${home}/come-back` }] : []),
    ],
    stopWords: hasLeft
      ? `For ${undoDays} days from when they stopped they can start again; then what they told us is deleted.`
      : `All offers end at once, and somebody else is found for what they said yes to. It can be taken back for ${undoDays} days; then what they told us, and what was written down about them, is deleted. The hours they gave stay counted, without their name.`,
    stop: hasLeft ? null : { text: 'They stop volunteering', action: `${home}/stop`, look: 'danger' },
  } satisfies RestModel as RestModel)
}

const restPage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/rest',
  allow: 'volunteer.look-after',
  params,
  handle: visit => showRest(visit as unknown as Theirs),
})

/** One press: has it done and goes back to the volunteer, where it can be taken back. */
const press = <Answer extends { recordId: string }>(
  name: string,
  done: string,
  act: (visit: Theirs) => Promise<Answer | Refusal>,
  was: (visit: Theirs, answer: Answer) => string = () => '',
) =>
  page({
    method: 'POST',
    path: `/:place/volunteers/:volunteerId/${name}` as `/:place${string}`,
    allow: 'volunteer.look-after',
    params,
    async handle(given) {
      const visit = given as unknown as Theirs
      const answer = await act(visit)
      if (!isRefusal(answer)) return redirect(`${homeOf(visit)}?done=${done}${was(visit, answer)}`)
      if (answer.refused === 'no-such-volunteer') return notTheirs()
      return showRest(
        visit,
        visit.body,
        errorsOf(answer).map(({ field, message }) => ({ field: field || 'form', message })),
      )
    },
  })

/** The pause there was before, carried along so that the press can be taken back. */
const pauseBefore = ({ body }: Theirs): string => {
  const was = typedLine(body.was)
  return dayLike.test(was) ? `&was=${was}` : ''
}

const pauseAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/pause',
  allow: 'volunteer.look-after',
  params,
  async handle(given) {
    const visit = given as unknown as Theirs
    const { platform, actor, body, params } = visit
    const again = typedLine(body.again)
    const read = dayLike.test(again) ? { on: again } : readDate(body, 'until', 'the day')
    if (!('on' in read))
      return showRest(visit, body, [{ field: 'until', message: 'message' in read ? read.message : 'Enter the day' }])
    const answer = await perform(platform.db, actor, pauseVolunteering, { ...params, until: read.on })
    return isRefusal(answer)
      ? showRest(visit, body, errorsOf(answer))
      : redirect(`${homeOf(visit)}?done=paused${pauseBefore(visit)}`)
  },
})

export const forThemRoutes = [
  changePage,
  changeAnswer,
  restPage,
  pauseAnswer,
  press(
    'resume',
    'back',
    ({ platform, actor, params }) => perform(platform.db, actor, pauseVolunteering, { ...params, until: null }),
    pauseBefore,
  ),
  press('stop', 'stopped', ({ platform, actor, params }) => perform(platform.db, actor, leaveVolunteering, params)),
  press('come-back', 'come-back', ({ platform, actor, params }) => perform(platform.db, actor, comeBack, params)),
  press(
    'take-change-back',
    'change-taken-back',
    ({ platform, actor, params, body }) =>
      perform(platform.db, actor, takeChangeBack, { ...params, of: typedLine(body.of) }),
    (_, { changedAt }) => `&was=${changedAt}`,
  ),
]
