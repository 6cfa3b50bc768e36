/**
 * What a place publishes of its commissioning, for any site to read without a key: Open Contracting releases and records (OCDS 1.1 with the United Kingdom's
 * extension) and grants (360Giving 1.4).
 */
import { Type } from 'typebox'
import { isUuid } from '../../../kernel/ids.ts'
import { api, json, type Reply, type Visit, type VisitedPlace } from '../../../platform/http/route.ts'
import { grantPackage } from './grants.ts'
import type { After } from './published-store.ts'
import { type Publisher, publisherOf } from './publisher.ts'
import { readGrants, readRecord, readRecords, readReleasesTold } from './read-published.ts'

const forAnySite = { 'access-control-allow-origin': '*' } as const

/** The extensions our releases use, in the order the national service lists them. */
const extensions = [
  'https://raw.githubusercontent.com/open-contracting-extensions/european-union/latest/extension.json',
  'https://raw.githubusercontent.com/open-contracting-extensions/ocds_suitability_extension/master/extension.json',
  'https://raw.githubusercontent.com/open-contracting-extensions/ocds_contract_completion_extension/master/extension.json',
  'https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/master/extension.json',
]

const problem = (status: number, title: string, message: string): Reply =>
  json({ error: { title, message } }, { status })

const withoutPrefix = (name: string, from: string): Reply =>
  problem(
    404,
    'Not published in this standard yet',
    `This place has no ${name} yet. Whoever runs it asks ${from} for one and writes it into the place’s settings.`,
  )

type Query = { after?: unknown }
const query = Type.Object({ after: Type.Optional(Type.Unknown()) })

/** Where a page begins, as an address says it: a moment and an id; null when it cannot be read. */
const readAfter = (given: unknown): After | undefined | null => {
  if (given === undefined || given === '') return undefined
  const [when = '', id = '', ...more] = typeof given === 'string' ? given.split('_') : []
  const at = new Date(when)
  return Number.isNaN(at.getTime()) || !isUuid(id) || more.length > 0 ? null : { at, id }
}
const said = ({ at, id }: After): string => `${at.toISOString()}_${id}`

type Reads<Item> = (
  visit: Visit<never, Query>,
  prefix: string,
  addressOf: (path: string) => string,
  after?: After,
) => Promise<{ items: readonly Item[]; next: After | null }>

const paged = <Item>(path: string, name: 'releases' | 'records', read: Reads<Item>) =>
  api({
    method: 'GET',
    path: `/:place/open-contracting/${path}`,
    allow: 'anyone',
    headers: forAnySite,
    query,
    response: Type.Unknown(),
    async handle(visit) {
      const publisher = publisherOf(visit.place)
      if (!publisher.ocidPrefix) return withoutPrefix('ocid prefix', 'the Open Contracting Partnership')
      const after = readAfter(visit.query.after)
      if (after === null)
        return problem(400, 'We could not read that', 'Take “after” as the link to the next page gives it.')
      const { addressOf, here } = addressesOf(visit)
      const { items, next } = await read(visit as never, publisher.ocidPrefix, addressOf, after)
      const at = `${here}${after ? `?after=${said(after)}` : ''}`
      return json({
        ...packageOf(publisher, at, visit.platform.clock()),
        [name]: items,
        ...(next && { links: { next: `${here}?after=${said(next)}` } }),
      })
    },
  })

const addressesOf = ({ platform, place, url }: Pick<Visit, 'platform' | 'place' | 'url'>) => {
  const { publicUrl } = platform.config
  return {
    addressOf: (below: string) => `${publicUrl}/${place.slug}${below}`,
    here: `${publicUrl}${url.split('?')[0]}`,
  }
}

const packageOf = ({ name, orgId, licence }: Publisher, uri: string, now: Date) => ({
  uri,
  version: '1.1',
  extensions,
  publisher: { name, ...(orgId && { scheme: orgId.replace(/-[^-]+$/, ''), uid: orgId.replace(/^.*-/, '') }) },
  license: licence,
  publishedDate: now.toISOString(),
})

const releases = paged('releases', 'releases', (visit, prefix, addressOf, after) =>
  visit.platform.db.as(visit.actor, tx => readReleasesTold(tx, prefix, addressOf, after)),
)
const records = paged('records', 'records', (visit, prefix, addressOf, after) =>
  visit.platform.db.as(visit.actor, tx => readRecords(tx, prefix, addressOf, after)),
)

const record = api({
  method: 'GET',
  path: '/:place/open-contracting/records/:ocid',
  allow: 'anyone',
  headers: forAnySite,
  params: Type.Object({ ocid: Type.String() }),
  response: Type.Unknown(),
  async handle(visit) {
    const { platform, actor, place, params } = visit
    const publisher = publisherOf(place)
    const { ocidPrefix } = publisher
    if (!ocidPrefix) return withoutPrefix('ocid prefix', 'the Open Contracting Partnership')
    const { addressOf } = addressesOf(visit)
    const found = await platform.db.as(actor, tx => readRecord(tx, ocidPrefix, addressOf, params.ocid))
    if (!found) return problem(404, 'Nothing published', 'Nothing was published under that ocid here.')
    return json({
      ...packageOf(publisher, addressOf(`/open-contracting/records/${found.ocid}`), platform.clock()),
      records: [found],
    })
  },
})

const grants = api({
  method: 'GET',
  path: '/:place/360giving/grants',
  allow: 'anyone',
  headers: forAnySite,
  response: Type.Unknown(),
  async handle(visit) {
    const publisher = publisherOf(visit.place)
    const { grantPrefix } = publisher
    if (!grantPrefix) return withoutPrefix('360Giving prefix', '360Giving')
    const { addressOf } = addressesOf(visit)
    const { grants: made, modifiedAt } = await visit.platform.db.as(visit.actor, tx =>
      readGrants(tx, grantPrefix, addressOf),
    )
    if (!modifiedAt) return problem(404, 'No grants yet', 'No grant has been published here so far.')
    return json(grantPackage(publisher, made, modifiedAt, addressOf('/360giving/grants')))
  },
})

export const openDataRoutes = [releases, records, record, grants]

/** Links to what this place publishes, in the standards it has a prefix for. */
export const openDataLinks = (place: VisitedPlace): { text: string; href: string }[] => {
  const { ocidPrefix, grantPrefix } = publisherOf(place)
  return [
    ...(ocidPrefix
      ? [
          {
            text: 'Open data: every process as Open Contracting records',
            href: `/${place.slug}/open-contracting/records`,
          },
          {
            text: 'Open data: each thing as it was published, as Open Contracting releases',
            href: `/${place.slug}/open-contracting/releases`,
          },
        ]
      : []),
    ...(grantPrefix ? [{ text: 'Open data: grants as 360Giving', href: `/${place.slug}/360giving/grants` }] : []),
  ]
}
