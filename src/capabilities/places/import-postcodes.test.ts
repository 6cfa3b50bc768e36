import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import type { Database } from '../../platform/db/database.ts'
import { importPostcodes } from './import-postcodes.ts'
import { progressOn } from './import-progress.ts'
import { findOutcode, findPostcode } from './postcode-store.ts'
import { aFile } from './testing.ts'

const HEADER = 'pcds,dointr,doterm,oseast1m,osnrth1m,osgrdind,laua,ward,lsoa21'
const row = (postcode: string, { east = 400_000, north = 300_000, doterm = '', ward = 'E05000001' } = {}) =>
  `${postcode},199606,${doterm},${east},${north},1,E06000001,${ward},E01000001`
const onspd = (...rows: string[]) => aFile('onspd.csv', [HEADER, ...rows].join('\r\n'))
const codePoint = (...postcodes: string[]) =>
  aFile(
    'zz.csv',
    postcodes.map(postcode => `"${postcode}",10,400500,300500,"E92000001","","","","E06000001","E05000009"`).join('\n'),
  )

describe('keepitlocal import postcodes', () => {
  const house = useHouse()
  const find = (key: string) => house.platform.db.national(tx => findPostcode(tx, key))
  const outcode = (code: string) => house.platform.db.national(tx => findOutcode(tx, code))

  it('adds, then changes nothing when run again, then changes what differs', async () => {
    const first = await house.commandLine(
      'import',
      'postcodes',
      onspd(row('ZZ1 4AB'), row('ZZ1 4AD', { east: 400_200 })),
    )
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(
      /^onspd\.csv \(ONS postcode file\): 2 of 2 rows taken\nPostcodes: 2 added\. \d+\.\d s\.\n$/,
    )
    expect(await outcode('ZZ1')).toMatchObject({ centroid: { x: 400_100, y: 300_000 }, inUse: 2, terminated: 0 })

    const again = await house.commandLine(
      'import',
      'postcodes',
      onspd(row('ZZ1 4AB'), row('ZZ1 4AD', { east: 400_200 })),
    )
    expect(again.out).toContain('Nothing changed: every postcode was here already')

    const later = await house.commandLine(
      'import',
      'postcodes',
      onspd(row('ZZ1 4AB', { doterm: '201203' }), row('ZZ1 4AE')),
    )
    expect(later.out).toContain('2 of 2 rows taken, 1 of them no longer in use')
    expect(later.out).toContain('Postcodes: 1 added, 1 changed.')
    expect(await find('ZZ14AB')).toMatchObject({ terminatedMonth: '2012-03', introducedMonth: '1996-06' })
    expect(await find('ZZ14AD')).toMatchObject({ point: { x: 400_200, y: 300_000 } })
    expect(await outcode('ZZ1')).toMatchObject({ centroid: { x: 400_100, y: 300_000 }, inUse: 2, terminated: 1 })
  })

  it('keeps what a file does not say: Code-Point Open has no dates and no LSOA', async () => {
    await house.commandLine('import', 'postcodes', onspd(row('ZZ2 1AA', { doterm: '201203' })))
    const { out } = await house.commandLine('import', 'postcodes', codePoint('ZZ2 1AA'))
    expect(out).toContain('1 changed')
    expect(await find('ZZ21AA')).toEqual({
      postcode: 'ZZ21AA',
      point: { x: 400_500, y: 300_500 },
      ladCode: 'E06000001',
      wardCode: 'E05000009',
      lsoaCode: 'E01000001',
      introducedMonth: '1996-06',
      terminatedMonth: '2012-03',
    })
  })

  it('reports what it left out, why, and on which lines', async () => {
    const { out } = await house.commandLine(
      'import',
      'postcodes',
      onspd(row('ZZ3 1AA'), row('oops'), row('ZZ3 1AA'), 'too,few', row('ZZ3 1AB', { east: 9_000_000 })),
    )
    expect(out).toContain('onspd.csv (ONS postcode file): 1 of 5 rows taken, 4 skipped:')
    expect(out).toContain('  1: not a full postcode; line 3\n     like oops,199606')
    expect(out).toContain('  1: postcode already given earlier in the file; line 4')
    expect(out).toContain('  1: wrong number of columns; line 5')
    expect(out).toContain('  1: grid reference outside the United Kingdom; line 6')
    const json = await house.commandLine('import', 'postcodes', '--json', onspd(row('ZZ3 1AA'), row('oops')))
    expect(JSON.parse(json.out).files[0]).toMatchObject({
      taken: 1,
      unchanged: 1,
      skipped: [{ reason: 'not-a-postcode', count: 1, first: [{ line: 3 }] }],
    })
  })

  it('takes a folder as its publisher zips it', async () => {
    const folder = dirname(aFile('readme.txt', 'about'))
    mkdirSync(join(folder, 'Data', 'CSV'), { recursive: true })
    for (const area of ['a', 'b']) {
      writeFileSync(
        join(folder, 'Data', 'CSV', `${area}.csv`),
        `"ZZ4 1A${area.toUpperCase()}",10,400500,300500,"E92000001","","","","E06000001","E05000009"\n`,
      )
    }
    const { code, out } = await house.commandLine('import', 'postcodes', folder)
    expect(code).toBe(0)
    expect(out).toContain('All 2 files: 2 rows taken, 0 skipped.')
  })

  it.each<[string, () => string[], RegExp]>([
    ['no file named', () => [], /^Name the files to import\.\nUsage: keepitlocal import postcodes FILE/],
    ['a file that is not there', () => ['/nowhere/x.csv'], /^There is no file or folder “\/nowhere\/x\.csv”/],
    ['an unknown option', () => ['--fast', 'x'], /Unknown option '--fast'\.\nUsage:/],
    ['an empty folder', () => [dirname(aFile('x.txt', 'x'))], /holds no CSV files/],
    ['an empty file', () => [aFile('empty.csv', '')], /^empty\.csv: This file is empty\. Nothing was changed\.$/m],
    ['a zip', () => [aFile('codepo.zip', 'PK\u0003\u0004xxxx')], /zip file: unzip it first/],
    ['a web page', () => [aFile('x.csv', '<!doctype html>')], /web page, not a data file/],
    ['one huge line', () => [aFile('x.csv', 'x'.repeat(3_000_000))], /Line 1 is longer than 64 KiB/],
    [
      'only rows that cannot be used',
      () => [onspd(row('oops'))],
      /no row could be used; 1: not a full postcode \(first on line 2\)/,
    ],
    ['only a header', () => [aFile('x.csv', HEADER)], /no row could be used, because there is none under the header/],
    ['columns without positions', () => [aFile('x.csv', 'pcds,ladcd\nZZ1 1AA,E06000001')], /but no grid references/],
  ])('says what is wrong with %s', async (_, args, message) => {
    const { code, err, out } = await house.commandLine('import', 'postcodes', ...args())
    expect(out).toBe('')
    expect(err).toMatch(message)
    expect(code).toBeGreaterThan(0)
  })

  it('leaves everything as it was when a later file cannot be read', async () => {
    const { code, err } = await house.commandLine(
      'import',
      'postcodes',
      onspd(row('ZZ5 1AA')),
      aFile('bad.csv', 'name,age\nAda,36'),
    )
    expect(code).toBe(1)
    expect(err).toMatch(/^bad\.csv: .*none of them is a postcode.*Nothing was changed\./m)
    expect(await find('ZZ51AA')).toBeNull()
    expect(await outcode('ZZ5')).toBeNull()
  })

  it('leaves everything as it was when the file stops half-way', async () => {
    const file = onspd(row('ZZ6 1AA'), row('ZZ6 1AB'))
    const broken: Pick<Database, 'nationalLoad'> = {
      nationalLoad: work =>
        house.platform.db.nationalLoad(async tx => {
          await work(tx)
          throw new Error('pulled the plug')
        }),
    }
    await expect(importPostcodes(broken, [{ path: file, name: 'x', bytes: 1 }])).rejects.toThrow('pulled the plug')
    expect(await find('ZZ61AA')).toBeNull()
  })

  it('lets one import run at a time and tells the other', async () => {
    const file = onspd(row('ZZ7 1AA'))
    let second: { code: number; err: string } | undefined
    await house.platform.db.nationalLoad(async tx => {
      await tx.sql`select pg_advisory_xact_lock(hashtext('places.postcode'))`
      second = await house.commandLine('import', 'postcodes', file)
    })
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining('are being imported already') })
    expect(await house.commandLine('import', 'postcodes', file)).toMatchObject({ code: 0 })
  })

  it('reads a file in UTF-16 as Excel saves it', async () => {
    const file = aFile('excel.csv', Buffer.from(`\ufeff${HEADER}\r\n${row('ZZ8 1AA')}\r\n`, 'utf16le'))
    expect((await house.commandLine('import', 'postcodes', file)).out).toContain('1 of 1 rows taken')
  })
})

describe('progress', () => {
  const at = { file: 'zz.csv', bytesRead: 50, bytes: 200, rows: 1234, step: 'reading' as const }

  it('is a bar that redraws itself where a person watches', () => {
    const shown: string[] = []
    let now = 0
    const watch = progressOn({ err: text => shown.push(text), isTty: true }, () => now)
    watch(at)
    watch(at)
    now = 200
    watch({ ...at, bytesRead: 200 })
    expect(shown).toEqual([
      '██████░░░░░░░░░░░░░░░░░░  25 %  zz.csv  1,234 rows',
      '\u001b[1A\u001b[2K████████████████████████ 100 %  zz.csv  1,234 rows',
    ])
  })

  it('is a line every few seconds where nobody does', () => {
    const shown: string[] = []
    let now = 0
    const watch = progressOn({ err: text => shown.push(text), isTty: false }, () => now)
    for (now = 0; now < 11_000; now += 100) watch(at)
    expect(shown).toEqual(['zz.csv: 1,234 rows read (25 %)', 'zz.csv: 1,234 rows read (25 %)'])
  })
})
