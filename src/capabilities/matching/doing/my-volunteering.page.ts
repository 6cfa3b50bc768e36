/** `/:place/my-volunteering`: what a volunteer was asked, what they have in hand and their next step. */
import type { Link, PageModel } from '../../../design/page.ts'
import { byWhen, dateAt, dateInWords, inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, StateTag } from '../../../design/view-models.ts'
import { page, privateView } from '../../../platform/http/route.ts'
import { ringUs } from '../../places/index.ts'
import {
  activities,
  findNextStep,
  findVolunteer,
  heldVolunteerId,
  toSayAgain,
  type Volunteer,
} from '../../volunteers/index.ts'
import { type Asked, readAsked, toSignIn } from '../asking/offer.page.ts'
import { isLiveMatch, isNotNeeded } from '../match.ts'
import { listMatchesOfVolunteer } from '../match-store.ts'
import { listOffersTo } from '../offer-store.ts'
import { whenInWords } from '../send-offers.ts'
import type { Match, Offer } from '../task.ts'
import { matchStates, offerStates } from '../words.ts'
import { cannotReadNow } from './read-details.ts'

interface Line {
  readonly href: string
  readonly title: string
  readonly when: string
  readonly tag: StateTag
  readonly says: string
}

type MineModel = PageModel & {
  nextStep: string
  nextLink: Link | null
  asked: readonly Line[]
  inHand: readonly Line[]
  before: readonly Line[]
  empty: EmptyState
  changeHref: string
  ring: string
}

const mostOffers = 40

const mine = page({
  method: 'GET',
  path: '/:place/my-volunteering',
  allow: 'anyone',
  async handle({ platform, actor, place }) {
    const volunteerId = heldVolunteerId(actor)
    if (!volunteerId) return toSignIn(place)
    const found = await platform.db.as(actor, async tx => {
      const offers = await listOffersTo(tx, volunteerId, mostOffers)
      const matches = await listMatchesOfVolunteer(tx, volunteerId)
      const asked = new Map<string, Asked>()
      for (const { taskId } of [...offers, ...matches]) {
        const one = asked.has(taskId) ? null : await readAsked(tx, taskId)
        if (one) asked.set(taskId, one)
      }
      const volunteer = await findVolunteer(tx, volunteerId)
      return { offers, matches, asked, volunteer, now: tx.now, step: await findNextStep(tx, volunteerId) }
    })
    const { offers, matches, asked, volunteer, now, step } = found
    const details = `/${place.slug}/volunteer/my-details`
    const notAsked = whyNotAsked(volunteer, now)
    const offerLine = (offer: Offer): Line[] => {
      const about = asked.get(offer.taskId)
      const open = offer.state === 'sent'
      return about
        ? [
            {
              href: `/${place.slug}/offers/${offer.offerId}`,
              title: activities[about.activity].label,
              when: offer.state === 'taken back' ? '' : whenInWords(about),
              tag: {
                word: offerStates[offer.state].toVolunteer,
                tone: open ? 'attention' : offer.state === 'in reserve' ? 'waiting' : 'stopped',
              },
              says: open ? `Please answer ${byWhen(offer.answerBy, now)}.` : `Asked ${inWords(offer.sentAt, now)}.`,
            },
          ]
        : []
    }
    const matchLine = (match: Match): Line[] => {
      const about = asked.get(match.taskId)
      return about
        ? [
            {
              href: `/${place.slug}/my-volunteering/${match.matchId}`,
              title: activities[about.activity].label,
              when: isNotNeeded(match.state) ? '' : whenInWords(about),
              tag: {
                word: matchStates[match.state].toVolunteer,
                tone: isLiveMatch(match.state) ? 'agreed' : 'stopped',
              },
              says: cannotReadNow(match, now)?.message ?? 'You can see who it is and how to reach them now.',
            },
          ]
        : []
    }
    const waiting = offers.filter(({ state }) => state === 'sent')
    const live = matches.filter(({ state }) => isLiveMatch(state))
    const model: MineModel = {
      page: { title: 'Your tasks' },
      nextStep:
        nextStepOf(waiting, live, asked, now) ??
        notAsked ??
        (step && [`${step.says.title}.`, ...toSayAgain(step, now)].join(' ')) ??
        nothingNow,
      nextLink:
        waiting.length === 0 && live.length === 0 && !notAsked && step?.says.link
          ? { text: step.says.link.words, href: `/${place.slug}${step.says.link.path}` }
          : null,
      asked: [...waiting, ...offers.filter(({ state }) => state === 'in reserve')].flatMap(offerLine),
      inHand: live.flatMap(matchLine),
      before: [
        ...matches.filter(({ state }) => !isLiveMatch(state)).flatMap(matchLine),
        ...offers
          .filter(
            ({ state, taskId }) =>
              !['sent', 'in reserve', 'yes'].includes(state) && !matches.some(match => match.taskId === taskId),
          )
          .flatMap(offerLine),
      ],
      empty: notAsked
        ? { title: 'Nobody asks you just now', action: { text: 'Change that', href: details, look: 'other' } }
        : {
            title: 'Nobody near you needs you just now',
            sentences: ['We ask you as soon as somebody does. You do not need to look here: we tell you.'],
            tone: 'good',
          },
      changeHref: details,
      ring: ringUs(place),
    }
    return privateView('matching/doing/my-volunteering.njk', model)
  },
})

/** Why nobody asks them, for whoever rests or has stopped. */
const whyNotAsked = (volunteer: Pick<Volunteer, 'state' | 'pausedUntil'> | null, now: Date): string | null => {
  if (volunteer?.state === 'left')
    return 'You have stopped volunteering, so nobody asks you. Thank you for what you gave.'
  const until = volunteer?.pausedUntil
  return volunteer?.state === 'paused' && until && until > dateAt(now)
    ? `You are having a rest: nobody asks you before ${dateInWords(until, now)}.`
    : null
}

const nothingNow = 'There is nothing for you to do now. We tell you as soon as somebody near you needs what you do.'

const nextStepOf = (
  waiting: readonly Offer[],
  live: readonly Match[],
  asked: ReadonlyMap<string, Asked>,
  now: Date,
): string | null => {
  const [offer] = waiting
  if (offer) return `Somebody near you needs an answer ${byWhen(offer.answerBy, now)}.`
  const soonest = live
    .map(match => ({ match, about: asked.get(match.taskId) }))
    .sort((a, b) => (a.about?.startsAt.getTime() ?? 0) - (b.about?.startsAt.getTime() ?? 0))[0]
  return soonest?.about
    ? `${activities[soonest.about.activity].label}, ${inWords(soonest.match.detailsFrom ?? soonest.about.startsAt, now)}: see what is next below.`
    : null
}

export const myVolunteeringRoutes = [mine]
