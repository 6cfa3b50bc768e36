import type { CodeableConcept, Patient, ServiceRequest } from '@medplum/fhirtypes'
import { type NeedKind, needKinds } from '../../../kernel/need-kind.ts'
import type { SeenReferral } from '../../referrals/index.ts'
import { ours, theirs } from '../words.ts'
import { requestStatusOf } from './state-map.ts'
import { changedAtOf, noLongerShown, notYetShown, organisationReference } from './task.ts'
import { versioned } from './version.ts'

/** Our kinds of need in the domains of HL7 Gravity (SDOHCC-CodeSystemTemporaryCodes and its sub-domains), where there is one. */
const domains: Readonly<Partial<Record<NeedKind, string>>> = {
  food: 'food-insecurity',
  shopping: 'food-insecurity',
  lift: 'transportation-insecurity',
  company: 'social-connection',
  money: 'financial-insecurity',
  housing: 'housing-instability',
  online: 'digital-access',
}

export const kindConcept = (kind: NeedKind): CodeableConcept => ({
  coding: [{ system: ours.kind, code: kind, display: needKinds[kind].label }],
  text: needKinds[kind].asks,
})

export const categoriesOf = (kind: NeedKind): CodeableConcept[] => [
  { coding: [{ system: theirs.snomed, code: '410606002', display: 'Social service procedure' }] },
  ...(domains[kind] ? [{ coding: [{ system: theirs.gravity, code: domains[kind] }] }] : []),
]

/** What is asked for, as the organisation that was asked may read it now. */
export const serviceRequestOf = ({
  referral,
  organisation,
  sender,
  need,
  where,
  helped,
}: SeenReferral): ServiceRequest =>
  versioned<ServiceRequest>(
    {
      resourceType: 'ServiceRequest',
      id: referral.referralId,
      extension: [{ url: ours.basis, valueCode: referral.basis.replaceAll(' ', '-') }],
      status: requestStatusOf(referral),
      intent: 'order',
      category: need ? categoriesOf(need.kind) : categoriesOf('other'),
      code: need ? kindConcept(need.kind) : { text: 'No longer shown' },
      subject: helped
        ? { reference: `Patient/${referral.referralId}` }
        : { ...(referral.state === 'sent' ? notYetShown : noLongerShown) },
      authoredOn: referral.sentAt.toISOString(),
      requester: organisationReference(sender),
      performer: [organisationReference(organisation)],
      ...(where && { locationCode: [{ text: where }] }),
      ...(helped && referral.consentId && { supportingInfo: [{ reference: `Consent/${referral.referralId}` }] }),
      ...(referral.state !== 'recalled' && {
        note: [{ text: referral.description }, ...(helped?.request.story ? [{ text: helped.request.story }] : [])],
      }),
    },
    changedAtOf(referral),
  )

/** Somebody who is being helped, for those who help them. By the id of the referral: two referrals do not tell that they are about the same person. */
export const patientOf = (
  { person }: NonNullable<SeenReferral['helped']>,
  referralId: string,
  changedAt: Date,
): Patient => {
  const { name, phone, email, contactBy, address, postcode, communicationNeeds } = person
  const rankOf = (by: string) => (contactBy === by || (contactBy === 'text' && by === 'phone') ? 1 : 2)
  const lines = address?.split(/\r?\n/).flatMap(line => line.trim() || []) ?? []
  return versioned<Patient>(
    {
      resourceType: 'Patient',
      id: referralId,
      name: [{ text: name }],
      ...((phone || email) && {
        telecom: [
          ...(phone ? [{ system: 'phone' as const, value: phone, rank: rankOf('phone') }] : []),
          ...(email ? [{ system: 'email' as const, value: email, rank: rankOf('email') }] : []),
        ],
      }),
      ...((lines.length > 0 || postcode) && {
        address: [{ ...(lines.length > 0 && { line: lines }), ...(postcode && { postalCode: postcode }) }],
      }),
      ...(communicationNeeds?.trim() && { communication: [{ language: { text: communicationNeeds.trim() } }] }),
    },
    changedAt,
  )
}
/** The kind of need a code of another system means; null where we know none. */
export const kindOfDomain = (code: string): NeedKind | null =>
  (Object.entries(domains).find(([, domain]) => domain === code)?.[0] as NeedKind | undefined) ?? null
