import { Type } from 'typebox'
import { exactTime } from '../../design/time-in-words.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import { findOrganisation, hasMembers } from '../organisations/index.ts'
import { accessNeed, findHelpRequest, urgencies } from '../requests/index.ts'
import { readReferral } from './access.ts'
import { answerLinkPath } from './answer-by-link.ts'
import { declineReasons } from './words.ts'

const Input = Type.Object({ referralId: Type.String({ format: 'uuid' }), sentFor: Type.String() })

/** Asks the organisation by mail: what, roughly where, how soon, what it will learn if it says yes. Nothing that identifies. */
export const tellAskedOrganisation = command({
  name: 'referrals.tell-asked-organisation',
  allow: 'referral.tend',
  input: Input,
  async run(tx, { referralId, sentFor }) {
    const referral = await readReferral(tx, referralId)
    if (isRefusal(referral)) return referral
    const organisation = await findOrganisation(tx, referral.organisationId)
    const need = await accessNeed(tx, referral.needId, 'read')
    if (!organisation || isRefusal(need)) return { recordId: referralId }
    await writeNotice(tx, {
      aboutId: referralId,
      holderIds: [],
      sentFor,
      atNight: need.urgency === 'today' ? 'urgent' : 'waits',
      restsOn: referralId,
      channel: 'email',
      toName: organisation.name,
      toAddress: organisation.email,
      subject: `Can you help? ${needKinds[need.kind].label}, ${urgencies[need.urgency].label.toLowerCase()}`,
      body: [
        `${referral.sentByName} asks whether you can help.`,
        referral.description,
        `When: ${urgencies[need.urgency].label.toLowerCase()}. Please answer by ${exactTime(referral.answerBy)}.`,
        'You will see their name, how to reach them and their story if you say yes.',
        'If you cannot, say no with a reason: it helps us to ask the right people next time.',
      ].join('\n\n'),
      // Whoever has nobody to sign in answers by the link itself.
      link: (await hasMembers(tx, organisation.organisationId))
        ? { words: 'Answer here', path: `/referrals/${referralId}` }
        : { words: 'Answer here, without an account', path: await answerLinkPath(tx, referral) },
    })
    return { recordId: referralId }
  },
})

/** Tells whoever passed the need on what became of it, and what happens next. */
export const tellSender = command({
  name: 'referrals.tell-sender',
  allow: 'referral.tend',
  input: Type.Object({ ...Input.properties, subject: Type.String(), sentences: Type.Array(Type.String()) }),
  async run(tx, { referralId, sentFor, subject, sentences }) {
    const referral = await readReferral(tx, referralId)
    if (isRefusal(referral)) return referral
    const request = await findHelpRequest(tx, referral.helpRequestId)
    const told = new Set([
      referral.sentByOrganisationId,
      request?.takenByOrganisationId,
      request?.triagedByOrganisationId,
    ])
    const reason = [
      referral.reasonCode && referral.reasonCode in declineReasons
        ? declineReasons[referral.reasonCode as keyof typeof declineReasons]
        : null,
      referral.reason,
    ].filter(part => part)
    for (const organisationId of told) {
      const organisation = organisationId && (await findOrganisation(tx, organisationId))
      if (!organisation) continue
      await writeNotice(tx, {
        aboutId: referralId,
        holderIds: [],
        sentFor,
        atNight: 'waits',
        channel: 'email',
        toName: organisation.name,
        toAddress: organisation.email,
        subject: `${request?.reference ?? ''}: ${subject}`,
        body: [...sentences, ...(reason.length ? [`Their reason: ${reason.join('. ')}.`] : [])].join('\n\n'),
        link: { words: 'See the whole story', path: `/needs/${referral.needId}` },
      })
    }
    return { recordId: referralId }
  },
})
