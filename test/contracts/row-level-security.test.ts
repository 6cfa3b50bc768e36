import { describe, expect, it } from 'vitest'
import { acceptReferral } from '../../src/capabilities/referrals/index.ts'
import { askOrganisation } from '../../src/capabilities/triage/index.ts'
import type { Actor } from '../../src/platform/auth/actor.ts'
import { anyone } from '../../src/platform/auth/actor.ts'
import { perform } from '../../src/platform/command.ts'
import { aCast, ask, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

/** Every table the application role may read at all, from the database itself. */
const readable = () =>
  house.login()<{ table: string; hasPlace: boolean }[]>`
    select n.nspname || '.' || c.relname as table, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'place_id') as has_place
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss', 'public')
      and has_table_privilege('keepitlocal_app', c.oid, 'select') order by 1`

const rowsSeen = (actor: Actor, table: string) =>
  house.platform.db.as(actor, async tx => {
    const [row] = await tx.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`)
    return row?.n ?? 0
  })

const personal = [
  'people.person',
  'people.consent',
  'requests.help_request',
  'requests.need',
  'referrals.referral',
  'triage.triage_decision',
  'outcomes.outcome',
  'platform.fact',
  'platform.notice',
  'platform.audit_line',
]

const aStory = async () => {
  const cast = await aCast(house)
  const made = await ask(house, cast)
  const question = {
    needId: made.needIds[0] ?? '',
    organisationId: cast.kitchen,
    listedServiceId: null,
    basis: 'consent',
    basisGround: '',
    consentGivenHow: null,
  }
  const { referralId } = worked(await perform(house.platform.db, cast.amira, askOrganisation, question))
  await house.deliver(cast.placeId)
  return { cast, made, referralId }
}

describe('row-level security', () => {
  it('gives the login itself nothing: it has no rights until it takes a role', async () => {
    const login = house.login()
    for (const { table } of await readable())
      await expect(login.unsafe(`select 1 from ${table} limit 1`), table).rejects.toThrow(/permission denied/)
  })

  it('cannot be bypassed by the login or either role, which own nothing', async () => {
    const roles = await house.login()<{ name: string; strong: boolean; owns: number }[]>`
      select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong,
        (select count(*)::int from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname in (current_user, 'keepitlocal_app', 'keepitlocal_house')`
    expect(roles).toHaveLength(3)
    for (const role of roles) expect(role).toMatchObject({ strong: false, owns: 0 })
  })

  it('shows no row of a place to a transaction in no place, on any table', async () => {
    await aStory()
    for (const { table, hasPlace } of await readable()) {
      if (!hasPlace || table === 'places.place') continue
      const n = await house.platform.db.national(
        async tx => (await tx.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]?.n,
      )
      expect(n, table).toBe(0)
    }
  })

  it('shows no row of another place, even to its house', async () => {
    const { cast } = await aStory()
    const other = await aCast(house)
    for (const { table, hasPlace } of await readable()) {
      if (!hasPlace || table === 'places.place') continue
      const n = await house.platform.db.asHouse(other.placeId, async tx => {
        const rows = await tx.sql.unsafe<{ n: number }[]>(
          `select count(*)::int as n from ${table} where place_id = '${cast.placeId}'`,
        )
        return rows[0]?.n
      })
      expect(n, table).toBe(0)
    }
  })

  it('shows nobody’s details to someone not signed in, nor to an organisation that was never asked', async () => {
    const { cast } = await aStory()
    for (const table of personal) {
      expect(await rowsSeen(anyone(cast.placeId), table), table).toBe(0)
      expect(await rowsSeen({ ...cast.cleo, holderIds: [cast.drivers] }, table), table).toBe(0)
    }
  })

  it('shows who was asked the need and nothing of the person, until it says yes', async () => {
    const { cast, referralId } = await aStory()
    const kitchen = { ...cast.ben, holderIds: [cast.kitchen] }
    expect(await rowsSeen(kitchen, 'requests.need')).toBe(1)
    expect(await rowsSeen(kitchen, 'people.person')).toBe(0)
    expect(await rowsSeen(kitchen, 'requests.help_request')).toBe(0)
    expect(await rowsSeen(kitchen, 'people.consent')).toBe(0)
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    expect(await rowsSeen(kitchen, 'people.person')).toBe(1)
    expect(await rowsSeen(kitchen, 'requests.help_request')).toBe(1)
  })

  it('shows who has a part in one story nothing of another, on any table', async () => {
    const { cast } = await aStory()
    const other = await ask(house, cast)
    const question = {
      needId: other.needIds[0] ?? '',
      organisationId: cast.drivers,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }
    worked(await perform(house.platform.db, cast.amira, askOrganisation, question))
    await house.deliver(cast.placeId)
    const kitchen = { ...cast.ben, holderIds: [cast.kitchen] }
    const strange = await house.platform.db.asHouse(cast.placeId, async tx => {
      const [row] = await tx.sql<{ journeyId: string }[]>`
        select journey_id from requests.help_request where place_id = ${tx.placeId} and help_request_id = ${other.helpRequestId}`
      const ids = await tx.sql<{ id: string }[]>`
        select referral_id as id from referrals.referral where place_id = ${tx.placeId} and help_request_id = ${other.helpRequestId}`
      return {
        journeyId: row?.journeyId ?? '',
        ids: [other.helpRequestId, other.personId, ...other.needIds, ...ids.map(({ id }) => id)],
      }
    })
    const seen = await house.platform.db.as(kitchen, async tx => ({
      facts: (await tx.sql`select 1 from platform.fact where journey_id = ${strange.journeyId}`).count,
      ownFacts: (await tx.sql`select 1 from platform.fact`).count,
      looks: (await tx.sql`select 1 from platform.audit_line where record_id = any(${strange.ids}::uuid[])`).count,
      referrals: (await tx.sql`select 1 from referrals.referral where help_request_id = ${other.helpRequestId}`).count,
      needs: (await tx.sql`select 1 from requests.need where help_request_id = ${other.helpRequestId}`).count,
    }))
    expect(seen).toMatchObject({ facts: 0, looks: 0, referrals: 0, needs: 0 })
    expect(seen.ownFacts).toBeGreaterThan(0)
  })

  it('ends the sight of an unanswered need at the moment the answer was due, before any job has run', async () => {
    const { cast } = await aStory()
    house.advance({ hours: 4, minutes: 1 })
    expect(await rowsSeen({ ...cast.ben, holderIds: [cast.kitchen] }, 'requests.need')).toBe(0)
  })

  const forbidden = (cast: Cast): readonly (readonly [string, string])[] => [
    [
      'grant oneself access',
      `insert into platform.record_grant values ('${cast.placeId}', gen_random_uuid(), gen_random_uuid(), '${cast.drivers}', 'x', null, now(), null)`,
    ],
    ['change a fact', `update platform.fact set kind = 'x'`],
    ['take a fact away', `delete from platform.fact`],
    ['change the audit trail', `update platform.audit_line set action = 'x'`],
    ['take an audit line away', `delete from platform.audit_line`],
    ['read sessions', `select * from platform.session`],
    ['read password hashes', `select * from people.sign_in`],
    ['read the mailbox', `select * from platform.mailbox_message`],
    ['take a person away', `delete from people.person`],
  ]

  it('refuses what no page may do', async () => {
    const { cast } = await aStory()
    for (const [what, statement] of forbidden(cast))
      await expect(
        house.platform.db.as(cast.amira, tx => tx.sql.unsafe(statement)),
        what,
      ).rejects.toThrow(/permission denied/)
  })

  it('refuses to write a row into another place', async () => {
    const { cast } = await aStory()
    const other = await aCast(house)
    const changed = await house.platform.db.asHouse(
      other.placeId,
      async tx => (await tx.sql`update requests.need set place_id = ${cast.placeId}`).count,
    )
    expect(changed).toBe(0)
    await expect(
      house.platform.db.asHouse(
        other.placeId,
        tx => tx.sql`insert into platform.failed_attempt values (${cast.placeId}, gen_random_uuid(), 'x', now())`,
      ),
    ).rejects.toThrow(/row-level security/)
  })
})
