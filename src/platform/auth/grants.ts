import { newId } from '../../kernel/ids.ts'
import type { PlaceTx } from '../db/database.ts'
import { unnested } from '../db/unnested.ts'

/** One line of the table that says who may see what: row-level security reads nothing else. */
export interface Grant {
  readonly recordId: string
  /** An organisation, a person, or a record whose bearer holds a code. */
  readonly holderId: string
  /** Why, in a word the audit can show: 'took the request', 'asked to help', 'said yes', ... */
  readonly basis: string
  /** The consent, agreement or referral it rests on. */
  readonly basisId?: string
  /** When it ends by itself; omitted means until it is ended. */
  readonly until?: Date
}

/** Lets holders see records from now on. Granting twice what is already granted on the same basis changes nothing. */
export const grantAccess = (tx: PlaceTx, grants: readonly Grant[]): Promise<void> =>
  tx.house(async () => {
    if (grants.length === 0) return
    const rows = grants.map(({ recordId, holderId, basis, basisId, until }) => ({
      grant_id: newId(),
      record_id: recordId,
      holder_id: holderId,
      basis,
      basis_id: basisId ?? null,
      granted_until: until ?? null,
    }))
    await tx.sql`
      insert into platform.record_grant (place_id, grant_id, record_id, holder_id, basis, basis_id, granted_at, granted_until)
      select ${tx.placeId}, n.grant_id, n.record_id, n.holder_id, n.basis, n.basis_id, ${tx.now}, n.granted_until
      from ${unnested(tx.sql, rows, { grant_id: 'uuid', record_id: 'uuid', holder_id: 'uuid', basis: 'text', basis_id: 'uuid', granted_until: 'timestamptz' })}
        as n (grant_id, record_id, holder_id, basis, basis_id, granted_until)
      where not exists (
        select from platform.record_grant g
        where g.place_id = ${tx.placeId} and g.record_id = n.record_id and g.holder_id = n.holder_id and g.basis = n.basis
          and g.basis_id is not distinct from n.basis_id and (g.granted_until is null or g.granted_until > ${tx.now}))`
  })

/** Ends access now: every grant that rests on `basisId`, or one holder's grants on some records. Returns how many ended. */
export const endAccess = (
  tx: PlaceTx,
  which: { basisId: string } | { holderId: string; recordIds: readonly string[] },
): Promise<number> =>
  tx.house(async () => {
    const ended =
      'basisId' in which
        ? await tx.sql`update platform.record_grant set granted_until = ${tx.now}
            where place_id = ${tx.placeId} and basis_id = ${which.basisId} and (granted_until is null or granted_until > ${tx.now})`
        : await tx.sql`update platform.record_grant set granted_until = ${tx.now}
            where place_id = ${tx.placeId} and holder_id = ${which.holderId} and record_id = any(${[...which.recordIds]}::uuid[])
              and (granted_until is null or granted_until > ${tx.now})`
    return ended.count
  })

/** Ends now what was granted on a basis: all of it, or some records alone, and never those excepted. */
export const endAccessTo = (
  tx: PlaceTx,
  {
    basisId,
    recordIds,
    exceptRecordIds,
  }: { basisId: string; recordIds?: readonly string[]; exceptRecordIds: readonly string[] },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update platform.record_grant set granted_until = ${tx.now}
      where place_id = ${tx.placeId} and basis_id = ${basisId} and (granted_until is null or granted_until > ${tx.now})
        and ${recordIds ? tx.sql`record_id = any (${[...recordIds]}::uuid[])` : tx.sql`true`} and record_id <> all (${[...exceptRecordIds]}::uuid[])`
  })

/** Who could and can see some records, and why, the newest first. */
export interface GrantLine {
  readonly recordId: string
  readonly holderId: string
  readonly basis: string
  readonly grantedAt: Date
  readonly grantedUntil: Date | null
}

/** Every grant there was on some records, by the house's sight. */
export const listGrantsOn = (tx: PlaceTx, recordIds: readonly string[]): Promise<GrantLine[]> =>
  tx.house(
    () => tx.sql<GrantLine[]>`
      select record_id, holder_id, basis, granted_at, granted_until from platform.record_grant
      where place_id = ${tx.placeId} and record_id = any(${[...recordIds]}::uuid[]) order by granted_at desc, grant_id`,
  )
