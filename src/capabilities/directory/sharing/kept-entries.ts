import type { Figure, StateTag, SummaryRow, Words } from '../../../design/view-models.ts'
import type { Language } from '../../../kernel/language.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { type GridPoint, listNeighbourhoods, type Neighbourhood, neighbourhoodMap } from '../../places/index.ts'
import type { ListedService } from '../listed-service.ts'
import { findListedServices } from '../listed-service-store.ts'
import { timesAsGiven } from '../opening/opening-card.ts'
import {
  addressOf,
  checkedOf,
  costsOf,
  phoneRow,
  type Reader,
  readerOf,
  row,
  whoForOf,
  written,
} from '../service-cards.ts'
import { statusInWords } from '../words.ts'
import type { TextEntry } from './list-as-text.ts'
import { sharingWords } from './sharing-words.ts'
import { findMerged, type KeptService } from './shortlist-store.ts'

/** One entry of a list with what one needs of it on paper. */
export type KeptEntry = {
  serviceId: string
  /** Its place in the list, and its point on the map. */
  number: number
  name: string
  /** Not there when the directory has it no longer. */
  href?: string
  organisation?: string
  /** It has ended, is closed for a while, or is no longer listed. */
  state?: StateTag
  /** What it was called before it was found to be the same as this one. */
  was?: string
  facts: readonly SummaryRow[]
  note: string
}

/** A whole list as a page draws it. */
export type KeptList = { entries: readonly KeptEntry[]; map: Figure | null; asText: readonly TextEntry[] }

/** What the list's services are today; entries found to be the same are shown once, and what is gone says so. */
export async function loadKept(
  tx: PlaceTx,
  kept: readonly KeptService[],
  about: { base: string; language: Language; now: Date },
): Promise<KeptList> {
  const { base, language, now } = about
  const merged = await findMerged(
    tx,
    kept.map(({ serviceId }) => serviceId),
  )
  const standing = new Map<string, KeptService>()
  for (const each of kept) {
    const serviceId = merged.get(each.serviceId) ?? each.serviceId
    const before = standing.get(serviceId)
    const note = [before?.note, each.note].filter(Boolean).join(' · ')
    standing.set(serviceId, { ...(before ?? each), note })
  }
  const found = new Map(
    (await findListedServices(tx, [...standing.keys()])).map(service => [service.serviceId, service]),
  )
  const reader = readerOf(language, now)
  const entries = [...standing].map(([serviceId, each], at): KeptEntry => {
    const service = found.get(serviceId)
    const known = { serviceId: each.serviceId, number: at + 1, note: each.note }
    if (!service) {
      const word = sharingWords(language)('notInDirectory')
      return { ...known, name: each.name, state: { word, tone: 'stopped' }, facts: [] }
    }
    return {
      ...known,
      name: service.name,
      href: `${base}/services/${service.serviceId}`,
      ...(service.publisher && service.publisher.name !== service.name && { organisation: service.publisher.name }),
      ...(merged.has(each.serviceId) && { was: each.name }),
      ...(service.status !== 'active' && {
        state: { word: statusInWords(service.status, language), tone: 'stopped' as const },
      }),
      facts: factsOf(service, reader),
    }
  })
  const services = [...standing.keys()].map(id => found.get(id) ?? null)
  return {
    entries,
    map: mapOf(services, await listNeighbourhoods(tx), language),
    asText: entries.map(({ name, note }, at) => {
      const phone = services[at] && phonesOf(services[at])[0]?.number
      return { name, ...(phone && { phone }), ...(note && { note }) }
    }),
  }
}

const phonesOf = (service: ListedService) => [
  ...new Map(
    [...service.phones, ...service.contacts.flatMap(({ phones }) => phones)].map(phone => [phone.number, phone]),
  ).values(),
]

/** More lines than these are for the service's own page. */
const FEW = 4

function factsOf(service: ListedService, reader: Reader): SummaryRow[] {
  const { say } = reader
  const phones = phonesOf(service).slice(0, 2)
  const reach =
    phones.length > 0
      ? phones.map(phone => phoneRow(reader, phone))
      : service.email
        ? [row(reader, say('email'), written(service.email), `mailto:${service.email}`)]
        : service.url
          ? [row(reader, say('website'), written(service.url), service.url)]
          : [row(reader, say('phoneOrEmail'), undefined)]
  const where = service.locations.slice(0, 2).map(location => inOneLine(addressOf(reader, location)))
  return [
    ...reach,
    row(reader, say('where'), where),
    row(reader, say('times'), timesAsGiven(service.schedules, reader.language).slice(0, FEW * 2)),
    row(reader, say('cost'), costsOf(service, reader).slice(0, FEW)),
    row(reader, say('whoItIsFor'), whoForOf(service, reader).slice(0, FEW)),
    row(reader, sharingWords(reader.language)('checked'), checkedOf(service, reader)),
  ]
}

const inOneLine = (lines: readonly Words[]): Words =>
  lines.length === 1
    ? (lines[0] as Words)
    : written(lines.map(line => (typeof line === 'string' ? line : line.content)).join(', '))

function mapOf(
  services: readonly (ListedService | null)[],
  neighbourhoods: readonly Neighbourhood[],
  language: Language,
): Figure | null {
  const say = sharingWords(language)
  const points = services.flatMap((service, at) => {
    const point = service?.locations.find(location => location.point)?.point
    return service && point ? [{ point: point as GridPoint, label: service.name, number: at + 1 }] : []
  })
  if (points.length === 0 || neighbourhoods.length === 0) return null
  return {
    id: 'map',
    title: say('mapTitle'),
    counted: say('mapCounted', { count: points.length }),
    drawing: neighbourhoodMap(neighbourhoods, { title: say('mapOf'), points, width: 420, language }),
  }
}
