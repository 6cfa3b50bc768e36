import { hashSecret } from '../../../../platform/auth/session.ts'
import type { PlaceTx } from '../../../../platform/db/database.ts'
import type { SecondProof } from './vouched.ts'

/** The settings of an organisation's own sign-in. */
export interface OwnSignIn {
  readonly organisationId: string
  readonly issuer: string
  readonly clientId: string
  readonly sealedSecret: string
  readonly secondProof: SecondProof
  /** acr values: asked for, and believed to mean two proofs. */
  readonly levels: readonly string[]
  readonly savedBy: string
  readonly savedAt: Date
  /** Null until one of its coordinators came through with these settings. */
  readonly triedAt: Date | null
  readonly domains: readonly string[]
}

export const findOwnSignIn = (tx: PlaceTx, organisationId: string): Promise<OwnSignIn | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<OwnSignIn[]>`
      select s.organisation_id, s.issuer, s.client_id, s.sealed_secret, s.second_proof, s.levels, s.saved_by, s.saved_at, s.tried_at,
        array(select d.domain from people.single_sign_on_domain d where d.place_id = s.place_id and d.organisation_id = s.organisation_id order by d.domain) as domains
      from people.single_sign_on s where s.place_id = ${tx.placeId} and s.organisation_id = ${organisationId}`
    return row ?? null
  })

/** Keeps settings, untried. */
export const saveOwnSignIn = (tx: PlaceTx, settings: Omit<OwnSignIn, 'triedAt' | 'savedAt'>): Promise<void> =>
  tx.house(async () => {
    const { organisationId, issuer, clientId, sealedSecret, secondProof, levels, savedBy, domains } = settings
    await tx.sql`
      insert into people.single_sign_on (place_id, organisation_id, issuer, client_id, sealed_secret, second_proof, levels, saved_by, saved_at)
      values (${tx.placeId}, ${organisationId}, ${issuer}, ${clientId}, ${sealedSecret}, ${secondProof}, ${[...levels]}::text[], ${savedBy}, ${tx.now})
      on conflict (place_id, organisation_id) do update set issuer = excluded.issuer, client_id = excluded.client_id, sealed_secret = excluded.sealed_secret,
        second_proof = excluded.second_proof, levels = excluded.levels, saved_by = excluded.saved_by, saved_at = excluded.saved_at, tried_at = null`
    await tx.sql`delete from people.single_sign_on_domain where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
    for (const domain of domains)
      await tx.sql`insert into people.single_sign_on_domain (place_id, domain, organisation_id) values (${tx.placeId}, ${domain}, ${organisationId})`
  })

export const saveTried = (tx: PlaceTx, organisationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`update people.single_sign_on set tried_at = ${tx.now} where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
  })

/** Forgets an organisation's sign-in, and who was known by it. */
export const deleteOwnSignIn = (tx: PlaceTx, organisationId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from people.single_sign_on where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
    await tx.sql`delete from people.single_sign_on_person where place_id = ${tx.placeId} and organisation_id = ${organisationId}`
  })

/** Whose domains these are already, but for one organisation. */
export const takenDomain = (
  tx: PlaceTx,
  domains: readonly string[],
  exceptOrganisationId: string,
): Promise<string | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ domain: string }[]>`
      select domain from people.single_sign_on_domain
      where place_id = ${tx.placeId} and domain = any (${[...domains]}) and organisation_id <> ${exceptOrganisationId} limit 1`
    return row?.domain ?? null
  })

/** The organisations whose people can come in by their own sign-in, by name. */
export const listOwnSignIns = (tx: PlaceTx): Promise<{ organisationId: string; domains: string[] }[]> =>
  tx.house(
    () => tx.sql<{ organisationId: string; domains: string[] }[]>`
      select s.organisation_id, array_agg(d.domain) as domains from people.single_sign_on s
      join people.single_sign_on_domain d on d.place_id = s.place_id and d.organisation_id = s.organisation_id
      where s.place_id = ${tx.placeId} and s.tried_at is not null group by s.organisation_id`,
  )

/** True when an organisation's own sign-in answers for a domain. */
export const answersFor = (tx: PlaceTx, domain: string): Promise<boolean> =>
  tx.house(async () => {
    const rows = await tx.sql`
      select from people.single_sign_on_domain d join people.single_sign_on s on s.place_id = d.place_id and s.organisation_id = d.organisation_id
      where d.place_id = ${tx.placeId} and d.domain = ${domain} and s.tried_at is not null`
    return rows.length > 0
  })

/** Somebody on their way to their organisation's sign-in and back. */
export interface AwaitedVisit {
  readonly organisationId: string
  readonly sealed: string
  readonly triedBy: string | null
  readonly next: string | null
}

export const insertVisit = (
  tx: PlaceTx,
  visit: AwaitedVisit & { readonly state: string; readonly browser: string; readonly endsAt: Date },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from people.single_sign_on_visit where place_id = ${tx.placeId} and ends_at < ${tx.now}`
    await tx.sql`
      insert into people.single_sign_on_visit (place_id, state_hash, organisation_id, browser_hash, sealed, tried_by, next, ends_at)
      values (${tx.placeId}, ${hashSecret(visit.state)}, ${visit.organisationId}, ${hashSecret(visit.browser)}, ${visit.sealed}, ${visit.triedBy}, ${visit.next}, ${visit.endsAt})`
  })

/** Takes whoever was awaited with this state, in this browser: nobody comes back twice. */
export const takeVisit = (tx: PlaceTx, state: string, browser: string): Promise<AwaitedVisit | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<AwaitedVisit[]>`
      delete from people.single_sign_on_visit
      where place_id = ${tx.placeId} and state_hash = ${hashSecret(state)} and browser_hash = ${hashSecret(browser)} and ends_at > ${tx.now}
      returning organisation_id, sealed, tried_by, next`
    return row ?? null
  })

/** Which person an issuer's subject is in an organisation; null for somebody new. */
export const findLinked = (
  tx: PlaceTx,
  of: { organisationId: string; issuer: string; subject: string },
): Promise<string | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ personId: string }[]>`
      select person_id from people.single_sign_on_person
      where place_id = ${tx.placeId} and organisation_id = ${of.organisationId} and issuer = ${of.issuer} and subject = ${of.subject}`
    return row?.personId ?? null
  })

export const insertLinked = (
  tx: PlaceTx,
  of: { organisationId: string; issuer: string; subject: string; personId: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into people.single_sign_on_person (place_id, organisation_id, issuer, subject, person_id, linked_at)
      values (${tx.placeId}, ${of.organisationId}, ${of.issuer}, ${of.subject}, ${of.personId}, ${tx.now})
      on conflict (place_id, organisation_id, issuer, subject) do nothing`
  })

/** Forgets what an organisation's sign-in calls somebody. */
export const deleteLinked = (tx: PlaceTx, organisationId: string, personId: string): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      delete from people.single_sign_on_person where place_id = ${tx.placeId} and organisation_id = ${organisationId} and person_id = ${personId}`
  })
