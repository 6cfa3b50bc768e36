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
      select person_a, person_b, because from matching.no_contact where place_id = ${tx.placeId}`
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
}

/** Whom one person must not meet, newest first. Read by the house: a page shows only those whose two people the actor may see. */
export const listNoContactOf = (tx: PlaceTx, personId: string): Promise<NotToMeet[]> =>
  tx.house(
    () => tx.sql<NotToMeet[]>`
      select case when person_a = ${personId} then person_b else person_a end as person_id, because, said_by, said_at
      from matching.no_contact where place_id = ${tx.placeId} and (person_a = ${personId} or person_b = ${personId})
      order by said_at desc, person_id`,
  )

/** One pair, locked; null when nobody said that these two must not meet. */
export const findNoContact = (tx: PlaceTx, one: string, other: string): Promise<{ because: NoContactReason } | null> =>
  tx.house(async () => {
    const [a, b] = ordered(one, other)
    const [row] = await tx.sql<{ because: NoContactReason }[]>`
      select because from matching.no_contact where place_id = ${tx.placeId} and person_a = ${a} and person_b = ${b} for update`
    return row ?? null
  })

/** Writes a pair down, whichever is named first. Said again for a lighter reason, a graver one stands. */
export const saveNoContact = (tx: PlaceTx, one: string, other: string, because: NoContactReason): Promise<void> =>
  tx.house(async () => {
    const [a, b] = ordered(one, other)
    await tx.sql`
      insert into matching.no_contact (place_id, person_a, person_b, because, said_by, said_at)
      values (${tx.placeId}, ${a}, ${b}, ${because}, ${tx.actor.name}, ${tx.now})
      on conflict (place_id, person_a, person_b) do update set because = excluded.because, said_by = excluded.said_by, said_at = excluded.said_at
      where not (no_contact.because = any(${[...heldByLeads]}) and excluded.because <> all(${[...heldByLeads]}))`
  })

export const deleteNoContact = (tx: PlaceTx, one: string, other: string): Promise<void> =>
  tx.house(async () => {
    const [a, b] = ordered(one, other)
    await tx.sql`delete from matching.no_contact where place_id = ${tx.placeId} and person_a = ${a} and person_b = ${b}`
  })
