import { expect, it } from 'vitest'
import { useHouse } from '../../../test/support/house.ts'
import { anyone } from '../../platform/auth/actor.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addPlace, changePlace, newPlaceId, placesBySlug } from './index.ts'

const house = useHouse()

it('a place that is found again and again is not read again and again, and is never behind a change made here', async () => {
  const { db } = house.platform
  const findPlace = placesBySlug(db)
  expect(await findPlace('by-slug')).toBeNull()
  const placeId = newPlaceId()
  await perform(db, houseActor(placeId), addPlace, { slug: 'by-slug', name: 'Before', ladCodes: [], settings: {} })
  const before = await findPlace('by-slug')
  expect(before?.name).toBe('Before')
  expect(await findPlace('by-slug')).toBe(before)
  await perform(db, houseActor(placeId), changePlace, { name: 'After' })
  expect((await findPlace('by-slug'))?.name).toBe('After')
})

it('a transaction that reads cannot write', async () => {
  const { db } = house.platform
  const writes = db.read(anyone(newPlaceId()), tx => tx.sql`create temporary table written (it int)`)
  await expect(writes).rejects.toThrow(/read-only/)
})
