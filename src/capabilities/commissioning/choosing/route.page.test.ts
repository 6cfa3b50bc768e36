import { describe, expect, it } from 'vitest'
import { aCast } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aVisitor } from '../../requests/testing.ts'

const house = useHouse()
const told =
  'nation=england&buyer=council&form=contract&what=services&light=no&health=no&concession=no&value=210000&vat=with'

describe('which way may I take?', () => {
  it('asks what it needs, and answers by the table of the day in an address that can be shared', async () => {
    const { slug } = await aCast(house)
    const me = aVisitor(() => house.web)
    await me.open(`/${slug}/commissioning/routes`)
    expect(me.words()).toContain('not legal advice')
    await me.open(`/${slug}/commissioning/routes?nation=england&buyer=council&on=2026-01-01&form=contract`)
    expect(me.words()).toContain('Tell a little more.')
    expect(me.words()).toContain('What is it mostly?')
    await me.open(`/${slug}/commissioning/routes?${told}&on=2025-12-31`)
    expect(me.words()).toContain('£210,000 with VAT is below the threshold of £214,904.')
    await me.open(`/${slug}/commissioning/routes?${told}&on-day=1&on-month=1&on-year=2026`)
    expect(me.words()).toContain('£210,000 with VAT is at or above the threshold of £207,720.')
    expect(me.words()).toContain('Before it is entered into; wait 8 working days')
    await me.open(`/${slug}/commissioning/routes?${told}&on=2026-01-01&owed=no`)
    expect(me.words()).toContain('Two answers that cannot both be')
    for (const query of [
      'on-day=31&on-month=2&on-year=2026',
      'value=much',
      'buyer=a&buyer=b',
      'value=%00',
      'on[]=1',
      'nation=constructor',
    ]) {
      await me.open(`/${slug}/commissioning/routes?${query}`)
      expect([query, [200, 400, 422].includes(me.at.status)]).toEqual([query, true])
    }
  })

  it('answers on the command line in JSON, without a place', async () => {
    const line = told.split('&').flatMap(pair => [`--${pair.split('=')[0]}`, pair.split('=')[1] ?? ''])
    const { code, out } = await house.commandLine('route', ...line, '--on', '2026-01-01', '--json')
    expect(code).toBe(0)
    const answer = JSON.parse(out) as {
      isAbove: boolean
      threshold: { pence: number }
      routes: { code: string; steps: { rule: { url: string } }[] }[]
    }
    expect([answer.isAbove, answer.threshold.pence, answer.routes.map(each => each.code)]).toEqual([
      true,
      20_772_000,
      ['above-competition', 'above-direct'],
    ])
    expect(answer.routes.every(({ steps }) => steps.every(({ rule }) => rule.url.startsWith('https:')))).toBe(true)
    const words = await house.commandLine('route', ...line, '--on', '2025-12-31')
    expect(words.out).toContain('below the threshold of £214,904')
    expect((await house.commandLine('route', '--buyer', 'council')).code).toBe(1)
    expect((await house.commandLine('route', '--value', 'much')).code).toBe(2)
    expect((await house.commandLine('route', ...line, '--on', '2026-01-01', '--owed', 'no')).out).toContain(
      'nothing is owed in return',
    )
  })
})
