import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dropFilled, templateDatabase, testServer } from './scratch.ts'

const before = tmpdir()
let folder = ''

/** Runs once before all tests: the temporary folder of the run, and the template database every test file clones. */
export const setup = async (): Promise<void> => {
  folder = mkdtempSync(join(before, 'keepitlocal-tests-'))
  chmodSync(folder, 0o755)
  process.env.TMPDIR = folder
  process.env.KEEPITLOCAL_TEST_RUN = String(process.pid)
  // Also when a run is broken off.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await templateDatabase()
}

/** Runs once after all tests. @throws when a test left something in the temporary folder, which would go on growing in the system's. */
export const teardown = async (): Promise<void> => {
  // The server is gone when another run beside this one was the last to leave it.
  await dropFilled().catch(() => {})
  const { embedded } = await testServer()
  await embedded?.stop()
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  // Where every test of a file is skipped nothing runs after them, and the folder of the file stays, empty.
  const left = found.filter(name => !/^file-\w+$/.test(name) || found.some(other => other.startsWith(`${name}/`)))
  rmSync(folder, { recursive: true })
  process.env.TMPDIR = before
  if (left.length > 0) throw new Error(`Tests left these in the temporary folder: ${left.sort().join(', ')}`)
}
