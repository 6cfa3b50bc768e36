import { describe, expect, it } from 'vitest'
import { chance } from '../../../kernel/chance.ts'
import { StepsNear, type ToTell } from './steps-near.ts'

const somebody = (at: number): ToTell => ({
  activities: ['shopping', 'phone call'],
  withinMetres: 3200,
  position: { x: (at % 50) * 50, y: Math.floor(at / 50) * 50 },
  knowsOf: new Set(),
  noNeeds: 0,
})

/** What so many people of one place are told first. */
const firstSteps = (count: number, seed: number): string[] => {
  const people = Array.from({ length: count }, (_, at) => somebody(at))
  const near = new StepsNear(
    chance(seed),
    people.map(({ position }) => position),
  )
  return people.map(person => near.choose(person, { tasks: [], othersAreAskedFor: () => 0 }, '2020-03-25').step.kind)
}

describe('the first next steps of the replay', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(firstSteps(3000, 2020)).toEqual(firstSteps(3000, 2020))
    expect(firstSteps(3000, 3)).not.toEqual(firstSteps(3000, 2020))
  })

  it('are roles and trainings while there are places, then groups', () => {
    const kinds = firstSteps(3000, 2020)
    expect(kinds).toContain('role')
    expect(kinds.slice(-100)).toEqual(Array.from({ length: 100 }, () => 'local group'))
  })

  it('are honest noes where a place is too small to have a group', () => {
    expect(new Set(firstSteps(3, 1))).toEqual(new Set(['no need now']))
  })

  it('are never the same twice for one person', () => {
    const near = new StepsNear(
      chance(2020),
      Array.from({ length: 3000 }, (_, at) => somebody(at).position),
    )
    const person = somebody(10)
    const about = Array.from(
      { length: 12 },
      () => near.choose(person, { tasks: [], othersAreAskedFor: () => 0 }, '2020-03-25').step.aboutId,
    ).filter(id => id !== null)
    expect(new Set(about).size).toBe(about.length)
  })
})
