/** Complaints: made, acknowledged at once, taken on by somebody, and answered. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId, type PlaceId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { newReference } from '../../../platform/auth/reference.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import type { Platform } from '../../../platform/platform.ts'
import { dataProtectionHolder } from '../../organisations/index.ts'
import { tellThoseWho } from '../../oversight/index.ts'
import { readEmail } from '../../people/index.ts'
import { daysLater, dueSubject, monthsLater, needsReminder, overdueBy } from '../clock.ts'
import { law } from '../law.ts'
import {
  type Complaint,
  complaintAboutCodes,
  complaintHows,
  findComplaint,
  insertComplaint,
  listOpenComplaints,
  saveComplaint,
} from './complaint-store.ts'

/** Acknowledged within so many days by law (`law.complaint`); we do it at once. */
const acknowledgeDays = 30
/** The law says "without undue delay"; a month is our own target. */
const answerMonths = 1

const nextStep =
  'If you are not content with our answer, or we take too long, complain to the Information Commissioner: ico.org.uk/make-a-complaint, 0303 123 1113.'

/** Tells whoever complained, by mail, or by a person where they gave no address. */
const tell = (
  tx: PlaceTx,
  { complaintId, fromName, fromContact }: Pick<Complaint, 'complaintId' | 'fromName' | 'fromContact'>,
  sentFor: string,
  subject: string,
  body: string,
) => {
  const email = readEmail(fromContact)
  return writeNotice(tx, {
    aboutId: complaintId,
    sentFor,
    atNight: 'waits',
    toName: fromName,
    subject,
    body: `${body}\n\n${nextStep}`,
    ...('email' in email
      ? { channel: 'email' as const, holderIds: [], toAddress: email.email }
      : { channel: 'phone' as const, holderIds: [dataProtectionHolder(tx.placeId)], toAddress: fromContact }),
  })
}

const fields = {
  about: Type.Union(
    complaintAboutCodes.map(code => Type.Literal(code)),
    { mend: 'Choose what it is about' },
  ),
  says: Type.String({ minLength: 3, maxLength: 4000, mend: 'Say what went wrong' }),
  fromName: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter a name' }),
  fromContact: Type.String({ minLength: 3, maxLength: 254, mend: 'Enter how we can reach you' }),
}

interface Said {
  readonly about: unknown
  readonly says: string
  readonly fromName: string
  readonly fromContact: string
}

const writeDown = async (tx: PlaceTx, said: Said, takenHow: string) => {
  const complaintId = newId()
  const reference = newReference()
  const today = dateAt(tx.now)
  await insertComplaint(tx, {
    complaintId,
    reference,
    about: said.about as Complaint['about'],
    says: said.says,
    fromName: said.fromName,
    fromContact: said.fromContact,
    takenHow,
    acknowledgeBy: daysLater(today, acknowledgeDays),
    answerBy: monthsLater(today, answerMonths),
  })
  await grantAccess(tx, [
    { recordId: complaintId, holderId: dataProtectionHolder(tx.placeId), basis: 'answers complaints' },
  ])
  await tell(
    tx,
    { complaintId, ...said },
    'complaint acknowledged',
    `We have your complaint: ${reference}`,
    'Somebody looks into it and answers you within a month.',
  )
  await tellThoseWho(tx, ['data protection lead'], {
    aboutId: complaintId,
    sentFor: 'complaint new',
    atNight: 'waits',
    subject: 'Somebody has complained',
    body: 'They have been told that we have it. Say who looks into it.',
    link: { words: 'Look at it here', path: `/complaints/${complaintId}` },
  })
  return { recordId: complaintId, complaintId, reference }
}

/** By anybody, without an account. */
export const complain = command({
  name: 'rights.complain',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object(fields),
  run: (tx, said) => writeDown(tx, said, 'on the web'),
})

/** By whoever has them on the phone. */
export const takeComplaint = command({
  name: 'rights.take-complaint',
  allow: 'rights.take',
  inHouse: true,
  input: Type.Object({
    ...fields,
    takenHow: Type.Union(
      complaintHows.map(code => Type.Literal(code)),
      { mend: 'Choose how they complained' },
    ),
  }),
  run: (tx, { takenHow, ...said }) => writeDown(tx, said, String(takenHow)),
})

const toWorkOn = async (tx: PlaceTx, complaintId: string): Promise<Complaint | Refusal> => {
  const made = await findComplaint(tx, complaintId)
  if (!made) return refuse('no-such-thing', 'We cannot find that, or it is not yours to see.')
  return made.answeredAt === null ? made : refuse('answered', 'This has been answered already.')
}

/** Somebody takes it on. */
export const takeOnComplaint = command({
  name: 'rights.take-on-complaint',
  allow: 'rights.decide',
  input: Type.Object({ complaintId: Type.String({ format: 'uuid' }) }),
  async run(tx, { complaintId }) {
    const made = await toWorkOn(tx, complaintId)
    if ('refused' in made) return made
    await saveComplaint(tx, complaintId, { ownerName: tx.actor.name, ownerId: tx.actor.personId })
    return { recordId: complaintId }
  },
})

/** Answers, and keeps what was learned. */
export const answerComplaint = command({
  name: 'rights.answer-complaint',
  allow: 'rights.decide',
  input: Type.Object({
    complaintId: Type.String({ format: 'uuid' }),
    answer: Type.String({ minLength: 3, maxLength: 4000, mend: 'Say what you found: they read it' }),
    learned: Type.String({
      minLength: 3,
      maxLength: 2000,
      mend: 'Say what changes because of it, or that nothing does',
    }),
  }),
  async run(tx, { complaintId, answer, learned }) {
    const made = await toWorkOn(tx, complaintId)
    if ('refused' in made) return made
    const owner = made.ownerName ? {} : { ownerName: tx.actor.name, ownerId: tx.actor.personId }
    await saveComplaint(tx, complaintId, { ...owner, state: 'answered', answer, learned, answeredAt: tx.now })
    await tell(tx, made, 'complaint answered', `Our answer to your complaint: ${made.reference}`, answer)
    return { recordId: complaintId }
  },
})

/** The job: reminds the lead when 7 days are left, when 1 is, on the day, and each day after it. */
export const remindOfComplaints = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    for (const { complaintId, answerBy, remindedAt } of await listOpenComplaints(tx)) {
      if (!needsReminder(answerBy, remindedAt, tx.now)) continue
      await tellThoseWho(tx, ['data protection lead'], {
        aboutId: complaintId,
        sentFor: `complaint due ${answerBy}, told ${dateAt(tx.now)}`,
        atNight: 'waits',
        subject: dueSubject('The answer to a complaint', answerBy, tx.now),
        body: `Somebody complained and waits for an answer.${overdueBy(answerBy, tx.now) ? ` ${law.complaintLate}` : ''}`,
        link: { words: 'Answer it here', path: `/complaints/${complaintId}` },
      })
      await saveComplaint(tx, complaintId, { remindedAt: tx.now })
    }
  })
