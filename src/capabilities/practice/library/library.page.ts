/** `/:place/library`: stories, essays and case studies for everybody, found by words, principle, kind and place. */
import { Type } from 'typebox'
import { plural } from '../../../design/filters.ts'
import { form } from '../../../design/form.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { api, json, notFound, page, view } from '../../../platform/http/route.ts'
import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { listNeighbourhoods } from '../../places/index.ts'
import { listCouncilNames } from '../network/council-store.ts'
import { principles } from '../published.ts'
import type { Item, SectionsPage } from '../sections.ts'
import { keepsStory } from './keep-story.ts'
import { storyKindCodes, storyKinds } from './story.ts'
import { type FoundStory, findPublished, findStory, listPublished, searchStories } from './story-store.ts'

const atOnce = 20

/** What was taken back must not come back from anywhere that keeps pages. */
const neverKept = { 'cache-control': 'no-store' }

/** A story in a list. */
export const storyItem = ({ storyId, title, summary, kind, byLine, publishedAt }: FoundStory, slug: string): Item => ({
  title,
  href: `/${slug}/library/${storyId}`,
  lines: [
    summary,
    [storyKinds[kind], byLine && `by ${byLine}`, exactDate(dateAt(publishedAt))].filter(Boolean).join(', '),
  ],
})

const libraryPage = page({
  method: 'GET',
  path: '/:place/library',
  allow: 'anyone',
  query: Type.Object({
    q: Type.Optional(Type.Unknown()),
    kind: Type.Optional(Type.Unknown()),
    principle: Type.Optional(Type.Unknown()),
    where: Type.Optional(Type.Unknown()),
    page: Type.Optional(Type.Unknown()),
  }),
  async handle({ platform, place, actor, query }) {
    const words = typedLine(query.q).slice(0, 200)
    const kind = chosen(typedLine(query.kind), storyKindCodes)
    const principle = principles.find(({ number }) => String(number) === typedLine(query.principle))?.number ?? null
    const where = typedLine(query.where)
    const at = /^[1-9]\d{0,3}$/.test(typedLine(query.page)) ? Number(typedLine(query.page)) : 1
    const found = await platform.db.as(actor, async tx => {
      const councils = await listCouncilNames(tx)
      const neighbourhoods = await listNeighbourhoods(tx)
      const asked = {
        ...{ words, kind, principle },
        councilId: councils.some(({ councilId }) => councilId === where) ? where : null,
        neighbourhoodId: neighbourhoods.some(({ neighbourhoodId }) => neighbourhoodId === where) ? where : null,
      }
      return { councils, neighbourhoods, ...(await searchStories(tx, asked, (at - 1) * atOnce, atOnce)) }
    })
    const { councils, neighbourhoods, stories, count } = found
    const here = `/${place.slug}/library`
    const values = { q: words, kind: kind ?? '', principle: principle ? String(principle) : '', where }
    const asks = Object.values(values).some(Boolean)
    const pageHref = (number: number) => `${here}?${new URLSearchParams({ ...values, page: String(number) })}`
    const edits = isAllowed(actor, 'library.edit') && actor.kind === 'person'
    const model: SectionsPage = {
      page: { title: 'Stories, essays and case studies', backHref: `/${place.slug}/practice` },
      sections: [
        {
          links: [
            { text: 'Get the bulletin by e-mail', href: `/${place.slug}/bulletin` },
            ...(edits ? [{ text: 'What you keep in the library', href: `${here}/desk` }] : []),
          ],
          form: form({
            action: here,
            method: 'get',
            fields: [
              { kind: 'text', name: 'q', label: 'Find stories about', optional: true },
              {
                kind: 'select',
                name: 'principle',
                label: 'Principle',
                optional: true,
                options: [
                  { value: '', text: 'Any' },
                  ...principles.map(({ number, words: text }) => ({
                    value: String(number),
                    text: `${number}. ${text}`,
                  })),
                ],
              },
              {
                kind: 'select',
                name: 'kind',
                label: 'Kind',
                optional: true,
                options: [
                  { value: '', text: 'Any' },
                  ...storyKindCodes.map(value => ({ value, text: storyKinds[value] })),
                ],
              },
              {
                kind: 'select',
                name: 'where',
                label: 'Place',
                optional: true,
                options: [
                  { value: '', text: 'Anywhere' },
                  ...councils.map(({ councilId, name }) => ({ value: councilId, text: name })),
                  ...neighbourhoods.map(({ neighbourhoodId, name }) => ({ value: neighbourhoodId, text: name })),
                ],
              },
            ],
            values,
            button: 'Find',
          }),
        },
        {
          title: count === 0 ? 'Nothing here' : plural(count, 'piece'),
          ...(count === 0 && {
            empty: asks
              ? {
                  title: 'Nothing fits',
                  sentences: ['Use fewer or other words, or look at everything.'],
                  action: { text: 'See everything', href: here, look: 'other' as const },
                }
              : {
                  title: 'No story yet',
                  sentences: ['The first one appears here as soon as somebody has agreed to tell it.'],
                  ...(edits && { action: { text: 'Write a story', href: `${here}/write` } }),
                },
          }),
          items: stories.map(story => storyItem(story, place.slug)),
          links: [
            ...(at > 1 ? [{ text: 'The page before', href: pageHref(at - 1) }] : []),
            ...(at * atOnce < count ? [{ text: 'The next page', href: pageHref(at + 1) }] : []),
          ],
        },
      ],
    }
    return view('practice/sections.njk', model, { headers: neverKept })
  },
})

const storyPage = page({
  method: 'GET',
  path: '/:place/library/:storyId',
  allow: 'anyone',
  params: Type.Object({ storyId: Type.String({ format: 'uuid' }) }),
  async handle({ platform, place, actor, params }) {
    const found = await platform.db.as(actor, async tx => ({
      story: await findPublished(tx, params.storyId),
      kept: await findStory(tx, params.storyId),
      councils: await listCouncilNames(tx),
      neighbourhoods: await listNeighbourhoods(tx),
    }))
    const { story, kept } = found
    if (!story) {
      if (kept?.state !== 'taken back') return notFound('There is no such story.')
      return view(
        'design/problem.njk',
        {
          page: { title: 'This story was taken back', backHref: `/${place.slug}/library` },
          because: '',
          sentences: ['Whoever told it does not want it published any more. That is theirs to decide at any time.'],
        },
        { status: 404, headers: neverKept },
      )
    }
    const where = [
      ...found.councils
        .filter(({ councilId }) => story.councilIds.includes(councilId))
        .map(({ councilId, name }) => ({ text: name, href: `/${place.slug}/network/councils/${councilId}` })),
      ...found.neighbourhoods
        .filter(({ neighbourhoodId }) => story.neighbourhoodIds.includes(neighbourhoodId))
        .map(({ neighbourhoodId, name }) => ({ text: name, href: `/${place.slug}/library?where=${neighbourhoodId}` })),
    ]
    const model: SectionsPage = {
      page: {
        title: story.title,
        titleIsContent: true,
        caption: [storyKinds[story.kind], exactDate(dateAt(story.publishedAt))].join(', '),
        backHref: `/${place.slug}/library`,
      },
      sections: [
        {
          ...(story.byLine && { sentences: [`By ${story.byLine}`] }),
          text: [story.summary, story.body].join('\n\n'),
        },
        {
          title: 'Principles it is about',
          links: principles
            .filter(({ number }) => story.principles.includes(number))
            .map(({ number, words }) => ({
              text: `${number}. ${words}`,
              href: `/${place.slug}/library?principle=${number}`,
            })),
        },
        ...(where.length ? [{ title: 'Places', links: where }] : []),
        ...(kept && actor.kind === 'person' && keepsStory(actor, kept)
          ? [{ links: [{ text: 'Change this', href: `/${place.slug}/library/${story.storyId}/edit` }] }]
          : []),
      ],
    }
    return view('practice/sections.njk', model, { headers: neverKept })
  },
})

/** Stories in one answer for other systems. */
const exportedAtOnce = 100

const LibraryResponse = Type.Object({
  place: Type.String(),
  /** To be taken out of every copy as soon as an entry is not here any more. */
  terms: Type.String(),
  page: Type.Integer(),
  stories: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      title: Type.String(),
      summary: Type.String(),
      body: Type.String(),
      byLine: Type.Union([Type.String(), Type.Null()]),
      principles: Type.Array(Type.Integer()),
      publishedAt: Type.String(),
    }),
  ),
})

const libraryApi = api({
  method: 'GET',
  path: '/:place/api/library',
  allow: 'anyone',
  query: Type.Object({ page: Type.Optional(Type.Unknown()) }),
  response: LibraryResponse,
  headers: { 'access-control-allow-origin': '*', ...neverKept },
  async handle({ platform, place, actor, query }) {
    const at = /^[1-9]\d{0,3}$/.test(typedLine(query.page)) ? Number(typedLine(query.page)) : 1
    const stories = await platform.db.as(actor, tx => listPublished(tx, (at - 1) * exportedAtOnce, exportedAtOnce))
    return json({
      place: place.slug,
      terms: 'Each story is here by consent. Ask again each day, and delete your copy of what is not here any more.',
      page: at,
      stories: stories.map(({ storyId, publishedAt, ...story }) => ({
        ...story,
        id: storyId,
        publishedAt: publishedAt.toISOString(),
      })),
    })
  },
})

/** The newest stories about a council, for its own page. */
export const storiesAbout = async (
  tx: Parameters<typeof searchStories>[0],
  councilId: string,
): Promise<readonly FoundStory[]> =>
  isUuid(councilId)
    ? (await searchStories(tx, { words: '', kind: null, principle: null, councilId, neighbourhoodId: null }, 0, 5))
        .stories
    : []

export const libraryRoutes = [libraryPage, storyPage, libraryApi]
