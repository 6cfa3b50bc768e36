/** `/:place/my-volunteering`: what a volunteer was asked, what they have in hand and their next step. */
import type { Link, PageModel } from '../../../design/page.ts'
import { byWhen, inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, StateTag } from '../../../design/view-models.ts'
import { page, privateView } from '../../../platform/http/route.ts'
import { ringUs } from '../../places/index.ts'
import { activities, heldVolunteerId } from '../../volunteers/index.ts'
import { toSignIn } from '../asking/offer.page.ts'
import { isLiveMatch, isNotNeeded } from '../match.ts'
import { whenInWords } from '../send-offers.ts'
import type { Match, Offer } from '../task.ts'
import { matchStates, offerStates } from '../words.ts'
import { cannotReadNow } from './read-details.ts'
import { asOfVisit, loadMine, plannedVisit, whatIsNext, whyTheyRest } from './what-is-next.ts'

interface Line {
  readonly href: string
  readonly title: string
  readonly when: string
  readonly tag: StateTag
  readonly says: string
}

type MineModel = PageModel & {
  next: { title: string; sentences: readonly string[]; link: Link | null }
  asked: readonly Line[]
  inHand: readonly Line[]
  before: readonly Line[]
  empty: EmptyState
  changeHref: string
  hoursHref: string
  ring: string
}

const mine = page({
  method: 'GET',
  path: '/:place/my-volunteering',
  allow: 'anyone',
  async handle({ platform, actor, place }) {
    const volunteerId = heldVolunteerId(actor)
    if (!volunteerId) return toSignIn(place)
    const { mine, now } = await platform.db.as(actor, async tx => ({
      mine: await loadMine(tx, volunteerId),
      now: tx.now,
    }))
    const { offers, matches, asked, volunteer } = mine
    const next = whatIsNext(mine, now)
    const details = `/${place.slug}/volunteer/my-details`
    const notAsked = whyTheyRest(volunteer, now)
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
              when: isNotNeeded(match.state)
                ? ''
                : whenInWords(
                    asOfVisit(
                      about,
                      plannedVisit(mine.visits, match.matchId),
                      isLiveMatch(match.state) ? match.agreedAt : null,
                    ),
                  ),
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
      next: { ...next, link: next.link && { text: next.link.text, href: `/${place.slug}${next.link.path}` } },
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
      hoursHref: `${details}/hours`,
      ring: ringUs(place),
    }
    return privateView('matching/doing/my-volunteering.njk', model)
  },
})

export const myVolunteeringRoutes = [mine]
