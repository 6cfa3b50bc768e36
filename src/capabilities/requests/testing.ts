/** A visitor without scripts, for tests: follows links and fills in the forms that are on the page, as a browser would, and keeps its cookies. */
import type { FastifyInstance } from 'fastify'
import { parseHTML } from 'linkedom'

type Page = ReturnType<typeof parseHTML>['document']

export interface Visitor {
  /** The page that is open. */
  readonly at: { readonly path: string; readonly status: number; readonly html: string; readonly page: Page }
  /** Every address that was ever asked for. */
  readonly seen: readonly string[]
  readonly cookies: Map<string, string>
  open(path: string): Promise<string>
  /** Follows the link whose words start so. */
  follow(words: string): Promise<string>
  /** Fills in the form whose button starts so and presses it; what is not given stays as the page has it. */
  press(button: string, typed?: Readonly<Record<string, string | readonly string[]>>): Promise<string>
  /** Sends a form that need not be on any page. */
  post(path: string, body: Readonly<Record<string, string | readonly string[]>>): Promise<string>
  /** The words of the open page. */
  words(): string
  errors(): string[]
}

const encode = (fields: readonly [string, string][]): string => new URLSearchParams(fields).toString()

/** Makes a visitor; each is a device of its own. */
export const aVisitor = (web: () => FastifyInstance): Visitor => {
  const cookies = new Map<string, string>()
  const seen: string[] = []
  let at: Visitor['at'] = { path: '', status: 0, html: '', page: parseHTML('<html></html>').document }

  const ask = async (method: 'GET' | 'POST', url: string, payload?: string): Promise<string> => {
    seen.push(url)
    const answer = await web().inject({
      method,
      url,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload !== undefined && { payload }),
    })
    for (const { name, value, maxAge, expires } of answer.cookies as {
      name: string
      value: string
      maxAge?: number
      expires?: Date
    }[])
      if (!value || maxAge === 0 || (expires && expires.getTime() < Date.now() - 86_400_000)) cookies.delete(name)
      else cookies.set(name, value)
    const to = answer.headers.location
    if (answer.statusCode === 303 && typeof to === 'string') return ask('GET', to)
    at = { path: url, status: answer.statusCode, html: answer.body, page: parseHTML(answer.body).document }
    return url
  }

  const words = (of: { textContent: string | null }) => (of.textContent ?? '').replace(/\s+/g, ' ').trim()

  return {
    get at() {
      return at
    },
    seen,
    cookies,
    open: path => ask('GET', path),
    async follow(text) {
      const link = [...at.page.querySelectorAll('a')].find(other => words(other).startsWith(text))
      if (!link) throw new Error(`No link "${text}" on ${at.path}: ${words(at.page.querySelector('main') ?? at.page)}`)
      return ask('GET', link.getAttribute('href') ?? '')
    },
    async press(text, typed = {}) {
      const button = [...at.page.querySelectorAll('main form button')].find(other => words(other).startsWith(text))
      const sheet = button?.closest('form')
      if (!sheet)
        throw new Error(`No button "${text}" on ${at.path}: ${words(at.page.querySelector('main') ?? at.page)}`)
      const fields: [string, string][] = []
      const unused = new Set(Object.keys(typed))
      for (const box of sheet.querySelectorAll('input, textarea, select')) {
        const name = box.getAttribute('name') ?? ''
        if (!name) continue
        const given = typed[name]
        unused.delete(name)
        const kind = box.getAttribute('type')
        const selected =
          box.tagName === 'SELECT' ? (box.querySelector('option[selected]') ?? box.querySelector('option')) : box
        const value = box.tagName === 'TEXTAREA' ? (box.textContent ?? '') : (selected?.getAttribute('value') ?? '')
        if (kind === 'radio' || kind === 'checkbox') {
          const picked = given === undefined ? box.hasAttribute('checked') : [given].flat().includes(value)
          if (picked) fields.push([name, value])
        } else fields.push([name, given === undefined ? value : String([given].flat()[0])])
      }
      const pressed = button?.getAttribute('name')
      if (pressed) fields.push([pressed, button?.getAttribute('value') ?? ''])
      if (unused.size) throw new Error(`No field ${[...unused].join(', ')} on ${at.path}`)
      const action = sheet.getAttribute('action') ?? at.path
      // What stands behind # says where on the page to look; it is sent to nobody.
      if (sheet.getAttribute('method') === 'get') return ask('GET', `${action.split('#')[0]}?${encode(fields)}`)
      return ask('POST', action, encode(fields))
    },
    post: (path, body) =>
      ask(
        'POST',
        path,
        encode(
          Object.entries(body).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
        ),
      ),
    words: () => words(at.page.querySelector('main') ?? at.page),
    errors: () => [...at.page.querySelectorAll('.govuk-error-summary__list li')].map(words),
  }
}
