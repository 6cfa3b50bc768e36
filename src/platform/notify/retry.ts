/** What a failed try to hand mail over means, and when to try again. Pure. */

const minute = 60_000
const hour = 60 * minute

/** How long to wait after each failure in a row; after the last one nobody tries again: five days in all (RFC 5321 §4.5.4.1 asks for four to five). */
const waits = [5 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 8 * hour, 16 * hour, 24 * hour, 24 * hour, 40 * hour]

/** When to try again after this many failures; null when it is to be given up. */
export const nextAttemptAt = (failures: number, now: Date): Date | null => {
  const wait = waits[failures - 1]
  return wait === undefined ? null : new Date(now.getTime() + wait)
}

/**
 * What a mail server's refusal means:
 * `no-such-address` will never work and says that the address is wrong · `refused` will never work for another reason, such as its content ·
 * `later` may work later · `no-server` has nothing to do with this message: nobody could be reached, or our own sign-in was refused.
 */
export type Failure = 'no-such-address' | 'refused' | 'later' | 'no-server'

/** Reply codes are RFC 5321 §4.2; the enhanced ones (x.y.z) are RFC 3463: 5.1.z is about the address, 5.2.1 a mailbox that is closed, 5.7.z a policy of the server. */
export const failureOf = (error: unknown): Failure => {
  const {
    responseCode,
    command = '',
    message = '',
  } = (error ?? {}) as {
    responseCode?: number
    command?: string
    message?: string
  }
  const toThisRecipient = /^RCPT/.test(command)
  if (!responseCode) return toThisRecipient ? 'later' : 'no-server'
  if (!toThisRecipient && !/^(DATA|BDAT)/.test(command)) return 'no-server'
  if (responseCode < 500 || responseCode > 599 || responseCode === 503) return 'later'
  const enhanced = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(message)
  const aboutAddress = enhanced
    ? enhanced[1] === '1' || (enhanced[1] === '2' && enhanced[2] === '1')
    : [550, 551, 553].includes(responseCode)
  return toThisRecipient && aboutAddress ? 'no-such-address' : 'refused'
}
