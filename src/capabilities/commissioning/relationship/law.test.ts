/** What the law asks of money, terms and changes, through commands and pages on a real database; the pure rules stand in changes.test.ts and rules.test.ts. */
import { describe, expect, it } from 'vitest'
import { aCast, type Cast, refused, worked } from '../../../../test/support/cast.ts'
import { aCommissioner, signedInAs } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Command, perform } from '../../../platform/command.ts'
import { findAgreementByReference, listPartners } from '../agreements/agreement-store.ts'
import { setPool, setYears, undoPool } from '../agreements/set-money.ts'
import { planReview, sayNoMetrics } from '../care/care.ts'
import { remindOfGoingBack } from '../changes/remind-going-back.ts'
import { goBack, varyAgreement } from '../changes/vary.ts'
import { chooseWay } from '../choosing/choose-way.ts'
import { tellCosts } from '../costs/tell-costs.ts'
import { writeAgreement } from '../index.ts'
import { recordMonth } from '../pay/pay.ts'
import { endAgreement, nameEngagement, publishAgreement, signAgreement } from './sign.ts'

const house = useHouse()

const answers = {
  ...{ nation: 'england', buyer: 'council', on: '2026-02-10', form: 'contract', what: 'services' },
  ...{ health: 'no', concession: 'no', vat: 'with' },
}
const lightContract = { ...answers, light: 'yes', value: '9000000' }
const smallContract = { ...answers, light: 'no', value: '200000' }

/** Three years, written down by Helen of the hub; done by the kitchen. */
const aDraft = async (cast: Cast, more: object = {}) => {
  const { actor, visitor } = await aCommissioner(house, cast)
  const does = async <Input, Result>(what: Command<Input, Result>, input: Input) =>
    worked(await perform(house.platform.db, actor, what, input))
  const not = async <Input>(what: Command<Input, unknown>, input: Input) =>
    refused(await perform(house.platform.db, actor, what, input)).message
  const { reference } = await does(writeAgreement, {
    ...{ title: 'Meals and company', purpose: 'Nobody eats alone who does not want to.', kind: 'contract' },
    ...{ category: 'services', cpvCode: null, supplierIds: [cast.kitchen], shortBecause: null },
    ...{ startsOn: '2026-04-01', endsOn: '2029-03-31', extendableUntilOn: null },
    ...{ engagementId: null, noEngagementBecause: null, neighbourhoodIds: null },
    ...more,
  } as never)
  const now = () =>
    house.platform.db.as(actor, async tx => {
      const agreement = await findAgreementByReference(tx, reference)
      if (!agreement) throw new Error('no agreement')
      return agreement
    })
  return { actor, visitor, does, not, reference, now }
}

type Made = Awaited<ReturnType<typeof aDraft>>

/** Its money, its way and everything else that signing asks for. */
const sign = async (
  { does, reference }: Made,
  pounds: readonly number[],
  { route = 'light-competition', chosen = lightContract as Record<string, string>, because = 'light touch' } = {},
) => {
  await does(setYears, { reference, vatRate: '20', amountsInPence: pounds.map(each => each * 100) })
  await finish({ does, reference }, route, chosen, because)
}
const finish = async (
  { does, reference }: Pick<Made, 'does' | 'reference'>,
  route: string,
  chosen: Record<string, string>,
  because: string,
) => {
  await does(nameEngagement, { reference, engagementId: null, noEngagementBecause: 'It goes on.' })
  await does(chooseWay, { reference, route, answers: chosen })
  await does(sayNoMetrics, { reference, because, says: '' } as never)
  await does(planReview, { reference, dueOn: '2026-12-10', about: '' })
  await does(signAgreement, { reference, signedOn: '2026-11-16', belowCostBecause: '' })
}

const aChange = (reference: string, pounds: readonly number[], more: object = {}) =>
  ({
    ...{ reference, reason: 'More people come.', ground: 'light touch', togetherWith: null, fromOn: '2026-12-01' },
    ...{ untilOn: null, exitSays: '', endsOn: '2029-03-31', extensionInPence: null, belowCostBecause: '' },
    ...{ amountsInPence: pounds.map(each => Math.round(each * 100)), agreedBy: 'Helen and Ben' },
    ...more,
  }) as never

describe('a pool', () => {
  const parts = (cast: Cast, first: readonly number[], second: readonly number[], other = cast.drivers) => [
    { funderId: cast.hub, shareInHundredths: null, amountsInPence: [...first], riskInHundredths: 5000 },
    { funderId: other, shareInHundredths: null, amountsInPence: [...second], riskInHundredths: 5000 },
  ]
  const pooled = { basis: 'NHS Act 2006, section 75', showsShares: false }
  const paid = async ({ actor, now }: Made) => {
    const { agreementId } = await now()
    return house.platform.db.as(actor, async tx =>
      (await listPartners(tx, agreementId))
        .map(({ contributions }) => contributions.map(({ amountInPence }) => amountInPence))
        .sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0)),
    )
  }

  it('agreed by amounts keeps its years: they are refused while a draft, and a later change leaves what is paid already alone', async () => {
    const cast = await aCast(house)
    const made = await aDraft(cast)
    const { does, not, reference } = made
    const years = { reference, vatRate: '20' as const }
    await does(setYears, { ...years, amountsInPence: [100_000, 100_000, 100_001] })
    await does(setPool, { reference, ...pooled, parts: parts(cast, [100_000, 0, 40_000], [0, 100_000, 60_001]) })
    expect(await not(setYears, { ...years, amountsInPence: [100_000, 100_000, 100_002] })).toContain(
      'Undo the pool first',
    )
    // The same amounts at another VAT change nobody's part.
    await does(setYears, { ...years, amountsInPence: [100_000, 100_000, 100_001], vatRate: '0' })
    expect(await paid(made)).toEqual([
      [100_000, 0, 40_000],
      [0, 100_000, 60_001],
    ])
    await finish(made, 'light-competition', lightContract, 'light touch')
    await does(varyAgreement, aChange(reference, [1_000, 1_000.01, 1_000.01]))
    expect(await paid(made)).toEqual([
      [100_000, 0, 40_000],
      [0, 100_001, 60_001],
    ])
  })

  it('saved anew shuts out whoever pays no longer, and undone leaves the commissioner paying alone', async () => {
    const cast = await aCast(house)
    const made = await aDraft(cast)
    const { does, not, reference, visitor, now } = made
    const path = `/${cast.slug}/commissioning/agreements/${reference}`
    await does(setYears, { reference, vatRate: '0', amountsInPence: [300, 300, 300] })
    expect(await not(undoPool, { reference })).toBe('It is no pool.')
    const equal = [150, 150, 150]
    await does(setPool, { reference, ...pooled, parts: parts(cast, equal, equal) })
    const cleo = signedInAs(house, cast.cookies.cleo)
    const ben = signedInAs(house, cast.cookies.ben)
    await cleo.open(path)
    expect(cleo.words()).toContain('What you pay of it')
    await does(setPool, { reference, ...pooled, parts: parts(cast, equal, equal, cast.kitchen) })
    await cleo.open(path)
    expect(cleo.at.status).toBe(404)
    await ben.open(path)
    expect(ben.words()).toContain('What you pay of it')
    const roles = async () => (await now()).parties.filter(({ role }) => role === 'funder').length
    expect(await roles()).toBe(2)
    await visitor.open(`${path}/do/no-pool`)
    await visitor.press('Undo it: we pay for it alone')
    expect(visitor.words()).toContain('Those who paid into it see it no longer.')
    expect([await roles(), (await now()).isPooled, await paid(made)]).toEqual([1, false, []])
    // Whoever does it stays, and sees no part any more.
    await ben.open(path)
    expect(ben.at.status).toBe(200)
    expect(ben.words()).not.toContain('What you pay of it')
    await does(setYears, { reference, vatRate: '0', amountsInPence: [300, 300, 301] })
  })
})

describe('what an agreement is worth', () => {
  it('counts what an extension could cost: it is asked for, and no reason rests on less', async () => {
    const cast = await aCast(house)
    const made = await aDraft(cast, { extendableUntilOn: '2031-03-31' })
    const { does, not, reference, now, visitor } = made
    const years = { reference, vatRate: '0' as const, amountsInPence: [160_000_000, 160_000_000, 160_000_000] }
    await does(setYears, years)
    expect(await not(sayNoMetrics, { reference, because: 'not over 5 million', says: '' })).toContain('not true')
    await visitor.open(`/${cast.slug}/commissioning/agreements/${reference}`)
    expect(visitor.words()).toContain('Say what it could cost to extend it as far as it may be')
    await does(setYears, { ...years, extensionInPence: 20_000_001 })
    expect(await not(sayNoMetrics, { reference, because: 'not over 5 million', says: '' })).toContain('not true')
    await does(setYears, { ...years, extensionInPence: 20_000_000 })
    await finish(made, 'light-competition', lightContract, 'not over 5 million')
    expect(await now()).toMatchObject({ awardedUntilOn: '2031-03-31', awardedInPence: 500_000_000 })
    // A penny more, and the reason that is published would be untrue: it is refused until another is given.
    const more = aChange(reference, [1_600_000, 1_600_000, 1_600_000.01], { extensionInPence: 20_000_000 })
    expect(await not(varyAgreement, more)).toContain('After this change: “It is not worth more than £5 million')
    expect(
      await not(varyAgreement, aChange(reference, [1_600_000, 1_600_000, 1_600_000.01], { extensionInPence: null })),
    ).toContain('Say what it could cost to extend it')
    await does(publishAgreement, { reference })
    await does(sayNoMetrics, { reference, because: 'light touch', says: '' })
    await does(varyAgreement, more)
    // What was awarded is not moved by a change, of the money or of the last day.
    await does(varyAgreement, aChange(reference, [1, 1, 1, 1, 1, 1], { endsOn: '2031-09-30' }))
    expect(await now()).toMatchObject({
      ...{ awardedUntilOn: '2031-03-31', awardedInPence: 500_000_000 },
      ...{ endsOn: '2031-09-30', extendableUntilOn: '2031-09-30', extensionInPence: null },
    })
  })

  it('is not published with a reason that is no longer true of it', async () => {
    const cast = await aCast(house)
    const made = await aDraft(cast)
    await sign(made, [36_000, 36_000, 36_000])
    await house.platform.db.asHouse(cast.placeId, async tx => {
      await tx.sql`update commissioning.agreement set no_metrics_because = 'concession' where place_id = ${tx.placeId} and reference = ${made.reference}`
    })
    expect(await made.not(publishAgreement, { reference: made.reference })).toContain('is not true of this agreement')
  })
})

describe('a change while it runs', () => {
  it('of a contract below the threshold is free, until the penny that lifts it there', async () => {
    const cast = await aCast(house)
    const made = await aDraft(cast)
    const { does, not, reference, visitor } = made
    await sign(made, [50_000, 50_000, 50_000], {
      ...{ route: 'below-open', chosen: smallContract, because: 'not over 5 million' },
    })
    // £207,720 with VAT is £173,100 without.
    const lifted = { ground: 'below the threshold' }
    expect(await not(varyAgreement, aChange(reference, [50_000, 50_000, 73_100], lifted))).toContain(
      'it comes to £207,720 with VAT, and the threshold is £207,720: it becomes a contract under the whole Act',
    )
    await does(varyAgreement, aChange(reference, [50_000, 50_000, 73_099.99], lifted))
    expect(await not(varyAgreement, aChange(reference, [50_000, 50_000, 73_100], { ground: 'light touch' }))).toContain(
      'whole Act',
    )
    // Half as much again at most where nobody could have foreseen it.
    const most = { ground: 'unforeseeable' }
    expect(await not(varyAgreement, aChange(reference, [50_000, 50_000, 159_649.99], most))).toContain('50 %')
    const { needsNotice } = await does(varyAgreement, aChange(reference, [50_000, 50_000, 159_649.98], most))
    expect(needsNotice).toBe(true)
    await visitor.open(`/${cast.slug}/commissioning/agreements/${reference}/do/vary`)
    expect(visitor.words()).toContain('Could it reasonably have been made together with an earlier change?')
    expect(visitor.words()).not.toContain('It is a light touch contract: no ground is asked for')
    expect(await not(varyAgreement, aChange(reference, [50_000, 50_000, 1], { ...most, togetherWith: 9 }))).toBe(
      'Choose a change of this agreement.',
    )
  })

  it('cannot cut the price below what it costs without saying why', async () => {
    const cast = await aCast(house)
    const made = await aDraft(cast)
    const { does, not, reference } = made
    await sign(made, [36_000, 36_000, 36_000])
    const ben = await perform(house.platform.db, cast.ben, tellCosts, {
      ...{ reference, yearStartsOn: '2027-04-01', overheadInHundredths: 0, overheadHow: '' },
      lines: [{ kind: 'other', says: 'All of it', pence: 3_600_000 }],
    })
    worked(ben)
    const cut = [36_000, 35_999.99, 36_000]
    expect(await not(varyAgreement, aChange(reference, cut))).toBe(
      'In the year from 2027-04-01: The price of £35,999.99 is £0.01 below what it costs in full: £36,000. Pay what it costs, or say why not.',
    )
    await does(varyAgreement, aChange(reference, cut, { belowCostBecause: 'A fund pays the penny.' }))
    // What was below already, and does not fall further, asks for nothing again.
    await does(varyAgreement, aChange(reference, [37_000, 35_999.99, 36_000]))
  })

  it('for a time is reminded of before and after it is over, and goes back by being written down', async () => {
    const cast = await aCast(house)
    const made = await aDraft(cast)
    const { does, not, reference, visitor, now } = made
    const path = `/${cast.slug}/commissioning/agreements/${reference}`
    await sign(made, [36_000, 36_000, 36_000])
    const forATime = { fromOn: '2026-10-01', untilOn: '2026-11-20', exitSays: 'Back to 36,000 a year.' }
    await does(varyAgreement, aChange(reference, [36_000, 40_000, 40_000], { ...forATime, endsOn: '2029-03-31' }))
    const told = async () => {
      await remindOfGoingBack(house.platform, cast.placeId)
      await remindOfGoingBack(house.platform, cast.placeId)
      const { agreementId } = await now()
      return house.platform.db.asHouse(cast.placeId, async tx =>
        (
          await tx.sql<
            { subject: string }[]
          >`select subject from platform.notice where place_id = ${tx.placeId} and about_id = ${agreementId} order by subject`
        ).map(({ subject }) => subject),
      )
    }
    expect(await told()).toEqual(['A change of an agreement is over soon'])
    const over = async () =>
      house.platform.db.asHouse(cast.placeId, async tx => {
        await tx.sql`update commissioning.variation set until_on = '2026-11-10', reminded_at = '2026-11-09T08:00:00Z' where place_id = ${tx.placeId} and until_on is not null`
      })
    await over()
    expect(await told()).toEqual(['A change of an agreement is over', 'A change of an agreement is over soon'])
    await visitor.open(path)
    expect(visitor.words()).toContain('its way back is not written down')
    await visitor.follow('Write down that a change for a time is over')
    await visitor.press('Write it down', { agreedBy: 'Helen and Ben' })
    expect(visitor.words()).toContain('£116,000 became £108,000')
    expect(visitor.words()).toContain('The way back of change 1: Back to 36,000 a year.')
    expect(visitor.words()).not.toContain('its way back is not written down')
    expect((await now()).years.map(({ amountInPence }) => amountInPence)).toEqual([3_600_000, 3_600_000, 3_600_000])
    const again = { reference, number: 1, fromOn: '2026-11-11', endsOn: '2029-03-31', extensionInPence: null }
    const same = { ...again, amountsInPence: [1, 1, 1], belowCostBecause: '', agreedBy: 'Both' }
    expect(await not(goBack, same)).toBe('Its way back is written down already.')
    expect(await not(goBack, { ...same, number: 2 })).toBe('Choose a change that was for a time.')
  })
})

it('months are written down once it is signed, and the last invoice when it has ended', async () => {
  const cast = await aCast(house)
  const made = await aDraft(cast)
  const { does, not, reference, visitor } = made
  const month = { reference, monthOn: '2026-11-01', invoicedInPence: 1, paidInPence: 1, paidOn: null }
  expect(await not(recordMonth, month)).toContain('It is a draft')
  await sign(made, [36_000, 36_000, 36_000])
  await does(recordMonth, month)
  await does(endAgreement, { reference, endedOn: '2026-11-16', because: 'We made a new one together.' })
  await does(recordMonth, { ...month, monthOn: '2026-10-01' })
  await visitor.open(`/${cast.slug}/commissioning/agreements/${reference}`)
  expect(visitor.words()).toContain('What was invoiced and paid in a month')
  await visitor.open(`/${cast.slug}/commissioning/agreements/${reference}/do/month`)
  expect(visitor.at.status).toBe(200)
})
