import { describe, expect, it } from 'vitest'
import { aCast, refused, worked } from '../../../../test/support/cast.ts'
import { aCommissioner } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { aVisitor } from '../../requests/testing.ts'
import { writeAgreement } from '../index.ts'
import { addParty, changeParty } from '../parties/know-party.ts'
import { findAgreementByReference } from './agreement-store.ts'

const house = useHouse()

describe('a body that takes part', () => {
  it('has its numbers in registers, each with the register before it', async () => {
    const cast = await aCast(house)
    const { db } = house.platform
    const lead = houseActor(cast.placeId)
    const fund = {
      ...{ name: 'A Fund', orgIds: ['GB-CHC-1123456'], address: null, postcode: null, website: null, size: null },
      ...{ isVcse: true, isMutual: null, isSupportedEmployer: null },
    }
    const { partyId } = worked(await perform(db, lead, addParty, fund))
    expect(refused(await perform(db, lead, changeParty, { ...fund, partyId, orgIds: ['1123456'] })).message).toContain(
      'GB-CHC-1123456',
    )
    expect(worked(await perform(db, lead, changeParty, { ...fund, partyId, size: 'small' })).recordId).toBe(partyId)
    expect(refused(await perform(db, cast.ben, writeAgreement, {} as never)).refused).toBe('wrong-input')
  })
})

describe('what open data asks of it', () => {
  it('is told on pages: numbers of registers by their shape, the code of what it is, whom it serves', async () => {
    const cast = await aCast(house)
    const { actor, visitor: helen } = await aCommissioner(house, cast)
    const { reference } = worked(
      await perform(house.platform.db, actor, writeAgreement, {
        ...{ title: 'Meals', purpose: 'Nobody eats alone.', kind: 'contract', category: 'services', cpvCode: null },
        ...{ supplierIds: [cast.kitchen], startsOn: '2026-04-01', endsOn: '2031-03-31', extendableUntilOn: null },
        ...{ shortBecause: null, engagementId: null, noEngagementBecause: null, neighbourhoodIds: null },
      } as never),
    )
    const path = `/${cast.slug}/commissioning/agreements/${reference}`
    await helen.open(path)
    expect(helen.words()).toContain('Whoever reads it as open data would missIts CPV code')
    await helen.follow('Its CPV code')
    for (const wrong of ['8530000', '00300000', 'eight']) {
      await helen.press('Save it', { cpvCode: wrong })
      expect([wrong, helen.errors()]).toEqual([
        wrong,
        ['Enter the eight digits of a CPV code, like 85300000 for social services'],
      ])
    }
    await helen.press('Save it', { cpvCode: '85300000-2' })
    expect(helen.words()).toContain('CPV code 85300000')
    await helen.follow('A number in a public register for Kitchen')
    await helen.press('Save it', { 'GB-CHC': '12', 'GB-COH': '1234', others: 'x', postcode: 'ZZ1' })
    expect(helen.errors()).toEqual([
      'Charity number, England and Wales: write it like 1123456',
      'Company number: write it like 01234567, or SC123456',
    ])
    await helen.press('Save it', { 'GB-CHC': '1 123 456', 'GB-COH': '1234567' })
    expect(helen.errors()[0]).toContain('“x” has no register before it')
    await helen.press('Save it', { others: 'GB-EDU-100000', postcode: 'ZZ1' })
    expect(helen.errors()).toEqual(['Enter a whole postcode, like ZZ1 4AB.'])
    await helen.press('Save it', { postcode: 'zz14ab', website: 'ours', isVcse: 'yes', size: 'micro' })
    expect(helen.errors()).toEqual(['Enter an address like https://www.example.org'])
    await helen.press('Save it', { website: 'https://kitchen.example.org' })
    expect(helen.words()).toContain('GB-CHC-1123456, GB-COH-01234567, GB-EDU-100000')
    await helen.open(path)
    expect(helen.words()).not.toContain('A number in a public register for Kitchen')
    // What cannot be typed is refused too.
    await helen.post(`${path}/do/describe`, { neighbourhoodIds: cast.kitchen })
    expect(helen.errors()).toEqual(['Choose neighbourhoods from the list.'])
  })
})

describe('an agreement', () => {
  it('is written down by the commissioner, seen by those who take part, and by nobody else', async () => {
    const cast = await aCast(house)
    const { db } = house.platform
    const { visitor: helen } = await aCommissioner(house, cast)
    await helen.open(`/${cast.slug}/commissioning/agreements`)
    expect(helen.words()).toContain('No agreements yet')
    await helen.follow('Write an agreement down')
    await helen.press('Write it down')
    expect(helen.errors().length).toBeGreaterThan(3)
    const short = {
      title: 'Meals and company',
      purpose: 'Nobody in the old town eats alone who does not want to.',
      kind: 'partnership',
      category: 'services',
      supplierIds: cast.kitchen,
      'startsOn-day': '1',
      'startsOn-month': '4',
      'startsOn-year': '2027',
      'endsOn-day': '31',
      'endsOn-month': '3',
      'endsOn-year': '2029',
    }
    await helen.press('Write it down', short)
    expect(helen.errors()).toEqual(['It is for less than three years: say why, or make it longer.'])
    await helen.press('Write it down', { ...short, 'endsOn-year': '2032' })
    expect(helen.words()).toContain('5 years: Thursday 1 April 2027 to Wednesday 31 March 2032')
    const ben = aVisitor(() => house.web)
    ben.cookies.set('session', cast.cookies.ben.replace('session=', ''))
    await ben.open(helen.at.path)
    expect(ben.words()).toContain('Meals and company')
    const cleo = aVisitor(() => house.web)
    cleo.cookies.set('session', cast.cookies.cleo.replace('session=', ''))
    await cleo.open(helen.at.path)
    expect(cleo.at.status).toBe(404)
    await db.as(cast.cleo, async tx => {
      const reference = helen.at.path.split('/').at(-1)?.split('?')[0] ?? ''
      expect(await findAgreementByReference(tx, reference)).toBeNull()
    })
  })

  it('stand fifty to a page; a page that is not there is the last, and nonsense is the first', async () => {
    const cast = await aCast(house)
    const { actor, visitor } = await aCommissioner(house, cast)
    for (let at = 0; at < 51; at++)
      worked(
        await perform(house.platform.db, actor, writeAgreement, {
          ...{ title: `Agreement ${at}`, purpose: 'Meals.', kind: 'grant' },
          ...{ category: 'services', cpvCode: null, supplierIds: [cast.kitchen], shortBecause: null },
          ...{ startsOn: '2026-04-01', endsOn: `2031-01-${String(1 + (at % 28)).padStart(2, '0')}` },
          ...{ extendableUntilOn: null, engagementId: null },
          ...{ noEngagementBecause: null, neighbourhoodIds: null },
        } as never),
      )
    const shown = async (query: string) => {
      await visitor.open(`/${cast.slug}/commissioning/agreements${query}`)
      expect(visitor.at.status).toBe(200)
      return visitor.at.page.querySelectorAll('.kil-results > li').length
    }
    expect([await shown(''), await shown('?page=2'), await shown('?page=99'), await shown('?page=x')]).toEqual([
      50, 1, 1, 50,
    ])
    expect(visitor.words()).toContain('Page 1 of 2')
  })
})
