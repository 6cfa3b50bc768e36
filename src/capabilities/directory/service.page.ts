import { Type } from 'typebox'
import { dateAt, dayMonthYear } from '../../design/time-in-words.ts'
import type { SummaryCard, SummaryRow } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { notFound, page, view } from '../../platform/http/route.ts'
import { telephone } from '../places/index.ts'
import { type Contact, type ListedService, type Phone, PUBLISHED_HERE, type ServiceLocation } from './listed-service.ts'
import { findListedService } from './listed-service-store.ts'
import { scheduleInWords } from './opening/schedule-in-words.ts'
import { agesInWords, costInWords, sentence } from './result-words.ts'
import { attendingWords, freshnessInWords, statusWords } from './words.ts'

/** `/:place/services/:serviceId`: everything that is known of one listed service, and what is not. */

export const servicePage = page({
  method: 'GET',
  path: '/:place/services/:serviceId',
  allow: 'anyone',
  params: Type.Object({ serviceId: Type.String() }),
  async handle({ platform, place, actor, params }) {
    const missing = 'This service is not in the directory. It may have ended, or its address may have changed.'
    if (!isUuid(params.serviceId)) return notFound(missing)
    const service = await platform.db.as(actor, tx => findListedService(tx, params.serviceId))
    if (!service) return notFound(missing)
    const base = `/${place.slug}`
    const checked = freshnessInWords(service.assuredOn, platform.clock())
    return view('directory/service.njk', {
      page: {
        title: service.name,
        backHref: `${base}/find`,
        ...(service.publisher && service.publisher.name !== service.name && { caption: service.publisher.name }),
        ...(service.status !== 'active' && {
          state: { word: statusWords[service.status], tone: 'stopped' as const },
          notice: {
            tone: 'attention' as const,
            message: `${statusWords[service.status]}.`,
            detail: 'It is still shown so that links to it work.',
          },
        }),
      },
      alert: service.alert ?? '',
      description: service.description ?? '',
      askHref: `${base}/ask`,
      stale: checked.startsWith('not '),
      checked: sentence(checked),
      cards: [contactCard(service), whereAndWhenCard(service), whoCard(service), entryCard(service, checked)],
    })
  },
})

const NOT_KNOWN = 'Not known'
const row = (key: string, value: string | undefined, href?: string): SummaryRow => ({
  key,
  value: value || NOT_KNOWN,
  ...(href && value && { href }),
})
const rows = (key: string, values: readonly string[]): SummaryRow[] =>
  values.length > 0 ? [row(key, values.join('\n'))] : []

function phoneRows(key: string, phones: readonly Phone[]): SummaryRow[] {
  return phones.map(({ number, extension, description }) => {
    const says = `${number}${extension ? `, extension ${extension}` : ''}`
    return row(description && description.length <= 60 ? `${key} (${description})` : key, says, telephone(number)?.href)
  })
}

function contactRows({ name, title, department, email, phones }: Contact): SummaryRow[] {
  const who = [name, title, department].filter(Boolean).join(', ')
  return [
    ...(who ? [row('Ask for', who)] : []),
    ...(email ? [row('E-mail', email, `mailto:${email}`)] : []),
    ...phoneRows('Phone', phones),
  ]
}

function contactCard(service: ListedService): SummaryCard {
  const reach = [
    ...phoneRows('Phone', service.phones),
    ...(service.email ? [row('E-mail', service.email, `mailto:${service.email}`)] : []),
    ...service.contacts.flatMap(contactRows),
  ]
  const distinct = [...new Map(reach.map(each => [`${each.key}${each.value}`, each])).values()]
  return {
    title: 'How to reach them',
    rows: [
      ...(distinct.some(({ href }) => href) ? distinct : [...distinct, row('Phone or e-mail', undefined)]),
      row('Website', service.url, service.url),
      ...rows('How to start', [...service.access, ...(service.applicationProcess ? [service.applicationProcess] : [])]),
      ...rows('Waiting time', service.waitTime ? [service.waitTime] : []),
      ...rows('Bring with you', service.requiredDocuments),
    ],
  }
}

function addressOf(location: ServiceLocation): string {
  const { name, addressLines, town, county, postcode, kind } = location
  const lines = [name, ...addressLines, town, county, postcode].filter(
    (part, at, all) => part && all.indexOf(part) === at,
  )
  return lines.length > 0 ? lines.join('\n') : kind === 'virtual' ? 'Online' : NOT_KNOWN
}

function whereAndWhenCard(service: ListedService): SummaryCard {
  const { locations, attending, schedules, serviceAreas, attendingNote } = service
  const times = schedules.map(scheduleInWords).filter(Boolean)
  return {
    title: 'Where and when',
    rows: [
      row(
        'How people use it',
        [...attending.map(type => attendingWords[type]), ...(attendingNote ? [attendingNote] : [])].join('\n'),
      ),
      ...(locations.length > 0
        ? locations.map(location => row(locations.length > 1 ? 'One of its places' : 'Where', addressOf(location)))
        : [row('Where', undefined)]),
      ...rows('Getting in', [...new Set(locations.flatMap(({ accessibility }) => accessibility))]),
      row('Times', times.join('\n')),
      ...rows(
        'Area it serves',
        serviceAreas.flatMap(({ name, description }) => name ?? description ?? []),
      ),
    ],
  }
}

function whoCard(service: ListedService): SummaryCard {
  const ages = agesInWords(service.minimumAge, service.maximumAge)
  const audience = service.terms.filter(({ taxonomy }) => taxonomy === 'Audience').map(({ name }) => name)
  const subjects = service.terms.filter(({ taxonomy }) => taxonomy !== 'Audience').map(({ name }) => name)
  const fees = [
    ...(service.fees ? [service.fees] : [costInWords(service.cost, null)]),
    ...service.costOptions.map(({ option, amountInPence, amountDescription }) =>
      [
        option,
        amountInPence === undefined ? undefined : amountInPence === 0 ? 'free' : `£${(amountInPence / 100).toFixed(2)}`,
        amountDescription,
      ]
        .filter(Boolean)
        .join(', '),
    ),
  ].filter(Boolean)
  return {
    title: 'Who it is for, and what it costs',
    rows: [
      row(
        'Who it is for',
        [service.eligibility, ages && sentence(ages), audience.join(', ')].filter(Boolean).join('\n'),
      ),
      row('Cost', [...new Set(fees)].join('\n')),
      ...rows(
        'Languages',
        service.languages.flatMap(({ name, code }) => name ?? code ?? []),
      ),
      ...rows('Interpreting', service.interpretation ? [service.interpretation] : []),
      ...rows('Kind of help', subjects),
    ],
  }
}

function entryCard(service: ListedService, checked: string): SummaryCard {
  const { assuredOn, assuredBy, lastModifiedAt, publisher, source, accreditations, funding } = service
  const check =
    assuredOn === undefined
      ? sentence(checked)
      : `${sentence(checked)} (${dayMonthYear(assuredOn)})${assuredBy ? `, by ${assuredBy}` : ''}`
  return {
    title: 'About this entry',
    rows: [
      row('Last checked', check),
      row('Last edited', lastModifiedAt && dayMonthYear(dateAt(lastModifiedAt))),
      row('Organisation', publisher?.name, publisher?.url),
      ...rows(
        'About the organisation',
        publisher?.description && publisher.description !== service.description ? [publisher.description] : [],
      ),
      ...rows(
        'Registered as',
        (publisher?.identifiers ?? []).map(({ type, identifier }) => `${type} ${identifier}`),
      ),
      ...rows('Accreditations', accreditations ? [accreditations] : []),
      ...rows('Paid for by', funding),
      row('Where this comes from', source === PUBLISHED_HERE ? 'The organisation itself, here' : `The feed ${source}`),
    ],
  }
}
