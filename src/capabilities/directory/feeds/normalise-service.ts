import type { ListedServiceDraft, ListedServiceStatus, RecordReading } from '../listed-service.ts'
import {
  ageField,
  dateField,
  emailField,
  instantField,
  isObject,
  type JsonObject,
  known,
  LONGEST_LIST,
  lineField,
  type Mends,
  madeId,
  newMends,
  objectsOf,
  rawText,
  textField,
  urlField,
  uuidOf,
} from '../read-fields.ts'
import { costsOf, languagesOf, serviceAreasOf, termsOf } from './normalise-details.ts'
import { additionalUrlsOf, capacitiesOf } from './normalise-more.ts'
import { ATTENDING_ORDER, attendingOf, contactsOf, locationsOf, NO_ID, publisherOf } from './normalise-parts.ts'
import { schedulesOf } from './normalise-schedules.ts'
import { ownTermsIn } from './own-terms.ts'
import type { FeedRecord } from './read-feed.ts'

/**
 * Reads one record of an ORUK 1.0, ORUK 3.0 or HSDS 3 feed.
 * @param source names the feed, so that ids which are not UUIDs stay the same from one import to the next.
 * @param now decides which dates lie in the future.
 */
export function normaliseService(record: FeedRecord, source: string, now: Date): RecordReading {
  try {
    return readRecord(record, source, now)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const reason = 'is nested too deeply to be a record of a service'
    return { number: record.number, externalId: undefined, name: undefined, outcome: 'refused', reason }
  }
}

function readRecord(record: FeedRecord, source: string, now: Date): RecordReading {
  const { number, value } = record
  if (record.fault !== undefined)
    return { number, externalId: undefined, name: undefined, outcome: 'refused', reason: record.fault }
  if (!isObject(value)) {
    return {
      number,
      externalId: undefined,
      name: undefined,
      outcome: 'refused',
      reason: `is not a record but ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}`,
    }
  }
  const mends = newMends()
  for (const mend of record.mends ?? []) mends.add(mend)
  const externalId = lineField(value.id, 'id', mends, 200)
  const name = lineField(value.name, 'name', mends)
  if (name === undefined) {
    const reason = typeof value.name === 'object' && value.name !== null ? 'its name is not text' : 'has no name'
    return { number, externalId, name: undefined, outcome: 'refused', reason }
  }
  const empty = Object.keys(value).filter(key => value[key] === '')
  if (empty.length > 0) mends.add(`empty fields read as not known: ${empty.slice(0, 20).join(', ')}`)
  for (const [key, list] of Object.entries(value)) {
    if (Array.isArray(list) && list.length > LONGEST_LIST)
      mends.add(`${key}: the first ${LONGEST_LIST} of ${list.length} kept`)
  }
  const draft = draftOf(value, externalId, name, source, now, mends)
  const told = { number, externalId, name }
  const toTell = record.isWithoutIds ? mends.list.filter(mend => !mend.endsWith(NO_ID)) : mends.list
  return toTell.length === 0
    ? { ...told, outcome: 'taken', draft }
    : { ...told, outcome: 'mended', draft, mends: toTell }
}

function draftOf(
  value: JsonObject,
  externalId: string | undefined,
  name: string,
  source: string,
  now: Date,
  mends: Mends,
): ListedServiceDraft {
  const publisher = publisherOf(value.organization ?? value.organisation, source, mends)
  const serviceId =
    uuidOf(externalId) ??
    madeId(source, 'service', externalId ?? `${publisher?.publisherId ?? ''} ${name.toLowerCase()}`)
  if (externalId === undefined) mends.add(NO_ID)
  else if (uuidOf(externalId) === undefined) mends.add('id was not a UUID, made one from it')
  const locations = locationsOf(value, serviceId, mends)
  const access = lineField(value.attending_access, 'attending access', mends)
  const ways = attendingOf([
    ...(rawText(value.attending_type)?.split(/[,;|]/) ?? []).map(each => lineField(each, 'attending type', mends)),
    ...[value, ...objectsOf(value.service_at_locations)]
      .flatMap(each => objectsOf(each.schedules))
      .map(each => rawText(each.attending_type)),
    ...locations.map(({ kind }) => (kind === 'virtual' ? 'online' : kind === 'physical' ? 'venue' : undefined)),
  ])
  const own = ownTermsIn(value, mends)
  const fees = textField(value.fees_description ?? value.fees, 'fees', mends)
  const bounds = objectsOf(value.eligibilitys)
  const eligibility = [
    textField(value.eligibility_description, 'eligibility', mends),
    ...bounds.map(each => textField(each.eligibility, 'eligibility', mends)),
  ].flatMap(each => each ?? [])
  return known<ListedServiceDraft>({
    serviceId,
    externalId: externalId ?? serviceId,
    name,
    alternateName: lineField(value.alternate_name, 'other name', mends),
    description: textField(value.description, 'description', mends),
    url: urlField(value.url, 'web address', mends),
    ...additionalUrlsOf(value.additional_urls, mends),
    email: emailField(value.email, 'e-mail', mends),
    status: statusOf(value.status, mends),
    alert: textField(value.alert, 'alert', mends),
    attending: ATTENDING_ORDER.filter(way => ways.attending.includes(way) || own.attending.includes(way)),
    attendingNote:
      own.attendingNote ??
      textField(value.pc_attendingAccess_additionalInfo, 'attending note', mends) ??
      lineField(ways.unread[0], 'attending type', mends),
    access:
      access
        ?.split(/[,;|]/)
        .map(each => each.trim())
        .filter(Boolean) ?? own.access,
    fees,
    ...costsOf(value, serviceId, fees, own.cost, mends),
    eligibility: eligibility.length > 0 ? eligibility.join('\n') : own.eligibility,
    ...agesOf(value, bounds, mends),
    languages: languagesOf(value.languages, own.languages, serviceId, mends),
    interpretation: textField(value.interpretation_services, 'interpretation', mends),
    accreditations: textField(value.accreditations, 'accreditations', mends),
    licences: textField(value.licenses, 'licences', mends),
    ...capacitiesOf(value.capacities, now, mends),
    applicationProcess: textField(value.application_process, 'how to apply', mends),
    waitTime: textField(value.wait_time, 'waiting time', mends),
    requiredDocuments: objectsOf(value.required_documents, 30).flatMap(
      each => lineField(each.document, 'required document', mends, 500) ?? [],
    ),
    funding: objectsOf(value.funding ?? value.fundings, 30).flatMap(
      each => lineField(each.source, 'funding', mends, 500) ?? [],
    ),
    ...contactsOf(value, serviceId, mends),
    schedules: schedulesOf(value, serviceId, mends),
    serviceAreas: serviceAreasOf(value.service_areas, serviceId, mends),
    terms: termsOf(value, source, mends),
    locations,
    publisher,
    ...assuranceOf(value, now, mends),
  })
}

function statusOf(value: unknown, mends: Mends): ListedServiceStatus {
  const given = rawText(value)?.toLowerCase().replace(/[_-]/g, ' ')
  if (given === 'active' || given === 'inactive' || given === 'defunct' || given === 'temporarily closed') return given
  if (given === undefined) mends.add('had no status, taken as active')
  else if (/clos|delet|archiv|withdrawn|ended/.test(given)) {
    mends.add(`status “${given.slice(0, 40)}” taken as inactive`)
    return 'inactive'
  } else mends.add(`status “${given.slice(0, 40)}” is not one we know, taken as active`)
  return 'active'
}

function agesOf(value: JsonObject, bounds: JsonObject[], mends: Mends): { minimumAge?: number; maximumAge?: number } {
  const first = bounds.find(each => each.minimum_age !== undefined || each.maximum_age !== undefined)
  const minimumAge = ageField(value.minimum_age ?? first?.minimum_age, 'minimum age', mends)
  const maximumAge = ageField(value.maximum_age ?? first?.maximum_age, 'maximum age', mends)
  if (minimumAge === 0 && maximumAge === 0) {
    mends.add('ages 0 to 0 read as not known')
    return {}
  }
  if (minimumAge !== undefined && maximumAge !== undefined && minimumAge > maximumAge) {
    mends.add(`ages left out: the minimum, ${minimumAge}, is above the maximum, ${maximumAge}`)
    return {}
  }
  return known<{ minimumAge?: number; maximumAge?: number }>({ minimumAge, maximumAge })
}

function assuranceOf(
  value: JsonObject,
  now: Date,
  mends: Mends,
): Pick<ListedServiceDraft, 'assuredOn' | 'assuredBy' | 'lastModifiedAt'> {
  const metadata = isObject(value.pc_metadata) ? value.pc_metadata : {}
  let assuredOn = dateField(rawText(value.assured_date) ?? metadata.date_assured, 'assured date', mends)
  if (assuredOn !== undefined && assuredOn > now.toISOString().slice(0, 10)) {
    mends.add(`assured date ${assuredOn} left out: it is in the future`)
    assuredOn = undefined
  }
  return known<Pick<ListedServiceDraft, 'assuredOn' | 'assuredBy' | 'lastModifiedAt'>>({
    assuredOn,
    assuredBy: emailField(rawText(value.assurer_email) ?? metadata.assured_by, 'assurer’s e-mail', mends),
    lastModifiedAt: instantField(rawText(value.last_modified) ?? metadata.date_modified, 'last modified', mends, now),
  })
}

const changedAt = (draft: ListedServiceDraft): number =>
  draft.lastModifiedAt?.getTime() ?? (draft.assuredOn === undefined ? 0 : Date.parse(draft.assuredOn))

/**
 * Reads a whole feed in order. Where an id comes twice, an identical record is passed over; of different ones the newest modified is
 * kept (the later when they are equally new), and the report names both.
 */
export function normaliseFeed(records: readonly FeedRecord[], source: string, now: Date): RecordReading[] {
  const readings: RecordReading[] = []
  const keptAt = new Map<string, number>()
  for (const record of records) {
    const reading = normaliseService(record, source, now)
    readings.push(reading)
    if (!('draft' in reading)) continue
    const earlierIndex = keptAt.get(reading.draft.serviceId)
    const earlier = earlierIndex === undefined ? undefined : readings[earlierIndex]
    if (earlierIndex === undefined || !earlier || !('draft' in earlier)) {
      keptAt.set(reading.draft.serviceId, readings.length - 1)
      continue
    }
    const { number, externalId, name } = reading
    if (JSON.stringify(earlier.draft) === JSON.stringify(reading.draft)) {
      readings[readings.length - 1] = {
        number,
        externalId,
        name,
        outcome: 'repeat',
        reason: `is the same as record ${earlier.number}: passed over`,
      }
      continue
    }
    const keepNew = changedAt(reading.draft) >= changedAt(earlier.draft)
    const [kept, left] = keepNew ? [reading, earlier] : [earlier, reading]
    const leftReading: RecordReading = {
      number: left.number,
      externalId: left.externalId,
      name: left.name,
      outcome: 'refused',
      reason: `has the same id as record ${kept.number} (“${kept.name}”), which was changed more recently: that one is kept`,
    }
    const keptMends = [
      ...(kept.outcome === 'mended' ? kept.mends : []),
      `has the same id as record ${left.number} (“${left.name}”): this one was changed more recently and is kept`,
    ]
    const keptReading: RecordReading = {
      number: kept.number,
      externalId: kept.externalId,
      name: kept.name,
      outcome: 'mended',
      draft: kept.draft,
      mends: keptMends,
    }
    readings[earlierIndex] = keepNew ? leftReading : keptReading
    readings[readings.length - 1] = keepNew ? keptReading : leftReading
    if (keepNew) keptAt.set(reading.draft.serviceId, readings.length - 1)
  }
  return withoutTermCycles(readings)
}

/** A term that is its own ancestor has no place in a tree: its parent is taken off wherever it stands, and the record says so. */
function withoutTermCycles(readings: RecordReading[]): RecordReading[] {
  const parents = new Map<string, string>()
  for (const reading of readings)
    if ('draft' in reading)
      for (const { termId, parentId } of reading.draft.terms) if (parentId) parents.set(termId, parentId)
  const inCycle = new Set<string>()
  const settled = new Set<string>()
  for (const start of parents.keys()) {
    const path: string[] = []
    for (let at: string | undefined = start; at !== undefined && !settled.has(at); at = parents.get(at)) {
      settled.add(at)
      path.push(at)
      const next = parents.get(at)
      const seen = next === undefined ? -1 : path.indexOf(next)
      if (seen >= 0) for (const each of path.slice(seen)) inCycle.add(each)
    }
  }
  if (inCycle.size === 0) return readings
  return readings.map(reading => {
    if (!('draft' in reading) || !reading.draft.terms.some(({ termId }) => inCycle.has(termId))) return reading
    const mends = reading.outcome === 'mended' ? [...reading.mends] : []
    const terms = reading.draft.terms.map(term => {
      if (!inCycle.has(term.termId) || term.parentId === undefined) return term
      const { parentId: _, ...kept } = term
      mends.push(`term “${term.name}” is above itself in its taxonomy: its parent is left out`)
      return kept
    })
    const { number, externalId, name } = reading
    return { number, externalId, name, outcome: 'mended' as const, draft: { ...reading.draft, terms }, mends }
  })
}
