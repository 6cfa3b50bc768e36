import { describe, expect, it } from 'vitest'
import { publishListedService } from '../../src/capabilities/directory/index.ts'
import { expireReferrals } from '../../src/capabilities/referrals/expire-referrals-job.ts'
import { declineReferral } from '../../src/capabilities/referrals/index.ts'
import { askOrganisation } from '../../src/capabilities/triage/index.ts'
import { perform } from '../../src/platform/command.ts'
import { houseActor } from '../../src/platform/db/database.ts'
import { aCast, ask, type Cast, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

const publish = async (cast: Cast, name: string, terms: string[]) =>
  worked(
    await perform(house.platform.db, houseActor(cast.placeId), publishListedService, {
      organisationId: cast.kitchen,
      name,
      terms,
      assuredOn: '2026-10-01',
    }),
  ).serviceId

const askKitchen = async (cast: Cast, listedServiceId: string | null = null) => {
  const made = await ask(house, cast)
  const { referralId } = worked(
    await perform(house.platform.db, cast.amira, askOrganisation, {
      needId: made.needIds[0] ?? '',
      organisationId: cast.kitchen,
      listedServiceId,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  return referralId
}

const decline = async (cast: Cast, referralId: string, reasonCode: string) => {
  worked(await perform(house.platform.db, cast.ben, declineReferral, { referralId, reasonCode, reason: '' }))
  await house.deliver(cast.placeId)
}
const expire = async (cast: Cast) => {
  house.advance({ days: 1 })
  await expireReferrals(house.platform, cast.placeId)
  await house.deliver(cast.placeId)
}

const standing = (cast: Cast) =>
  house.platform.db.asHouse(
    cast.placeId,
    tx => tx.sql<{ name: string; doubtfulBecause: string | null; reasons: string[] }[]>`
      select name, doubtful_because, array(select reason from directory.reason_to_check r
        where r.place_id = s.place_id and r.service_id = s.service_id and r.ended_at is null) as reasons
      from directory.listed_service s where place_id = ${tx.placeId} order by name`,
  )

describe('what the directory learns from referrals', () => {
  it('an entry is doubtful once its organisation says that this is not what it does', async () => {
    const cast = await aCast(house)
    await publish(cast, 'Meals at home', ['Food'])
    await publish(cast, 'Choir', ['Company'])
    await decline(cast, await askKitchen(cast), 'not what we do')
    expect(await standing(cast)).toEqual([
      { name: 'Choir', doubtfulBecause: null, reasons: [] },
      { name: 'Meals at home', doubtfulBecause: 'referral declined', reasons: ['referral declined'] },
    ])
  })

  it('being full, or asked from too far away, says nothing against an entry', async () => {
    const cast = await aCast(house)
    await publish(cast, 'Meals at home', ['Food'])
    for (const reason of ['full', 'not our area', 'not enough told'])
      await decline(cast, await askKitchen(cast), reason)
    expect((await standing(cast)).map(({ reasons }) => reasons)).toEqual([[]])
  })

  it('where it may be one of several, editors are told and the public is not; where one was named, it is that one', async () => {
    const cast = await aCast(house)
    const parcels = await publish(cast, 'Food parcels', ['Food'])
    await publish(cast, 'Lunch', ['Food'])
    await decline(cast, await askKitchen(cast), 'not what we do')
    expect((await standing(cast)).map(({ doubtfulBecause, reasons }) => [doubtfulBecause, reasons])).toEqual([
      [null, ['one of several']],
      [null, ['one of several']],
    ])
    await decline(cast, await askKitchen(cast, parcels), 'not what we do')
    expect((await standing(cast)).map(({ doubtfulBecause }) => doubtfulBecause)).toEqual(['referral declined', null])
  })

  it('one silence is nothing, two in a row make the entry doubtful', async () => {
    const cast = await aCast(house)
    await publish(cast, 'Meals at home', ['Food'])
    await askKitchen(cast)
    await expire(cast)
    expect((await standing(cast))[0]?.doubtfulBecause).toBeNull()
    await decline(cast, await askKitchen(cast), 'full')
    await askKitchen(cast)
    await expire(cast)
    expect((await standing(cast))[0]?.doubtfulBecause).toBeNull()
    await askKitchen(cast)
    await expire(cast)
    expect((await standing(cast))[0]?.doubtfulBecause).toBe('referrals unanswered')
  })
})
