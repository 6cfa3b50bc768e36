import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { escapeHtml, miles, paragraphs, plural } from './filters.ts'
import { createViews } from './view.ts'

const now = new Date('2026-11-22T13:05:00Z')
const views = createViews({ now: () => now })
const draw = (source: string, model: object = {}) => views.renderText(source, model)

describe('filters in a template', () => {
  it('give times as <time> with the exact time in datetime and title', () => {
    const at = new Date('2026-11-22T17:00:00Z')
    const { document } = parseHTML(draw('{{ at | byWhen }}', { at }))
    const time = document.querySelector('time')
    expect(time?.textContent).toBe('by 5 pm')
    expect(time?.getAttribute('datetime')).toBe('2026-11-22T17:00:00.000Z')
    expect(time?.getAttribute('title')).toBe('Sunday 22 November 2026 at 5 pm')
  })

  it('say how long since', () => {
    expect(draw('{{ at | howLong }}', { at: new Date('2026-11-22T10:00:00Z') })).toContain('>3 hours</time>')
  })

  it('do not repeat the exact time where it is written already', () => {
    expect(draw('{{ at | exactTime }}', { at: now })).not.toContain('title=')
  })

  it('give dates with their machine form', () => {
    expect(draw('{{ on | dateInWords }}', { on: '2026-11-26' })).toBe(
      '<time datetime="2026-11-26" title="Thursday 26 November 2026">Thursday 26 November</time>',
    )
  })

  it('take words for plurals', () => {
    expect(draw("{{ 3 | plural('need') }}, {{ 1 | plural('person', 'people') }}")).toBe('3 needs, 1 person')
  })

  it('escape what they are given', () => {
    expect(draw('{{ text | paragraphs }}', { text: '<script>alert(1)</script>' })).not.toContain('<script>')
  })
})

describe('plural', () => {
  it('counts, and says "no" for none', () => {
    expect([0, 1, 2, 1204].map(count => plural(count, 'need'))).toEqual([
      'no needs',
      '1 need',
      '2 needs',
      '1,204 needs',
    ])
    expect(plural(2, 'person', 'people')).toBe('2 people')
  })
})

describe('miles', () => {
  it.each([
    [0, 'less than 0.1 miles'],
    [965.6, '0.6 miles'],
    [1609, '1 mile'],
    [3219, '2 miles'],
    [15_900, '9.9 miles'],
    [16_100, '10 miles'],
    [160_934_400, '100,000 miles'],
    [null, 'distance unknown'],
  ])('%s metres are "%s"', (metres, words) => {
    expect(miles(metres)).toBe(words)
  })
})

describe('paragraphs', () => {
  it('part at empty lines, keep line ends and make bullets', () => {
    const { document } = parseHTML(String(paragraphs('One\r\ntwo\n\nThree\n- a\n* b\n• c\nafter')))
    expect([...document.querySelectorAll('p')].map(p => p.innerHTML)).toEqual(['One<br>two', 'Three', 'after'])
    expect([...document.querySelectorAll('li')].map(li => li.textContent)).toEqual(['a', 'b', 'c'])
  })

  it('of nothing are nothing', () => {
    expect([null, undefined, '', ' \n \n'].map(text => String(paragraphs(text)))).toEqual(['', '', '', ''])
  })

  it('never let markup through', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const html = String(paragraphs(`- ${text}\n${text}`))
        expect(html.replace(/<\/?(p|ul|li)( class="[a-z -]*")?>|<br>/g, '')).not.toMatch(/[<>"']/)
      }),
    )
  })
})

describe('escapeHtml', () => {
  it('is undone by a parser', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), text => {
        const { document } = parseHTML(`<p title="${escapeHtml(text)}">x</p>`)
        expect(document.querySelector('p')?.getAttribute('title')).toBe(text)
      }),
    )
  })
})
