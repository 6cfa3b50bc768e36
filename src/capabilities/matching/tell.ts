import { Type } from 'typebox'
import { exactTime } from '../../design/time-in-words.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import { type AtNight, answerWithin, unlessTooLate } from '../../platform/notify/quiet-hours.ts'
import { findOrganisation } from '../organisations/index.ts'
import { findPerson } from '../people/index.ts'
import { findHelpRequest, tellResident } from '../requests/index.ts'
import { firstName, listVolunteersById, tellVolunteer } from '../volunteers/index.ts'
import { sentForCallBack } from './doing/confirm-match.ts'
import { findMatch } from './match-store.ts'
import { listOffersOfTasks } from './offer-store.ts'
import { whenInWords } from './send-offers.ts'
import type { Match, Task } from './task.ts'
import { findTask } from './task-store.ts'
import { helpAt, needsHour, whenNext } from './times.ts'

const taskId = Type.String({ format: 'uuid' })
const matchId = Type.String({ format: 'uuid' })
const sentFor = Type.String()

/** Tells those who were asked and had not answered that somebody else was first, and that they may wait in reserve. */
export const tellOthersFilled = command({
  name: 'matching.tell-others-filled',
  allow: 'match.tend',
  input: Type.Object({ taskId }),
  async run(tx, input) {
    const task = await findTask(tx, input.taskId, 'read')
    if (!task) return { recordId: input.taskId }
    const filled = (await listOffersOfTasks(tx, [task.taskId])).filter(
      ({ state, answeredAt }) => state === 'filled' && answeredAt === null,
    )
    const volunteers = await listVolunteersById(
      tx,
      filled.map(({ volunteerId }) => volunteerId),
    )
    for (const { offerId, volunteerId } of filled) {
      const volunteer = volunteers.find(each => each.volunteerId === volunteerId)
      if (volunteer)
        await tellVolunteer(tx, volunteer, {
          sentFor: `filled ${offerId}`,
          subject: 'Somebody else is doing it: thank you',
          sentences: [
            'What we asked you about has found somebody, so you do not need to answer.',
            task.what,
            'If you would step in should it fall through, say so on the same page, and you are asked first.',
          ],
          next: `/offers/${offerId}`,
        })
    }
    return { recordId: task.taskId }
  },
})

const findBoth = async (tx: PlaceTx, id: string): Promise<{ match: Match; task: Task } | null> => {
  const match = await findMatch(tx, id, 'read')
  const task = match && (await findTask(tx, match.taskId, 'read'))
  return match && task ? { match, task } : null
}

/** What was asked, at the hour that was agreed where one was. */
const whenHelped = ({ match, task }: { match: Match; task: Task }): Task =>
  match.agreedAt ? { ...task, ...helpAt(task, task.minutes, match.agreedAt) } : task

/** What is said about a visit that begins before the morning's mail is read does not wait for the morning. */
const atNightAbout = (task: Task, now: Date): AtNight => unlessTooLate(whenNext(task, null, now).startsAt, now)

const nameOf = async (tx: PlaceTx, volunteerId: string): Promise<string> => {
  const [volunteer] = await listVolunteersById(tx, [volunteerId])
  const person = volunteer && (await findPerson(tx, volunteer.personId))
  return person ? firstName(person.name) : 'A volunteer'
}

/** Tells the volunteer that it is theirs, and when they see who it is. */
export const tellConfirmed = command({
  name: 'matching.tell-confirmed',
  allow: 'match.tend',
  input: Type.Object({ matchId, sentFor }),
  async run(tx, input) {
    const both = await findBoth(tx, input.matchId)
    const [volunteer] = both ? await listVolunteersById(tx, [both.match.volunteerId]) : []
    // Whoever has just said yes waits to hear that it is theirs.
    const isAnswer = both !== null && tx.now.getTime() - both.match.acceptedAt.getTime() < answerWithin
    if (both && volunteer)
      await tellVolunteer(tx, volunteer, {
        sentFor: input.sentFor,
        atNight: isAnswer ? 'answer' : atNightAbout(both.task, tx.now),
        subject: 'It is yours: thank you',
        sentences: [
          both.task.what,
          `When: ${whenInWords(whenHelped(both))}.`,
          both.match.detailsFrom
            ? `You can see who it is and how to reach them from ${exactTime(both.match.detailsFrom)} until two hours after. Each look is written down, and they can read that.`
            : 'Tell us when in that time you come, on its page or by phone. From a day before you come until two hours after you can see who it is and how to reach them. Each look is written down, and they can read that.',
          'If you cannot do it after all, say so as early as you can: we find somebody else.',
        ],
        next: `/my-volunteering/${both.match.matchId}`,
      })
    return { recordId: input.matchId }
  },
})

/** Tells the resident about their volunteer; `{name}` in a sentence is the volunteer's first name. */
export const tellResidentOfVolunteer = command({
  name: 'matching.tell-resident-of-volunteer',
  allow: 'match.tend',
  input: Type.Object({ matchId, sentFor, subject: Type.String(), sentences: Type.Array(Type.String()) }),
  async run(tx, input) {
    const both = await findBoth(tx, input.matchId)
    if (!both) return { recordId: input.matchId }
    const name = await nameOf(tx, both.match.volunteerId)
    const when = `${whenInWords(whenHelped(both))}${whenHelped(both) === both.task && needsHour(both.task) ? `. ${name} says which hour, and we tell you` : ''}`
    const say = (text: string) =>
      text.replaceAll('{name}', name).replaceAll('{when}', when.replace(/^Between/, 'between'))
    const told = await tellResident.run(tx, {
      helpRequestId: both.task.helpRequestId,
      needId: both.task.needId,
      sentFor: input.sentFor,
      subject: say(input.subject),
      sentences: input.sentences.map(say),
      atNight: atNightAbout(both.task, tx.now),
    })
    return isRefusal(told) ? told : { recordId: input.matchId }
  },
})

/** Tells those who follow the need what became of it with volunteers, and what happens next. */
export const tellFollowers = command({
  name: 'matching.tell-followers',
  allow: 'match.tend',
  input: Type.Object({ taskId, sentFor, subject: Type.String(), sentences: Type.Array(Type.String()) }),
  async run(tx, input) {
    const task = await findTask(tx, input.taskId, 'read')
    const request = task && (await findHelpRequest(tx, task.helpRequestId))
    if (!task || !request) return { recordId: input.taskId }
    const followers = new Set([
      task.organisationId,
      request.triagedByOrganisationId,
      ...(request.takenByOrganisationId ? [request.takenByOrganisationId] : []),
    ])
    for (const organisationId of followers) {
      const organisation = await findOrganisation(tx, organisationId)
      if (!organisation) continue
      await writeNotice(tx, {
        aboutId: task.taskId,
        holderIds: [],
        sentFor: input.sentFor,
        atNight: 'waits',
        channel: 'email',
        toName: organisation.name,
        toAddress: organisation.email,
        subject: `${request.reference}: ${input.subject}`,
        body: [
          ...input.sentences,
          ...(task.unmetBecause && task.state === 'ended' ? [task.unmetBecause] : []),
          `What was asked: ${task.what}`,
        ].join('\n\n'),
        link: { words: 'See how it stands', path: `/needs/${task.needId}/volunteers` },
      })
    }
    return { recordId: task.taskId }
  },
})

/** Asks staff to ring the resident after the first visit: how was it, and was anything wrong. */
export const askForCallBack = command({
  name: 'matching.ask-for-call-back',
  allow: 'match.tend',
  input: Type.Object({ matchId }),
  async run(tx, input) {
    const both = await findBoth(tx, input.matchId)
    const request = both && (await findHelpRequest(tx, both.task.helpRequestId))
    const person = request && (await findPerson(tx, request.personId))
    if (!both || !request || !person) return { recordId: input.matchId }
    const name = await nameOf(tx, both.match.volunteerId)
    await writeNotice(tx, {
      aboutId: request.helpRequestId,
      holderIds: [
        request.triagedByOrganisationId,
        ...(request.takenByOrganisationId ? [request.takenByOrganisationId] : []),
      ],
      sentFor: sentForCallBack(both.match.matchId),
      atNight: 'waits',
      channel: 'phone',
      toName: person.name,
      toAddress: person.phone ?? request.onBehalfContact ?? 'no phone number',
      subject: 'Ring after the first visit',
      body: [
        `${name}, a volunteer, has been with them for the first time. Ring and ask: did ${name} come, was it as agreed, was anything paid, would they like ${name} again?`,
        'If something worries you, raise a concern; write it nowhere else. Then say here or on the page of the need that you rang: either is enough.',
      ].join('\n\n'),
      link: { words: 'Write down that you rang', path: `/needs/${both.task.needId}/volunteers` },
    })
    return { recordId: input.matchId }
  },
})
