import type { PlaceTx } from '../../../../platform/db/database.ts'

/** Writes down in whose hands records are now. */
export const saveHandedOver = (
  tx: PlaceTx,
  of: {
    readonly organisationId: string
    readonly kind: string
    readonly recordIds: readonly string[]
    readonly personId: string
    readonly fromPersonId: string
  },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into people.handed_over (place_id, organisation_id, kind, record_id, person_id, from_person_id, handed_at)
      select ${tx.placeId}, ${of.organisationId}, ${of.kind}, id, ${of.personId}, ${of.fromPersonId}, ${tx.now} from unnest(${[...of.recordIds]}::uuid[]) id
      on conflict (place_id, organisation_id, kind, record_id) do update set person_id = excluded.person_id, from_person_id = excluded.from_person_id, handed_at = excluded.handed_at`
  })

/** What was handed to somebody of an organisation, by kind. */
export const listHandedTo = (
  tx: PlaceTx,
  organisationId: string,
  personId: string,
): Promise<{ kind: string; recordId: string }[]> =>
  tx.house(
    () => tx.sql<{ kind: string; recordId: string }[]>`
      select kind, record_id from people.handed_over
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} and person_id = ${personId} order by handed_at, record_id`,
  )

/** Of some records, those that were handed to somebody else: they are in nobody's hands before that any more. */
export const listHandedAway = (tx: PlaceTx, organisationId: string, personId: string): Promise<ReadonlySet<string>> =>
  tx.house(async () => {
    const rows = await tx.sql<{ recordId: string }[]>`
      select record_id from people.handed_over
      where place_id = ${tx.placeId} and organisation_id = ${organisationId} and from_person_id = ${personId} and person_id <> ${personId}`
    return new Set(rows.map(({ recordId }) => recordId))
  })
