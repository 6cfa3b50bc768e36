import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Each test file has a temporary folder of its own for whatever it, our code or a program it starts puts there; it goes with the file. */
const before = tmpdir()
const own = mkdtempSync(join(before, 'file-'))
// The account that a database server runs as must reach it when root runs the tests.
chmodSync(own, 0o755)
process.env.TMPDIR = own
afterAll(() => {
  process.env.TMPDIR = before
  rmSync(own, { recursive: true, force: true })
})
