import type { GridPoint } from '../places/index.ts'

/**
 * A listed service as this house holds it, whatever feed it came from.
 * The shape is richer than any one standard and maps outwards to ORUK 3.0 (oruk-3.ts); a missing property means "not known", never "none".
 */

export type AttendingType = 'in-person' | 'phone' | 'online' | 'home-visit'
/** HSDS 3.0 service.status. */
export type ListedServiceStatus = 'active' | 'inactive' | 'defunct' | 'temporarily closed'
export type Cost = 'free' | 'paid'

/** The organisation as the feed published it; `publisherId` is a UUID. */
export type PublisherDraft = {
  publisherId: string
  externalId?: string
  name: string
  description?: string
  url?: string
  email?: string
  logo?: string
  uri?: string
  /** Charity, company and similar numbers, in the order given. */
  identifiers: { scheme?: string; type: string; identifier: string }[]
}

export type Phone = { number: string; description?: string; extension?: string }
export type Contact = {
  contactId?: string
  name?: string
  title?: string
  department?: string
  email?: string
  phones: Phone[]
}

/**
 * One opening pattern, or one exception to the patterns: dates 'YYYY-MM-DD', times 'HH:MM' on the clocks of the place, RRULE parts as text (RFC 5545).
 * Richer than RRULE: it knows bank holidays, school terms, appointments and exceptions. What it means at a moment is worked out in `opening/`.
 */
export type Schedule = {
  scheduleId?: string
  /** Only at this location of the service; without one, at all of them. */
  locationId?: string
  freq?: 'WEEKLY' | 'MONTHLY'
  /** Every so many weeks or months, counted from the week or month of `startsOn`. */
  interval?: number
  /** "MO,TH"; with the month "1TU" (first Tuesday) or "-1FR" (last Friday). */
  byday?: string
  /** "1,15,-1" */
  bymonthday?: string
  validFromOn?: string
  validToOn?: string
  /** The day of the first occurrence; the anchor that `interval` is counted from. */
  startsOn?: string
  untilOn?: string
  opensAtTime?: string
  /** '24:00' is the end of the day. Earlier than `opensAtTime` means the next day. */
  closesAtTime?: string
  description?: string
  notes?: string
  link?: string
  attending?: string
  /**
   * Not a pattern but an exception on the days from validFromOn to validToOn (narrowed by `byday`, or to bank holidays by `bankHolidays: 'only'`):
   * closed; other hours instead of the usual ones; or open besides them.
   */
  exception?: 'closed' | 'different hours' | 'extra hours'
  /** Nobody comes in without an appointment. Times, where there are any, are when appointments are given. */
  byAppointment?: true
  /** What holds on a bank holiday; not known when left out. 'only' is a pattern or exception for bank holidays alone. */
  bankHolidays?: 'as usual' | 'closed' | 'only'
  /** Runs only in school terms, or only in school holidays. */
  school?: 'term time only' | 'holidays only'
}

export type CostOption = {
  costOptionId?: string
  option?: string
  amountInPence?: number
  currency?: string
  amountDescription?: string
  validFromOn?: string
  validToOn?: string
}

export type Language = { languageId?: string; name?: string; code?: string; note?: string }
export type ServiceArea = {
  serviceAreaId?: string
  name?: string
  description?: string
  extent?: string
  extentType?: string
  uri?: string
}

/** How many places there are, of what, as last told (HSDS 3.1 service_capacity). */
export type Capacity = {
  /** "Bed", "Place" */
  unit: string
  available: number
  maximum?: number
  description?: string
  /** ISO instant. */
  updatedAt: string
}

/** A term of some taxonomy that the feed put on the service. */
export type Term = {
  termId: string
  name: string
  description?: string
  code?: string
  uri?: string
  taxonomy?: string
  taxonomyId?: string
  parentId?: string
}

export type ServiceLocationDraft = {
  locationId: string
  serviceAtLocationId?: string
  kind: 'physical' | 'postal' | 'virtual'
  name?: string
  description?: string
  addressLines: string[]
  town?: string
  county?: string
  postcode?: string
  country?: string
  /** Degrees, WGS 84. */
  latitude?: number
  longitude?: number
  /** Unique property reference number or another outside identifier. */
  identifier?: { type: string; value: string }
  accessibility: string[]
  /** Its address is kept private: nothing of it is said here, and it has no point. */
  hidden?: boolean
}

export type ListedServiceDraft = {
  serviceId: string
  externalId: string
  name: string
  alternateName?: string
  description?: string
  url?: string
  additionalUrls?: { label?: string; url: string }[]
  email?: string
  status: ListedServiceStatus
  alert?: string
  attending: AttendingType[]
  attendingNote?: string
  /** How a person gets in: "Self referral", "Drop-in". */
  access: string[]
  fees?: string
  cost?: Cost
  costOptions: CostOption[]
  eligibility?: string
  minimumAge?: number
  maximumAge?: number
  languages: Language[]
  interpretation?: string
  accreditations?: string
  licences?: string
  capacities?: Capacity[]
  applicationProcess?: string
  waitTime?: string
  requiredDocuments: string[]
  funding: string[]
  contacts: Contact[]
  phones: Phone[]
  schedules: Schedule[]
  serviceAreas: ServiceArea[]
  terms: Term[]
  locations: ServiceLocationDraft[]
  publisher?: PublisherDraft
  /** The day somebody last checked that all of this is right: not the day it was last edited. */
  assuredOn?: string
  assuredBy?: string
  lastModifiedAt?: Date
}

/** Where a location's point came from; the postcode's middle is where people would look for it, not a door. */
export type PointFrom = 'coordinates' | 'postcode'

export type ServiceLocation = ServiceLocationDraft & { point?: GridPoint; pointFrom?: PointFrom }

/** A listed service as stored. */
export type ListedService = Omit<ListedServiceDraft, 'locations'> & {
  locations: ServiceLocation[]
  /** The feed it came from, or PUBLISHED_HERE. */
  source: string
  /** The organisation of this place that answers for it, when that is known. */
  organisationId?: string
  /** Since when it is doubtful, and why (`freshness.ts`). */
  doubtfulAt?: Date
  doubtfulBecause?: string
  /** Who said a field, and when, where that is not the source. */
  fieldSources?: Readonly<Record<string, { source: string; at?: string }>>
}

/** The source of what an organisation publishes in the place itself. */
export const PUBLISHED_HERE = 'this place'

/** What became of one record of a feed; `number` counts from 1 as in the feed. */
export type RecordReading = { number: number; externalId: string | undefined; name: string | undefined } & (
  | { outcome: 'taken'; draft: ListedServiceDraft }
  | { outcome: 'mended'; draft: ListedServiceDraft; mends: string[] }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'repeat'; reason: string }
)
