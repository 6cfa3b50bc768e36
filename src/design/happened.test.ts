import { describe, expect, it } from 'vitest'
import { noticeOf } from './happened.ts'

const happenings = {
  sent: { message: 'It is on its way.', detail: 'Look in an hour.' },
  full: { tone: 'attention', message: 'The list is full.' },
} as const

describe('what has just happened', () => {
  it('is said as done well, unless it says otherwise', () => {
    expect(noticeOf(happenings, 'sent')).toEqual({
      notice: { tone: 'done', message: 'It is on its way.', detail: 'Look in an hour.' },
    })
    expect(noticeOf(happenings, 'full').notice?.tone).toBe('attention')
  })

  it.each(['', 'constructor', '__proto__', 'toString', undefined, null, ['sent'], { sent: 1 }, 7])(
    'says nothing of %j',
    code => {
      expect(noticeOf(happenings, code)).toEqual({})
    },
  )
})
