import { describe, expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import { changesSince, recordChange } from './change-log-store.ts'
import { addTestPlace } from './testing.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

describe('the change log', () => {
  const house = useHouse()

  it('tells what changed since a version, each service once', async () => {
    const placeId = await addTestPlace(house, 'one')
    const { db } = house.platform
    expect(await db.asHouse(placeId, tx => changesSince(tx, 0))).toEqual({ version: 0, changed: [] })
    await db.asHouse(placeId, tx => recordChange(tx, [id(1), id(2)]))
    await db.asHouse(placeId, tx => recordChange(tx, [id(2), id(3)]))
    expect(await db.asHouse(placeId, tx => changesSince(tx, 0))).toEqual({ version: 2, changed: [id(1), id(2), id(3)] })
    expect(await db.asHouse(placeId, tx => changesSince(tx, 1))).toEqual({ version: 2, changed: [id(2), id(3)] })
    expect(await db.asHouse(placeId, tx => changesSince(tx, 2))).toEqual({ version: 2, changed: [] })
  })

  it('says everything after a change of very many', async () => {
    const placeId = await addTestPlace(house, 'many')
    await house.platform.db.asHouse(placeId, tx =>
      recordChange(
        tx,
        Array.from({ length: 6000 }, (_, n) => id(n)),
      ),
    )
    expect((await house.platform.db.asHouse(placeId, tx => changesSince(tx, 0))).changed).toBe('everything')
  })

  it('numbers changes made at once one after the other', async () => {
    const placeId = await addTestPlace(house, 'at-once')
    const { db } = house.platform
    await Promise.all(Array.from({ length: 12 }, (_, n) => db.asHouse(placeId, tx => recordChange(tx, [id(n)]))))
    const { version, changed } = await db.asHouse(placeId, tx => changesSince(tx, 0))
    expect([version, changed.length]).toEqual([12, 12])
  })
})
