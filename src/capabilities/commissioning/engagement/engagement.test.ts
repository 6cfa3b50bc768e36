import { describe, expect, it } from 'vitest'
import { aCast, worked } from '../../../../test/support/cast.ts'
import { aCommissioner, signedInAs } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { perform } from '../../../platform/command.ts'
import { aVisitor } from '../../requests/testing.ts'
import { changeParty } from '../parties/know-party.ts'
import { partyOfOrganisation } from '../parties/party-store.ts'

const house = useHouse()
const day = (name: string, on: string) => {
  const [year = '', month = '', date = ''] = on.split('-')
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: date }
}

describe('an engagement', () => {
  it('is opened once, written into by those who were asked, read by everybody alike, and becomes the notice', async () => {
    const cast = await aCast(house)
    const { actor, visitor: helen } = await aCommissioner(house, cast)
    const list = `/${cast.slug}/commissioning/engagement`
    await helen.open(list)
    await helen.follow('Open an engagement')
    await helen.press('Open it for everybody to read')
    expect(helen.errors().length).toBeGreaterThan(5)
    await helen.press('Open it for everybody to read', {
      title: 'Meals and company after hospital',
      about: 'What helps people who come home alone?',
      process: 'Come to the Hub on 20 November, ring us, or write.',
      category: 'services',
      cpvCode: '85300000',
      contactName: 'Helen Marchetti',
      contactEmail: 'helen@example.org',
      ...day('opensOn', '2026-11-10'),
      ...day('closesOn', '2026-12-18'),
      value: '250,000',
      suits: ['sme', 'vcse'],
    })
    expect(helen.words()).toContain('Everybody reads the same record')
    const path = helen.at.path.split('?')[0] ?? ''
    const ben = signedInAs(house, cast.cookies.ben)
    await ben.open(path)
    const entry = {
      ...day('happenedOn', '2026-11-15'),
      how: 'visit',
      asked: 'Kitchen: cooks and drivers',
      said: 'A hot meal is not the point. Who sits down with them is.',
      changed: '',
    }
    await ben.press('Write it into the diary', { ...entry, ...day('happenedOn', '2026-11-17') })
    expect(ben.errors()).toEqual(['The day cannot be ahead.'])
    await ben.press('Write it into the diary', entry)
    expect(ben.words()).toContain('Who sits down with them is.')
    const anybody = aVisitor(() => house.web)
    await anybody.open(path)
    expect(anybody.words()).toContain('Who sits down with them is.')
    expect(anybody.words()).toContain('written by Kitchen')
    await anybody.follow('The notice made from this')
    expect(anybody.words()).toContain('Still missing')
    expect(anybody.words()).toContain('Who sits down with them is.')
    expect(anybody.words()).toContain('2026-12-18')
    const party = await house.platform.db.as(actor, tx => partyOfOrganisation(tx, cast.hub))
    worked(
      await perform(house.platform.db, actor, changeParty, {
        partyId: party?.partyId ?? '',
        ...{
          name: 'Hub',
          orgIds: ['GB-LAE-XYZ'],
          address: '1 Mill Row',
          postcode: 'ZZ1 4AB',
          website: null,
          size: null,
          isVcse: null,
          isMutual: null,
          isSupportedEmployer: null,
        },
      }),
    )
    await anybody.open(`${path}/notice`)
    expect(anybody.words()).not.toContain('Still missing')
    // Another organisation cannot take it out; whoever wrote it can, and that stays to be read.
    const entryId = await house.platform.db.as(
      actor,
      async tx =>
        (
          await tx.sql<
            { entryId: string }[]
          >`select entry_id from commissioning.engagement_entry where place_id = ${tx.placeId}`
        )[0]?.entryId ?? '',
    )
    const cleo = signedInAs(house, cast.cookies.cleo)
    await cleo.open(path)
    await cleo.post(`${path}/withdraw`, { entryId, [`because-${entryId}`]: 'Not ours' })
    expect(cleo.errors()[0]).toContain('another organisation’s')
    await ben.post(`${path}/withdraw`, { entryId, [`because-${entryId}`]: '' })
    expect(ben.errors()).toEqual(['Say why: that stays to be read'])
    await ben.post(`${path}/withdraw`, { entryId, [`because-${entryId}`]: 'It was said in confidence' })
    await anybody.open(path)
    expect(anybody.words()).toContain('Taken out by Kitchen: It was said in confidence')
    expect(anybody.words()).not.toContain('Who sits down with them is.')
    // Who was asked may be where somebody was named.
    expect(anybody.words()).not.toContain('Kitchen: cooks and drivers')
    await helen.open(path)
    await helen.press('Close it', { says: 'We ask for company first, and meals beside it.' })
    await anybody.open(path)
    expect(anybody.words()).toContain('We ask for company first')
    await ben.post(`${path}/entries`, entry)
    expect(ben.errors()[0]).toContain('closed')
  })

  it('is no page, and no entry, for whoever makes up an address', async () => {
    const cast = await aCast(house)
    const ben = signedInAs(house, cast.cookies.ben)
    for (const id of ['00000000-0000-4000-8000-000000000000', 'x', '%00']) {
      await ben.open(`/${cast.slug}/commissioning/engagement/${id}`)
      expect([id, [400, 404].includes(ben.at.status)]).toEqual([id, true])
    }
    await ben.open(`/${cast.slug}/commissioning/engagement/new`)
    expect(ben.at.status).toBe(403)
  })
})
