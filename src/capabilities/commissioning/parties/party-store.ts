import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Party } from './party.ts'

const columns = (tx: PlaceTx) =>
  tx.sql`party_id, organisation_id, name, org_ids, address, postcode, website, size, is_vcse, is_mutual, is_supported_employer`

/** Every body that takes part in agreements here, by name. */
export const listParties = (tx: PlaceTx): Promise<Party[]> =>
  tx.sql<
    Party[]
  >`select ${columns(tx)} from commissioning.party where place_id = ${tx.placeId} order by name, party_id limit 2000`

export const listPartiesById = (tx: PlaceTx, partyIds: readonly string[]): Promise<Party[]> =>
  tx.sql<
    Party[]
  >`select ${columns(tx)} from commissioning.party where place_id = ${tx.placeId} and party_id = any (${[...partyIds]}::uuid[])`

/** The body an organisation of the place is; null when it has not taken part in anything yet. */
export const partyOfOrganisation = async (tx: PlaceTx, organisationId: string): Promise<Party | null> => {
  const [row] = await tx.sql<Party[]>`
    select ${columns(tx)} from commissioning.party where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
  return row ?? null
}

/** Writes a body down. @returns its id; of one that was there already under the same organisation, that one's. */
export const insertParty = (tx: PlaceTx, party: Omit<Party, 'partyId'>): Promise<string> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ partyId: string }[]>`
      insert into commissioning.party (place_id, party_id, organisation_id, name, org_ids, address, postcode, website, size, is_vcse, is_mutual, is_supported_employer,
        changed_at, changed_by)
      values (${tx.placeId}, ${newId()}, ${party.organisationId}, ${party.name}, ${[...party.orgIds]}, ${party.address}, ${party.postcode}, ${party.website}, ${party.size},
        ${party.isVcse}, ${party.isMutual}, ${party.isSupportedEmployer}, ${tx.now}, ${tx.actor.name})
      on conflict (place_id, organisation_id) do update set name = commissioning.party.name
      returning party_id`
    return row?.partyId ?? ''
  })

/** Puts right what is known of a body; false when there is none. */
export const saveParty = (
  tx: PlaceTx,
  partyId: string,
  changes: Partial<Omit<Party, 'partyId' | 'organisationId'>>,
): Promise<boolean> =>
  tx.house(async () => {
    const { orgIds, ...others } = changes
    const result = await tx.query
      .updateTable('commissioning.party')
      .set({ ...others, ...(orgIds && { orgIds: [...orgIds] }), changedAt: tx.now, changedBy: tx.actor.name })
      .where('placeId', '=', tx.placeId)
      .where('partyId', '=', partyId)
      .executeTakeFirst()
    return result.numUpdatedRows === 1n
  })
