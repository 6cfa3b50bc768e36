import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { forgetNotices, writeNotice } from '../../../platform/notify/notice.ts'
import { findPerson, readEmail, readPhone } from '../../people/index.ts'
import { findOwnPlace } from '../../places/index.ts'
import { accessVolunteer } from './access.ts'
import {
  deleteReference,
  findCheckedVolunteer,
  findReference,
  insertReference,
  listReferences,
  type Reference,
  saveAnswer,
} from './checks-store.ts'
import { ReferenceAnswered, ReferenceAsked, ReferenceUndone } from './facts.ts'
import { type ReferenceAnswer, referenceAnswers, referencesWanted } from './words.ts'

const purpose = 'volunteers: do you know them?'
const linkDays = 30

const volunteerId = Type.String({ format: 'uuid', mend: 'Choose a volunteer' })
const referenceId = Type.String({ format: 'uuid', mend: 'Choose a reference' })
const words = Type.String({ maxLength: 1000, mend: 'Keep it to 1,000 characters' })
const answer = Type.Enum(Object.keys(referenceAnswers), { mend: 'Choose one of the three answers' })

/** Asks somebody who knows the volunteer: by mail with a link that works once, or, by phone number, as something for the coordinator to do. */
export const askReference = command({
  name: 'volunteers.ask-reference',
  allow: 'volunteer.check',
  input: Type.Object({
    volunteerId,
    refereeName: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter the name of who knows them' }),
    contact: Type.String({ minLength: 1, maxLength: 254, mend: 'Enter an e-mail address or a phone number' }),
    relationship: Type.String({ minLength: 1, maxLength: 120, mend: 'Say how they know each other' }),
  }),
  async run(tx, { volunteerId, refereeName, contact, relationship }) {
    const volunteer = await accessVolunteer(tx, volunteerId, 'change')
    if (isRefusal(volunteer)) return volunteer
    const reach = contact.includes('@') ? readEmail(contact) : readPhone(contact)
    if ('message' in reach) return refuse('no-contact', reach.message, 'contact')
    const person = await findPerson(tx, volunteer.personId)
    if (person && 'email' in reach && reach.email.toLowerCase() === person.email?.toLowerCase())
      return refuse('their-own', 'This is the volunteer’s own address. Ask for somebody else’s.', 'contact')
    return tx.house(async () => {
      const asked = await listReferences(tx, volunteerId)
      if (asked.filter(({ answer }) => answer !== 'does not know them well enough').length >= referencesWanted)
        return refuse('two-already', 'Two have been asked already. Take one back first if it was wrong.')
      const referenceId = newId()
      const byMail = 'email' in reach
      await insertReference(tx, {
        referenceId,
        volunteerId,
        refereeName,
        refereeContact: byMail ? reach.email : reach.phone,
        relationship,
        askedAt: tx.now,
        askedBy: tx.actor.name,
      })
      await grantAccess(tx, [
        {
          recordId: referenceId,
          holderId: volunteer.organisationId,
          basis: 'looks after volunteers',
          basisId: volunteerId,
        },
      ])
      if (byMail)
        await mail(tx, { referenceId, refereeName, email: reach.email, volunteerName: person?.name ?? 'A volunteer' })
      await record(
        tx,
        ReferenceAsked,
        { recordId: volunteerId, journeyId: volunteer.journeyId as never },
        { volunteerId, referenceId },
      )
      return { recordId: volunteerId, referenceId, byMail }
    })
  },
})

/** The address of a referee's link, below the place. */
export const referencePath = async (tx: PlaceTx, referenceId: string): Promise<string> =>
  `/reference/${await signLink(tx, purpose, referenceId, new Date(tx.now.getTime() + linkDays * 86_400_000))}`

const mail = async (
  tx: PlaceTx,
  asked: { referenceId: string; refereeName: string; email: string; volunteerName: string },
): Promise<void> => {
  const place = await findOwnPlace(tx)
  await writeNotice(tx, {
    aboutId: asked.referenceId,
    holderIds: [],
    sentFor: `reference ${asked.referenceId}`,
    atNight: 'waits',
    channel: 'email',
    toName: asked.refereeName,
    toAddress: asked.email,
    subject: `Do you know ${asked.volunteerName}? It takes a minute`,
    body: [
      `${asked.volunteerName} would like to volunteer for people in ${place?.name ?? 'their area'}, and gave your name as somebody who knows them.`,
      'Please tell us whether you recommend them. There is one question, and you need no account.',
      `They are not told what you answer. When you have answered we delete your e-mail address. The link works once, for ${linkDays} days.`,
    ].join('\n\n'),
    link: { words: 'Answer here', path: await referencePath(tx, asked.referenceId) },
  })
}

/** What a referee's page shows. */
export interface AskedReferee {
  readonly reference: Reference
  readonly volunteerName: string
}

/** What a link stands for, answered or not; a refusal when it is forged, taken back or has ended unanswered. Reads as the house: a referee is nobody here. */
export const readReferenceLink = (
  tx: PlaceTx,
  token: string,
  lock: 'read' | 'lock' = 'read',
): Promise<AskedReferee | Refusal> =>
  tx.house(async () => {
    const link = await readSignedLink(tx, purpose, token)
    if (!link)
      return refuse(
        'not-our-link',
        'This link is not one of ours, or a part of it is missing. Copy the whole of it from the mail.',
      )
    const reference = await findReference(tx, link.id, lock)
    if (!reference) return refuse('taken-back', 'We do not need an answer any more. Thank you for coming.')
    if (!reference.answeredAt && link.ended)
      return refuse('link-ended', 'This link has ended. If you would still like to answer, ring us.')
    const volunteer = await findCheckedVolunteer(tx, reference.volunteerId, 'read')
    const person = volunteer && (await findPerson(tx, volunteer.personId))
    if (person) await audit(tx, 'opened the question about a volunteer', reference.volunteerId)
    return { reference, volunteerName: person?.name ?? 'a volunteer' }
  })

const settle = async (
  tx: PlaceTx,
  reference: Reference,
  said: { answer: ReferenceAnswer; words: string; recordedBy: string | null },
) => {
  await saveAnswer(tx, reference.referenceId, said)
  // The mail and its address go with the answer.
  await forgetNotices(tx, [reference.referenceId])
  const volunteer = await findCheckedVolunteer(tx, reference.volunteerId, 'read')
  if (volunteer)
    await record(
      tx,
      ReferenceAnswered,
      { recordId: volunteer.volunteerId, journeyId: volunteer.journeyId as never },
      { volunteerId: volunteer.volunteerId, referenceId: reference.referenceId },
    )
  return { recordId: reference.referenceId }
}

/** What a referee answers by their link. The first answer stands. */
export const answerReference = command({
  name: 'volunteers.answer-reference',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({ token: Type.String({ maxLength: 200 }), answer, words }),
  async run(tx, { token, answer, words }) {
    const asked = await readReferenceLink(tx, token, 'lock')
    if (isRefusal(asked)) return asked
    if (asked.reference.answeredAt) return refuse('used', 'You have answered already. Thank you.')
    return settle(tx, asked.reference, { answer: answer as ReferenceAnswer, words: words.trim(), recordedBy: null })
  },
})

/** An answer somebody gave by phone, written down by the coordinator. */
export const writeDownReference = command({
  name: 'volunteers.write-down-reference',
  allow: 'volunteer.check',
  input: Type.Object({ volunteerId, referenceId, answer, words }),
  async run(tx, { volunteerId, referenceId, answer, words }) {
    const volunteer = await accessVolunteer(tx, volunteerId, 'change')
    if (isRefusal(volunteer)) return volunteer
    return tx.house(async () => {
      const reference = await findReference(tx, referenceId, 'lock')
      if (reference?.volunteerId !== volunteerId) return refuse('no-such-reference', 'We cannot find that reference.')
      if (reference.answeredAt) return refuse('used', 'They have answered already.')
      return settle(tx, reference, {
        answer: answer as ReferenceAnswer,
        words: words.trim(),
        recordedBy: tx.actor.name,
      })
    })
  },
})

/** Takes a wrong referee back, answered or not: the link opens nothing any more, and all that was kept of them goes. */
export const undoReference = command({
  name: 'volunteers.undo-reference',
  allow: 'volunteer.check',
  input: Type.Object({ volunteerId, referenceId }),
  async run(tx, { volunteerId, referenceId }) {
    const volunteer = await accessVolunteer(tx, volunteerId, 'change')
    if (isRefusal(volunteer)) return volunteer
    return tx.house(async () => {
      const reference = await findReference(tx, referenceId, 'lock')
      if (reference?.volunteerId !== volunteerId) return refuse('nothing-to-undo', 'That record is not there any more.')
      await forgetNotices(tx, [referenceId])
      await deleteReference(tx, referenceId)
      await record(
        tx,
        ReferenceUndone,
        { recordId: volunteerId, journeyId: volunteer.journeyId as never },
        { volunteerId, referenceId },
      )
      return { recordId: volunteerId }
    })
  },
})
