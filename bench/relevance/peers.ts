import { create, insertMultiple, search } from '@orama/orama'
import MiniSearch from 'minisearch'
import { stemmer } from 'stemmer'
import type { ListedServiceDraft } from '../../src/capabilities/directory/listed-service.ts'

/**
 * The peers ours is measured beside, each as strong as its documents advise: the same four fields, names boosted, stop words left out,
 * words stemmed, misspellings and beginnings of words found. `settings` says how; README.md says what else was tried.
 */
export type Peer = { name: string; settings: string; rank: (typed: string) => Promise<string[]> | string[] }

type Page = { id: string; name: string; organisation: string; terms: string; description: string }

const pageOf = (service: ListedServiceDraft): Page => ({
  id: service.serviceId,
  name: service.name,
  organisation: service.publisher?.name ?? '',
  terms: service.terms.map(({ name }) => name).join(' '),
  description: [service.description, service.eligibility, service.publisher?.description].filter(Boolean).join('\n'),
})

const STOP_WORDS = new Set(
  `a about after again all also always am an and any are aren't arent as at be because been before being but by can can't cant could couldn't
  did didn't didnt do does doesn't doesnt doing don't dont down during each else ever every few for from get gets getting go goes going got had
  has hasn't hasnt have haven't havent having he he's her here hers him his how i i'd i'll i'm i've id if ill im in into is isn't isnt it it's
  its ive just keep keeps know let like lots many me mine more most much must my need needs no nor not now of off on once one only or other our
  ours out over own really same she she's should so some someone something still such than that that's thats the their theirs them then there
  these they they're thing things this those through to too up us very want wants was wasn't we we're were what when where which while who whom
  why will with won't wont would you your yours`.split(/\s+/),
)

const tokens = (text: string): string[] =>
  (
    text
      .toLowerCase()
      .replace(/[’‘]/g, "'")
      .match(/[\p{L}\p{N}']+/gu) ?? []
  ).map(word => word.replace(/^'+|'+$|'s$/g, ''))
const stemmed = (text: string): string[] =>
  tokens(text)
    .filter(word => word !== '' && !STOP_WORDS.has(word))
    .map(word => stemmer(word.replaceAll("'", '')))

export async function peersOf(services: readonly ListedServiceDraft[]): Promise<Peer[]> {
  const pages = services.map(pageOf)
  return [miniSearch(pages), await orama(pages), bm25(pages)]
}

function miniSearch(pages: readonly Page[]): Peer {
  const mini = new MiniSearch<Page>({
    fields: ['name', 'organisation', 'terms', 'description'],
    processTerm: term => {
      const [stem] = stemmed(term)
      return stem ?? null
    },
    searchOptions: {
      boost: { name: 3, organisation: 2, terms: 2 },
      fuzzy: term => (term.length > 4 ? 0.2 : false),
      prefix: term => term.length > 3,
      weights: { fuzzy: 0.2, prefix: 0.2 },
    },
  })
  mini.addAll(pages)
  return {
    name: 'MiniSearch 7.2.0',
    settings:
      'BM25+, name x3, organisation and terms x2, stemmed, stop words out, fuzzy 0.2 over 4 letters, prefix over 3, each weighing 0.2',
    rank: typed => mini.search(typed).map(({ id }) => id as string),
  }
}

async function orama(pages: readonly Page[]): Promise<Peer> {
  const database = create({
    schema: { name: 'string', organisation: 'string', terms: 'string', description: 'string' },
    components: {
      tokenizer: { language: 'english', stemming: true, stemmerSkipProperties: [], stopWords: [...STOP_WORDS] },
    },
  })
  await insertMultiple(database, [...pages])
  return {
    name: 'Orama 3.1.18',
    settings:
      'BM25, name x3, organisation and terms x2, its English stemmer, the same stop words out, threshold 1, tolerance 1 where 0 finds nothing',
    async rank(typed) {
      const term = tokens(typed)
        .filter(word => !STOP_WORDS.has(word))
        .join(' ')
      const ask = (tolerance: number) =>
        search(database, { term, boost: { name: 3, organisation: 2, terms: 2 }, tolerance, threshold: 1, limit: 20 })
      const exact = await ask(0)
      const { hits } = exact.count > 0 ? exact : await ask(1)
      return hits.map(({ id }) => String(id))
    },
  }
}

function bm25(pages: readonly Page[]): Peer {
  const [k1, b] = [1.2, 0.75]
  const documents = pages.map(page => {
    const counts = new Map<string, number>()
    let length = 0
    for (const [text, weight] of [
      [page.name, 3],
      [page.organisation, 2],
      [page.terms, 2],
      [page.description, 1],
    ] as const) {
      for (const stem of stemmed(text)) {
        counts.set(stem, (counts.get(stem) ?? 0) + weight)
        length += weight
      }
    }
    return { id: page.id, counts, length }
  })
  const usual = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length)
  const having = new Map<string, number>()
  for (const { counts } of documents) for (const stem of counts.keys()) having.set(stem, (having.get(stem) ?? 0) + 1)
  const rarity = (stem: string) => {
    const number = having.get(stem) ?? 0
    return Math.log(1 + (documents.length - number + 0.5) / (number + 0.5))
  }
  return {
    name: 'Stemmed BM25',
    settings:
      'k1 1.2, b 0.75 (Robertson), Porter stems, the same stop words out, name counted 3 times, organisation and terms twice',
    rank(typed) {
      const asked = [...new Set(stemmed(typed))]
      return documents
        .map(({ id, counts, length }) => ({
          id,
          score: asked.reduce((sum, stem) => {
            const times = counts.get(stem) ?? 0
            return sum + (rarity(stem) * times * (k1 + 1)) / (times + k1 * (1 - b + (b * length) / usual))
          }, 0),
        }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
        .map(({ id }) => id)
    },
  }
}
