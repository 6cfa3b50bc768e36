import { Type } from 'typebox'
import type { JourneyId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { audit } from '../../platform/audit/audit.ts'
import { command } from '../../platform/command.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { record } from '../../platform/facts/fact.ts'
import { listNoticesToDeliverByHand, markDeliveredByHand, type WaitingNotice } from '../../platform/notify/notice.ts'
import { isQuiet } from '../../platform/notify/quiet-hours.ts'
import { findPerson } from '../people/index.ts'
import { findVolunteer } from '../volunteers/index.ts'
import { ToldByHand } from './facts.ts'
import { findHelpRequest } from './help-request-store.ts'

/** Somebody to ring or write to, with everything they wait to hear: one call, however many notices. */
export interface CallToMake {
  readonly channel: 'phone' | 'letter'
  readonly toName: string
  readonly toAddress: string
  readonly reference: string
  /** What to know before ringing. Null when it is somebody else who is told, for them. */
  readonly communicationNeeds: string | null
  /** They asked for a text message, which nobody but a person sends. */
  readonly wantsText: boolean
  /** They offer to help, and are told about that. */
  readonly isVolunteer: boolean
  /** True in the quiet hours when nobody is rung about it before the morning. A letter disturbs nobody. */
  readonly isForTheMorning: boolean
  /** Oldest first. */
  readonly notices: readonly WaitingNotice[]
}

/** Whom a notice is about: a request's resident, or a volunteer. Null when it is neither, or not the actor's to see. */
const subjectOf = async (
  tx: PlaceTx,
  aboutId: string,
): Promise<{
  recordId: string
  journeyId: string
  reference: string
  personId: string
  isVolunteer: boolean
} | null> => {
  const request = await findHelpRequest(tx, aboutId)
  if (request) return { ...request, recordId: request.helpRequestId, isVolunteer: false }
  const volunteer = await findVolunteer(tx, aboutId)
  return volunteer && { ...volunteer, recordId: volunteer.volunteerId, isVolunteer: true }
}

/** The calls and letters that wait for the actor's organisation, longest waiting first. Each person shown leaves an audit line. */
export const listCallsToMake = async (tx: PlaceTx, most: number): Promise<{ calls: CallToMake[]; more: boolean }> => {
  const together = new Map<string, WaitingNotice[]>()
  for (const notice of await listNoticesToDeliverByHand(tx)) {
    const key = `${notice.aboutId} ${notice.channel} ${notice.toAddress}`
    together.set(key, [...(together.get(key) ?? []), notice])
  }
  const calls: CallToMake[] = []
  for (const notices of together.values()) {
    const [first] = notices
    const subject = first && (await subjectOf(tx, first.aboutId))
    if (!subject) continue
    if (calls.length === most) return { calls, more: true }
    const person = await findPerson(tx, subject.personId)
    await audit(tx, 'looked at whom to ring', subject.personId)
    const isThem = person !== null && first.toName === person.name
    calls.push({
      channel: first.channel === 'letter' ? 'letter' : 'phone',
      toName: first.toName,
      toAddress: first.toAddress,
      reference: subject.reference,
      communicationNeeds: isThem ? person.communicationNeeds : null,
      wantsText: isThem && person.contactBy === 'text',
      isVolunteer: subject.isVolunteer,
      isForTheMorning: isForTheMorning(notices, tx.now),
      notices,
    })
  }
  return { calls, more: false }
}

const isForTheMorning = (notices: readonly WaitingNotice[], now: Date): boolean =>
  isQuiet(now) && notices.every(({ channel, atNight }) => channel === 'phone' && atNight !== 'urgent')

/** Writes down that somebody was told by phone or letter. Of two who told them at once, the second learns that it was done. */
export const tellByHand = command({
  name: 'requests.tell-by-hand',
  allow: 'request.triage',
  input: Type.Object({
    noticeIds: Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 1,
      maxItems: 50,
      mend: 'We could not tell which call that was. Look at the list again and press the button beside the name',
    }),
  }),
  async run(tx, { noticeIds }) {
    const waiting = new Map((await listNoticesToDeliverByHand(tx)).map(notice => [notice.noticeId, notice]))
    const told = new Map<string, { journeyId: string; sentFor: string[] }>()
    for (const noticeId of new Set(noticeIds)) {
      const notice = waiting.get(noticeId)
      const subject = notice ? await subjectOf(tx, notice.aboutId) : null
      if (!notice || !subject || !(await markDeliveredByHand(tx, noticeId))) continue
      const of = told.get(subject.recordId) ?? { journeyId: subject.journeyId, sentFor: [] }
      told.set(subject.recordId, { ...of, sentFor: [...of.sentFor, notice.sentFor] })
    }
    for (const [recordId, { journeyId, sentFor }] of told)
      await record(tx, ToldByHand, { recordId, journeyId: journeyId as JourneyId }, { sentFor })
    const [recordId] = told.keys()
    return recordId
      ? { recordId }
      : refuse(
          'already-told',
          'Somebody else has just told them, or there is nothing left to tell. Here is the list as it stands now.',
        )
  },
})
