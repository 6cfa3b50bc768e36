import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, languages } from '../kernel/language.ts'
import ar from './strings.ar.json' with { type: 'json' }
import en from './strings.en.json' with { type: 'json' }

/**
 * The words of pages, kept apart from their code.
 *
 * Words stand in `strings.<language>.json` beside the pages that say them, as ICU messages (Unicode MessageFormat 1), so that a language with six plural forms says
 * each rightly. English comes first and names the keys; a complete language that lacks one does not compile.
 */
/** What a message is filled with. Instants are to be put into words before. */
export type Values = Readonly<Record<string, string | number>>

/** Says one message in one language: `say('results', { count: 3 })`. Throws for a value the message needs and did not get. */
export type Say<Key extends string = string> = (key: Key, values?: Values) => string

/**
 * The words of one folder's pages: `wording({ en, ar })(language)('key', values)`.
 * @throws SyntaxError at start-up for a message that cannot be read.
 */
export function wording<Strings extends Readonly<Record<string, string>>>(
  by: { readonly en: Strings } & { readonly [L in Exclude<Language, 'en'>]: { readonly [K in keyof Strings]: string } },
): (language: Language) => Say<keyof Strings & string> {
  const saying = (language: Language): Say<keyof Strings & string> => {
    const strings: Readonly<Record<string, string>> = by[language]
    const read = new Map<string, (values?: Values) => string>()
    for (const [key, message] of Object.entries(strings))
      if (/[{}']/.test(message)) read.set(key, filling(message, language))
    return (key, values) => read.get(key)?.(values) ?? strings[key] ?? ''
  }
  const made = new Map((Object.keys(languages) as Language[]).map(language => [language, saying(language)]))
  return language => made.get(language) as Say<keyof Strings & string>
}

/** A message to be filled with values. One that only names them, as most do, is put together from its pieces: that takes a tenth of the time. */
function filling(text: string, language: Language): (values?: Values) => string {
  const message = new IntlMessageFormat(text, languages[language].tag, undefined, { ignoreTag: true })
  const format = remembering((values?: Values) => message.format(values) as string)
  const pieces = message.getAst()
  if (!pieces.every(({ type }) => type === PIECE.literal || type === PIECE.argument)) return format
  return values => {
    let said = ''
    for (const { type, value } of pieces as readonly { type: number; value: string }[]) {
      const piece = type === PIECE.literal ? value : values?.[value]
      // A value that is missing is told as for any other message.
      if (piece === undefined) return format(values)
      said += piece
    }
    return said
  }
}
/** The same few numbers and months are said again and again, and putting a message together from them takes far longer than finding it. */
function remembering(format: (values?: Values) => string): (values?: Values) => string {
  const said = new Map<string, string>()
  return values => {
    const key = JSON.stringify(values)
    let text = said.get(key)
    if (text === undefined) {
      text = format(values)
      if (said.size >= MOST_REMEMBERED) said.clear()
      said.set(key, text)
    }
    return text
  }
}
const MOST_REMEMBERED = 500

/** What a message that was read consists of (`TYPE` of its parser). */
const PIECE = { literal: 0, argument: 1 } as const

/** The words of the layout and of what every page shares. */
export const layoutWords = wording({ en, ar })

const numbers = new Map(
  (Object.keys(languages) as Language[]).map(language => [language, new Intl.NumberFormat(languages[language].tag)]),
)
/** How numbers are written in a language. Making one anew takes longer than most of what it writes is worth. */
export const numbersIn = (language: Language): Intl.NumberFormat => numbers.get(language) as Intl.NumberFormat
