import type { PlaceTx } from '../../platform/db/database.ts'
import { type Membership, type Organisation, type OrganisationId, seenByAll } from './organisation.ts'
import type { AssuranceLevel, Role } from './words.ts'

const columns = [
  'placeId',
  'organisationId',
  'name',
  'kind',
  'assuranceLevel',
  'about',
  'email',
  'phone',
  'postcode',
  'position',
  'helpsWith',
  'neighbourhoodIds',
  'takesReferrals',
  'trust',
] as const

/** One organisation of the place, or null. */
export const findOrganisation = async (tx: PlaceTx, organisationId: string): Promise<Organisation | null> => {
  const [row] = await tx.sql<Organisation[]>`
    select place_id, organisation_id, name, kind, assurance_level, about, email, phone, postcode, position, helps_with, neighbourhood_ids, takes_referrals, trust
    from organisations.organisation where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
  return row ?? null
}

/** Some organisations of the place, in no order. */
export const listOrganisationsById = (tx: PlaceTx, organisationIds: readonly string[]): Promise<Organisation[]> =>
  tx.sql<Organisation[]>`
    select place_id, organisation_id, name, kind, assurance_level, about, email, phone, postcode, position, helps_with, neighbourhood_ids, takes_referrals, trust
    from organisations.organisation where place_id = ${tx.placeId} and organisation_id = any (${[...organisationIds]}::uuid[])`

/** All organisations of the place, by name. */
export const listOrganisations = async (tx: PlaceTx): Promise<Organisation[]> =>
  (await tx.query
    .selectFrom('organisations.organisation')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .orderBy('name')
    .execute()) as unknown as Organisation[]

/** Adds an organisation. Where an informal group is stays with the house: everybody sees roughly where. */
export const insertOrganisation = async (tx: PlaceTx, organisation: Omit<Organisation, 'placeId'>): Promise<void> => {
  await tx.query
    .insertInto('organisations.organisation')
    .values({
      ...organisation,
      ...seenByAll(organisation),
      placeId: tx.placeId,
      helpsWith: [...organisation.helpsWith],
      neighbourhoodIds: organisation.neighbourhoodIds && [...organisation.neighbourhoodIds],
      joinedAt: tx.now,
    })
    .execute()
  if (organisation.assuranceLevel === 'informal') await keepOffice(tx, organisation)
}

const keepOffice = async (
  tx: PlaceTx,
  organisation: Pick<Organisation, 'organisationId' | 'postcode' | 'position'>,
) => {
  const { organisationId, postcode, position } = organisation
  await tx.query
    .insertInto('organisations.privateOffice')
    .values({ placeId: tx.placeId, organisationId, postcode, position })
    .execute()
}

export const insertMembership = async (
  tx: PlaceTx,
  membership: { organisationId: OrganisationId; personId: string; roles: readonly string[] },
): Promise<void> => {
  await tx.query
    .insertInto('organisations.membership')
    .values({ placeId: tx.placeId, since: tx.now, ...membership, roles: [...membership.roles] })
    .execute()
}

/** What somebody does for an organisation from now on; who left and comes again begins anew. */
export const saveMembership = (
  tx: PlaceTx,
  { organisationId, personId, roles }: { organisationId: string; personId: string; roles: readonly Role[] },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into organisations.membership as m (place_id, organisation_id, person_id, roles, since)
      values (${tx.placeId}, ${organisationId}, ${personId}, ${[...roles]}, ${tx.now})
      on conflict (place_id, organisation_id, person_id) do update set roles = excluded.roles, ended_at = null,
        since = case when m.ended_at is null then m.since else excluded.since end`
  })

/** Ends what somebody does for an organisation. */
export const endMembership = (tx: PlaceTx, organisationId: string, personId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update organisations.membership set ended_at = ${tx.now}
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} and person_id = ${personId} and ended_at is null`
  })

/** Lets one at a time change who acts for an organisation. */
export const lockOrganisation = (tx: PlaceTx, organisationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      select from organisations.organisation where place_id = ${tx.placeId} and organisation_id = ${organisationId} for no key update`
  })

/** What a person is today, in each organisation they act for. */
export const listMemberships = async (tx: PlaceTx, personId: string): Promise<Membership[]> =>
  (await tx.query
    .selectFrom('organisations.membership as m')
    .innerJoin('organisations.organisation as o', join =>
      join.onRef('o.placeId', '=', 'm.placeId').onRef('o.organisationId', '=', 'm.organisationId'),
    )
    .select([
      'm.organisationId',
      'o.name as organisationName',
      'm.personId',
      'm.roles',
      'o.requiresSecondStep',
      'o.requiresOwnSignIn',
    ])
    .where('m.placeId', '=', tx.placeId)
    .where('m.personId', '=', personId)
    .where('m.endedAt', 'is', null)
    .orderBy('o.name')
    .execute()) as unknown as Membership[]

/** Everybody who acts for an organisation today, longest first. */
export const listMembers = (
  tx: PlaceTx,
  organisationId: string,
): Promise<{ personId: string; roles: readonly Role[] }[]> =>
  tx.house(
    () => tx.sql<{ personId: string; roles: Role[] }[]>`
      select person_id, roles from organisations.membership
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} and ended_at is null order by since, person_id`,
  )

/** Whether an organisation asks more than a password of its people. */
export const saveRequiresSecondStep = (tx: PlaceTx, organisationId: string, required: boolean): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update organisations.organisation set requires_second_step = ${required} where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
  })

/** Whether an organisation's people come in by its own sign-in alone. */
export const saveRequiresOwnSignIn = (tx: PlaceTx, organisationId: string, required: boolean): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update organisations.organisation set requires_own_sign_in = ${required} where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
  })

/** Who coordinates an organisation today. */
export const listCoordinatorIds = async (tx: PlaceTx, organisationId: string): Promise<string[]> => {
  const rows = await tx.sql<{ personId: string }[]>`
    select person_id from organisations.membership
    where place_id = ${tx.placeId} and organisation_id = ${organisationId} and ended_at is null and 'coordinator' = any(roles) order by since, person_id`
  return rows.map(({ personId }) => personId)
}

/** True when an organisation of this name is known in the place; groups that joined by themselves call themselves what they like. */
export const isOrganisationNameTaken = async (tx: PlaceTx, name: string): Promise<boolean> => {
  const [row] =
    await tx.sql`select 1 from organisations.organisation where place_id = ${tx.placeId} and lower(name) = lower(${name}) and trust = 'known'`
  return row !== undefined
}

/** Everybody who acts for an organisation of the place in this role today. */
export const listMembersWithRole = (tx: PlaceTx, role: Role): Promise<{ personId: string; organisationId: string }[]> =>
  tx.house(
    () => tx.sql<{ personId: string; organisationId: string }[]>`
      select person_id, organisation_id from organisations.membership
      where place_id = ${tx.placeId} and ended_at is null and ${role} = any (roles) order by since, person_id`,
  )

/** True when somebody acts for the organisation today. */
export const hasMembers = (tx: PlaceTx, organisationId: string): Promise<boolean> =>
  tx.house(async () => {
    const [row] = await tx.sql`
      select 1 from organisations.membership where place_id = ${tx.placeId} and organisation_id = ${organisationId} and ended_at is null limit 1`
    return row !== undefined
  })

/** Saves how far an organisation is known. */
export const saveAssuranceLevel = async (tx: PlaceTx, organisationId: string, level: AssuranceLevel): Promise<void> => {
  const before = await findOrganisation(tx, organisationId)
  if (!before) return
  const [kept] = await tx.sql<Pick<Organisation, 'postcode' | 'position'>[]>`
    delete from organisations.private_office where place_id = ${tx.placeId} and organisation_id = ${organisationId} returning postcode, position`
  const office = { ...before, ...kept, assuranceLevel: level }
  await tx.query
    .updateTable('organisations.organisation')
    .set({ assuranceLevel: level, ...seenByAll(office) })
    .where('placeId', '=', tx.placeId)
    .where('organisationId', '=', organisationId)
    .execute()
  if (level === 'informal') await keepOffice(tx, office)
}

/** Makes an organisation one that is known, under a name that no other known one has. */
export const saveKnown = async (
  tx: PlaceTx,
  organisationId: string,
  { name, takesReferrals }: { readonly name: string; readonly takesReferrals: boolean },
): Promise<void> => {
  await tx.sql`
    update organisations.organisation set trust = 'known', name = ${name}, takes_referrals = ${takesReferrals}
    where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
}
