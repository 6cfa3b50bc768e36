import { describe, expect, it } from 'vitest'
import { compileStyles } from './build-static.ts'

const { fromTheLeft: css } = await compileStyles()
const palettes = [...css.matchAll(/:root\{([^}]*--paper:[^}]*)\}/g)].map(found =>
  Object.fromEntries(
    [...(found[1] ?? '').matchAll(/--([a-z0-9-]+): ?(#[0-9a-f]{3,6})/g)].map(([, name, colour]) => [name, colour]),
  ),
)

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map(digit => digit + digit).join('') : hex.slice(1)
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map(at => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Text and what it stands on: at least 4.5 (WCAG 2.2, 1.4.3). */
const text: [ink: string, ground: string][] = [
  ...['paper', 'surface', 'sunk'].flatMap((ground): [string, string][] =>
    ['ink', 'ink-soft', 'link', 'link-hover', 'link-visited', 'clay-ink'].map(ink => [ink, ground]),
  ),
  ['header-ink', 'header'],
  ['header-soft', 'header'],
  ['header-ink', 'header-line'],
  ['action-ink', 'action'],
  ['action-ink', 'action-hover'],
  ['clay-on', 'clay'],
  ['clay-on', 'clay-hover'],
  ['focus-ink', 'focus'],
  ['ink', 'clay-soft'],
  ['clay-ink', 'clay-soft'],
  ['amber-ink', 'amber-soft'],
  ['green-ink', 'green-soft'],
  ['teal-ink', 'teal-soft'],
  ['quiet-ink', 'quiet-soft'],
  ['chart-median', 'paper'],
  ['chart-median', 'surface'],
  ['map-low-ink', 'map-1'],
  ['map-low-ink', 'map-2'],
  ['map-low-ink', 'map-3'],
  ['map-high-ink', 'map-4'],
  ['map-high-ink', 'map-5'],
  ['ink', 'map-plain'],
  ['point-ink', 'point'],
]

/** Edges of fields and buttons, and the shapes of pictures: at least 3 (WCAG 2.2, 1.4.11). */
const shapes: [shape: string, ground: string][] = [
  ['line-strong', 'paper'],
  ['line-strong', 'surface'],
  ['line-strong', 'sunk'],
  ['action', 'paper'],
  ['action', 'surface'],
  ['clay', 'paper'],
  ['clay', 'clay-soft'],
  ['focus', 'header'],
  ['header-soft', 'header'],
  ['chart', 'paper'],
  ['chart', 'sunk'],
  ['point', 'map-plain'],
  ['point', 'paper'],
]

describe.each([
  ['light', palettes[0] ?? {}],
  ['dark', palettes[1] ?? {}],
])('colours in the %s', (_, palette) => {
  it.each(text)('%s on %s can be read', (ink, ground) => {
    expect(contrast(palette[ink] ?? '', palette[ground] ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(shapes)('%s on %s can be seen', (shape, ground) => {
    expect(contrast(palette[shape] ?? '', palette[ground] ?? '')).toBeGreaterThanOrEqual(3)
  })

  it('of the map go one way, step by step', () => {
    const steps = [1, 2, 3, 4, 5].map(step => luminance(palette[`map-${step}`] ?? ''))
    const sorted = [...steps].sort((a, b) => a - b)
    expect([sorted, sorted.toReversed()]).toContainEqual(steps)
  })
})

describe('the palettes', () => {
  it('are two, with the same names', () => {
    expect(palettes).toHaveLength(2)
    expect(Object.keys(palettes[0] ?? {}).sort()).toEqual(Object.keys(palettes[1] ?? {}).sort())
  })

  it('hold every colour that is used', () => {
    const used = new Set([...css.matchAll(/var\(--([a-z0-9-]+)\)/g)].map(found => found[1] ?? ''))
    const ours = [...used].filter(name => !name.startsWith('govuk') && !name.startsWith('_'))
    expect(ours.filter(name => !(name in (palettes[0] ?? {})))).toEqual([])
    expect(Object.keys(palettes[0] ?? {}).filter(name => !used.has(name))).toEqual([])
  })

  it('keep the colours of the mark', () => {
    expect(palettes[0]).toMatchObject({
      header: '#0f4c3a',
      amber: '#f2a900',
      clay: '#b3401f',
      ink: '#17211d',
      paper: '#fbfaf6',
    })
  })

  it('know how to measure', () => {
    expect(contrast('#000', '#ffffff')).toBe(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
})
