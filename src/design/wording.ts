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
    const read = new Map<string, IntlMessageFormat>()
    for (const [key, message] of Object.entries(strings))
      if (/[{}']/.test(message))
        read.set(key, new IntlMessageFormat(message, languages[language].tag, undefined, { ignoreTag: true }))
    return (key, values) => {
      const message = read.get(key)
      return message ? (message.format(values) as string) : (strings[key] ?? '')
    }
  }
  const made = new Map((Object.keys(languages) as Language[]).map(language => [language, saying(language)]))
  return language => made.get(language) as Say<keyof Strings & string>
}

/** The words of the layout and of what every page shares. */
export const layoutWords = wording({ en, ar })
