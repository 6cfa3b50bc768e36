import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../command-line.ts'
import { usualWeights } from './cost.ts'
import { readWeights } from './read-weights.ts'

const scratch = mkdtempSync(join(tmpdir(), 'weights-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe('weights as somebody writes them', () => {
  it('are as usual where nothing is said, and from nothing to fifty kilometres where something is', () => {
    expect(readWeights({})).toEqual(usualWeights)
    expect(readWeights({ everyOfferBefore: 0, helpedThemBefore: 50_000 })).toEqual({
      ...usualWeights,
      everyOfferBefore: 0,
      helpedThemBefore: 50_000,
    })
  })

  it.each([
    [null, null],
    [[600], null],
    ['600', null],
    [{ everyOfferBefor: 600 }, null],
    [{ everyOfferBefore: -1 }, 'everyOfferBefore'],
    [{ everyOfferBefore: '600' }, 'everyOfferBefore'],
    [{ neverAsked: 1.5 }, 'neverAsked'],
    [{ neverAsked: Number.NaN }, 'neverAsked'],
    [{ neverAsked: null }, 'neverAsked'],
    [{ helpedThemBefore: 50_001 }, 'helpedThemBefore'],
  ])('%j are refused, with the weight that is wrong', (said, name) => {
    expect(readWeights(said)).toMatchObject({ name })
  })
})

const replay = async (weights: string, ...more: string[]) => {
  const said: string[] = []
  const wrong: string[] = []
  const words = ['replay', '--policy', 'fair', '--people', '1000', '--weights', weights, ...more]
  const code = await runCommandLine(words, {
    out: text => void said.push(text),
    err: text => void wrong.push(text),
    isTty: false,
    get platform(): never {
      throw new Error('no database is there')
    },
  })
  return { code, said: said.join('\n'), wrong: wrong.join('\n') }
}

const file = (content: string): string => {
  const path = join(scratch, 'weights.json')
  writeFileSync(path, content)
  return path
}

describe('keepitlocal replay --weights', () => {
  it('plays by the weights of the file and says by which', async () => {
    const { code, said } = await replay(file('{"everyOfferBefore": 0, "neverAsked": 0}'), '--json')
    expect(code).toBe(0)
    const played = JSON.parse(said)
    expect(played.weights).toEqual({ ...usualWeights, everyOfferBefore: 0, neverAsked: 0 })
    expect(played.offers).toBeGreaterThan(0)
  })

  it.each([
    ['{"everyOfferBefor": 600}', /There is no weight "everyOfferBefor": there are everyOfferBefore, /],
    ['{"everyOfferBefore": -1}', /everyOfferBefore has to be whole metres from 0 to 50,000/],
    ['{"neverAsked": "much"}', /neverAsked has to be whole metres/],
    ['[600]', /Weights are an object like \{"everyOfferBefore": 600\}/],
    ['{"everyOfferBefore": 600', /Cannot read weights from .*weights\.json/],
    ['', /Cannot read weights from/],
  ])('says what is wrong with %s and plays nothing', async (content, says) => {
    const { code, said, wrong } = await replay(file(content))
    expect([code, said]).toEqual([2, ''])
    expect(wrong).toMatch(says)
  })

  it('says so where there is no such file', async () => {
    const { code, wrong } = await replay(join(scratch, 'none.json'))
    expect(code).toBe(2)
    expect(wrong).toMatch(/Cannot read weights from .*none\.json: ENOENT/)
  })
})
