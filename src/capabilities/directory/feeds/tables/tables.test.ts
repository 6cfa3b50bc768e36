import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { normaliseFeed } from '../normalise-service.ts'
import { guessMapping, phoneOf, readMapping, recordsOf } from './column-mapping.ts'
import { readTable, type Table } from './read-table.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const table = (text: string | Uint8Array): Table => {
  const read = readTable(typeof text === 'string' ? bytes(text) : text, '“t.csv”')
  if (isRefusal(read)) throw new Error(read.message)
  return read
}
/** As a community centre keeps it: a title in merged cells, empty rows, organisations in merged cells, N/A, British dates, phones without their 0. */
const asPeopleMakeIt = [
  'WHAT IS ON IN FERRY,,,,,,',
  ',,,,,,',
  'Organisation,Activity,Phone number,Post code,Cost,Last checked,"When, where"',
  'Ferry Hub,Lunch club,1632960001,zz1 4ab,Free,05/06/2026,"Mondays, 12 to 2"',
  ',Choir,N/A,ZZ1 4AB,-,31/02/2026,',
  ',,,,,,',
  'Northgate Church,Baby bank,"01632 960002 or 1632960003",,,,TBC',
].join('\r\n')

describe('reading a table', () => {
  it('is read or refused in time, however many signs are repeated in it', () => {
    const long = 300_000
    for (const [text, said] of [
      [`name,description\na,x${' '.repeat(long)}y\n`, 1],
      [`name,description\nx${'"a""'.repeat(long)}\n`, 1],
      [`name,description\n"never closed,${'x\n'.repeat(long)}`, 1],
      [`name,description\n${'a,b\n'.repeat(long)}`, 'more than 50000 rows'],
      [`${'a,'.repeat(10_000)}b\n${'1,'.repeat(10_000)}2\n`, 'more than 200 columns'],
    ] as const) {
      const from = performance.now()
      const read = readTable(new TextEncoder().encode(text), 'It')
      if (typeof said === 'number') expect((read as Table).rows.length).toBe(said)
      else expect((read as { message: string }).message).toContain(said)
      expect(performance.now() - from, text.slice(0, 40)).toBeLessThan(3000)
    }
  })
  it('finds the headings, passes over empty rows and reads "N/A" as nothing', () => {
    const read = table(asPeopleMakeIt)
    expect(read.headings).toEqual([
      'Organisation',
      'Activity',
      'Phone number',
      'Post code',
      'Cost',
      'Last checked',
      'When, where',
    ])
    expect(read.rows.map(({ line, cells }) => [line, cells[1], cells[2]])).toEqual([
      [4, 'Lunch club', '1632960001'],
      [5, 'Choir', ''],
      [7, 'Baby bank', '01632 960002 or 1632960003'],
    ])
  })
  it('reads commas, semicolons, tabs and upright lines, UTF-8, UTF-16 and Windows-1252', () => {
    for (const delimiter of [',', ';', '\t', '|'])
      expect(table(`name${delimiter}town\nCafé${delimiter}"a ""b"" ${delimiter} c"\n`).rows[0]?.cells).toEqual([
        'Café',
        `a "b" ${delimiter} c`,
      ])
    expect(table(Buffer.from('name,town\nCaf\u00e9,x\n', 'latin1')).rows[0]?.cells[0]).toBe('Café')
    expect(table(Buffer.from('\ufeffname\ttown\nCafé\tx\n', 'utf16le')).rows[0]?.cells[0]).toBe('Café')
  })
  it('says what is wrong with what is no table', () => {
    const said = (text: string | Uint8Array) => {
      const read = readTable(typeof text === 'string' ? bytes(text) : text, '“t.csv”')
      return isRefusal(read) ? read.message : 'read'
    }
    expect(said('')).toContain('is empty')
    expect(said('PK\u0003\u0004')).toContain('Save the sheet as CSV')
    expect(said('<html>')).toContain('web page')
    expect(said('[{"id":1}]')).toContain('is JSON')
    expect(said('hello\nthere\n')).toContain('holds no table')
    expect(said('name,town\n')).toContain('no rows')
  })
  it('never throws, whatever it is given, and every row becomes one record', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: fc.constantFrom(...'ab",;\t|\n\r 1é'), maxLength: 80 }).map(bytes),
        ),
        given => {
          const read = readTable(given, 't')
          if (isRefusal(read)) return
          const records = recordsOf(read, guessMapping(read.headings))
          expect(records.length).toBe(read.rows.length)
          expect(normaliseFeed(records, 't', new Date()).length).toBe(records.length)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('mapping columns', () => {
  it('guesses what the headings mean, each field once', () => {
    expect(guessMapping(table(asPeopleMakeIt).headings)).toEqual({
      Organisation: 'organisation',
      Activity: 'name',
      'Phone number': 'phone',
      'Post code': 'postcode',
      Cost: 'cost',
      'Last checked': 'assuredOn',
      'When, where': 'times',
    })
    expect(guessMapping(['Ref', 'Service', 'Provider', 'About', 'E-mail', 'Web site'])).toEqual({
      Ref: 'id',
      Service: 'name',
      Provider: 'organisation',
      About: 'description',
      'E-mail': 'email',
      'Web site': 'url',
    })
  })
  it('makes records that are taken or mended like those of any feed', () => {
    const read = table(asPeopleMakeIt)
    const readings = normaliseFeed(recordsOf(read, guessMapping(read.headings)), 'sheet', new Date('2026-11-22'))
    const drafts = readings.map(reading => ('draft' in reading ? reading.draft : null))
    expect(
      drafts.map(draft => [draft?.name, draft?.publisher?.name, draft?.phones.map(({ number }) => number)]),
    ).toEqual([
      ['Lunch club', 'Ferry Hub', ['01632960001']],
      ['Choir', 'Ferry Hub', []],
      ['Baby bank', 'Northgate Church', ['01632 960002', '01632960003']],
    ])
    expect(drafts[0]).toMatchObject({
      assuredOn: '2026-06-05',
      cost: 'free',
      schedules: [{ description: 'Mondays, 12 to 2' }],
      locations: [{ postcode: 'ZZ1 4AB' }],
    })
    expect(readings.map(({ outcome }) => outcome)).not.toContain('refused')
    expect(JSON.stringify(readings), 'a table has no ids: that is no mend').not.toContain('had no id')
    const second = readings[1]
    expect(second?.outcome === 'mended' && second.mends).toEqual(
      expect.arrayContaining([
        'organisation taken from the row above (merged cells)',
        'assured date left out: “31/02/2026” is not a date',
      ]),
    )
  })
  it('gives back the 0 a spreadsheet took, and leaves other numbers alone', () => {
    expect(phoneOf('1632960001')).toEqual({ number: '01632960001', mended: true })
    for (const left of ['01632 960001', '999', '+44 1632 960001', 'ring Sam'])
      expect(phoneOf(left)).toEqual({ number: left, mended: false })
  })
  it('takes of a kept mapping only what this table has', () => {
    expect(readMapping({ a: 'name', b: 'nonsense', z: 'url', __proto__: { c: 'name' } }, ['a', 'b', 'c'])).toEqual({
      a: 'name',
      b: '',
      c: '',
    })
    expect(readMapping(null, ['a'])).toEqual({ a: '' })
  })
})
