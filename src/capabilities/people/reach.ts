import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** How somebody can be reached, as typed and checked. */
export type ReadPhone = { phone: string; isMobile: boolean } | { message: string }

const phoneMend = 'Enter a phone number with its area code, like 020 7946 0123 or 07700 900123'

/**
 * Reads a phone number as people write it; without a country it is taken as British.
 *
 * Judged by length and shape and not by the ranges in use: new ranges open, and numbers kept for fiction (Ofcom) are in none.
 */
export const readPhone = (typed: string): ReadPhone => {
  if (typed.length > 40) return { message: phoneMend }
  const number = parsePhoneNumberFromString(typed, 'GB')
  if (!number?.isPossible()) return { message: phoneMend }
  const isBritish = number.countryCallingCode === '44'
  return {
    phone: isBritish ? number.formatNational() : number.formatInternational(),
    isMobile: isBritish ? /^7[1-57-9]/.test(number.nationalNumber) : true,
  }
}

/** Reads an e-mail address: something, one @, and a domain with a dot (RFC 5321: at most 254 characters). */
export const readEmail = (typed: string): { email: string } | { message: string } =>
  typed.length <= 254 && /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]+\.[^\s@.<>"(),:;[\]\\]{2,}$/.test(typed)
    ? { email: typed }
    : { message: 'Enter an e-mail address like name@example.org' }
