import type { AttendingType, Cost, Language } from '../listed-service.ts'
import { isObject, type JsonObject, lineField, type Mends, objectsOf, textField, uuidOf } from '../read-fields.ts'
import { ownTaxonomyNamed } from '../terms.ts'
import { attendingWords, costWords } from '../words.ts'

/** What feeds of this software carry as terms of its own taxonomies, because the standard has no field for it: read back as what it was. */

export type OwnTerms = {
  languages: Language[]
  eligibility?: string
  attending: AttendingType[]
  attendingNote?: string
  access: string[]
  cost?: Cost
}

/** True for a term that only says again what the service says. */
export const isOwnTerm = (term: JsonObject): boolean => ownTaxonomyNamed(uuidOf(term.taxonomy_id)) !== undefined

const keyOf = <Key extends string>(words: Readonly<Record<Key, string>>, said: string): Key | undefined =>
  (Object.keys(words) as Key[]).find(key => words[key] === said)

export function ownTermsIn(record: JsonObject, mends: Mends): OwnTerms {
  const own: OwnTerms = { languages: [], attending: [], access: [] }
  for (const attribute of objectsOf(record.attributes)) {
    const term = isObject(attribute.taxonomy_term) ? attribute.taxonomy_term : {}
    const name = lineField(term.name, 'term', mends)
    if (name === undefined || !isOwnTerm(term)) continue
    // A name may be cut short; the description then has it whole.
    const whole = textField(term.description, 'term description', mends) ?? name
    switch (ownTaxonomyNamed(uuidOf(term.taxonomy_id))) {
      case 'language':
        own.languages.push({ name })
        break
      case 'eligibility':
        own.eligibility = whole
        break
      case 'attending': {
        const way = keyOf(attendingWords, name)
        if (way) own.attending.push(way)
        else own.attendingNote = whole
        break
      }
      case 'access':
        own.access.push(whole)
        break
      case 'cost': {
        const cost = keyOf(costWords, name)
        if (cost) own.cost = cost
      }
    }
  }
  return own
}
