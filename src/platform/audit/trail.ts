/** Reading the audit trail of a whole place: by whoever answers for its data, and to tell what is unusual. All of it by the house's sight; who may ask is decided above. */
import type { PlaceTx } from '../db/database.ts'

/** What of the audit trail is asked for; null is everything. */
export interface TrailFilter {
  /** Part of the name of whoever looked or did something. */
  readonly who: string | null
  /** One person who looked, by id. */
  readonly readerId: string | null
  readonly recordIds: readonly string[] | null
  readonly from: Date | null
  readonly until: Date | null
  /** Actions left out, as patterns of SQL's `like`. */
  readonly without: readonly string[]
}

/** One line, as those who answer for the data read it. */
export interface TrailLine {
  readonly actedAt: Date
  readonly action: string
  readonly recordId: string | null
  readonly actorKind: string
  readonly personId: string | null
  readonly organisationId: string | null
  /** Null where the name was deleted since. */
  readonly name: string | null
  readonly reason: string | null
}

/** Lines of the place but the house's own, newest first. */
export const listTrail = (
  tx: PlaceTx,
  { who, readerId, recordIds, from, until, without }: TrailFilter,
  { most, after }: { most: number; after: number },
): Promise<TrailLine[]> =>
  tx.house(
    () => tx.sql<TrailLine[]>`
      select l.acted_at, l.action, l.record_id, l.actor_kind, l.person_id, l.organisation_id, n.words as name, r.words as reason
      from platform.audit_line l
      left join platform.audit_words n on n.place_id = l.place_id and n.seal = l.name_seal
      left join platform.audit_words r on r.place_id = l.place_id and r.seal = l.reason_seal
      where l.place_id = ${tx.placeId} and l.actor_kind <> 'house' and l.action not like all (${[...without]}::text[])
        ${who ? tx.sql`and n.words ilike ${`%${who.replace(/[%_\\]/g, '\\$&')}%`}` : tx.sql``}
        ${readerId ? tx.sql`and l.person_id = ${readerId}` : tx.sql``}
        ${recordIds ? tx.sql`and l.record_id = any (${[...recordIds]}::uuid[])` : tx.sql``}
        ${from ? tx.sql`and l.acted_at >= ${from}` : tx.sql``}
        ${until ? tx.sql`and l.acted_at < ${until}` : tx.sql``}
      order by l.acted_at desc, l.audit_id desc limit ${most} offset ${after}`,
  )

/** Who did one of some things with which records since a moment: one row for each person. */
export const listReadSince = (tx: PlaceTx, actions: readonly string[], since: Date) =>
  tx.house(
    () => tx.sql<{ readerId: string; organisationId: string | null; opened: string[]; readFrom: Date }[]>`
      select person_id as reader_id, (array_agg(organisation_id))[1] as organisation_id, array_agg(distinct record_id) as opened, min(acted_at) as read_from
      from platform.audit_line
      where place_id = ${tx.placeId} and acted_at > ${since} and person_id is not null and record_id is not null and action = any (${[...actions]})
      group by person_id`,
  )

/** What a person usually reads: records in an hour with any, and the nights (22 to 6 by UTC, near enough) with any. */
export const findUsual = (
  tx: PlaceTx,
  actions: readonly string[],
  readerId: string,
  { from, until }: { from: Date; until: Date },
): Promise<{ usualInAnHour: number | null; nightsBefore: number }> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ usualInAnHour: number | null; nightsBefore: number }[]>`
      select avg(n)::float as usual_in_an_hour, count(distinct day) filter (where hour >= 22 or hour < 6)::int as nights_before
      from (
        select date_trunc('hour', acted_at) as at, extract(hour from acted_at) as hour, acted_at::date as day, count(distinct record_id) as n
        from platform.audit_line
        where place_id = ${tx.placeId} and person_id = ${readerId} and acted_at > ${from} and acted_at <= ${until} and action = any (${[...actions]}) and record_id is not null
        group by 1, 2, 3) hours`
    return row ?? { usualInAnHour: null, nightsBefore: 0 }
  })

/** On how many days since a moment a person did one of some things with each of some records. */
export const countDaysOpened = (
  tx: PlaceTx,
  actions: readonly string[],
  readerId: string,
  recordIds: readonly string[],
  since: Date,
) =>
  tx.house(
    () => tx.sql<{ recordId: string; days: number }[]>`
      select record_id, count(distinct acted_at::date)::int as days from platform.audit_line
      where place_id = ${tx.placeId} and person_id = ${readerId} and acted_at > ${since} and action = any (${[...actions]}) and record_id = any (${[...recordIds]}::uuid[])
      group by record_id`,
  )
