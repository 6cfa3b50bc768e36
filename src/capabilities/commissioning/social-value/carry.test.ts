import { expect, it } from 'vitest'
import { aCast, worked } from '../../../../test/support/cast.ts'
import { aBiddingCompetition, aPublishedCompetition, comes, day } from '../../../../test/support/competition.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { aVisitor } from '../../requests/testing.ts'
import { findAgreementByReference } from '../agreements/agreement-store.ts'
import { insertPublication } from '../agreements/publication-store.ts'
import { writeAgreement } from '../agreements/write-agreement.ts'

const house = useHouse()

it('what was promised goes with a new agreement, and the competition and the agreement lead to one another', async () => {
  const cast = await aCast(house)
  const { path, helen } = await aPublishedCompetition(house, cast)
  const buyer = await comes(house, helen)
  const ben = await comes(house, cast.ben)
  const anybody = aVisitor(() => house.web)
  await anybody.open(path)
  expect(anybody.words()).not.toContain('Agreement')
  await buyer.open(path)
  await buyer.follow('Put it into an agreement')
  await buyer.press('Put it into', { shortBecause: '' })
  expect(buyer.errors()).toEqual(['Choose an agreement, or write a new one.'])
  await buyer.press('Put it into', { reference: 'new' })
  expect(buyer.errors()).toEqual(['Enter the first and the last day of the agreement.'])
  await buyer.press('Put it into', {
    reference: 'new',
    ...day('startsOn', '2027-04-01'),
    ...day('endsOn', '2028-03-31'),
  })
  expect(buyer.errors()).toEqual(['It is for less than three years: say why, or make it longer.'])
  await buyer.press('Put it into', { reference: 'new', ...day('endsOn', '2032-02-30') })
  expect(buyer.errors()).toHaveLength(1)
  await buyer.press('Put it into', { reference: 'new', ...day('endsOn', '2032-03-31') })
  expect(buyer.errors()).toEqual([])
  expect(buyer.words()).toContain('Done. What was promised goes with the agreement.')

  // Once: the form that is still open in another window says so.
  await buyer.open(`${path}/do/agreement`)
  expect(buyer.at.status).toBe(404)
  await buyer.post(`${path}/do/agreement`, {
    reference: 'new',
    ...day('startsOn', '2027-04-01'),
    ...day('endsOn', '2032-03-31'),
  })
  expect(buyer.at.status).toBe(404)

  // Those who take part in it go there and back; nobody else before it is published.
  for (const who of [buyer, ben]) {
    await who.open(path)
    await who.follow('Meals on wheels, ')
    expect(who.at.status).toBe(200)
    expect(who.words()).toContain('Whoever cannot cook eats a hot meal.')
    expect(who.words()).toContain('Kitchen')
    await who.follow('What was promised with the bid that won')
    expect(who.words()).toContain('Paid places to learn the trade: 2 places')
  }
  await ben.open(path)
  const reference = /commissioning\/agreements\/([^"]+)"/.exec(ben.at.html)?.[1] ?? ''
  await anybody.open(path)
  expect(anybody.words()).toContain('What was promised stands in an agreement. It is not published yet.')
  expect(anybody.at.html).not.toContain(reference)

  await house.platform.db.asHouse(cast.placeId, async tx => {
    const agreement = await findAgreementByReference(tx, reference)
    if (!agreement) throw new Error('no agreement')
    const document = { agreement, parties: [], shares: null, measures: [], variations: [] }
    await insertPublication(tx, agreement.agreementId, 'agreement', document)
  })
  await anybody.open(path)
  await anybody.follow('Meals on wheels, ')
  expect(anybody.words()).toContain('Published for the first time')
  await anybody.follow('What was promised with the bid that won')
  expect(anybody.words()).toContain('Paid places to learn the trade: 2 places')
})

it('goes with one that is there, of the buyer’s with whoever won alone, also where another competition stands in it', async () => {
  const cast = await aCast(house)
  const { path, helen } = await aPublishedCompetition(house, cast)
  const written = async (title: string, supplier: string) =>
    worked(
      await perform(house.platform.db, helen, writeAgreement, {
        ...{ title, purpose: 'So that all eat.', kind: 'contract', category: 'services', cpvCode: null },
        ...{ supplierIds: [supplier], startsOn: '2027-04-01', endsOn: '2032-03-31', extendableUntilOn: null },
        ...{ shortBecause: null, engagementId: null, noEngagementBecause: null, neighbourhoodIds: null },
      } as never),
    ) as { reference: string }
  const theirs = await written('Lunch for all', cast.kitchen)
  const others = await written('Lifts for all', cast.drivers)
  const buyer = await comes(house, helen)
  await buyer.open(`${path}/do/agreement`)
  expect(buyer.words()).toContain('Lunch for all')
  expect(buyer.words()).not.toContain('Lifts for all')
  for (const reference of [others.reference, 'none'])
    for (const days of [{}, { ...day('startsOn', '2027-04-01'), ...day('endsOn', '2032-03-31') }]) {
      await buyer.post(`${path}/do/agreement`, { reference, ...days })
      expect(buyer.errors()).toEqual(['Choose an agreement of yours with whoever won.'])
    }
  await buyer.open(`${path}/do/agreement`)
  await buyer.press('Put it into', { reference: theirs.reference })
  expect(buyer.words()).toContain(`Lunch for all, ${theirs.reference}`)

  const second = await aPublishedCompetition(house, cast)
  const again = await comes(house, second.helen)
  await again.open(`${second.path}/do/agreement`)
  await again.press('Put it into', { reference: theirs.reference })
  await again.follow('Lunch for all, ')
  for (const each of [path, second.path]) expect(again.at.html).toContain(`${each}/promises`)
  // Nobody but who bought, and not before there is a winner.
  const ben = await comes(house, cast.ben)
  await ben.open(`${path}/do/agreement`)
  expect(ben.at.status).toBe(404)
  const bidding = await aBiddingCompetition(house, cast)
  const early = await comes(house, bidding.helen)
  await early.open(`${bidding.path}/do/agreement`)
  expect(early.at.status).toBe(404)
})
