/** What a place published, read as the open standards have it: a page at a time. */
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import type { Publication } from '../agreements/publication-store.ts'
import type { Engagement } from '../engagement/engagement.ts'
import type { Party } from '../parties/party.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { grantsOf } from './grants.ts'
import type { Release } from './merge-releases.ts'
import {
  type After,
  findEngagementId,
  listEngagementsById,
  listGrantsPublished,
  listProcesses,
  listPublications,
  listTold,
} from './published-store.ts'
import { type ContractingRecord, ReleasesByProcess } from './records.ts'
import { type AddressOf, releasesOfAgreement, releasesOfEngagement } from './releases.ts'

/** How many releases, or processes, stand on a page: both are drawn well under 100 ms. */
export const releasesOnPage = 100
export const recordsOnPage = 50

export interface Page<Of> {
  readonly items: readonly Of[]
  /** Where the next page begins; null on the last. */
  readonly next: After | null
}

/** Releases in the order they were published. */
export const readReleasesTold = async (
  tx: PlaceTx,
  prefix: string,
  addressOf: AddressOf,
  after?: After,
): Promise<Page<Release>> => {
  const told = await listTold(tx, after, releasesOnPage + 1)
  const shown = told.slice(0, releasesOnPage)
  const idsOf = (what: 'publication' | 'engagement') =>
    shown.filter(each => (each.what === 'publication') === (what === 'publication')).map(({ id }) => id)
  const publications = await listPublications(tx, { ids: idsOf('publication') })
  const engagements = await engagementsOf(tx, publications, idsOf('engagement'))
  const byId = new Map(publications.map(each => [each.publicationId, each]))
  const items = shown.flatMap(({ what, id }) => {
    const publication = byId.get(id)
    if (publication) return agreementReleases([publication], engagements, prefix, addressOf)
    const engagement = engagements.get(id)
    if (!engagement) return []
    const [opened, closed] = releasesOfEngagement(engagement, engagement.buyer, prefix, addressOf)
    return [what === 'opened' ? opened : closed].filter(each => each !== undefined)
  })
  return { items, next: nextOf(told, shown) }
}

/** Records in the order their processes began: each with its releases, what is true now and what was said when. */
export const readRecords = async (
  tx: PlaceTx,
  prefix: string,
  addressOf: AddressOf,
  after?: After,
): Promise<Page<ContractingRecord>> => {
  const processes = await listProcesses(tx, after, recordsOnPage + 1)
  const shown = processes.slice(0, recordsOnPage)
  const engagementIds = shown.flatMap(({ engagementId }) => engagementId ?? [])
  const references = shown.flatMap(({ agreementReference }) => agreementReference ?? [])
  const records = await recordsOf(tx, prefix, addressOf, engagementIds, references)
  return { items: records, next: nextOf(processes, shown) }
}

/** The record of one process, by the reference it began with; null where nothing was published of it. */
export const readRecord = async (
  tx: PlaceTx,
  prefix: string,
  addressOf: AddressOf,
  ocid: string,
): Promise<ContractingRecord | null> => {
  const reference = ocid.startsWith(`${prefix}-`) ? ocid.slice(prefix.length + 1) : null
  if (reference === null) return null
  const engagement = await findEngagementId(tx, reference)
  const records = await recordsOf(tx, prefix, addressOf, engagement ? [engagement] : [], engagement ? [] : [reference])
  return records.find(record => record.ocid === ocid) ?? null
}

/** Every grant that was published, as it stood last. */
export const readGrants = async (tx: PlaceTx, prefix: string, addressOf: AddressOf) => {
  const places = new Map(
    (await listNeighbourhoods(tx)).map(({ neighbourhoodId, name, code }) => [
      neighbourhoodId as string,
      { name, code: code ?? null },
    ]),
  )
  const published = await listGrantsPublished(tx)
  return {
    grants: published.flatMap(each =>
      grantsOf(each, prefix, places, addressOf(`/commissioning/agreements/${each.document.agreement.reference}`)),
    ),
    modifiedAt: published[0]?.publishedAt ?? null,
  }
}

type Known = Engagement & { readonly buyer: Party }

const engagementsOf = async (
  tx: PlaceTx,
  publications: readonly Publication[],
  also: readonly string[],
): Promise<ReadonlyMap<string, Known>> => {
  const ids = new Set([...also, ...publications.flatMap(({ document }) => document.agreement.engagementId ?? [])])
  const engagements = await listEngagementsById(tx, [...ids])
  const parties = new Map(
    (await listPartiesById(tx, [...new Set(engagements.map(({ buyerPartyId }) => buyerPartyId))])).map(party => [
      party.partyId,
      party,
    ]),
  )
  return new Map(
    engagements.flatMap(engagement => {
      const buyer = parties.get(engagement.buyerPartyId)
      return buyer ? [[engagement.engagementId, { ...engagement, buyer }] as const] : []
    }),
  )
}

const agreementReleases = (
  publications: readonly Publication[],
  engagements: ReadonlyMap<string, Known>,
  prefix: string,
  addressOf: AddressOf,
) =>
  publications.flatMap(publication =>
    releasesOfAgreement(
      [publication],
      engagements.get(publication.document.agreement.engagementId ?? '') ?? null,
      prefix,
      addressOf,
    ),
  )

const recordsOf = async (
  tx: PlaceTx,
  prefix: string,
  addressOf: AddressOf,
  engagementIds: readonly string[],
  references: readonly string[],
): Promise<ContractingRecord[]> => {
  const publications = await listPublications(tx, { engagementIds, references })
  const engagements = await engagementsOf(tx, publications, engagementIds)
  const releases = new ReleasesByProcess()
  for (const engagement of engagements.values())
    for (const release of releasesOfEngagement(engagement, engagement.buyer, prefix, addressOf)) releases.add(release)
  for (const release of agreementReleases(publications, engagements, prefix, addressOf)) releases.add(release)
  return [...releases.records({ versioned: true })]
}

const nextOf = (all: readonly After[], shown: readonly After[]): After | null => {
  const last = shown.at(-1)
  return last && all.length > shown.length ? { at: last.at, id: last.id } : null
}
