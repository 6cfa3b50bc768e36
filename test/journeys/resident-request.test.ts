import { describe, expect, it } from 'vitest'
import { recordOutcome } from '../../src/capabilities/outcomes/index.ts'
import { findPerson } from '../../src/capabilities/people/index.ts'
import { expireReferrals } from '../../src/capabilities/referrals/expire-referrals-job.ts'
import {
  acceptReferral,
  declineReferral,
  listReferralsTo,
  recordContact,
  reportCouldNot,
  reportDone,
} from '../../src/capabilities/referrals/index.ts'
import { bearerOf, findHelpRequest, findNeed, withdrawConsent } from '../../src/capabilities/requests/index.ts'
import { askOrganisation } from '../../src/capabilities/triage/index.ts'
import { perform } from '../../src/platform/command.ts'
import { listFacts } from '../../src/platform/facts/fact.ts'
import { listMailbox } from '../../src/platform/notify/send.ts'
import { aCast, ask, type Cast, refused, worked } from '../support/cast.ts'
import { useHouse } from '../support/house.ts'

const house = useHouse()

const askThe = (cast: Cast, organisationId: string, needId: string) =>
  perform(house.platform.db, cast.amira, askOrganisation, {
    needId,
    organisationId,
    listedServiceId: null,
    basis: 'consent',
    basisGround: '',
    consentGivenHow: null,
  })

const needOf = (cast: Cast, needId: string) =>
  house.platform.db.asHouse(cast.placeId, tx => findNeed(tx, needId, 'read'))
const seesPerson = (actor: Cast['ben'], personId: string) => house.platform.db.as(actor, tx => findPerson(tx, personId))
const referralTo = async (actor: Cast['ben'], organisationId: string) =>
  (await house.platform.db.as(actor, tx => listReferralsTo(tx, organisationId, 10)))[0]

describe('resident request', () => {
  it('goes from asking to a known outcome, and the facts tell it in order', async () => {
    const cast = await aCast(house)
    const made = await ask(house, cast)
    const needId = made.needIds[0] ?? ''
    await house.deliver(cast.placeId)
    const { referralId } = worked(await askThe(cast, cast.kitchen, needId))
    await house.deliver(cast.placeId)
    expect((await needOf(cast, needId))?.state).toBe('asked')
    expect(await seesPerson(cast.ben, made.personId)).toBeNull()
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    expect((await seesPerson(cast.ben, made.personId))?.name).toBe('Halina Nowak')
    expect(await seesPerson(cast.cleo, made.personId)).toBeNull()
    worked(await perform(house.platform.db, cast.ben, recordContact, { referralId }))
    worked(await perform(house.platform.db, cast.ben, reportDone, { referralId }))
    await house.deliver(cast.placeId)
    expect((await needOf(cast, needId))?.state).toBe('done')
    const resident = {
      ...bearerOf(cast.placeId, made.helpRequestId),
      permissions: new Set(['outcome.record'] as const),
    }
    worked(
      await perform(house.platform.db, resident, recordOutcome, {
        needId,
        difference: 'much better',
        inTheirWords: 'I ate.',
        toldBy: 'the resident',
      }),
    )
    await house.deliver(cast.placeId)
    const need = await needOf(cast, needId)
    expect([need?.state, need?.closingReason]).toEqual(['closed', 'helped'])
    expect(await seesPerson(cast.ben, made.personId)).toBeNull()
    const kinds = await house.platform.db.asHouse(cast.placeId, async tx =>
      (await listFacts(tx, need?.journeyId as never)).map(fact => fact.kind),
    )
    expect(kinds).toEqual([
      'help-request-made',
      'need-stated',
      'referral-sent',
      'need-triaged',
      'referral-accepted',
      'contact-made',
      'help-done',
      'details-withdrawn',
      'outcome-recorded',
      'need-closed',
      'help-request-closed',
    ])
  })

  it('goes back to triage when it is declined, expires or could not be done, and never closes', async () => {
    const cast = await aCast(house)
    const { needIds, personId } = await ask(house, cast)
    const needId = needIds[0] ?? ''
    const first = worked(await askThe(cast, cast.kitchen, needId))
    await house.deliver(cast.placeId)
    worked(
      await perform(house.platform.db, cast.ben, declineReferral, {
        referralId: first.referralId,
        reasonCode: 'full',
        reason: 'Back on Monday',
      }),
    )
    await house.deliver(cast.placeId)
    expect(await needOf(cast, needId)).toMatchObject({ state: 'waiting', returnedBecause: 'declined' })
    const second = worked(await askThe(cast, cast.drivers, needId))
    await house.deliver(cast.placeId)
    house.advance({ hours: 5 })
    expect(
      refused(await perform(house.platform.db, cast.cleo, acceptReferral, { referralId: second.referralId })).refused,
    ).toBe('expired')
    await expireReferrals(house.platform, cast.placeId)
    await house.deliver(cast.placeId)
    expect(await needOf(cast, needId)).toMatchObject({ state: 'waiting', returnedBecause: 'expired' })
    const third = worked(await askThe(cast, cast.kitchen, needId))
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId: third.referralId }))
    await house.deliver(cast.placeId)
    worked(
      await perform(house.platform.db, cast.ben, reportCouldNot, {
        referralId: third.referralId,
        reasonCode: 'nobody free',
        reason: '',
      }),
    )
    await house.deliver(cast.placeId)
    expect(await needOf(cast, needId)).toMatchObject({ state: 'waiting', returnedBecause: 'could not' })
    expect(await seesPerson(cast.ben, personId)).toBeNull()
  })

  it('tells the sender and the resident at each change, once, naming nobody to who was only asked', async () => {
    const cast = await aCast(house)
    const { needIds, reference } = await ask(house, cast)
    const { referralId } = worked(await askThe(cast, cast.kitchen, needIds[0] ?? ''))
    await house.deliver(cast.placeId)
    await house.deliver(cast.placeId)
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    const mail = await house.platform.db.asHouse(cast.placeId, tx => listMailbox(tx, 50))
    const to = (address: string) =>
      mail
        .filter(message => message.toAddress === address)
        .map(message => message.subject)
        .sort()
    expect(to('kitchen@example.org')).toEqual(['Can you help? Food, in the next two days'])
    expect(to('hub@example.org')).toEqual([`${reference}: Kitchen said yes`])
    expect(to('halina@example.org')).toEqual(['Someone near you can help', 'We have your request'])
    const asked = mail.find(message => message.toAddress === 'kitchen@example.org')
    expect(asked?.body).toContain('A woman in her 70s')
    expect(asked?.body).not.toMatch(/Halina|Nowak|Mill Row|7946/)
    expect(asked?.body).toContain(`/${cast.slug}/referrals/${referralId}`)
  })

  it('lets one of two who answer at once win, and tells the other what happened', async () => {
    const cast = await aCast(house)
    const { needIds } = await ask(house, cast)
    const { referralId } = worked(await askThe(cast, cast.kitchen, needIds[0] ?? ''))
    const both = await Promise.all([
      perform(house.platform.db, cast.ben, acceptReferral, { referralId }),
      perform(house.platform.db, { ...cast.ben, name: 'Bo' }, declineReferral, {
        referralId,
        reasonCode: 'full',
        reason: '',
      }),
    ])
    const refusals = both.filter(answer => 'refused' in answer)
    expect(refusals).toHaveLength(1)
    expect(refused(refusals[0]).message).toMatch(/already answered "(yes|no)" by (Ben|Bo)/)
  })

  it('lets one of two who ask at once win, and tells the other', async () => {
    const cast = await aCast(house)
    const { needIds } = await ask(house, cast)
    const both = await Promise.all([
      askThe(cast, cast.kitchen, needIds[0] ?? ''),
      askThe(cast, cast.drivers, needIds[0] ?? ''),
    ])
    expect(both.filter(answer => 'refused' in answer)).toHaveLength(1)
  })

  it('shares nothing without permission, and takes everything back when permission is withdrawn', async () => {
    const cast = await aCast(house)
    const without = await ask(house, cast, { consent: null })
    expect(refused(await askThe(cast, cast.kitchen, without.needIds[0] ?? '')).refused).toBe('no-consent')
    const made = await ask(house, cast)
    const { referralId } = worked(await askThe(cast, cast.kitchen, made.needIds[0] ?? ''))
    worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
    await house.deliver(cast.placeId)
    worked(
      await perform(house.platform.db, { ...bearerOf(cast.placeId, made.helpRequestId) }, withdrawConsent, {
        helpRequestId: made.helpRequestId,
      }),
    )
    await house.deliver(cast.placeId)
    expect(await seesPerson(cast.ben, made.personId)).toBeNull()
    expect(await house.platform.db.as(cast.ben, tx => findHelpRequest(tx, made.helpRequestId))).toBeNull()
    expect((await referralTo(cast.ben, cast.kitchen))?.state).toBe('recalled')
    expect((await needOf(cast, made.needIds[0] ?? ''))?.state).toBe('waiting')
  })

  it('refuses a description that names the person', async () => {
    const cast = await aCast(house)
    const { needIds } = await ask(house, cast, {
      needs: [{ kind: 'food', urgency: 'today', description: 'Mrs Nowak of 12 Mill Row needs food.' }],
    })
    const need = await needOf(cast, needIds[0] ?? '')
    expect(need?.description).not.toMatch(/Nowak|Mill Row/)
  })
})
