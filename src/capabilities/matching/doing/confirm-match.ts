import { Type } from 'typebox'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { markDelivered } from '../../../platform/notify/notice.ts'
import { agreeSharing, mayDisclose } from '../../people/index.ts'
import { findHelpRequest } from '../../requests/index.ts'
import { offerNotice } from '../../volunteers/index.ts'
import { accessMatch, accessMatchOfTask } from '../access.ts'
import { aboutMatch } from '../end-task.ts'
import { CalledBack, MatchConfirmed } from '../facts.ts'
import { detailsWindow } from '../match.ts'
import { planVisit, saveMatch } from '../match-store.ts'
import { answerBy } from '../offer-rules.ts'
import { findOffer, saveOffer } from '../offer-store.ts'
import { sharingOfTask } from '../sharing-of-task.ts'
import type { Match, Task } from '../task.ts'
import { findTask } from '../task-store.ts'
import { helpAt } from '../times.ts'

const MatchOnly = Type.Object({ matchId: Type.String({ format: 'uuid', mend: 'Choose a match' }) })

const confirm = (tx: PlaceTx, match: Match, task: Task, by: string): Promise<{ recordId: string } | Refusal> =>
  tx.house(async () => {
    const sharing = sharingOfTask(task)
    const allowed = await mayDisclose(tx, sharing)
    if (isRefusal(allowed)) return allowed
    const request = await findHelpRequest(tx, task.helpRequestId)
    await agreeSharing(tx, sharing, allowed, {
      forId: match.matchId,
      journeyId: task.journeyId,
      volunteerId: match.volunteerId,
      path: '/my-volunteering',
      followers: [task.organisationId, request?.triagedByOrganisationId, request?.takenByOrganisationId].filter(
        holderId => typeof holderId === 'string',
      ),
    })
    // An hour that has passed while nobody confirmed is none.
    const agreedAt = match.agreedAt && match.agreedAt > tx.now ? match.agreedAt : null
    await saveMatch(tx, match.matchId, {
      state: 'confirmed',
      confirmedAt: tx.now,
      confirmedBy: by,
      agreedAt,
      ...detailsWindow(tx.now, helpAt(task, task.minutes, agreedAt)),
    })
    if (task.every) await planVisit(tx, match.matchId, task.startsAt)
    await record(tx, MatchConfirmed, { recordId: match.matchId, journeyId: task.journeyId }, aboutMatch(task, match))
    return { recordId: match.matchId }
  })

/** A coordinator says that this volunteer is the one. */
export const confirmMatch = command({
  name: 'matching.confirm-match',
  allow: 'volunteer.ask',
  input: MatchOnly,
  async run(tx, { matchId }) {
    const found = await accessMatchOfTask(tx, matchId, 'confirm')
    return isRefusal(found) ? found : confirm(tx, found.match, found.task, tx.actor.name)
  },
})

/** Where the rules ask by themselves, a yes is confirmed by them: what a coordinator would look at was looked at before they were asked, and again at the yes. */
export const confirmByRule = command({
  name: 'matching.confirm-by-rule',
  allow: 'match.tend',
  input: MatchOnly,
  async run(tx, { matchId }): Promise<{ recordId: string } | Refusal> {
    const found = await accessMatch(tx, matchId, 'confirm')
    if (isRefusal(found)) return found
    const { match, task } = found
    return task.offersBy === 'rules' ? confirm(tx, match, task, 'the rules of the place') : { recordId: matchId }
  },
})

const callBack = 'ring after the first visit '

/** What the notice that asks for the call after the first visit of a match is sent for. */
export const sentForCallBack = (matchId: string): string => `${callBack}${matchId}`

const noteCall = async (tx: PlaceTx, { match, task }: { match: Match; task: Task }, by: string): Promise<void> => {
  if (match.calledBackAt || !match.firstVisitAt) return
  await saveMatch(tx, match.matchId, { calledBackAt: tx.now, calledBackBy: by })
  await markDelivered(tx, task.helpRequestId, sentForCallBack(match.matchId))
  await record(tx, CalledBack, { recordId: match.matchId, journeyId: task.journeyId }, aboutMatch(task, match))
}

/** Staff rang the resident after the first visit and heard how it was: among the calls to make it does not wait any more. */
export const recordCallBack = command({
  name: 'matching.record-call-back',
  allow: 'volunteer.ask',
  input: MatchOnly,
  async run(tx, { matchId }) {
    const found = await accessMatchOfTask(tx, matchId, 'read')
    if (isRefusal(found)) return found
    await noteCall(tx, found, tx.actor.name)
    return { recordId: matchId }
  },
})

/** Their time to answer runs from the call, not from when it was written down to be made. */
const noteAsked = async (tx: PlaceTx, offerId: string): Promise<void> => {
  const offer = await findOffer(tx, offerId, 'lock')
  const task = offer?.state === 'sent' ? await findTask(tx, offer.taskId, 'read') : null
  const until = task && answerBy(tx.now, task.urgency)
  if (offer && until && until > offer.answerBy) await saveOffer(tx, offer.offerId, { answerBy: until })
}

/** Somebody told people by phone: an offer waits from then on, and where it was the call after a first visit, its match says so. */
export const noteCallsMade = command({
  name: 'matching.note-calls-made',
  allow: 'match.tend',
  input: Type.Object({ sentFor: Type.Array(Type.String()), by: Type.String() }),
  async run(tx, { sentFor, by }) {
    for (const each of sentFor) {
      if (each.startsWith(offerNotice)) await noteAsked(tx, each.slice(offerNotice.length))
      if (!each.startsWith(callBack)) continue
      const found = await accessMatch(tx, each.slice(callBack.length), 'read')
      if (!isRefusal(found)) await noteCall(tx, found, by)
    }
    return { recordId: null }
  },
})
