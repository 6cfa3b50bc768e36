import { describe, expect, it } from 'vitest'
import { chosenSteps } from './chosen-steps.ts'

const inTowns = (signUps: number, towns: number) => Int32Array.from({ length: signUps }, (_, at) => at % towns)

describe('the first next steps of the replay', () => {
  const many = chosenSteps(inTowns(6000, 4), 2020)

  it('are shares of everybody, of roles, trainings, groups and honest noes; no task, since none came within a day', () => {
    expect(Object.values(many).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    expect(many.task).toBe(0)
    for (const kind of ['role', 'training', 'local group', 'no need now'] as const)
      expect(many[kind]).toBeGreaterThan(0)
  })

  it('are the same for the same seed, and others for another', () => {
    expect(chosenSteps(inTowns(6000, 4), 2020)).toEqual(many)
    expect(chosenSteps(inTowns(6000, 4), 3)).not.toEqual(many)
  })

  it('are honest noes where a place is too small to have a group', () => {
    const few = chosenSteps(inTowns(50, 50), 2020)
    expect(few['no need now']).toBeGreaterThan(0.9)
    expect(chosenSteps(new Int32Array(0), 2020)).toMatchObject({ role: 0, 'no need now': 0 })
  })
})
