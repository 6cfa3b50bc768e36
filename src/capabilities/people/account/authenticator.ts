import { Secret, TOTP } from 'otpauth'

/**
 * Codes of an authenticator app: time-based one-time passwords (RFC 6238) of six digits, a new one every 30 seconds, by HMAC-SHA-1, which is what every app
 * can do. A code may be one step early or late (RFC 6238, 5.2): clocks differ, and people type slowly.
 */
const stepSeconds = 30
const digits = 6
const steps = 1

const totpOf = (key: string, label: { issuer: string; label: string } = { issuer: '', label: '' }): TOTP =>
  new TOTP({ ...label, algorithm: 'SHA1', digits, period: stepSeconds, secret: Secret.fromBase32(key) })

/** A new key of 160 bits, as base 32 (RFC 4226, 4, R6). */
export const newAuthenticatorKey = (): string => new Secret({ size: 20 }).base32

/**
 * The step a code is of, counted from 1970 in half minutes; null when it is no code of these minutes. Whoever takes it remembers the step, and takes no code of
 * that one or an earlier one again.
 */
export const stepOfCode = (key: string, typed: string, now: Date): number | null => {
  const token = typed.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const delta = totpOf(key).validate({ token, timestamp: now.getTime(), window: steps })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / stepSeconds) + delta
}

/** The key in groups of four, to be typed into an app by hand. */
export const keyInGroups = (key: string): string => key.match(/.{1,4}/g)?.join(' ') ?? key

/** The link that an app on the same device opens with the key in it: `otpauth://totp/…`. */
export const authenticatorLink = (key: string, placeName: string, signsInAs: string): string =>
  // A colon would part the name of the place from the account's.
  totpOf(key, { issuer: placeName.replaceAll(':', ' '), label: signsInAs.replaceAll(':', ' ') }).toString()
