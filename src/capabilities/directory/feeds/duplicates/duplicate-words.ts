import type { Reason } from '../../../../design/view-models.ts'
import type { Visit } from '../../../../platform/http/route.ts'
import { contentOf, isEntryField } from '../../editing/entry-content.ts'
import { fieldInWords, fieldWords } from '../../editing/entry-in-words.ts'
import { type ListedService, PUBLISHED_HERE } from '../../listed-service.ts'
import { type Choice, choices } from './compose.ts'
import type { Duplicate } from './duplicate-store.ts'
import type { DuplicateReason, ReasonKey } from './find-duplicates.ts'

/** How pairs that seem to be the same are spoken of: why, and what each of the two says. */

/** Where the pages about pairs are. */
export const here = (visit: Pick<Visit, 'place'>) => `/${visit.place.slug}/directory/duplicates`

const reasonWords: Readonly<Record<ReasonKey, (values: readonly string[]) => string>> = {
  'same name': () => 'the same name',
  'similar name': values => `a similar name: ${values.join(', ')}`,
  'other name': () => 'different names',
  'names differ in a number or a day': values => `the names differ in: ${values.join(', ')}`,
  'same number': values => `the same number: ${values.join(', ')}`,
  'other number': () => 'different charity or company numbers',
  'same organisation': values => `the same organisation: ${values.join(', ')}`,
  'other organisation': values => `different organisations: ${values.join(' and ')}`,
  'same postcode': values => `the same postcode: ${values.join(', ')}`,
  'other postcode': () => 'different postcodes',
  'same phone': values => `the same phone: ${values.join(', ')}`,
  'same e-mail': values => `the same e-mail: ${values.join(', ')}`,
  'same page': values => `the same web page: ${values.join(', ')}`,
  'same website': values => `the same website: ${values.join(', ')}`,
  'same words': values => `the same rare words: ${values.join(', ')}`,
  'other words': () => 'descriptions with little in common',
  'one publisher lists both': () => 'one publisher lists both in one feed',
}

export const reasonsOf = (reasons: readonly DuplicateReason[]): Reason[] =>
  reasons.map(({ key, bits, values }) => ({
    text: { content: reasonWords[key]?.(values) ?? key },
    tone: bits >= 0 ? 'for' : 'against',
  }))

export const choiceWords: Readonly<Record<Choice, string>> = {
  name: 'Name',
  description: 'What it is',
  status: 'Whether it is running',
  phones: 'Phones and people to ask for',
  email: 'E-mail',
  url: 'Website',
  locations: 'Places and how people use it',
  schedules: 'Opening times',
  cost: 'What it costs',
  eligibility: 'Who it is for',
  languages: 'Languages',
  terms: 'Kinds of help',
  serviceAreas: 'Area it serves',
  access: 'How to start',
  publisher: 'Organisation',
}

/** What one of the two says in a part, as plain text. */
export function choiceInWords(choice: Choice, service: ListedService): string {
  if (choice === 'publisher') return service.publisher?.name ?? ''
  const content = contentOf(service)
  const parts = choices[choice].flatMap(field => {
    if (!isEntryField(field)) return []
    const says = fieldInWords(field, content)
    return says ? [choices[choice].length > 1 && field !== choice ? `${fieldWords[field]}: ${says}` : says] : []
  })
  return parts.join('\n')
}

export const shortly = (text: string): string =>
  text === '' ? 'Not known' : cut(text.replace(/\s*\n\s*/g, ' · '), 400)

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text

export const sourceInWords = (source: string | null): string =>
  source === PUBLISHED_HERE ? 'this place' : (source ?? 'nobody any more')

/** "Two entries, from Ferry Council and the parish list". */
export function whatTheyAre({ kind, firstSource, secondSource }: Duplicate): string {
  const [first, second] = [firstSource, secondSource].map(sourceInWords)
  const from = first === second ? `both from ${first}` : `from ${first} and ${second}`
  return `${kind === 'publisher' ? 'Two organisations' : 'Two entries'}, ${from}`
}
