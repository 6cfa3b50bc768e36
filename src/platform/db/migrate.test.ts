import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { emptyDatabase } from '../../../test/support/scratch.ts'
import { root } from '../platform.ts'
import { connect } from './connection.ts'
import { migrate } from './migrate.ts'

// On a server the owner is no superuser (script/on-server-postgresql): there the second file would see no row and change none.
it('a migration sees and changes the rows of tables that are forced under policies, and they are forced again after it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'root-'))
  const first = readdirSync(join(root, 'migrations')).sort()[0] ?? ''
  cpSync(join(root, 'migrations', first), join(folder, 'migrations', first))
  const write = (name: string, sql: string) => writeFileSync(join(folder, 'migrations', name), sql)
  write(
    '0002_platform_thing.sql',
    `create table platform.thing (place_id uuid primary key, words text not null);
     insert into platform.thing values (gen_random_uuid(), 'before');
     alter table platform.thing enable row level security; alter table platform.thing force row level security;`,
  )
  const { owner, drop } = await emptyDatabase()
  const sql = connect(owner, 1)
  try {
    await migrate(owner, folder, [])
    write('0003_platform_thing_again.sql', `update platform.thing set words = 'after';`)
    await migrate(owner, folder, [])
    const [forced] = await sql`select relforcerowsecurity as is from pg_class where oid = 'platform.thing'::regclass`
    expect(forced?.is).toBe(true)
    await sql.unsafe('alter table platform.thing no force row level security')
    expect(await sql`select words from platform.thing`).toEqual([{ words: 'after' }])
  } finally {
    await sql.end()
    await drop()
  }
})
