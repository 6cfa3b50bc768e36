import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, describe, expect, it } from 'vitest'
import { startEmbeddedDatabase } from './embedded.ts'

/** Empty for the first test; making a database in it costs more than everything else here, so the others start what the first has stopped. */
const folder = mkdtempSync(join(tmpdir(), 'keepitlocal-embedded-'))
// The server's own account must reach it when root runs the tests.
chmodSync(folder, 0o755)
const folders = [folder]
/** A server on such a folder; its socket lies elsewhere, where paths are short. */
const start = async () => {
  const started = await startEmbeddedDatabase(folder)
  folders.push(started.address.host)
  return started
}
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const pidOf = () => Number(readFileSync(join(folder, 'pg18', 'postmaster.pid'), 'utf8').split('\n')[0])

// Each starts and stops real servers, which takes a busy machine its time.
describe('the embedded database', { timeout: 120_000 }, () => {
  it('starts in an empty folder, is attached to by a second starter, and stops with the last one out', async () => {
    const first = await start()
    const pid = pidOf()
    const second = await start()
    expect(pidOf()).toBe(pid)
    const sql = postgres({ ...second.address, max: 1, onnotice: () => {} })
    await sql`create table t (n int)`
    await first.stop()
    expect(isRunning(pid), 'somebody is still connected').toBe(true)
    await sql.end()
    await second.stop()
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false)
  })

  it('keeps every acknowledged row when it is killed', async () => {
    const before = await start()
    const sql = postgres({ ...before.address, max: 1, onnotice: () => {} })
    await sql`create table written (n int)`
    for (let n = 0; n < 20; n++) await sql`insert into written values (${n})`
    process.kill(pidOf(), 'SIGKILL')
    await sql.end({ timeout: 1 }).catch(() => {})
    const after = await start()
    const again = postgres({ ...after.address, max: 1, onnotice: () => {} })
    expect((await again`select count(*)::int as n from written`)[0]?.n).toBe(20)
    await again.end()
    await after.stop()
  })

  it('lets nobody in without its password', async () => {
    const { address, stop } = await start()
    const sql = postgres({ ...address, password: 'guess', max: 1 })
    await expect(sql`select 1`).rejects.toThrow(/password authentication failed/)
    await sql.end()
    await stop()
  })
})
