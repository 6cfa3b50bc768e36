import { describe, expect, it } from 'vitest'
import { aCast } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

/** What the two roles are, and what they cannot become. Who sees which row is the matrix's (`sight-matrix.test.ts`). */

const house = useHouse()

/** Every table the application role may read at all, from the database itself. */
const readable = () =>
  house.login()<{ table: string }[]>`
    select n.nspname || '.' || c.relname as table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss', 'public')
      and has_table_privilege('keepitlocal_app', c.oid, 'select') order by 1`

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

  it('lets the login be one of the two roles and nothing else, and the roles nobody else', async () => {
    const members = await house.login()<{ of: string; who: string; admin: boolean }[]>`
      select r.rolname as of, case when m.rolname = current_user then 'the login' else m.rolname end as who, a.admin_option as admin
      from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
      where m.rolname in (current_user, 'keepitlocal_app', 'keepitlocal_house') order by 1`
    expect(members.map(({ of, who, admin }) => ({ of, who, admin }))).toEqual([
      { of: 'keepitlocal_app', who: 'the login', admin: false },
      { of: 'keepitlocal_house', who: 'the login', admin: false },
    ])
  })

  it('takes what people type as a value: no text of theirs is run, and none changes who is asking', async () => {
    const { amira, placeId } = await aCast(house)
    const typed = `x'; set local role keepitlocal_house; set local app.holders = '{}'; select '`
    const seen = await house.platform.db.as(amira, async tx => {
      await tx.sql`select name from people.person where place_id = ${placeId} and name = ${typed}`
      await tx.query.selectFrom('people.person').select('name').where('name', '=', typed).execute()
      const [row] = await tx.sql<{ role: string; holders: number; said: string }[]>`
        select current_user as role, cardinality(platform.current_holders()) as holders, ${typed}::text as said`
      return row
    })
    expect(seen).toMatchObject({ role: 'keepitlocal_app', holders: amira.holderIds.length, said: typed })
    await expect(
      house.platform.db.as({ ...amira, holderIds: [typed] }, async () => {}),
      'a holder that is no id',
    ).rejects.toThrow(/not a UUID/)
  })

  it('refuses to write a row into another place', async () => {
    const cast = await aCast(house)
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
