import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { ListedServiceDraft } from '../listed-service.ts'
import { normaliseFeed, normaliseService } from './normalise-service.ts'
import { readFeed } from './read-feed.ts'

const now = new Date('2026-11-22T12:00:00Z')
const id = '0a0a0a0a-0000-4000-8000-000000000001'
const read = (value: unknown, number = 1) => normaliseService({ number, value }, 'test feed', now)
const draft = (value: object): ListedServiceDraft => {
  const reading = read({ id, name: 'Tea club', status: 'active', ...value })
  if (!('draft' in reading)) throw new Error(reading.reason)
  return reading.draft
}
const mends = (value: object): string[] => {
  const reading = read({ id, name: 'Tea club', status: 'active', ...value })
  return reading.outcome === 'mended' ? reading.mends : []
}

describe('reading a service record', () => {
  it('takes a clean record as it is', () => {
    expect(read({ id, name: 'Tea club', status: 'active' }).outcome).toBe('taken')
  })
  it('refuses a record without a name, and one that is no record', () => {
    expect(read({ id, name: '' }, 412)).toEqual({
      number: 412,
      externalId: id,
      name: undefined,
      outcome: 'refused',
      reason: 'has no name',
    })
    expect(read('x')).toMatchObject({ outcome: 'refused', reason: 'is not a record but a string' })
    expect(read(null)).toMatchObject({ reason: 'is not a record but null' })
    expect(read({ id, name: { a: 1 } })).toMatchObject({ reason: 'its name is not text' })
  })
  it('reads empty text as not known', () => {
    expect(draft({ fees: '', email: '', description: ' ' })).not.toHaveProperty('fees')
    expect(mends({ fees: '', email: '' })).toEqual(['empty fields read as not known: fees, email'])
  })
  it('makes the same UUID from the same id every time, and another for another feed', () => {
    const made = draft({ id: 'svc-7' }).serviceId
    expect(made).toMatch(/^[0-9a-f-]{36}$/)
    expect(draft({ id: 'svc-7' }).serviceId).toBe(made)
    const other = normaliseService({ number: 1, value: { id: 'svc-7', name: 'x' } }, 'other feed', now)
    expect('draft' in other && other.draft.serviceId).not.toBe(made)
    expect(mends({ id: 'svc-7' })).toContain('id was not a UUID, made one from it')
    expect(draft({ id: `{${id.toUpperCase()}}` }).serviceId).toBe(id)
  })
  it('mends web addresses and leaves out what is none', () => {
    expect(draft({ url: 'www.zz.example' }).url).toBe('http://www.zz.example/')
    expect(draft({ url: 'http:www.zz.example' }).url).toBe('http://www.zz.example/')
    expect(draft({ url: 'https:/zz.example' }).url).toBe('https://zz.example/')
    expect(draft({ url: 'https://zz.example/a?b=[1]' }).url).toBe('https://zz.example/a?b=%5B1%5D')
    expect(draft({ url: 'https://zz.example' }).url).toBe('https://zz.example')
    for (const url of [
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'data:text/html,x',
      'Seaview Community Centre',
      'http://u:p@zz.example',
      'http://localhost',
    ]) {
      expect(draft({ url }), url).not.toHaveProperty('url')
      expect(mends({ url })[0]).toContain('web address left out')
    }
  })
  it('mends e-mail addresses and leaves out what is none', () => {
    expect(draft({ email: ' a@zz.example. ' }).email).toBe('a@zz.example')
    expect(draft({ email: 'mailto:a@zz.example; b@zz.example' }).email).toBe('a@zz.example')
    expect(mends({ email: 'not an address' })).toEqual(['e-mail left out: “not an address” is not one'])
    expect(mends({ email: 'redacted@zz.example' })).toEqual(['e-mail left out: it was blacked out in the feed'])
  })
  it('leaves out dates that do not exist and checks that lie in the future', () => {
    expect(mends({ assured_date: '2026-02-31' })).toEqual(['assured date left out: “2026-02-31” is not a date'])
    expect(mends({ assured_date: '2031-01-01' })).toEqual(['assured date 2031-01-01 left out: it is in the future'])
    expect(draft({ assured_date: '05/06/2020' }).assuredOn).toBe('2020-06-05')
    expect(draft({ last_modified: '2024-05-01T10:00:00' }).lastModifiedAt?.toISOString()).toBe(
      '2024-05-01T10:00:00.000Z',
    )
  })
  it('reads ages of -1 and 999 as not known, and never a minimum above the maximum', () => {
    expect(draft({ minimum_age: 16, maximum_age: '25' })).toMatchObject({ minimumAge: 16, maximumAge: 25 })
    expect(draft({ minimum_age: -1, maximum_age: 999 })).not.toHaveProperty('minimumAge')
    expect(mends({ minimum_age: 60, maximum_age: 18 })).toEqual([
      'ages left out: the minimum, 60, is above the maximum, 18',
    ])
  })
  it('reads places with swapped, zero or foreign coordinates', () => {
    const at = (latitude: unknown, longitude: unknown) =>
      draft({ service_at_locations: [{ location: { id: 'l1', latitude, longitude } }] }).locations[0]
    expect(at(53.4, -3.0)).toMatchObject({ latitude: 53.4, longitude: -3 })
    expect(at('-3.0', '53.4')).toMatchObject({ latitude: 53.4, longitude: -3 })
    expect(at(0, 0)).not.toHaveProperty('latitude')
    expect(at(40.7, -74)).not.toHaveProperty('latitude')
  })
  it('reads ORUK 1.0 names', () => {
    const found = draft({
      organization: { id: 'o1', name: 'Ferry Hub', url: 'www.ferry.example', description: '' },
      attending_type: 'Venue, Home visit',
      attending_access: 'Drop-in',
      eligibilitys: [{ eligibility: 'Carers', minimum_age: 18 }],
      regular_schedules: [{ opens_at: '9.30', closes_at: '5:00 pm', weekday: 'Monday' }],
      holiday_schedules: [{ closed: true, start_date: '2026-12-25', end_date: '2026-12-26' }],
      service_taxonomys: [{ taxonomy: { id: 't1', name: 'Food', vocabulary: 'Needs' } }],
      contacts: [{ name: 'Desk', phones: [{ number: '0151 496 0000' }] }],
      service_at_locations: [
        {
          location: {
            id: 'l1',
            name: 'Hall',
            physical_addresses: [{ address_1: '1 Quay', city: 'Ferry', postal_code: 'zz11aa' }],
          },
        },
      ],
      pc_targetAudience: [{ id: '1', audienceType: 'Sensory Impaired>Visually Impaired ' }],
    })
    expect(found.publisher).toMatchObject({ name: 'Ferry Hub', url: 'http://www.ferry.example/' })
    expect(found).toMatchObject({
      attending: ['in-person', 'home-visit'],
      access: ['Drop-in'],
      eligibility: 'Carers',
      minimumAge: 18,
    })
    expect(found.schedules).toMatchObject([
      { opensAtTime: '09:30', closesAtTime: '17:00', byday: 'MO' },
      { exception: 'closed', validFromOn: '2026-12-25' },
    ])
    expect(found.terms.map(term => term.name)).toEqual(['Food', 'Visually Impaired'])
    expect(found.contacts[0]?.phones).toEqual([{ number: '0151 496 0000' }])
    expect(found.locations[0]).toMatchObject({ postcode: 'ZZ1 1AA', addressLines: ['1 Quay'], town: 'Ferry' })
  })
  it('reads HSDS 3 names', () => {
    const found = draft({
      alternate_name: 'TC',
      application_process: 'Ring',
      eligibility_description: 'Anyone',
      fees_description: 'Free for all',
      wait_time: '2 weeks',
      phones: [{ number: '0151 496 0001', extension: 12 }],
      languages: [{ name: 'Urdu', code: 'ur' }],
      cost_options: [{ amount: 0 }, { amount: 2.5, currency: 'GBP', option: 'Tea' }],
      attributes: [{ taxonomy_term: { id, name: 'Food', taxonomy_detail: {} } }],
      service_at_locations: [
        {
          id,
          location: {
            id,
            location_type: 'physical',
            addresses: [{ address_1: 'x', city: 'y', postal_code: 'ZZ1 4AB' }],
          },
          schedules: [{ freq: 'WEEKLY', byday: 'MO' }],
        },
      ],
      organization: {
        id,
        name: 'Hub',
        website: 'https://hub.example',
        organization_identifiers: [{ identifier_scheme: 'GB-CHC', identifier: '123' }],
      },
    })
    expect(found).toMatchObject({
      alternateName: 'TC',
      applicationProcess: 'Ring',
      eligibility: 'Anyone',
      fees: 'Free for all',
      cost: 'paid',
      waitTime: '2 weeks',
      attending: ['in-person'],
    })
    expect(found.costOptions.map(option => option.amountInPence)).toEqual([0, 250])
    expect(found.schedules[0]).toMatchObject({ locationId: id, byday: 'MO' })
    expect(found.publisher?.identifiers).toEqual([{ scheme: 'GB-CHC', type: 'GB-CHC', identifier: '123' }])
  })
  it('passes over an identical repeat, and of different ones keeps the newest and names both', () => {
    const same = { id, name: 'A', status: 'active', last_modified: '2024-01-01' }
    const readings = normaliseFeed(
      [
        { number: 1, value: same },
        { number: 2, value: { ...same } },
        { number: 3, value: { ...same, name: 'B', last_modified: '2025-01-01' } },
      ],
      'f',
      now,
    )
    expect(readings.map(reading => reading.outcome)).toEqual(['refused', 'repeat', 'mended'])
    expect(readings[0]).toMatchObject({
      reason: 'has the same id as record 3 (“B”), which was changed more recently: that one is kept',
    })
  })
  it('says what stood for an age, whatever it was', () => {
    expect(() => draft({ minimum_age: { toString: [] } })).not.toThrow()
  })

  it('never throws and never lets markup through, whatever the record holds', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            id: fc.anything(),
            name: fc.oneof(fc.string(), fc.constant('<script>x</script>a')),
            description: fc.anything(),
            url: fc.webUrl(),
            email: fc.anything(),
            organization: fc.object(),
            service_at_locations: fc.anything(),
            schedules: fc.anything(),
            cost_options: fc.anything(),
            attributes: fc.array(fc.object()),
            minimum_age: fc.anything(),
            assured_date: fc.anything(),
            contacts: fc.anything(),
            languages: fc.anything(),
            last_modified: fc.anything(),
          },
          { requiredKeys: [] },
        ),
        value => {
          const reading = read(value)
          expect(JSON.stringify(reading).toLowerCase()).not.toMatch(/<script|\\u0000/)
        },
      ),
      { numRuns: 300 },
    )
  })
})

const sharedData = resolve(import.meta.dirname, '../../../..', process.env.SHARED_DATA ?? '../shared/data')
const realFeed = join(sharedData, 'oruk-feeds/bristol_oruk1_2024-12.json')
if (!existsSync(realFeed)) console.info(`skipped: the real feed needs ${realFeed}`)
describe.skipIf(!existsSync(realFeed))('the real ORUK 1.0 feed of December 2024', () => {
  it('has every one of its 819 records taken, mended or refused with a reason', async () => {
    const feed = await readFeed(realFeed)
    if (isRefusal(feed)) throw new Error(feed.message)
    const readings = normaliseFeed(feed.records, feed.source, now)
    const count = (outcome: string) => readings.filter(reading => reading.outcome === outcome).length
    expect([feed.form, readings.length, count('mended'), count('refused')]).toEqual(['ORUK 1.0', 819, 817, 2])
    expect(/<script|<\/?(p|span|div|a)\b|data:image/i.exec(JSON.stringify(readings))).toBeNull()
  })
})
