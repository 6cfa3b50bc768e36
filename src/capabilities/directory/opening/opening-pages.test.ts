import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../test/support/house.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { changePlace } from '../../places/index.ts'
import { changesSince } from '../change-log-store.ts'
import { publishListedService } from '../publish-listed-service.ts'
import {
  addTestOrganisation,
  addTestPlace,
  done,
  feedService,
  importTestFeed,
  loadTestPostcodes,
  temporaryFile,
} from '../testing.ts'
import { findCalendar, schedulesFromShort } from './opening.ts'
import type { ScheduleInput } from './schedule-input.ts'

const house = useHouse('2026-11-23T12:00:00Z')
let placeId: PlaceId
let organisationId: string

const publish = (name: string, schedules: ScheduleInput[], more: object = {}) =>
  perform(house.platform.db, houseActor(placeId), publishListedService, { organisationId, name, schedules, ...more })
const published = async (name: string, times: string, more: object = {}) =>
  done(await publish(name, schedulesFromShort(times) as ScheduleInput[], more)).serviceId
const get = async (path: string, slug = 'seaside') => {
  const { statusCode, body, headers } = await house.web.inject({ url: `/${slug}${path}` })
  return { status: statusCode, body, text: body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '), headers }
}

beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  await addTestPlace(house, 'highlands')
  await loadTestPostcodes(house)
  organisationId = await addTestOrganisation(house, placeId, 'Quay Centre')
})

describe('what an organisation publishes of its times', () => {
  it('is shown as the answer now, the next days, and its rules in words', async () => {
    const id = await published(
      'Night line',
      'every day 20:00-02:00 bank-holidays as usual; 1TU 10:00-12:00; closed 2026-11-25; SA 10:00-11:00 "Ask for Sam."',
    )
    const { text } = await get(`/services/${id}`)
    for (const words of [
      'Closed. Opens today at 8 pm',
      'Today (Monday) 8 pm to 2 am',
      'Wednesday 25 November Closed',
      'Every day, 8 pm to 2 am the next day, bank holidays as usual',
      'The first Tuesday of the month, 10 am to midday',
      'Closed on 25 November 2026',
      'Ask for Sam.',
      'Add the times to your calendar',
    ])
      expect(text).toContain(words)
  })
  it('is shown for each place whose times differ', async () => {
    const id = done(
      await publish(
        'Two rooms',
        [
          { byday: 'MO', opensAtTime: '09:00', closesAtTime: '17:00', location: 0 },
          { byday: 'TU', opensAtTime: '09:00', closesAtTime: '17:00', location: 1 },
        ],
        {
          locations: [
            { postcode: 'ZZ1 4AA', name: 'North room' },
            { postcode: 'ZZ1 4AB', name: 'South room' },
          ],
        },
      ),
    ).serviceId
    const { text } = await get(`/services/${id}`)
    expect(text).toMatch(/North room Open now until 5 pm .* South room Closed\. Opens tomorrow at 9 am/)
  })
  it('is refused with the mend where it cannot be meant', async () => {
    const wrong: [ScheduleInput, RegExp][] = [
      [{ byday: 'MO', opensAtTime: '09:00', closesAtTime: '09:00' }, /give 00:00 to 24:00/],
      [{ byday: 'MO', interval: 2, opensAtTime: '09:00' }, /Give the first day of what runs every 2 weeks/],
      [{ exception: 'closed' }, /Give the dates of the exception/],
      [{ exception: 'extra hours', validFromOn: '2026-12-01' }, /Give the times that hold/],
      [{ opensAtTime: '09:00', closesAtTime: '10:00' }, /Give the days of these times/],
      [{ byday: 'MO', validFromOn: '2026-12-02', validToOn: '2026-12-01' }, /swap them/],
      [{ byday: 'MO', validFromOn: '2026-02-31' }, /There is no 2026-02-31/],
      [{ byday: 'MO', location: 3 }, /Choose one of the places/],
      [{}, /Give days and times/],
    ]
    for (const [schedule, mend] of wrong) {
      const answer = await publish('Wrong', [schedule])
      expect(answer, JSON.stringify(schedule)).toMatchObject({
        field: 'schedules',
        message: expect.stringMatching(mend),
      })
    }
    expect(await publish('Wrong', [{ byday: 'Monday' }])).toHaveProperty('refused')
  })
})

describe('the calendar file', () => {
  it('is fetched by its address, with the type calendars know', async () => {
    const id = await published('Tea', 'MO 10:00-12:00')
    const { status, headers, body } = await get(`/services/${id}/calendar.ics`)
    expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(body).toContain('RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=')
    expect(body.replace(/\r\n /g, '')).toContain(`/seaside/services/${id}`)
  })
  it('is not there for times that are not known, for no service, and for another place; the page has no link to it', async () => {
    const id = await published('Ring us', '"Ring us"')
    const { status, text } = await get(`/services/${id}/calendar.ics`)
    expect([status, text.includes('The times of this service are not known')]).toEqual([404, true])
    expect((await get(`/services/${id}`)).text).not.toContain('Add the times to your calendar')
    const known = await published('Tea too', 'MO 10:00-12:00')
    for (const path of ['/services/x/calendar.ics', '/services/0a0a0a0a-0000-4000-8000-999999999999/calendar.ics'])
      expect((await get(path)).status).toBe(404)
    expect((await get(`/services/${known}/calendar.ics`, 'highlands')).status).toBe(404)
  })
  it('is not there for a service that is not running', async () => {
    const gone = feedService(71, {
      name: 'Gone',
      status: 'inactive',
      schedules: [{ freq: 'WEEKLY', byday: 'MO', opens_at: '09:00', closes_at: '10:00' }],
    })
    await importTestFeed(house, 'seaside', [gone])
    expect((await get(`/services/${gone.id}/calendar.ics`)).status).toBe(404)
  })
})

describe('the calendar of a place', () => {
  const calendarNow = () => house.platform.db.asHouse(placeId, findCalendar)
  const terms = async (csv: string) =>
    house.commandLine('import', 'school-terms', await temporaryFile('terms.csv', csv), '--place', 'seaside')

  it('makes term time known once its terms are, and tells those who keep a copy', async () => {
    const id = await published('School club', 'MO 10:00-17:00 term-time bank-holidays closed')
    expect((await get(`/services/${id}`)).text).toContain(
      'it depends on school terms, and their dates are not known here',
    )
    const before = await house.platform.db.asHouse(placeId, tx => changesSince(tx, 0))
    const { code, out } = await terms(
      'name,starts,ends\nAutumn,2026-09-02,2026-10-23\nAutumn 2,02/11/2026,18/12/2026\n',
    )
    expect([code, out]).toEqual([
      0,
      'seaside has 2 stretches of school days, from 2026-09-02 to 2026-12-18. Outside them it is not known.\n',
    ])
    expect((await get(`/services/${id}`)).text).toContain('Open now until 5 pm')
    const after = await house.platform.db.asHouse(placeId, tx => changesSince(tx, before.version))
    expect(after.changed).toEqual([id])
    expect((await terms('starts,ends\n')).out).toBe('The school terms of seaside are not known any more.\n')
  })
  it.each([
    ['a,b\n1,2\n', 'The first line must name the columns: name,starts,ends'],
    ['starts,ends\n2026-02-31,2026-03-01\n', 'Line 2: “2026-02-31” is no day'],
    ['starts,ends\n2026-09-02,2026-08-01\n', 'ends before it begins'],
    ['starts,ends\n2026-09-02,2026-10-01\n2026-09-20,2026-11-01\n', 'without days in common'],
  ])('refuses terms like %j', async (csv, says) => {
    const { code, err } = await terms(csv)
    expect(code).toBeGreaterThan(0)
    expect(err).toContain(says)
    expect((await calendarNow()).terms).toEqual([])
  })
  it('has the bank holidays of its country: by its districts, or as its settings say', async () => {
    const change = (given: object) => perform(house.platform.db, houseActor(placeId), changePlace, given)
    expect((await calendarNow()).division).toBe('england-and-wales')
    done(await change({ ladCodes: ['S12000033'] }))
    expect((await calendarNow()).division).toBe('scotland')
    done(await change({ settings: { bankHolidays: 'northern-ireland' } }))
    expect((await calendarNow()).division).toBe('northern-ireland')
    expect(await change({ settings: { bankHolidays: 'wales' } })).toMatchObject({
      message: 'bankHolidays must be "england-and-wales", "scotland" or "northern-ireland".',
    })
    done(await change({ ladCodes: [], settings: { bankHolidays: null } }))
  })
})
