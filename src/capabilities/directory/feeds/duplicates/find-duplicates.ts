/**
 * Which entries seem to be the same. Pure: a score in bits, as Fellegi and Sunter (JASA 64, 1969) weigh agreement: what two entries share counts by
 * how rare it is in this place, what contradicts counts against. Only entries that share something rare are compared at all.
 */

export type ComparedEntry = {
  id: string
  name: string
  description: string | null
  source: string
  publisherId: string | null
  publisherName: string | null
  /** Charity and company numbers of its publisher: "charity 1234567". */
  numbers: readonly string[]
  postcodes: readonly string[]
  phones: readonly string[]
  emails: readonly string[]
  /** Web addresses as given. */
  pages: readonly string[]
}

export type ReasonKey =
  | 'same name'
  | 'similar name'
  | 'other name'
  | 'names differ in a number or a day'
  | 'same number'
  | 'other number'
  | 'same organisation'
  | 'other organisation'
  | 'same postcode'
  | 'other postcode'
  | 'same phone'
  | 'same e-mail'
  | 'same page'
  | 'same website'
  | 'same words'
  | 'other words'
  | 'one publisher lists both'

/** One thing that speaks for or against, in bits; `values` are what it rests on. */
export type DuplicateReason = { key: ReasonKey; bits: number; values: string[] }
export type Proposal = { firstId: string; secondId: string; score: number; reasons: DuplicateReason[] }

/** Below this nobody is asked: by reading proposals over a real feed of 819 services (docs/feeds.md). */
export const LEAST_SCORE = 12
/** What more entries than this share says nothing about any two of them. */
const LARGEST_BLOCK = 60

const STOP = new Set(
  'a an and at by for from in of on or the to with your our service services group project ltd limited cic cio uk'.split(
    ' ',
  ),
)

export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '' && !STOP.has(word))

const digits = (phone: string): string => phone.replace(/\D/g, '').replace(/^44/, '0')
const pageOf = (address: string): { site: string; page: string } | null => {
  if (!URL.canParse(address)) return null
  const { hostname, pathname, search } = new URL(address)
  const site = hostname.toLowerCase().replace(/^www\./, '')
  const path = `${pathname.replace(/\/+$/, '')}${search}`.toLowerCase()
  return { site, page: path === '' ? '' : `${site}${path}` }
}
/** Sites where thousands have a page: sharing one says nothing. */
const COMMON_SITES =
  /(^|\.)(facebook|instagram|twitter|x|youtube|eventbrite|google|linktr|wordpress|wix|gov|nhs)\.(com|ee|co\.uk|uk|net)$/

type Prepared = {
  entry: ComparedEntry
  name: ReadonlySet<string>
  plainName: string
  publisher: string
  words: ReadonlySet<string>
  sites: ReadonlySet<string>
  pages: ReadonlySet<string>
  phones: ReadonlySet<string>
  emails: ReadonlySet<string>
  postcodes: ReadonlySet<string>
}

function prepare(entry: ComparedEntry): Prepared {
  const pages = entry.pages.flatMap(page => pageOf(page) ?? [])
  return {
    entry,
    name: new Set(wordsOf(entry.name)),
    plainName: wordsOf(entry.name).join(' '),
    publisher: wordsOf(entry.publisherName ?? '').join(' '),
    words: new Set(wordsOf((entry.description ?? '').slice(0, 1500)).filter(word => word.length > 3)),
    sites: new Set(pages.flatMap(({ site }) => (COMMON_SITES.test(site) ? [] : [site]))),
    pages: new Set(pages.flatMap(({ page }) => page || [])),
    phones: new Set(entry.phones.map(digits).filter(phone => phone.length >= 10)),
    emails: new Set(entry.emails.map(email => email.toLowerCase())),
    postcodes: new Set(entry.postcodes),
  }
}

/** How many entries have each value: what rarity, and so weight, is read from. */
class Rarity {
  private readonly counts = new Map<string, number>()
  private readonly total: number
  constructor(all: readonly Prepared[], valuesOf: (one: Prepared) => Iterable<string>) {
    this.total = Math.max(2, all.length)
    for (const one of all) for (const value of valuesOf(one)) this.counts.set(value, (this.counts.get(value) ?? 0) + 1)
  }
  count = (value: string): number => this.counts.get(value) ?? 1
  bits = (value: string): number => Math.log2(this.total / this.count(value))
}

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [...a].filter(value => b.has(value))
const NUMBER_OR_DAY =
  /^(\d+s?|one|two|three|first|second|under|over|mon|tues?|wed(nes)?|thur?s?|fri|satur?|sun)(days?)?$|^(north|south|east|west)$/

/** Every pair that seems to be the same, the surest first. */
export function findDuplicates(entries: readonly ComparedEntry[]): Proposal[] {
  const all = entries.map(prepare)
  const rarity = {
    name: new Rarity(all, one => one.name),
    words: new Rarity(all, one => one.words),
    phones: new Rarity(all, one => one.phones),
    emails: new Rarity(all, one => one.emails),
    pages: new Rarity(all, one => one.pages),
    sites: new Rarity(all, one => one.sites),
    postcodes: new Rarity(all, one => one.postcodes),
    numbers: new Rarity(all, one => one.entry.numbers),
    publishers: new Rarity(all, one => (one.publisher ? [one.publisher] : [])),
  }
  const proposals: Proposal[] = []
  for (const [a, b] of pairsWorthComparing(all, rarity.name)) {
    const reasons = compare(a, b, rarity)
    const score = Math.round(reasons.reduce((sum, { bits }) => sum + bits, 0) * 10) / 10
    if (score < LEAST_SCORE) continue
    const [first, second] = a.entry.id < b.entry.id ? [a, b] : [b, a]
    proposals.push({
      firstId: first.entry.id,
      secondId: second.entry.id,
      score,
      reasons: reasons.sort((x, y) => y.bits - x.bits),
    })
  }
  return proposals.sort((x, y) => y.score - x.score || (x.firstId < y.firstId ? -1 : 1))
}

function* pairsWorthComparing(all: readonly Prepared[], names: Rarity): Generator<[Prepared, Prepared]> {
  const blocks = new Map<string, number[]>()
  for (const [index, one] of all.entries()) {
    const rarest = [...one.name].sort((a, b) => names.count(a) - names.count(b)).slice(0, 3)
    const keys = [
      `name ${one.plainName}`,
      ...rarest.map(word => `word ${word}`),
      ...[...one.phones].map(phone => `phone ${phone}`),
      ...[...one.emails].map(email => `email ${email}`),
      ...[...one.pages].map(page => `page ${page}`),
      ...[...one.postcodes].flatMap(postcode => [`at ${postcode}`, ...rarest.map(word => `at ${postcode} ${word}`)]),
      ...one.entry.numbers.map(number => `number ${number}`),
    ]
    for (const key of new Set(keys)) {
      const block = blocks.get(key)
      if (block) block.push(index)
      else blocks.set(key, [index])
    }
  }
  const seen = new Set<number>()
  for (const [key, block] of blocks) {
    if (block.length > LARGEST_BLOCK && !key.startsWith('name ')) continue
    // Hundreds of one name: each with its neighbours in the list is enough to find them one after the other.
    const reach = block.length > LARGEST_BLOCK ? 5 : block.length
    for (let i = 0; i < block.length; i++)
      for (let j = i + 1; j < Math.min(block.length, i + 1 + reach); j++) {
        const [a, b] = [block[i] as number, block[j] as number]
        const pair = Math.min(a, b) * all.length + Math.max(a, b)
        if (seen.has(pair)) continue
        seen.add(pair)
        yield [all[a] as Prepared, all[b] as Prepared]
      }
  }
}

/** "Ferry Hub" and "The Ferry Hub, Northgate" may be one; two names of which neither stands in the other are taken for two. */
function nameOneAnother(one: string, other: string): boolean {
  const [few, many] = [new Set(one.split(' ')), new Set(other.split(' '))].sort((x, y) => x.size - y.size)
  return [...(few ?? [])].every(word => many?.has(word))
}

type Rarities = Record<
  'name' | 'words' | 'phones' | 'emails' | 'pages' | 'sites' | 'postcodes' | 'numbers' | 'publishers',
  Rarity
>

function compare(a: Prepared, b: Prepared, rarity: Rarities): DuplicateReason[] {
  const reasons: DuplicateReason[] = []
  const say = (key: ReasonKey, bits: number, values: string[] = []) =>
    reasons.push({ key, bits: Math.round(bits * 10) / 10, values: values.slice(0, 5) })
  const rarest = (values: readonly string[], of: Rarity, most: number) =>
    Math.min(most, Math.max(...values.map(of.bits)))

  const common = shared(a.name, b.name)
  const apart = [...a.name, ...b.name].filter(word => !(a.name.has(word) && b.name.has(word)))
  const sharedBits = common.reduce((sum, word) => sum + rarity.name.bits(word), 0)
  const apartBits = apart.reduce((sum, word) => sum + rarity.name.bits(word), 0)
  const alike = sharedBits / (sharedBits + apartBits / 2 || 1)
  const sameName = a.plainName === b.plainName && a.plainName !== ''
  if (sameName) say('same name', Math.min(13, sharedBits), [a.entry.name])
  else if (apart.some(word => NUMBER_OR_DAY.test(word))) say('names differ in a number or a day', -9, apart)
  else if (alike >= 0.6) say('similar name', Math.min(9, sharedBits) * alike - 1, common)
  else say('other name', alike >= 0.4 ? -3 : -8)

  const numbers = a.entry.numbers.filter(number => b.entry.numbers.includes(number))
  if (numbers.length > 0) say('same number', rarest(numbers, rarity.numbers, 5), numbers)
  else if (a.entry.numbers.length > 0 && b.entry.numbers.length > 0) say('other number', -5)

  const publishersAlike = a.publisher !== '' && a.publisher === b.publisher
  if (numbers.length === 0 && publishersAlike)
    say('same organisation', Math.min(4, rarity.publishers.bits(a.publisher) / 2), [a.entry.publisherName ?? ''])
  else if (
    numbers.length === 0 &&
    a.publisher !== '' &&
    b.publisher !== '' &&
    !nameOneAnother(a.publisher, b.publisher)
  )
    say('other organisation', -4, [a.entry.publisherName ?? '', b.entry.publisherName ?? ''])
  // An organisation that lists two things at once in one feed means two things, unless it gave both one name.
  if (
    a.entry.source === b.entry.source &&
    (publishersAlike || a.entry.publisherId === b.entry.publisherId) &&
    !sameName
  )
    say('one publisher lists both', -5)

  const postcodes = shared(a.postcodes, b.postcodes)
  if (postcodes.length > 0) say('same postcode', rarest(postcodes, rarity.postcodes, 6), postcodes)
  else if (a.postcodes.size > 0 && b.postcodes.size > 0) say('other postcode', -5)
  const phones = shared(a.phones, b.phones)
  if (phones.length > 0) say('same phone', rarest(phones, rarity.phones, 6), phones)
  const emails = shared(a.emails, b.emails)
  if (emails.length > 0) say('same e-mail', rarest(emails, rarity.emails, 6), emails)
  const pages = shared(a.pages, b.pages)
  const sites = shared(a.sites, b.sites)
  if (pages.length > 0) say('same page', rarest(pages, rarity.pages, 6), pages)
  else if (sites.length > 0) say('same website', rarest(sites, rarity.sites, 4), sites)

  if (a.words.size >= 8 && b.words.size >= 8) {
    const weight = (words: Iterable<string>) => [...words].reduce((sum, word) => sum + rarity.words.bits(word), 0)
    const both = shared(a.words, b.words)
    const part = weight(both) / (weight(a.words) + weight(b.words) - weight(both) || 1)
    if (part >= 0.3)
      say(
        'same words',
        Math.min(7, part * 8),
        both.sort((x, y) => rarity.words.bits(y) - rarity.words.bits(x)),
      )
    else if (part < 0.06) say('other words', -2)
  }
  return reasons
}

export type ComparedPublisher = {
  id: string
  name: string
  numbers: readonly string[]
  emails: readonly string[]
  pages: readonly string[]
}

/** Publishers that seem to be one organisation: the same number, or the same name and nothing against it. */
export function findSamePublishers(publishers: readonly ComparedPublisher[]): Proposal[] {
  const byKey = new Map<string, ComparedPublisher[]>()
  for (const publisher of publishers)
    for (const key of [`name ${wordsOf(publisher.name).join(' ')}`, ...publisher.numbers]) {
      if (key === 'name ') continue
      const block = byKey.get(key)
      if (block) block.push(publisher)
      else byKey.set(key, [publisher])
    }
  const found = new Map<string, Proposal>()
  for (const block of byKey.values()) {
    for (const [index, one] of block.slice(0, LARGEST_BLOCK).entries())
      for (const other of block.slice(index + 1, LARGEST_BLOCK)) {
        const [a, b] = one.id < other.id ? [one, other] : [other, one]
        if (a.id === b.id) continue
        const reasons = comparePublishers(a, b)
        const score = reasons.reduce((sum, { bits }) => sum + bits, 0)
        if (score >= LEAST_SCORE) found.set(`${a.id} ${b.id}`, { firstId: a.id, secondId: b.id, score, reasons })
      }
  }
  return [...found.values()].sort((x, y) => y.score - x.score)
}

function comparePublishers(a: ComparedPublisher, b: ComparedPublisher): DuplicateReason[] {
  const reasons: DuplicateReason[] = []
  const numbers = a.numbers.filter(number => b.numbers.includes(number))
  if (numbers.length > 0) reasons.push({ key: 'same number', bits: 12, values: numbers })
  else if (a.numbers.length > 0 && b.numbers.length > 0) reasons.push({ key: 'other number', bits: -12, values: [] })
  if (wordsOf(a.name).join(' ') === wordsOf(b.name).join(' '))
    reasons.push({ key: 'same name', bits: 12, values: [a.name] })
  const sites = (publisher: ComparedPublisher) => publisher.pages.flatMap(page => pageOf(page)?.site ?? [])
  const site = sites(a).find(each => !COMMON_SITES.test(each) && sites(b).includes(each))
  if (site) reasons.push({ key: 'same website', bits: 4, values: [site] })
  const email = a.emails.find(each => b.emails.some(other => other.toLowerCase() === each.toLowerCase()))
  if (email) reasons.push({ key: 'same e-mail', bits: 4, values: [email] })
  return reasons
}
