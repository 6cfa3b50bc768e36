import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { mayDisclose } from '../../people/index.ts'
import { findHelpRequest } from '../../requests/index.ts'
import { findVolunteer, listVolunteersById, noteActedOn, pauseVolunteering } from '../../volunteers/index.ts'
import { accessOffer } from '../access.ts'
import { aboutMatch, aboutTask } from '../end-task.ts'
import { RoundUnanswered, VolunteerAccepted } from '../facts.ts'
import { insertMatch } from '../match-store.ts'
import { listOffersOfTasks, listSentTo, moveOffers, saveOffer, takeBackOffersTo } from '../offer-store.ts'
import { sharingOfTask } from '../sharing-of-task.ts'
import { noteNotReached, takeBackQuestions, takeBackQuestionsOf } from '../take-back-questions.ts'
import type { Match, MatchId, Offer, Task } from '../task.ts'
import { listOpenTasks, saveTask } from '../task-store.ts'
import { whatStandsInTheWay } from '../weighing/eligible.ts'
import { loadEveryone, loadTasksToFill } from '../weighing/load-candidates.ts'
import { noReasons, type WhyNot } from '../words.ts'
import { answerToYes, isAsking, isTooLate, type YesLeadsTo } from './round-rules.ts'

const OfferOnly = Type.Object({ offerId: Type.String({ format: 'uuid', mend: 'Choose an offer' }) })

/** What may have changed since they were asked and stands in the way whatever they say. */
const stillInTheWay: readonly WhyNot[] = ['check', 'training', 'identity', 'references', 'must not meet']

const cannotAnyMore = async (tx: PlaceTx, task: Task, volunteerId: string): Promise<boolean> => {
  const everyone = await loadEveryone(tx, [volunteerId])
  const [filled] = await loadTasksToFill(tx, [task], everyone)
  const [candidate] = everyone.candidates
  if (!filled || !candidate || candidate.volunteer.state === 'left') return true
  // Not the first reason of all: whoever rests or is busy then may still say yes, and that must not hide that a check has ended.
  const why = whatStandsInTheWay(filled, candidate)
  return why !== null && stillInTheWay.includes(why)
}

const mayShare = async (tx: PlaceTx, task: Task): Promise<boolean> =>
  !isRefusal(await mayDisclose(tx, sharingOfTask(task)))

/** Whoever has answered is not asked any more by what still waits to leave. */
const noteAnswered = async (tx: PlaceTx, offer: Offer): Promise<void> => {
  await noteActedOn(tx, offer.volunteerId, { aboutId: offer.offerId })
  await takeBackQuestionsOf(tx, [offer])
}

/**
 * Says yes. The first gets it; whoever comes after is told so and stays on the waiting list, to be asked first if it falls through. A yes after the time counts
 * as long as nobody else has it.
 */
export const acceptOffer = command({
  name: 'matching.accept-offer',
  allow: 'volunteer.follow',
  input: OfferOnly,
  async run(
    tx,
    { offerId },
  ): Promise<{ recordId: string; yes: YesLeadsTo; matchId: MatchId | null } | ReturnType<typeof refuse>> {
    const found = await accessOffer(tx, offerId)
    if (isRefusal(found)) return found
    const { offer, task } = found
    const answer = (yes: YesLeadsTo, matchId: MatchId | null = null) => ({
      recordId: offer.offerId as string,
      yes,
      matchId,
    })
    const leadsTo = answerToYes(task, offer)
    if (offer.state === 'yes') return answer(leadsTo)
    return tx.house(async () => {
      await noteAnswered(tx, offer)
      if (leadsTo === 'over') return answer('over')
      // What is over by the clock is over, whether or not the job that ends it has run.
      const isOver = leadsTo === 'yours' && isTooLate(task, tx.now)
      if (isOver || !(await mayShare(tx, task)) || (await cannotAnyMore(tx, task, offer.volunteerId))) {
        await saveOffer(tx, offer.offerId, { state: 'taken back', answeredAt: tx.now })
        return answer('over')
      }
      const matchId = leadsTo === 'yours' ? await matchWith(tx, task, offer) : null
      if (matchId) return answer('yours', matchId)
      await saveOffer(tx, offer.offerId, {
        state: 'in reserve',
        // Whoever waits already keeps their turn; an earlier no is none.
        answeredAt: offer.state === 'in reserve' ? offer.answeredAt : tx.now,
      })
      return answer('in reserve')
    })
  },
})

const matchWith = async (tx: PlaceTx, task: Task, offer: Offer): Promise<MatchId | null> => {
  const match: Match = {
    matchId: newId<MatchId>(),
    taskId: task.taskId,
    needId: task.needId,
    journeyId: task.journeyId,
    volunteerId: offer.volunteerId,
    state: 'accepted',
    acceptedAt: tx.now,
    confirmedAt: null,
    confirmedBy: null,
    detailsFrom: null,
    detailsUntil: null,
    agreedAt: null,
    timesAgreed: 0,
    contactMadeAt: null,
    firstVisitAt: null,
    calledBackAt: null,
    calledBackBy: null,
    endedAt: null,
    reasonCode: null,
    reason: null,
  }
  if (!(await insertMatch(tx, match))) return null
  await saveOffer(tx, offer.offerId, { state: 'yes', answeredAt: tx.now })
  await saveTask(tx, task.taskId, { state: 'matched', unmetBecause: null })
  await takeBackQuestions(tx, task)
  await moveOffers(tx, task.taskId, ['sent'], 'filled')
  const request = await findHelpRequest(tx, task.helpRequestId)
  const [volunteer] = await listVolunteersById(tx, [offer.volunteerId])
  const followers = [
    task.organisationId,
    task.helpRequestId,
    request?.triagedByOrganisationId,
    request?.takenByOrganisationId,
    volunteer?.organisationId,
  ].filter(holderId => typeof holderId === 'string')
  await grantAccess(tx, [
    { recordId: match.matchId, holderId: offer.volunteerId, basis: 'said yes', basisId: task.taskId },
    ...[...new Set(followers)].map(holderId => ({
      recordId: match.matchId,
      holderId,
      basis: 'follows the request',
      basisId: task.taskId,
    })),
  ])
  await record(tx, VolunteerAccepted, { recordId: match.matchId, journeyId: task.journeyId }, aboutMatch(task, match))
  return match.matchId
}

/** How long "not this week" lasts. */
const restDays = 7

/** Whoever says "not this week" is not asked anything for a week; a longer rest they took is not cut short. True when they rest because of it. */
const restAfter = async (tx: PlaceTx, { volunteerId }: Offer, reasonCode: string | null): Promise<boolean> => {
  if (reasonCode !== 'not now') return false
  const until = dateAt(new Date(tx.now.getTime() + restDays * 86_400_000))
  const volunteer = await findVolunteer(tx, volunteerId)
  if ((volunteer?.pausedUntil ?? '') >= until) return false
  return !isRefusal(await pauseVolunteering.run(tx, { volunteerId, until }))
}

/** Says no, with a reason or none, and rests where that is the reason. Nobody else is kept waiting: where it was the last of a round, the next is asked. */
export const declineOffer = command({
  name: 'matching.decline-offer',
  allow: 'volunteer.follow',
  input: Type.Object({
    ...OfferOnly.properties,
    reasonCode: Type.Union([Type.Enum(Object.keys(noReasons)), Type.Null()], { mend: 'Choose a reason, or none' }),
  }),
  async run(tx, { offerId, reasonCode }) {
    const found = await accessOffer(tx, offerId)
    if (isRefusal(found)) return found
    const { offer, task } = found
    if (offer.state === 'yes')
      return refuse('said-yes', 'You said yes to this. If you cannot do it after all, say so on its own page.')
    const rests = await restAfter(tx, offer, reasonCode)
    if (offer.state === 'taken back' || task.state === 'ended') return { recordId: offer.offerId, rests }
    return tx.house(async () => {
      await noteAnswered(tx, offer)
      await saveOffer(tx, offer.offerId, { state: 'no', answeredAt: tx.now, noBecause: reasonCode })
      const offers = await listOffersOfTasks(tx, [task.taskId])
      if (task.state === 'open' && offer.state === 'sent' && !isAsking(offers)) {
        await record(
          tx,
          RoundUnanswered,
          { recordId: task.taskId, journeyId: task.journeyId },
          { ...aboutTask(task), round: offer.round },
        )
        await tx.wake('offers', { placeId: tx.placeId })
      }
      return { recordId: offer.offerId, rests }
    })
  },
})

/** Ends what a volunteer was asked and has not answered, because they rest or stop. */
export const endOffersTo = command({
  name: 'matching.end-offers-to',
  allow: 'match.tend',
  input: Type.Object({ volunteerId: Type.String({ format: 'uuid' }) }),
  async run(tx, { volunteerId }) {
    const asked = await listSentTo(tx, volunteerId)
    await noteNotReached(tx, asked)
    if ((await takeBackOffersTo(tx, volunteerId)) + asked.length === 0) return { recordId: volunteerId }
    await tx.wake('offers', { placeId: tx.placeId })
    const open = new Map((await listOpenTasks(tx)).map(task => [task.taskId, task]))
    for (const { taskId, round } of asked) {
      const task = open.get(taskId)
      // Where they were the last who could still have said yes, whoever follows it hears so.
      if (!task || isAsking(await listOffersOfTasks(tx, [taskId]))) continue
      await record(tx, RoundUnanswered, { recordId: taskId, journeyId: task.journeyId }, { ...aboutTask(task), round })
    }
    return { recordId: volunteerId }
  },
})
