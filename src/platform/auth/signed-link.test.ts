import { describe, expect, it } from 'vitest'
import { aCast } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { readSignedLink, signLink } from './signed-link.ts'

const house = useHouse()

describe('a signed link', () => {
  it('says what was signed until its last day, and nothing to another purpose or another place', async () => {
    const [cast, other] = [await aCast(house), await aCast(house)]
    const id: string = newId()
    const endsAt = new Date(house.platform.clock().getTime() + 30 * 86_400_000)
    const token = await house.platform.db.asHouse(cast.placeId, tx => signLink(tx, 'test', id, endsAt))
    const read = (placeId: typeof cast.placeId, purpose: string, given: string) =>
      house.platform.db.asHouse(placeId, tx => readSignedLink(tx, purpose, given))
    expect(token).toMatch(/^[\w-]{48}$/)
    expect(await read(cast.placeId, 'test', token)).toEqual({ id, ended: false })
    expect(await read(cast.placeId, 'another', token)).toBeNull()
    expect(await read(other.placeId, 'test', token)).toBeNull()
    house.advance({ days: 31 })
    expect(await read(cast.placeId, 'test', token)).toEqual({ id, ended: true })
  })

  it('is refused with any letter changed, shortened or lengthened', async () => {
    const cast = await aCast(house)
    const token = await house.platform.db.asHouse(cast.placeId, tx =>
      signLink(tx, 'test', newId(), new Date('2027-01-01')),
    )
    const changed = [...token].map((sign, at) => token.slice(0, at) + (sign === 'A' ? 'B' : 'A') + token.slice(at + 1))
    const found = await house.platform.db.asHouse(cast.placeId, async tx => {
      const answers = []
      for (const each of [...changed, token.slice(1), `${token}A`, `${token}=`, '', '☃'])
        answers.push(await readSignedLink(tx, 'test', each))
      return answers
    })
    expect(found.filter(Boolean)).toEqual([])
  })
})
