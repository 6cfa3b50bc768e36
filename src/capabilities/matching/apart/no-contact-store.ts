import type { PlaceTx } from '../../../platform/db/database.ts'
import { listPeople } from '../../people/index.ts'
import { heldByLeads, type NoContactPair, type NoContactReason } from './no-contact.ts'

interface PairRow {
  readonly personA: string
  readonly personB: string
  readonly because: NoContactReason
  readonly saidBy: string
  readonly saidAt: Date
}

const ordered = (one: string, other: string): readonly [string, string] => (one < other ? [one, other] : [other, one])

/** Every pair of the place with what tells who they are, for `mustNotMeet`. Read by the house, whoever asks. */
export const listNoContact = (tx: PlaceTx): Promise<NoContactPair[]> =>
  tx.house(async () => {
    const rows = await tx.sql<PairRow[]>`
      select person_a, person_b, because from matching.no_contact where place_id = ${tx.placeId} and dismissed_at is null`
    const people = new Map(
      (
        await listPeople(
          tx,
          rows.flatMap(row => [row.personA, row.personB]),
        )
      ).map(p => [p.personId as string, p]),
    )
    return rows.flatMap(({ personA, personB, because }) => {
      const [a, b] = [people.get(personA), people.get(personB)]
      return a && b ? [{ people: [a, b], because }] : []
    })
  })

/** The other side of one person's pairs. */
export interface NotToMeet {
  readonly personId: string
  readonly because: NoContactReason
  readonly saidBy: string
  readonly saidAt: Date
  /** How the house knew one of them again; null where somebody said it. */
  readonly recognised: 'exactly' | 'perhaps' | null
}

/** Whom one person must not meet, newest first. Read by the house: a page shows only those whose two people the actor may see. */
export const listNoContactOf = (tx: PlaceTx, personId: string): Promise<NotToMeet[]> =>
  tx.house(
    () => tx.sql<NotToMeet[]>`
      select case when person_a = ${personId} then person_b else person_a end as person_id, because, said_by, said_at, recognised
      from matching.no_contact where place_id = ${tx.placeId} and dismissed_at is null and (person_a = ${personId} or person_b = ${personId})
      order by said_at desc, person_id`,
  )

/** One pair, locked; null when nobody said that these two must not meet. */
export const findNoContact = (
  tx: PlaceTx,
  one: string,
  other: string,
): Promise<Pick<NotToMeet, 'because' | 'recognised'> | null> =>
  tx.house(async () => {
    const [a, b] = ordered(one, other)
    const [row] = await tx.sql<Pick<NotToMeet, 'because' | 'recognised'>[]>`
      select because, recognised from matching.no_contact where place_id = ${tx.placeId} and person_a = ${a} and person_b = ${b} and dismissed_at is null for update`
    return row ?? null
  })

/** Writes a pair down, whichever is named first. Said again for a lighter reason, a graver one stands. */
export const saveNoContact = (tx: PlaceTx, one: string, other: string, because: NoContactReason): Promise<void> =>
  tx.house(async () => {
    const [a, b] = ordered(one, other)
    await tx.sql`
      insert into matching.no_contact (place_id, person_a, person_b, because, said_by, said_at)
      values (${tx.placeId}, ${a}, ${b}, ${because}, ${tx.actor.name}, ${tx.now})
      on conflict (place_id, person_a, person_b) do update set because = excluded.because, said_by = excluded.said_by, said_at = excluded.said_at, recognised = null, dismissed_at = null
      where no_contact.recognised is not null or not (no_contact.because = any(${[...heldByLeads]}) and excluded.because <> all(${[...heldByLeads]}))`
  })

export const deleteNoContact = (tx: PlaceTx, one: string, other: string): Promise<void> =>
  tx.house(async () => {
    const [a, b] = ordered(one, other)
    // What the house knew again it would know again at the next offer: that it is not them is kept.
    await tx.sql`
      update matching.no_contact set dismissed_at = ${tx.now} where place_id = ${tx.placeId} and person_a = ${a} and person_b = ${b} and recognised is not null`
    await tx.sql`
      delete from matching.no_contact where place_id = ${tx.placeId} and person_a = ${a} and person_b = ${b} and recognised is null`
  })

/** Two people of a pair, by id. */
interface KeptPair {
  readonly personA: string
  readonly personB: string
}

/** Every pair of the place that stands. */
export const listKept = (tx: PlaceTx): Promise<KeptPair[]> =>
  tx.sql<
    KeptPair[]
  >`select person_a, person_b from matching.no_contact where place_id = ${tx.placeId} and dismissed_at is null`

/** Keeps what the two of a pair are known by; null leaves what was kept of one. */
export const saveMarks = async (
  tx: PlaceTx,
  personA: string,
  personB: string,
  marks: { a: readonly string[] | null; b: readonly string[] | null },
): Promise<void> => {
  await tx.sql`
    update matching.no_contact set known_a = coalesce(${marks.a && [...marks.a]}::text[], known_a), known_b = coalesce(${marks.b && [...marks.b]}::text[], known_b)
    where place_id = ${tx.placeId} and person_a = ${personA} and person_b = ${personB}`
}

/** The pairs in which somebody is, or may be by what is kept of the two. */
export const listPairsKnownBy = (
  tx: PlaceTx,
  personId: string,
  marks: readonly string[],
): Promise<(KeptPair & { knownA: string[]; knownB: string[]; because: NoContactReason })[]> =>
  tx.sql<(KeptPair & { knownA: string[]; knownB: string[]; because: NoContactReason })[]>`
    select person_a, person_b, known_a, known_b, because from matching.no_contact
    where place_id = ${tx.placeId} and dismissed_at is null
      and (person_a = ${personId} or person_b = ${personId} or known_a && ${[...marks]}::text[] or known_b && ${[...marks]}::text[])`

/** Writes down a pair that the house knew again; false when it was known, or somebody has said that it is not them. */
export const insertRecognised = async (
  tx: PlaceTx,
  one: string,
  other: string,
  because: NoContactReason,
  recognised: 'exactly' | 'perhaps',
): Promise<boolean> => {
  const [a, b] = ordered(one, other)
  const made = await tx.sql`
    insert into matching.no_contact (place_id, person_a, person_b, because, said_by, said_at, recognised)
    values (${tx.placeId}, ${a}, ${b}, ${because}, 'the house', ${tx.now}, ${recognised}) on conflict do nothing`
  return made.count === 1
}
