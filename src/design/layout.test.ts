import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { languages } from '../kernel/language.ts'
import { exampleFrame, exampleLanguage } from './examples.ts'
import type { Frame, PageHead } from './page.ts'
import { createViews } from './view.ts'
import { layoutWords } from './wording.ts'

const views = createViews()
const full = exampleFrame('/static/x')
const bare: Frame = {
  ...exampleLanguage,
  staticPath: '/static/x',
  place: null,
  navigation: [],
  signedIn: null,
  phone: null,
  footerLinks: [],
}

function page(frame: Frame, head: PageHead, blocks = '') {
  return parseHTML(views.renderText(`{% extends "design/layout.njk" %}${blocks}`, { frame, page: head })).document
}

describe('the layout', () => {
  it('is read from right to left in a language that is, and offers the others in their own name', () => {
    const document = page(
      {
        ...full,
        language: { code: 'ar', ...languages.ar },
        say: layoutWords('ar'),
        otherLanguages: [{ code: 'en', name: 'English', direction: 'ltr', href: '/example/find?lang=en' }],
      },
      { title: 'x', backHref: '/example' },
    )
    expect(document.documentElement.getAttribute('dir')).toBe('rtl')
    expect(document.documentElement.getAttribute('lang')).toBe('ar')
    expect(document.querySelector('.govuk-back-link')?.textContent).toBe('رجوع')
    expect(document.querySelector('[hreflang=en]')?.textContent).toBe('English')
  })

  it('needs only a title', () => {
    const document = page(bare, { title: 'Find help' })
    expect(document.title).toBe('Find help – Keep it Local')
    expect(document.querySelector('h1')?.textContent?.trim()).toBe('Find help')
    expect(document.querySelector('nav, form, .govuk-back-link')).toBeNull()
    expect(document.querySelector('.kil-header__home')?.getAttribute('href')).toBe('/')
  })

  it('names the place in the title and the header', () => {
    const document = page(full, { title: 'Find help' })
    expect(document.title).toBe('Find help – Made-up Place – Keep it Local')
    expect(document.querySelector('.kil-header__place')?.textContent).toBe('Made-up Place')
  })

  it('starts with a link that skips to the content', () => {
    const link = page(full, { title: 'x' }).querySelector('body a')
    expect(link?.textContent).toBe('Skip to main content')
    expect(link?.getAttribute('href')).toBe('#main-content')
  })

  it('shows where the reader is and how much waits there', () => {
    const current = page(full, { title: 'x' }).querySelector('[aria-current=page]')
    expect(current?.textContent?.replace(/\s+/g, ' ').trim()).toBe('Who needs an answer 4 waiting')
  })

  it('shows who is signed in, and signs out by a form', () => {
    const document = page(full, { title: 'x' })
    expect(document.querySelector('.kil-header__who')?.textContent?.replace(/\s+/g, ' ').trim()).toBe(
      'Amira Shah Council contact centre',
    )
    expect(document.querySelector('header form')?.getAttribute('method')).toBe('post')
    expect(document.querySelector('header input[name=formToken]')?.getAttribute('value')).toBe('made-up')
  })

  it('offers to sign in when that is worth offering', () => {
    const document = page({ ...bare, signInHref: '/example/sign-in' }, { title: 'x' })
    expect(document.querySelector('.kil-header__sign-in')?.getAttribute('href')).toBe('/example/sign-in')
  })

  it('lets whoever came in by a code finish, and asks them for no sign-in', () => {
    const document = page(
      { ...bare, finishHref: '/example/finish', signInHref: '/example/sign-in' },
      { title: 'x', oneThing: true },
    )
    const form = document.querySelector('header form')
    expect([form?.getAttribute('method'), form?.getAttribute('action')]).toEqual(['post', '/example/finish'])
    expect(form?.textContent?.trim()).toBe('Finish')
    expect(document.querySelector('.kil-header__sign-in')).toBeNull()
  })

  it('says on every page how to reach a person', () => {
    expect(page(full, { title: 'x' }).querySelector('footer a[href^="tel:"]')?.textContent).toBe('0161 496 0000')
  })

  it('says "Error" in the title and lists each mistake, linked unless it is about the whole form', () => {
    const errors = [
      { field: 'name', message: 'Enter your name' },
      { field: 'form', message: 'Someone else has just answered this' },
    ]
    const document = page(full, { title: 'Your name', errors })
    expect(document.title).toMatch(/^Error: Your name/)
    const items = [...document.querySelectorAll('.govuk-error-summary__list li')]
    expect(items.map(item => item.querySelector('a')?.getAttribute('href') ?? null)).toEqual(['#name', null])
  })

  it('loads htmx on the pages of the staff only', () => {
    const scripts = (kind: 'staff' | 'resident') =>
      [...page(full, { title: 'x', kind }).querySelectorAll('script')].map(script => script.getAttribute('src'))
    expect(scripts('resident')).toEqual(['/static/x/app.js'])
    expect(scripts('staff')).toEqual(['/static/x/app.js', '/static/x/htmx.min.js'])
  })

  it('puts what a page asks for beside and below its content', () => {
    const document = page(
      full,
      { title: 'x' },
      '{% block content %}one{% endblock %}{% block aside %}<p>two</p>{% endblock %}{% block wide %}three{% endblock %}',
    )
    expect(document.querySelector('.kil-columns__main')?.textContent?.trim()).toBe('one')
    expect(document.querySelector('.kil-columns__aside p')?.textContent).toBe('two')
  })

  it('escapes what it is given', () => {
    const document = page(full, {
      title: '<img src=x onerror=alert(1)>',
      caption: '<b>',
      notice: { tone: 'done', message: '<i>' },
    })
    expect(document.querySelector('main img, main b, main i')).toBeNull()
  })
})

describe('views', () => {
  it('say which template printed something undefined, and where', () => {
    expect(() =>
      views.renderText('{% from "design/components/steps.njk" import steps %}{{ steps({ steps: [{}] }) }}', {}),
    ).toThrow(/^text could not be drawn: attempted to output null or undefined value \(line \d+/)
  })

  it('find templates of the house, of govuk-frontend, and of folders given', () => {
    expect(
      views.renderText(
        '{% from "govuk/components/inset-text/macro.njk" import govukInsetText %}{{ govukInsetText({ text: "a" }) }}',
        {},
      ),
    ).toContain('govuk-inset-text')
    const elsewhere = createViews({ folders: [`${import.meta.dirname}/components`], cached: false })
    expect(elsewhere.renderText('{% from "mark.njk" import mark %}{{ mark() }}', {})).toContain('<svg')
    expect(() => views.render('nowhere/none.njk', {})).toThrow(/nowhere\/none\.njk/)
  })

  it('draw the pages for problems and for choosing a place', () => {
    const problem = views.render('design/problem.njk', {
      frame: bare,
      page: { title: 'Page not found' },
      sentences: ['Check it.'],
    })
    expect(parseHTML(problem).document.querySelector('main p.govuk-body')?.textContent).toBe('Check it.')
    const places = { frame: bare, page: { title: 'Choose your place' }, places: [{ name: 'A & B', slug: 'a-b' }] }
    expect(
      parseHTML(views.render('design/places.njk', places)).document.querySelector('main a')?.getAttribute('href'),
    ).toBe('/a-b')
    expect(views.render('design/places.njk', { ...places, places: [] })).toContain('No place has been set up')
  })
})
