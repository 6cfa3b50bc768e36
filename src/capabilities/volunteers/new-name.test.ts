import { describe, expect, it } from 'vitest'
import { isAnotherName, isSpelling } from './new-name.ts'

describe('a name written otherwise', () => {
  it.each([
    ['Sam Okafor', 'sam  okafor', false],
    ['Zoë Nunez', 'Zoe Núñez', false],
    ['Ann-Marie Lee', 'Ann Marie Lee', false],
    ['Sam Okafor', 'Sam Okafar', true],
    ['Sam Okafor', 'Sam Bell', true],
  ])('%s, now %s: another name is %s', (before, now, is) => expect(isAnotherName(before, now)).toBe(is))

  it.each([
    ['Sam Okafar', 'Sam Okafor', true],
    ['Sam Okafor', 'Sam Bell', false],
    ['Sam Okafor', 'Sam O Okafor', false],
    ['Jo Li', 'Al Wu', false],
  ])('%s, now %s: merely spelled right is %s', (before, now, is) => expect(isSpelling(before, now)).toBe(is))
})
