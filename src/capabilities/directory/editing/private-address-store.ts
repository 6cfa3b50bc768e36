import { newId } from '../../../kernel/ids.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { PrivateAddress } from '../private-address.ts'

/** Addresses kept apart from the directory. Row-level security shows one to whoever was granted it. */

export type KeptAddress = {
  addressId: string
  locationId: string
  address: PrivateAddress
  editorsMaySee: boolean
  keptByName: string
  keptAt: Date
}

const columns = (tx: PlaceTx) => tx.sql`address_id, location_id, address, editors_may_see, kept_by_name, kept_at`

/** Those the actor may see. */
export const listPrivateAddresses = (tx: PlaceTx, locationIds: readonly string[]): Promise<KeptAddress[]> =>
  tx.sql<KeptAddress[]>`
    select ${columns(tx)} from directory.private_address
    where place_id = ${tx.placeId} and location_id = any (${[...locationIds]}::uuid[]) order by location_id`

/** Keeps an address, in place of an older one of the same location, and lets the organisation's own people see it. */
export async function keepAddress(
  tx: PlaceTx,
  locationId: string,
  address: PrivateAddress,
  organisationId: string | null,
): Promise<void> {
  const [kept] = await tx.sql<{ addressId: string }[]>`
    insert into directory.private_address as a (place_id, address_id, location_id, address, kept_by_name, kept_at)
    values (${tx.placeId}, ${newId()}, ${locationId}, ${tx.sql.json(address as never)}, ${tx.actor.name}, ${tx.now})
    on conflict (place_id, location_id) do update set
      address = excluded.address,
      kept_by_name = case when a.address = excluded.address then a.kept_by_name else excluded.kept_by_name end,
      kept_at = case when a.address = excluded.address then a.kept_at else excluded.kept_at end
    returning address_id`
  if (kept && organisationId)
    await grantAccess(tx, [{ recordId: kept.addressId, holderId: organisationId, basis: 'its own place' }])
}

export async function setEditorsMaySee(tx: PlaceTx, locationId: string, may: boolean): Promise<void> {
  await tx.sql`
    update directory.private_address set editors_may_see = ${may} where place_id = ${tx.placeId} and location_id = ${locationId}`
}

/** Forgets an address that is public again. */
export async function forgetAddress(tx: PlaceTx, locationId: string): Promise<void> {
  await tx.sql`delete from directory.private_address where place_id = ${tx.placeId} and location_id = ${locationId}`
}

export type HiddenPlace = { locationId: string; publisherId: string | null; address: PrivateAddress | null }

/** Every hidden place here, whose it is, and its address where one is kept: read with the house's sight, to keep it out of what is written. */
export const listHiddenPlaces = (tx: PlaceTx): Promise<HiddenPlace[]> =>
  tx.sql<HiddenPlace[]>`
    select distinct on (l.location_id, s.publisher_id) l.location_id, s.publisher_id, a.address
    from directory.service_location l
    join directory.listed_service s on s.place_id = l.place_id and s.service_id = l.service_id
    left join directory.private_address a on a.place_id = l.place_id and a.location_id = l.location_id
    where l.place_id = ${tx.placeId} and l.hidden`

/** The services that are given at a location, and which organisation answers for each. */
export const listServicesAt = (
  tx: PlaceTx,
  locationId: string,
): Promise<{ serviceId: string; organisationId: string | null }[]> =>
  tx.sql<{ serviceId: string; organisationId: string | null }[]>`
    select s.service_id, p.organisation_id from directory.service_location l
    join directory.listed_service s on s.place_id = l.place_id and s.service_id = l.service_id
    left join directory.publisher p on p.place_id = s.place_id and p.publisher_id = s.publisher_id
    where l.place_id = ${tx.placeId} and l.location_id = ${locationId}`

/** All hidden locations of some services. */
export const listHiddenAt = async (tx: PlaceTx, serviceIds: readonly string[]): Promise<string[]> => {
  const rows = await tx.sql<{ locationId: string }[]>`
    select distinct location_id from directory.service_location
    where place_id = ${tx.placeId} and hidden and service_id = any (${[...serviceIds]}::uuid[])`
  return rows.map(({ locationId }) => locationId)
}

/** Takes what reports of imports quoted of these services out of them: they may have quoted an address. */
export async function wipeImportNotes(tx: PlaceTx, serviceIds: readonly string[]): Promise<void> {
  await tx.sql`
    update directory.import_record set notes = array['what was said here is kept private']
    where place_id = ${tx.placeId} and service_id = any (${[...serviceIds]}::uuid[]) and notes <> '{}'`
  // Its name may have told it; as it is now it does not.
  await tx.sql`
    update directory.import_record r set name = s.name from directory.listed_service s
    where r.place_id = ${tx.placeId} and r.service_id = any (${[...serviceIds]}::uuid[]) and s.place_id = r.place_id and s.service_id = r.service_id
      and r.name <> s.name`
}

/** Keeps an address that a feed gave; one that somebody of the organisation typed stays. */
export async function keepFedAddress(
  tx: PlaceTx,
  locationId: string,
  address: PrivateAddress,
  organisationId: string | null,
): Promise<void> {
  const [kept] = await tx.sql<{ keptByName: string }[]>`
    select kept_by_name from directory.private_address where place_id = ${tx.placeId} and location_id = ${locationId}`
  if (!kept || kept.keptByName === tx.actor.name) await keepAddress(tx, locationId, address, organisationId)
}

/** Which organisation of the place each publisher is, as far as anybody has said. */
export async function listPublisherLinks(tx: PlaceTx, publisherIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.sql<{ publisherId: string; organisationId: string }[]>`
    select publisher_id, organisation_id from directory.publisher
    where place_id = ${tx.placeId} and organisation_id is not null and publisher_id = any (${[...publisherIds]}::uuid[])`
  return new Map(rows.map(({ publisherId, organisationId }) => [publisherId, organisationId]))
}

/** Forgets why entries seemed to be the same as others: an address may be among the reasons. What is still alike is found again without it. */
export async function wipeDuplicates(tx: PlaceTx, serviceIds: readonly string[]): Promise<void> {
  const ids = [...serviceIds]
  await tx.sql`
    delete from directory.duplicate
    where place_id = ${tx.placeId} and state = 'open' and (first_id = any (${ids}::uuid[]) or second_id = any (${ids}::uuid[]))`
  await tx.sql`
    update directory.duplicate set reasons = '[]'
    where place_id = ${tx.placeId} and (first_id = any (${ids}::uuid[]) or second_id = any (${ids}::uuid[]))`
}
