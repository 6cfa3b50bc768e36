import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { processorMilliseconds } from '../../test/support/processor-time.ts'
import { areaMap, type MapArea, type Position, shadingBreaks } from './map.ts'

const square = (x: number, y: number, side = 1000): Position[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
]
const area = (id: string, x: number, y: number, value?: number | null): MapArea => ({
  id,
  name: `Ward ${id}`,
  rings: [square(x, y)],
  ...(value === undefined ? {} : { value }),
})
const drawn = (svg: string) => parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document
const corners = (path: string | null | undefined) =>
  [...(path ?? '').matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(found => [Number(found[1]), Number(found[2])] as const)

describe('an area map', () => {
  const map = areaMap({
    title: 'Needs by ward',
    counts: 'needs',
    width: 400,
    areas: [area('a', 0, 0, 0), area('b', 1000, 0, 10), area('c', 0, 1000, null), area('d', 1000, 1000, 5)],
    points: [{ x: 500, y: 500, label: 'Lunch <club>', number: 1 }],
  })
  const page = drawn(map.svg)
  const path = (id: string) => page.querySelector(`[data-area=${id}]`)

  it('has north at the top and east at the right', () => {
    const middle = (id: string, axis: 0 | 1) => {
      const all = corners(path(id)?.getAttribute('d')).map(at => at[axis])
      return (Math.min(...all) + Math.max(...all)) / 2
    }
    expect(middle('c', 1)).toBeLessThan(middle('a', 1))
    expect(middle('b', 0)).toBeGreaterThan(middle('a', 0))
  })

  it('names each area with its value, and says when it is not known', () => {
    const titles = ['a', 'b', 'c', 'd'].map(id => path(id)?.querySelector('title')?.textContent)
    expect(titles).toEqual(['Ward a: 0 needs', 'Ward b: 10 needs', 'Ward c: not known', 'Ward d: 5 needs'])
  })

  it('shades by class only, the greatest the strongest and the unknown apart', () => {
    const step = (id: string) => path(id)?.getAttribute('class')?.split('--')[1]
    expect(['a', 'd', 'b', 'c'].map(step)).toEqual(['1', '3', '5', 'unknown'])
    expect(map.svg).not.toMatch(/style=|fill=/)
  })

  it('explains its shading', () => {
    expect(map.legend).toEqual([
      { step: 1, text: '0 needs' },
      { step: 3, text: '1 to 5 needs' },
      { step: 5, text: '6 to 10 needs' },
      { step: 'unknown', text: 'not known' },
    ])
  })

  it('says the same as a table', () => {
    expect(map.table.rows).toEqual([
      ['Ward a', 0],
      ['Ward b', 10],
      ['Ward c', 'not known'],
      ['Ward d', 5],
    ])
  })

  it('numbers its points as the list beside it does', () => {
    const point = page.querySelector('.kil-map__point')
    expect(point?.querySelector('text')?.textContent).toBe('1')
    expect(point?.querySelector('title')?.textContent).toBe('1. Lunch <club>')
    const [x, y] = (point?.getAttribute('transform')?.match(/[\d.]+/g) ?? []).map(Number)
    const all = corners(path('a')?.getAttribute('d'))
    expect(x).toBeCloseTo((Math.min(...all.map(at => at[0])) + Math.max(...all.map(at => at[0]))) / 2, 0)
    expect(y).toBeCloseTo((Math.min(...all.map(at => at[1])) + Math.max(...all.map(at => at[1]))) / 2, 0)
  })

  it('leaves holes open', () => {
    const holed = areaMap({
      title: 'x',
      width: 200,
      areas: [{ id: 'h', name: 'H', rings: [square(0, 0, 900), square(300, 300, 300)] }],
    })
    const shape = drawn(holed.svg).querySelector('path')
    expect(shape?.getAttribute('fill-rule')).toBe('evenodd')
    expect(shape?.getAttribute('d')?.match(/M/g)).toHaveLength(2)
  })

  it('leaves out points that nobody could see', () => {
    const wobbly = Array.from({ length: 4000 }, (_, i): Position => {
      const turn = (i / 4000) * 2 * Math.PI
      return [1000 * Math.cos(turn), 1000 * Math.sin(turn)]
    })
    const round = areaMap({ title: 'x', width: 400, areas: [{ id: 'r', name: 'R', rings: [wobbly] }] })
    const left = corners(drawn(round.svg).querySelector('path')?.getAttribute('d'))
    expect(left.length).toBeGreaterThan(20)
    expect(left.length).toBeLessThan(100)
    for (const [x, y] of left) expect(Math.abs(Math.hypot(x - 200, y - 200) - 192)).toBeLessThan(1)
  })

  it('draws nothing, one point, or a place without size without failing', () => {
    expect(areaMap({ title: 'x', width: 200, areas: [] }).svg).toContain('<svg')
    const one = areaMap({ title: 'x', width: 200, areas: [], points: [{ x: 5, y: 5, label: 'A', number: 1 }] })
    expect(one.svg).toContain('translate(100.0')
    expect(one.svg).not.toMatch(/NaN|Infinity/)
    expect(one.table.rows).toEqual([[1, { content: 'A' }]])
    expect(areaMap({ title: 'x', width: 200, areas: [{ id: 'e', name: 'E', rings: [] }] }).svg).not.toMatch(/NaN/)
  })

  it('draws 300 wards and 200 points quickly', async () => {
    const wards = Array.from({ length: 300 }, (_, i): MapArea => {
      const ring = Array.from({ length: 400 }, (_, j): Position => {
        const turn = (j / 400) * 2 * Math.PI
        return [(i % 20) * 1000 + 480 * Math.cos(turn), Math.floor(i / 20) * 1000 + 480 * Math.sin(turn)]
      })
      return { id: `w${i}`, name: `Ward ${i}`, rings: [ring], value: i }
    })
    const points = Array.from({ length: 200 }, (_, i) => ({ x: i * 90, y: i * 70, label: `P${i}`, number: i }))
    let svg = ''
    const took = await processorMilliseconds(() => {
      svg = areaMap({ title: 'x', counts: 'needs', width: 640, areas: wards, points }).svg
    })
    expect(took).toBeLessThan(2000)
    expect(svg.length).toBeLessThan(400_000)
  })
})

describe('the steps of shading', () => {
  it('give few values a step each', () => {
    expect(shadingBreaks([3, 1, 3])).toEqual([1, 3])
    expect(shadingBreaks([])).toEqual([])
  })

  it('are five, ascending, and end with the greatest value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1 }), values => {
        const breaks = shadingBreaks(values)
        expect(breaks.length).toBeLessThanOrEqual(5)
        expect(breaks.at(-1)).toBe(Math.max(...values))
        expect([...breaks].sort((a, b) => a - b)).toEqual(breaks)
        expect(new Set(breaks).size).toBe(breaks.length)
      }),
    )
  })
})
