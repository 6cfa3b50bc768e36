import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import type { Platform } from '../../../platform/platform.ts'
import { aboutTask, endTask } from '../end-task.ts'
import { NoVolunteerLeft, RoundUnanswered } from '../facts.ts'
import { weightsOfPlace } from '../how-we-choose/weights-store.ts'
import { listSilent } from '../match-store.ts'
import { silencesInARow } from '../offer-rules.ts'
import { endUnanswered, listOffersOfTasks, saveOffer } from '../offer-store.ts'
import { raiseAlert } from '../raise-alert.ts'
import { sendOffers } from '../send-offers.ts'
import { noteNotReached } from '../take-back-questions.ts'
import type { Offer, Task } from '../task.ts'
import { holdOffersOfPlace, listOpenTasks, saveTask } from '../task-store.ts'
import { countsInWords } from '../weighing/eligible.ts'
import { loadEveryone, loadTasksToFill } from '../weighing/load-candidates.ts'
import { mostWeighed, planRound } from '../weighing/plan-round.ts'
import { whyThem } from '../weighing/why-them.ts'
import { WithinReach } from '../weighing/within-reach.ts'
import { type UnmetReason, unmetReasons } from '../words.ts'
import { reserveOf, reserveToAsk, type TurnStep, takeTurn, whenNobodyWasAsked } from './round-rules.ts'

/**
 * Asks whoever is to be asked now. Run at any moment, however often, by however many processes, with the clock set forward or back, it asks nobody twice and
 * leaves nobody out: what it does next stands in the tables alone.
 */
export const askVolunteers = async (platform: Platform, placeId: PlaceId): Promise<void> => {
  await platform.db.asHouse(placeId, endRounds)
  await platform.db.asHouse(placeId, askNextRound)
}

/** Ends offers whose time is over, and notices who has been silent for long. In a transaction of its own: it holds offers, and whoever says yes holds the task first. */
export const endRounds = async (tx: PlaceTx): Promise<void> => {
  const over = await endUnanswered(tx)
  if (over.length === 0) return
  // Whoever was to be rung and was not, before the time was over, was not asked: it is no silence of theirs.
  const notReached = await noteNotReached(tx, over)
  const unanswered = over.filter(({ offerId }) => !notReached.has(offerId))
  const silent = await listSilent(tx, [...new Set(unanswered.map(({ volunteerId }) => volunteerId))], silencesInARow)
  for (const { volunteerId, offers } of silent)
    await raiseAlert(tx, null, { volunteerId, kind: 'many no answers', says: { offers } })
  const ended = Map.groupBy(over, ({ taskId }) => taskId)
  const open = new Map((await listOpenTasks(tx)).map(task => [task.taskId, task]))
  const waiting = await listOffersOfTasks(tx, [...ended.keys()])
  for (const [taskId, offers] of ended) {
    const task = open.get(taskId)
    if (!task || waiting.some(other => other.taskId === taskId && other.state === 'sent')) continue
    await record(
      tx,
      RoundUnanswered,
      { recordId: taskId, journeyId: task.journeyId },
      { ...aboutTask(task), round: Math.max(...offers.map(({ round }) => round)) },
    )
  }
}

export const askNextRound = async (tx: PlaceTx): Promise<void> => {
  await holdOffersOfPlace(tx)
  const open = await listOpenTasks(tx, 'lock')
  const offers = Map.groupBy(
    await listOffersOfTasks(
      tx,
      open.map(({ taskId }) => taskId),
    ),
    ({ taskId }) => taskId,
  )
  const offersTo = ({ taskId }: Task) => offers.get(taskId) ?? []
  const does = async ({ does, task }: TurnStep<Task>) => {
    if (does === 'ask the reserve') {
      const asked = await askReserve(tx, task, offersTo(task))
      // Where the rules ask, they go on with others; where a coordinator chooses, nobody would.
      if (!asked && task.offersBy === 'coordinator')
        await giveUp(tx, task, 'asked already', 'Whoever was on the waiting list cannot be asked any more.')
      return asked
    }
    await giveUp(tx, task, 'too late', unmetReasons['too late'].label)
    return false
  }
  const turn = takeTurn(open, offersTo, tx.now)
  let step = turn.next()
  while (!step.done) step = turn.next(await does(step.value))
  const due = step.value
  if (due.length === 0) return
  const everyone = await loadEveryone(tx)
  const filled = await loadTasksToFill(tx, due, everyone)
  const plan = planRound(filled, new WithinReach(everyone.candidates, dateAt(tx.now)), await weightsOfPlace(tx))
  const taskOf = new Map(due.map(task => [task.taskId, task]))
  for (const [taskId, planned] of Map.groupBy(plan.offers, offer => offer.filled.task.taskId)) {
    const task = taskOf.get(taskId)
    if (!task) continue
    const asking = planned.map(offer => ({
      volunteerId: offer.candidate.volunteer.volunteerId as string,
      reasons: whyThem(offer.filled, offer.candidate).map(({ text }) => String(text)),
    }))
    const could = planned[0] ? plan.couldBeAsked(planned[0].filled) : 0
    await sendOffers(
      tx,
      task,
      asking,
      nextRound(offers.get(taskId)),
      could > mostWeighed ? { those: mostWeighed, of: could } : undefined,
    )
    await saveTask(tx, taskId, { triedAt: tx.now, unmetBecause: null })
  }
  for (const { filled: one, eligible } of plan.without) {
    const task = taskOf.get(one.task.taskId)
    if (!task) continue
    const because = whenNobodyWasAsked(eligible)
    if (because === 'needed elsewhere')
      await saveTask(tx, task.taskId, { triedAt: tx.now, unmetBecause: unmetReasons[because].label })
    else await giveUp(tx, task, because, countsInWords(eligible.cannot))
  }
}

/** Asks those who said yes too late before anybody else, in the order they did; false when there is nobody of them to ask. */
const askReserve = async (tx: PlaceTx, task: Task, offers: readonly Offer[]): Promise<boolean> => {
  const waiting = reserveOf(offers)
  const everyone = await loadEveryone(
    tx,
    waiting.map(({ volunteerId }) => volunteerId),
  )
  const [filled] = await loadTasksToFill(tx, [task], everyone)
  if (!filled) return false
  const asking = reserveToAsk(
    filled,
    waiting.flatMap(
      ({ volunteerId }) => everyone.candidates.find(({ volunteer }) => volunteer.volunteerId === volunteerId) ?? [],
    ),
  )
  for (const { volunteer } of asking)
    for (const offer of waiting)
      if (offer.volunteerId === volunteer.volunteerId) await saveOffer(tx, offer.offerId, { state: 'filled' })
  const sent = await sendOffers(
    tx,
    task,
    asking.map(candidate => ({
      volunteerId: candidate.volunteer.volunteerId,
      reasons: ['said yes before', ...whyThem(filled, candidate).map(({ text }) => String(text))],
    })),
    nextRound(offers),
  )
  if (sent > 0) await saveTask(tx, task.taskId, { triedAt: tx.now, unmetBecause: null })
  return sent > 0
}

/** The number of the round that comes after some offers, from 1. */
export const nextRound = (offers: readonly Offer[] | undefined): number =>
  1 + Math.max(0, ...(offers ?? []).map(({ round }) => round))

/** Nobody is left: the need goes back to whoever decides, with what stood in the way. It is never closed. */
const giveUp = async (tx: PlaceTx, task: Task, because: UnmetReason, words: string): Promise<void> => {
  await saveTask(tx, task.taskId, { triedAt: tx.now, unmetBecause: words })
  await endTask(tx, task, 'no volunteer')
  await record(
    tx,
    NoVolunteerLeft,
    { recordId: task.taskId, journeyId: task.journeyId },
    { ...aboutTask(task), because },
  )
}
