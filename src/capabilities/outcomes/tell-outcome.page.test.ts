import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { changePlace } from '../places/index.ts'
import { acceptReferral, recordContact, reportDone } from '../referrals/index.ts'
import { aVisitor, type Visitor } from '../requests/testing.ts'
import { askOrganisation } from '../triage/index.ts'
import { listOutcomes } from './outcome-store.ts'

const house = useHouse()
let cast: Cast
let needId: string
let resident: Visitor
let amira: Visitor
let path: { resident: string; staff: string }

const outcomes = () => house.platform.db.asHouse(cast.placeId, tx => listOutcomes(tx, [needId]))

const help = async () => {
  const { db } = house.platform
  const { referralId } = worked(
    await perform(db, cast.amira, askOrganisation, {
      needId,
      organisationId: cast.kitchen,
      listedServiceId: null,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  worked(await perform(db, cast.ben, acceptReferral, { referralId }))
  worked(await perform(db, cast.ben, recordContact, { referralId }))
  worked(await perform(db, cast.ben, reportDone, { referralId }))
  await house.deliver(cast.placeId)
}

beforeEach(async () => {
  cast = await aCast(house)
  const made = await ask(house, cast)
  needId = made.needIds[0] ?? ''
  path = {
    resident: `/${cast.slug}/my-request/needs/${needId}/outcome`,
    staff: `/${cast.slug}/needs/${needId}/outcome`,
  }
  resident = aVisitor(() => house.web)
  await resident.post(`/${cast.slug}/my-request`, { reference: made.reference, code: made.code })
  amira = aVisitor(() => house.web)
  amira.cookies.set('session', cast.cookies.amira.replace('session=', ''))
})

describe('a resident without scripts', () => {
  it('comes from the front door to telling how it went, with nothing of theirs in any address', async () => {
    worked(
      await perform(house.platform.db, houseActor(cast.placeId), changePlace, {
        settings: { triageOrganisationId: cast.hub },
      }),
    )
    const me = aVisitor(() => house.web)
    await me.open(`/${cast.slug}`)
    await me.follow('Ask for help')
    for (const typed of [
      { danger: 'no' },
      { who: 'me' },
      { kinds: 'food' },
      { urgency: 'two days' },
      { story: 'The cupboard is empty.' },
      { ratherNot: 'yes' },
      { name: 'Zofia' },
      { contactBy: 'phone' },
      { phone: '020 7946 0123' },
      { communication: 'none' },
      { share: 'yes' },
    ])
      await me.press('Continue', typed as Record<string, string>)
    await me.press('Send')
    const [, reference = '', code = ''] = /Reference (\S+) Code (\d+)/.exec(me.words()) ?? []
    await me.press('I have written them down')
    await house.deliver(cast.placeId)
    const later = aVisitor(() => house.web)
    await later.open(`/${cast.slug}`)
    await later.follow('See what is happening')
    await later.press('See what is happening', { reference, code })
    const [needLink] = later.at.page.querySelectorAll('main a[href*="/needs/"]')
    needId = needLink?.getAttribute('href')?.split('/').at(-2) ?? ''
    await help()
    await later.open(`/${cast.slug}/my-request`)
    expect(later.words()).toContain('Kitchen told us just now that the help was given.')
    await later.follow('How did it go?')
    await later.press('Tell us', { difference: 'much better' })
    await house.deliver(cast.placeId)
    await later.open(`/${cast.slug}/my-request`)
    expect(later.words()).toContain('You were helped.')
    await later.press('Finish')
    expect(await outcomes()).toMatchObject([{ difference: 'much better' }])
    for (const told of [reference, code, 'Zofia', '7946', 'cupboard', 'food'])
      expect([...me.seen, ...later.seen].join(' ')).not.toContain(told)
  })
})

describe('telling how it went', () => {
  it('is too soon before there was any help', async () => {
    await resident.open(path.resident)
    expect(resident.words()).toContain('The help has not been given yet')
    await resident.post(path.resident, { difference: 'better' })
    expect(resident.words()).toContain('The help has not been given yet')
    expect(await outcomes()).toEqual([])
  })

  it('takes the resident at their word, and nothing they cannot know', async () => {
    await help()
    await resident.open(path.resident)
    expect(resident.words()).not.toContain('Not known')
    await resident.press('Tell us')
    expect(resident.errors()).toEqual(['Choose how things are now'])
    await resident.post(path.resident, { difference: 'not known' })
    expect(resident.errors()).toEqual(['Choose how things are now'])
    await resident.post(path.resident, { difference: 'better', inTheirWords: 'x'.repeat(100_000) })
    expect(resident.errors()).toEqual(['Keep this to 1,000 characters'])
    await resident.open(path.resident)
    await resident.press('Tell us', { difference: 'better', inTheirWords: '<b>Tasty</b> 🍲 שלום' })
    expect(resident.at.path).toBe(`/${cast.slug}/my-request?done=told`)
    expect(await outcomes()).toMatchObject([
      { difference: 'better', inTheirWords: '<b>Tasty</b> 🍲 שלום', toldBy: 'the resident' },
    ])
  })

  it('is written down by whoever rang them, with who said it', async () => {
    await help()
    await amira.open(path.staff)
    await amira.press('Write it down', { difference: 'the same' })
    expect(amira.errors()).toEqual(['Choose who told us'])
    await amira.press('Write it down', { toldBy: 'someone for them' })
    expect(amira.at.path).toBe(`${path.staff}?done=told`)
    expect(amira.words()).toMatch(/Written down\. The need is closed.*About the same.*Someone for them.*Amira/)
  })

  it('shows whoever comes second what the first wrote, and keeps that', async () => {
    await help()
    await resident.open(path.resident)
    await amira.open(path.staff)
    await resident.press('Tell us', { difference: 'much better', inTheirWords: '<i>Thank you</i>' })
    await amira.press('Write it down', { difference: 'worse', toldBy: 'the helper' })
    expect(amira.words()).toContain('Much better')
    expect(amira.at.html).not.toContain('<i>Thank')
    expect(await outcomes()).toHaveLength(1)
    await resident.open(path.resident)
    expect(resident.words()).toContain('Much better')
  })

  it('is not for other organisations, nor for whoever is not signed in', async () => {
    await help()
    const cleo = aVisitor(() => house.web)
    cleo.cookies.set('session', cast.cookies.cleo.replace('session=', ''))
    await cleo.open(path.staff)
    expect(cleo.at.status).toBe(404)
    await cleo.post(path.staff, { difference: 'better', toldBy: 'the helper' })
    expect(cleo.at.status).toBe(404)
    const nobody = aVisitor(() => house.web)
    await nobody.open(path.staff)
    expect(nobody.at.path).toContain('/sign-in?next=')
    await nobody.open(path.resident)
    expect(nobody.at.path).toContain('/my-request?done=ended')
  })

  it('answers anything sent to it without a fault', async () => {
    await help()
    const headers = { 'content-type': 'application/json', cookie: `session=${resident.cookies.get('session')}` }
    const body = fc.record({ difference: fc.jsonValue(), inTheirWords: fc.jsonValue() }, { requiredKeys: [] })
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, fc.jsonValue()), async posted => {
        const payload = JSON.stringify(posted)
        const { statusCode } = await house.web.inject({ method: 'POST', url: path.resident, headers, payload })
        expect(statusCode).toBeLessThan(500)
      }),
      { numRuns: 40 },
    )
  })
})
