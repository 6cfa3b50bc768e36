import { describe, expect, it } from 'vitest'
import { capabilities } from '../../src/capabilities.ts'
import { platformRules } from '../../src/platform/personal/platform-rules.ts'
import type { Personal, PersonalRule } from '../../src/platform/personal/rule.ts'
import { allRetention } from '../../src/platform/personal/rules.ts'
import { saidTables } from '../support/said-tables.ts'
import { neverForgotten, repeatsWithoutKey, unruledTables } from './personal-laws.ts'

const personal: Personal = Object.assign({}, platformRules, ...capabilities.map(one => one.personal ?? {}))

describe('what is held of a person', () => {
  it('is said of every table that tells of one: how it is gathered, and how it is erased', () => {
    expect(unruledTables(saidTables, personal)).toEqual([])
  })

  it('is missed where a table with personal columns has no rule', () => {
    const planted = { owner: 'triage', table: 'triage.planted', sight: { seen: 'house', personal: ['words'] } } as const
    expect(unruledTables([...saidTables, planted], personal).map(({ file }) => file)).toEqual(['triage.planted'])
  })

  it('is missed where a personal column is neither read nor held back, or outlives an erasure', () => {
    const more = saidTables.map(one =>
      one.table === 'requests.need' ? { ...one, sight: { ...one.sight, personal: ['description', 'planted'] } } : one,
    )
    expect(unruledTables(more as typeof saidTables, personal)).toEqual([
      { file: 'requests.need', says: expect.stringContaining('neither read in a copy') },
      { file: 'requests.need', says: expect.stringContaining('outlives an erasure') },
    ])
  })

  it('is forgotten some day, whatever table it stands in', () => {
    expect(neverForgotten(saidTables, personal, allRetention())).toEqual([])
  })

  it('is missed where a new table tells of a person and nothing ever forgets it', () => {
    const planted = { owner: 'triage', table: 'triage.planted', sight: { seen: 'house', personal: ['words'] } } as const
    const found = (more: Personal) =>
      neverForgotten([...saidTables, planted], { ...personal, ...more }, allRetention()).map(({ file }) => file)
    expect(found({})).toEqual(['triage.planted'])
    const rule = { story: 'What you asked for', what: 'Planted', shows: { words: 'Words' } } as const
    const of = [{ by: 'person_id', is: 'person' }]
    expect(found({ 'triage.planted': { ...rule, of, erase: { how: 'keep', ground: 'Planted.' } } })).toEqual([
      'triage.planted',
    ])
    expect(found({ 'triage.planted': { ...rule, of, erase: { how: 'delete' } } })).toEqual([])
  })

  it('is told apart by a key wherever it repeats a fact of somebody', () => {
    expect(repeatsWithoutKey(personal)).toEqual([])
    const { key: _, ...without } = personal['people.person'] as PersonalRule
    expect(repeatsWithoutKey({ 'people.person': without })).toHaveLength(1)
  })

  it('is forgotten by a rule, with another record, by a job that exists, or kept for a reason that is said', () => {
    const queues = new Set(capabilities.flatMap(({ jobs }) => (jobs ?? []).map(({ queue }) => queue)))
    const kinds = allRetention()
    const names = new Set(kinds.map(([name]) => name))
    for (const [name, rule] of kinds) {
      if ('job' in rule) expect(queues, name).toContain(rule.job)
      if ('with' in rule) expect(names, name).toContain(rule.with)
      expect(rule.words, name).not.toBe('')
    }
  })
})
