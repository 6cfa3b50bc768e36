import { byWhen, howLong } from '../../design/time-in-words.ts'
import type { StateTag, Tone } from '../../design/view-models.ts'
import type { Referral } from './referral.ts'
import { type ReferralState, referralStates } from './words.ts'

const metresInAMile = 1609.344

/**
 * How far away somebody is, to half a mile: near enough to decide by, too rough to find a door by (the place it is measured to is the middle of a
 * kilometre square).
 * @param from whom it is far from, inside the sentence.
 */
export const roughDistance = (metres: number, from = 'you'): string => {
  const halves = Math.round((metres / metresInAMile) * 2)
  if (halves === 0) return `less than half a mile from ${from}`
  const whole = Math.floor(halves / 2)
  if (whole === 0) return `about half a mile from ${from}`
  if (halves % 2) return `about ${whole}½ miles from ${from}`
  return whole === 1 ? `about a mile from ${from}` : `about ${whole.toLocaleString('en-GB')} miles from ${from}`
}

/** Where somebody roughly is, in what may be known before a yes. */
export const roughlyWhere = (
  neighbourhoodName: string | null,
  distanceMetres: number | null,
  from = 'you',
): string | null => {
  const parts = [neighbourhoodName, distanceMetres === null ? null : roughDistance(distanceMetres, from)].filter(
    part => part !== null,
  )
  const where = parts.join(', ')
  return where ? `${where[0]?.toUpperCase()}${where.slice(1)}` : null
}

/** True when the time to answer is up, whether or not the clock's job has come round yet. */
export const isTooLate = (referral: Pick<Referral, 'state' | 'answerBy'>, now: Date): boolean =>
  referral.state === 'sent' && referral.answerBy <= now

const tones: Readonly<Record<ReferralState, Tone>> = {
  sent: 'waiting',
  accepted: 'agreed',
  'in contact': 'underway',
  ongoing: 'underway',
  done: 'done',
  'could not': 'stopped',
  declined: 'stopped',
  expired: 'overdue',
  recalled: 'stopped',
  'not needed': 'stopped',
}

/** Where a referral is, as its two sides see it: word, shape and colour. */
export const stateTagOf = (
  referral: Pick<Referral, 'state' | 'answerBy'>,
  side: 'asked' | 'follows',
  now: Date,
): StateTag => {
  const { state, answerBy } = referral
  if (isTooLate(referral, now)) return { word: `Time is up: answer was due ${byWhen(answerBy, now)}`, tone: 'overdue' }
  if (state === 'sent') {
    const left = `${byWhen(answerBy, now)}, ${howLong(now, answerBy)} left`
    return side === 'asked'
      ? { word: `Answer ${left}`, tone: 'attention' }
      : { word: `Waiting for an answer ${left}`, tone: 'waiting' }
  }
  return { word: referralStates[state][side === 'asked' ? 'toHelper' : 'label'], tone: tones[state] }
}
