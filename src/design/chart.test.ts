import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { bars, distribution, lineOverDays } from './chart.ts'
import { quantile } from './quantile.ts'

const drawn = (svg: string) => parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document

describe('bars', () => {
  const chart = bars({
    title: 'Needs by kind',
    counts: 'needs',
    bars: [
      { name: 'Food & drink', value: 12 },
      { name: 'Lift', value: 6, says: '6 of 9' },
    ],
  })
  const page = drawn(chart.svg)

  it('are as long as their numbers', () => {
    const widths = [...page.querySelectorAll('.kil-chart__bars rect')].map(bar => Number(bar.getAttribute('width')))
    expect(widths).toEqual([420, 210])
  })

  it('write each name and number out', () => {
    expect([...page.querySelectorAll('text')].map(text => text.textContent)).toEqual([
      'Food & drink',
      'Lift',
      '12',
      '6 of 9',
    ])
  })

  it('are named and summed up for those who hear them', () => {
    const svg = page.querySelector('svg')
    expect(svg?.getAttribute('role')).toBe('img')
    expect(svg?.getAttribute('aria-label')).toBe('Needs by kind. 2 bars. The longest is Food & drink: 12 needs.')
  })

  it('say the same as a table', () => {
    expect(chart.table.rows).toEqual([
      ['Food & drink', '12'],
      ['Lift', '6 of 9'],
    ])
  })

  it('carry no inline style, nor a style sheet of their own', () => {
    expect(chart.svg).not.toMatch(/style|<script/)
  })
})

describe('a distribution', () => {
  const chart = distribution({
    title: 'Hours',
    counts: 'needs',
    of: 'hours',
    values: [0, 1, 2, 3, 5, 8, 30],
    upTo: 10,
    bins: 5,
  })

  it('puts every value in one bin, the long tail in the last', () => {
    expect(chart.table.rows).toEqual([
      ['0 up to 2', 2],
      ['2 up to 4', 2],
      ['4 up to 6', 1],
      ['6 up to 8', 0],
      ['8 up to 10', 1],
      ['10 or more', 1],
      ['Half took at most', '3'],
      ['Nine in ten took at most', '16.8'],
    ])
  })

  it('marks the median in words', () => {
    expect(drawn(chart.svg).querySelector('.kil-chart__median-label')?.textContent).toBe('half within 3 hours')
  })

  it('counts every value for any values', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(values, fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }), (of, upTo) => {
        const { svg, table } = distribution({
          title: 'x',
          counts: 'needs',
          of: 'hours',
          values: of,
          ...(upTo ? { upTo } : {}),
        })
        const counted = table.rows.slice(0, -2).reduce((sum, row) => sum + Number(row[1]), 0)
        expect(counted).toBe(of.length)
        expect(table.rows.length).toBeLessThan(20)
        expect(svg).not.toMatch(/NaN|Infinity/)
      }),
      { numRuns: 50 },
    )
  })

  it('of nothing says so', () => {
    expect(distribution({ title: 'x', counts: 'needs', of: 'hours', values: [] }).svg).toContain(
      'No needs to show yet.',
    )
  })
})

describe('a line over days', () => {
  it('leaves a gap where nothing is known, and says so in the table', () => {
    const days = [1, 2, null, 4, 5].map((value, i) => ({ on: `2026-11-0${i + 1}`, value }))
    const { svg, table } = lineOverDays({ title: 'Each day', counts: 'needs', days })
    expect(drawn(svg).querySelector('.kil-chart__line path')?.getAttribute('d')?.match(/M/g)).toHaveLength(2)
    expect(table.rows[2]).toEqual(['Tuesday 3 November 2026', 'not known'])
  })

  it('shows a single day as a dot', () => {
    const { svg } = lineOverDays({ title: 'Each day', counts: 'needs', days: [{ on: '2026-11-22', value: 3 }] })
    expect(drawn(svg).querySelectorAll('.kil-chart__dots circle').length).toBeGreaterThan(0)
    expect(svg).not.toMatch(/NaN/)
  })

  it('of days without any number says so', () => {
    expect(lineOverDays({ title: 'x', counts: 'needs', days: [{ on: '2026-11-22', value: null }] }).svg).toContain(
      'No needs to show yet.',
    )
  })
})

describe('a quantile', () => {
  it('lies between the least and the greatest, and of one value is that value', () => {
    expect(quantile([], 0.5)).toBeNull()
    expect(quantile([7], 0.9)).toBe(7)
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
  })
})
