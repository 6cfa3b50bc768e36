/** `/:place/offers/:offerId`: what is asked of a volunteer, and their answer. Nothing on it tells who it is. */
import { type Static, Type } from 'typebox'
import { type FieldView, fieldView } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import { byWhen, inWords } from '../../../design/time-in-words.ts'
import type { Action, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
  type VisitedPlace,
} from '../../../platform/http/route.ts'
import { chosen } from '../../../platform/http/typed.ts'
import { activities, heldVolunteerId, minimumFor } from '../../volunteers/index.ts'
import { type DistanceBand, distanceBands } from '../distance-band.ts'
import { listMatchesOfVolunteer } from '../match-store.ts'
import { findOffer } from '../offer-store.ts'
import { howLongInWords, neighbourhoodName, whenInWords } from '../send-offers.ts'
import { type AskedTask, isFromHome, type Match, type Offer } from '../task.ts'
import { findTask } from '../task-store.ts'
import { isNoLongerNeeded, type NoReason, noReasons, offerStates } from '../words.ts'
import { acceptOffer, declineOffer } from './answer-offer.ts'

const Params = Type.Object({ offerId: Type.String({ format: 'uuid' }) })
type OfferVisit = Visit<Static<typeof Params>, Record<string, unknown>>

/** What a volunteer may know of a task before it is theirs: never the row itself, which says whose need it is. */
export type Asked = Pick<
  AskedTask,
  'activity' | 'what' | 'startsAt' | 'endsAt' | 'minutes' | 'every' | 'needsCar' | 'trainings' | 'languages'
> & {
  /** What is theirs to do or to have. */
  readonly told: readonly string[]
  readonly isOpen: boolean
  readonly isOver: boolean
  readonly isPlace: boolean
  readonly neighbourhood: string | null
}

/** Reads as much of a task as whoever was offered it may know; the house reads it for them. */
export const readAsked = (tx: PlaceTx, taskId: string): Promise<Asked | null> =>
  tx.house(async () => {
    const task = await findTask(tx, taskId, 'read')
    if (!task) return null
    const { activity, what, startsAt, endsAt, minutes, every, needsCar, trainings, languages } = task
    return {
      activity,
      what,
      startsAt,
      endsAt,
      minutes,
      every,
      needsCar,
      trainings,
      languages,
      told: minimumFor(activity, task.circumstances).also,
      isOpen: task.state === 'open',
      isOver: task.state === 'ended',
      isPlace: task.meetAt !== null,
      neighbourhood: await neighbourhoodName(tx, task.neighbourhoodId),
    }
  })

type OfferModel = PageModel & {
  what: string
  facts: SummaryCard
  says: readonly string[]
  canAnswer: boolean
  yes: Action | null
  /** A no in one press, and a no that asks for a week's rest; the form is for whoever wants to say why. */
  noes: readonly Action[]
  no: { action: string; fields: readonly FieldView[] } | null
  stop: { text: string; href: string }
  mine: string
}

/** Where a volunteer without an open page goes to open it. */
export const toSignIn = (place: VisitedPlace): Reply => redirect(`/${place.slug}/volunteer/sign-in`)

/** What, when, roughly where and how long: all there is to know before a yes. `band` is how far it is, in words' code (`distance-band.ts`). */
export const askedRows = (asked: Asked, band: string): SummaryCard['rows'] => [
  { key: 'What', value: activities[asked.activity].asks },
  { key: 'When', value: whenInWords(asked) },
  {
    key: 'Roughly where',
    value: isFromHome(asked)
      ? 'By phone, from wherever you are'
      : [asked.isPlace ? 'At a staffed place' : asked.neighbourhood, distanceBands[band as DistanceBand]?.says]
          .filter(part => part)
          .join('\n'),
  },
  { key: 'How long', value: howLongInWords(asked.minutes) },
  ...(asked.needsCar ? [{ key: 'Needs', value: 'A car' }] : []),
  ...(asked.told.length ? [{ key: 'Please', value: asked.told.join('\n') }] : []),
]

/** The same of what is no longer needed, without when: whether and when somebody else does it is not theirs to read. */
export const overRows = (asked: Asked, band: string): SummaryCard['rows'] =>
  askedRows(asked, band).filter(({ key }) => key !== 'When')

const happenings = (slug: string): Happenings => ({
  no: {
    message: 'Thank you for telling us. That is quite all right.',
    detail: 'Somebody else is being asked. You do not need to do anything.',
  },
  rest: {
    message: 'Thank you for telling us. Nobody asks you for a week.',
    detail: 'Somebody else is being asked. You do not need to do anything.',
    undo: { text: 'Ask me again from now on', action: `/${slug}/volunteer/my-details/resume`, look: 'other' },
  },
  'in reserve': {
    tone: 'information',
    message: 'Thank you. Somebody else was a moment quicker.',
    detail: 'You are on the waiting list: if it falls through you are asked first. You do not need to do anything.',
  },
  over: {
    tone: 'information',
    message: `Thank you. ${isNoLongerNeeded}`,
    detail: 'There is nothing for you to do. We ask you again when somebody near you needs what you do.',
  },
})

const overSays = `${isNoLongerNeeded} Thank you for being there.`

const saysOf = (offer: Offer, asked: Asked, now: Date): string[] => {
  const late = offer.answerBy <= now
  switch (offer.state) {
    case 'sent':
      return late
        ? ['The time to answer is over. If you can still do it, say yes: it is yours if nobody else has it.']
        : [
            `Please answer ${byWhen(offer.answerBy, now)}. The first yes gets it. If you cannot, just say no.`,
            '“Not this week” is a no to this, and nobody asks you for a week.',
          ]
    case 'yes':
      return ['You said yes. Everything about it is on its own page.']
    case 'in reserve':
      return ['Somebody else has said yes. You are on the waiting list and are asked first if it falls through.']
    case 'no':
      return [
        `You said no${offer.answeredAt ? ` ${inWords(offer.answeredAt, now)}` : ''}.${asked.isOpen ? ' If you can after all, say yes: it is yours if nobody else has it.' : ''}`,
      ]
    case 'no answer':
      return asked.isOpen
        ? ['The time to answer is over. If you can still do it, say yes: it is yours if nobody else has it.']
        : ['The time to answer is over, and somebody else is doing it. Thank you for being there.']
    case 'not reached':
      return asked.isOpen
        ? [
            'We meant to ask you about this and did not reach you in time. If you can still do it, say yes: it is yours if nobody else has it.',
          ]
        : ['We meant to ask you about this and did not reach you in time. Somebody else is doing it.']
    case 'filled':
      return ['Somebody else is doing it. If you would step in should it fall through, say so: you are asked first.']
    default:
      return [overSays]
  }
}

const show = async (visit: OfferVisit, shown: { notice?: Notice; refusal?: Refusal } = {}): Promise<Reply> => {
  const { platform, actor, place, params } = visit
  const volunteerId = heldVolunteerId(actor)
  if (!volunteerId) return toSignIn(place)
  const found = await platform.db.as(actor, async tx => {
    const offer = await findOffer(tx, params.offerId, 'read')
    const asked = offer && (await readAsked(tx, offer.taskId))
    const match = offer?.state === 'yes' ? await findOwnMatch(tx, volunteerId, offer) : undefined
    return offer && asked ? { offer, asked, match, now: tx.now } : null
  })
  if (!found) return notFound('We cannot find that, or it is not yours to see.')
  const { offer, asked, match, now } = found
  const here = `/${place.slug}/offers/${offer.offerId}`
  const mayYes = !asked.isOver && ['sent', 'no answer', 'not reached', 'filled', 'no'].includes(offer.state)
  const mayNo = ['sent', 'in reserve'].includes(offer.state)
  const errors = shown.refusal ? [{ field: 'form', message: shown.refusal.message }] : []
  const model: OfferModel = {
    page: {
      title: offer.state === 'sent' ? 'Can you help?' : 'What you were asked',
      state: {
        word: offerStates[offer.state].toVolunteer,
        tone: offer.state === 'sent' ? 'attention' : offer.state === 'yes' ? 'agreed' : 'stopped',
      },
      backHref: `/${place.slug}/my-volunteering`,
      errors,
      ...(offer.state === 'sent' && { oneThing: true }),
      ...(shown.notice && { notice: shown.notice }),
    },
    what: asked.what,
    facts: { rows: (offer.state === 'taken back' ? overRows : askedRows)(asked, offer.distanceBand) },
    says: asked.isOver && offer.state !== 'yes' ? [overSays] : saysOf(offer, asked, now),
    canAnswer: offer.state === 'sent' && !asked.isOver,
    yes: match
      ? { text: 'Open what you said yes to', href: `/${place.slug}/my-volunteering/${match.matchId}` }
      : mayYes
        ? { text: asked.isOpen ? 'Yes, I can' : 'Keep me on the waiting list', action: `${here}/yes` }
        : null,
    noes: !mayNo
      ? []
      : offer.state === 'in reserve'
        ? [{ text: 'Take me off the waiting list', action: `${here}/no`, look: 'other' }]
        : [
            { text: 'No, I cannot', action: `${here}/no`, look: 'other' },
            { text: 'Not this week', action: `${here}/no`, hidden: { reasonCode: 'not now' }, look: 'other' },
          ],
    no:
      offer.state === 'sent'
        ? {
            action: `${here}/no`,
            fields: [
              fieldView({
                kind: 'radios',
                name: 'reasonCode',
                label: 'Why not?',
                options: Object.entries(noReasons)
                  .filter(([value]) => value !== 'not now')
                  .map(([value, text]) => ({ value, text })),
              }),
            ],
          }
        : null,
    stop: { text: 'Have a longer rest, change what you do, or stop', href: `/${place.slug}/volunteer/my-details` },
    mine: `/${place.slug}/my-volunteering`,
  }
  return privateView('matching/asking/offer.njk', model)
}

const offerPage = page({
  method: 'GET',
  path: '/:place/offers/:offerId',
  allow: 'anyone',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as unknown as OfferVisit, noticeOf(happenings(visit.place.slug), visit.query.done)),
})

/** What came of an offer they said yes to: of two yeses to one task, with a "could not" between them, the last. */
const findOwnMatch = async (tx: PlaceTx, volunteerId: string, { taskId }: Offer): Promise<Match | undefined> =>
  (await listMatchesOfVolunteer(tx, volunteerId)).find(match => match.taskId === taskId)

const yesRoute = page({
  method: 'POST',
  path: '/:place/offers/:offerId/yes',
  allow: 'anyone',
  params: Params,
  async handle(visit) {
    const { platform, actor, place, params } = visit
    const volunteerId = heldVolunteerId(actor)
    if (!volunteerId) return toSignIn(place)
    const answer = await perform(platform.db, actor, acceptOffer, { offerId: params.offerId })
    if (isRefusal(answer)) return show(visit as unknown as OfferVisit, { refusal: answer })
    // Pressed twice it leads where once leads.
    const match =
      answer.yes === 'yours'
        ? await platform.db.as(actor, async tx => {
            const offer = await findOffer(tx, params.offerId, 'read')
            return offer && findOwnMatch(tx, volunteerId, offer)
          })
        : null
    return redirect(
      match
        ? `/${place.slug}/my-volunteering/${match.matchId}?done=yes`
        : `/${place.slug}/offers/${params.offerId}?done=${encodeURIComponent(answer.yes)}`,
    )
  },
})

const noRoute = page({
  method: 'POST',
  path: '/:place/offers/:offerId/no',
  allow: 'anyone',
  params: Params,
  async handle(visit) {
    const { platform, actor, place, params, body } = visit
    const volunteerId = heldVolunteerId(actor)
    if (!volunteerId) return toSignIn(place)
    const reasonCode = chosen(body.reasonCode, Object.keys(noReasons) as NoReason[])
    const answer = await perform(platform.db, actor, declineOffer, { offerId: params.offerId, reasonCode })
    if (isRefusal(answer)) return show(visit as unknown as OfferVisit, { refusal: answer })
    return redirect(`/${place.slug}/offers/${params.offerId}?done=${answer.rests ? 'rest' : 'no'}`)
  },
})

export const offerRoutes = [offerPage, yesRoute, noRoute]
