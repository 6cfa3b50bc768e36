import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { recordOutcome } from '../outcomes/index.ts'
import { acceptReferral, reportDone } from '../referrals/index.ts'
import { askOrganisation } from '../triage/index.ts'
import { aVisitor, type Visitor } from './testing.ts'

const house = useHouse()

const signIn = (cookie: string): Visitor => {
  const visitor = aVisitor(() => house.web)
  const [name = '', value = ''] = cookie.split('=')
  visitor.cookies.set(name, value)
  return visitor
}

const accepted = async (cast: Cast, needId = '') => {
  const { referralId } = worked(
    await perform(house.platform.db, cast.amira, askOrganisation, {
      needId,
      organisationId: cast.kitchen,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  worked(await perform(house.platform.db, cast.ben, acceptReferral, { referralId }))
  await house.deliver(cast.placeId)
  return referralId
}

const begin = async () => {
  const cast = await aCast(house)
  const made = await ask(house, cast)
  await house.deliver(cast.placeId)
  return {
    cast,
    made,
    request: `/${cast.slug}/requests/${made.helpRequestId}`,
    person: `/${cast.slug}/people/${made.personId}`,
  }
}

describe('request page', () => {
  it('tells the whole story, to the outcome, in facts said by whoever knows them', async () => {
    const { cast, made, request } = await begin()
    const referralId = await accepted(cast, made.needIds[0])
    worked(await perform(house.platform.db, cast.ben, reportDone, { referralId }))
    await house.deliver(cast.placeId)
    worked(
      await perform(house.platform.db, cast.amira, recordOutcome, {
        needId: made.needIds[0] ?? '',
        difference: 'much better',
        inTheirWords: 'I ate.',
        toldBy: 'the resident',
      }),
    )
    await house.deliver(cast.placeId)
    const amira = signIn(cast.cookies.amira)
    await amira.open(request)
    expect(amira.words()).toMatch(
      /All needs of this request are closed.*Closed: helped.*Told us how it went: much better.*Kitchen has done it.*Kitchen said yes.*Asked Kitchen.*Asked for help on the web/,
    )
    expect(amira.words()).toMatch(/My husband died in March.*Food, in the next two days.*Helped/)
  })

  it('shows who looked, and is itself a look', async () => {
    const { cast, request } = await begin()
    const amira = signIn(cast.cookies.amira)
    await amira.open(request)
    await amira.open(request)
    expect(amira.words()).toContain('Amira, 2 times, last just now')
  })

  it('is there for a helper only as long as the need is in hand', async () => {
    const { cast, made, request, person } = await begin()
    const ben = signIn(cast.cookies.ben)
    const sees = async (path: string) => {
      await ben.open(path)
      return [ben.at.status, ben.at.html.includes('Halina')]
    }
    expect([await sees(request), await sees(person)]).toEqual([
      [404, false],
      [404, false],
    ])
    const referralId = await accepted(cast, made.needIds[0])
    expect([await sees(request), await sees(person)]).toEqual([
      [200, true],
      [200, true],
    ])
    worked(await perform(house.platform.db, cast.ben, reportDone, { referralId }))
    await house.deliver(cast.placeId)
    worked(
      await perform(house.platform.db, cast.amira, recordOutcome, {
        needId: made.needIds[0] ?? '',
        difference: 'better',
        inTheirWords: '',
        toldBy: 'the resident',
      }),
    )
    await house.deliver(cast.placeId)
    expect([await sees(request), await sees(person)]).toEqual([
      [404, false],
      [404, false],
    ])
  })

  it('is not there for strangers, other places and addresses that are none', async () => {
    const { cast, request } = await begin()
    const other = await aCast(house)
    const stranger = signIn(other.cookies.amira)
    for (const path of [
      request,
      request.replace(cast.slug, other.slug),
      `/${other.slug}/requests/1`,
      `/${other.slug}/people/x`,
    ]) {
      await stranger.open(path)
      expect([
        stranger.at.html.includes('Halina'),
        stranger.at.status === 404 || stranger.at.path.includes('sign-in'),
      ]).toEqual([false, true])
    }
  })
})

describe('person page', () => {
  it('joins every request of a person, what they permitted, and leads to a new one', async () => {
    const { cast, made, person } = await begin()
    const amira = signIn(cast.cookies.amira)
    await amira.open(person)
    expect(amira.words()).toMatch(
      /Halina Nowak.*What they asked for.*My husband died.*What they permitted.*ticked on the web/,
    )
    await amira.follow('Take a new request for them')
    await amira.press('Take the request', { danger: 'no', need1Kind: 'lift', need1Urgency: 'today', consent: 'no' })
    await amira.open(person)
    expect(amira.words()).toMatch(/Lift, today.*Food, in the next two days/)
    await amira.open(`/${cast.slug}/requests/${made.helpRequestId}`)
    expect(amira.words()).toContain('Other requests of this person')
  })
})
