import { expect, it } from 'vitest'
import { type CountedCheck, covers } from './covers.ts'

const held = (more: Partial<CountedCheck> = {}): CountedCheck => ({
  level: 'enhanced',
  workforce: 'adult',
  countsUntil: '2026-11-30',
  seenOn: '2026-01-05',
  decision: 'accepted',
  ...more,
})
const adult = { level: 'enhanced', workforce: 'adult' } as const
const [from, to] = [new Date('2026-11-30T09:00:00Z'), new Date('2026-11-30T10:00:00Z')]

it.each<[string, boolean, CountedCheck[], Parameters<typeof covers>[1]]>([
  ['counts on its last day', true, [held()], adult],
  ['does not count the day after', false, [held({ countsUntil: '2026-11-29' })], adult],
  ['is not asked for where none is needed', true, [], { level: 'none', workforce: null }],
  ['must be as high', false, [held({ level: 'basic', workforce: 'not applicable' })], adult],
  ['may be higher', true, [held({ level: 'enhanced with barred list' })], adult],
  ['without the barred list is not one with it', false, [held()], { ...adult, level: 'enhanced with barred list' }],
  ['must be for the workforce', false, [held({ workforce: 'child' })], adult],
  ['may be for both workforces', true, [held({ workforce: 'adult and child' })], adult],
  [
    'of any workforce is as good as a basic one',
    true,
    [held({ workforce: 'child' })],
    { level: 'basic', workforce: 'not applicable' },
  ],
  [
    'for adults and one for children are as good as one for both',
    true,
    [held(), held({ workforce: 'child' })],
    { ...adult, workforce: 'adult and child' },
  ],
  ['for adults alone is none for children too', false, [held()], { ...adult, workforce: 'adult and child' }],
  ['must have been accepted', false, [held({ decision: 'not accepted' })], adult],
  ['must have been seen by then', false, [held({ seenOn: '2026-12-01' })], adult],
  ['is one of several', true, [held({ countsUntil: '2020-01-01' }), held()], adult],
])('a check %s', (_, answer, checks, required) => expect(covers(checks, required, from, to)).toBe(answer))

it('a check counts to the end of its last day by the clock of the place, also in summer', () => {
  const summer = held({ countsUntil: '2026-06-30' })
  const late = (text: string) => covers([summer], adult, new Date('2026-06-30T18:00:00Z'), new Date(text))
  expect(late('2026-06-30T23:00:00Z')).toBe(true)
  expect(late('2026-06-30T23:00:01Z')).toBe(false)
})
