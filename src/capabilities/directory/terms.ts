import type { ListedServiceDraft, Term } from './listed-service.ts'
import { madeId } from './read-fields.ts'
import { attendingWords, costWords } from './words.ts'

/**
 * Taxonomies and their terms as things with ids. A feed may name a taxonomy without an id, or a term without a taxonomy; each still gets one, the
 * same every time. What a standard has no field for (a language by name, who a service is for) is carried by terms of our own taxonomies.
 */

export type Taxonomy = { taxonomyId: string; name: string; description?: string; uri?: string }

const OWN = 'keep-it-local'
/** Taxonomies of terms made from what a service says; their names are those existing readers of the feed know. */
export const ownTaxonomies = {
  language: 'Language',
  eligibility: 'Eligibility',
  attending: 'Way of attending',
  access: 'Way in',
  cost: 'Cost',
} as const
type OwnTaxonomy = keyof typeof ownTaxonomies

/** Terms that no taxonomy was given for are together in one of this name. */
export const OTHER_TERMS = 'Other terms'
// Asked for once or twice for every term of a feed: made once.
const ownTaxonomyIds = Object.fromEntries(
  Object.entries(ownTaxonomies).map(([key, name]) => [key, madeId(OWN, 'taxonomy', name)]),
) as Record<OwnTaxonomy, string>
const ownTaxonomiesById = new Map(Object.entries(ownTaxonomyIds).map(([key, id]) => [id, key as OwnTaxonomy]))
/** The id of a taxonomy that a feed only named: the same whichever feed names it. */
export const namedTaxonomyId = (name: string): string => madeId('taxonomy', name.toLowerCase())

/** The taxonomy a term belongs to; terms that no taxonomy was given for are together in one. */
export function taxonomyOf({ taxonomy, taxonomyId }: Term): Taxonomy {
  const name = taxonomy ?? OTHER_TERMS
  return { taxonomyId: taxonomyId ?? namedTaxonomyId(name), name }
}

/** Which of our own taxonomies an id is, for reading our own feeds back. */
export const ownTaxonomyNamed = (taxonomyId: string | undefined): OwnTaxonomy | undefined =>
  taxonomyId === undefined ? undefined : ownTaxonomiesById.get(taxonomyId)

const LONGEST_NAME = 100
function ownTerm(taxonomy: OwnTaxonomy, text: string): Term {
  const taxonomyName = ownTaxonomies[taxonomy]
  const line = text.replace(/\s+/g, ' ')
  const name =
    line.length > LONGEST_NAME
      ? `${line
          .slice(0, LONGEST_NAME - 1)
          .toWellFormed()
          .trimEnd()}…`
      : line
  return {
    termId: madeId(OWN, taxonomyName, text.toLowerCase()),
    name,
    ...(name !== text && { description: text }),
    taxonomy: taxonomyName,
    taxonomyId: ownTaxonomyIds[taxonomy],
  }
}

/** The terms of our own taxonomies that say what this service says of itself, without repeats. */
export function ownTermsOf(
  service: Pick<ListedServiceDraft, 'languages' | 'eligibility' | 'attending' | 'attendingNote' | 'access' | 'cost'>,
): Term[] {
  const terms = [
    ...service.languages.flatMap(({ name, code }) => ((name ?? code) ? [ownTerm('language', name ?? code ?? '')] : [])),
    ...(service.eligibility === undefined ? [] : [ownTerm('eligibility', service.eligibility)]),
    ...service.attending.map(type => ownTerm('attending', attendingWords[type])),
    // In the feed's own words, beside the ways we could read.
    ...(service.attendingNote === undefined ? [] : [ownTerm('attending', service.attendingNote)]),
    ...service.access.map(name => ownTerm('access', name)),
    ...(service.cost === undefined ? [] : [ownTerm('cost', costWords[service.cost])]),
  ]
  return [...new Map(terms.map(term => [term.termId, term])).values()]
}
