import type { Consent } from '@medplum/fhirtypes'
import type { SeenReferral } from '../../referrals/index.ts'
import { theirs } from '../words.ts'
import { organisationReference } from './task.ts'
import { versioned } from './version.ts'

/** What was permitted, as people hold it. */
export type Permitted = {
  readonly purpose: string
  readonly wording: string
  readonly givenHow: string
  readonly recordedBy: string
  readonly givenAt: Date
  readonly withdrawnAt: Date | null
}

/** The permission a referral rests on: what was read out or ticked, when, and that it lets this one organisation be told. */
export const consentOf = (permitted: Permitted, { referral, organisation }: SeenReferral): Consent =>
  versioned<Consent>(
    {
      resourceType: 'Consent',
      id: referral.referralId,
      status: permitted.withdrawnAt ? 'inactive' : 'active',
      scope: { coding: [{ system: theirs.consentScope, code: 'patient-privacy', display: 'Privacy Consent' }] },
      category: [{ coding: [{ system: theirs.act, code: 'IDSCL', display: 'information disclosure' }] }],
      patient: { reference: `Patient/${referral.referralId}` },
      dateTime: permitted.givenAt.toISOString(),
      policyRule: { text: permitted.wording },
      provision: {
        type: 'permit',
        ...(permitted.withdrawnAt && { period: { end: permitted.withdrawnAt.toISOString() } }),
        actor: [
          {
            role: { coding: [{ system: theirs.participant, code: 'IRCP', display: 'information recipient' }] },
            reference: organisationReference(organisation),
          },
        ],
        code: [{ text: permitted.purpose }],
      },
    },
    permitted.withdrawnAt ?? permitted.givenAt,
  )
