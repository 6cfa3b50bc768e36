import nunjucks from 'nunjucks'
import { byWhen, dateInWords, exactDate, exactTime, howLong, inWords, monthInWords } from './time-in-words.ts'

/** Markup that is safe to put in a page as it stands. */
export type SafeMarkup = { toString(): string }

const metresPerMile = 1609.344

/** Escapes text for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}

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
export function miles(distanceMetres: number | null | undefined): string {
  if (distanceMetres === null || distanceMetres === undefined) return 'distance unknown'
  const exact = distanceMetres / metresPerMile
  if (exact < 0.1) return 'less than 0.1 miles'
  const rounded = exact < 9.95 ? Math.round(exact * 10) / 10 : Math.round(exact)
  return `${rounded.toLocaleString('en-GB')} ${rounded === 1 ? 'mile' : 'miles'}`
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
 */
export function filters(now: () => Date): Record<string, (...args: never[]) => unknown> {
  const instant = (words: (at: Date, now: Date) => string) => (at: Date) =>
    timeElement(at.toISOString(), exactTime(at), words(at, now()))
  return {
    inWords: instant(inWords),
    byWhen: instant(byWhen),
    howLong: instant(howLong),
    exactTime: (at: Date) => timeElement(at.toISOString(), exactTime(at), exactTime(at)),
    dateInWords: (on: string) => timeElement(on, exactDate(on), dateInWords(on, now())),
    monthInWords: (on: string) => timeElement(on, exactDate(on), monthInWords(on, now())),
    plural,
    miles,
    paragraphs,
  }
}
