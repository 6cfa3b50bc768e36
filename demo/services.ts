import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { scheduleFields, schedulesFromShort } from '../src/capabilities/directory/index.ts'
import { type Chance, chance, seedOf } from '../src/kernel/chance.ts'
import { isNeedKind, type NeedKind, needKinds } from '../src/kernel/need-kind.ts'
import { type NeighbourhoodName, neighbourhoods, postcodesIn } from './map.ts'
import { addressOf } from './organisations.ts'

/** One line of services.csv. */
export interface DemoService {
  readonly by: string
  readonly name: string
  readonly kinds: readonly NeedKind[]
  /** Where it is given, one address a neighbourhood. */
  readonly locations: readonly { readonly postcode: string; readonly addressLines: string[] }[]
  readonly attending: readonly ('phone' | 'online' | 'home-visit')[]
  /** As services.csv has them, in the short notation of opening times. */
  readonly when: string
  /** What it costs in words; `free`, or null when nobody has said. */
  readonly cost: string | null
  readonly forWhom: string
  /** Days since somebody checked it; null when nobody has said. */
  readonly checkedDaysAgo: number | null
  readonly description: string
  readonly isNational: boolean
}

const streets = ['Quay Street', 'Chapel Street', 'Ropewalk Row', 'Beacon Terrace', 'Signal Street', 'Cooper Street']

/** All services of Larkmere, as services.csv has them. */
export const readServices = (): DemoService[] =>
  parse<Record<string, string>>(readFileSync(join(import.meta.dirname, 'services.csv')), { columns: true }).map(
    ({
      by = '',
      name = '',
      kinds = '',
      at = '',
      when = '',
      cost = '',
      for: forWhom = '',
      checked = '',
      description = '',
    }) => {
      const chances = chance(seedOf(`${by} ${name}`))
      return {
        by,
        name,
        kinds: kinds.split(' ').filter(isNeedKind),
        locations: neighbourhoods
          .filter(neighbourhood => at.includes(neighbourhood.name))
          .map(neighbourhood => addressIn(neighbourhood.name, chance(seedOf(`${by} ${neighbourhood.name}`)))),
        attending: [
          ...(at.includes('phone') ? (['phone'] as const) : []),
          ...(at.includes('online') ? (['online'] as const) : []),
          ...(at.includes('home') ? (['home-visit'] as const) : []),
        ],
        when,
        cost: cost || null,
        forWhom,
        // A week or two either way, so that not everything of an organisation was checked on one day.
        checkedDaysAgo: checked ? Number(checked) + chances.whole(0, 6) : null,
        description,
        isNational: forWhom.includes('in the country'),
      }
    },
  )

const addressIn = (name: NeighbourhoodName, chances: Chance) => ({
  postcode: chances.pick(postcodesIn(name)).postcode,
  addressLines: [`${chances.whole(1, 60)} ${chances.pick(streets)}`],
})

/** Its opening times; CHRISTMAS and CHRISTMASDAY are those that come next. */
const schedulesOf = ({ when }: DemoService, now: Date) => {
  const year = now.getUTCFullYear()
  return schedulesFromShort(
    when.replace('CHRISTMASDAY', `${year}-12-25`).replace('CHRISTMAS', `${year}-12-24..${year + 1}-01-02`),
  )
}

/** When Larkmere's schools are open to pupils: last school year, this one and the next. */
export const schoolTerms = (now: Date): string => {
  const halves = [
    ['09-03', '10-23'],
    ['11-02', '12-18'],
    ['01-05', '02-12'],
    ['02-22', '03-26'],
    ['04-12', '05-28'],
    ['06-07', '07-21'],
  ] as const
  const begins = now.getUTCFullYear() - (now.getUTCMonth() < 8 ? 1 : 0)
  const lines = [begins - 1, begins, begins + 1].flatMap(year =>
    halves.map(([starts, ends]) => {
      const of = starts < '08' ? year + 1 : year
      return `${year}/${year + 1},${of}-${starts},${of}-${ends}`
    }),
  )
  return ['name,starts,ends', ...lines, ''].join('\n')
}

const dayBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10)

/** A service as its own organisation publishes it. */
export const asPublished = (service: DemoService, organisationId: string, phone: string | null, now: Date) => ({
  organisationId,
  name: service.name,
  description: service.description,
  email: addressOf(service.by),
  ...(phone && { phone }),
  attending: [...service.attending],
  ...(service.cost && { cost: service.cost === 'free' ? ('free' as const) : ('paid' as const) }),
  ...(service.cost && service.cost !== 'free' && { fees: service.cost }),
  ...(service.forWhom && { eligibility: service.forWhom }),
  terms: service.kinds.map(kind => needKinds[kind].label),
  serviceAreas: ['Larkmere'],
  locations: service.locations.map(({ postcode, addressLines }) => ({ postcode, addressLines, town: 'Larkmere' })),
  schedules: schedulesOf(service, now),
  assuredOn: service.checkedDaysAgo === null ? null : dayBefore(now, service.checkedDaysAgo),
})

/** A stable UUID in the shape of version 8 (RFC 9562), so that loading the feed again changes nothing. */
const idOf = (text: string): string => {
  const part = (at: number) => seedOf(`${text} ${at}`).toString(16).padStart(8, '0')
  const hex = `${part(0)}${part(1)}${part(2)}${part(3)}`
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** A service of somebody who is not one of the organisations, as an Open Referral UK 3.0 feed would have it. */
export const asFedIn = (service: DemoService, now: Date) => {
  const id = idOf(`${service.by} ${service.name}`)
  const part = (what: string, at: number) => idOf(`${id} ${what} ${at}`)
  const isFree = service.cost === 'free'
  return {
    id,
    name: service.name,
    description: service.description,
    status: 'active',
    email: addressOf(service.by),
    url: `https://${service.by.toLowerCase().replace(/[^a-z]+/g, '-')}.example.org`,
    organization: {
      id: idOf(service.by),
      name: service.by,
      description: `${service.by}, of Larkmere's invented directory.`,
    },
    phones: [{ id: part('phone', 0), number: `0161 496 0${600 + (seedOf(service.by) % 300)}` }],
    ...(service.forWhom && { eligibility_description: service.forWhom }),
    ...(service.cost && !isFree && { fees_description: service.cost }),
    ...(isFree && { cost_options: [{ id: part('cost', 0), amount: 0 }] }),
    schedules: [
      ...schedulesOf(service, now).map((schedule, at) => ({ id: part('schedule', at), ...scheduleFields(schedule) })),
      ...service.attending.map((attending, at) => ({ id: part('attending', at), attending_type: attending })),
    ],
    service_areas: [{ id: part('area', 0), name: service.isNational ? 'England' : 'Larkmere' }],
    attributes: service.kinds.map(kind => ({
      taxonomy_term: { id: idOf(`term ${kind}`), name: needKinds[kind].label, taxonomy: 'Kind of help' },
    })),
    service_at_locations: service.locations.map(({ postcode, addressLines }, at) => ({
      id: part('at', at),
      location: {
        id: idOf(`${service.by} ${postcode}`),
        location_type: 'physical',
        // A refuge: its feed says that where it is is not for everyone.
        ...(service.by === 'Gannet House' && { confidential: true }),
        addresses: [
          {
            id: part('address', at),
            address_1: addressLines[0],
            city: 'Larkmere',
            postal_code: postcode,
            country: 'GB',
            address_type: 'physical',
          },
        ],
      },
    })),
    ...(service.checkedDaysAgo !== null && { assured_date: dayBefore(now, service.checkedDaysAgo) }),
  }
}
