import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import { record } from '../../../platform/facts/fact.ts'
import { findOwnPlace } from '../../places/index.ts'
import { checkFor, listVolunteersById, nationOf } from '../../volunteers/index.ts'
import { accessMatch, accessTask } from '../access.ts'
import { saveNoContact } from '../apart/no-contact-store.ts'
import { markPair } from '../apart/recognise.ts'
import { NoContactSaid, tellNoContact } from '../apart/say-no-contact.ts'
import { cannotAskBefore } from '../asked-elsewhere.ts'
import { aboutTask, endTask, tellNotNeeded } from '../end-task.ts'
import { VolunteersTakenBack } from '../facts.ts'
import { fallThrough } from '../fall-through.ts'
import { weightsOfPlace } from '../how-we-choose/weights-store.ts'
import { dealWithAlert, findMatch } from '../match-store.ts'
import { listOffersOfTasks } from '../offer-store.ts'
import { sendOffers } from '../send-offers.ts'
import type { Task } from '../task.ts'
import { findTask, holdOffersOfPlace, listTasksOfRequest, saveTask } from '../task-store.ts'
import { whyNot } from '../weighing/eligible.ts'
import { eligibleFor } from '../weighing/least-costly.ts'
import { loadEveryone, loadTasksToFill } from '../weighing/load-candidates.ts'
import { whyThem } from '../weighing/why-them.ts'
import { nextRound } from './offer-round.ts'

const taskId = Type.String({ format: 'uuid', mend: 'Choose what was put to volunteers' })

/** A coordinator chooses whom to ask; by night they are chosen now and hear of it in the morning, when their time to answer begins. What the rules forbid for somebody's safety or peace they forbid here too. */
export const offerToThese = command({
  name: 'matching.ask-these',
  allow: 'volunteer.ask',
  input: Type.Object({
    taskId,
    volunteerIds: Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 1,
      maxItems: 20,
      mend: 'Choose whom to ask, up to 20 people',
    }),
  }),
  async run(tx, input) {
    const task = await accessTask(tx, input.taskId)
    if (isRefusal(task)) return task
    if (task.state !== 'open') return refuse('task-has-moved-on', 'Somebody has said yes meanwhile. Look at it again.')
    return tx.house(async () => {
      await holdOffersOfPlace(tx)
      const everyone = await loadEveryone(tx, [...new Set(input.volunteerIds)])
      const [filled] = await loadTasksToFill(tx, [task], everyone)
      if (!filled) return refuse('task-has-moved-on', 'Look at it again.')
      // Without the reason: of two who must not meet none is told, and that one is missing where others have theirs would tell as much.
      if (everyone.candidates.length === 0 || everyone.candidates.some(candidate => whyNot(filled, candidate) !== null))
        return refuse(
          'cannot-be-asked',
          'Somebody you chose cannot be asked any more. Here is who can be asked now.',
          'volunteerIds',
        )
      const { can } = eligibleFor(filled, everyone.candidates, await weightsOfPlace(tx))
      const offers = await listOffersOfTasks(tx, [task.taskId])
      const asked = await sendOffers(
        tx,
        task,
        can.map(({ candidate }) => ({
          volunteerId: candidate.volunteer.volunteerId,
          reasons: whyThem(filled, candidate).map(({ text }) => String(text)),
        })),
        nextRound(offers),
      )
      await saveTask(tx, task.taskId, { triedAt: tx.now, unmetBecause: null })
      return { recordId: task.taskId, asked }
    })
  },
})

/** Lets the rules go on asking by themselves, or takes that into one's own hands. */
export const letRulesAsk = command({
  name: 'matching.let-rules-ask',
  allow: 'volunteer.ask',
  input: Type.Object({ taskId, offersBy: Type.Enum(['rules', 'coordinator'], { mend: 'Choose who decides' }) }),
  async run(tx, input) {
    const task = await accessTask(tx, input.taskId)
    if (isRefusal(task)) return task
    const place = await findOwnPlace(tx)
    const check = checkFor(task.activity, task.circumstances, dateAt(task.startsAt), nationOf(place?.ladCodes ?? []))
    const unasked = input.offersBy === 'rules' ? cannotAskBefore(check, { ...task, offersBy: 'rules' }) : null
    if (unasked) return unasked
    await saveTask(tx, task.taskId, { offersBy: input.offersBy as Task['offersBy'] })
    await tx.wake('offers', { placeId: tx.placeId })
    return { recordId: task.taskId }
  },
})

/** Takes the question back from volunteers, answered or not: the need waits for a decision again. */
export const takeBackFromVolunteers = command({
  name: 'matching.take-back',
  allow: 'volunteer.ask',
  input: Type.Object({ taskId }),
  async run(tx, input) {
    const task = await accessTask(tx, input.taskId)
    if (isRefusal(task)) return task
    await endTask(tx, task, 'taken back')
    await record(
      tx,
      VolunteersTakenBack,
      { recordId: task.taskId, journeyId: task.journeyId },
      { ...aboutTask(task), because: 'taken back' },
    )
    return { recordId: task.taskId }
  },
})

/** Ends what is left of a request's tasks when a need is closed, or the permission to share was withdrawn. */
export const endTasksOfRequest = command({
  name: 'matching.end-tasks-of-request',
  allow: 'match.tend',
  input: Type.Object({
    helpRequestId: Type.String({ format: 'uuid' }),
    needId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    because: Type.Enum(['need closed', 'consent withdrawn']),
    /** The permissions that were withdrawn; all where nobody says which. */
    consentIds: Type.Optional(Type.Array(Type.String({ format: 'uuid' }))),
  }),
  async run(tx, { helpRequestId, needId, because, consentIds }) {
    for (const seen of await listTasksOfRequest(tx, helpRequestId)) {
      if (seen.state === 'ended' || (needId && seen.needId !== needId)) continue
      if (
        because === 'consent withdrawn' &&
        (seen.basis !== 'consent' || consentIds?.includes(seen.consentId ?? '') === false)
      )
        continue
      const task = await findTask(tx, seen.taskId, 'lock')
      if (!task || task.state === 'ended') continue
      await endTask(tx, task, because)
      await record(
        tx,
        VolunteersTakenBack,
        { recordId: task.taskId, journeyId: task.journeyId },
        { ...aboutTask(task), because: because as 'need closed' | 'consent withdrawn' },
      )
    }
    return { recordId: helpRequestId }
  },
})

/** Ends a task whose volunteer may not be told any more who it is. */
export const endTaskUnshared = command({
  name: 'matching.end-task-unshared',
  allow: 'match.tend',
  input: Type.Object({ matchId: Type.String({ format: 'uuid' }) }),
  async run(tx, { matchId }) {
    const match = await findMatch(tx, matchId, 'read')
    const task = match && (await findTask(tx, match.taskId, 'lock'))
    if (task && task.state !== 'ended') {
      await endTask(tx, task, 'sharing stopped')
      await record(
        tx,
        VolunteersTakenBack,
        { recordId: task.taskId, journeyId: task.journeyId },
        { ...aboutTask(task), because: 'sharing stopped' },
      )
    }
    return { recordId: matchId }
  },
})

/**
 * The resident asks for somebody else than this volunteer. The two are never brought together again; the volunteer is told only that they are not needed.
 */
export const refuseVolunteer = command({
  name: 'matching.refuse-volunteer',
  allow: 'request.follow',
  input: Type.Object({ matchId: Type.String({ format: 'uuid', mend: 'Choose a volunteer' }) }),
  async run(tx, { matchId }) {
    const found = await accessMatch(tx, matchId, 'refuse')
    if (isRefusal(found)) return found
    const { match, task } = found
    if (tx.actor.kind === 'bearer' && !tx.actor.holderIds.includes(task.helpRequestId))
      return refuse('no-such-thing', 'We cannot find that, or it is not yours to see.')
    await tx.house(async () => {
      const [volunteer] = await listVolunteersById(tx, [match.volunteerId])
      if (!volunteer) return
      await saveNoContact(tx, volunteer.personId, task.personId, 'resident asked')
      await markPair(tx, volunteer.personId, task.personId)
      await fallThrough(tx, task, match, 'refused')
      await tellNotNeeded(tx, volunteer, task, match.matchId)
      // What else the two have in hand together ends as well.
      await tellNoContact(tx, NoContactSaid, volunteer.personId, task.personId)
    })
    return { recordId: match.matchId }
  },
})

/** A coordinator has looked at an alert. */
export const dealWith = command({
  name: 'matching.deal-with-alert',
  allow: 'volunteer.ask',
  input: Type.Object({ alertId: Type.String({ format: 'uuid', mend: 'Choose an alert' }) }),
  async run(tx, { alertId }) {
    return (await dealWithAlert(tx, alertId))
      ? { recordId: alertId }
      : refuse('somebody-else', 'Somebody else has dealt with this, or it is not yours to see.')
  },
})
