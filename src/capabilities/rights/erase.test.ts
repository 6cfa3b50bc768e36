import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aCast, ask } from '../../../test/support/cast.ts'
import { everywhere } from '../../../test/support/everywhere.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { bearerOf, sayNoLongerNeeded } from '../requests/index.ts'

const house = useHouse()
const CANARY = 'Quetzalwort'

const canaryStory = {
  story: `My husband died, ${CANARY}.`,
  person: {
    name: `Halina ${CANARY}`,
    phone: '020 7946 0999',
    email: `${CANARY.toLowerCase()}@example.org`,
    contactBy: 'email' as const,
    address: `12 ${CANARY} Row`,
    postcode: 'ZZ1 4AB',
    position: { x: 401_234, y: 300_987 },
    neighbourhoodId: null,
    neighbourhoodName: null,
    communicationNeeds: CANARY,
  },
}

describe('forgetting somebody', () => {
  it('is refused for what is still at work, and reaches every table and copy once it is over; a backup that brings them back is erased again', async () => {
    const cast = await aCast(house)
    const { personId, helpRequestId, needIds, reference } = await ask(house, cast, canaryStory)
    await house.deliver(cast.placeId)
    expect((await everywhere(house.owner, CANARY)).length).toBeGreaterThan(5)
    const line = ['erase', reference, '--place', cast.slug, '--because', 'They asked on 16 November', '--json']
    const early = await house.commandLine(...line)
    expect(early.code).toBe(1)
    expect(JSON.parse(early.out)).toMatchObject({
      complete: false,
      stays: [expect.stringContaining('The request is open'), expect.any(String)],
    })

    await perform(house.platform.db, bearerOf(cast.placeId, helpRequestId), sayNoLongerNeeded, {
      needId: needIds[0] ?? '',
    })
    await house.deliver(cast.placeId)
    const out = await mkdtemp(join(tmpdir(), 'copy-'))
    await house.commandLine('subject-access', personId, '--place', cast.slug, '--out', out)
    expect(await readdir(out)).toHaveLength(2)
    const done = await house.commandLine(...line)
    expect(done).toMatchObject({ code: 0, err: '' })
    const certificate = JSON.parse(done.out)
    expect(certificate).toMatchObject({ complete: true, personIds: [personId], stays: [], stillFound: [] })
    expect(await everywhere(house.owner, CANARY)).toEqual([])
    expect(await readdir(out)).toEqual([])
    expect(JSON.stringify(certificate)).not.toMatch(new RegExp(CANARY, 'i'))

    // A backup from before: the person is there again, and the database does not know that they were erased.
    await house.platform.db.asHouse(cast.placeId, async tx => {
      await tx.sql`update people.person set name = ${`Halina ${CANARY}`} where place_id = ${tx.placeId} and person_id = ${personId}`
      await tx.sql`delete from rights.tombstone where place_id = ${tx.placeId}`
    })
    expect((await house.commandLine('erase', 'again', '--place', cast.slug)).out).toBe('Erased again: 1.\n')
    expect(await everywhere(house.owner, CANARY)).toEqual([])
    expect((await house.commandLine('erase', 'again', '--place', cast.slug)).out).toBe('Nobody had come back.\n')
  })
})
