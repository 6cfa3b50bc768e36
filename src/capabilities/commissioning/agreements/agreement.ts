/** An agreement between a commissioner and organisations: a grant, a contract or a partnership, as it stands. */
import type { Choice } from '../routes/choice.ts'
import type { Area } from '../routes/local-area.ts'

export const agreementKinds = {
  grant: 'Grant: money for a purpose, without a right to a service in return',
  contract: 'Contract: money for a service that is owed',
  partnership: 'Partnership: several who pay and do together',
} as const
export type AgreementKind = keyof typeof agreementKinds

export type AgreementState = 'draft' | 'agreed' | 'ended'
export type PartyRole = 'buyer' | 'supplier' | 'funder'

/** A year of the agreement's own, from its first day on; the last one may be shorter. The whole that every party sees. */
export interface AgreementYear {
  readonly startsOn: string
  readonly endsOn: string
  /** Without VAT. */
  readonly amountInPence: number
  readonly vatInPence: number
}

/** A funder's part, as far as the reader may see it: their own, and everybody's for whoever holds the pool. */
export interface Partner {
  readonly partnerId: string
  readonly partyId: string
  /** Null where amounts were agreed, not shares. */
  readonly shareInHundredths: number | null
  readonly riskInHundredths: number
  readonly contributions: readonly { readonly yearStartsOn: string; readonly amountInPence: number }[]
}

export interface Agreement {
  readonly agreementId: string
  readonly reference: string
  readonly title: string
  readonly purpose: string
  readonly kind: AgreementKind
  readonly route: string
  /** What its way was chosen on; null while it was not, and of those from before it was kept. */
  readonly routeFacts: Choice | null
  readonly buyerPartyId: string
  readonly category: 'services' | 'goods' | 'works'
  readonly cpvCode: string | null
  readonly startsOn: string
  readonly endsOn: string
  readonly extendableUntilOn: string | null
  /** What the extension could cost in all, without VAT, and the VAT on it; null while nobody has said. */
  readonly extensionInPence: number | null
  readonly extensionVatInPence: number | null
  /** As it was signed, which no change moves: the last day with every extension; null of a draft. */
  readonly awardedUntilOn: string | null
  /** The most that could be paid as it was signed, with extensions and VAT; null of a draft. */
  readonly awardedInPence: number | null
  readonly shortBecause: string | null
  readonly isPooled: boolean
  readonly poolBasis: string | null
  readonly showsShares: boolean
  readonly reservedArea: 'uk' | 'local' | null
  /** The areas it was kept for by name, as they stood; null where it was not, or nobody had told what they are. */
  readonly reservedPlaces: readonly Area[] | null
  readonly reservedFor: readonly ('sme' | 'vcse')[]
  readonly noMetricsBecause: string | null
  readonly noMetricsSays: string | null
  readonly engagementId: string | null
  readonly noEngagementBecause: string | null
  readonly neighbourhoodIds: readonly string[] | null
  readonly state: AgreementState
  readonly writtenAt: Date
  readonly writtenBy: string
  readonly signedOn: string | null
  readonly endedOn: string | null
  readonly endedBecause: string | null
  /** Said at signing, where the price was below the full cost that was told. */
  readonly belowCostBecause: string | null
  readonly parties: readonly { readonly partyId: string; readonly role: PartyRole }[]
  readonly years: readonly AgreementYear[]
}
