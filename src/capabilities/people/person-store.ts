import { newId } from '../../kernel/ids.ts'
import { grantAccess } from '../../platform/auth/grants.ts'
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
] as const

/** Writes a new person; who may see them is granted by whoever took them down. */
export const insertPerson = (tx: PlaceTx, person: Omit<Person, 'personId'>): Promise<PersonId> =>
  tx.house(async () => {
    const personId = newId<PersonId>()
    await tx.query
      .insertInto('people.person')
      .values({ ...person, placeId: tx.placeId, personId, bornOn: null, createdAt: tx.now })
      .execute()
    await grantAccess(tx, [{ recordId: personId, holderId: personId, basis: 'is this person' }])
    return personId
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
    select person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs,
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
