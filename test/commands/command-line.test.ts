import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../src/platform/platform.ts'

const keepitlocal = (words: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: unknown; out: string; err: string }>(resolve => {
    const program = join(root, 'script', 'keepitlocal')
    execFile(program, words, { cwd: '/', env: { ...process.env, ...env } }, (fault, out, err) =>
      resolve({ code: fault?.code ?? 0, out, err }),
    )
  })

describe('script/keepitlocal', () => {
  it('lists what can be typed, from any folder', async () => {
    const { code, out } = await keepitlocal(['--help'])
    expect(code).toBe(0)
    for (const words of ['import postcodes', 'import services', 'search', 'serve']) expect(out).toContain(words)
  }, 120_000)

  it('says in one sentence what is wrong with a setting', async () => {
    const cases = [
      [{ PORT: 'eighty' }, 'PORT must be a number from 0 to 65535, not "eighty".'],
      [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be like postgres://name:password@host:5432/database.'],
      [
        { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' },
        'The database of DATABASE_URL cannot be used: nothing answers at that address.',
      ],
      [
        { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/99' },
        'TRUSTED_PROXIES is a list of addresses like "127.0.0.1, 10.0.0.0/8"; "10.0.0.0/99" is not one of them.',
      ],
      [{ SMTP_URL: 'http://mail' }, 'SMTP_URL must start with smtp:// or smtps://.'],
    ] as const
    const said = await Promise.all(cases.map(([env]) => keepitlocal(['place', 'list'], env)))
    expect(said.map(({ code, err }) => [code, err.trim()])).toEqual(cases.map(([, sentence]) => [1, sentence]))
  }, 120_000)
})
