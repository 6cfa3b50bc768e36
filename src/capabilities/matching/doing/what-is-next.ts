/** What is next for a volunteer: the latest of what they are asked, have in hand and were told, said in the same way on every page of theirs. */
import { byWhen, dateAt, dateInWords, exactDate, inWords } from '../../../design/time-in-words.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  activities,
  findNextStep,
  findVolunteer,
  type KnownVolunteer,
  type NextStep,
  type NextThing,
  nextStepKinds,
  toSayAgain,
} from '../../volunteers/index.ts'
import { type Asked, readAsked } from '../asking/offer.page.ts'
import { isLiveMatch } from '../match.ts'
import { listMatchesOfVolunteer, listVisits } from '../match-store.ts'
import { listOffersTo } from '../offer-store.ts'
import { whenInWords } from '../send-offers.ts'
import type { Match, Offer, Visit } from '../task.ts'
import { helpAt, whenOfVisit } from '../times.ts'
import { matchStates, offerStates } from '../words.ts'
import { cannotReadNow } from './read-details.ts'

/** Everything that was asked of a volunteer and that they took, newest first, with as much of each task as they may know. */
export interface Mine {
  readonly volunteer: Pick<KnownVolunteer, 'state' | 'pausedUntil'> | null
  readonly offers: readonly Offer[]
  readonly matches: readonly Match[]
  readonly visits: readonly Visit[]
  readonly asked: ReadonlyMap<string, Asked>
  readonly step: NextStep | null
}

const mostOffers = 40

/** What one volunteer was told, asked and has in hand, read with their own rights. */
export const loadMine = async (tx: PlaceTx, volunteerId: string): Promise<Mine> => {
  const offers = await listOffersTo(tx, volunteerId, mostOffers)
  const matches = await listMatchesOfVolunteer(tx, volunteerId)
  const asked = new Map<string, Asked>()
  for (const { taskId } of [...offers, ...matches]) {
    const one = asked.has(taskId) ? null : await readAsked(tx, taskId)
    if (one) asked.set(taskId, one)
  }
  return {
    volunteer: await findVolunteer(tx, volunteerId),
    offers,
    matches,
    visits: await listVisits(
      tx,
      matches.filter(({ state }) => isLiveMatch(state)).map(({ matchId }) => matchId),
    ),
    asked,
    step: await findNextStep(tx, volunteerId),
  }
}

/** The visit of regular help that is planned, if there is one. */
export const plannedVisit = (visits: readonly Visit[], matchId: string): Visit | undefined =>
  visits.find(visit => visit.matchId === matchId && visit.state === 'planned')

/** What was asked, at the hour that was agreed or the time of a visit of it instead of the first time ever. */
export const asOfVisit = (asked: Asked, visit: Visit | undefined, agreedAt: Date | null): Asked => {
  const when = whenOfVisit(asked, visit?.startsAt)
  return { ...asked, ...(helpAt(when, asked.minutes, agreedAt) ?? when) }
}

/** When something in hand is to be done: of regular help the visit that is planned. */
const dueAt = ({ visits, asked }: Mine, { matchId, taskId, agreedAt }: Match): Date | null =>
  agreedAt ?? plannedVisit(visits, matchId)?.startsAt ?? asked.get(taskId)?.startsAt ?? null

const weAskYou = 'We ask you as soon as somebody near you needs what you do.'

/** An offer that waits for an answer, else what is in hand and comes first. */
const waitsForThem = (mine: Mine, now: Date): NextThing | null => {
  const { offers, matches, asked } = mine
  const [offer] = offers
    .filter(({ state }) => state === 'sent')
    .sort((a, b) => a.answerBy.getTime() - b.answerBy.getTime())
  const about = offer && asked.get(offer.taskId)
  if (about)
    return {
      kind: nextStepKinds.task,
      title: `Somebody near you needs an answer ${byWhen(offer.answerBy, now)}`,
      sentences: [`${activities[about.activity].label}: ${whenInWords(about)}.`],
      link: { text: 'See it and answer', path: `/offers/${offer.offerId}` },
    }
  const [soonest] = matches
    .filter(({ state }) => isLiveMatch(state))
    .map(match => ({ match, at: dueAt(mine, match), task: asked.get(match.taskId) }))
    .sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0))
  return soonest?.task && soonest.at
    ? {
        kind: 'What you said yes to',
        title: `${activities[soonest.task.activity].label}, ${inWords(soonest.at, now)}`,
        sentences: [cannotReadNow(soonest.match, now)?.message ?? 'You can see who it is and how to reach them now.'],
        link: { text: 'Open it', path: `/my-volunteering/${soonest.match.matchId}` },
      }
    : null
}

/** What became last of something they were asked or had in hand. */
const whatBecame = ({ offers, matches, asked }: Mine, now: Date): { at: Date; next: NextThing } | null => {
  const ends = [
    ...matches.flatMap(({ taskId, state, endedAt }) =>
      endedAt ? [{ taskId, at: endedAt, says: matchStates[state].toVolunteer }] : [],
    ),
    // What they said yes to is told by its match.
    ...offers
      .filter(({ state, taskId }) => state !== 'yes' && !matches.some(match => match.taskId === taskId))
      .map(({ taskId, state, answeredAt, sentAt }) => ({
        taskId,
        at: answeredAt ?? sentAt,
        says: offerStates[state].toVolunteer,
      })),
  ]
  const [last] = ends.sort((a, b) => b.at.getTime() - a.at.getTime())
  const about = last && asked.get(last.taskId)
  return about
    ? {
        at: last.at,
        next: {
          kind: 'What you were asked last',
          title: `${activities[about.activity].label}, ${inWords(last.at, now)}`,
          sentences: [`${last.says}.`, weAskYou],
          link: null,
        },
      }
    : null
}

const ofStep = (step: NextStep, now: Date): NextThing => ({
  kind: nextStepKinds[step.kind],
  title: step.says.title,
  sentences: step.doneAt ? [`You did this ${inWords(step.doneAt, now)}. Thank you.`, weAskYou] : toSayAgain(step, now),
  link: step.says.link && !step.doneAt ? { text: step.says.link.words, path: step.says.link.path } : null,
})

/** What is still to be read of a step that something came after. */
const before = (step: NextStep, now: Date): Pick<NextThing, 'sentences' | 'link'> => {
  if (step.doneAt) return { sentences: [], link: null }
  if (step.kind === 'welcome') return { sentences: toSayAgain(step, now).slice(1), link: null }
  if (step.askAgainOn)
    return {
      sentences:
        step.askAgainOn >= dateAt(now) ? [`Whatever happens, we ask again on ${exactDate(step.askAgainOn)}.`] : [],
      link: null,
    }
  return step.says.link
    ? {
        sentences: [`Before that we told you about this, which still stands: ${step.says.title}.`],
        link: { text: step.says.link.words, path: step.says.link.path },
      }
    : { sentences: [], link: null }
}

/** Why nobody asks them, for whoever rests or has stopped. */
export const whyTheyRest = (volunteer: Mine['volunteer'], now: Date): NextThing | null => {
  const rests = (title: string, ...sentences: string[]) => ({ kind: 'A rest', title, sentences, link: null })
  if (volunteer?.state === 'left')
    return rests('You have stopped volunteering, so nobody asks you', 'Thank you for what you gave.')
  const until = volunteer?.pausedUntil
  return volunteer?.state === 'paused' && until && until > dateAt(now)
    ? rests(`You are having a rest: nobody asks you before ${dateInWords(until, now)}`)
    : null
}

/** Pure. The welcome counts until something was asked; a step about an offer is told by the offer itself, which knows what became of it. */
export const whatIsNext = (mine: Mine, now: Date): NextThing => {
  const waits = waitsForThem(mine, now) ?? whyTheyRest(mine.volunteer, now)
  if (waits) return waits
  const became = whatBecame(mine, now)
  const step = mine.step?.kind === 'task' && became ? null : mine.step
  if (!became)
    return step
      ? ofStep(step, now)
      : { kind: '', title: 'Nothing for you to do now', sentences: [weAskYou], link: null }
  if (!step) return became.next
  if (step.toldAt > became.at) return ofStep(step, now)
  const still = before(step, now)
  return { ...became.next, sentences: [...became.next.sentences, ...still.sentences], link: still.link }
}

/** The one thing that comes next for a volunteer. */
export const loadWhatIsNext = async (tx: PlaceTx, volunteerId: string): Promise<NextThing> =>
  whatIsNext(await loadMine(tx, volunteerId), tx.now)
