/** `/:place/my-volunteering/:matchId`: one thing a volunteer said yes to, who it is near the time, and what they say happened. */
import { type Static, Type } from 'typebox'
import { readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { notFound, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { heldVolunteerId } from '../../volunteers/index.ts'
import { toSignIn } from '../asking/offer.page.ts'
import { paidHows } from '../words.ts'
import { agreeHour } from './agree-hour.ts'
import { readHour } from './hour-form.ts'
import { loadMatch, myMatchModel, type Shown } from './my-match-model.ts'
import { readDetails } from './read-details.ts'
import {
  recordReceipt,
  recordVolunteerContact,
  reportVisit,
  reportVolunteerCouldNot,
  reportVolunteerDone,
} from './report-match.ts'

const Params = Type.Object({ matchId: Type.String({ format: 'uuid' }) })
type MatchVisit = Visit<Static<typeof Params>, Record<string, unknown>>

const show = async (visit: MatchVisit, shown: Shown = {}): Promise<Reply> => {
  const { platform, actor, place, params, body } = visit
  const volunteerId = heldVolunteerId(actor)
  if (!volunteerId) return toSignIn(place)
  const loaded = await platform.db.as(actor, tx => loadMatch(tx, params.matchId, volunteerId))
  if (!loaded) return notFound('We cannot find that, or it is not yours to see.')
  return privateView('matching/doing/match.njk', myMatchModel(loaded, place, shown, body))
}

const happenings: Happenings = {
  yes: {
    message: 'Thank you. It is yours.',
    detail: 'We confirm it and tell you. You see who it is and how to reach them near the time.',
  },
  hour: {
    message: 'Written down: when you come.',
    detail: 'They are told. You see who it is and how to reach them from a day before.',
  },
  'in-touch': { message: 'Written down: you have been in touch.' },
  visit: { message: 'Written down. The next visit is planned.' },
  done: { message: 'Written down: it is done. Thank you.', detail: 'You no longer see who it was.' },
  receipt: { message: 'The receipt is written down.' },
  'could-not': {
    message: 'Thank you for telling us.',
    detail: 'We are finding somebody else. You do not need to do anything, and no longer see who it was.',
  },
}

const matchPage = page({
  method: 'GET',
  path: '/:place/my-volunteering/:matchId',
  allow: 'anyone',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as unknown as MatchVisit, noticeOf(happenings, visit.query.done)),
})

/** Looking is a press and not a link: it is written down, and no scanner of mails does it. The answer is drawn at once and kept by no browser. */
const detailsRoute = page({
  method: 'POST',
  path: '/:place/my-volunteering/:matchId/details',
  allow: 'anyone',
  params: Params,
  async handle(given) {
    const visit = given as unknown as MatchVisit
    const { platform, actor, place, params } = visit
    if (!heldVolunteerId(actor)) return toSignIn(place)
    const answer = await perform(platform.db, actor, readDetails, { matchId: params.matchId })
    return isRefusal(answer)
      ? show(visit, { refusal: { ...answer, field: 'form' } })
      : show(visit, { details: answer.details })
  },
})

const step = (name: string, act: (visit: MatchVisit) => Promise<unknown>) =>
  page({
    method: 'POST',
    path: `/:place/my-volunteering/:matchId/${name}` as `/:place${string}`,
    allow: 'anyone',
    params: Params,
    async handle(given) {
      const visit = given as unknown as MatchVisit
      const { actor, place, params } = visit
      if (!heldVolunteerId(actor)) return toSignIn(place)
      const answer = await act(visit)
      return isRefusal(answer)
        ? show(visit, { refusal: answer, form: name })
        : redirect(`/${place.slug}/my-volunteering/${params.matchId}?done=${name}`)
    },
  })

const wholeNumber = (given: unknown): number | null => {
  const typed = typedLine(given)
  return /^\d{1,5}$/.test(typed) ? Number(typed) : null
}

const pence = (given: unknown): number => {
  const typed = typedLine(given).replace(/^£/, '')
  return /^\d{1,5}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : 0
}

export const myMatchRoutes = [
  matchPage,
  detailsRoute,
  step('hour', ({ platform, actor, params, body }) =>
    perform(platform.db, actor, agreeHour, { matchId: params.matchId, comesAt: readHour(body) }),
  ),
  step('in-touch', ({ platform, actor, params }) => perform(platform.db, actor, recordVolunteerContact, params)),
  step('visit', ({ platform, actor, params, body }) => {
    const happened = chosen(body.happened, ['yes', 'no'] as const)
    return perform(platform.db, actor, reportVisit, {
      matchId: params.matchId,
      visitId: typedLine(body.visitId),
      happened: happened === null ? (null as never) : happened === 'yes',
      minutes: wholeNumber(body.minutes),
      note: typedText(body.note),
    })
  }),
  step('done', ({ platform, actor, params, body }) =>
    perform(platform.db, actor, reportVolunteerDone, {
      matchId: params.matchId,
      minutes: wholeNumber(body.minutes) ?? 0,
      note: typedText(body.note),
    }),
  ),
  step('receipt', ({ platform, actor, params, body }) => {
    const spentOn = readDate(body, 'spentOn', 'the day of the receipt')
    return perform(platform.db, actor, recordReceipt, {
      matchId: params.matchId,
      spentInPence: pence(body.spent),
      shop: typedLine(body.shop),
      paidHow: chosen(body.paidHow, paidHows) ?? ('' as never),
      spentOn: 'on' in spentOn && spentOn.on ? spentOn.on : 'not known',
    }).then(answer =>
      // The box on the page is in pounds.
      isRefusal(answer) && answer.errors
        ? {
            ...answer,
            errors: answer.errors.map(error => (error.field === 'spentInPence' ? { ...error, field: 'spent' } : error)),
          }
        : answer,
    )
  }),
  step('could-not', ({ platform, actor, params, body }) =>
    perform(platform.db, actor, reportVolunteerCouldNot, {
      matchId: params.matchId,
      reasonCode: typedLine(body.reasonCode) as never,
      reason: typedText(body.reason),
    }),
  ),
]
