import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { insertHours } from '../../volunteers/index.ts'
import { accessOwnMatch } from '../access.ts'
import { aboutMatch, endDetails } from '../end-task.ts'
import {
  FirstVisitMade,
  VisitMade,
  VisitMissed,
  VolunteerDone,
  VolunteerInContact,
  VolunteerOngoing,
} from '../facts.ts'
import { fallThrough } from '../fall-through.ts'
import { detailsWindow, hasBegun } from '../match.ts'
import { insertReceipt, listVisits, planVisit, saveMatch, sayVisit } from '../match-store.ts'
import { moveOffers } from '../offer-store.ts'
import type { Match, Task, Visit } from '../task.ts'
import { saveTask } from '../task-store.ts'
import { helpAt, lengthOf, nextTime, whenOfVisit } from '../times.ts'
import { type CouldNotReason, couldNotReasons, paidHows } from '../words.ts'
import { cannotKeepCards } from './card-numbers.ts'

const matchId = Type.String({ format: 'uuid', mend: 'Choose what you said yes to' })
const minutes = Type.Integer({ minimum: 1, maximum: 1440, mend: 'Enter how many minutes it took, like 45' })
const note = (most: number) => Type.String({ maxLength: most, mend: `Keep this to ${most} characters` })

const factOf = (task: Task, match: Match) => ({
  about: { recordId: match.matchId, journeyId: task.journeyId },
  data: aboutMatch(task, match),
})

/** The volunteer has spoken to the resident. */
export const recordVolunteerContact = command({
  name: 'matching.record-contact',
  allow: 'volunteer.follow',
  input: Type.Object({ matchId }),
  async run(tx, input) {
    const found = await accessOwnMatch(tx, input.matchId, 'contact')
    if (isRefusal(found)) return found
    const { match, task } = found
    await saveMatch(tx, match.matchId, { state: 'in contact', contactMadeAt: tx.now })
    const { about, data } = factOf(task, match)
    await record(tx, VolunteerInContact, about, data)
    return { recordId: match.matchId }
  },
})

/** The first time they were together: from then on staff owe the resident a call. */
const noteFirstVisit = async (tx: PlaceTx, task: Task, match: Match): Promise<void> => {
  if (match.firstVisitAt) return
  await saveMatch(tx, match.matchId, { firstVisitAt: tx.now, contactMadeAt: match.contactMadeAt ?? tx.now })
  const { about, data } = factOf(task, match)
  await record(tx, FirstVisitMade, about, data)
}

/** The help was given, or the regular help has come to its end. */
export const reportVolunteerDone = command({
  name: 'matching.report-done',
  allow: 'volunteer.follow',
  input: Type.Object({ matchId, minutes, note: note(300) }),
  async run(tx, input) {
    const found = await accessOwnMatch(tx, input.matchId, 'finish')
    if (isRefusal(found)) return found
    const { match, task } = found
    const card = cannotKeepCards({ note: input.note })
    if (card) return card
    if (!hasBegun(match, task, tx.now))
      return refuse('not-begun', 'This has not begun yet. Say that it is done when it is.')
    await tx.house(async () => {
      await insertHours(tx, {
        volunteerId: match.volunteerId,
        givenOn: dateAt(tx.now),
        minutes: input.minutes,
        aboutId: match.matchId,
        note: input.note.trim(),
      })
      for (const visit of await listVisits(tx, [match.matchId]))
        if (visit.state === 'planned' && visit.startsAt <= tx.now)
          await sayVisit(tx, visit.visitId, { state: 'done', minutes: input.minutes, note: '' })
      await noteFirstVisit(tx, task, match)
      await saveMatch(tx, match.matchId, { state: 'done', endedAt: tx.now })
      await saveTask(tx, task.taskId, { state: 'ended', endedAt: tx.now, endedBecause: 'done' })
      await moveOffers(tx, task.taskId, ['sent', 'in reserve'], 'filled')
      const { about, data } = factOf(task, match)
      await record(tx, VolunteerDone, about, { ...data, minutes: input.minutes })
      await endDetails(tx, task, match)
    })
    return { recordId: match.matchId }
  },
})

/** Plans the visit after one, and lets who and where be read around it. */
export const planNext = async (tx: PlaceTx, task: Task, match: Match, last: Visit): Promise<void> => {
  if (!task.every) return
  let next = nextTime(last.startsAt, task.every)
  // The same hour again, where one was agreed.
  let agreedAt = match.agreedAt && nextTime(match.agreedAt, task.every)
  // Whoever says late what became of it is not owed visits that are over.
  while (next.getTime() + lengthOf(task) <= tx.now.getTime()) {
    next = nextTime(next, task.every)
    agreedAt = agreedAt && nextTime(agreedAt, task.every)
  }
  await planVisit(tx, match.matchId, next)
  const given = helpAt(whenOfVisit(task, next), task.minutes, agreedAt)
  await saveMatch(tx, match.matchId, {
    agreedAt,
    timesAgreed: 0,
    ...detailsWindow(match.confirmedAt ?? tx.now, given),
  })
}

/** Says of one visit of regular help whether it happened; the next is planned. */
export const reportVisit = command({
  name: 'matching.report-visit',
  allow: 'volunteer.follow',
  input: Type.Object({
    matchId,
    visitId: Type.String({ format: 'uuid', mend: 'Choose a visit' }),
    happened: Type.Boolean({ mend: 'Say whether it happened' }),
    minutes: Type.Union([minutes, Type.Null()], { mend: 'Enter how many minutes it took, like 45' }),
    note: note(500),
  }),
  async run(tx, input) {
    const found = await accessOwnMatch(tx, input.matchId, 'continue')
    if (isRefusal(found)) return found
    const { match, task } = found
    const card = cannotKeepCards({ note: input.note })
    if (card) return card
    if (input.happened && input.minutes === null)
      return refuse('no-minutes', 'Enter how many minutes it took, like 45', 'minutes')
    return tx.house(async () => {
      const visit = (await listVisits(tx, [match.matchId])).find(each => each.visitId === input.visitId)
      if (!visit) return refuse('no-such-visit', 'We cannot find that visit.')
      if (input.happened && tx.now < visit.startsAt)
        return refuse('not-begun', 'This visit has not begun yet. Say that it happened when it has.')
      const said = await sayVisit(tx, visit.visitId, {
        state: input.happened ? 'done' : 'did not happen',
        minutes: input.happened ? input.minutes : null,
        note: input.note.trim(),
      })
      if (!said) return refuse('said-already', 'What became of this visit is written down already.')
      const { about, data } = factOf(task, match)
      if (input.happened) {
        await insertHours(tx, {
          volunteerId: match.volunteerId,
          givenOn: dateAt(visit.startsAt),
          minutes: input.minutes ?? task.minutes,
          aboutId: match.matchId,
          note: input.note.trim().slice(0, 300),
        })
        await noteFirstVisit(tx, task, match)
        if (match.state !== 'ongoing') {
          await saveMatch(tx, match.matchId, { state: 'ongoing' })
          await record(tx, VolunteerOngoing, about, data)
        } else await record(tx, VisitMade, about, data)
      } else await record(tx, VisitMissed, about, { ...data, visitId: visit.visitId, said: true })
      await planNext(tx, task, match, visit)
      return { recordId: match.matchId }
    })
  },
})

/** The volunteer could not do it after all. */
export const reportVolunteerCouldNot = command({
  name: 'matching.report-could-not',
  allow: 'volunteer.follow',
  input: Type.Object({
    matchId,
    reasonCode: Type.Enum(Object.keys(couldNotReasons), { mend: 'Choose why it could not be done' }),
    reason: note(500),
  }),
  async run(tx, input) {
    const found = await accessOwnMatch(tx, input.matchId, 'give up')
    if (isRefusal(found)) return found
    const { match, task } = found
    const card = cannotKeepCards({ reason: input.reason })
    if (card) return card
    await fallThrough(tx, task, match, 'could not', {
      reasonCode: input.reasonCode as CouldNotReason,
      reason: input.reason.trim() || null,
    })
    return { recordId: match.matchId }
  },
})

const mostPence = 100_000

/** Writes down money spent for the resident, with its receipt. Cards and PINs are refused, whatever box they are typed into. */
export const recordReceipt = command({
  name: 'matching.record-receipt',
  allow: 'volunteer.follow',
  input: Type.Object({
    matchId,
    spentInPence: Type.Integer({ minimum: 1, maximum: mostPence, mend: 'Enter the amount on the receipt, like 12.40' }),
    shop: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter the shop, as the receipt names it' }),
    paidHow: Type.Enum([...paidHows], { mend: 'Choose how it was paid' }),
    spentOn: Type.String({ format: 'date', mend: 'Enter the day of the receipt' }),
  }),
  async run(tx, input) {
    const found = await accessOwnMatch(tx, input.matchId, 'read')
    if (isRefusal(found)) return found
    const { match } = found
    const card = cannotKeepCards({ shop: input.shop })
    if (card) return card
    if (!['confirmed', 'in contact', 'ongoing', 'done'].includes(match.state))
      return refuse('match-has-moved-on', 'Receipts belong to help that you give or gave.')
    if (input.spentOn > dateAt(tx.now))
      return refuse('in-the-future', 'The day of the receipt is today or before.', 'spentOn')
    await insertReceipt(tx, match.matchId, {
      spentInPence: input.spentInPence,
      shop: input.shop.trim(),
      paidHow: input.paidHow as (typeof paidHows)[number],
      spentOn: input.spentOn,
    })
    return { recordId: match.matchId }
  },
})
