import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterEach, describe, expect, it } from 'vitest'
import { startEmbeddedDatabase } from './embedded.ts'

const folders: string[] = []
const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepitlocal-embedded-'))
  // The server's own account must reach it when root runs the tests.
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}
/** A server on such a folder; its socket lies elsewhere, where paths are short. */
const start = async (folder: string) => {
  const started = await startEmbeddedDatabase(folder)
  folders.push(started.address.host)
  return started
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const pidOf = (folder: string) => Number(readFileSync(join(folder, 'pg18', 'postmaster.pid'), 'utf8').split('\n')[0])

describe('the embedded database', () => {
  it('starts in an empty folder, is attached to by a second starter, and stops with the last one out', async () => {
    const folder = aFolder()
    const first = await start(folder)
    const pid = pidOf(folder)
    const second = await start(folder)
    expect(pidOf(folder)).toBe(pid)
    const sql = postgres({ ...second.address, max: 1, onnotice: () => {} })
    await sql`create table t (n int)`
    await first.stop()
    expect(isRunning(pid), 'somebody is still connected').toBe(true)
    await sql.end()
    await second.stop()
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false)
  })

  it('keeps every acknowledged row when it is killed', async () => {
    const folder = aFolder()
    const before = await start(folder)
    const sql = postgres({ ...before.address, max: 1, onnotice: () => {} })
    await sql`create table t (n int)`
    for (let n = 0; n < 20; n++) await sql`insert into t values (${n})`
    process.kill(pidOf(folder), 'SIGKILL')
    await sql.end({ timeout: 1 }).catch(() => {})
    const after = await start(folder)
    const again = postgres({ ...after.address, max: 1, onnotice: () => {} })
    expect((await again`select count(*)::int as n from t`)[0]?.n).toBe(20)
    await again.end()
    await after.stop()
  })

  it('lets nobody in without its password', async () => {
    const folder = aFolder()
    const { address, stop } = await start(folder)
    const sql = postgres({ ...address, password: 'guess', max: 1 })
    await expect(sql`select 1`).rejects.toThrow(/password authentication failed/)
    await sql.end()
    await stop()
  })
})
