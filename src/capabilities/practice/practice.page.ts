/** `/:place/practice`: the six principles, word for word, and where each of their pages is. */
import type { Link } from '../../design/page.ts'
import type { Actor } from '../../platform/auth/actor.ts'
import { isAllowed } from '../../platform/auth/actor.ts'
import type { PlaceTx } from '../../platform/db/database.ts'
import { page, view } from '../../platform/http/route.ts'
import { findCouncilOf } from './network/council-store.ts'
import { principles, principlesPublished, recommendationGroups, recommendationsPublished } from './published.ts'
import { publishedLine } from './published-line.ts'
import type { Section, SectionsPage } from './sections.ts'

/** What other rooms have to say on this page. */
export type OnPracticePage = (tx: PlaceTx, actor: Actor, placeSlug: string) => Promise<readonly Section[]>

export const practicePage = (others: OnPracticePage) =>
  page({
    method: 'GET',
    path: '/:place/practice',
    allow: 'anyone',
    async handle({ platform, place, actor }) {
      const { council, more } = await platform.db.as(actor, async tx => ({
        council: actor.organisationId ? await findCouncilOf(tx, actor.organisationId) : null,
        more: await others(tx, actor, place.slug),
      }))
      const own: Link[] = council
        ? [{ text: `The record of ${council.name}`, href: `/${place.slug}/network/councils/${council.councilId}` }]
        : []
      const model: SectionsPage = {
        page: { title: 'Keep it Local: the six principles', backHref: `/${place.slug}` },
        sections: [
          {
            numbered: { from: 1, words: principles.map(({ words }) => words) },
            source: publishedLine(principlesPublished),
          },
          ...more,
          {
            title: 'Where to go from here',
            links: [
              ...own,
              { text: 'Councils that keep it local', href: `/${place.slug}/network` },
              { text: 'Stories, essays and case studies', href: `/${place.slug}/library` },
              ...(isAllowed(actor, 'network.convene') && actor.kind === 'person'
                ? [{ text: 'Add a council to the network', href: `/${place.slug}/network/new` }]
                : []),
            ],
          },
          ...recommendationGroups.map(({ to, recommendations }, at) => ({
            title: to,
            ...(at === 0 && {
              sentences: ['Ten recommendations followed in 2020. Each council’s page says what it does about them.'],
            }),
            numbered: {
              from: recommendations[0]?.number ?? 1,
              words: recommendations.map(({ words }) => words),
            },
            ...(at === recommendationGroups.length - 1 && { source: publishedLine(recommendationsPublished) }),
          })),
        ],
      }
      return view('practice/sections.njk', model)
    },
  })
