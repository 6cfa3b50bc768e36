import type { GridPoint } from '../../places/index.ts'
import type { AttendingType, Cost, ServiceArea } from '../listed-service.ts'
import { type Calendar, calendarOf } from '../opening/opening.ts'
import { type AccessFeature, accessFeatures } from './access-features.ts'
import { addDocument, DocumentSets, removeDocument } from './document-sets.ts'
import { grown } from './grown.ts'
import type { ResultDetail } from './index-store.ts'
import { OpeningTimes } from './opening-times.ts'
import { type ReadArea, readArea } from './service-areas.ts'
import { documentOf, TextIndex } from './text-index.ts'
import { TextScores } from './text-scores.ts'
import { stemOf, wordsIn } from './understanding/stems.ts'

/**
 * One place's listed services in memory, to be searched: their words, and in plain columns of numbers what they are ordered, filtered and
 * counted by. Pure: what is in it came in by `put`. A service that changes is put again and its old number is dead; nothing is moved.
 */

/** What the index is told of one service. */
export type IndexedService = {
  serviceId: string
  name: string
  /** Other names it goes by. */
  alternateName?: string
  /** The organisation as published, and the taxonomy terms. */
  organisationName?: string
  terms: readonly { termId: string; name: string }[]
  text: string
  /** Services that are not running now are found by other computers only. */
  running: boolean
  /** The organisation of the place that answers for it. */
  organisationId?: string
  attending: readonly AttendingType[]
  cost?: Cost
  minimumAge?: number
  maximumAge?: number
  languages: readonly string[]
  access: Readonly<Partial<Record<AccessFeature, boolean>>>
  assuredOn?: string
  doubtfulBecause?: string
  /** Where it is given; a hidden place has no point. */
  points: readonly GridPoint[]
  areas: readonly ServiceArea[]
  /** Its schedules as JSON; undefined when it has none. */
  schedules?: string
}

/** One bit for each thing that is the same whatever is asked and whenever. */
export const FACT = (() => {
  const names = [
    'free',
    'paid',
    'costNotKnown',
    'inPerson',
    'phone',
    'online',
    'homeVisit',
    'attendingNotKnown',
    'remote',
    'termsNotKnown',
    'languageNotKnown',
    'severalPlaces',
  ] as const
  return Object.fromEntries(names.map((name, bit) => [name, 1 << bit])) as Record<(typeof names)[number], number>
})()
const ACCESS_FROM = 12
/** The two bits of an access feature: known to be there, known not to be. Neither is not known. */
export const accessBits = (feature: AccessFeature): { yes: number; no: number } => {
  const at = ACCESS_FROM + 2 * accessFeatures.indexOf(feature)
  return { yes: 1 << at, no: 1 << (at + 1) }
}
const ATTENDING: Readonly<Record<AttendingType, number>> = {
  'in-person': FACT.inPerson,
  phone: FACT.phone,
  online: FACT.online,
  'home-visit': FACT.homeVisit,
}

/** Lists of numbers one after the other; that of document n ends where that of n + 1 starts. */
export class Lists {
  starts = new Uint32Array(1024)
  values = new Uint32Array(1024)
  #used = 0
  push(document: number, list: readonly number[]): void {
    if (document + 1 >= this.starts.length) this.starts = grown(this.starts, document + 2)
    if (this.#used + list.length > this.values.length) this.values = grown(this.values, this.#used + list.length)
    for (const value of list) this.values[this.#used++] = value
    this.starts[document + 1] = this.#used
  }
  of(document: number): Uint32Array {
    return this.values.subarray(this.starts[document], this.starts[document + 1])
  }
  get bytes(): number {
    return (this.starts.length + this.values.length) * 4
  }
}

/** Things that many services share, each with a number. */
export class Numbered<T> {
  readonly all: T[] = []
  readonly #numbers = new Map<string, number>()
  of(key: string, make: () => T): number {
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.all.length
      this.#numbers.set(key, number)
      this.all.push(make())
    }
    return number
  }
  find(key: string): number | undefined {
    return this.#numbers.get(key)
  }
}

export const UNKNOWN_AGE = 255
export const NOBODY_CHECKED = -1
export const NONE = 0xffff_ffff

export class SearchIndex {
  readonly words = new TextIndex()
  readonly scores = new TextScores()
  /** Room for one search at a time, kept so that none has to ask for it. */
  readonly room = { asked: new Uint32Array(0), kept: new Uint32Array(0), values: new Float64Array(0) }
  readonly sets = new DocumentSets()
  /** Those that people find: they are still here, and running now. */
  listed = new Uint32Array(32)
  readonly ids: string[] = []
  readonly names: string[] = []
  readonly #byId = new Map<string, number>()
  facts = new Uint32Array(1024)
  alive = new Uint8Array(1024)
  minimumAge = new Uint8Array(1024)
  maximumAge = new Uint8Array(1024)
  /** Days since 1970 when somebody last checked it. */
  checkedDay = new Int32Array(1024)
  organisation = new Uint32Array(1024)
  schedule = new Uint32Array(1024)
  /** A number made of the words of the name: names of the same words have the same one. */
  nameKeys = new Uint32Array(1024)
  readonly doubtful = new Map<number, string>()
  /** Its first place, NaN when none is known; and the others of those that have several. */
  #x = new Float64Array(1024)
  #y = new Float64Array(1024)
  readonly #otherPoints = new Map<number, readonly GridPoint[]>()
  readonly terms = new Lists()
  readonly languages = new Lists()
  readonly areas = new Lists()
  /** By name: feeds and taxonomies have ids of their own for the same kind of help. */
  readonly termsKnown = new Numbered<string>()
  readonly languagesKnown = new Numbered<string>()
  readonly areasKnown = new Numbered<ReadArea>()
  readonly organisationsKnown = new Numbered<string>()
  readonly schedulesKnown = new Numbered<string>()
  opening: OpeningTimes
  /** What is shown of services besides, of those shown lately; only as long as nothing changes. */
  readonly details = new Map<string, ResultDetail>()
  /** Grows with every change. */
  changes = 0
  #live = 0
  #characters = 0

  /** @param calendar what opening times are read against. */
  constructor(calendar: Calendar = calendarOf()) {
    this.opening = new OpeningTimes(this.schedulesKnown.all, calendar)
  }

  /** Bank holidays or school terms changed: every opening is worked out anew. */
  setCalendar(calendar: Calendar): void {
    this.opening = new OpeningTimes(this.schedulesKnown.all, calendar)
  }

  /** Services in it, running or not. */
  get size(): number {
    return this.#live
  }
  /** The numbers given so far, dead ones too. */
  get documents(): number {
    return this.words.documents
  }
  /** True when so much of it is dead that it is better made anew. */
  get worn(): boolean {
    return this.documents > 1000 + this.#live * 1.5
  }
  /** Makes sure that there is room for a search of every document. */
  makeRoom(): typeof this.room {
    const { room, documents } = this
    this.scores.makeRoom(documents)
    if (room.values.length < documents) {
      room.asked = new Uint32Array(Math.ceil(documents * 1.2) + 1)
      room.kept = new Uint32Array(room.asked.length)
      room.values = new Float64Array(room.asked.length)
    }
    return room
  }
  numberOf(serviceId: string): number | undefined {
    return this.#byId.get(serviceId)
  }

  /** The services that are called exactly this, however it is written. */
  named(typed: string): number[] {
    const words = wordsIn(typed)
    // Whatever is called so has each of its words.
    const [rarest] = words.map(word => this.words.postings(stemOf(word))).sort((a, b) => a.length - b.length)
    if (!rarest) return []
    const [name, key] = [words.join(' '), keyOfName(typed)]
    const found: number[] = []
    for (let nth = 0; nth < rarest.length; nth++) {
      const document = documentOf(rarest[nth] as number)
      if (this.nameKeys[document] === key && this.alive[document] === 1) found.push(document)
    }
    return found.filter(document => wordsIn(this.names[document] as string).join(' ') === name)
  }

  remove(serviceId: string): void {
    const document = this.#byId.get(serviceId)
    if (document === undefined) return
    this.alive[document] = 0
    removeDocument(this.listed, document)
    this.doubtful.delete(document)
    this.#otherPoints.delete(document)
    this.#byId.delete(serviceId)
    this.#live -= 1
  }

  /** Adds a service, in place of what was known of it before. */
  put(service: IndexedService): void {
    this.remove(service.serviceId)
    const { name, alternateName = '', organisationName = '', terms, text } = service
    const document = this.words.add({
      name: `${name} ${alternateName}`,
      subject: `${organisationName} ${terms.map(term => term.name).join(' ')}`,
      text,
    })
    this.#room(document)
    this.#byId.set(service.serviceId, document)
    this.ids.push(service.serviceId)
    this.names.push(name)
    this.nameKeys[document] = keyOfName(name)
    this.#characters += name.length + service.serviceId.length
    this.alive[document] = 1
    this.#live += 1
    if (service.running) addDocument(this.listed, document)
    this.facts[document] = factsOf(service)
    this.minimumAge[document] = ageOf(service.minimumAge)
    this.maximumAge[document] = ageOf(service.maximumAge)
    this.checkedDay[document] = service.assuredOn === undefined ? NOBODY_CHECKED : dayOf(service.assuredOn)
    this.organisation[document] = service.organisationId
      ? this.organisationsKnown.of(service.organisationId, () => service.organisationId as string)
      : NONE
    const { schedules } = service
    this.schedule[document] = schedules === undefined ? NONE : this.schedulesKnown.of(schedules, () => schedules)
    if (service.doubtfulBecause) this.doubtful.set(document, service.doubtfulBecause)
    this.#place(document, service.points)
    this.terms.push(document, distinct(terms.map(({ name }) => this.termsKnown.of(name.toLowerCase(), () => name))))
    this.languages.push(
      document,
      distinct(service.languages.map(language => this.languagesKnown.of(language.toLowerCase(), () => language))),
    )
    this.areas.push(
      document,
      distinct(service.areas.map(area => this.areasKnown.of(keyOfArea(area), () => readArea(area)))),
    )
  }

  #room(document: number): void {
    if (document >>> 5 >= this.listed.length) this.listed = grown(this.listed, (document >>> 5) + 1)
    if (document < this.facts.length) return
    for (const column of ['facts', 'organisation', 'schedule', 'nameKeys'] as const)
      this[column] = grown(this[column], document + 1)
    for (const column of ['alive', 'minimumAge', 'maximumAge'] as const)
      this[column] = grown(this[column], document + 1)
    this.checkedDay = grown(this.checkedDay, document + 1)
    this.#x = grown(this.#x, document + 1)
    this.#y = grown(this.#y, document + 1)
  }

  #place(document: number, [first, ...others]: readonly GridPoint[]): void {
    this.#x[document] = first?.x ?? NaN
    this.#y[document] = first?.y ?? NaN
    if (others.length > 0) this.#otherPoints.set(document, others)
  }

  /** To its nearest known place, in metres; Infinity when none is known. */
  metresTo(document: number, { x, y }: GridPoint): number {
    const east = (this.#x[document] as number) - x
    const north = (this.#y[document] as number) - y
    let least = east * east + north * north
    if (Number.isNaN(least)) return Infinity
    if (((this.facts[document] as number) & FACT.severalPlaces) !== 0)
      for (const other of this.#otherPoints.get(document) ?? [])
        least = Math.min(least, (other.x - x) * (other.x - x) + (other.y - y) * (other.y - y))
    return Math.sqrt(least)
  }

  /** Where it is given, the nearest first when somebody is somewhere. */
  pointsOf(document: number, near?: GridPoint): GridPoint[] {
    const first = { x: this.#x[document] as number, y: this.#y[document] as number }
    const points = Number.isNaN(first.x) ? [] : [first, ...(this.#otherPoints.get(document) ?? [])]
    if (!near) return points
    const away = (point: GridPoint) => Math.hypot(point.x - near.x, point.y - near.y)
    return points.sort((a, b) => away(a) - away(b))
  }

  /** Bytes it takes, roughly. */
  get bytes(): number {
    const schedules = this.schedulesKnown.all.reduce((sum, text) => sum + text.length + 100, 0)
    const lists = this.terms.bytes + this.languages.bytes + this.areas.bytes
    return (
      this.words.bytes +
      this.facts.length * 42 +
      this.sets.bytes +
      this.#otherPoints.size * 200 +
      lists +
      schedules +
      this.opening.bytes +
      this.#characters +
      this.#live * 130 +
      this.scores.text.length * 24
    )
  }
}

/** FNV-1a (Fowler, Noll, Vo) of the words of a name. */
function keyOfName(name: string): number {
  let key = 0x811c9dc5
  for (const letter of wordsIn(name).join(' ')) key = Math.imul(key ^ (letter.codePointAt(0) as number), 0x01000193)
  return key >>> 0
}

const distinct = (numbers: number[]): number[] => (numbers.length < 2 ? numbers : [...new Set(numbers)])
const ageOf = (age: number | undefined): number =>
  age === undefined ? UNKNOWN_AGE : Math.min(254, Math.max(0, Math.floor(age)))
export const dayOf = (on: string): number => Math.floor(Date.parse(`${on}T00:00:00Z`) / 86_400_000)
export const onOfDay = (day: number): string | undefined =>
  day === NOBODY_CHECKED ? undefined : new Date(day * 86_400_000).toISOString().slice(0, 10)

const keyOfArea = ({ name, extent, uri, description }: ServiceArea): string =>
  [name, uri, extent, name ? '' : description].map(part => part ?? '').join('\u0000')

function factsOf(service: IndexedService): number {
  const { attending, cost, terms, languages, points, access } = service
  let facts = cost === 'free' ? FACT.free : cost === 'paid' ? FACT.paid : FACT.costNotKnown
  for (const way of attending) facts |= ATTENDING[way]
  if (attending.length === 0) facts |= FACT.attendingNotKnown
  if (attending.some(way => way !== 'in-person')) facts |= FACT.remote
  if (terms.length === 0) facts |= FACT.termsNotKnown
  if (languages.length === 0) facts |= FACT.languageNotKnown
  if (points.length > 1) facts |= FACT.severalPlaces
  for (const feature of accessFeatures) {
    const { yes, no } = accessBits(feature)
    if (access[feature] !== undefined) facts |= access[feature] ? yes : no
  }
  return facts >>> 0
}
