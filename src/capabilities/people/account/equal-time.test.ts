import { beforeAll, describe, expect, it } from 'vitest'
import { aCast, type Cast } from '../../../../test/support/cast.ts'
import { withMailbox } from '../../../../test/support/codes.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { aBrowser } from '../../../../test/support/sign-in.ts'

/** Whether somebody has an account must not show in the work it costs to ask. Measured by processor time of this process, all its threads, so that what else runs does not count. */

const house = useHouse()
let cast: Cast
beforeAll(async () => {
  cast = await aCast(house)
  await withMailbox(house, cast.placeId)
})

let count = 0
/** A wrong password nobody tried before: the tests compare each once and remember the answer, and here it is to be hashed each time. */
const another = () => `not the password ${++count}`

/** A hash of a password is some 35 ms and steady; a mail is 3 ms, in which one sweep of the memory shows, so that it is asked more often. */
const rounds = { ofHashing: 15, ofWriting: 90 }
/** Our own figure: what is left of chance between two measures of work that is the same. */
const bound = 1.25

const work = async (ask: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  await ask()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** The mean of the quickest third: what else happens in the process only ever adds. */
const quickest = (all: readonly number[]): number => {
  const third = [...all].sort((a, b) => a - b).slice(0, Math.ceil(all.length / 3))
  return third.reduce((sum, each) => sum + each, 0) / third.length
}

/** How many times the work of the second the first takes: asked in turns, so that both meet the same machine. */
const ratio = async (
  one: (n: number) => Promise<unknown>,
  other: (n: number) => Promise<unknown>,
  rounds: number,
): Promise<number> => {
  const [first, second]: [number[], number[]] = [[], []]
  for (let n = -3; n < rounds; n++) {
    const pair = n % 2 === 0 ? [await work(() => one(n)), await work(() => other(n))] : []
    if (n % 2 !== 0) {
      const later = await work(() => other(n))
      pair.push(await work(() => one(n)), later)
    }
    // Out of the hour and the quarter of one in which tries at one account are counted.
    house.advance({ minutes: 61 })
    // The first warm up what both use.
    if (n < 0) continue
    first.push(pair[0] ?? 0)
    second.push(pair[1] ?? 0)
  }
  return quickest(first) / quickest(second)
}

const between = (found: number) => {
  expect(found).toBeGreaterThan(1 / bound)
  expect(found).toBeLessThan(bound)
}

describe('asking costs the same whether or not there is such an account', { timeout: 90_000 }, () => {
  it('with a wrong password', async () => {
    const browser = aBrowser(house, cast)
    between(
      await ratio(
        () => browser.signIn('ben@example.org', another()),
        n => browser.signIn(`nobody${n}@example.org`, another()),
        rounds.ofHashing,
      ),
    )
  })

  it('for a new password', async () => {
    const browser = aBrowser(house, cast)
    between(
      await ratio(
        () => browser.post('/sign-in/forgotten', { email: 'ben@example.org' }),
        n => browser.post('/sign-in/forgotten', { email: `somebody${n}@example.org` }),
        rounds.ofWriting,
      ),
    )
  })

  it('and is measured by something that sees one hash of a password less', async () => {
    const browser = aBrowser(house, cast)
    const found = await ratio(
      () => browser.signIn('ben@example.org', another()),
      // Refused before anything is hashed.
      () => browser.signIn('ben@example.org', ''),
      rounds.ofHashing,
    )
    expect(found).toBeGreaterThan(bound)
  })
})
