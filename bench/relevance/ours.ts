import type { ListedServiceDraft } from '../../src/capabilities/directory/listed-service.ts'
import { search } from '../../src/capabilities/directory/search/search.ts'
import { SearchIndex } from '../../src/capabilities/directory/search/search-index.ts'
import { isKnown } from '../../src/capabilities/directory/search/text-scores.ts'
import { understand } from '../../src/capabilities/directory/search/understanding/understand.ts'
import { builtInVocabulary } from '../../src/capabilities/directory/search/understanding/vocabulary.ts'
import { NOW } from './listed.ts'

/** The product's index of services that were never in a database. */
export function indexOfDrafts(services: readonly ListedServiceDraft[]): SearchIndex {
  const index = new SearchIndex()
  for (const service of services) {
    index.put({
      serviceId: service.serviceId,
      name: service.name,
      ...(service.publisher && { organisationName: service.publisher.name }),
      terms: service.terms.map(({ termId, name }) => ({ termId, name })),
      text: [service.description, service.eligibility].filter(Boolean).join('\n'),
      running: service.status === 'active',
      attending: service.attending,
      languages: [],
      access: {},
      points: [],
      areas: [],
      ...(service.cost && { cost: service.cost }),
      ...(service.minimumAge !== undefined && { minimumAge: service.minimumAge }),
      ...(service.maximumAge !== undefined && { maximumAge: service.maximumAge }),
      ...(service.assuredOn && { assuredOn: service.assuredOn }),
    })
  }
  return index
}

/** The product's own understanding, index and ranking without a database; for tuning, when a run must take a second. */
export function rankInMemory(services: readonly ListedServiceDraft[]): (typed: string) => string[] {
  const index = indexOfDrafts(services)
  return typed => {
    const { words, needs, wordsSay, about } = understand(typed, builtInVocabulary(), word => isKnown(index.words, word))
    return search(index, { words, needs, wordsSay, about, now: NOW, limit: 20 }).hits.map(({ serviceId }) => serviceId)
  }
}
