import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { exampleFrame, examples } from './examples.ts'
import { gallery } from './gallery.ts'
import { createViews } from './view.ts'

const now = new Date('2026-11-22T13:05:00Z')
const views = createViews({ now: () => now })
const made = examples(now)
const frame = exampleFrame('/static/x')

function draw(file: string, macro: string, model: unknown) {
  const html = views.renderText(
    `{% from "design/components/${file}.njk" import ${macro} %}<main>{{ ${macro}(model) }}</main>`,
    { model },
  )
  return parseHTML(`<!doctype html><html><body>${html}</body></html>`).document
}
type Page = ReturnType<typeof draw>
const text = (page: Page, selector: string) =>
  [...page.querySelectorAll(selector)].map(element => element.textContent?.replace(/\s+/g, ' ').trim())

describe('state tags', () => {
  it('carry a word and a shape of their own, so that colour is never the only sign', () => {
    const shapes = made.tags.map(tag => {
      const page = draw('state-tag', 'stateTag', tag)
      expect(text(page, '.kil-tag')).toEqual([tag.word])
      return page.querySelector('svg')?.innerHTML
    })
    expect(new Set(shapes).size).toBe(made.tags.length)
  })
})

describe('steps', () => {
  const page = draw('steps', 'steps', made.steps['Someone has been asked'])

  it('mark the one that is happening now', () => {
    expect(text(page, '[aria-current=step] .kil-steps__sentence')).toEqual(['We have asked Southside Hub.'])
  })

  it('say in words which are done and which come next', () => {
    expect(text(page, '.kil-steps__when')).toEqual([
      'Done, today at 10:05 am',
      'Done, today at 11:55 am',
      'Now',
      'Next',
      'Next',
    ])
  })

  it('say by when the reader hears', () => {
    expect(page.querySelector('[aria-current=step]')?.textContent).toContain('You will hear by 2:35 pm.')
  })
})

describe('the worklist', () => {
  const page = draw('worklist', 'worklist', made.worklists['Four people wait'])

  it('has one row and one button for each who waits, in the order given', () => {
    expect(text(page, 'tbody th a')).toEqual(['Mrs A, 70s', 'A man in his 40s', 'Family of five', 'Mr K, 82'])
    for (const row of page.querySelectorAll('tbody tr'))
      expect(row.querySelectorAll('button, a.govuk-button')).toHaveLength(1)
  })

  it('names what each button is about', () => {
    expect(text(page, 'tbody button')[0]).toBe('Ask Northgate Kitchen for Mrs A, shopping')
  })

  it('stays a table for screen readers when it folds', () => {
    const roles = ['table', 'rowgroup', 'row', 'columnheader', 'rowheader', 'cell']
    for (const role of roles) expect(page.querySelector(`[role=${role}]`)).not.toBeNull()
  })

  it('asks again by itself, keeping each row and button by its id', () => {
    const list = page.querySelector('#worklist')
    expect(list?.getAttribute('data-hx-get')).toBe('/example/worklist')
    expect(list?.getAttribute('data-hx-swap')).toBe('outerMorph')
    expect(page.querySelector('#row-n1-do')?.tagName).toBe('BUTTON')
  })

  it('offers a link to look again where no scripts run', () => {
    expect(text(page, 'a[href="/example/worklist"]')).toEqual(['Look again'])
  })

  it('says so kindly when nobody waits', () => {
    const empty = draw('worklist', 'worklist', made.worklists['Nobody waits'])
    expect(text(empty, 'h2')).toEqual(['Nobody is waiting for you'])
    expect(empty.querySelector('table')).toBeNull()
  })
})

describe('candidates', () => {
  const page = draw('candidates', 'candidates', made.candidates['Three could help'])

  it('show reasons, what would be shared and one button, best first', () => {
    const first = page.querySelector('#candidate-c1')
    expect(first?.querySelector('h3')?.textContent).toContain('Southside Hub')
    expect([...(first?.querySelectorAll('.kil-reasons li') ?? [])]).toHaveLength(4)
    expect(first?.textContent).toContain('Name, address and phone only if they say yes.')
    expect(first?.querySelectorAll('button')).toHaveLength(1)
  })

  it('say in words which reasons speak against and which are not known', () => {
    expect(text(page, '#candidate-c2 .kil-reasons li')).toEqual([
      '0.9 miles',
      'Against: closed today',
      'Not known: no answers yet to go by',
    ])
  })

  it('show the state in place of the button for one already asked', () => {
    expect(page.querySelector('#candidate-c3 button')).toBeNull()
    expect(text(page, '#candidate-c3 .kil-tag')).toEqual(['Said no on Monday'])
  })

  it('show plan B', () => {
    expect(text(page, '.kil-candidates__plan-b')[0]).toContain('Northgate Kitchen is asked next')
  })
})

describe('the timeline', () => {
  it('says who did what and when, and quotes plain text safely', () => {
    const page = draw('timeline', 'timeline', made.timelines['A need so far'])
    expect(text(page, '.kil-timeline__by')).toEqual([
      'Amira Shah, Council contact centre, today at 11:55 am',
      'Northgate Kitchen, yesterday at 11:05 am',
      'Keep it Local, 9 days ago',
      'The resident, by phone, 13 October',
    ])
    expect(text(page, 'blockquote li')).toEqual(['from Saturday', 'or for parcels on foot'])
  })
})

describe('a service in the results', () => {
  const [first, second] = made.services.map(service => draw('service-result', 'serviceResult', service))

  it('shows distance, whether it is open, cost, for whom, and when it was checked', () => {
    const shown = first?.querySelector('article')?.textContent?.replace(/\s+/g, ' ') ?? ''
    for (const fact of ['0.6 miles', 'Open until 2 pm', '£3 a meal', 'For: anyone over 60', 'Checked in October'])
      expect(shown).toContain(fact)
    expect(first?.querySelector('a[href^="tel:"]')?.textContent).toBe('0161 496 0101')
  })

  it('leaves out what is not known', () => {
    expect(second?.querySelector('article')?.textContent).not.toMatch(/For:|Call|undefined/)
  })
})

describe('an action', () => {
  it('is a form with a button when it changes something, and a link when it leads somewhere', () => {
    const [post, link, danger] = made.actions.map(action => draw('action', 'actionButton', action))
    expect(post?.querySelector('form')?.getAttribute('method')).toBe('post')
    expect(post?.querySelector('input[name=formToken]')?.getAttribute('value')).toBe('made-up')
    expect(link?.querySelector('a')?.getAttribute('href')).toBe('/example/no')
    expect(danger?.querySelector('button')?.className).toContain('kil-button--danger')
  })
})

describe('banners', () => {
  it('are read out at once only for what the reader has just done', () => {
    const roles = made.notices.map(notice =>
      draw('notice-banner', 'noticeBanner', notice).querySelector('.kil-notice')?.getAttribute('role'),
    )
    expect(roles).toEqual(['alert', 'region', 'region'])
  })
})

describe('figures', () => {
  it('stand with what they count and the table that says the same', () => {
    for (const figure of made.figures.slice(0, 4)) {
      const page = draw('figure', 'figure', figure)
      expect(page.querySelector('svg[role=img]')?.getAttribute('aria-label')).toContain(figure.title)
      expect(text(page, '.kil-figure__counted')).toEqual([figure.counted])
      expect(page.querySelectorAll('tbody tr')).toHaveLength(figure.drawing.table.rows.length)
    }
  })

  it('of nothing say so', () => {
    const page = draw('figure', 'figure', made.figures[4])
    expect(page.body.textContent).toContain('No needs to show yet.')
    expect(page.querySelector('table')).toBeNull()
  })
})

describe('the print button', () => {
  it('is hidden until scripts run', () => {
    const page = parseHTML(
      views.renderText(
        '{% from "design/components/print-button.njk" import printButton %}<div>{{ printButton() }}</div>',
        {},
      ),
    ).document
    expect(page.querySelector('button')?.hasAttribute('hidden')).toBe(true)
  })
})

describe('the gallery', () => {
  const html = views.render('design/gallery.njk', { ...gallery(now), frame })
  const page = parseHTML(html).document

  it('has no inline style or script, so that a strict content security policy holds', () => {
    expect(page.querySelectorAll('[style], style, script:not([src]), [onclick]')).toHaveLength(0)
  })

  it('has one main heading and no id twice', () => {
    expect(page.querySelectorAll('h1')).toHaveLength(1)
    const ids = [...page.querySelectorAll('[id]')].map(element => element.id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  it('wears none of the GOV.UK clothes', () => {
    expect(html).not.toMatch(/GOV\.UK|crown|GDS Transport/i)
  })
})
