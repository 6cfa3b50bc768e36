import { describe, expect, it } from 'vitest'
import { findPerson } from '../../src/capabilities/people/index.ts'
import { acceptReferral } from '../../src/capabilities/referrals/index.ts'
import { bearerOf, describeNeed, sayNoLongerNeeded } from '../../src/capabilities/requests/index.ts'
import { askOrganisation, closeWithoutHelp } from '../../src/capabilities/triage/index.ts'
import { perform } from '../../src/platform/command.ts'
import { aCast, ask, type Cast, refused, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

const askTheKitchen = async (cast: Cast, needId: string) =>
  worked(
    await perform(house.platform.db, cast.amira, askOrganisation, {
      needId,
      organisationId: cast.kitchen,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )

// No test here delivers anything: what one person did must bind the next before any journey has run.
describe('two people on one need, with the jobs process behind', () => {
  it('shows nobody to an organisation that says yes after the resident said it is no longer needed', async () => {
    const cast = await aCast(house)
    const { needIds, helpRequestId, personId } = await ask(house, cast)
    const needId = needIds[0] ?? ''
    const { referralId } = await askTheKitchen(cast, needId)
    await house.deliver(cast.placeId)
    worked(await perform(house.platform.db, bearerOf(cast.placeId, helpRequestId), sayNoLongerNeeded, { needId }))
    const late = refused(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    expect(late).toMatchObject({ refused: 'not-needed', message: expect.stringContaining('no longer needed') })
    expect(await house.platform.db.as(cast.ben, tx => findPerson(tx, personId))).toBeNull()
  })

  it('gives a yes and a "no longer needed" at the same moment one winner, and shows nobody to the loser', async () => {
    for (let round = 0; round < 5; round++) {
      const cast = await aCast(house)
      const { needIds, helpRequestId, personId } = await ask(house, cast)
      const needId = needIds[0] ?? ''
      const { referralId } = await askTheKitchen(cast, needId)
      await house.deliver(cast.placeId)
      const [yes] = await Promise.all([
        perform(house.platform.db, cast.ben, acceptReferral, { referralId }),
        perform(house.platform.db, bearerOf(cast.placeId, helpRequestId), sayNoLongerNeeded, { needId }),
      ])
      await house.deliver(cast.placeId)
      expect(await house.platform.db.as(cast.ben, tx => findPerson(tx, personId)), JSON.stringify(yes)).toBeNull()
    }
  })

  it('does not close a need over the head of who was asked, or said yes', async () => {
    const cast = await aCast(house)
    const needId = (await ask(house, cast)).needIds[0] ?? ''
    const { referralId } = await askTheKitchen(cast, needId)
    const close = () =>
      perform(house.platform.db, cast.amira, closeWithoutHelp, { needId, reason: 'nobody could help', note: '' })
    expect(refused(await close()).refused).toBe('need-has-moved-on')
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    expect(refused(await close()).refused).toBe('need-has-moved-on')
  })

  it('does not rewrite what somebody was asked in', async () => {
    const cast = await aCast(house)
    const needId = (await ask(house, cast)).needIds[0] ?? ''
    await askTheKitchen(cast, needId)
    await house.deliver(cast.placeId)
    const words = { needId, description: 'Something else altogether.', urgency: 'today', kind: 'money' }
    expect(refused(await perform(house.platform.db, cast.amira, describeNeed, words)).refused).toBe('need-has-moved-on')
  })
})
