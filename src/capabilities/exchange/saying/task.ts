import type { Organization, Reference, Task } from '@medplum/fhirtypes'
import type { Organisation } from '../../organisations/index.ts'
import type { Referral, SeenReferral } from '../../referrals/index.ts'
import type { Urgency } from '../../requests/index.ts'
import { theirs } from '../words.ts'
import { businessStatusOf, reasonOf, statusOf } from './state-map.ts'
import { versioned } from './version.ts'

export const organisationReference = ({
  organisationId,
  name,
}: Pick<Organisation, 'organisationId' | 'name'>): Reference<Organization> => ({
  reference: `Organization/${organisationId}`,
  display: name,
})

/** Who it is about, before that may be known. A reference with words alone leads nowhere. */
export const notYetShown = { display: 'Shown once this is accepted' } as const
export const noLongerShown = { display: 'No longer shown' } as const

const priorities: Readonly<Record<Urgency, NonNullable<Task['priority']>>> = {
  today: 'stat',
  'two days': 'urgent',
  'this week': 'routine',
  'no hurry': 'routine',
}

/** The order of fulfilment that a Task is (code and intent as Gravity's profile has them). */
export const fulfilment = {
  intent: 'order',
  code: { coding: [{ system: theirs.task, code: 'fulfill', display: 'Fulfill the focal request' }] },
} as const satisfies Pick<Task, 'intent'> & { code: unknown }

/** When anything of a referral was last written down. */
export const changedAtOf = (referral: Referral): Date =>
  new Date(
    Math.max(
      ...[
        referral.sentAt,
        referral.answeredAt,
        referral.contactMadeAt,
        referral.endedAt,
        referral.detailsWithdrawnAt,
        referral.waitingSince,
      ].flatMap(at => (at ? [at.getTime()] : [])),
    ),
  )

/** A referral as the organisation that was asked may read it now: who it is only while they have it in hand, what it is until it is taken back. */
export const taskOf = ({ referral, organisation, sender, need, helped }: SeenReferral): Task => {
  const reason = reasonOf(referral)
  const isTakenBack = referral.state === 'recalled'
  return versioned<Task>(
    {
      resourceType: 'Task',
      id: referral.referralId,
      status: statusOf(referral),
      ...(reason && { statusReason: reason }),
      businessStatus: businessStatusOf(referral.state),
      intent: fulfilment.intent,
      ...(need && { priority: priorities[need.urgency] }),
      code: { coding: [...fulfilment.code.coding] },
      description: isTakenBack ? 'This was taken back.' : referral.description,
      focus: { reference: `ServiceRequest/${referral.referralId}` },
      for: helped
        ? { reference: `Patient/${referral.referralId}` }
        : { ...(referral.state === 'sent' ? notYetShown : noLongerShown) },
      authoredOn: referral.sentAt.toISOString(),
      lastModified: changedAtOf(referral).toISOString(),
      requester: organisationReference(sender),
      owner: organisationReference(organisation),
      restriction: { period: { end: referral.answerBy.toISOString() } },
      ...(referral.state === 'done' && {
        output: [{ type: { text: 'What was done' }, valueString: 'The help was given.' }],
      }),
    },
    changedAtOf(referral),
  )
}
