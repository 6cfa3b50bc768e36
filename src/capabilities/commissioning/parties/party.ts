/** A body that takes part in agreements, as the law and public registers know it. */
export interface Party {
  readonly partyId: string
  /** Null for one that does not work on this platform. */
  readonly organisationId: string | null
  readonly name: string
  /** The first is the one it is known by: 'GB-CHC-1123456'. */
  readonly orgIds: readonly string[]
  readonly address: string | null
  readonly postcode: string | null
  readonly website: string | null
  readonly size: 'micro' | 'small' | 'medium' | 'large' | null
  readonly isVcse: boolean | null
  readonly isMutual: boolean | null
  readonly isSupportedEmployer: boolean | null
}
