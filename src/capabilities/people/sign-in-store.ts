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
