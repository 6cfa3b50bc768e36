/** What an organisation's own sign-in is believed, and what not: pure rules. */

/** Whether an organisation's word on a second proof counts. */
export const secondProofs = {
  never: 'Never: whoever has a second step here is asked for it',
  'when it says so': 'When it says that two proofs were given',
  always: 'Always: our sign-in lets nobody in with one proof',
} as const

export type SecondProof = keyof typeof secondProofs

/** What an issuer said of somebody, signed (OpenID Connect Core 1.0, section 2). */
export interface Vouched {
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  /** Only what is said to be checked: absent is no. */
  readonly emailVerified: boolean
  readonly methods: readonly string[]
  /** How sure it is, in its own words (acr); null where it does not say. */
  readonly level: string | null
}

// RFC 8176: what somebody knows, has and is.
const kinds: readonly ReadonlySet<string>[] = [
  new Set(['pwd', 'pin', 'kba']),
  new Set(['otp', 'hwk', 'swk', 'sms', 'tel', 'sc', 'pop']),
  new Set(['fpt', 'face', 'iris', 'retina', 'vbm']),
]

/** True when two proofs count as given. */
export const gaveTwoProofs = (
  { secondProof, levels }: { readonly secondProof: SecondProof; readonly levels: readonly string[] },
  { methods, level }: Pick<Vouched, 'methods' | 'level'>,
): boolean => {
  if (secondProof !== 'when it says so') return secondProof === 'always'
  if (level !== null && levels.includes(level)) return true
  return methods.includes('mfa') || kinds.filter(kind => methods.some(method => kind.has(method))).length > 1
}

/** Reads the acr values somebody typed, with spaces or commas between them; null when there are too many or one is none. */
export const readLevels = (typed: string): string[] | null => {
  const levels = [...new Set(typed.split(/[\s,]+/).filter(Boolean))]
  return levels.length <= 5 && levels.every(each => /^[\x21-\x7e]{1,200}$/.test(each)) ? levels : null
}

/** The domain of an e-mail address, in small letters; empty where there is none. */
export const domainOf = (email: string): string => /@([^@\s]+)$/.exec(email)?.[1]?.toLowerCase() ?? ''

/**
 * The address somebody may be known by: checked by the issuer, and in a domain that is the organisation's. Whoever runs a sign-in can have it say any address, so that
 * one it did not check, or of somebody else's domain, is no proof.
 */
export const provenEmail = ({ email, emailVerified }: Vouched, domains: readonly string[]): string | null =>
  email && emailVerified && domains.includes(domainOf(email)) ? email.toLowerCase() : null

/** Reads the domains somebody typed: by commas, spaces or lines, with or without @; null when one of them is none. */
export const readDomains = (typed: string): string[] | null => {
  const domains = [
    ...new Set(
      typed
        .toLowerCase()
        .split(/[\s,;]+/)
        .flatMap(each => each.replace(/^@/, '') || []),
    ),
  ]
  const isDomain = (each: string) =>
    each.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(each)
  return domains.length > 0 && domains.length <= 20 && domains.every(isDomain) ? domains : null
}
