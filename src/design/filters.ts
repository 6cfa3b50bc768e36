import nunjucks from 'nunjucks'
import { type Language, languages } from '../kernel/language.ts'
import { byWhen, dateInWords, exactDate, exactTime, howLong, inWords, monthInWords } from './time-in-words.ts'
import type { Words } from './view-models.ts'
import { layoutWords } from './wording.ts'

/** Markup that is safe to put in a page as it stands. */
export type SafeMarkup = { toString(): string }

const metresPerMile = 1609.344

/** Escapes text for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}

/** JSON that can stand in a script element: no "</script>" or "<!--" of somebody's text can end it (HTML Standard, 4.12.1.3). */
const asDataBlock = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Marks a string as HTML. Only for strings this folder has built itself from escaped parts. */
function safe(html: string): SafeMarkup {
  return new nunjucks.runtime.SafeString(html)
}

function timeElement(machine: string, exact: string, words: string): SafeMarkup {
  const title = exact === words ? '' : ` title="${escapeHtml(exact)}"`
  return safe(`<time datetime="${machine}"${title}>${escapeHtml(words)}</time>`)
}

/** "1 need", "3 needs", "no needs", "1,204 people" (`plural(1204, 'person', 'people')`). */
export function plural(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return `no ${many}`
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}

/** A distance in metres as miles: "0.6 miles", "1 mile", "14 miles", "less than 0.1 miles"; unknown (null) is said to be unknown. */
export function miles(distanceMetres: number | null | undefined, language: Language = 'en'): string {
  const say = layoutWords(language)
  if (distanceMetres === null || distanceMetres === undefined) return say('distanceUnknown')
  const exact = distanceMetres / metresPerMile
  if (exact < 0.1) return say('lessThanATenth')
  return say('miles', { count: exact < 9.95 ? Math.round(exact * 10) / 10 : Math.round(exact) })
}

/** What places write about themselves stays in the language it was written in. */
const written: Language = 'en'

/** The attributes that say so on a page read in another language; nothing on a page in the same one. */
export function asWritten(language: Language): SafeMarkup {
  return safe(language === written ? '' : ` lang="${languages[written].tag}" dir="auto"`)
}

/** Words of ours as they stand; content as it was written, told apart from the language around it and from its direction. */
export function said(words: Words, language: Language): SafeMarkup | string {
  if (typeof words === 'string') return words
  const { content } = words
  return language === written ? content : safe(`<bdi lang="${languages[written].tag}">${escapeHtml(content)}</bdi>`)
}

/** Lines of ours and of content, one below the other. */
export function lines(words: string | readonly Words[], language: Language): SafeMarkup | string {
  const each = (typeof words === 'string' ? [words] : words).map(line => said(line, language))
  if (each.every(line => typeof line === 'string')) return each.join('\n')
  return safe(each.map(line => (typeof line === 'string' ? escapeHtml(line) : String(line))).join('\n'))
}

/**
 * Plain text as paragraphs: an empty line parts paragraphs, a line end becomes a line break, and lines that start with
 * `-`, `*` or `•` become a bulleted list. Everything is escaped.
 */
export function paragraphs(text: string | null | undefined): SafeMarkup {
  const html: string[] = []
  const list: string[] = []
  const lines: string[] = []
  const endLines = () => {
    if (lines.length > 0) html.push(`<p class="govuk-body">${lines.splice(0).join('<br>')}</p>`)
  }
  const endList = () => {
    if (list.length > 0)
      html.push(
        `<ul class="govuk-list govuk-list--bullet">${list
          .splice(0)
          .map(item => `<li>${item}</li>`)
          .join('')}</ul>`,
      )
  }
  for (const line of (text ?? '').split(/\r\n|\r|\n/)) {
    const bullet = /^\s*[-*•]\s+(.*\S)/.exec(line)
    if (bullet) {
      endLines()
      list.push(escapeHtml(bullet[1] ?? ''))
    } else {
      endList()
      if (line.trim() === '') endLines()
      else lines.push(escapeHtml(line.trim()))
    }
  }
  endLines()
  endList()
  return safe(html.join('\n'))
}

/**
 * The filters every template has. Those about time give a `<time>` element with the exact time in `datetime` and
 * `title`; the print style sheet writes the title out.
 *
 * @param now the clock, asked once for each filter call.
 * @param language what the page being drawn is read in.
 */
export function filters(
  now: () => Date,
  language: () => Language = () => 'en',
): Record<string, (...args: never[]) => unknown> {
  const instant = (words: (at: Date, now: Date, language: Language) => string) => (at: Date) =>
    timeElement(at.toISOString(), exactTime(at, language()), words(at, now(), language()))
  return {
    inWords: instant(inWords),
    byWhen: instant(byWhen),
    howLong: instant(howLong),
    exactTime: (at: Date) => timeElement(at.toISOString(), exactTime(at, language()), exactTime(at, language())),
    dateInWords: (on: string) => timeElement(on, exactDate(on, language()), dateInWords(on, now(), language())),
    monthInWords: (on: string) => timeElement(on, exactDate(on, language()), monthInWords(on, now(), language())),
    plural,
    miles: (metres: number | null | undefined) => miles(metres, language()),
    paragraphs,
    said: (words: Words | number) => said(typeof words === 'number' ? String(words) : words, language()),
    lines: (words: string | readonly Words[]) => lines(words, language()),
    // What comes from a page that is not translated is English; a letter of the reader's own script tells that it is.
    fromAnyLanguage: (text: string) =>
      said(language() === 'ar' && !/\p{Script=Arabic}/u.test(text) ? { content: text } : text, language()),
    asDataBlock: (value: unknown) => safe(asDataBlock(value)),
    content: (text: string) => said({ content: text }, language()),
  }
}
