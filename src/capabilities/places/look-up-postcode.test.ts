import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import { lookUpPostcode, lookUpPostcodes } from './look-up-postcode.ts'
import { aFile } from './testing.ts'

describe('lookUpPostcode before anything is loaded', () => {
  const house = useHouse()
  it('tells a visitor how to load the free national file', async () => {
    const answer = await house.platform.db.national(tx => lookUpPostcode(tx, 'M1 1AE'))
    expect(answer).toMatchObject({
      kind: 'not-loaded',
      point: null,
      message: 'No postcodes have been loaded here yet, so we cannot tell where M1 1AE is.',
      howToLoad: { command: 'script/keepitlocal import postcodes FILE' },
    })
  })

  it('sends nobody to the national file for a made-up postcode', async () => {
    const answer = await house.platform.db.national(tx => lookUpPostcode(tx, 'ZZ1 4AB'))
    expect(answer).toMatchObject({ kind: 'unknown', message: expect.stringContaining('are made up') })
  })
})

describe('lookUpPostcode', () => {
  const house = useHouse()
  const lookUp = (typed: string) => house.platform.db.national(tx => lookUpPostcode(tx, typed))

  beforeAll(async () => {
    const rows = [
      'pcds,doterm,easting,northing,ward',
      'ZZ1 4AA,,400000,300000,E05000001',
      'ZZ1 4AB,,400100,300000,E05000001',
      'ZZ1 4AD,201203,409999,300000,E05000001',
      'ZZ1 5AA,,400200,300300,E05000001',
      'ZZ14 0AA,,500000,300000,E05000002',
      'ZZ2 1AA,,401000,301000,E05000003',
      ...[...'ABDEFGHJ'].map(letter => `ZZ2 2A${letter},,402000,302000,E05000003`),
      'Z1 1AA,,600000,300000,E05000004',
    ]
    await house.commandLine('import', 'postcodes', aFile('zz.csv', rows.join('\n')))
  })

  it.each(['ZZ1 4AB', 'zz14ab', ' ZZ1-4AB '])('finds the whole postcode %j with nothing to add', async typed => {
    expect(await lookUp(typed)).toEqual({
      kind: 'unit',
      shown: 'ZZ1 4AB',
      point: { x: 400_100, y: 300_000 },
      message: null,
      mended: false,
      ladCode: null,
      wardCode: 'E05000001',
      lsoaCode: null,
      terminatedMonth: null,
    })
  })

  it('finds many at once, each by what was typed, and leaves out what is nowhere', async () => {
    const typed = ['zz1 4ab', 'ZZ14AB', 'ZZ1 4AD', 'ZZ1 9ZZ', 'ZZ1', 'nonsense', '']
    const found = await house.platform.db.national(tx => lookUpPostcodes(tx, typed))
    expect([...found]).toEqual([
      ['zz1 4ab', { x: 400_100, y: 300_000 }],
      ['ZZ14AB', { x: 400_100, y: 300_000 }],
      ['ZZ1 4AD', { x: 409_999, y: 300_000 }],
    ])
    expect((await house.platform.db.national(tx => lookUpPostcodes(tx, []))).size).toBe(0)
  })

  it('says how it read a slip', async () => {
    expect(await lookUp('ZZI 4AB')).toMatchObject({ kind: 'unit', message: 'We read that as ZZ1 4AB.' })
  })

  it('says when a terminated postcode ended, and uses where it was', async () => {
    expect(await lookUp('ZZ1 4AD')).toMatchObject({
      kind: 'terminated',
      point: { x: 409_999, y: 300_000 },
      terminatedMonth: '2012-03',
      message: 'ZZ1 4AD stopped being used in March 2012. We use where it was.',
    })
  })

  it('gives the middle of a first part, of postcodes in use', async () => {
    expect(await lookUp('zz1')).toMatchObject({
      kind: 'outcode',
      shown: 'ZZ1',
      point: { x: 400_100, y: 300_100 },
      postcodesInUse: 3,
      message: expect.stringContaining('from the middle of ZZ1'),
    })
  })

  it('lists what a beginning could be, and keeps ZZ1 4 apart from ZZ14', async () => {
    expect(await lookUp('ZZ1 4')).toMatchObject({
      kind: 'partial',
      matches: ['ZZ1 4AA', 'ZZ1 4AB'],
      total: 2,
      point: { x: 400_050, y: 300_000 },
      message: 'ZZ1 4 could be ZZ1 4AA or ZZ1 4AB. We measure from the middle of them.',
    })
    expect(await lookUp('ZZ2 2')).toMatchObject({
      total: 8,
      message: 'ZZ2 2 could be ZZ2 2AA, ZZ2 2AB, ZZ2 2AD or one of 5 more. We measure from the middle of them.',
    })
    expect(await lookUp('ZZ1 5')).toMatchObject({ message: 'ZZ1 5 is the start of ZZ1 5AA.' })
  })

  it('lists the first parts of an area, and keeps Z apart from ZZ', async () => {
    expect(await lookUp('zz')).toMatchObject({ kind: 'partial', matches: ['ZZ1', 'ZZ2', 'ZZ14'], total: 3 })
    expect(await lookUp('z')).toMatchObject({ kind: 'partial', matches: ['Z1'], total: 1 })
  })

  it('says of an unknown postcode what to use instead', async () => {
    expect(await lookUp('ZZ1 9ZZ')).toMatchObject({
      kind: 'unknown',
      point: null,
      instead: 'ZZ1',
      message: 'We do not know ZZ1 9ZZ. Check it, or use the first part, ZZ1.',
    })
    expect(await lookUp('ZZ9 9ZZ')).toMatchObject({
      kind: 'unknown',
      instead: null,
      message: 'We do not know ZZ9 9ZZ. Check it.',
    })
    expect(await lookUp('ZZ1 9')).toMatchObject({ kind: 'unknown', instead: 'ZZ1' })
  })

  it('says of an area that is not loaded how to load it', async () => {
    expect(await lookUp('M1 1AE')).toMatchObject({
      kind: 'not-loaded',
      message: 'No postcodes that start with M have been loaded here, so we cannot tell where M1 1AE is.',
    })
  })

  it('says of what is no postcode what to enter', async () => {
    expect(await lookUp('hello')).toMatchObject({
      kind: 'not-a-postcode',
      point: null,
      message: expect.stringContaining('like ZZ1 4AB'),
    })
    expect(await lookUp("'; drop table places.postcode; --")).toMatchObject({ kind: 'not-a-postcode' })
  })
})
