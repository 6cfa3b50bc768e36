import { Type } from 'typebox'
import { newId } from '../../kernel/ids.ts'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { grantAccess } from '../../platform/auth/grants.ts'
import { command } from '../../platform/command.ts'
import { record } from '../../platform/facts/fact.ts'
import { type Basis, bases, findOrganisation } from '../organisations/index.ts'
import { agreeSharing, consentHows, findPerson, identifyingParts, insertConsent, mayDisclose } from '../people/index.ts'
import {
  accessHelpRequest,
  accessNeed,
  consentFields,
  consentWording,
  saveAskedOf,
  urgencies,
} from '../requests/index.ts'
import { ReferralSent } from './facts.ts'
import { isHeld, type ReferralId } from './referral.ts'
import { insertReferral, listReferralsOfNeeds } from './referral-store.ts'
import { needsTheirYes, sharingOfReferral } from './what-would-be-told.ts'

/**
 * Asks an organisation to help with a need. It sees the description at once and nothing of the person until it says yes; the basis for
 * sharing then is settled and recorded now: an existing consent that covers it, one read out and given now, or a recorded ground.
 */
export const sendReferral = command({
  name: 'referrals.send-referral',
  allow: 'referral.send',
  input: Type.Object({
    needId: Type.String({ format: 'uuid' }),
    organisationId: Type.String({ format: 'uuid', mend: 'Choose an organisation to ask' }),
    basis: Type.Enum(Object.keys(bases), { mend: 'Choose what allows their details to be shared' }),
    basisGround: Type.String({ maxLength: 500, mend: 'Say why in up to 500 characters' }),
    /** How consent was given just now; null when it rests on one already recorded. */
    consentGivenHow: Type.Union([Type.Enum([...consentHows]), Type.Null()], {
      mend: 'Say how they gave their permission',
    }),
  }),
  async run(tx, input) {
    const need = await accessNeed(tx, input.needId, 'change')
    if (isRefusal(need)) return need
    if (isHeld(await listReferralsOfNeeds(tx, [need.needId])))
      return refuse(
        'already-with-someone',
        'Somebody has already been asked or has said yes. Take that back first, or wait for the answer.',
      )
    if (need.askedOf === 'volunteers')
      return refuse(
        'with-volunteers',
        'Volunteers have been asked about this, or one of them has said yes. Take that back first, or wait for the answer.',
      )
    if (need.state === 'closed') return refuse('need-has-moved-on', 'This need is closed already.')
    const request = await accessHelpRequest(tx, need.helpRequestId)
    if (isRefusal(request)) return request
    const organisation = await findOrganisation(tx, input.organisationId)
    if (!organisation?.takesReferrals)
      return refuse(
        'takes-no-referrals',
        'This organisation does not take referrals here. Tell the resident about it instead.',
        'organisationId',
      )
    const person = await findPerson(tx, request.personId)
    const named = person ? identifyingParts(person, need.description) : []
    if (named.length)
      return refuse(
        'description-identifies',
        `The description still names "${named[0]}". Take that out first.`,
        'description',
      )
    const basis = input.basis as Basis
    const sharing = sharingOfReferral(tx, request, organisation.organisationId, { basis, ground: input.basisGround })
    const { from } = sharing
    let allowed = await mayDisclose(tx, sharing)
    if (needsTheirYes(allowed) && input.consentGivenHow) {
      await insertConsent(tx, {
        personId: request.personId as never,
        aboutId: request.helpRequestId,
        purpose: `To get help from ${organisation.name}`,
        organisationId: organisation.organisationId,
        withWhom: 'organisation',
        fields: consentFields,
        wording: consentWording,
        givenHow: input.consentGivenHow as (typeof consentHows)[number],
        recordedBy: tx.actor.name,
        readOutBy: tx.actor.name,
      })
      allowed = await mayDisclose(tx, sharing)
    }
    if (isRefusal(allowed)) return allowed
    const referralId = newId<ReferralId>()
    const answerBy = new Date(tx.now.getTime() + urgencies[need.urgency].answerWithinMinutes * 60_000)
    const asked = { holderId: organisation.organisationId, basisId: referralId }
    const senders = new Set([request.triagedByOrganisationId, from])
    if (request.takenByOrganisationId) senders.add(request.takenByOrganisationId)
    await grantAccess(tx, [
      { ...asked, recordId: referralId, basis: 'was asked to help' },
      { ...asked, recordId: need.needId, basis: 'is asked to help', until: answerBy },
      ...[...senders, request.helpRequestId].map(holderId => ({
        holderId,
        basisId: referralId,
        recordId: referralId,
        basis: 'follows the request',
      })),
    ])
    await saveAskedOf(tx, need.needId, 'organisation')
    await insertReferral(tx, {
      referralId,
      journeyId: need.journeyId,
      helpRequestId: need.helpRequestId,
      needId: need.needId,
      organisationId: organisation.organisationId,
      sentByOrganisationId: from,
      sentByName: tx.actor.name,
      description: need.description,
      basis,
      basisGround: allowed.ground,
      consentId: basis === 'consent' ? allowed.basisId : null,
      agreementId: basis === 'sharing agreement' ? allowed.basisId : null,
      state: 'sent',
      sentAt: tx.now,
      answerBy,
      answeredAt: null,
      answeredByName: null,
      reasonCode: null,
      reason: null,
      contactMadeAt: null,
      endedAt: null,
      detailsWithdrawnAt: null,
      waitingBecause: null,
      waitingSince: null,
    })
    await agreeSharing(tx, sharing, allowed, {
      forId: referralId,
      journeyId: need.journeyId,
      volunteerId: null,
      path: `/referrals/${referralId}`,
      followers: [...senders],
    })
    await record(
      tx,
      ReferralSent,
      { recordId: referralId, journeyId: need.journeyId },
      {
        referralId,
        needId: need.needId,
        helpRequestId: need.helpRequestId,
        organisationId: organisation.organisationId,
        organisationName: organisation.name,
        basis,
        answerBy: answerBy.toISOString(),
      },
    )
    return { recordId: referralId, referralId, organisationName: organisation.name, answerBy }
  },
})
