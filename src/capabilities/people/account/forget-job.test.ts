import { describe, expect, it } from 'vitest'
import { aCast } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aBrowser } from '../../../../test/support/sign-in.ts'
import { endMembership, saveMembership } from '../../organisations/index.ts'
import { forgetAccountsJob } from './forget-job.ts'

const house = useHouse()

describe('an account that acts for nobody', () => {
  it('is kept for a year and found as it was, then it goes with every way in', async () => {
    const cast = await aCast(house)
    const personId = cast.ben.personId ?? ''
    const [as, run] = [
      <T>(work: Parameters<typeof house.platform.db.asHouse<T>>[1]) => house.platform.db.asHouse(cast.placeId, work),
      () => forgetAccountsJob.run(house.platform, cast.placeId),
    ]
    const accounts = () => as(tx => tx.sql`select from people.sign_in where person_id = ${personId}`)
    await run()
    await as(tx => endMembership(tx, cast.kitchen, personId))
    await run()
    house.advance({ days: 300 })
    await run()
    expect(await accounts()).toHaveLength(1)
    await as(tx => saveMembership(tx, { organisationId: cast.kitchen, personId, roles: ['coordinator'] }))
    await run()
    house.advance({ days: 100 })
    await run()
    expect(await accounts()).toHaveLength(1)
    expect((await aBrowser(house, cast).signIn('ben@example.org')).statusCode).toBe(303)
    await as(tx => endMembership(tx, cast.kitchen, personId))
    await run()
    house.advance({ days: 370 })
    await run()
    expect(await accounts()).toHaveLength(0)
  })

  it('leaves no code, link or session behind once they have ended', async () => {
    const cast = await aCast(house)
    await aBrowser(house, cast).post('/sign-in/forgotten', { email: 'somebody@example.org' })
    await aBrowser(house, cast).post('/volunteer/code', { reach: 'somebody@example.org' })
    house.advance({ days: 3 })
    await forgetAccountsJob.run(house.platform, cast.placeId)
    const left = await house.platform.db.asHouse(cast.placeId, tx =>
      Promise.all([
        tx.sql`select from people.sign_in_link where place_id = ${cast.placeId}`,
        tx.sql`select from people.one_time_code where place_id = ${cast.placeId}`,
        tx.sql`select from platform.session where place_id = ${cast.placeId}`,
      ]),
    )
    expect(left.map(rows => rows.length)).toEqual([0, 0, 0])
  })
})
