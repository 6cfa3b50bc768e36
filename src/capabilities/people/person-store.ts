import { newId } from '../../kernel/ids.ts'
import { auditLoads } from '../../platform/audit/audit.ts'
import { type Grant, grantAccess } from '../../platform/auth/grants.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { unnested } from '../../platform/db/unnested.ts'
import { type Held, isHeld } from '../../platform/personal/held.ts'
import { lookedAtPerson, sawInList } from './looks.ts'
import { type Consent, type ConsentId, consentHoldsDays, type Person, type PersonId } from './person.ts'

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

/** Writes a new person, seen by themselves; who else may see them is granted by whoever took them down. */
export const insertPerson = async (tx: PlaceTx, person: NewPerson, personId = newId<PersonId>()): Promise<PersonId> => {
  await insertPeople(tx, [{ ...person, personId }])
  return personId
}

/** Writes new people; `grants` on anything go with them in one statement. */
export const insertPeople = (
  tx: PlaceTx,
  people: readonly (NewPerson & { readonly personId: PersonId })[],
  grants: readonly Grant[] = [],
): Promise<void> =>
  tx.house(async () => {
    const rows = people.map(({ addressIsHidden = false, ...person }) => ({ ...person, addressIsHidden }))
    // Sent together: many people may come at once.
    await Promise.all([
      people.length > 0 &&
        tx.sql`
        insert into people.person (place_id, person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden, created_at)
        select ${tx.placeId}, x.*, ${tx.now}
        from ${unnested(tx.sql, rows, {
          personId: 'uuid',
          name: 'text',
          phone: 'text',
          email: 'text',
          contactBy: 'text',
          address: 'text',
          postcode: 'text',
          position: 'point',
          neighbourhoodId: 'uuid',
          communicationNeeds: 'text',
          addressIsHidden: 'boolean',
        })} as x`,
      grantAccess(tx, [
        ...people.map(({ personId }) => ({ recordId: personId, holderId: personId, basis: 'is this person' })),
        ...grants,
      ]),
    ])
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

/** Saves whether volunteers who help somebody may be told where they live, for those who may see them. */
export const saveAddressHidden = async (tx: PlaceTx, personId: string, isHidden: boolean): Promise<void> => {
  await tx.sql`
    update people.person set address_is_hidden = ${isHidden} where place_id = ${tx.placeId} and person_id = ${personId}`
}

/** Saves where the postcode of some people is, by the house's sight. */
export const saveWhereTheyLive = (
  tx: PlaceTx,
  personIds: readonly string[],
  { position, neighbourhoodId }: Pick<Person, 'position' | 'neighbourhoodId'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update people.person set position = ${position as never}, neighbourhood_id = ${neighbourhoodId}
      where place_id = ${tx.placeId} and person_id = any (${[...personIds]}::uuid[])`
  })

/** A name, and the phone number or e-mail address it comes with. */
type ReachedAt = Pick<Person, 'name' | 'phone' | 'email'>

/**
 * Who in the place has the phone number or e-mail address of somebody and a name that is alike (trigram similarity over 0.4): for each asked about a list, the
 * longest known first. By the house's sight, so that what is made of it must not show in any answer to whoever asks.
 */
export const listPeopleReachedAt = (tx: PlaceTx, asked: readonly ReachedAt[]): Promise<Person[][]> =>
  tx.house(async () => {
    const rows = asked.map(({ name, phone, email }, n) => ({ n, name, phone, email: small(email) }))
    // Each way by its own index, however many are asked about.
    const found = await tx.sql<(Person & { n: number })[]>`
      select x.n, p.* from ${unnested(tx.sql, rows, { n: 'int', name: 'text', phone: 'text', email: 'text' })} as x (n, name, phone, email)
      cross join lateral (
        select person_id, reached.name, reached.phone, reached.email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden
        from (
          select * from people.person where place_id = ${tx.placeId} and phone = x.phone
          union all
          select * from people.person where place_id = ${tx.placeId} and email_in_small_letters = x.email and (x.phone is null or phone is distinct from x.phone)) reached
        where similarity(lower(reached.name), lower(x.name)) > 0.4 order by created_at limit 20) p`
    const lists = asked.map((): Person[] => [])
    for (const { n, ...person } of found) lists[n]?.push(person)
    return lists
  })

/** Has everybody else who comes with one of these phone numbers or e-mail addresses wait until this transaction ends. */
export const lockReach = async (tx: PlaceTx, asked: readonly Omit<ReachedAt, 'name'>[]): Promise<void> => {
  const reaches = [...new Set(asked.flatMap(reachesOf))].map(reach => `${tx.placeId} ${reach}`)
  // In one order everywhere, so that nobody waits in a circle.
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(reach, 2)) from unnest(${reaches.sort()}::text[]) reach`
}

/** The ways somebody is reached, as they are the same for everybody who writes them otherwise. */
export const reachesOf = ({ phone, email }: Omit<ReachedAt, 'name'>): string[] =>
  [phone, small(email)].filter(reach => reach !== null && reach !== '') as string[]

const small = (email: string | null): string | null => email?.toLowerCase() ?? null

/** Who has this e-mail address; by the house's sight, as `listPeopleReachedAt`. */
export const listPeopleByEmail = (tx: PlaceTx, email: string): Promise<Person[]> =>
  tx.house(
    () => tx.sql<Person[]>`
      select person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden from people.person
      where place_id = ${tx.placeId} and email_in_small_letters = ${email.toLowerCase()} order by created_at limit 20`,
  )

/** A person the actor was granted sight of, or null: "not there" and "not yours to see" are the same answer. The look is written down. */
export const findPerson = async (tx: PlaceTx, personId: string): Promise<Person | null> => {
  const row = await tx.query
    .selectFrom('people.person')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (row) auditLoads(tx, lookedAtPerson, [personId])
  return (row as unknown as Person | undefined) ?? null
}

/** Those of some people that the actor was granted sight of, in no order: for lists, one statement however long. Whoever is in it leaves a line. */
export const listPeople = async (tx: PlaceTx, personIds: readonly string[]): Promise<Person[]> => {
  if (personIds.length === 0) return []
  const rows = await tx.query
    .selectFrom('people.person')
    .select(columns)
    .where('placeId', '=', tx.placeId)
    .where('personId', 'in', [...new Set(personIds)])
    .execute()
  return inAList(tx, rows as unknown as Person[])
}

/**
 * People the actor may see who may be this one: the same phone or e-mail, or the same postcode and a name that sounds alike
 * (trigram similarity over 0.4).
 */
export const listPeopleLike = async (tx: PlaceTx, person: Person): Promise<(Person & { because: string })[]> =>
  inAList(
    tx,
    await tx.sql<(Person & { because: string })[]>`
    select person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden,
      case when phone = ${person.phone} then 'same phone number' when email = ${person.email} then 'same e-mail'
        else 'same postcode and a similar name' end as because
    from people.person
    where place_id = ${tx.placeId} and person_id <> ${person.personId}
      and (phone = ${person.phone} or email = ${person.email}
        or (postcode = ${person.postcode} and similarity(lower(name), lower(${person.name})) > 0.4))
    order by created_at desc limit 10`,
  )

const inAList = <Row extends Person>(tx: PlaceTx, rows: Row[]): Row[] => {
  auditLoads(
    tx,
    sawInList,
    rows.map(({ personId }) => personId),
  )
  return rows
}

/** A permission to write down; it lets be shared what its words named, and holds for a year. */
export type NewConsent = Omit<
  Consent,
  'consentId' | 'givenAt' | 'withdrawnAt' | 'withdrawnBy' | 'untilAt' | 'forPurpose'
> &
  Partial<Pick<Consent, 'forPurpose' | 'untilAt'>>

export const insertConsent = async (tx: PlaceTx, consent: NewConsent): Promise<ConsentId> => {
  const consentId = newId<ConsentId>()
  const { fields, forPurpose = 'help', untilAt, ...rest } = consent
  await tx.query
    .insertInto('people.consent')
    .values({
      ...rest,
      fields: [...fields],
      forPurpose,
      untilAt: untilAt ?? new Date(tx.now.getTime() + consentHoldsDays * 86_400_000),
      placeId: tx.placeId,
      consentId,
      givenAt: tx.now,
      withdrawnAt: null,
      withdrawnBy: null,
    })
    .execute()
  return consentId
}

/** What a person has permitted about one thing, newest first. */
export const listConsents = (tx: PlaceTx, aboutId: string): Promise<Consent[]> => listConsentsOf(tx, [aboutId])

/** What was permitted about some things, newest first. */
export const listConsentsOf = (tx: PlaceTx, aboutIds: readonly string[]): Promise<Consent[]> =>
  tx.sql<Consent[]>`
    select consent_id, person_id, about_id, purpose, organisation_id, with_whom, for_purpose, fields, wording, given_how, recorded_by, read_out_by, given_at,
      until_at, withdrawn_at, withdrawn_by
    from people.consent where place_id = ${tx.placeId} and about_id = any (${[...aboutIds]}::uuid[]) order by given_at desc, consent_id`

/**
 * Takes back permissions about one thing, all or one of them.
 * @returns those that stood until now.
 */
export const markConsentsWithdrawn = async (
  tx: PlaceTx,
  aboutId: string,
  consentId: string | null,
  by: string,
): Promise<string[]> => {
  const ended = await tx.sql<{ consentId: string }[]>`
    update people.consent set withdrawn_at = ${tx.now}, withdrawn_by = ${by}
    where place_id = ${tx.placeId} and about_id = ${aboutId} and withdrawn_at is null and ${consentId ? tx.sql`consent_id = ${consentId}` : tx.sql`true`}
    returning consent_id`
  return ended.map(each => each.consentId)
}

/** Takes who wrote it down out of consents that ended before a moment, but for those about something held; counts them only when `dry`. */
export const forgetOldConsents = async (
  tx: PlaceTx,
  before: Date,
  most: number,
  dry: boolean,
  held: Held,
): Promise<number> => {
  const due = tx.sql`
    select consent_id from people.consent
    where place_id = ${tx.placeId} and withdrawn_at <= ${before} and recorded_by <> 'deleted'
      and not ${isHeld(tx, 'people.consent', held)} limit ${most}`
  if (dry) return (await due).length
  const done = await tx.sql`
    update people.consent set recorded_by = 'deleted' where place_id = ${tx.placeId} and consent_id in (${due})`
  return done.count
}

/** Everybody whom a phone number or an e-mail address reaches, the longest known first; by the house's sight. */
export const listPeopleAt = (tx: PlaceTx, { phone, email }: Pick<Person, 'phone' | 'email'>): Promise<Person[]> =>
  tx.house(
    () => tx.sql<Person[]>`
      select person_id, name, phone, email, contact_by, address, postcode, position, neighbourhood_id, communication_needs, address_is_hidden
      from people.person where place_id = ${tx.placeId} and (phone = ${phone} or email_in_small_letters = ${small(email)}) order by created_at limit 200`,
  )
