import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import { listOrganisationsById } from '../organisation-store.ts'
import { cannotSettle, sharingQueue } from '../settles-sharing.ts'
import { type Purpose, purposes, type SharedField, sharedFieldCodes } from '../sharing-words.ts'
import { findAgreement, insertAgreement, markAgreementEnded, signForParty } from './agreement-store.ts'

const agreementId = Type.String({ format: 'uuid', mend: 'Choose an agreement' })
const date = (mend: string) => Type.String({ format: 'date', mend })

/** Writes a sharing agreement down. It is in force once every party has signed and its first day has come. */
export const writeAgreement = command({
  name: 'organisations.write-agreement',
  allow: 'sharing.settle',
  input: Type.Object({
    title: Type.String({ minLength: 3, maxLength: 120, mend: 'Enter what it is called, in 3 to 120 characters' }),
    organisationIds: Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 2,
      maxItems: 30,
      mend: 'Choose the organisations it binds: at least two',
    }),
    purposes: Type.Array(Type.Enum(Object.keys(purposes)), {
      minItems: 1,
      mend: 'Choose what it lets details be shared for',
    }),
    fields: Type.Array(Type.Enum(sharedFieldCodes), { minItems: 1, mend: 'Choose which details it lets be shared' }),
    lawfulGround: Type.String({
      minLength: 3,
      maxLength: 300,
      mend: 'Write the ground in law that the agreement names, in 3 to 300 characters',
    }),
    fromOn: date('Enter its first day, like 1 12 2026'),
    untilOn: Type.Union([date('Enter its last day, like 30 11 2027'), Type.Null()], {
      mend: 'Enter its last day, like 30 11 2027',
    }),
  }),
  async run(tx, input) {
    const cannot = await cannotSettle(tx)
    if (cannot) return cannot
    const parties = [...new Set(input.organisationIds)]
    if (parties.length < 2)
      return refuse('one-party', 'Choose the organisations it binds: at least two', 'organisationIds')
    if ((await listOrganisationsById(tx, parties)).length < parties.length)
      return refuse('no-such-organisation', 'Choose organisations of this place.', 'organisationIds')
    if (input.untilOn && input.untilOn < input.fromOn)
      return refuse('ends-first', 'The last day must not be before the first.', 'untilOn')
    const id = newId()
    await tx.house(async () => {
      await insertAgreement(tx, {
        agreementId: id,
        title: input.title.trim(),
        purposes: input.purposes as Purpose[],
        fields: input.fields as SharedField[],
        lawfulGround: input.lawfulGround.trim(),
        fromOn: input.fromOn,
        untilOn: input.untilOn,
        writtenBy: tx.actor.name,
        writtenByOrganisationId: tx.actor.organisationId ?? parties[0] ?? '',
        parties,
      })
      const holders = new Set([...parties, ...(tx.actor.organisationId ? [tx.actor.organisationId] : [])])
      await grantAccess(
        tx,
        [...holders].map(holderId => ({ recordId: id, holderId, basis: 'is bound by it', basisId: id })),
      )
    })
    return { recordId: id, agreementId: id }
  },
})

/** Writes down who signed for a party, and when. */
export const signAgreement = command({
  name: 'organisations.sign-agreement',
  allow: 'sharing.settle',
  input: Type.Object({
    agreementId,
    organisationId: Type.String({ format: 'uuid', mend: 'Choose for whom it was signed' }),
    signedBy: Type.String({ minLength: 2, maxLength: 120, mend: 'Enter who signed, in up to 120 characters' }),
    signedOn: date('Enter the day it was signed, like 20 11 2026'),
  }),
  async run(tx, input) {
    const cannot = await cannotSettle(tx)
    if (cannot) return cannot
    if (input.signedOn > dateAt(tx.now))
      return refuse('signed-tomorrow', 'The day it was signed cannot be ahead.', 'signedOn')
    const agreement = await findAgreement(tx, input.agreementId)
    if (!agreement || agreement.endedAt)
      return refuse('no-such-agreement', 'That agreement is not there any more, or has ended.')
    return (await tx.house(() => signForParty(tx, { ...input, signedBy: input.signedBy.trim() })))
      ? { recordId: input.agreementId }
      : refuse('signed-already', 'It is signed for them already, or does not bind them.', 'organisationId')
  },
})

/** Ends an agreement. Nothing is shared under it from this moment, and what was shared goes back. */
export const endAgreement = command({
  name: 'organisations.end-agreement',
  allow: 'sharing.settle',
  input: Type.Object({
    agreementId,
    because: Type.String({ minLength: 1, maxLength: 300, mend: 'Say why it ends, in up to 300 characters' }),
  }),
  async run(tx, input) {
    const cannot = await cannotSettle(tx)
    if (cannot) return cannot
    if (!(await findAgreement(tx, input.agreementId)))
      return refuse('no-such-agreement', 'We do not know that agreement.')
    if (!(await tx.house(() => markAgreementEnded(tx, input.agreementId, input.because.trim()))))
      return refuse('ended-already', 'This agreement has ended already.')
    await tx.wake(sharingQueue, { placeId: tx.placeId })
    return { recordId: input.agreementId }
  },
})
