import type { PlaceTx } from '../../platform/db/database.ts'

/** The account of an e-mail address, for the house to compare a password with. */
export const findSignIn = (
  tx: PlaceTx,
  email: string,
): Promise<{ personId: string; name: string; passwordHash: string } | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ personId: string; name: string; passwordHash: string }[]>`
      select s.person_id, p.name, s.password_hash
      from people.sign_in s join people.person p on p.place_id = s.place_id and p.person_id = s.person_id
      where s.place_id = ${tx.placeId} and s.email = ${email.trim().toLowerCase()}`
    return row ?? null
  })

export const insertSignIn = (
  tx: PlaceTx,
  signIn: { email: string; personId: string; passwordHash: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.query
      .insertInto('people.signIn')
      .values({ ...signIn, email: signIn.email.trim().toLowerCase(), placeId: tx.placeId })
      .execute()
  })

/** How somebody signs in, and how they are told about it. */
export interface Account {
  readonly personId: string
  /** What they sign in with: an e-mail address, or a name they chose. */
  readonly email: string
  readonly passwordHash: string
  readonly name: string
  readonly phone: string | null
}

/** The account of somebody; null for whoever has none. */
export const findAccountOf = (tx: PlaceTx, personId: string): Promise<Account | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<Account[]>`
      select s.person_id, s.email, s.password_hash, p.name, p.phone
      from people.sign_in s join people.person p on p.place_id = s.place_id and p.person_id = s.person_id
      where s.place_id = ${tx.placeId} and s.person_id = ${personId} order by s.email limit 1`
    return row ?? null
  })

/** Keeps a new password, for whatever they sign in with. */
export const savePassword = (tx: PlaceTx, personId: string, passwordHash: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update people.sign_in set password_hash = ${passwordHash} where place_id = ${tx.placeId} and person_id = ${personId}`
  })
