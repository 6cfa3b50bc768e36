import { expect, it } from 'vitest'
import { identifyingParts } from './person.ts'

const halina = {
  name: 'Halina Nowak-Zielińska',
  phone: '020 7946 0123',
  email: 'halina@example.org',
  postcode: 'ZZ1 4AB',
  address: '12 Mill Row, ZZ1',
}

it('a text tells who somebody is also by whose it is, by half of a double name, over two spaces and past signs that nobody sees', () => {
  for (const text of [
    'Halina needs bread.',
    "Halina's shopping, on Friday.",
    'Halina’s shopping, on Friday.',
    'Mrs Nowak needs bread.',
    'Mrs Nowak-Zielińska needs bread.',
    'To 12  Mill\nRow, please.',
    'To 12 Mill Row, please.',
    'To 12 M\u200bill Row, please.',
    'Hal\u00adina needs bread.',
    'Near zz14ab.',
    'Ring 0207 946 0123.',
  ])
    expect({ text, found: identifyingParts(halina, text).length > 0 }).toEqual({ text, found: true })
})

it('a name is told also without its accents, and however its apostrophe is typed', () => {
  for (const [name, text] of [
    ["Siobhán O'Neill", 'Siobhan needs bread.'],
    ["Siobhán O'Neill", 'Mrs O’Neill needs bread.'],
    ['Siobhán O’Neill', "Mrs O'Neill needs bread."],
    ["Siobhán O'Neill", 'Mrs ONeill needs bread.'],
    ["Siobhán O'Neill", 'Mrs O Neill needs bread.'],
    ['Michal Zielinski', 'Michał needs bread.'],
    ['Michał Zieliński', 'Mr Zielinski, so Michal, needs bread.'],
    ['Jose Nun\u0303ez', 'Mr Nuñez needs bread.'],
  ] as const)
    expect({ text, found: identifyingParts({ ...halina, name }, text).length > 0 }).toEqual({ text, found: true })
  for (const text of ['To 12, Mill Row.', 'To 12 Mill-Row.'])
    expect({ text, found: identifyingParts(halina, text).length > 0 }).toEqual({ text, found: true })
  expect(identifyingParts({ ...halina, name: "Dara O'Hell" }, 'He’d need bread.')).toEqual([])
})

it('what anybody could need tells nobody', () => {
  for (const text of ['A woman in her 70s needs bread from the mill.', 'It’s for a row of days, 12 of them.'])
    expect(identifyingParts(halina, text)).toEqual([])
})
