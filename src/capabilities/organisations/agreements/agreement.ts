import type { Purpose, SharedField } from '../sharing-words.ts'

/** An organisation bound by an agreement, and who signed for it. */
export interface SharingParty {
  readonly organisationId: string
  readonly signedBy: string | null
  readonly signedOn: string | null
}

/** The written basis on which organisations share personal data. */
export interface SharingAgreement {
  readonly agreementId: string
  readonly title: string
  readonly purposes: readonly Purpose[]
  readonly fields: readonly SharedField[]
  /** The ground in law that it names itself. */
  readonly lawfulGround: string
  readonly fromOn: string
  readonly untilOn: string | null
  readonly writtenBy: string
  readonly writtenByOrganisationId: string
  readonly writtenAt: Date
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly endedBecause: string | null
  readonly parties: readonly SharingParty[]
}

/** Where an agreement stands on a day. */
export type AgreementState = 'in force' | 'waits for signatures' | 'not yet' | 'over' | 'ended'

export const agreementStateOn = (agreement: SharingAgreement, on: string): AgreementState => {
  if (agreement.endedAt) return 'ended'
  if (agreement.untilOn !== null && agreement.untilOn < on) return 'over'
  if (agreement.parties.length < 2 || agreement.parties.some(({ signedOn }) => signedOn === null || signedOn > on))
    return 'waits for signatures'
  return agreement.fromOn > on ? 'not yet' : 'in force'
}

/** True when an agreement binds both of these today, for this purpose. */
export const binds = (
  agreement: SharingAgreement,
  between: readonly [string, string],
  purpose: Purpose,
  on: string,
): boolean =>
  agreementStateOn(agreement, on) === 'in force' &&
  agreement.purposes.includes(purpose) &&
  between.every(organisationId => agreement.parties.some(party => party.organisationId === organisationId))
