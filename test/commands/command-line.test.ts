import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../src/platform/platform.ts'

const keepitlocal = (words: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(join(root, 'script', 'keepitlocal'), words, { cwd: '/', encoding: 'utf8', env: { ...process.env, ...env } })

describe('script/keepitlocal', () => {
  it('lists what can be typed, from any folder', () => {
    const { status, stdout } = keepitlocal(['--help'])
    expect(status).toBe(0)
    for (const words of ['import postcodes', 'import services', 'search', 'serve']) expect(stdout).toContain(words)
  })

  it('says in one sentence what is wrong with a setting', () => {
    const cases = [
      [{ PORT: 'eighty' }, 'PORT must be a number from 0 to 65535, not "eighty".'],
      [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be like postgres://name:password@host:5432/database.'],
      [
        { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' },
        'The database of DATABASE_URL cannot be used: nothing answers at that address.',
      ],
      [{ SMTP_URL: 'http://mail' }, 'SMTP_URL must start with smtp:// or smtps://.'],
    ] as const
    for (const [env, sentence] of cases) {
      const { status, stderr } = keepitlocal(['place', 'list'], env)
      expect(status).toBe(1)
      expect(stderr.trim()).toBe(sentence)
    }
  })
})
