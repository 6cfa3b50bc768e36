import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReferralState, referralStates } from '../../referrals/index.ts'
import { businessStatusOf, standingOf, statusOf } from './state-map.ts'

const states = fc.constantFrom(...(Object.keys(referralStates) as ReferralState[]))
const inHand: readonly string[] = ['accepted', 'in contact', 'ongoing']

describe('where a referral stands', () => {
  it('is the same after it was said as a Task and read back', () => {
    fc.assert(
      fc.property(states, fc.option(fc.string()), (state, waitingBecause) => {
        const status = statusOf({ state, waitingBecause })
        expect(standingOf({ status, businessStatus: businessStatusOf(state) })).toEqual({
          state,
          waiting: waitingBecause !== null && inHand.includes(state),
        })
      }),
    )
  })

  it('read from the status alone is a state that is said by the same status', () => {
    fc.assert(
      fc.property(states, fc.option(fc.string()), (state, waitingBecause) => {
        const status = statusOf({ state, waitingBecause })
        const read = standingOf({ status })
        expect(read && statusOf({ state: read.state, waitingBecause: read.waiting ? '' : null })).toBe(status)
      }),
    )
  })

  it('is never read from a status and a finer word that say two things, nor from words nobody has', () => {
    fc.assert(
      fc.property(states, states, fc.string(), (one, other, noWord) => {
        const status = statusOf({ state: one, waitingBecause: null })
        const read = standingOf({ status, businessStatus: businessStatusOf(other) })
        if (referralStates[one].fhirTask === referralStates[other].fhirTask) expect(read?.state).toBe(other)
        else expect(read).toBeNull()
        fc.pre(!Object.hasOwn(referralStates, noWord))
        expect(standingOf({ status: noWord as never, businessStatus: businessStatusOf(one) })).toBeNull()
        const coding = [{ ...businessStatusOf(one).coding?.[0], code: noWord }]
        expect(standingOf({ status, businessStatus: { coding } })).toBeNull()
      }),
    )
  })
})
