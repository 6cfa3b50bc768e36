import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../src/platform/platform.ts'

const door = (allow: string) => `
  import { page, view } from '../../src/platform/http/route.ts'
  export const x = page({ method: 'GET', path: '/:place/planted', ${allow} async handle() { return view('x', {}) } })`

const order = (allow: string) => `
  import { Type } from 'typebox'
  import { command } from '../../src/platform/command.ts'
  export const x = command({ name: 'x.y', ${allow} input: Type.Object({}), async run() { return {} } })`

const store = (argument: string) => `
  import { findNeed } from '../../src/capabilities/requests/index.ts'
  import type { Database, PlaceTx } from '../../src/platform/db/database.ts'
  export const x = (db: Database, tx: PlaceTx) => { void tx; void db; return findNeed(${argument}, 'id', 'read') }`

const planted = {
  'door-with.ts': door("allow: 'anyone',"),
  'door-without.ts': door(''),
  'door-unknown.ts': door("allow: 'whoever',"),
  'order-with.ts': order("allow: 'need.close',"),
  'order-without.ts': order(''),
  'store-tx.ts': store('tx'),
  'store-db.ts': store('db'),
}

describe('laws the compiler keeps', () => {
  let folder = ''
  let output: string[] = []
  const errorsIn = (file: keyof typeof planted) => output.filter(line => line.includes(file)).join('\n')

  beforeAll(() => {
    mkdirSync(join(root, '.cache'), { recursive: true })
    folder = mkdtempSync(join(root, '.cache', 'law-'))
    for (const [file, text] of Object.entries(planted)) writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'] }))
    const run = spawnSync(
      process.execPath,
      // One thread: several read and bind the same sources again, at two and a half times the work.
      [join(root, 'node_modules/typescript-7/bin/tsc'), '-p', folder, '--pretty', 'false', '--singleThreaded'],
      { encoding: 'utf8' },
    )
    output = run.stdout.split('\n')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('law 5, a route without allow does not compile', () => {
    expect(errorsIn('door-with.ts')).toBe('')
    expect(errorsIn('door-without.ts')).toMatch(/allow/)
    expect(errorsIn('door-unknown.ts')).toMatch(/whoever/)
  })

  it('law 5, a command without allow does not compile', () => {
    expect(errorsIn('order-with.ts')).toBe('')
    expect(errorsIn('order-without.ts')).toMatch(/allow/)
  })

  it('law 4, a store given the database instead of a transaction does not compile', () => {
    expect(errorsIn('store-tx.ts')).toBe('')
    expect(errorsIn('store-db.ts')).toMatch(/'Database'.*'PlaceTx'/)
  })
})
