/** What is unusual in who reads whom: rules as data; from which numbers on is the place's (`reading-numbers.ts`). */
import type { Person } from '../../people/index.ts'
import type { ReadingNumbers } from './reading-numbers.ts'

/** What one reader has opened within the last hour. */
export interface Reading {
  readonly readerId: string
  /** People opened, once each. */
  readonly opened: readonly string[]
  /** People opened in an hour in which they opened anybody, on average of the 28 days before; null for somebody who had read nobody. */
  readonly usualInAnHour: number | null
  /** Nights of the 28 days before on which they read anybody. */
  readonly nightsBefore: number
  /** True in the hours that the place calls night. */
  readonly isNight: boolean
  /** Of those opened, who shares something with the reader. */
  readonly alike: readonly ('the same address' | 'the same phone number' | 'the same e-mail' | 'the same surname')[]
  /** Of those opened who wait for nothing: on how many of the last seven days the reader opened the one they opened most. */
  readonly daysWithoutNeed: number
}

type Says = Readonly<Record<string, number | string>>

interface Rule {
  /** What those who look at it read first. */
  readonly title: string
  /** What it may be, and what to do. */
  readonly advice: string
  /** What is unusual, in numbers; null when nothing is. */
  readonly unusual: (reading: Reading, numbers: ReadingNumbers) => Says | null
}

export const rules = {
  'many people': {
    title: 'Many people’s details in one hour',
    advice: 'It may be a long list that somebody worked through. Ask them what it was for.',
    unusual: ({ opened, usualInAnHour }, { peopleInAnHour, timesUsual }) =>
      opened.length > peopleInAnHour && opened.length >= timesUsual * (usualInAnHour ?? 1)
        ? { opened: opened.length, usual: Math.round(usualInAnHour ?? 0) }
        : null,
  },
  'at night': {
    title: 'Details opened at night',
    advice: 'It may be a shift or an emergency. Ask them, and whether it was they who were signed in.',
    unusual: ({ opened, isNight, nightsBefore }, { peopleAtNight, nightsUsual }) =>
      isNight && opened.length >= peopleAtNight && nightsBefore < nightsUsual ? { opened: opened.length } : null,
  },
  'somebody like them': {
    title: 'Details of somebody they may know',
    advice:
      'A shared surname can be chance; a shared address or number hardly is. Ask whether they know them, and give the need to somebody else if so.',
    unusual: ({ alike }) => (alike.length > 0 ? { shares: [...new Set(alike)].join(', ') } : null),
  },
  'again without a need': {
    title: 'The same person again and again, who waits for nothing',
    advice: 'Their reasons stand beside each look. Ask what it is about.',
    unusual: ({ daysWithoutNeed }, numbers) =>
      daysWithoutNeed >= numbers.daysWithoutNeed ? { days: daysWithoutNeed } : null,
  },
} as const satisfies Readonly<Record<string, Rule>>

export type RuleName = keyof typeof rules

/** Every rule that finds something unusual in a reading, with its numbers. */
export const unusualIn = (reading: Reading, numbers: ReadingNumbers): { rule: RuleName; says: Says }[] =>
  (Object.keys(rules) as RuleName[]).flatMap(rule => {
    const says = rules[rule].unusual(reading, numbers)
    return says ? [{ rule, says }] : []
  })

const plain = (text: string | null): string => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const surname = (name: string): string => plain(name.trim().split(/\s+/).at(-1) ?? '')

type Known = Pick<Person, 'name' | 'phone' | 'email' | 'address' | 'postcode'>

/** What two people share that tells they may know each other. */
export const alikeIn = (one: Known, other: Known): Reading['alike'] => {
  const same = (a: string, b: string) => a.length > 2 && a === b
  return [
    ...(one.postcode &&
    same(plain(one.postcode), plain(other.postcode)) &&
    same(plain(one.address), plain(other.address))
      ? ['the same address' as const]
      : []),
    ...(same(plain(one.phone), plain(other.phone)) ? ['the same phone number' as const] : []),
    ...(same(plain(one.email), plain(other.email)) ? ['the same e-mail' as const] : []),
    ...(one.name.trim().includes(' ') && other.name.trim().includes(' ') && same(surname(one.name), surname(other.name))
      ? ['the same surname' as const]
      : []),
  ]
}
