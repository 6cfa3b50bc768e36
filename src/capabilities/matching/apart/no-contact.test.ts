import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mustNotMeet, type NoContactPair, type Recognisable } from './no-contact.ts'

const somebody = (more: Partial<Recognisable> = {}): Recognisable => ({
  personId: 'p-1' as Recognisable['personId'],
  name: 'Ada Lark',
  phone: null,
  email: null,
  address: null,
  postcode: null,
  ...more,
})
const halina = somebody({
  personId: 'p-2' as never,
  name: 'Halina Nowak',
  phone: '01632 960 001',
  address: '12 Mill Lane\nMilltown',
  postcode: 'ZZ1 4AB',
})

describe('two people who do not meet through us', () => {
  it.each<[string, Partial<Recognisable>, ReturnType<typeof mustNotMeet>]>([
    ['strangers may meet', { name: 'Sam Ito', postcode: 'ZZ1 4AB', address: '14 Mill Lane' }, null],
    ['one person under one record', { personId: halina.personId }, 'same person'],
    ['one person who signed up under another record, by phone', { phone: '+44 1632 960001' }, 'same person'],
    ['one person by name and postcode', { name: 'HALINA  nowak', postcode: 'zz14ab' }, 'same person'],
    ['the same door', { address: '12 mill lane, Milltown', postcode: 'ZZ1 4AB' }, 'same household'],
    ['the same surname and postcode', { name: 'Piotr Nówak', postcode: 'ZZ14AB' }, 'same household'],
    ['the same surname elsewhere', { name: 'Piotr Nowak', postcode: 'ZZ2 1AA' }, null],
    ['the same door number in another street', { address: '12 Mill Lane', postcode: 'ZZ9 9ZZ' }, null],
    ['nothing known of either address', {}, null],
  ])('%s', (_, more, why) => expect(mustNotMeet(somebody(more), halina, [])).toBe(why))

  it('a flat is a door with its building', () => {
    const at = (address: string, personId: string, name: string) =>
      somebody({ personId: personId as never, name, address, postcode: 'ZZ1 4AB' })
    const one = at('Flat 2, 12 Mill Lane', 'p-3', 'Sam Ito')
    expect(mustNotMeet(one, at('Flat 2, 14 Mill Lane', 'p-4', 'Jo Bell'), [])).toBeNull()
    expect(mustNotMeet(one, at('flat 2\n12 Mill Lane', 'p-4', 'Jo Bell'), [])).toBe('same household')
  })

  it('a pair holds whichever of the two was named first', () => {
    const sam = somebody({ personId: 'p-3' as never, name: 'Sam Ito' })
    const pair = (people: NoContactPair['people']): NoContactPair[] => [{ people, because: 'court order' }]
    expect(mustNotMeet(sam, halina, pair([sam, halina]))).toBe('no contact')
    expect(mustNotMeet(sam, halina, pair([halina, sam]))).toBe('no contact')
    expect(mustNotMeet(sam, somebody(), pair([halina, sam]))).toBeNull()
  })

  it('a pair holds for somebody who leaves and signs up again with the same phone', () => {
    const sam = somebody({ personId: 'p-3' as never, name: 'Sam Ito', phone: '07700 900 123' })
    const again = somebody({ personId: 'p-9' as never, name: 'S. Ito', phone: '07700900123' })
    expect(mustNotMeet(again, halina, [{ people: [halina, sam], because: 'resident asked' }])).toBe('no contact')
  })

  it('a pair holds at the door of whoever lives with one of the two, and for whoever comes from there', () => {
    const sam = somebody({ personId: 'p-3' as never, name: 'Sam Ito', address: '7 Row', postcode: 'ZZ2 1AA' })
    const pairs: NoContactPair[] = [{ people: [halina, sam], because: 'court order' }]
    const at = (home: Recognisable, personId: string) =>
      somebody({ personId: personId as never, name: 'Jo Bell', address: home.address, postcode: home.postcode })
    expect(mustNotMeet(sam, at(halina, 'p-4'), pairs)).toBe('no contact')
    expect(mustNotMeet(at(sam, 'p-4'), halina, pairs)).toBe('no contact')
    expect(mustNotMeet(at(sam, 'p-4'), at(halina, 'p-5'), pairs)).toBe('no contact')
    expect(mustNotMeet(sam, { ...at(halina, 'p-4'), address: '14 Mill Lane' }, pairs)).toBeNull()
  })

  const known = fc.record({
    personId: fc.constantFrom('a', 'b', 'c', 'd') as unknown as fc.Arbitrary<Recognisable['personId']>,
    name: fc.constantFrom('Ada Lark', 'Sam Lark', 'Jo Bell', '', '  '),
    phone: fc.constantFrom(null, '', '01632 960001', '+44 1632 960001', '07700 900 1'),
    email: fc.constantFrom(null, '', 'a@example.org', 'A@example.org '),
    address: fc.constantFrom(null, '', '1 Mill Lane', 'Flat 1\n2 Mill Lane', ','),
    postcode: fc.constantFrom(null, '', 'ZZ1 4AB', 'zz14ab', 'ZZ2 1AA'),
  })

  it('it does not matter who helps whom, and another pair never brings anybody together', () =>
    fc.assert(
      fc.property(known, known, known, known, (one, other, a, b) => {
        const pairs: NoContactPair[] = [{ people: [a, b], because: 'safeguarding' }]
        expect(mustNotMeet(one, other, pairs)).toBe(mustNotMeet(other, one, pairs))
        if (mustNotMeet(one, other, [])) expect(mustNotMeet(one, other, pairs)).not.toBeNull()
        expect(mustNotMeet(one, one, [])).not.toBeNull()
      }),
    ))
})
