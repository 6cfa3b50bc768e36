import type { PlaceTx } from '../../platform/db/database.ts'
import type { GridPoint } from '../../platform/db/tables.ts'
import type { HelpRequest, HelpRequestId, Need, NeedId } from './help-request.ts'
import type { AskedOf, ClosingReason, NeedState, ReturnReason } from './words.ts'

const requestColumns = [
  'helpRequestId',
  'journeyId',
  'personId',
  'reference',
  'story',
  'takenHow',
  'takenByName',
  'takenByOrganisationId',
  'onBehalfName',
  'onBehalfRelationship',
  'onBehalfContact',
  'triagedByOrganisationId',
  'state',
  'madeAt',
  'closedAt',
] as const

const needColumns = [
  'needId',
  'helpRequestId',
  'journeyId',
  'kind',
  'description',
  'urgency',
  'near',
  'neighbourhoodId',
  'state',
  'stateSince',
  'askedOf',
  'returnedBecause',
  'closingReason',
  'askedAt',
  'closedAt',
] as const

export const insertHelpRequest = async (tx: PlaceTx, request: HelpRequest & { codeHash: string }): Promise<void> => {
  await tx.query
    .insertInto('requests.helpRequest')
    .values({ ...request, placeId: tx.placeId })
    .execute()
}

/** Writes a need of a request, with who decides on it. */
export const insertNeed = async (
  tx: PlaceTx,
  need: Need,
  { triagedByOrganisationId, takenByOrganisationId }: HelpRequest,
): Promise<void> => {
  await tx.query
    .insertInto('requests.need')
    .values({ ...need, triagedByOrganisationId, takenByOrganisationId, placeId: tx.placeId })
    .execute()
}

/** A help request the actor was granted sight of, or null. */
export const findHelpRequest = async (tx: PlaceTx, helpRequestId: string): Promise<HelpRequest | null> => {
  const row = await tx.query
    .selectFrom('requests.helpRequest')
    .select(requestColumns)
    .where('placeId', '=', tx.placeId)
    .where('helpRequestId', '=', helpRequestId)
    .executeTakeFirst()
  return (row as unknown as HelpRequest | undefined) ?? null
}

/** What of a request may be told somebody apart from the rest of its row: the words they wrote, and who asked for them. */
const toldApart = {
  story: ['story'],
  'on behalf': ['onBehalfName', 'onBehalfRelationship', 'onBehalfContact'],
} as const

/** A request with no more of it than was agreed, for whoever may not see its row: the house reads it, and what stays back does not leave the database (decision 29). */
export const findSharedRequest = (
  tx: PlaceTx,
  helpRequestId: string,
  fields: readonly string[],
): Promise<HelpRequest | null> =>
  tx.house(async () => {
    const back = Object.entries(toldApart).flatMap(([field, columns]) => (fields.includes(field) ? [] : columns))
    const row = await tx.query
      .selectFrom('requests.helpRequest')
      .select(requestColumns.filter(column => !(back as readonly string[]).includes(column)))
      .where('placeId', '=', tx.placeId)
      .where('helpRequestId', '=', helpRequestId)
      .executeTakeFirst()
    const nothing = { story: '', onBehalfName: null, onBehalfRelationship: null, onBehalfContact: null }
    return row ? ({ ...nothing, ...row } as unknown as HelpRequest) : null
  })

/** The id behind a reference and its code, or null; the house looks, since nobody is anybody yet. */
export const findByReference = (tx: PlaceTx, reference: string, codeHash: string): Promise<HelpRequestId | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ helpRequestId: HelpRequestId }[]>`
      select help_request_id from requests.help_request
      where place_id = ${tx.placeId} and reference = ${reference} and code_hash = ${codeHash}`
    return row?.helpRequestId ?? null
  })

/** For how long after it closed a request is opened by a code: as long as it may be opened anew, and thanked for. */
const openedDaysAfter = 30

/**
 * The requests that a code to an address or a number opens: of these people, and those that were asked for somebody else by whoever is reached there; the newest first. The
 * house looks, since nobody is anybody yet.
 */
export const listOpenedByReach = (
  tx: PlaceTx,
  reach: string,
  personIds: readonly string[],
): Promise<
  {
    helpRequestId: HelpRequestId
    personId: string
    reference: string
    madeAt: Date
    /** False where it is the contact of somebody who asked for another. */
    isTheirs: boolean
  }[]
> =>
  tx.house(
    () => tx.sql`
      select help_request_id, person_id, reference, made_at, on_behalf_contact is null as is_theirs from requests.help_request
      where place_id = ${tx.placeId} and (state = 'open' or closed_at > ${new Date(tx.now.getTime() - openedDaysAfter * 86_400_000)})
        and (lower(on_behalf_contact) = ${reach.toLowerCase()} or (on_behalf_contact is null and person_id = any (${[...personIds]}::uuid[])))
      order by made_at desc limit 20`,
  )

/** The open requests somebody took down for an organisation, by the name they had, and those that were handed to them; as the actor sees them, the oldest first. */
export const listOpenTakenBy = (
  tx: PlaceTx,
  of: { readonly name: string; readonly organisationId: string; readonly handedIds: readonly string[] },
): Promise<{ helpRequestId: HelpRequestId; reference: string; kinds: Need['kind'][] }[]> =>
  tx.sql`
    select r.help_request_id, r.reference, array_agg(n.kind order by n.need_id) as kinds
    from requests.help_request r join requests.need n on n.place_id = r.place_id and n.help_request_id = r.help_request_id and n.state <> 'closed'
    where r.place_id = ${tx.placeId} and r.state = 'open'
      and ((r.taken_by_name = ${of.name} and r.taken_by_organisation_id = ${of.organisationId}) or r.help_request_id = any (${[...of.handedIds]}::uuid[]))
    group by r.help_request_id, r.reference, r.made_at order by r.made_at limit 500`

/** The request with this reference that the actor was granted sight of, or null. */
export const findRequestByReference = async (tx: PlaceTx, reference: string): Promise<HelpRequest | null> =>
  ((await tx.query
    .selectFrom('requests.helpRequest')
    .select(requestColumns)
    .where('placeId', '=', tx.placeId)
    .where('reference', '=', reference)
    .executeTakeFirst()) as unknown as HelpRequest | undefined) ?? null

/** A need the actor was granted sight of, or null. `lock` holds it until the transaction ends, so that of two acting at once one waits. */
export const findNeed = async (tx: PlaceTx, needId: string, lock: 'read' | 'lock'): Promise<Need | null> => {
  const query = tx.query
    .selectFrom('requests.need')
    .select(needColumns)
    .where('placeId', '=', tx.placeId)
    .where('needId', '=', needId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as Need | undefined) ?? null
}

/** The needs of a request that the actor may see, in the order they were told. */
export const listNeedsOf = async (tx: PlaceTx, helpRequestId: string): Promise<Need[]> =>
  (await tx.query
    .selectFrom('requests.need')
    .select(needColumns)
    .where('placeId', '=', tx.placeId)
    .where('helpRequestId', '=', helpRequestId)
    .orderBy('needId')
    .execute()) as unknown as Need[]

/** The open needs the actor may see, longest in their present state first. */
export const listOpenNeeds = async (tx: PlaceTx, limit: number): Promise<Need[]> =>
  (await tx.query
    .selectFrom('requests.need')
    .select(needColumns)
    .where('placeId', '=', tx.placeId)
    .where('state', '<>', 'closed')
    .orderBy('stateSince')
    .limit(limit)
    .execute()) as unknown as Need[]

/** Of an open need what says how it stands: little, since all of them are read to sort and count them. */
export type OpenNeed = Pick<Need, 'needId' | 'urgency' | 'state' | 'stateSince' | 'askedOf' | 'returnedBecause'>

/** The open needs that the actor's organisation triages or took down, in no order. */
export const listOpenNeedsToDecide = (tx: PlaceTx): Promise<OpenNeed[]> =>
  tx.sql<OpenNeed[]>`
    select need_id, urgency, state, state_since, asked_of, returned_because from requests.need
    where place_id = ${tx.placeId} and state <> 'closed' and ${tx.actor.organisationId}::uuid in (triaged_by_organisation_id, taken_by_organisation_id)`

/** A need with whose it is and which organisation took it down. */
export type NeedToDecideOn = Need & { readonly personId: string; readonly takenByOrganisationId: string | null }

/** Some needs with whose they are, in no order; those whose request the actor may not see are left out. */
export const listNeedsToDecideOn = (tx: PlaceTx, needIds: readonly string[]): Promise<NeedToDecideOn[]> =>
  tx.sql<NeedToDecideOn[]>`
    select n.need_id, n.help_request_id, n.journey_id, n.kind, n.description, n.urgency, n.near, n.neighbourhood_id, n.state, n.state_since,
      n.asked_of, n.returned_because, n.closing_reason, n.asked_at, n.closed_at, r.person_id, r.taken_by_organisation_id
    from requests.need n join requests.help_request r on r.place_id = n.place_id and r.help_request_id = n.help_request_id
    where n.place_id = ${tx.placeId} and n.need_id = any (${[...needIds]}::uuid[])`

/** The requests of one person that the actor may see, newest first. */
export const listHelpRequestsOf = async (tx: PlaceTx, personId: string): Promise<HelpRequest[]> =>
  (await tx.query
    .selectFrom('requests.helpRequest')
    .select(requestColumns)
    .where('placeId', '=', tx.placeId)
    .where('personId', '=', personId)
    .orderBy('madeAt', 'desc')
    .execute()) as unknown as HelpRequest[]

/** Writes where a need is now. */
export const saveNeedState = async (
  tx: PlaceTx,
  needId: NeedId,
  change: {
    state: NeedState
    askedOf?: AskedOf | null
    returnedBecause?: ReturnReason | null
    closingReason?: ClosingReason
  },
): Promise<void> => {
  await tx.query
    .updateTable('requests.need')
    .set({ ...change, stateSince: tx.now, ...(change.state === 'closed' && { closedAt: tx.now }) })
    .where('placeId', '=', tx.placeId)
    .where('needId', '=', needId)
    .execute()
}

/** Writes who a need is being put to, ahead of its state: from this moment nobody else is asked. */
export const saveAskedOf = async (tx: PlaceTx, needId: NeedId, askedOf: AskedOf): Promise<void> => {
  await tx.query
    .updateTable('requests.need')
    .set({ askedOf })
    .where('placeId', '=', tx.placeId)
    .where('needId', '=', needId)
    .execute()
}

export const saveNeedDescription = async (
  tx: PlaceTx,
  needId: NeedId,
  change: { description: string; urgency: string; kind: string },
): Promise<void> => {
  await tx.query
    .updateTable('requests.need')
    .set(change)
    .where('placeId', '=', tx.placeId)
    .where('needId', '=', needId)
    .execute()
}

/** Closes the request when its last need is closed; false when one is still open or it was closed before. */
export const closeHelpRequestWhenAllDone = async (tx: PlaceTx, helpRequestId: HelpRequestId): Promise<boolean> => {
  const closed = await tx.sql`
    update requests.help_request r set state = 'closed', closed_at = ${tx.now}
    where place_id = ${tx.placeId} and help_request_id = ${helpRequestId} and state = 'open'
      and not exists (select from requests.need n where n.place_id = r.place_id and n.help_request_id = r.help_request_id and n.state <> 'closed')`
  return closed.count === 1
}

/** Requests that were closed before a moment and are not forgotten yet, the longest closed first: all, or those with which nobody helped. */
export const listRequestsClosedBefore = async (
  tx: PlaceTx,
  before: Date,
  most: number,
  which: 'all' | 'nobody helped',
): Promise<string[]> => {
  const rows = await tx.sql<{ helpRequestId: string }[]>`
    select help_request_id from requests.help_request r
    where place_id = ${tx.placeId} and state = 'closed' and closed_at <= ${before} and code_hash <> ''
      and (${which === 'all'} or not exists (select from requests.need n where n.place_id = r.place_id and n.help_request_id = r.help_request_id
        and n.closing_reason in ('helped', 'signposted', 'passed to statutory service')))
    order by closed_at limit ${most}`
  return rows.map(({ helpRequestId }) => helpRequestId)
}

/** How many requests an organisation has taken down since some moment; whoever asks meanwhile waits until this transaction has ended. */
export const countTakenBy = (tx: PlaceTx, organisationId: string, since: Date): Promise<number> =>
  tx.house(async () => {
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`taken by ${organisationId}`}, 2))`
    const [row] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from requests.help_request
      where place_id = ${tx.placeId} and taken_by_organisation_id = ${organisationId} and made_at > ${since}`
    return row?.n ?? 0
  })

/** The requests an organisation took down, newest first; by the house's sight. */
export const listRequestsTakenBy = (
  tx: PlaceTx,
  organisationId: string,
): Promise<{ helpRequestId: string; personId: string; reference: string; madeAt: Date }[]> =>
  tx.house(
    () => tx.sql<{ helpRequestId: string; personId: string; reference: string; madeAt: Date }[]>`
      select help_request_id, person_id, reference, made_at from requests.help_request
      where place_id = ${tx.placeId} and taken_by_organisation_id = ${organisationId} order by made_at desc limit 200`,
  )

/** Saves roughly where the open needs of some people are, by the house's sight: what is decided from now on goes by it. */
export const saveNear = (
  tx: PlaceTx,
  personIds: readonly string[],
  near: GridPoint | null,
  neighbourhoodId: string | null,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update requests.need n set near = ${near as never}, neighbourhood_id = ${neighbourhoodId}
      from requests.help_request r
      where n.place_id = ${tx.placeId} and r.place_id = n.place_id and r.help_request_id = n.help_request_id
        and r.person_id = any (${[...personIds]}::uuid[]) and n.state <> 'closed'`
  })

/** Every request that an organisation took down, by id; by the house's sight. */
export const listRequestIdsTakenBy = (tx: PlaceTx, organisationId: string): Promise<string[]> =>
  tx.house(async () => {
    const rows = await tx.sql<{ id: string }[]>`
      select help_request_id as id from requests.help_request where place_id = ${tx.placeId} and taken_by_organisation_id = ${organisationId}`
    return rows.map(({ id }) => id)
  })

/** What one organisation took down is another's from now on: they turned out to be the same. */
export const saveTakenBy = (tx: PlaceTx, organisationId: string, by: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update requests.help_request set taken_by_organisation_id = ${by} where place_id = ${tx.placeId} and taken_by_organisation_id = ${organisationId}`
    await tx.sql`
      update requests.need set taken_by_organisation_id = ${by} where place_id = ${tx.placeId} and taken_by_organisation_id = ${organisationId}`
  })
