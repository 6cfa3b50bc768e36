import type { PlaceTx } from '../../../platform/db/database.ts'
import { listMembersWithRole, listOrganisationsById } from '../../organisations/index.ts'
import { listPeople } from '../../people/index.ts'
import { listBids } from './bid-store.ts'
import type { Competition } from './competition.ts'

/** Who may be named to mark: commissioners and coordinators of organisations here that have not bid. */
export const mayAssess = async (
  tx: PlaceTx,
  { competitionId }: Competition,
): Promise<{ personId: string; name: string; organisation: string }[]> => {
  const bidding = new Set(
    (await tx.house(() => listBids(tx, competitionId))).map(({ organisationId }) => organisationId),
  )
  const members = [
    ...(await listMembersWithRole(tx, 'commissioner')),
    ...(await listMembersWithRole(tx, 'coordinator')),
  ]
  // Somebody who also acts for a bidder is not asked.
  const forBidders = new Set(
    members.filter(({ organisationId }) => bidding.has(organisationId)).map(({ personId }) => personId),
  )
  const may = new Map(members.filter(({ personId }) => !forBidders.has(personId)).map(each => [each.personId, each]))
  const people = await tx.house(() => listPeople(tx, [...may.keys()]))
  const organisations = new Map(
    (await listOrganisationsById(tx, [...new Set([...may.values()].map(({ organisationId }) => organisationId))])).map(
      each => [each.organisationId as string, each.name],
    ),
  )
  return people
    .map(({ personId, name }) => ({
      ...{ personId: personId as string, name },
      organisation: organisations.get(may.get(personId)?.organisationId ?? '') ?? '',
    }))
    .sort((a, b) => a.organisation.localeCompare(b.organisation, 'en') || a.name.localeCompare(b.name, 'en'))
}
