import { type Refusal, refuse } from '../../../kernel/refusal.ts'

/** The forms a service feed may have. ORUK 1.0 is the 2020 UK standard; ORUK 3.0 and HSDS 3 share one shape, HSDS with more fields. */
export type FeedForm = 'ORUK 1.0' | 'ORUK 3.0' | 'HSDS 3' | 'CSV'

/** How a feed says where its pages are; `pageNumber` as the feed counts (some begin at 0). */
export type FeedPage = {
  pageNumber: number
  totalPages: number
  totalItems: number | undefined
  isLast: boolean | undefined
}

export type FeedBody = { records: unknown[]; form: FeedForm; page: FeedPage | undefined }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined
}

const ORUK_1 = [
  'attending_type',
  'attending_access',
  'deliverable_type',
  'service_taxonomys',
  'eligibilitys',
  'regular_schedules',
  'regular_schedule',
  'holiday_schedules',
  'fundings',
  'pc_metadata',
]
/** Service fields of HSDS 3 that the ORUK 3.0 profile takes out (uk-profile, profile/service.json, 2024-10-10). */
const HSDS_ONLY = [
  'alternate_name',
  'application_process',
  'eligibility_description',
  'fees_description',
  'interpretation_services',
  'licenses',
  'wait_time',
  'phones',
  'program_id',
  'program',
  'required_documents',
  'capacities',
  'additional_urls',
  'metadata',
]

/** The form of a feed, by the field names of its records. */
export function formOfRecords(records: readonly unknown[]): FeedForm {
  const some = records.slice(0, 50).filter(isObject)
  if (some.some(record => ORUK_1.some(field => field in record))) return 'ORUK 1.0'
  return some.some(record => HSDS_ONLY.some(field => field in record)) ? 'HSDS 3' : 'ORUK 3.0'
}

/** True for the answer of a feed's root (`/`), whose services are one step further on. */
export function isFeedRoot(body: unknown): boolean {
  return (
    isObject(body) &&
    typeof body.version === 'string' &&
    ('openapi_url' in body || 'profile' in body) &&
    !('contents' in body)
  )
}

/**
 * Recognises a parsed feed: a bare array, an ORUK 1.0 page (`content`), an HSDS 3 page (`contents`) or one service.
 * @returns the records untouched, or a refusal that says what the file seems to be instead.
 */
export function readFeedBody(body: unknown): FeedBody | Refusal {
  if (Array.isArray(body)) return checked(body, undefined)
  if (!isObject(body)) return notAFeed(`it holds only ${body === null ? 'null' : `a ${typeof body}`}`)
  if (Array.isArray(body.contents)) {
    const pageNumber = wholeNumber(body.page_number) ?? 1
    return checked(body.contents, {
      pageNumber,
      totalPages: wholeNumber(body.total_pages) ?? 1,
      totalItems: wholeNumber(body.total_items),
      isLast: typeof body.last_page === 'boolean' ? body.last_page : undefined,
    })
  }
  if (Array.isArray(body.content)) {
    return checked(body.content, {
      pageNumber: wholeNumber(body.number) ?? 1,
      totalPages: wholeNumber(body.totalPages) ?? 1,
      totalItems: wholeNumber(body.totalElements),
      isLast: typeof body.last === 'boolean' ? body.last : undefined,
    })
  }
  if (Array.isArray(body.services) && !('website' in body)) return checked(body.services, undefined)
  if (Array.isArray(body.features)) return notAFeed('it is a map file (GeoJSON)')
  if (isFeedRoot(body))
    return notAFeed('it is the front page of a feed; give the address of its services, ending in /services')
  if ('error' in body || 'message' in body) {
    return notAFeed(`it is an error message: “${String(body.message ?? body.error).slice(0, 120)}”`)
  }
  if ('name' in body && ('id' in body || 'description' in body)) return checked([body], undefined)
  return notAFeed(`its fields are ${Object.keys(body).slice(0, 6).join(', ') || 'none'}`)
}

function checked(records: unknown[], page: FeedPage | undefined): FeedBody | Refusal {
  const objects = records.filter(isObject)
  if (records.length > 0 && objects.length === 0) return notAFeed(`it is a list of ${typeof records[0]}s`)
  if (objects.length > 0 && !objects.some(record => 'name' in record || ('id' in record && 'status' in record))) {
    return notAFeed(
      `its records have no name; their fields are ${Object.keys(objects[0] ?? {})
        .slice(0, 6)
        .join(', ')}`,
    )
  }
  if (objects.length > 0 && objects.every(looksLikeOrganisation)) {
    return notAFeed('it is a list of organisations; give the list of services instead')
  }
  if (
    objects.length > 0 &&
    objects.every(record => 'taxonomy' in record && !('status' in record) && !('organization' in record))
  ) {
    return notAFeed('it is a list of taxonomy terms; give the list of services instead')
  }
  return { records, form: formOfRecords(records), page }
}

function looksLikeOrganisation(record: Record<string, unknown>): boolean {
  const hasOrganisationField = [
    'website',
    'legal_status',
    'organization_identifiers',
    'year_incorporated',
    'tax_id',
  ].some(field => field in record)
  return (
    hasOrganisationField &&
    !['status', 'organization', 'organization_id', 'service_at_locations', 'fees'].some(field => field in record)
  )
}

function notAFeed(what: string): Refusal {
  return refuse(
    'not-a-feed',
    `This is JSON, but not a feed of services: ${what}. Give an Open Referral UK 1.0 or 3.0 feed, or HSDS 3.`,
  )
}
