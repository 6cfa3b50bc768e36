import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceMetres, toLatLong } from './grid.ts'
import { type PostcodeFileReport, type PostcodeRow, readPostcodeFile } from './postcode-file.ts'
import { UnreadableFile } from './text-lines.ts'

const shared = resolve(process.env.SHARED_DATA ?? '../shared/data', 'postcodes')
const hasShared = existsSync(shared)
if (!hasShared) console.log(`postcode-file.test: skipped the national files, ${shared} is not there`)

async function read(content: string | Uint8Array): Promise<{ rows: PostcodeRow[]; report: PostcodeFileReport }> {
  const { report, batches } = readPostcodeFile(
    (async function* () {
      yield typeof content === 'string' ? Buffer.from(content) : content
    })(),
  )
  const rows: PostcodeRow[] = []
  for await (const batch of batches) rows.push(...batch)
  return { rows, report }
}

const skipped = (report: PostcodeFileReport) =>
  Object.fromEntries([...report.skipped].map(([reason, rows]) => [reason, rows.first.map(row => row.line)]))

const pointOf = (row: PostcodeRow | undefined) => ({ x: row?.easting ?? 0, y: row?.northing ?? 0 })

const NOTHING = { ladCode: null, wardCode: null, lsoaCode: null, introducedMonth: null, terminatedMonth: null }
const CODE_POINT = '"ZZ1 4AB",10,400123,300456,"E92000001","E19000001","E18000002","","E06000001","E05000001"'
const NSPL_2026 =
  'pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,lad26cd,wd26cd,lsoa21cd,lat,long'
const ONSPD_2018 =
  'pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oa11,lsoa11,lat,long'

describe('readPostcodeFile', () => {
  it('reads Code-Point Open, which has no header', async () => {
    const { rows, report } = await read(`${CODE_POINT}\n`)
    expect(rows).toEqual([
      { ...NOTHING, key: 'ZZ14AB', easting: 400123, northing: 300456, ladCode: 'E06000001', wardCode: 'E05000001' },
    ])
    expect(report).toMatchObject({ format: 'Code-Point Open', rows: 1, taken: 1 })
  })

  it('reads Code-Point Open with a column fewer, and with its two lines of names', async () => {
    const nine = CODE_POINT.replace('"E18000002",', '')
    const short = 'PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC'
    const long =
      'Postcode,Positional_quality_indicator,Eastings,Northings,Country_code,NHS_regional_HA_code,NHS_HA_code,Admin_county_code,Admin_district_code,Admin_ward_code'
    for (const file of [
      nine,
      `${short}\n${long}\n${CODE_POINT}`,
      `${long}\n${CODE_POINT}`,
      `${short}\n${CODE_POINT}`,
    ]) {
      const { rows, report } = await read(file)
      expect(rows).toMatchObject([{ key: 'ZZ14AB', easting: 400123, ladCode: 'E06000001', wardCode: 'E05000001' }])
      expect(report.format).toBe('Code-Point Open')
    }
  })

  it('reads NSPL by the names of 2026 and of 2024', async () => {
    const row =
      '"ZZ1 4AB","ZZ1  4AB","ZZ1 4AB","199606","201203","0","400123","0300456","1","E00000001","E06000001","E05000001","E01000001",52.5,-2.0'
    const names2024 = NSPL_2026.replace('usrtypind,east1m,north1m,gridind', 'usertype,oseast1m,osnrth1m,osgrdind')
      .replace('lad26cd,wd26cd', 'laua,ward')
      .replace('lsoa21cd', 'lsoa21')
    for (const header of [NSPL_2026, names2024]) {
      const { rows, report } = await read(`${header}\r\n${row}\r\n`)
      expect(rows).toEqual([
        {
          key: 'ZZ14AB',
          easting: 400123,
          northing: 300456,
          ladCode: 'E06000001',
          wardCode: 'E05000001',
          lsoaCode: 'E01000001',
          introducedMonth: '1996-06',
          terminatedMonth: '2012-03',
        },
      ])
      expect(report).toMatchObject({ format: 'ONS postcode file', taken: 1, terminated: 1 })
    }
  })

  it('reads ONSPD with and without its header, and leaves out pseudo codes', async () => {
    const row = (unit: string, lad: string) =>
      `${unit.replace(' ', '')},${unit},${unit},198001,,E99999999,E99999999,${lad},E05000001,E04000001,0,400123,300456,1,E00000001,E01000001,52.6,-2.0`
    const rowsText = `${row('ZZ1 4AB', 'E06000001')}\n${row('ZZ1 4AD', 'E06000001')}\n${row('ZZ1 4AE', 'E99999999')}\n`
    for (const file of [`${ONSPD_2018}\n${rowsText}`, rowsText]) {
      const { rows } = await read(file)
      expect(rows.map(found => found.ladCode)).toEqual(['E06000001', 'E06000001', null])
      expect(rows[0]).toMatchObject({
        easting: 400123,
        northing: 300456,
        wardCode: 'E05000001',
        introducedMonth: '1980-01',
        terminatedMonth: null,
      })
    }
  })

  it('takes the newest areas where a file has several vintages', async () => {
    const { rows } = await read(
      'pcds,oseast1m,osnrth1m,wd19cd,wd23cd,wd21cd\nZZ1 4AB,400000,300000,E05000019,E05000023,E05000021',
    )
    expect(rows[0]?.wardCode).toBe('E05000023')
  })

  it('reads a table of its own with a header, in any order, by commas, tabs or semicolons', async () => {
    for (const separator of [',', '\t', ';']) {
      const table = ['Northing,Ward name,Easting,Postcode', '300456,"Upper, Lower",400123,zz14ab'].join('\n')
      const file = separator === ',' ? table : table.replace('"Upper, Lower"', 'Upper').replaceAll(',', separator)
      expect((await read(file)).rows).toEqual([{ ...NOTHING, key: 'ZZ14AB', easting: 400123, northing: 300456 }])
    }
  })

  it('converts latitude and longitude where there is no grid reference', async () => {
    const { rows } = await read('postcode,latitude,longitude\nZZ1 4AB,52.6,-2.0')
    const back = toLatLong(pointOf(rows[0]))
    expect(back.latitude).toBeCloseTo(52.6, 4)
    expect(back.longitude).toBeCloseTo(-2, 4)
  })

  it('takes postcodes of Northern Ireland off the Irish Grid', async () => {
    const { rows } = await read('pcds,oseast1m,osnrth1m,lat,long\nBT1 5GS,333800,374000,54.5965,-5.9301')
    const { rows: gridOnly } = await read('pcds,oseast1m,osnrth1m\nBT1 5GS,333800,374000')
    const [byDegrees, byGrid] = [rows[0], gridOnly[0]]
    if (!byDegrees || !byGrid) throw new Error('not taken')
    expect(distanceMetres(pointOf(byDegrees), pointOf(byGrid))).toBeLessThan(150)
    expect(byGrid.easting).toBeLessThan(150_000)
  })

  it('says of every row it leaves out why, with its line', async () => {
    const lines = [
      'pcds,doterm,oseast1m,osnrth1m,osgrdind,lat,long',
      'ZZ1 4AB,,400000,300000,1,52.6,-2',
      'ZZ1 4AB,,400001,300001,1,52.6,-2',
      'not one,,400000,300000,1,52.6,-2',
      'ZZ1 4AD,,,,9,99.999999,0.000000',
      '',
      'ZZ1 4AE,,4000000,300000,1,52.6,-2',
      'ZZ1 4AF,2012,400000,300000,1,52.6,-2',
      'ZZ1 4AG,,400000,300000',
      'ZZ1 4AH,,0,0,1,99.999999,0',
      'ZZ1 4AJ,,40x000,300000,1,,',
      'ZZ1 4\0AL,,400000,300000,1,52.6,-2',
      '"ZZ1 4AN,,400000,300000,1,52.6,-2',
      'ZZ1 4AP,,53,-3,1,,',
    ]
    const { report, rows } = await read(lines.join('\n'))
    expect(rows.map(row => row.key)).toEqual(['ZZ14AB'])
    expect(skipped(report)).toEqual({
      'repeated-in-file': [3],
      'not-a-postcode': [4, 12],
      'no-grid-reference': [5, 10],
      'out-of-range': [7, 11, 14],
      'open-quote': [13],
      'unreadable-month': [8],
      'wrong-column-count': [9],
    })
    expect(report.rows).toBe(report.taken + [...report.skipped.values()].reduce((sum, { count }) => sum + count, 0))
    expect(report.skipped.get('not-a-postcode')?.first[1]?.text).toBe('ZZ1 4�AL,,400000,300000,1,52.6,-2')
  })

  it('leaves out Code-Point Open rows without coordinates (quality 90) and keeps quality 10 to 60', async () => {
    const { rows, report } = await read(
      `${CODE_POINT}\n${CODE_POINT.replace('4AB",10', '4AD",90')}\n${CODE_POINT.replace('4AB",10', '4AE",60')}`,
    )
    expect(rows.map(row => row.key)).toEqual(['ZZ14AB', 'ZZ14AE'])
    expect(skipped(report)).toEqual({ 'no-grid-reference': [2] })
  })

  it.each([
    ['', /^This file is empty\.$/],
    ['\n\n \n', /^This file is empty\.$/],
    ['name,age\nAda,36', /columns name, age, and none of them is a postcode/],
    ['postcode,ward\nZZ1 4AB,E05000001', /but no grid references/],
    ['ZZ1 4AB\nZZ1 4AD', /no header and no easting and northing/],
    ['<!DOCTYPE html><html>', /web page/],
    ['{"type":"FeatureCollection"}', /JSON file/],
  ])('refuses %j in one sentence', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message)
  })

  it('accounts for every row whatever a file holds', async () => {
    const field = fc.oneof(
      fc.constantFrom('ZZ1 4AB', 'ZZ1 4AD', '400000', '300000', '', '"', '"a,b"', '9', '201203', '\0'),
      fc.string(),
    )
    const anyFile = fc.array(
      fc.array(field, { minLength: 1, maxLength: 8 }).map(row => row.join(',')),
      { maxLength: 20 },
    )
    await fc.assert(
      fc.asyncProperty(anyFile, async rows => {
        const file = read(['postcode,easting,northing,doterm', ...rows].join('\n'))
        // A small file with several control characters is taken for no text at all, which is an answer too.
        const answer = await file.catch(error => (error instanceof UnreadableFile ? null : Promise.reject(error)))
        if (answer === null) return
        const { report, rows: taken } = answer
        expect(report.taken).toBe(taken.length)
        expect(report.rows).toBe(report.taken + [...report.skipped.values()].reduce((sum, { count }) => sum + count, 0))
        expect(new Set(taken.map(row => row.key)).size).toBe(taken.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe.skipIf(!hasShared)('the national files', () => {
  const files = hasShared
    ? readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.csv'))
    : []

  it.each(files)('%s: every row is taken', async name => {
    const lines = readFileSync(join(shared, name), 'utf8').trim().split('\n')
    const { report, batches } = readPostcodeFile(createReadStream(join(shared, name)))
    for await (const _ of batches);
    const count = lines.length - (lines[0]?.startsWith('postcode') ? 1 : 0)
    expect(report).toMatchObject({ taken: count, rows: count })
    expect(count).toBeGreaterThan(8000)
  })

  it.each(files.filter(name => !name.includes('/')))(
    '%s: the same position by grid and by degrees to 10 m',
    async name => {
      const text = readFileSync(join(shared, name), 'utf8')
      const { rows } = await read(text)
      const { rows: byDegrees } = await read(text.replace('easting,northing', 'was_easting,was_northing'))
      const far = rows.map((row, at) => distanceMetres(pointOf(row), pointOf(byDegrees[at])))
      expect(Math.max(...far)).toBeLessThan(10)
    },
  )
})
