import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'

/** What a code opens, and so which capability knows whose it is. */
export type Opens = 'volunteering' | 'request'

/** A way to somebody that they typed: an e-mail address in small letters, or a phone number as we write it. */
export interface TypedReach {
  readonly channel: 'email' | 'text'
  readonly reach: string
}

/** Somebody asked for a code. */
export interface AskedCode extends TypedReach {
  readonly codeId: string
  readonly opens: Opens
  /** Null where nobody was found, or not yet. */
  readonly codeHash: string | null
  readonly endsAt: Date
}

/** Writes down that a code was asked for; what ended a day ago goes. */
export const insertAsked = (
  tx: PlaceTx,
  asked: TypedReach & { readonly opens: Opens; readonly endsAt: Date },
): Promise<string> =>
  tx.house(async () => {
    const codeId = newId()
    await tx.sql`delete from people.one_time_code where place_id = ${tx.placeId} and ends_at < ${new Date(tx.now.getTime() - 86_400_000)}`
    await tx.query
      .insertInto('people.oneTimeCode')
      .values({ ...asked, placeId: tx.placeId, codeId, askedAt: tx.now })
      .execute()
    return codeId
  })

/** How often a code to somebody was asked for since some moment. */
export const countAsked = (tx: PlaceTx, { reach }: TypedReach, since: Date): Promise<number> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from people.one_time_code where place_id = ${tx.placeId} and reach = ${reach} and asked_at > ${since}`
    return row?.n ?? 0
  })

/** Takes those nobody has looked at yet, each once. */
export const takeToLookAt = (tx: PlaceTx, opens: Opens): Promise<AskedCode[]> =>
  tx.house(
    () => tx.sql<AskedCode[]>`
      update people.one_time_code set looked_at = ${tx.now}
      where place_id = ${tx.placeId} and opens = ${opens} and looked_at is null and ends_at > ${tx.now}
      returning code_id, opens, reach, channel, code_hash, ends_at`,
  )

export const saveCodeHash = (tx: PlaceTx, codeId: string, codeHash: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update people.one_time_code set code_hash = ${codeHash} where place_id = ${tx.placeId} and code_id = ${codeId}`
  })

/** One that may still be used, locked; null for whatever is used, over, or was never asked for. */
export const findAsked = (tx: PlaceTx, codeId: string, opens: Opens): Promise<AskedCode | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<AskedCode[]>`
      select code_id, opens, reach, channel, code_hash, ends_at from people.one_time_code
      where place_id = ${tx.placeId} and code_id = ${codeId} and opens = ${opens} and used_at is null and ends_at > ${tx.now} for update`
    return row ?? null
  })

/** Uses a code up, and every other that was sent to the same. */
export const useCodes = (tx: PlaceTx, { reach, opens }: Pick<AskedCode, 'reach' | 'opens'>): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update people.one_time_code set used_at = ${tx.now}
      where place_id = ${tx.placeId} and reach = ${reach} and opens = ${opens} and used_at is null`
  })

/** Writes down that somebody read a code on their phone: texts may go to this number of theirs. */
export const saveProvedPhone = (tx: PlaceTx, personId: string, phone: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into people.proved_phone (place_id, person_id, phone, proved_at) values (${tx.placeId}, ${personId}, ${phone}, ${tx.now})
      on conflict (place_id, person_id) do update set phone = excluded.phone, proved_at = excluded.proved_at`
  })

/** Those of some people who read a code on the very number they have now: texts reach them. */
export const listReachedByText = (tx: PlaceTx, personIds: readonly string[]): Promise<ReadonlySet<string>> =>
  tx.house(async () => {
    if (personIds.length === 0) return new Set()
    const rows = await tx.sql<{ personId: string }[]>`
      select v.person_id from people.proved_phone v join people.person p on p.place_id = v.place_id and p.person_id = v.person_id and p.phone = v.phone
      where v.place_id = ${tx.placeId} and v.person_id = any (${[...personIds]}::uuid[])`
    return new Set(rows.map(({ personId }) => personId))
  })
