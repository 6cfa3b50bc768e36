import { describe, expect, it } from 'vitest'
import { answerBy, askableFrom } from './offer-rules.ts'

const at = (text: string) => new Date(text)

describe('quiet hours', () => {
  it.each([
    ['in the day, at once', '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z'],
    ['late in the evening, tomorrow at eight', '2026-11-22T21:00:00Z', '2026-11-23T08:00:00Z'],
    ['in the night, at eight', '2026-11-22T03:00:00Z', '2026-11-22T08:00:00Z'],
    ['in summer, at eight by the clock on the wall', '2026-07-01T22:00:00Z', '2026-07-02T07:00:00Z'],
    ['the night the clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T07:00:00Z'],
    ['the night the clocks go back', '2026-10-24T21:00:00Z', '2026-10-25T08:00:00Z'],
  ])('%s', (_, from, to) => expect(askableFrom(at(from))).toEqual(at(to)))
})

describe('the time to answer', () => {
  it.each([
    ['runs at once in the day', '2026-11-22T12:00:00Z', 'today', '2026-11-22T12:15:00Z'],
    ['stands still in the night', '2026-11-22T20:50:00Z', 'today', '2026-11-23T08:05:00Z'],
    ['starts in the morning', '2026-11-22T23:00:00Z', 'two days', '2026-11-23T09:00:00Z'],
    ['is a day of waking hours for what has no hurry', '2026-11-22T08:00:00Z', 'no hurry', '2026-11-23T19:00:00Z'],
    ['is not shorter when the clocks go forward', '2026-03-28T20:30:00Z', 'two days', '2026-03-29T07:30:00Z'],
  ] as const)('%s', (_, sent, urgency, by) => expect(answerBy(at(sent), urgency)).toEqual(at(by)))
})
