import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import type { ErrorItem, Reason, Words } from '../../../design/view-models.ts'
import { needKindCodes, needKinds } from '../../../kernel/need-kind.ts'
import { anyone } from '../../../platform/auth/actor.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { page, view } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { listNeighbourhoods, lookUpPostcode, placeSettings, telephone } from '../../places/index.ts'
import { costInWords, sentence } from '../result-words.ts'
import { type FoundService, searchServices } from '../search/search-services.ts'
import { sayReasons, searchWording } from '../search/search-words.ts'
import { directoryWords } from '../words.ts'
import {
  type EmbedChoices,
  embedHeight,
  embedQuery,
  embedSnippet,
  mayFrame,
  readEmbedChoices,
  sizes,
  wordsOf,
} from './embed.ts'
import { sharingWords } from './sharing-words.ts'

/** `/:place/embed`: a search box and results for a frame in another site's page. It sets no cookie, changes nothing, and leads out in a new tab. */

const Anything = Type.Optional(Type.Unknown())
const choices = { kind: Anything, neighbourhood: Anything, results: Anything }

type EmbedResult = {
  name: string
  href: string
  organisation: Words
  reasons: readonly Reason[]
  cost: Words
  phone: { says: string; href: string } | null
}

async function search(tx: PlaceTx, q: string, near: string, { kind, neighbourhood, results }: EmbedChoices) {
  const where = near === '' ? null : await lookUpPostcode(tx, near)
  const around = (await listNeighbourhoods(tx)).find(({ code }) => code === neighbourhood)
  const point = where?.point ?? around?.labelPoint
  const answer = await searchServices(tx, {
    words: [q, kind && q === '' ? wordsOf(kind) : ''].filter(Boolean).join(' '),
    limit: Number(results),
    ...(point && { near: point }),
  })
  return { where, answer }
}

export const embedPage = page({
  method: 'GET',
  path: '/:place/embed',
  allow: 'anyone',
  query: Type.Object({ q: Anything, near: Anything, lang: Anything, ...choices }),
  async handle({ platform, place, query, language }) {
    const say = sharingWords(language)
    const sayOfSearch = searchWording(language)
    const chosen = readEmbedChoices(query)
    const q = typedLine(query.q).slice(0, 500)
    const near = typedLine(query.near).slice(0, 200)
    const searched = query.q !== undefined || query.near !== undefined || chosen.kind !== null
    // Whoever is signed in here sees in a frame what everybody sees.
    const found = searched ? await platform.db.read(anyone(place.placeId), tx => search(tx, q, near, chosen)) : null
    const errors: ErrorItem[] =
      found?.where && !found.where.point && found.where.message ? [{ field: 'near', message: found.where.message }] : []
    const base = `/${place.slug}`
    const asked = { q: q || (chosen.kind ? wordsOf(chosen.kind) : ''), near }
    return view(
      'directory/sharing/embed.njk',
      {
        page: { title: say('embedTitle'), translated: true },
        say,
        homeHref: base,
        form: form({
          action: `${base}/embed`,
          method: 'get',
          language,
          hidden: {
            ...(chosen.kind && { kind: chosen.kind }),
            ...(chosen.neighbourhood && { neighbourhood: chosen.neighbourhood }),
            ...(chosen.results !== '5' && { results: chosen.results }),
            ...(language !== 'en' && { lang: language }),
          },
          fields: [
            { kind: 'text', name: 'q', label: say('embedWhat') },
            { kind: 'postcode', name: 'near', label: say('embedWhere'), hint: say('embedWhereHint'), optional: true },
          ],
          values: { q, near },
          errors,
          button: say('findHelp'),
        }),
        danger: found?.answer.danger
          ? {
              title: sayOfSearch('dangerTitle', { phone: placeSettings(place.settings).emergencyPhone?.says ?? '999' }),
              more: sayOfSearch('dangerMore'),
              href: `${base}/ask/danger`,
            }
          : null,
        found: found && {
          heading: say('embedFound', { count: found.answer.total }),
          results: found.answer.results.map(result => resultOf(result, base, platform.clock(), language)),
          allHref: `${base}/find?${new URLSearchParams({ ...asked, ...(language !== 'en' && { lang: language }) })}`,
        },
      },
      { framedBy: mayFrame(place.settings), headers: { 'x-robots-tag': 'noindex' } },
    )
  },
})

function resultOf(
  result: FoundService,
  base: string,
  now: Date,
  language: Parameters<typeof sharingWords>[0],
): EmbedResult {
  const phone = result.phone === null ? undefined : telephone(result.phone)
  return {
    name: result.name,
    href: `${base}/services/${result.serviceId}${language === 'en' ? '' : `?lang=${language}`}`,
    organisation: result.organisationName
      ? { content: result.organisationName }
      : directoryWords(language)('organisationNotKnown'),
    // What it costs is said in a line of its own.
    reasons: sayReasons(
      result.reasons.filter(({ key }) => key !== 'free'),
      now,
      language,
    ).map(reason => ({
      ...reason,
      text: typeof reason.text === 'string' ? sentence(reason.text) : reason.text,
    })),
    cost: costInWords(result.cost, result.fees, language),
    phone: phone ?? null,
  }
}

/** `/:place/embed/make`: the search as another site would show it, and what to copy. */
export const makeEmbedPage = page({
  method: 'GET',
  path: '/:place/embed/make',
  allow: 'anyone',
  query: Type.Object(choices),
  async handle({ platform, place, actor, query }) {
    const neighbourhoods = await platform.db.as(actor, listNeighbourhoods)
    const read = readEmbedChoices(query)
    const chosen = {
      ...read,
      neighbourhood: neighbourhoods.some(({ code }) => code === read.neighbourhood) ? read.neighbourhood : '',
    }
    const base = `/${place.slug}`
    const path = `${base}/embed${embedQuery(chosen)}`
    const title = `Find help near you in ${place.name}`
    const limited = Array.isArray(place.settings.embeddedBy)
    return view('directory/sharing/make-embed.njk', {
      page: { title: 'Put this search on your own site', backHref: `${base}/find` },
      form: form({
        action: `${base}/embed/make`,
        method: 'get',
        fields: [
          {
            kind: 'select',
            name: 'kind',
            label: 'Kind of help it starts with',
            choose: 'None: an empty search',
            options: needKindCodes.map(code => ({ value: code, text: needKinds[code].label })),
            optional: true,
          },
          ...(neighbourhoods.length > 0
            ? [
                {
                  kind: 'select' as const,
                  name: 'neighbourhood',
                  label: 'Nearest to',
                  choose: `All of ${place.name}`,
                  options: neighbourhoods.map(({ code, name }) => ({ value: code, text: name })),
                  optional: true,
                },
              ]
            : []),
          {
            kind: 'radios',
            name: 'results',
            label: 'How many results',
            inline: true,
            options: sizes.map(size => ({ value: size, text: size })),
          },
        ],
        values: { kind: chosen.kind ?? '', neighbourhood: chosen.neighbourhood, results: chosen.results },
        button: 'Show it',
      }),
      title,
      path,
      size: chosen.results,
      limited,
      snippet: embedSnippet({
        address: `${platform.config.publicUrl}${path}`,
        fallback: `${platform.config.publicUrl}${base}/find`,
        title,
        height: embedHeight(chosen),
      }),
    })
  },
})
