import type { Brand } from '../../kernel/ids.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import type { Purpose, SharedField } from '../organisations/index.ts'

export type PersonId = Brand<'PersonId'>
export type ConsentId = Brand<'ConsentId'>

/** How a person wants to be reached. */
export type ContactBy = 'phone' | 'text' | 'email' | 'letter'

/** Who a person is and how to reach them. Resident, volunteer and practitioner are roles held elsewhere. */
export interface Person {
  readonly personId: PersonId
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
  readonly contactBy: ContactBy
  readonly address: string | null
  readonly postcode: string | null
  /** Where they live, in OSGB metres. */
  readonly position: GridPoint | null
  readonly neighbourhoodId: string | null
  /** "Speaks Polish", "hard of hearing": what to know before ringing. */
  readonly communicationNeeds: string | null
  /** Whoever helps them meets them elsewhere and is not told where they live. */
  readonly addressIsHidden: boolean
}

/** How consent was given. */
export const consentHows = [
  'ticked on the web',
  'said on the phone',
  'said in person',
  'given for them by someone who asked them',
] as const

/** A resident's recorded permission for one sharing, for one purpose. */
export interface Consent {
  readonly consentId: ConsentId
  readonly personId: PersonId
  /** What it is for: the help request. */
  readonly aboutId: string
  readonly purpose: string
  /** With which organisation, or with volunteers it asks; null means whichever says yes. */
  readonly organisationId: string | null
  /** Whom the words named that were read or ticked. */
  readonly withWhom: 'organisation' | 'volunteer' | 'either'
  readonly forPurpose: Purpose
  /** The details that the words named. */
  readonly fields: readonly SharedField[]
  readonly wording: string
  readonly givenHow: (typeof consentHows)[number]
  readonly recordedBy: string
  /** Who read the words out; null where they read them themselves. */
  readonly readOutBy: string | null
  readonly givenAt: Date
  /** When it ends by itself; null for what was agreed before that was written down. */
  readonly untilAt: Date | null
  readonly withdrawnAt: Date | null
  readonly withdrawnBy: string | null
}

/** How long a permission holds that nobody takes back: a request that goes on longer is asked about again. */
export const consentHoldsDays = 365

/**
 * True when a consent lets details go to this organisation now, or to a volunteer whom it asks. Somebody who was told of an organisation alone has said nothing about
 * volunteers, nor the other way round.
 */
export const consentCovers = (
  consent: Pick<Consent, 'withdrawnAt' | 'organisationId' | 'withWhom' | 'untilAt'>,
  organisationId: string,
  to: 'organisation' | 'volunteer',
  now: Date,
): boolean =>
  consent.withdrawnAt === null &&
  (consent.untilAt === null || consent.untilAt > now) &&
  (consent.withWhom === 'either' || consent.withWhom === to) &&
  (consent.organisationId === null || consent.organisationId === organisationId)

/**
 * The words or numbers of a person that a text gives away, so that a description meant to identify nobody is stopped while it does:
 * name parts of 3 letters or more, the phone number, e-mail, postcode and the first line of the address.
 */
export const identifyingParts = (
  person: Pick<Person, 'name' | 'phone' | 'email' | 'postcode' | 'address'>,
  text: string,
): string[] => {
  const plain = asRead(text)
  // "Nowak's" names her, and so does one half of a double name.
  const words = new Set([...plain.split(/[^\p{L}\p{N}'-]+/u), ...plain.split(/[^\p{L}\p{N}]+/u)])
  const digits = text.replace(/\D/g, '')
  const isSaid = (part: string) =>
    words.has(asRead(part)) || (/[’']/.test(part) && words.has(asRead(part).replaceAll("'", '')))
  // "O'Neill" is named by "ONeill" and by "Neill".
  const found = [...new Set([...person.name.split(/[\s-]+/), ...person.name.split(/[\s’'-]+/)])].filter(
    part => part.length >= 3 && !titles.has(part.toLowerCase()) && isSaid(part),
  )
  const phone = person.phone?.replace(/\D/g, '').slice(-9)
  if (phone && phone.length >= 6 && digits.includes(phone)) found.push(person.phone ?? '')
  if (person.email && plain.includes(person.email.toLowerCase())) found.push(person.email)
  const postcode = person.postcode?.toLowerCase().replace(/\s/g, '')
  if (postcode && postcode.length > 4 && plain.replace(/\s/g, '').includes(postcode)) found.push(person.postcode ?? '')
  const firstLine = asRead(person.address?.split(/[\n,]/)[0] ?? '')
  if (firstLine.length >= 6 && (plain.includes(firstLine) || unpunctuated(plain).includes(unpunctuated(firstLine))))
    found.push(person.address?.split(/[\n,]/)[0]?.trim() ?? '')
  return found
}

/** As it is read: a sign that nobody sees, a second space, an accent left out and the bent apostrophe of a phone tell a name no less. */
const asRead = (text: string): string =>
  text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/[’ʼ]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()

const unpunctuated = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

const titles = new Set(['mrs', 'miss', 'sir', 'the', 'and'])
