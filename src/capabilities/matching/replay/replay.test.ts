import { describe, expect, it } from 'vitest'
import { usualWeights } from '../weighing/cost.ts'
import { policyNames } from './policy.ts'
import { replay } from './replay.ts'

const spring = { seed: 2020, people: 2000, policy: 'fair', by: usualWeights } as const

describe('a replay', () => {
  it.each(policyNames)('prints the same figures for the same seed, and others for another: %s', async policy => {
    const once = await replay({ ...spring, policy }, 1)
    expect(once.offers).toBeGreaterThan(100)
    expect(await replay({ ...spring, policy }, 1)).toEqual(once)
    expect(await replay({ ...spring, policy, seed: 3 }, 1)).not.toEqual(once)
  })

  // A thread loads everything anew: on a machine that is busy that alone takes a while.
  it('prints the same figures however many threads play it', { timeout: 120_000 }, async () => {
    expect(await replay(spring, 2)).toEqual(await replay(spring, 1))
  })
})
