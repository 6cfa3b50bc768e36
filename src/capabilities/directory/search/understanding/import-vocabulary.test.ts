import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useHouse } from '../../../../../test/support/house.ts'
import type { PlaceId } from '../../../../kernel/ids.ts'
import { addTestPlace, importTestFeed, testFeed } from '../../testing.ts'
import { searchServices } from '../search-services.ts'

const house = useHouse()
let placeId: PlaceId
let elsewhere: PlaceId
const folder = mkdtempSync(join(tmpdir(), 'vocabulary-'))
const file = (name: string, value: unknown) => {
  const path = join(folder, name)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}
const own = {
  needs: { debt: { asked: ['tallyman'] } },
  situations: [{ told: ['cupboard is bare as a bone'], needs: { 'food-bank': 1 } }],
}
const run = (...words: string[]) => house.commandLine(...words)
const needsOf = async (place: PlaceId, words: string) =>
  (await house.platform.db.asHouse(place, tx => searchServices(tx, { words }))).needs.map(({ needId }) => needId)

beforeAll(async () => {
  placeId = await addTestPlace(house, 'seaside')
  elsewhere = await addTestPlace(house, 'hillside')
  await importTestFeed(house, 'seaside', testFeed)
})

describe('importing a vocabulary', () => {
  it('writes nothing in a dry run', async () => {
    const { code, out } = await run('import', 'vocabulary', file('own.json', own), '--place', 'seaside', '--dry-run')
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing was written (dry run)')])
    expect(await needsOf(placeId, 'tallyman')).toEqual([])
  })
  it('is used from the next search on, in that place alone', async () => {
    const { out } = await run('import', 'vocabulary', file('own.json', own), '--place', 'seaside')
    expect(out).toMatch(
      /“own.json” for .*0 new needs; 1 needs said otherwise: debt.*2 things people say, in 1 situations.*In use from the next search on/s,
    )
    expect(await needsOf(placeId, 'tallyman')).toEqual(['debt'])
    expect(await needsOf(placeId, 'the cupboard is as bare as a bone')).toContain('food-bank')
    expect(await needsOf(elsewhere, 'tallyman')).toEqual([])
  })
  it('changes nothing the second time, and says so', async () => {
    expect((await run('import', 'vocabulary', file('own.json', own), '--place', 'seaside')).out).toContain(
      'nothing was written',
    )
  })
  it('puts the new file in place of the old one, and says what is gone', async () => {
    const { out } = await run(
      'import',
      'vocabulary',
      file('new.json', { needs: { debt: { asked: ['on tick'] } } }),
      '--place',
      'seaside',
    )
    expect(out).toContain('No longer said by this place: cupboard is bare as a bone')
    expect(await needsOf(placeId, 'tallyman')).toEqual([])
    expect(await needsOf(placeId, 'on tick')).toEqual(['debt'])
  })
  it('gives out what it took', async () => {
    const { out } = await run('show', 'vocabulary', '--place', 'seaside')
    expect(JSON.parse(out)).toMatchObject({ needs: { debt: { asked: ['on tick'] } } })
    expect((await run('import', 'vocabulary', file('again.json', out), '--place', 'seaside')).out).toContain(
      'nothing was written',
    )
    const all = JSON.parse((await run('show', 'vocabulary', '--place', 'seaside', '--all')).out)
    expect(all.needs.debt.asked).toEqual(expect.arrayContaining(['on tick', 'debt']))
  })
  it('says how a question is understood there', async () => {
    const { out } = await run('understand', 'bought', 'it', 'on tick', '--place', 'seaside')
    expect(out).toContain('debt advice (debt), because of “on tick”')
  })
  it('refuses what it cannot use, with what to mend, and keeps what was there', async () => {
    const refused = async (value: unknown) => {
      const { code, err } = await run('import', 'vocabulary', file('bad.json', value), '--place', 'seaside')
      expect(code).toBe(1)
      return err
    }
    expect(await refused('{')).toContain('is not JSON')
    expect(await refused({ needs: { debt: { kind: 'cash' } } })).toContain('kind must be one of')
    expect(await refused(' '.repeat(2_000_001))).toContain('larger than 2 MB')
    expect((await run('import', 'vocabulary', join(folder, 'none.json'), '--place', 'seaside')).err).toContain(
      'There is no file',
    )
    expect((await run('import', 'vocabulary', '--place', 'seaside')).code).toBe(2)
    expect(await needsOf(placeId, 'on tick')).toEqual(['debt'])
  })
})
