import { describe, expect, it } from 'vitest'
import { aCast, ask } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { perform } from '../../platform/command.ts'
import { bearerOf, sayNoLongerNeeded } from '../requests/index.ts'

const house = useHouse()

describe('what is over is forgotten', () => {
  it('six months after a request closed without help, not a day before, never while it is held; figures stay', async () => {
    const cast = await aCast(house)
    const { db } = house.platform
    const close = async (name: string) => {
      const asked = await ask(house, cast)
      await db.asHouse(
        cast.placeId,
        tx =>
          tx.sql`update people.person set name = ${name}, phone = null, email = null where place_id = ${tx.placeId} and person_id = ${asked.personId}`,
      )
      await perform(db, bearerOf(cast.placeId, asked.helpRequestId), sayNoLongerNeeded, {
        needId: asked.needIds[0] ?? '',
      })
      await house.deliver(cast.placeId)
      return asked
    }
    const gone = await close('Gone')
    const held = await close('Held')
    await db.asHouse(
      cast.placeId,
      tx => tx.sql`insert into rights.hold (place_id, hold_id, record_id, what, ground, because, until_on, put_by, put_at)
        values (${tx.placeId}, ${newId()}, ${held.helpRequestId}, 'request', 'legal', 'A claim', '2030-01-01', 'Amira', ${tx.now})`,
    )
    const names = () =>
      db.asHouse(cast.placeId, async tx =>
        (
          await tx.sql<{ name: string }[]>`
            select name from people.person where place_id = ${tx.placeId} and person_id in (${gone.personId}, ${held.personId}) order by name`
        ).map(({ name }) => name),
      )
    const run = async (...more: string[]) =>
      (await house.commandLine('retention', 'run', '--place', cast.slug, ...more)).out
    house.setClock('2027-05-15T10:00:00Z')
    await run()
    expect(await names()).toEqual(['Gone', 'Held'])
    house.setClock('2027-05-17T10:00:00Z')
    expect(await run('--dry-run')).toContain('help request that came to nothing: 1 would be forgotten, 1 due but kept')
    expect(await names()).toEqual(['Gone', 'Held'])
    expect(await run()).toContain('help request that came to nothing: 1 forgotten, 1 due but kept')
    expect(await names()).toEqual(['Held', 'deleted'])
    const kept = await db.asHouse(
      cast.placeId,
      tx => tx.sql`select n.kind, n.state, n.description, r.story from requests.need n join requests.help_request r using (place_id, help_request_id)
        where place_id = ${tx.placeId} and help_request_id = ${gone.helpRequestId}`,
    )
    expect(kept).toMatchObject([{ kind: 'food', state: 'closed', description: 'deleted', story: '' }])
    expect(await run()).toContain('help request that came to nothing: 0 forgotten, 1 due but kept')
  })
})
