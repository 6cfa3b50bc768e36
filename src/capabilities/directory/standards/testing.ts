import { chance as chances } from '../../../kernel/chance.ts'

/** Feeds made by chance, for the tests of what we publish: every field now and then, often left out, sometimes odd. */

const kinds = [
  'Tea',
  'Food bank',
  'Benefits advice',
  'Walking group',
  'Hearing-aid clinic',
  'Youth club',
  'Carers’ café',
]
const places = ['Quayside', 'Northgate', 'Ferry', 'St John’s', 'Long Lane', 'Über-on-Sea', 'The Green']
/** Words that few services share. */
const rareWords = [
  'Quill',
  'Brindle',
  'Thistle',
  'Marsh',
  'Copper',
  'Lantern',
  'Pebble',
  'Heron',
  'Bramble',
  'Tansy',
].flatMap(first => ['wickham', 'borough', 'thwaite', 'holding', 'hurst'].map(second => `${first}${second}stead`))
const odd = ['', ' ', null, 'http://', 'not a date', '</script><b>x</b>', '12/13/2026', -1, 999, {}, []]

/** Records as an HSDS 3 feed would hold them, the same for the same seed. */
export function generatedRecords(count: number, seed = 1): Record<string, unknown>[] {
  const { next: chance } = chances(seed)
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(chance() * 16).toString(16)).join('')
  const id = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
  const now = (share: number, value: () => unknown): unknown =>
    chance() < share ? (chance() < 0.02 ? oneOf(odd) : value()) : undefined
  const several = (most: number, value: () => unknown) =>
    Array.from({ length: Math.floor(chance() * (most + 1)) }, value)
  const taxonomies = Array.from({ length: 4 }, (_, at) => ({ id: id(), name: `Taxonomy ${at}` }))
  const terms = Array.from({ length: 60 }, (_, at) => ({
    id: id(),
    name: `Term ${at}`,
    description: at % 3 === 0 ? `What term ${at} means` : undefined,
    taxonomy: at % 5 === 0 ? undefined : taxonomies[at % 4]?.name,
    taxonomy_id: at % 2 === 0 ? taxonomies[at % 4]?.id : undefined,
  })).map((term, at, all) => ({ ...term, parent_id: at % 4 === 1 ? all[Math.floor(at / 4)]?.id : undefined }))
  const organisations = Array.from({ length: Math.max(1, Math.floor(count / 4)) }, (_, at) => ({
    id: id(),
    name: `${oneOf(places)} Trust ${at}`,
    description: now(0.7, () => 'We are here.'),
    email: now(0.5, () => `office${at}@trust.example`),
    website: now(0.5, () => `https://trust.example/${at}`),
    organization_identifiers: several(1, () => ({
      id: id(),
      identifier_scheme: 'GB-CHC',
      identifier_type: 'Charity number',
      identifier: String(1_000_000 + at),
    })),
  }))
  const time = () => `${String(Math.floor(chance() * 24)).padStart(2, '0')}:${oneOf(['00', '15', '30', '45'])}`
  const on = () => `20${oneOf(['19', '24', '25', '26'])}-0${1 + Math.floor(chance() * 9)}-1${Math.floor(chance() * 10)}`
  const schedule = () => ({
    id: id(),
    freq: now(0.9, () => oneOf(['WEEKLY', 'WEEKLY', 'MONTHLY'])),
    interval: now(0.2, () => 2),
    byday: now(0.8, () => oneOf(['MO', 'MO,TU,WE', 'SA', '1TU', '-1FR'])),
    opens_at: now(0.9, time),
    closes_at: now(0.9, time),
    valid_from: now(0.3, on),
    valid_to: now(0.2, on),
    dtstart: now(0.3, on),
    description: now(0.2, () => 'Ring first'),
    attending_type: now(0.3, () => oneOf(['in person', 'telephone', 'online', 'by raft'])),
    schedule_link: now(0.1, () => 'https://times.example/x?a=1&b=2'),
  })
  return Array.from({ length: count }, (_, at) => ({
    id: id(),
    name: `${oneOf(places)} ${oneOf(kinds)} ${oneOf(rareWords)} ${at}`,
    status: now(0.98, () => oneOf(['active', 'active', 'active', 'inactive', 'defunct', 'temporarily closed'])),
    alternate_name: now(0.2, () => `The ${at}`),
    description: now(0.9, () => `<p>${oneOf(kinds)} for people in ${oneOf(places)} &amp; around.</p>`),
    url: now(0.6, () => `www.service.example/${at}`),
    additional_urls: several(2, () => ({ id: id(), label: now(0.5, () => 'More'), url: 'https://more.example/' })),
    email: now(0.5, () => `s${at}@service.example`),
    fees_description: now(0.4, () => oneOf(['Free', '£3 a session', 'Ask us'])),
    eligibility_description: now(0.4, () =>
      `People of ${oneOf(places)} ${at % 40} who care for somebody`.repeat(at % 50 === 0 ? 9 : 1),
    ),
    wait_time: now(0.2, () => '2 weeks'),
    application_process: now(0.2, () => 'Ask your doctor'),
    accreditations: now(0.1, () => 'Gold mark'),
    interpretation_services: now(0.1, () => 'On request'),
    licenses: now(0.05, () => 'Food licence'),
    minimum_age: now(0.2, () => Math.floor(chance() * 60)),
    maximum_age: now(0.2, () => 60 + Math.floor(chance() * 60)),
    assured_date: now(0.6, on),
    assurer_email: now(0.2, () => 'checker@service.example'),
    last_modified: now(0.7, () => `${on()}T10:20:30.123Z`),
    alert: now(0.05, () => 'Closed for a week'),
    organization: now(0.95, () => oneOf(organisations)),
    phones: several(2, () => ({ id: id(), number: '01632 960 001', extension: now(0.2, () => oneOf(['12', 'x9'])) })),
    contacts: several(2, () => ({
      id: id(),
      name: now(0.4, () => 'The desk'),
      title: now(0.3, () => 'Manager'),
      email: now(0.4, () => 'desk@service.example'),
      phones: several(1, () => ({ id: id(), number: '01632 960 002', description: 'Mornings' })),
    })),
    languages: several(3, () => ({
      id: id(),
      name: now(0.8, () => oneOf(['Urdu', 'Welsh', 'Arabic'])),
      code: now(0.5, () => 'ur'),
    })),
    schedules: several(3, schedule),
    service_areas: several(2, () => ({
      id: id(),
      name: now(0.8, () => oneOf(places)),
      description: now(0.3, () => 'And round about'),
    })),
    cost_options: several(2, () => ({
      id: id(),
      option: now(0.5, () => 'Adult'),
      amount: now(0.8, () => oneOf([0, 3, 4.5])),
      currency: 'GBP',
    })),
    required_documents: several(1, () => ({ id: id(), document: 'Something with your address' })),
    funding: several(1, () => ({ id: id(), source: 'The lottery' })),
    capacities: several(1, () => ({
      id: id(),
      unit: { id: id(), name: 'Place' },
      available: 2,
      updated: '2026-11-01T09:00:00Z',
    })),
    attributes: several(4, () => ({ id: id(), taxonomy_term: oneOf(terms) })),
    service_at_locations: several(2, () => ({
      id: id(),
      schedules: several(1, schedule),
      location: {
        id: id(),
        location_type: oneOf(['physical', 'physical', 'virtual', 'postal']),
        name: now(0.6, () => `${oneOf(places)} Hall`),
        latitude: now(0.3, () => 53.4 + chance() / 10),
        longitude: now(0.3, () => -3 + chance() / 10),
        accessibility: several(2, () => ({ id: id(), description: oneOf(['Ramp', 'No steps', 'Hearing loop']) })),
        addresses: several(1, () => ({
          id: id(),
          address_1: now(0.9, () => `${at} Quay`),
          address_2: now(0.2, () => 'Upper floor'),
          city: now(0.8, () => 'Ferry'),
          state_province: now(0.4, () => 'Shire'),
          postal_code: now(0.8, () => oneOf(['ZZ1 4AA', 'ZZ1 4AB', 'ZZ1 4AD'])),
          country: now(0.8, () => 'GB'),
          address_type: 'physical',
        })),
      },
    })),
  }))
}
