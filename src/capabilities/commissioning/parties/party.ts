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

/** An identifier of org-id.guide in its two parts: the code of the list and the number there. */
export const orgIdParts = (orgId: string): { scheme: string; id: string } | null => {
  const found = /^([A-Z]{2}-[A-Z0-9]+)-(\S+)$/.exec(orgId)
  return found ? { scheme: found[1] as string, id: found[2] as string } : null
}
