import { describe, expect, it } from 'vitest'
import { replayWord } from '../command-line.ts'
import { usualWeights } from '../weighing/cost.ts'
import { policyNames } from './policy.ts'
import { replay } from './replay.ts'

const spring = { seed: 2020, people: 2000, policy: 'fair', by: usualWeights } as const

/** What `keepitlocal replay` prints. */
const printed = async (...line: string[]): Promise<string> => {
  const lines: string[] = []
  const terminal = { isTty: false, out: (text: string) => void lines.push(text), err: () => {} }
  expect(await replayWord.run(line, terminal as unknown as Parameters<typeof replayWord.run>[1])).toBe(0)
  return lines.join('\n')
}

describe('a replay', () => {
  it('prints, as JSON, the names that other programs read; of a policy that tells no next step none', async () => {
    const [nearest, fair, broadcast] = JSON.parse(await printed('--people', '1000', '--seed', '3', '--json'))
    const names = [
      'everOfferedShare',
      'firstAnswerSeconds',
      'giniOffers',
      'matchedWithinMinutes',
      'maxContactsInAWeek',
      'medianDistanceMetres',
      'nextStepSeconds',
      'policy',
      'seed',
      'unmetShare',
    ]
    for (const one of [nearest, fair, broadcast]) {
      expect(Object.keys(one)).toEqual(expect.arrayContaining(names))
      expect(Object.keys(one.firstAnswerSeconds)).toEqual(['p50', 'p95', 'max'])
    }
    expect([nearest.policy, fair.policy, broadcast.policy]).toEqual(['nearest', 'fair', 'broadcast'])
    expect(Object.keys(fair.nextStepSeconds)).toEqual(['p50', 'p95', 'max'])
    expect([nearest.nextStepSeconds, broadcast.nextStepSeconds]).toEqual([null, null])
    expect([nearest.nextSteps, broadcast.nextSteps]).toEqual([null, null])
  })

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
