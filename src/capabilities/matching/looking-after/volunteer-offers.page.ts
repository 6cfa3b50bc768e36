/** `/:place/volunteers/:volunteerId/offers`: what a volunteer was asked and has in hand, and what they answer by phone. */
import { type Static, Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { byWhen, inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, StateTag, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { notFound, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { findPerson } from '../../people/index.ts'
import { accessVolunteer, activities, askWhyThisVolunteer, mayLookAtVolunteer } from '../../volunteers/index.ts'
import { answerForThem, couldNotForThem } from '../asking/answer-for-them.ts'
import { type Asked, askedRows, readAsked } from '../asking/offer.page.ts'
import { listLiveMatchesOf } from '../match-store.ts'
import { listOffersTo } from '../offer-store.ts'
import type { Offer } from '../task.ts'
import { isNoLongerNeeded, matchStates, type NoReason, noReasons, offerStates } from '../words.ts'

interface OfferToAnswer {
  readonly id: string
  readonly title: string
  readonly tag: StateTag
  readonly what: string
  readonly rows: SummaryCard['rows']
  readonly yes: Action
  readonly no: FormView | null
}

type OffersModel = PageModel & {
  toAnswer: readonly OfferToAnswer[]
  nothingToAnswer: EmptyState
  inHand: readonly {
    title: string
    tag: StateTag
    what: string
    rows: SummaryCard['rows']
    press: Action
    href: string | null
  }[]
  before: readonly { title: string; tag: StateTag; says: string; yes: Action | null }[]
}

const params = Type.Object({ volunteerId: Type.String({ format: 'uuid' }) })
type OffersVisit = Visit<Static<typeof params>, Record<string, unknown>>

const happenings: Happenings = {
  yours: {
    message: 'Written down: they said yes, and it is theirs.',
    detail:
      'They are told when it is confirmed. If you pressed the wrong button, say below that they cannot do it after all.',
  },
  'in reserve': {
    message: 'Written down: they said yes. Somebody else was a moment quicker.',
    detail: 'They are on the waiting list, and asked first if it falls through.',
  },
  over: { message: `${isNoLongerNeeded} Thank them.`, tone: 'information' },
  no: {
    message: 'Written down: they said no.',
    detail: 'If you pressed the wrong button, say below that they say yes after all.',
  },
  'could-not': { message: 'Written down: they cannot do it after all. Somebody else is found, or you are asked.' },
}

const tones: Partial<Record<Offer['state'], StateTag['tone']>> = {
  sent: 'attention',
  yes: 'agreed',
  'in reserve': 'waiting',
}
const tagOf = ({ state }: Offer): StateTag => ({ word: offerStates[state].label, tone: tones[state] ?? 'stopped' })

/** Offers to which a yes still means something. */
const canSayYes = (offer: Offer, asked: Asked): boolean =>
  !asked.isOver && asked.isOpen && ['sent', 'no', 'no answer', 'not reached', 'filled'].includes(offer.state)

/** The same rows as the volunteer reads, said of them. */
const rowsFor = (asked: Asked, band: string): SummaryCard['rows'] =>
  askedRows(asked, band).map(row => ({
    ...row,
    ...(typeof row.value === 'string' && {
      value: row.value.replace(' from you', ' from them').replace('wherever you are', 'wherever they are'),
    }),
  }))

const load = async (tx: PlaceTx, volunteerId: string) => {
  const volunteer = await accessVolunteer(tx, volunteerId)
  if (isRefusal(volunteer)) return null
  if (!(await mayLookAtVolunteer(tx, volunteerId))) return 'say why'
  const offers: { offer: Offer; asked: Asked }[] = []
  for (const offer of await listOffersTo(tx, volunteerId, mostShown)) {
    const asked = await readAsked(tx, offer.taskId)
    if (asked) offers.push({ offer, asked })
  }
  return {
    person: await findPerson(tx, volunteer.personId),
    offers,
    matches: await listLiveMatchesOf(tx, volunteerId),
  }
}

const mostShown = 50

const draw = async (visit: OffersVisit, refused?: Refusal): Promise<Reply> => {
  const { platform, place, actor, params, query } = visit
  const now = platform.clock()
  const home = `/${place.slug}/volunteers/${params.volunteerId}`
  const here = `${home}/offers`
  const found = await platform.db.as(actor, tx => load(tx, params.volunteerId))
  if (found === 'say why') return askWhyThisVolunteer(place, params.volunteerId, here)
  if (!found) return notFound('We cannot find that volunteer, or they are not yours to see.')
  const yes = ({ offerId }: Offer, asked: Asked, text: string): Action => ({
    text,
    about: activities[asked.activity].label,
    action: here,
    hidden: { offerId, answer: 'yes' },
  })
  const waiting = found.offers.filter(({ offer, asked }) => offer.state === 'sent' && !asked.isOver)
  const model: OffersModel = {
    page: {
      title: 'Offers and tasks',
      caption: found.person?.name ?? 'A volunteer',
      kind: 'staff',
      backHref: home,
      ...(refused ? { errors: [{ field: 'form', message: refused.message }] } : noticeOf(happenings, query.done)),
    },
    toAnswer: waiting.map(({ offer, asked }) => ({
      id: offer.offerId,
      title: activities[asked.activity].asks,
      tag: { word: `Waits for an answer ${byWhen(offer.answerBy, now)}`, tone: 'attention' },
      what: asked.what,
      rows: rowsFor(asked, offer.distanceBand),
      yes: yes(offer, asked, 'They say yes'),
      no: form({
        action: here,
        hidden: { offerId: offer.offerId, answer: 'no' },
        fields: [
          {
            kind: 'select',
            name: `reasonCode-${offer.offerId}`,
            label: `Why not: ${activities[asked.activity].label.toLowerCase()}, asked ${inWords(offer.sentAt, now)}`,
            choose: 'They did not say',
            options: Object.entries(noReasons).map(([value, text]) => ({ value, text })),
          },
        ],
        button: 'They say no',
      }),
    })),
    nothingToAnswer: {
      title: 'No offer waits for their answer',
      sentences: ['When they are asked, you can write down here what they say by phone.'],
    },
    inHand: found.matches.map(match => {
      const asked = found.offers.find(({ offer }) => offer.taskId === match.taskId)
      return {
        title: asked ? activities[asked.asked.activity].asks : 'A task',
        tag: { word: matchStates[match.state].label, tone: 'underway' as const },
        what: asked?.asked.what ?? '',
        rows: asked ? rowsFor(asked.asked, asked.offer.distanceBand) : [],
        press: {
          text: 'They cannot do it after all',
          about: asked ? activities[asked.asked.activity].label : '',
          action: `${here}/could-not`,
          hidden: { matchId: match.matchId },
          look: 'other' as const,
        },
        href: isAllowed(actor, 'volunteer.ask') ? `/${place.slug}/needs/${match.needId}/volunteers` : null,
      }
    }),
    before: found.offers
      .filter(entry => !waiting.includes(entry))
      .map(({ offer, asked }) => ({
        title: activities[asked.activity].label,
        tag: tagOf(offer),
        says: [
          `asked ${inWords(offer.sentAt, now)}`,
          ...(offer.answeredAt ? [`answered ${inWords(offer.answeredAt, now)}`] : []),
          ...(offer.noBecause ? [noReasons[offer.noBecause as NoReason]] : []),
        ].join(' · '),
        yes: canSayYes(offer, asked) ? yes(offer, asked, 'They say yes after all') : null,
      })),
  }
  return privateView('matching/looking-after/volunteer-offers.njk', model)
}

const offersPage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/offers',
  allow: 'volunteer.look-after',
  params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw(visit as unknown as OffersVisit),
})

const answerRoute = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/offers',
  allow: 'volunteer.look-after',
  params,
  async handle(given) {
    const visit = given as unknown as OffersVisit
    const { platform, place, actor, params, body } = visit
    const said = chosen(body.answer, ['yes', 'no'] as const)
    if (!said) return draw(visit, refuse('no-answer', 'Choose what they answered'))
    const answer = await perform(platform.db, actor, answerForThem, {
      ...params,
      offerId: typedLine(body.offerId),
      answer: said,
      reasonCode: chosen(body[`reasonCode-${typedLine(body.offerId)}`], Object.keys(noReasons) as NoReason[]),
    })
    if (isRefusal(answer)) return draw(visit, answer)
    return redirect(
      `/${place.slug}/volunteers/${params.volunteerId}/offers?done=${encodeURIComponent(answer.yes ?? 'no')}`,
    )
  },
})

const couldNotRoute = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/offers/could-not',
  allow: 'volunteer.look-after',
  params,
  async handle(given) {
    const visit = given as unknown as OffersVisit
    const { platform, place, actor, params, body } = visit
    const answer = await perform(platform.db, actor, couldNotForThem, { ...params, matchId: typedLine(body.matchId) })
    return isRefusal(answer)
      ? draw(visit, answer)
      : redirect(`/${place.slug}/volunteers/${params.volunteerId}/offers?done=could-not`)
  },
})

export const volunteerOffersRoutes = [offersPage, answerRoute, couldNotRoute]
