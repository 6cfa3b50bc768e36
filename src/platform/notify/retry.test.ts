import { describe, expect, it } from 'vitest'
import { failureOf, nextAttemptAt } from './retry.ts'

describe('mail that fails', () => {
  it.each([
    [{ command: 'RCPT TO', responseCode: 550, message: '550 no such mailbox' }, 'no-such-address'],
    [{ command: 'RCPT TO', responseCode: 550, message: '550 5.1.1 unknown' }, 'no-such-address'],
    [{ command: 'RCPT TO', responseCode: 554, message: '554 5.2.1 mailbox disabled' }, 'no-such-address'],
    [{ command: 'RCPT TO', responseCode: 550, message: '550 5.7.1 relaying denied' }, 'refused'],
    [{ command: 'RCPT TO', responseCode: 554, message: '554 go away' }, 'refused'],
    [{ command: 'DATA', responseCode: 550, message: '550 looks like spam' }, 'refused'],
    [{ command: 'RCPT TO', responseCode: 451, message: '451 greylisted' }, 'later'],
    [{ command: 'RCPT TO', responseCode: 452, message: '452 4.2.2 full' }, 'later'],
    [{ command: 'AUTH PLAIN', responseCode: 535, message: '535 wrong password' }, 'no-server'],
    [{ command: 'MAIL FROM', responseCode: 550, message: '550 sender unknown' }, 'no-server'],
    [{ command: 'CONN', message: 'connect ECONNREFUSED' }, 'no-server'],
    [null, 'no-server'],
  ])('%j means %s', (error, meaning) => {
    expect(failureOf(error)).toBe(meaning)
  })

  it('waits longer after every failure, and not for ever', () => {
    const now = new Date('2026-11-22T12:00:00Z')
    const waits = Array.from({ length: 10 }, (_, n) => Number(nextAttemptAt(n + 1, now)) - now.getTime())
    expect(waits.every((wait, n) => n === 0 || wait >= (waits[n - 1] ?? 0))).toBe(true)
    expect(nextAttemptAt(11, now)).toBeNull()
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 86_400_000).toBeCloseTo(5, 0)
  })
})
