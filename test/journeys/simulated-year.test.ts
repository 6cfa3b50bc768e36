import { describe, expect, it } from 'vitest'
import { useHouse } from '../support/house.ts'
import { liveAYear } from '../support/simulated-year.ts'

const house = useHouse()

describe('a year in which two organisations of five never answer', () => {
  // script/bench freshness lives it with 400 entries of 120 organisations.
  it('ends with nine entries of ten checked or visibly marked, and not one that is neither', async () => {
    const year = await liveAYear(house, {
      entries: 70,
      organisations: 21,
      silent: 0.4,
      days: 365,
      seed: 7,
      callsAWeek: 5,
    })
    expect((year.assured + year.marked) / year.entries).toBeGreaterThanOrEqual(0.9)
    expect(year).toMatchObject({ entries: 70, unmarked: 0, mostUnmarked: 0, pagesWithoutWarning: 0, mailsTooClose: 0 })
    // It is not enough to mark everything: those who answer anything at all are checked, nearly all of them.
    expect(year.assured / (year.entries - year.entriesOfTheSilent)).toBeGreaterThan(0.9)
    expect(year.marked).toBeGreaterThan(0)
    expect(year.cameBack).toBeGreaterThan(0)
    expect(year.mostMailsToOneAddress).toBeLessThanOrEqual(9)
  }, 120_000)
})
