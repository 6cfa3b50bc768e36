import { describe, expect, it } from 'vitest'
import { aCast } from '../../../../test/support/cast.ts'
import { aCommissioner } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aVisitor } from '../../requests/testing.ts'

const house = useHouse()
const told =
  'nation=england&buyer=council&on=2026-02-10&form=contract&what=services&light=no&health=no&concession=no&value=90000&vat=with'

describe('our local area', () => {
  it('is told once by a commissioner with its source, read by everybody, and named by the chooser', async () => {
    const cast = await aCast(house)
    const { visitor: helen } = await aCommissioner(house, cast)
    const anybody = aVisitor(() => house.web)
    const here = `/${cast.slug}/commissioning`
    await anybody.open(`${here}/local-area`)
    expect(anybody.words()).toContain('Nobody has said yet what it is')
    await anybody.open(`${here}/local-area/change`)
    expect(anybody.at.path).toContain('/sign-in')

    await helen.open(`${here}/local-area`)
    await helen.follow('Say what it is')
    const typed = {
      own: 'Zedshire E06000099',
      source: 'A map of 2026',
      borders: 'Wyeshire e10000098\n\nExshire\nwyeshire',
    }
    await helen.press('Save it', { ...typed, 'readOn-year': '2031' })
    expect(helen.errors()).toEqual(['The day you read it cannot be ahead.'])
    await helen.press('Save it', { ...typed, 'readOn-year': '2026' })
    expect(helen.errors()).toEqual(['“wyeshire” stands there twice.'])
    await helen.press('Save it', { ...typed, borders: 'Wyeshire e10000098\nExshire', sourceUrl: 'a map' })
    expect(helen.errors()).toEqual(['Enter an address like https://www.example.org/map'])
    await helen.press('Save it', { sourceUrl: '' })
    expect(helen.words()).toContain('Wyeshire (E10000098)')

    await anybody.open(`${here}/routes?${told}&area=bordering`)
    expect(anybody.words()).toContain('That is: Zedshire (E06000099), Wyeshire (E10000098), Exshire.')
    expect(anybody.words()).toContain('A map of 2026, read on')
    await anybody.open(`${here}/routes?${told}&area=own`)
    expect(anybody.words()).toContain('That is: Zedshire (E06000099).')
    // Before the Order came into force nothing is kept for it, and nothing is named.
    await anybody.open(`${here}/routes?${told.replace('2026-02-10', '2026-02-03')}&area=bordering`)
    expect(anybody.words()).toContain('Before 4 February 2026')
    expect(anybody.words()).not.toContain('That is: Zedshire')
  })
})
