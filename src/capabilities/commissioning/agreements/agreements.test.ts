import { describe, expect, it } from 'vitest'
import { aCast, refused, worked } from '../../../../test/support/cast.ts'
import { aCommissioner } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { aVisitor } from '../../requests/testing.ts'
import { writeAgreement } from '../index.ts'
import { addParty, changeParty } from '../parties/know-party.ts'
import { findAgreementByReference, listPartners } from './agreement-store.ts'

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
      expect(await listPartners(tx, cast.hub)).toEqual([])
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
      return visitor.at.page.querySelectorAll('.kil-card').length
    }
    expect([await shown(''), await shown('?page=2'), await shown('?page=99'), await shown('?page=x')]).toEqual([
      50, 1, 1, 50,
    ])
    expect(visitor.words()).toContain('Page 1 of 2')
  })
})
