import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../command-line.ts'

const scratch = mkdtempSync(join(tmpdir(), 'problems-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const good = {
  'needs.csv': 'id,unmet_cost\na,100\nb,100\nc,0.5\n',
  'volunteers.csv': 'id,capacity\nann,1\nbo,2\n',
  'candidates.csv': 'need,volunteer,cost\na,ann,10\na,bo,40\nb,ann,20\nc,bo,0.75\n',
}
let problems = 0
const folderOf = (files: Readonly<Record<string, string | Uint8Array>>) => {
  problems += 1
  const folder = join(scratch, String(problems))
  mkdirSync(folder)
  for (const [name, content] of Object.entries({ ...good, ...files })) writeFileSync(join(folder, name), content)
  return folder
}
const match = async (folder: string, ...more: string[]) => {
  const said: string[] = []
  const wrong: string[] = []
  const code = await runCommandLine(['match', folder, ...more], {
    out: text => void said.push(text),
    err: text => void wrong.push(text),
    isTty: false,
    get platform(): never {
      throw new Error('no database is there')
    },
  })
  return { code, said: said.join('\n'), wrong: wrong.join('\n') }
}

describe('keepitlocal match', () => {
  it('answers so that anyone can check it, without a database', async () => {
    const { code, said } = await match(folderOf({}), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(said)).toEqual({
      assignments: [
        { need: 'a', volunteer: 'bo', cost: 40 },
        { need: 'b', volunteer: 'ann', cost: 20 },
      ],
      unmatched: [{ need: 'c', reason: 'leaving it unmet costs no more than anybody taking it' }],
      totalCost: 60.5,
      lowerBound: 60.5,
      needPrices: { a: 40, b: 100, c: 0.5 },
      volunteerPrices: { ann: -80, bo: 0 },
    })
  })
  it('says the same in sentences', async () => {
    expect((await match(folderOf({}))).said).toMatch(
      /^2 of 3 needs have a volunteer, chosen among 4 candidates in \d+ ms\.\nTotal cost 60\.5; no choice costs less than 60\.5\.\n1 unmet: leaving it/,
    )
  })
  it('takes columns in any order, quotation marks, Windows line ends and a byte order mark', async () => {
    const folder = folderOf({ 'volunteers.csv': '\uFEFFcapacity,"id",note\r\n1,ann,"two\r\nlines"\r\n2,"bo",\r\n' })
    expect(JSON.parse((await match(folder, '--json')).said).totalCost).toBe(60.5)
  })
  it('takes files put together of several, with line ends of each kind', async () => {
    const folder = folderOf({
      'needs.csv': 'id,unmet_cost\r\na,100\nb,100\r\nc,0.5\n',
      'volunteers.csv': 'id,capacity\rann,1\nbo,2\r\n',
    })
    expect(JSON.parse((await match(folder, '--json')).said).totalCost).toBe(60.5)
  })
  it('refuses as many lines too many of an old kind', async () => {
    const { wrong } = await match(folderOf({ 'candidates.csv': `need,volunteer,cost\r\r${'x\r'.repeat(8_000_001)}` }))
    expect(wrong).toBe('candidates.csv, line 8000003: more than 8,000,000 rows are not taken.')
  })
  it('refuses ten million candidates before it reads the first, at the line where they are too many', async () => {
    const { code, wrong } = await match(
      folderOf({ 'candidates.csv': `need,volunteer,cost\n\n${'x\n'.repeat(10_000_000)}` }),
    )
    expect(code).toBe(1)
    expect(wrong).toBe('candidates.csv, line 8000003: more than 8,000,000 rows are not taken.')
  })
  it('takes ids that are numbers or words of the language', async () => {
    const folder = folderOf({
      'volunteers.csv': 'id,capacity\n__proto__,1\n10,2\n',
      'candidates.csv': 'need,volunteer,cost\na,__proto__,10\na,10,40\nb,__proto__,20\n',
    })
    const answer = JSON.parse((await match(folder, '--json')).said)
    expect(Object.entries(answer.volunteerPrices)).toEqual(
      expect.arrayContaining([
        ['10', 0],
        ['__proto__', -80],
      ]),
    )
  })
  it('answers a problem without needs', async () => {
    const folder = folderOf({ 'needs.csv': 'id,unmet_cost\n', 'candidates.csv': 'need,volunteer,cost\n' })
    expect(JSON.parse((await match(folder, '--json')).said)).toMatchObject({ assignments: [], totalCost: 0 })
  })
})

describe('a problem that is wrong gets the line and the reason', () => {
  it.each([
    [
      'an unknown need',
      'candidates.csv',
      'need,volunteer,cost\na,ann,1\nzed,ann,1\n',
      'candidates.csv, line 3: needs.csv has no need “zed”.',
    ],
    [
      'an unknown volunteer',
      'candidates.csv',
      'need,volunteer,cost\na,zoe,1\n',
      'candidates.csv, line 2: volunteers.csv has no volunteer “zoe”.',
    ],
    [
      'a negative capacity',
      'volunteers.csv',
      'id,capacity\nann,-1\n',
      'volunteers.csv, line 2: capacity has to be a whole number from 0 to 1,000,000, not “-1”.',
    ],
    ['half a place', 'volunteers.csv', 'id,capacity\nann,1.5\n', 'not “1.5”.'],
    [
      'a cost that is no number',
      'candidates.csv',
      'need,volunteer,cost\na,ann,NaN\n',
      'candidates.csv, line 2: cost has to be a number from -1,000,000,000 to 1,000,000,000, not “NaN”.',
    ],
    [
      'an endless cost',
      'needs.csv',
      'id,unmet_cost\na,Infinity\n',
      'needs.csv, line 2: unmet_cost has to be a number from 0',
    ],
    ['a cost in hexadecimal', 'candidates.csv', 'need,volunteer,cost\na,ann,0x10\n', 'not “0x10”.'],
    ['a negative cost of leaving a need', 'needs.csv', 'id,unmet_cost\na,-3\n', 'not “-3”.'],
    ['an empty cell', 'candidates.csv', 'need,volunteer,cost\na,ann,\n', 'not “”.'],
    [
      'a need told twice',
      'needs.csv',
      'id,unmet_cost\na,1\nb,1\nc,1\na,2\n',
      'needs.csv, line 5: the need “a” stands here a second time.',
    ],
    [
      'a volunteer told twice',
      'volunteers.csv',
      'id,capacity\nann,1\nann,1\n',
      'volunteers.csv, line 3: the volunteer “ann” stands here a second time.',
    ],
    [
      'a pair told twice',
      'candidates.csv',
      'need,volunteer,cost\na,ann,1\nb,ann,1\na,ann,2\n',
      'candidates.csv, line 4: the need “a” and the volunteer “ann” stand here a second time.',
    ],
    [
      'a missing column',
      'needs.csv',
      'id,cost\na,1\n',
      'needs.csv, line 1: there is no column “unmet_cost”; the first line has to be id,unmet_cost.',
    ],
    [
      'a row that is too short',
      'candidates.csv',
      'need,volunteer,cost\na,ann\n',
      'candidates.csv, line 2: it has more or fewer cells than the first line.',
    ],
    [
      'a quotation mark that is not closed',
      'candidates.csv',
      `need,volunteer,cost\n"a,ann,1\n${'b,bo,2\n'.repeat(3000)}`,
      'is a quotation mark not closed?',
    ],
    [
      'a quotation mark inside a cell',
      'candidates.csv',
      'need,volunteer,cost\na"b,ann,1\n',
      'line 2: a quotation mark stands inside',
    ],
    [
      'something after a quoted cell',
      'candidates.csv',
      'need,volunteer,cost\n"a"b,ann,1\n',
      'line 2: something follows the quotation',
    ],
    [
      'a quotation mark open at the end',
      'candidates.csv',
      'need,volunteer,cost\n"a,ann,1\n',
      'a quotation mark is not closed',
    ],
    [
      'a column told twice',
      'needs.csv',
      'id,unmet_cost,id\na,1,b\n',
      'needs.csv, line 1: the column “id” stands there twice.',
    ],
    [
      'a file in another encoding',
      'needs.csv',
      Uint8Array.of(...Buffer.from('id,unmet_cost\n'), 0xe9, ...Buffer.from(',1\n')),
      'needs.csv, line 2: the id has bytes in it that are no letters; save the file as CSV in UTF-8.',
    ],
    ['an empty file', 'needs.csv', '', 'needs.csv is empty; the first line has to be id,unmet_cost.'],
    ['an empty id', 'needs.csv', 'id,unmet_cost\n,1\n', 'needs.csv, line 2: the id is empty.'],
  ])('%s', async (_, file, content, says) => {
    const { code, said, wrong } = await match(folderOf({ [file]: content }), '--json')
    expect([code, said]).toEqual([1, ''])
    expect(wrong).toContain(says)
  })
  it('a file that is not there', async () => {
    expect((await match(scratch)).wrong).toBe(`There is no needs.csv in “${scratch}”.`)
    expect((await match(join(folderOf({}), 'needs.csv'))).wrong).toContain('is a file: name the folder')
  })
  it('a line without a folder', async () => {
    expect((await match('--json')).code).toBe(2)
  })
})
