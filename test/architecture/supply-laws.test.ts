import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../src/platform/platform.ts'
import { looseDependencies, secretsKept } from './supply-laws.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
const named = { ...dependencies, ...devDependencies, ...optionalDependencies } as Record<string, string>
const { packages } = JSON.parse(read('package-lock.json'))

describe('what we run on', () => {
  it('is held to one version, with a hash of what is fetched, and runs nothing when it is installed', () => {
    expect(Object.keys(named).length).toBeGreaterThan(20)
    expect(looseDependencies(named, packages)).toEqual([])
  })

  it('is found loose in each way there is', () => {
    expect(looseDependencies({ a: '^1.2.3', b: 'latest', c: 'git+ssh://x/y.git', d: '1.2.3' }, {})).toHaveLength(3)
    const integrity = 'sha512-x'
    expect(
      looseDependencies(
        {},
        {
          '': {},
          'node_modules/none': {},
          'node_modules/weak': { integrity: 'sha1-x' },
          'node_modules/git': { integrity, resolved: 'git+ssh://x/y.git' },
          'node_modules/runs': { integrity, hasInstallScript: true },
          'node_modules/held': { integrity },
          'node_modules/held/node_modules/bundled': { inBundle: true },
        },
      ),
    ).toEqual([
      'none has no hash',
      'weak has no hash',
      'git comes from elsewhere than the registry',
      'runs runs a program when it is installed',
    ])
  })
})

describe('secrets', () => {
  it('stand in no file of the repository', () => {
    const files = readdirSync(root, { withFileTypes: true })
      .filter(({ name }) => !/^\.(?!ci$)|^node_modules$/.test(name))
      .flatMap(entry =>
        entry.isDirectory()
          ? readdirSync(join(root, entry.name), { recursive: true, withFileTypes: true })
              .filter(each => each.isFile() && !/\.(png|woff2?|ico|pdf|zip|gz)$/.test(each.name))
              .map(each => relative(root, join(each.parentPath, each.name)))
          : entry.name,
      )
    expect(files.length).toBeGreaterThan(500)
    expect(secretsKept(new Map(files.map(file => [file, read(file)])))).toEqual([])
  })

  it('are found where they are planted', () => {
    // Put together here, so that the law does not find its own test.
    const planted = [
      ['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' '),
      `AKIA${'A'.repeat(16)}`,
      `ghp_${'a'.repeat(36)}`,
      `npm_${'a'.repeat(36)}`,
      ['postgres://keeper', 'hunter22@db.example/places'].join(':'),
      ['eyJhbGciOiJIUzI1', 'eyJzdWIiOiIxMjM0', 'c2lnbmF0dXJl'].join('.'),
    ]
    for (const text of planted) expect(secretsKept(new Map([['a.ts', `x\n${text}`]])), text).toHaveLength(1)
    expect(secretsKept(new Map([['a.md', '`postgres://owner:password@host:5432/database`']]))).toEqual([])
  })
})
