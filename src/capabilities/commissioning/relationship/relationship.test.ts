import { describe, expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../../test/support/cast.ts'
import { aCommissioner, aMember, signedInAs } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { type Command, perform } from '../../../platform/command.ts'
import { aVisitor, type Visitor } from '../../requests/testing.ts'
import { listPartners } from '../agreements/agreement-store.ts'
import { setYears } from '../agreements/set-money.ts'
import { planReview, sayNoMetrics } from '../care/care.ts'
import { remindOfReviews } from '../care/remind-reviews.ts'
import { chooseWay } from '../choosing/choose-way.ts'
import { writeAgreement } from '../index.ts'
import { askRelief } from '../pay/pay.ts'
import { nameEngagement, signAgreement } from './sign.ts'

const house = useHouse()
const day = (name: string, on: string) => {
  const [year = '', month = '', date = ''] = on.split('-')
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: date }
}

/** More than the light touch threshold, of services to people. */
const aLightContract = {
  ...{ nation: 'england', buyer: 'council', on: '2026-02-10', form: 'contract', what: 'services' },
  ...{ light: 'yes', health: 'no', concession: 'no', value: '700000', vat: 'with' },
}

/** £38,822.57 in all. */
const costs = { 'hours-1': '1,560', 'pay-1': '13.45', 'onCost-1': '18', other: '9,000', overhead: '15' }

const aDraft = async (cast: Cast, supplierIds: string[], more: object = {}) => {
  const helen = await aCommissioner(house, cast)
  const { reference, agreementId } = worked(
    await perform(house.platform.db, helen.actor, writeAgreement, {
      ...{
        title: 'Meals and company',
        purpose: 'Nobody eats alone who does not want to.',
        kind: 'contract',
      },
      ...{
        category: 'services',
        cpvCode: null,
        supplierIds,
        startsOn: '2026-04-01',
        endsOn: '2031-03-31',
        extendableUntilOn: null,
        shortBecause: null,
      },
      ...{ engagementId: null, noEngagementBecause: null, neighbourhoodIds: null },
      ...more,
    } as never),
  )
  return { helen, reference, agreementId, path: `/${cast.slug}/commissioning/agreements/${reference}` }
}

/** One that is signed and in force. */
const aSigned = async (cast: Cast) => {
  const made = await aDraft(cast, [cast.kitchen])
  const { reference, helen } = made
  const does = async <Input>(what: Command<Input, unknown>, input: Input) =>
    worked(await perform(house.platform.db, helen.actor, what, input))
  await does(setYears, {
    reference,
    amountsInPence: [36_000_00, 36_000_00, 36_000_00, 36_000_00, 36_000_00],
    vatRate: '20',
  })
  await does(nameEngagement, { reference, engagementId: null, noEngagementBecause: 'It goes on.' })
  await does(chooseWay, { reference, route: 'light-competition', answers: aLightContract })
  await does(sayNoMetrics, { reference, because: 'light touch', says: '' })
  await does(planReview, { reference, dueOn: '2026-12-10', about: 'What did we learn?' })
  await does(signAgreement, { reference, signedOn: '2026-11-16', belowCostBecause: '' })
  return made
}

const doing =
  (path: string) =>
  async (who: Visitor, deed: string, button: string, typed: Record<string, string>): Promise<void> => {
    await who.open(`${path}/do/${deed}`)
    await who.press(button, typed)
  }

describe('an agreement as a relationship', () => {
  it('has a pool that adds to the penny; each funder sees its own and the whole, the host all, whoever does it the whole alone', async () => {
    const cast = await aCast(house)
    const { helen, path, agreementId } = await aDraft(cast, [cast.kitchen])
    await helen.visitor.open(`${path}/do/money`)
    await helen.visitor.press('Save it', { amounts: '1000.01\n1000\n1000\n1000', vatRate: '0' })
    expect(helen.visitor.errors()).toEqual(['Give an amount for each of the 5 years.'])
    await helen.visitor.press('Save it', { amounts: '£1,000.01\n1000\n1000\n1000\nmuch', vatRate: '0' })
    expect(helen.visitor.errors()[0]).toContain('like 48,000')
    await helen.visitor.press('Save it', { amounts: '£1,000.01\n1000\n1000\n1000\n1000', vatRate: '0' })
    expect(helen.visitor.words()).toContain('£5,000.01')
    await helen.visitor.open(`${path}/do/pool`)
    const pool = {
      basis: 'NHS Act 2006, section 75',
      'funder-1': cast.hub,
      'share-1': '60',
      'risk-1': '50',
      'funder-2': cast.drivers,
      'share-2': '39.99',
      'risk-2': '50',
    }
    await helen.visitor.press('Save it', pool)
    expect(helen.visitor.errors()).toEqual([
      'The shares do not add to 100 %: 0.01 % missing, that is £0.50 of £5,000.01.',
    ])
    await helen.visitor.press('Save it', { ...pool, 'share-2': '40' })
    expect(helen.visitor.words()).toContain('add to the whole to the penny')
    expect(helen.visitor.words()).toContain('Hub£3,000.0160.00 %50.00 % Drivers£2,00040.00 %50.00 %')
    // Who bears what it costs more or less: half each, the odd penny with the first; each funder its own line and the whole.
    expect(helen.visitor.words()).toContain(
      'Who bears it10 % more: £5005 % more: £2505 % less: £25010 % less: £500 Hub£250£125−£125−£250 Drivers£250£125−£125−£250 In all£500£250−£250−£500',
    )
    const cleo = signedInAs(house, cast.cookies.cleo)
    await cleo.open(path)
    expect(cleo.words()).toContain('What you pay of it')
    expect(cleo.words()).toContain('Drivers£2,00040.00 %')
    expect(cleo.words()).toContain('In all£5,000.01')
    expect(cleo.words()).not.toContain('£3,000.01')
    const ben = signedInAs(house, cast.cookies.ben)
    await ben.open(path)
    expect(ben.words()).toContain('In all£5,000.01')
    expect(ben.words()).not.toContain('£2,000')
    const seen = (actor: typeof cast.ben) =>
      house.platform.db.as(actor, async tx =>
        (await listPartners(tx, agreementId)).map(({ contributions }) => contributions.length),
      )
    expect([await seen(cast.ben), await seen(cast.cleo), await seen(helen.actor)]).toEqual([[], [5], [5, 5]])
    // Whoever pays does not decide, and nobody decides by a made-up address.
    await cleo.open(`${path}/do/pool`)
    expect(cleo.at.status).toBe(404)
    await cleo.post(`${path}/do/sign`, day('signedOn', '2026-11-16'))
    expect(cleo.at.status).toBe(404)
    for (const deed of ['constructor', '__proto__', 'x', 'vary']) {
      await helen.visitor.open(`${path}/do/${deed}`)
      expect([deed, helen.visitor.at.status]).toEqual([deed, 404])
    }
  })

  it('is signed only when nothing is missing, with its costs told and a price below them explained', async () => {
    const cast = await aCast(house)
    const { helen, path } = await aDraft(cast, [cast.kitchen])
    const me = helen.visitor
    const ben = signedInAs(house, cast.cookies.ben)
    const does = doing(path)
    await me.open(path)
    expect(me.words()).toContain('Say what each year costs.Ask which way may be taken, and choose one.')
    await does(me, 'sign', 'It is signed', day('signedOn', '2026-11-16'))
    expect(me.errors()).toEqual(['Say what each year costs.'])
    await does(me, 'money', 'Save it', { amounts: '36000\n36000\n36000\n36000\n36000', vatRate: '20' })
    await does(me, 'engagement', 'Save it', { noEngagementBecause: 'It goes on from what was asked for in 2024.' })
    // Which way: what is known is filled in; a way that is not open on the answers is refused, and a later price that is too much for them too.
    await me.open(path)
    await me.follow('By which way it is made')
    expect(me.words()).toContain('For: Meals and company')
    const url = `/${cast.slug}/commissioning/routes`
    const reference = path.split('/').at(-1) ?? ''
    await me.post(url, { ...aLightContract, agreement: reference, route: 'below-direct' })
    expect(me.errors()).toEqual([
      '“Below the threshold: straight to one” is not among the ways the law leaves open on these answers. £700,000 with VAT is at or above the threshold of £663,540. Open: a light touch competition; straight to one, on a ground of the act.',
    ])
    await me.post(url, { ...aLightContract, form: 'grant', agreement: reference, route: 'grant' })
    expect(me.errors()[0]).toContain('It is written down as a contract')
    await me.post(url, { ...aLightContract, owed: 'no', agreement: reference, route: 'light-competition' })
    expect(me.errors()[0]).toContain('nothing is owed in return')
    await me.post(url, { ...aLightContract, area: 'own', agreement: reference, route: 'light-competition' })
    expect(me.errors()[0]).toContain('At or above the threshold it may not be kept for an area.')
    const small = { ...aLightContract, light: 'no', value: '200000' }
    await me.open(`${url}?${new URLSearchParams({ ...small, agreement: reference })}`)
    await me.press('Make it this way A competition that is advertised')
    await does(me, 'sign', 'It is signed', day('signedOn', '2026-11-16'))
    expect(me.errors()[0]).toBe(
      'Its way was chosen for up to £200,000 with VAT, and it now comes to £216,000: ask again which way may be taken.',
    )
    await me.open(`${url}?${new URLSearchParams({ ...aLightContract, agreement: reference })}`)
    await me.press('Make it this way A light touch competition')
    expect(me.words()).toContain(
      'Asked on Monday 16 November 2026. £700,000 with VAT is at or above the threshold of £663,540.',
    )
    expect(me.words()).toContain('A light touch competition (taken).')
    expect(me.words()).toContain(
      'Is it a light touch service: social, education, community or other services to people? Yes',
    )
    await does(me, 'no-measures', 'Save it', { because: 'light touch' })
    await does(me, 'review', 'Plan it', { ...day('dueOn', '2026-12-10'), about: 'What did we learn?' })
    // The organisation that does it says what that costs; the commissioner sees it and is told, the other organisation sees nothing.
    await does(ben, 'costs', 'Tell them', { ...costs, 'people-1': 'Two cooks' })
    expect(ben.words()).toContain('£2,822.57 below what it costs in full: £38,822.57')
    await me.open(path)
    expect(me.words()).toContain('£2,822.57 below what it costs in full')
    await does(me, 'sign', 'It is signed', day('signedOn', '2026-11-16'))
    expect(me.errors()).toEqual([
      'In the year from 2026-04-01: The price of £36,000 is £2,822.57 below what it costs in full: £38,822.57. Pay what it costs, or say why not.',
    ])
    await me.press('It is signed', { ...day('signedOn', '2026-11-16'), belowCostBecause: 'A fund pays the rest.' })
    expect(me.words()).toContain('It is signed.')
  })

  it('lives: a story with consent that can be taken back, a measure, a review that is reminded of', async () => {
    const cast = await aCast(house)
    const { helen, path, agreementId } = await aSigned(cast)
    const me = helen.visitor
    const ben = signedInAs(house, cast.cookies.ben)
    const does = doing(path)
    const cleo = signedInAs(house, cast.cookies.cleo)
    await cleo.open(path)
    expect(cleo.at.status).toBe(404)

    await does(ben, 'learning', 'Write it down', {
      kind: 'story',
      ...day('happenedOn', '2026-11-10'),
      says: 'Somebody laid the table for two.',
    })
    expect(ben.errors()).toEqual(['Say how whoever told it said that it may be told here.'])
    await ben.press('Write it down', {
      kind: 'story',
      ...day('happenedOn', '2026-11-10'),
      says: 'Somebody laid the table for two.',
      thenWhat: 'Said yes, on paper.',
    })
    await me.open(path)
    expect(me.words()).toContain('Somebody laid the table for two.')
    await ben.open(path)
    await ben.press('Take it out')
    await me.open(path)
    expect(me.words()).not.toContain('Somebody laid the table for two.')
    await does(me, 'measure', 'Add it', {
      name: 'People who eat with somebody',
      why: 'It is what they asked for.',
      unit: 'people',
      aim: '80 of 100',
    })
    await me.open(`${path}/do/reading`)
    const measureId =
      me.at.page.querySelector('select[name="measureId"] option:not([value=""])')?.getAttribute('value') ?? ''
    await me.press('Write it down', { measureId, ...day('readOn', '2026-11-15'), value: '84', stands: 'met' })
    expect(me.words()).toContain('84 on Sunday 15 November 2026')

    await remindOfReviews(house.platform, cast.placeId)
    await remindOfReviews(house.platform, cast.placeId)
    const told = await house.platform.db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { subject: string }[]
        >`select subject from platform.notice where place_id = ${tx.placeId} and about_id = ${agreementId}`,
    )
    expect(told.map(({ subject }) => subject)).toEqual(['A review of an agreement comes up'])
  })

  it('is paid on when not all can be done: not known, then the mean of three months, with open books and a way back', async () => {
    const cast = await aCast(house)
    const { helen, path } = await aSigned(cast)
    const me = helen.visitor
    const ben = signedInAs(house, cast.cookies.ben)
    const does = doing(path)
    // Payment goes on: not known, then refused without three months, then the mean of them.
    await does(ben, 'relief', 'Ask', {
      reason: 'The hall is flooded.',
      ...day('fromOn', '2026-11-01'),
      ...day('untilOn', '2027-01-31'),
    })
    expect(ben.errors()[0]).toContain('open books')
    await ben.press('Ask', {
      reason: 'The hall is flooded.',
      ...day('fromOn', '2026-11-01'),
      ...day('untilOn', '2027-01-31'),
      openBook: 'yes',
    })
    expect(ben.words()).toContain('Not known yet')
    await me.open(`${path}/do/assure`)
    const reliefId =
      me.at.page.querySelector('select[name="reliefId"] option:not([value=""])')?.getAttribute('value') ?? ''
    const yes = {
      reliefId,
      assurance: 'assured',
      because: 'It is not their doing.',
      transitionPlan: 'Meals from the school until the hall is dry.',
      ...day('transitionOn', '2027-02-28'),
    }
    await me.press('Decide', { ...yes, transitionPlan: '' })
    expect(me.errors()).toEqual(['Say how things go back to as they were, and by when.'])
    await me.press('Decide', yes)
    expect(me.errors()).toEqual([
      'Write down first what was invoiced in August 2026, September 2026, October 2026: the amount is the mean of three months.',
    ])
    for (const [month, pounds] of [
      ['2026-08', '3000'],
      ['2026-09', '3000.01'],
      ['2026-10', '2999.97'],
    ] as const)
      await does(me, 'month', 'Write it down', { ...day('monthOn', `${month}-15`), invoiced: pounds, paid: pounds })
    await does(me, 'assure', 'Decide', yes)
    await ben.open(path)
    expect(ben.words()).toContain('Assured')
    expect(ben.words()).toContain(
      '£2,999.99 a month: the mean of what was invoiced in August 2026, September 2026, October 2026.',
    )
    expect(ben.words()).toContain('Meals from the school')
  })

  it('changes with a reason and a way back, is published as it stood, and ends', async () => {
    const cast = await aCast(house)
    const { helen, path } = await aSigned(cast)
    const me = helen.visitor
    const does = doing(path)
    await does(me, 'vary', 'Change it', {
      ...{
        reason: 'More people come.',
        ground: 'light touch',
        ...day('fromOn', '2027-04-01'),
        ...day('untilOn', '2028-03-31'),
        ...day('endsOn', '2031-03-31'),
      },
      ...{ amounts: '36000\n40000\n36000\n36000\n36000', agreedBy: 'Helen for the Hub, Ben for the Kitchen' },
    })
    expect(me.errors()).toEqual(['Say how things go back when it ends.'])
    await me.press('Change it', { exitSays: 'Back to 36,000 a year.' })
    expect(me.words()).toContain('£180,000 became £184,000')

    const ben = signedInAs(house, cast.cookies.ben)
    await does(ben, 'costs', 'Tell them', { ...costs, 'people-1': 'Two cooks' })
    expect(ben.words()).toContain('£38,822.57')
    await does(ben, 'relief', 'Ask', {
      reason: 'The hall is flooded.',
      ...day('fromOn', '2026-11-01'),
      ...day('untilOn', '2027-01-31'),
      openBook: 'yes',
    })
    const anybody = aVisitor(() => house.web)
    await anybody.open(path)
    expect(anybody.at.status).toBe(404)
    await does(me, 'publish', 'Publish it', {})
    await does(me, 'publish', 'Publish it', {})
    expect(me.errors()).toEqual(['Nothing has changed since it was published last.'])
    await anybody.open(path)
    expect(anybody.words()).toContain('£184,000 without VAT')
    expect(anybody.words()).toContain('It is a light touch contract')
    expect(anybody.words()).toContain('A light touch competition (taken).')
    expect(anybody.words()).not.toContain('£700,000')
    for (const kept of ['38,822.57', 'Two cooks', 'The hall is flooded', 'Helen for the Hub'])
      expect([kept, anybody.words().includes(kept)]).toEqual([kept, false])
    await anybody.open(`/${cast.slug}/commissioning`)
    expect(anybody.words()).toContain('Meals and company')
    await does(me, 'end', 'End it', { ...day('endedOn', '2026-11-16'), because: 'We made a new one together.' })
    await does(me, 'publish', 'Publish it', {})
    await anybody.open(path)
    expect(anybody.words()).toContain('We made a new one together.')
  })

  it('is read before it is published by those who take part in commissioning alone, and done with by whose part it is', async () => {
    const cast = await aCast(house)
    const { path } = await aSigned(cast)
    // Somebody who takes calls for the very organisation that commissions it: its agreements are no part of that.
    const { visitor: caller } = await aMember(house, cast, 'call handler')
    await caller.open(path)
    expect(caller.at.status).toBe(404)
    const helen = (await aCommissioner(house, cast)).visitor
    await helen.open(path)
    expect(helen.words()).not.toContain('Ask that payment goes on')
    for (const deed of ['relief', 'costs']) {
      await helen.open(`${path}/do/${deed}`)
      expect([deed, helen.at.status]).toEqual([deed, 404])
    }
    const asked = await perform(house.platform.db, (await aCommissioner(house, cast)).actor, askRelief, {
      ...{ reference: path.split('/').at(-1) ?? '', reason: 'No cooks.', openBook: true },
      ...{ fromOn: '2026-11-01', untilOn: '2027-01-31' },
    })
    expect(asked).toMatchObject({ refused: 'not-yours' })
  })
})
