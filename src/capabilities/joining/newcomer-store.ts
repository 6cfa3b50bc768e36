import type { PlaceTx } from '../../platform/db/database.ts'
import type { Newcomer } from './newcomer.ts'

const columns = (tx: PlaceTx) => tx.sql`
  newcomer_id, name, kind, about, helps_with, neighbourhood_ids, speaks_for, email, phone, asked_at, ends_at, vouched_by, joined_at,
  organisation_id, decision, decided_at, decided_by, decision_says, known_organisation_id`

export const insertNewcomer = (
  tx: PlaceTx,
  newcomer: Pick<
    Newcomer,
    | 'newcomerId'
    | 'name'
    | 'kind'
    | 'about'
    | 'helpsWith'
    | 'neighbourhoodIds'
    | 'speaksFor'
    | 'email'
    | 'phone'
    | 'endsAt'
    | 'vouchedBy'
  >,
): Promise<void> =>
  tx.house(async () => {
    const { newcomerId, name, kind, about, helpsWith, neighbourhoodIds, speaksFor, email, phone, endsAt, vouchedBy } =
      newcomer
    await tx.sql`
      insert into joining.newcomer (place_id, newcomer_id, name, kind, about, helps_with, neighbourhood_ids, speaks_for, email, phone, asked_at, ends_at, vouched_by)
      values (${tx.placeId}, ${newcomerId}, ${name}, ${kind}, ${about}, ${[...helpsWith]}, ${neighbourhoodIds && [...neighbourhoodIds]}::uuid[],
        ${speaksFor}, ${email}, ${phone}, ${tx.now}, ${endsAt}, ${vouchedBy})`
  })

/** One group that asked to join, locked; null when nobody did. */
export const findNewcomer = (tx: PlaceTx, newcomerId: string): Promise<Newcomer | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Newcomer[]>`
      select ${columns(tx)} from joining.newcomer where place_id = ${tx.placeId} and newcomer_id = ${newcomerId} for update`
    return row ?? null
  })

/** The group an organisation joined as, for each that joined by itself. */
export const listNewcomersOf = (tx: PlaceTx, organisationIds: readonly string[]): Promise<Newcomer[]> =>
  tx.house(
    () => tx.sql<Newcomer[]>`
      select ${columns(tx)} from joining.newcomer where place_id = ${tx.placeId} and organisation_id = any (${[...organisationIds]}::uuid[])`,
  )

/** Every group that joined, those that nobody has looked at first, the longest waiting before the others; then the latest decided. */
export const listJoined = (tx: PlaceTx): Promise<Newcomer[]> =>
  tx.house(
    () => tx.sql<Newcomer[]>`
      select ${columns(tx)} from joining.newcomer where place_id = ${tx.placeId} and joined_at is not null
      order by decided_at desc nulls first, joined_at limit 200`,
  )

/** How often somebody asked for a link to this address since some moment. */
export const countAsked = (tx: PlaceTx, email: string, since: Date): Promise<number> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from joining.newcomer where place_id = ${tx.placeId} and lower(email) = ${email.toLowerCase()} and asked_at > ${since}`
    return row?.n ?? 0
  })

export const saveJoined = (tx: PlaceTx, newcomerId: string, organisationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update joining.newcomer set joined_at = ${tx.now}, organisation_id = ${organisationId} where place_id = ${tx.placeId} and newcomer_id = ${newcomerId}`
  })

export const saveDecision = (
  tx: PlaceTx,
  newcomerId: string,
  { decision, says, knownOrganisationId }: { decision: string; says: string; knownOrganisationId: string | null },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update joining.newcomer set decision = ${decision}, decided_at = ${tx.now}, decided_by = ${tx.actor.name}, decision_says = ${says},
        known_organisation_id = ${knownOrganisationId}
      where place_id = ${tx.placeId} and newcomer_id = ${newcomerId}`
  })

/** Forgets groups whose link nobody opened. */
export const forgetUnopened = async (tx: PlaceTx, before: Date, most: number, dry: boolean): Promise<number> => {
  const due = tx.sql`
    select newcomer_id from joining.newcomer where place_id = ${tx.placeId} and joined_at is null and asked_at <= ${before} limit ${most}`
  if (dry) return (await due).length
  return (await tx.sql`delete from joining.newcomer where place_id = ${tx.placeId} and newcomer_id in (${due})`).count
}
