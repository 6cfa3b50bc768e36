import { describe, expect, it } from 'vitest'
import { leavesFrom, unlessTooLate, wakingFrom } from './quiet-hours.ts'

const at = (text: string) => new Date(text)

describe('quiet hours', () => {
  it.each([
    ['in the day, at once', '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z'],
    ['late in the evening, tomorrow at eight', '2026-11-22T21:00:00Z', '2026-11-23T08:00:00Z'],
    ['in the night, at eight', '2026-11-22T03:00:00Z', '2026-11-22T08:00:00Z'],
    ['in summer, at eight by the clock on the wall', '2026-07-01T22:00:00Z', '2026-07-02T07:00:00Z'],
    ['the night the clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T07:00:00Z'],
    ['the night the clocks go back', '2026-10-24T21:00:00Z', '2026-10-25T08:00:00Z'],
  ])('%s', (_, from, to) => {
    expect(wakingFrom(at(from))).toEqual(at(to))
    expect(leavesFrom('waits', at(from))).toEqual(at(to))
    expect(leavesFrom('answer', at(from))).toEqual(at(from))
  })

  it.each([
    ['a visit this night', '2026-11-22T22:00:00Z', '2026-11-22T23:00:00Z', 'urgent'],
    ['a visit before anybody has read their mail', '2026-11-22T22:00:00Z', '2026-11-23T08:30:00Z', 'urgent'],
    ['a visit later in the morning', '2026-11-22T22:00:00Z', '2026-11-23T10:00:00Z', 'waits'],
    ['a visit that is over', '2026-11-22T22:00:00Z', '2026-11-22T18:00:00Z', 'waits'],
  ])('word of %s', (_, now, beginsAt, what) => expect(unlessTooLate(at(beginsAt), at(now))).toBe(what))
})
