import type { Person } from '../../people/index.ts'

/** As much of somebody as tells whether two people may be one, or live together. */
export type Recognisable = Pick<Person, 'personId' | 'name' | 'phone' | 'email' | 'address' | 'postcode'>

/** Who said that two people must not meet through us, or why it is so. */
export const noContactReasons = {
  'resident asked': { label: 'The resident asked for it' },
  'volunteer asked': { label: 'The volunteer asked for it' },
  safeguarding: { label: 'A safeguarding lead decided it' },
  'court order': { label: 'A court order says so' },
} as const

export type NoContactReason = keyof typeof noContactReasons

/** Reasons that only a safeguarding lead takes back. */
export const heldByLeads: readonly NoContactReason[] = ['safeguarding', 'court order']

/** Two people who must never meet through us, in either order. */
export interface NoContactPair {
  readonly people: readonly [Recognisable, Recognisable]
  readonly because: NoContactReason
}

/**
 * Why two people are not brought together. The three are never told apart on a page: that somebody asked not to meet somebody else is for
 * nobody to read out of a list of reasons.
 */
export type WhyNotTogether = 'no contact' | 'same person' | 'same household'

/**
 * Whether a volunteer and the person helped must not meet through us: because one of them, a safeguarding lead or a court said so; because they are one person;
 * or because they live together. A pair holds for whoever lives with either of them: who goes to the door of somebody's household goes to theirs, and a household has no secrets. Somebody who
 * signs up a second time under another record is recognised by phone number, e-mail, or name and postcode.
 * When in doubt they do not meet: there is always somebody else.
 */
export const mustNotMeet = (
  volunteer: Recognisable,
  person: Recognisable,
  pairs: readonly NoContactPair[],
): WhyNotTogether | null => {
  const isWith = (one: Recognisable, other: Recognisable) => is(one, other) || livesWith(one, other)
  if (
    pairs.some(
      ({ people: [a, b] }) =>
        (isWith(volunteer, a) && isWith(person, b)) || (isWith(volunteer, b) && isWith(person, a)),
    )
  )
    return 'no contact'
  if (is(volunteer, person)) return 'same person'
  return livesWith(volunteer, person) ? 'same household' : null
}

/**
 * What tells who somebody is: `exactly`, as `mustNotMeet` knows them again by; `partly`, what two people may well have in common. Each as one text, spelled the same
 * however it was typed.
 */
export const detailsThatTell = (person: Recognisable): { exactly: string[]; partly: string[] } => {
  const [phone, email, postcode] = [phoneOf(person), person.email?.trim().toLowerCase(), postcodeOf(person)]
  const name = plain(person.name)
  return {
    exactly: [
      ...(phone ? [`phone ${phone}`] : []),
      ...(email ? [`email ${email}`] : []),
      ...(postcode && name ? [`name ${name} at ${postcode}`] : []),
    ],
    partly: [
      ...(name ? [`name ${name}`] : []),
      ...(postcode && name ? [`surname ${surnameOf(person.name)} at ${postcode}`] : []),
    ],
  }
}

const is = (one: Recognisable, other: Recognisable): boolean =>
  one.personId === other.personId ||
  same(phoneOf(one), phoneOf(other)) ||
  same(one.email?.trim().toLowerCase(), other.email?.trim().toLowerCase()) ||
  (same(postcodeOf(one), postcodeOf(other)) && same(plain(one.name), plain(other.name)))

const livesWith = (one: Recognisable, other: Recognisable): boolean =>
  same(postcodeOf(one), postcodeOf(other)) &&
  (same(doorOf(one), doorOf(other)) || same(surnameOf(one.name), surnameOf(other.name)))

/** What is not known is the same as nothing. */
const same = (one: string | null | undefined, other: string | null | undefined): boolean =>
  Boolean(one) && one === other

/** Small letters and digits, accents off, one space between words. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const surnameOf = (name: string): string | undefined => plain(name.replaceAll('-', '')).split(' ').at(-1)

const postcodeOf = ({ postcode }: Recognisable): string | undefined => postcode?.toUpperCase().replace(/[^A-Z0-9]/g, '')

// As many digits as make a number in one town: with or without +44, a leading 0 or spaces.
const phoneOf = ({ phone }: Recognisable): string | undefined => {
  const digits = phone?.replace(/\D/g, '').slice(-9)
  return digits && digits.length >= 6 ? digits : undefined
}

/** The first line of an address; where that only names a flat, the next with it. */
const doorOf = ({ address }: Recognisable): string | undefined => {
  const [first = '', second = ''] = (address ?? '')
    .split(/[\n,]/)
    .map(plain)
    .filter(line => line !== '')
  return /^(flat|apartment|apt|unit|room|floor)\b/.test(first) ? `${first} ${second}`.trim() : first
}
