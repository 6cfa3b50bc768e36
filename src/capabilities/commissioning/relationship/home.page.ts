/** `/:place/commissioning`: what is asked, which ways there are, and what was agreed: the way in for everybody. */
import { Type } from 'typebox'
import type { PageModel } from '../../../design/page.ts'
import { pageAsked, pagesOf } from '../../../design/pages.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { EmptyState } from '../../../design/view-models.ts'
import { page, view } from '../../../platform/http/route.ts'
import { countPublished, listPublished } from '../agreements/publication-store.ts'
import { listEngagements } from '../engagement/engagement-store.ts'
import { pounds, sum } from '../money.ts'
import { openDataLinks } from '../open-contracting/open-data.api.ts'
import { nowInWords, takesBids, takesQuestions } from '../social-value/competition.ts'
import { listCompetitions } from '../social-value/competition-store.ts'

type HomeModel = PageModel & {
  competitions: readonly { title: string; href: string; says: string }[]
  engagements: readonly { title: string; href: string; says: string }[]
  agreements: readonly { title: string; href: string; says: string }[]
  links: readonly { text: string; href: string }[]
  pagination: Record<string, unknown> | null
  empty: EmptyState
}

const perPage = 50

export const homePage = page({
  method: 'GET',
  path: '/:place/commissioning',
  allow: 'anyone',
  query: Type.Object({ page: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const here = `/${place.slug}/commissioning`
    const today = dateAt(platform.clock())
    const model = await platform.db.as(actor, async (tx): Promise<HomeModel> => {
      const open = (await listEngagements(tx, 50)).filter(({ closedAt }) => closedAt === null)
      const total = await countPublished(tx)
      const { page, last } = pageAsked(query.page, total, perPage)
      const published = await listPublished(tx, (page - 1) * perPage, perPage)
      const competitions = (await listCompetitions(tx)).filter(
        each => takesQuestions(each, tx.now) || takesBids(each, tx.now),
      )
      const takesPart = actor.permissions.has('commissioning.take-part')
      return {
        page: {
          title: 'Commissioning',
          backHref: `/${place.slug}`,
          ...(last > 1 && { caption: `Agreements: page ${page} of ${last}` }),
        },
        pagination: pagesOf(total, perPage, page, number => `${here}?page=${number}#agreed`),
        engagements: open.map(each => ({
          title: each.title,
          href: `${here}/engagement/${each.engagementId}`,
          says:
            each.closesOn < today
              ? 'Its last day is over; it is not closed yet.'
              : `Take part until ${exactDate(each.closesOn)}.`,
        })),
        competitions: competitions.map(each => ({
          title: each.title,
          href: `${here}/competitions/${each.competitionId}`,
          says: nowInWords(each, tx.now),
        })),
        agreements: published.map(({ document: { agreement, parties } }) => ({
          title: agreement.title,
          href: `${here}/agreements/${agreement.reference}`,
          says: `${parties
            .filter(({ roles }) => roles.includes('supplier'))
            .map(({ name }) => name)
            .join(
              ', ',
            )}: ${pounds(sum(agreement.years.map(({ amountInPence }) => amountInPence)))} until ${exactDate(agreement.endsOn)}.`,
        })),
        links: [
          { text: 'All that is and was asked', href: `${here}/engagement` },
          { text: 'Competitions: what can be bid for, what counts, and what came of it', href: `${here}/competitions` },
          { text: 'Which way may I take? Grant, contract or another, by law', href: `${here}/routes` },
          ...(actor.permissions.has('measures.see') ? [{ text: 'Where help is missing', href: `${here}/gaps` }] : []),
          ...openDataLinks(place),
          ...(actor.permissions.has('commissioning.lead')
            ? [{ text: 'Bodies in agreements, and their numbers in public registers', href: `${here}/bodies` }]
            : []),
          ...(takesPart ? [{ text: 'The agreements you take part in', href: `${here}/agreements` }] : []),
        ],
        empty: {
          title: 'Nothing is published yet',
          sentences: ['Agreements stand here when they are signed and published.'],
        },
      }
    })
    return view('commissioning/relationship/home.njk', model)
  },
})
