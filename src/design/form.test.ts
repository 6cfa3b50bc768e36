import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { exampleFrame, examples } from './examples.ts'
import { dateValues, type Field, form, readDate } from './form.ts'
import { createViews } from './view.ts'

const now = new Date('2026-11-22T13:05:00Z')
const views = createViews({ now: () => now })
const frame = exampleFrame('/static/x')
const example = examples(now).form

function drawn(of: Parameters<typeof form>[0]) {
  const page = { title: 'A question', errors: of.errors ?? [] }
  return parseHTML(views.render('design/question.njk', { frame, page, form: form(of) })).document
}

describe('a form', () => {
  const document = drawn(example)

  it('keeps every value that was typed', () => {
    const value = (id: string) => document.getElementById(id)?.getAttribute('value')
    expect(value('fullName')).toBe('Sam <Example>')
    expect(value('postcode')).toBe('ZZ')
    expect(value('bornOn')).toBe('31')
    expect(value('bornOn-year')).toBe('1950')
    expect(document.querySelector('input[name=contact][checked]')?.getAttribute('value')).toBe('phone')
    expect(document.querySelector('textarea')?.textContent).toBe('Two steps up to the door')
  })

  it('links each mistake in the summary to something that takes focus', () => {
    const links = [...document.querySelectorAll('.govuk-error-summary a')]
    expect(links.map(link => link.textContent)).toEqual(example.errors?.map(error => error.message))
    for (const link of links) {
      const target = document.getElementById(link.getAttribute('href')?.slice(1) ?? '')
      expect(target?.tagName).toBe('INPUT')
    }
  })

  it('says the mistake beside its field as well, tied to it for screen readers', () => {
    const described = document.getElementById('postcode')?.getAttribute('aria-describedby') ?? ''
    expect(described.split(' ')).toEqual(['postcode-hint', 'postcode-error'])
    expect(document.getElementById('postcode-error')?.textContent).toContain('Enter a postcode like ZZ1 4AB')
  })

  it('marks the page title', () => {
    expect(document.title).toMatch(/^Error: A question/)
    expect(drawn({ ...example, errors: [] }).title).toMatch(/^A question/)
  })

  it('carries autofill tokens and the right keyboards (WCAG 2.2, 1.3.5)', () => {
    const attributes = (id: string) => {
      const input = document.getElementById(id)
      return [input?.getAttribute('type'), input?.getAttribute('autocomplete'), input?.getAttribute('inputmode')]
    }
    expect(attributes('fullName')).toEqual(['text', 'name', null])
    expect(attributes('postcode')).toEqual(['text', 'postal-code', null])
    expect(attributes('phone')).toEqual(['tel', 'tel', null])
    expect(attributes('email')).toEqual(['email', 'email', null])
    expect(attributes('bornOn')).toEqual(['text', 'bday-day', 'numeric'])
  })

  it('asks for no autofill when the answer is about someone else', () => {
    const other = drawn({
      action: '/',
      fields: [{ kind: 'phone', name: 'phone', label: 'Their phone', autocomplete: 'off' }],
    })
    expect(other.getElementById('phone')?.getAttribute('autocomplete')).toBe('off')
  })

  it('sends the form token and hidden values along', () => {
    const sent = drawn({ ...example, hidden: { step: '2' } })
    expect(sent.querySelector('main input[name=formToken]')?.getAttribute('value')).toBe('made-up')
    expect(sent.querySelector('input[name=step]')?.getAttribute('value')).toBe('2')
  })

  it('needs no token', () => {
    const { formToken: _, ...without } = example
    expect(drawn(without).querySelector('main input[name=formToken]')).toBeNull()
  })

  it('counts characters where there is a limit, and says the limit without scripts', () => {
    expect(document.querySelector('[data-module=govuk-character-count]')?.getAttribute('data-maxlength')).toBe('500')
    expect(document.getElementById('notes-info')?.textContent).toContain('500 characters')
  })

  it('checks every box that was ticked', () => {
    const ticked = drawn({ ...example, values: { help: ['food', 'company'] } })
    const checked = [...ticked.querySelectorAll('input[name=help][checked]')].map(box => box.getAttribute('value'))
    expect(checked).toEqual(['food', 'company'])
  })
})

describe('a question page', () => {
  const kinds: Field[] = [
    { kind: 'text', name: 'answer', label: 'What is the one question?' },
    { kind: 'postcode', name: 'answer', label: 'What is the one question?' },
    { kind: 'textarea', name: 'answer', label: 'What is the one question?' },
    { kind: 'textarea', name: 'answer', label: 'What is the one question?', limit: 100 },
    { kind: 'radios', name: 'answer', label: 'What is the one question?', options: [{ value: 'a', text: 'A' }] },
    { kind: 'checkboxes', name: 'answer', label: 'What is the one question?', options: [{ value: 'a', text: 'A' }] },
    { kind: 'select', name: 'answer', label: 'What is the one question?', options: [{ value: 'a', text: 'A' }] },
    { kind: 'date', name: 'answer', label: 'What is the one question?' },
  ]
  it.each(kinds)('with $kind has one heading: its label or legend', field => {
    const document = drawn({ action: '/', fields: [field], titleIsLabel: true })
    const headings = [...document.querySelectorAll('h1')]
    expect(headings.map(heading => heading.textContent?.trim())).toEqual(['What is the one question?'])
    expect(headings[0]?.querySelector('label') ?? headings[0]?.closest('legend')).not.toBeNull()
    expect(document.getElementById('answer')).not.toBeNull()
  })

  it('has exactly one field', () => {
    expect(() => form({ action: '/', fields: [], titleIsLabel: true })).toThrow(RangeError)
  })

  it('draws whatever was posted without failing', () => {
    const posted = fc.dictionary(fc.constantFrom('answer', 'answer-day', 'answer-year'), fc.anything())
    fc.assert(
      fc.property(posted, fc.constantFrom(...kinds), (values, field) => {
        expect(drawn({ action: '/', fields: [field], values }).querySelector('form')).not.toBeNull()
      }),
      { numRuns: 60 },
    )
  })
})

describe('answers to check', () => {
  const check = examples(now).check
  const { document } = parseHTML(views.render('design/check-answers.njk', { frame, page: { title: 'Check' }, check }))

  it('show each answer with a link that says what it changes', () => {
    const change = [...document.querySelectorAll('a[href="/example/time"]')]
    expect(change.map(link => link.textContent)).toEqual(['Change best time to ring'])
    expect(document.querySelector('.kil-lines')?.textContent).toBe('Sam Example')
  })

  it('are sent by one button', () => {
    expect([...document.querySelectorAll('main button')].map(button => button.textContent?.trim())).toEqual([
      'Ask for help',
    ])
  })
})

describe('a date field', () => {
  const typed = (day: unknown, month: unknown, year: unknown) => ({ 'on-day': day, 'on-month': month, 'on-year': year })

  it.each([
    ['27', '3', '1950', '1950-03-27'],
    [' 7 ', 'March', '1950', '1950-03-07'],
    ['07', 'sept', '2026', '2026-09-07'],
    ['29', '2', '2024', '2024-02-29'],
  ])('%s %s %s is %s', (day, month, year, on) => {
    expect(readDate(typed(day, month, year), 'on', 'the date of birth')).toEqual({ on })
  })

  it.each([
    ['31', '2', '1950', 'The date of birth must be a real date, like 27 3 1950'],
    ['29', '2', '2025', 'The date of birth must be a real date, like 27 3 1950'],
    ['1', 'Smarch', '1950', 'The date of birth must be a real date, like 27 3 1950'],
    ['1', '3', '50', 'The date of birth must be a real date, like 27 3 1950'],
    ['1', '', '1950', 'The date of birth must include a month'],
    ['', '', '1950', 'The date of birth must include a day and a month'],
  ])('%s %s %s says what to mend', (day, month, year, message) => {
    expect(readDate(typed(day, month, year), 'on', 'the date of birth')).toEqual({ message })
  })

  it('left empty is empty', () => {
    expect(readDate({}, 'on', 'the date')).toEqual({ empty: true })
    expect(readDate(typed(' ', undefined, []), 'on', 'the date')).toEqual({ empty: true })
  })

  it('reads back what it writes', () => {
    const days = fc.date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(days, day => {
        const on = day.toISOString().slice(0, 10)
        expect(readDate(dateValues('on', on), 'on', 'the date')).toEqual({ on })
      }),
    )
  })

  it('never fails on what anyone posts', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (day, month, year) => {
        expect(Object.keys(readDate(typed(day, month, year), 'on', 'the date'))).toHaveLength(1)
      }),
    )
  })
})
