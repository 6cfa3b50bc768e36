import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import nunjucks from 'nunjucks'
import { isLanguage, type Language } from '../kernel/language.ts'
import { asWritten, filters } from './filters.ts'
import { layoutWords, type Values } from './wording.ts'

const sourceFolder = join(import.meta.dirname, '..')
const govukFolder = join(dirname(findPackageJSON('govuk-frontend', import.meta.url) ?? ''), 'dist')

export type ViewSettings = {
  /** More folders to look for templates in, before the house's own; a template's name is its path below one of them. */
  folders?: readonly string[]
  /** The clock behind "3 days ago". */
  now?: () => Date
  /** Keep compiled templates (default). False reads every file again for each page, for work on templates. */
  cached?: boolean
}

export type Views = {
  /**
   * Renders a template by name: `directory/find.njk` is src/capabilities/directory/find.njk, `design/…` is src/design/…,
   * `govuk/…` is govuk-frontend. Throws when the template is missing or prints something undefined.
   */
  render(template: string, model: object): string
  /** Renders a piece of template text, as tests and the gallery do. */
  renderText(source: string, model: object): string
}

/**
 * Macros imported without context are the same each time, yet nunjucks draws the whole file they stand in, and every file that one imports, for each
 * import of each page: a fifth of the time a page of results is drawn in. They are made once for each template instead.
 */
function importOnce(): void {
  type Take = (error: Error | null, exported: unknown) => void
  type Imported = { getExported(...given: [Take] | [object, object, Take]): void }
  const template = nunjucks.Template.prototype as unknown as Imported
  const draw = template.getExported
  const made = new WeakMap<Imported, unknown>()
  template.getExported = function (this: Imported, ...given) {
    const [take] = given
    if (typeof take !== 'function') return draw.apply(this, given)
    if (made.has(this)) return take(null, made.get(this))
    draw.call(this, (error, exported) => {
      if (!error) made.set(this, exported)
      take(error, exported)
    })
  }
}
importOnce()

/** Makes the template engine: autoescape on, printing undefined is an error. */
export function createViews({ folders = [], now = () => new Date(), cached = true }: ViewSettings = {}): Views {
  const searched = [...folders, join(sourceFolder, 'capabilities'), sourceFolder, govukFolder]
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(searched, { noCache: !cached }), {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  })
  // Drawing is synchronous, so the language of the page being drawn can stand beside the engine, where macros and filters reach it.
  let language: Language = 'en'
  for (const [name, filter] of Object.entries(filters(now, () => language)))
    environment.addFilter(name, filter as (...args: unknown[]) => unknown)
  environment.addGlobal('say', (key: never, values?: Values) => layoutWords(language)(key, values))
  environment.addGlobal('asWritten', () => asWritten(language))
  const read = (template: string, model: object, render: () => string): string => {
    const before = language
    language = languageOf(model)
    try {
      return told(template, render)
    } finally {
      language = before
    }
  }
  return {
    render: (template, model) => read(template, model, () => environment.render(template, model)),
    renderText: (source, model) => read('text', model, () => environment.renderString(source, model)),
  }
}

function languageOf(model: { frame?: { language?: { code?: unknown } } }): Language {
  const code = model.frame?.language?.code
  return isLanguage(code) ? code : 'en'
}

/** Nunjucks nests one message per macro and names the outermost file for all; what helps is the reason and the innermost line. */
function told(template: string, render: () => string): string {
  try {
    return render()
  } catch (error) {
    const { message } = error as Error
    const reason = message
      .split('\n')
      .at(-1)
      ?.trim()
      .replace(/^Error: /, '')
    const line = [...message.matchAll(/\[Line (\d+), Column (\d+)\]/g)].at(-1)
    const where = line ? ` (line ${line[1]}, column ${line[2]} of the template or of a macro it calls)` : ''
    throw new Error(`${template} could not be drawn: ${reason}${where}`, { cause: error })
  }
}
