import { newId } from '../../kernel/ids.ts'
import { type Grant, grantAccess, listHoldersFor } from '../../platform/auth/grants.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import type { Consent, ConsentId, Person, PersonId } from './person.ts'

const columns = [
  'personId',
  'name',
  'phone',
  'email',
  'contactBy',
  'address',
  'postcode',
  'position',
  'neighbourhoodId',
  'communicationNeeds',
  'addressIsHidden',
] as const

/** Somebody to write down; their address is not hidden unless that is said. */
export type NewPerson = Omit<Person, 'personId' | 'addressIsHidden'> & { readonly addressIsHidden?: boolean }

/** Writes a new person; who else may see them is granted by whoever took them down. `grants` go with it in the same statement. */
export const insertPerson = (
  tx: PlaceTx,
  person: NewPerson,
  personId = newId<PersonId>(),
  grants: readonly Grant[] = [],
): Promise<PersonId> =>
  tx.house(async () => {
    // Sent together: many people may come at once.
    await Promise.all([
      tx.sql`
        insert into people.person (place_id, person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden, created_at)
        values (${tx.placeId}, ${personId}, ${person.name}, ${person.phone}, ${person.email}, ${person.contactBy}, ${person.address}, ${person.postcode},
          ${person.position as never}, ${person.neighbourhoodId}, ${person.communicationNeeds}, ${person.addressIsHidden ?? false}, ${tx.now})`,
      grantAccess(tx, [{ recordId: personId, holderId: personId, basis: 'is this person' }, ...grants]),
    ])
    return personId
  })

/** How a person can be reached and where they live. */
export type Reach = Pick<Person, 'name' | 'phone' | 'email' | 'contactBy' | 'postcode' | 'position' | 'neighbourhoodId'>

/** Saves how a person can be reached, for those who may see them; the address stays as it is. */
export const saveReach = async (tx: PlaceTx, personId: string, reach: Reach): Promise<void> => {
  await tx.sql`
    update people.person set name = ${reach.name}, phone = ${reach.phone}, email = ${reach.email}, contact_by = ${reach.contactBy}, postcode = ${reach.postcode},
      position = ${reach.position as never}, neighbourhood_id = ${reach.neighbourhoodId}
    where place_id = ${tx.placeId} and person_id = ${personId}`
}

/**
 * Who in the place has this phone number or e-mail address and a name that is alike (trigram similarity over 0.4); by the house's sight, so that what is made of
 * it must not show in any answer to whoever asks.
 */
export const listPeopleReachedAt = (
  tx: PlaceTx,
  { name, phone, email }: Pick<Person, 'name' | 'phone' | 'email'>,
): Promise<Person[]> =>
  tx.house(
    () => tx.sql<Person[]>`
      select person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden from people.person
      where place_id = ${tx.placeId} and (phone = ${phone} or email_in_small_letters = ${email?.toLowerCase() ?? null}) and similarity(lower(name), lower(${name})) > 0.4
      order by created_at limit 20`,
  )

/** Has everybody else who comes with the same phone number or e-mail address wait until this transaction ends. */
export const lockReach = async (tx: PlaceTx, { phone, email }: Pick<Person, 'phone' | 'email'>): Promise<void> => {
  const reaches = [phone, email?.toLowerCase()].filter(reach => reach).map(reach => `${tx.placeId} ${reach}`)
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(reach, 2)) from unnest(${reaches.sort()}::text[]) reach`
}

/** Who has this e-mail address; by the house's sight, as `listPeopleReachedAt`. */
export const listPeopleByEmail = (tx: PlaceTx, email: string): Promise<Person[]> =>
  tx.house(
    () => tx.sql<Person[]>`
      select person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden from people.person
      where place_id = ${tx.placeId} and email_in_small_letters = ${email.toLowerCase()} order by created_at limit 20`,
  )

/**
 * Forgets who a person is once nobody needs to know any more: name and every way to reach them go, the row stays for what was counted. Does nothing while
 * they have an account here or somebody else was given sight of them for another reason than `basisIds`.
 * @returns whether they were forgotten.
 */
export const forgetPerson = (tx: PlaceTx, personId: string, basisIds: readonly string[]): Promise<boolean> =>
  tx.house(async () => {
    const others = await listHoldersFor(tx, personId, basisIds)
    const gone = await tx.sql`
      update people.person set name = 'deleted', phone = null, email = null, contact_by = 'phone', address = null, postcode = null, position = null, neighbourhood_id = null,
        communication_needs = null, born_on = null
      where place_id = ${tx.placeId} and person_id = ${personId} and ${others.every(holderId => holderId === personId)}
        and not exists (select from people.sign_in s where s.place_id = ${tx.placeId} and s.person_id = ${personId})`
    return gone.count === 1
  })

/** A person the actor was granted sight of, or null: "not there" and "not yours to see" are the same answer. */
export const findPerson = async (tx: PlaceTx, personId: string): Promise<Person | null> => {
  const row = await tx.query
    .selectFrom('people.person')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return (row as unknown as Person | undefined) ?? null
}

/** Those of some people that the actor was granted sight of, in no order: for lists, one statement however long. */
export const listPeople = async (tx: PlaceTx, personIds: readonly string[]): Promise<Person[]> =>
  personIds.length === 0
    ? []
    : ((await tx.query
        .selectFrom('people.person')
        .select(columns)
        .where('placeId', '=', tx.placeId)
        .where('personId', 'in', [...new Set(personIds)])
        .execute()) as unknown as Person[])

/**
 * People the actor may see who may be this one: the same phone or e-mail, or the same postcode and a name that sounds alike
 * (trigram similarity over 0.4).
 */
export const listPeopleLike = async (tx: PlaceTx, person: Person): Promise<(Person & { because: string })[]> =>
  tx.sql<(Person & { because: string })[]>`
    select person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden,
      case when phone = ${person.phone} then 'same phone number' when email = ${person.email} then 'same e-mail'
        else 'same postcode and a similar name' end as because
    from people.person
    where place_id = ${tx.placeId} and person_id <> ${person.personId}
      and (phone = ${person.phone} or email = ${person.email}
        or (postcode = ${person.postcode} and similarity(lower(name), lower(${person.name})) > 0.4))
    order by created_at desc limit 10`

export const insertConsent = async (
  tx: PlaceTx,
  consent: Omit<Consent, 'consentId' | 'givenAt' | 'withdrawnAt'>,
): Promise<ConsentId> => {
  const consentId = newId<ConsentId>()
  await tx.query
    .insertInto('people.consent')
    .values({ ...consent, placeId: tx.placeId, consentId, givenAt: tx.now, withdrawnAt: null })
    .execute()
  return consentId
}

/** What a person has permitted about one thing, newest first. */
export const listConsents = async (tx: PlaceTx, aboutId: string): Promise<Consent[]> =>
  (await tx.query
    .selectFrom('people.consent')
    .select([
      'consentId',
      'personId',
      'aboutId',
      'purpose',
      'organisationId',
      'wording',
      'givenHow',
      'recordedBy',
      'givenAt',
      'withdrawnAt',
    ])
    .where('placeId', '=', tx.placeId)
    .where('aboutId', '=', aboutId)
    .orderBy('givenAt', 'desc')
    .execute()) as unknown as Consent[]

/** Ends every consent about one thing; true when there was one to end. */
export const withdrawConsents = async (tx: PlaceTx, aboutId: string): Promise<boolean> => {
  const ended = await tx.sql`
    update people.consent set withdrawn_at = ${tx.now} where place_id = ${tx.placeId} and about_id = ${aboutId} and withdrawn_at is null`
  return ended.count > 0
}
