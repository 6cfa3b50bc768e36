import { hash } from 'node:crypto'
import { plainLine, plainText, withoutControlCharacters } from './plain-text.ts'

/**
 * Readers for one field of a feed record. Each gives the clean value or undefined (not known), and says in plain words what it mended.
 * They never throw: a feed may hold anything.
 */

export type JsonObject = Record<string, unknown>
export type Mends = { add(mend: string): void; readonly list: string[] }

export function newMends(): Mends {
  const list: string[] = []
  return {
    list,
    add(given) {
      const mend = withoutControlCharacters(given)
      if (!list.includes(mend) && list.length < 40) list.push(mend)
    },
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of longer lists only the beginning is kept; no real service has so many of anything. */
export const LONGEST_LIST = 200

/** The objects of a list; a lone object counts as a list of one, anything else as none. At most `most`. */
export function objectsOf(value: unknown, most = LONGEST_LIST): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject).slice(0, most)
  return isObject(value) ? [value] : []
}

const quoted = (value: string) => `“${value.length > 60 ? `${value.slice(0, 59).toWellFormed()}…` : value}”`

/** Text or a number as a trimmed string; empty text is undefined. */
export function rawText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  const trimmed = value.trim()
  return trimmed === '' ? undefined : trimmed
}

function noteText(
  found: { text: string; hadHtml: boolean; cutFrom?: number },
  label: string,
  mends: Mends,
): string | undefined {
  if (found.hadHtml) mends.add(`HTML taken out of ${label}`)
  if (found.cutFrom !== undefined)
    mends.add(`${label} cut to ${found.text.length} characters (it had ${found.cutFrom})`)
  return found.text === '' ? undefined : found.text
}

/** Clean text of several paragraphs. */
export function textField(value: unknown, label: string, mends: Mends): string | undefined {
  const raw = rawText(value)
  if (raw === undefined) {
    if (value !== null && value !== undefined && typeof value !== 'string')
      mends.add(`${label} left out: it is not text`)
    return undefined
  }
  return noteText(plainText(raw), label, mends)
}

/** Clean text of one line. */
export function lineField(value: unknown, label: string, mends: Mends, longest = 250): string | undefined {
  const raw = rawText(value)
  return raw === undefined ? undefined : noteText(plainLine(raw, longest), label, mends)
}

// RFC 3986 characters; anything else must be escaped before a strict reader takes the address.
const STRICT_URL =
  /^https?:\/\/[a-z0-9.-]+(:\d+)?([/?#]([a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*){0,1}(#([a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i

/** A web address with http or https; one without a scheme is mended, any other scheme is left out and reported. */
export function urlField(value: unknown, label: string, mends: Mends): string | undefined {
  let text = rawText(value)
  if (text === undefined) return undefined
  const given = text
  const several = /^(\S+?)[,;]?\s+(?:and\s+|or\s+)?(?:https?:|www\.)\S+/i.exec(text)
  if (several?.[1]) {
    text = several[1]
    mends.add(`${label}: the first of several addresses kept`)
  }
  const leftOut = () => {
    mends.add(`${label} left out: ${quoted(given)} is not a web address`)
    return undefined
  }
  if (/\s/.test(text) || text.length > 2000) return leftOut()
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d+(\/|$))/i.exec(text)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return leftOut()
  let url: URL
  try {
    // http, because it is the only one that reaches both the sites with a certificate and those without.
    url = new URL(scheme === undefined ? `http://${text.replace(/^\/+/, '')}` : text)
  } catch {
    return leftOut()
  }
  const goodHost = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]+)\.?$/i.test(
    url.hostname,
  )
  const numericHost = /^(\d{1,3}\.){3}\d{1,3}$/.test(url.hostname)
  if (!(goodHost || numericHost) || url.username || url.password) return leftOut()
  if (STRICT_URL.test(text) && scheme !== undefined) return text
  const href = url.href
    .replace(/[[\]|^`{}\\"<>]/g, character => encodeURIComponent(character))
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/(?<=#.*)#/g, '%23')
  mends.add(`${label} ${quoted(given)} written as ${quoted(href)}`)
  return STRICT_URL.test(href) ? href : leftOut()
}

const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/** An e-mail address; one that is not is dropped and reported. */
export function emailField(value: unknown, label: string, mends: Mends): string | undefined {
  const raw = rawText(value)
  if (raw === undefined) return undefined
  // A published copy with the addresses blacked out must not send a resident's letter to nobody.
  if (/\bredacted@/i.test(raw)) {
    mends.add(`${label} left out: it was blacked out in the feed`)
    return undefined
  }
  if (EMAIL.test(raw) && raw.length <= 254) return raw
  const found = raw
    .replace(/^mailto:/i, '')
    .split(/[\s,;/]+/)
    .map(part => part.replace(/^[<("']+|[>)"'.:]+$/g, ''))
    .find(part => EMAIL.test(part) && part.length <= 254)
  mends.add(
    found === undefined
      ? `${label} left out: ${quoted(raw)} is not one`
      : `${label} ${quoted(raw)} written as ${quoted(found)}`,
  )
  return found
}

const dayOf = (year: number, month: number, day: number): string | undefined => {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (year < 1900 || year > 2200 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.toISOString().slice(0, 10)
}

/** A date as 'YYYY-MM-DD', from that form, an ISO instant, or day/month/year; impossible dates are left out and reported. */
export function dateField(value: unknown, label: string, mends: Mends): string | undefined {
  const raw = rawText(value)
  if (raw === undefined) return undefined
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(raw)
  const british = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(raw)
  const parts = iso ? [iso[1], iso[2], iso[3]] : british ? [british[3], british[2], british[1]] : undefined
  const on = parts && dayOf(Number(parts[0]), Number(parts[1]), Number(parts[2]))
  if (on === undefined) mends.add(`${label} left out: ${quoted(raw)} is not a date`)
  else if (british) mends.add(`${label} ${quoted(raw)} read as ${on} (day first)`)
  return on
}

/** An instant; a bare date is taken as its first moment in UTC. Not after `now`. */
export function instantField(value: unknown, label: string, mends: Mends, now: Date): Date | undefined {
  const raw = rawText(value)
  const on = dateField(raw, label, mends)
  if (raw === undefined || on === undefined) return undefined
  // ECMAScript reads a time without a zone in the zone of the process, which would differ from machine to machine.
  const zoned =
    /^\d{4}-\d{2}-\d{2}$/.test(raw) || !/[T ]\d/.test(raw)
      ? on
      : /(z|[+-]\d{2}:?\d{2})$/i.test(raw)
        ? raw.replace(' ', 'T')
        : `${raw.replace(' ', 'T')}Z`
  const parsed = new Date(zoned)
  const at = Number.isNaN(parsed.getTime()) ? new Date(on) : parsed
  if (at.getTime() > now.getTime() + 86_400_000) {
    mends.add(`${label} ${on} left out: it is in the future`)
    return undefined
  }
  return at
}

/** A number, also when it comes as text. */
export function numberField(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** An age in years, 0 to 120; -1 and 999 are what feeds write for "none". */
export function ageField(value: unknown, label: string, mends: Mends): number | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const age = numberField(value)
  if (age !== undefined && age >= 0 && age <= 120) return age
  mends.add(
    `${label} left out: ${quoted(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))} is not an age`,
  )
  return undefined
}

/** Times of day as 'HH:MM'. */
export function timeField(value: unknown, label: string, mends: Mends): string | undefined {
  const raw = rawText(value)
  if (raw === undefined) return undefined
  const found =
    /^(?:\d{4}-\d{2}-\d{2}T)?(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?\s*(am|pm)?(?:z|[+-]\d{2}:?\d{2})?$/i.exec(raw)
  if (found) {
    const twelve = found[3]?.toLowerCase()
    const hour = twelve ? (Number(found[1]) % 12) + (twelve === 'pm' ? 12 : 0) : Number(found[1])
    if (hour <= 24 && Number(found[2]) < 60 && hour * 60 + Number(found[2]) <= 1440)
      return `${String(hour).padStart(2, '0')}:${found[2]}`
  }
  mends.add(`${label} left out: ${quoted(raw)} is not a time`)
  return undefined
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
// Our own namespace (RFC 9562 §5.5); it must never change, or an id made from a feed's id would change with it.
const NAMESPACE = Buffer.from('5f0b0f5e6d0c5c1b9a496c1f2f0c8d11', 'hex')

/** A UUID of version 5 (RFC 9562 §5.5) made from words: the same words always make the same one. Half a character counts as U+FFFD. */
export function madeId(...words: string[]): string {
  const digest = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(words.join('\u0000'))]))
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

/** The id as a lower-case UUID, or undefined when it is none. */
export function uuidOf(value: unknown): string | undefined {
  const bare = rawText(value)
    ?.toLowerCase()
    .replace(/^urn:uuid:|^\{|\}$/g, '')
  return bare !== undefined && UUID.test(bare) ? bare : undefined
}

/** Takes properties that are undefined off an object, so that "not known" has one form. */
export function known<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  const found: Record<string, unknown> = {}
  for (const key in value) if (value[key] !== undefined) found[key] = value[key]
  return found as T
}

/** Its own UUID when it has one, else one made from the record's and the part's content, so that a second import gives the same. */
export const partId = (part: JsonObject, serviceId: string, kind: string, index: number): string =>
  uuidOf(part.id) ?? madeId(serviceId, kind, rawText(part.id) ?? String(index))

/** What stands in our own feeds where a standard requires something that nobody has said. */
export const NOT_GIVEN = 'Not given'
export const given = (value: unknown): unknown => (value === NOT_GIVEN ? undefined : value)
