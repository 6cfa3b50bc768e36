import { describe, expect, it } from 'vitest'
import { answerBy } from './offer-rules.ts'

const at = (text: string) => new Date(text)

describe('the time to answer', () => {
  it.each([
    ['runs at once in the day', '2026-11-22T12:00:00Z', 'today', '2026-11-22T12:15:00Z'],
    ['stands still in the night', '2026-11-22T20:50:00Z', 'today', '2026-11-23T08:05:00Z'],
    ['starts in the morning', '2026-11-22T23:00:00Z', 'two days', '2026-11-23T09:00:00Z'],
    ['is a day of waking hours for what has no hurry', '2026-11-22T08:00:00Z', 'no hurry', '2026-11-23T19:00:00Z'],
    ['is not shorter when the clocks go forward', '2026-03-28T20:30:00Z', 'two days', '2026-03-29T07:30:00Z'],
  ] as const)('%s', (_, sent, urgency, by) => expect(answerBy(at(sent), urgency)).toEqual(at(by)))
})
