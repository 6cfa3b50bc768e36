import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { normaliseFeed } from '../feeds/normalise-service.ts'
import type { ListedService, ListedServiceDraft } from '../listed-service.ts'
import type { Dialect } from './shapes.ts'
import { standardService } from './standard-service.ts'
import { generatedRecords } from './testing.ts'

/** What we give out, read back by our own importer, is the same services: in full as HSDS, and as far as ORUK has fields for it. */

const now = new Date('2026-11-22T12:00:00Z')
const draftsOf = (records: readonly unknown[], source: string): ListedServiceDraft[] =>
  normaliseFeed(
    records.map((value, index) => ({ number: index + 1, value })),
    source,
    now,
  ).flatMap(reading => ('draft' in reading ? [reading.draft] : []))

const throughFeed = (draft: ListedServiceDraft, dialect: Dialect): ListedServiceDraft | undefined =>
  draftsOf(
    [JSON.parse(JSON.stringify(standardService({ service: { ...draft, source: 'x' } as ListedService }, dialect)))],
    'elsewhere',
  )[0]

const without = <T extends object>(value: T, ...keys: string[]): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as Partial<T>

/** What no standard carries: ids of a feed's own making, and how an address is cut into lines. */
function carried(draft: ListedServiceDraft) {
  return {
    ...without(draft, 'externalId'),
    publisher: draft.publisher && without(draft.publisher, 'externalId'),
    phones: draft.phones.map(({ extension, description, ...phone }) => ({
      ...phone,
      said: [description, extension && (/^[1-9]\d*$/.test(extension) ? extension : `extension ${extension}`)]
        .filter(Boolean)
        .join(', '),
    })),
    // Those of one location stand with it, and are read last.
    schedules: draft.schedules
      .map(({ untilOn, validToOn, ...schedule }) => ({
        ...schedule,
        // Days without a rhythm we could read come every week, which is what everybody takes them for.
        freq: schedule.freq ?? (schedule.byday && (/\d/.test(schedule.byday) ? 'MONTHLY' : 'WEEKLY')),
        lastOn: [untilOn, validToOn].filter(Boolean).sort()[0],
      }))
      .sort((a, b) => ((a.scheduleId ?? '') < (b.scheduleId ?? '') ? -1 : 1)),
    locations: draft.locations.map(({ serviceAtLocationId, addressLines, country, ...location }) => ({
      ...location,
      address: addressLines.join(', '),
    })),
  }
}

/** What ORUK 3.0 has no field for: left out, or said in fewer fields. */
function carriedByOruk(draft: ListedServiceDraft) {
  const lost = [
    'alternateName',
    'additionalUrls',
    'interpretation',
    'licences',
    'capacities',
    'applicationProcess',
    'waitTime',
    'requiredDocuments',
    'phones',
  ]
  const whole = carried(draft)
  return {
    ...without(whole, ...lost),
    languages: [...new Set(draft.languages.map(({ name, code }) => name ?? code))],
    contacts: draft.contacts
      .filter(({ name, title }) => name || title)
      .map(({ contactId, name, title }) => ({ contactId, name, title })),
    serviceAreas: draft.serviceAreas.map(({ serviceAreaId, name, description, extent, extentType, uri }) => ({
      serviceAreaId,
      name: name ?? description,
      extent,
      extentType,
      uri,
    })),
    terms: draft.terms.map(term => without(term, 'code')),
    costOptions: draft.costOptions.map(option => without(option, 'currency')),
    locations: whole.locations.map(({ address, town, county, ...location }) => ({
      ...location,
      ...(location.postcode && { address, town, county }),
    })),
  }
}

function expectSame(drafts: readonly ListedServiceDraft[]): void {
  for (const draft of drafts) {
    const fromHsds = throughFeed(draft, 'HSDS 3.1')
    expect(fromHsds && carried(fromHsds)).toEqual(carried(draft))
    const fromOruk = throughFeed(draft, 'ORUK 3.0')
    expect(fromOruk && carriedByOruk(fromOruk)).toEqual(carriedByOruk(draft))
    // Once more changes nothing at all.
    const again = fromHsds && throughFeed(fromHsds, 'HSDS 3.1')
    expect(again).toEqual(fromHsds)
  }
}

describe('what we publish, read back by ourselves', () => {
  it('is the same services, for services made by chance', () => {
    const drafts = draftsOf(generatedRecords(400, 7), 'chance')
    expect(drafts.length).toBeGreaterThan(350)
    expectSame(drafts)
  })
  const feed = join(
    resolve(import.meta.dirname, '../../../..', process.env.SHARED_DATA ?? '../shared/data'),
    'oruk-feeds/bristol_oruk1_2024-12.json',
  )
  if (!existsSync(feed)) console.info(`skipped: the real feed, read back, needs ${feed}`)
  it.skipIf(!existsSync(feed))('is the same services, for the real feed', () => {
    const drafts = draftsOf(JSON.parse(readFileSync(feed, 'utf8')), 'real')
    expect(drafts).toHaveLength(817)
    expectSame(drafts)
  })
})
