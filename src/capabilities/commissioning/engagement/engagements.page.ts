/** `/:place/commissioning/engagement`: what is being asked before anything is decided. */
import { Type } from 'typebox'
import type { PageModel } from '../../../design/page.ts'
import { pageAsked, pagesOf } from '../../../design/pages.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, StateTag } from '../../../design/view-models.ts'
import { page, view } from '../../../platform/http/route.ts'
import { stateOf } from './engagement-state.ts'
import { countEngagements, listEngagements } from './engagement-store.ts'

type ListModel = PageModel & {
  engagements: readonly { title: string; href: string; state: StateTag; says: string }[]
  actions: readonly Action[]
  pagination: Record<string, unknown> | null
  empty: EmptyState
}

const perPage = 50

export const engagementsPage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement',
  allow: 'anyone',
  query: Type.Object({ page: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const now = platform.clock()
    const here = `/${place.slug}/commissioning/engagement`
    const { total, shown, engagements } = await platform.db.as(actor, async tx => {
      const total = await countEngagements(tx)
      const shown = pageAsked(query.page, total, perPage)
      return { total, shown, engagements: await listEngagements(tx, perPage, (shown.page - 1) * perPage) }
    })
    const model: ListModel = {
      page: {
        title: 'Asked before anything is decided',
        backHref: `/${place.slug}/commissioning`,
        ...(shown.last > 1 && { caption: `Page ${shown.page} of ${shown.last}` }),
      },
      pagination: pagesOf(total, perPage, shown.page, number => `${here}?page=${number}`),
      engagements: engagements.map(engagement => ({
        title: engagement.title,
        href: `${here}/${engagement.engagementId}`,
        state: stateOf(engagement, now),
        says: engagement.closedAt
          ? (engagement.closedSays ?? '')
          : `Take part until ${exactDate(engagement.closesOn)}.`,
      })),
      actions: actor.permissions.has('commissioning.lead') ? [{ text: 'Open an engagement', href: `${here}/new` }] : [],
      empty: {
        title: 'Nothing is being asked just now',
        sentences: ['When somebody plans to buy or fund something here, it stands here before anything is decided.'],
      },
    }
    return view('commissioning/engagement/list.njk', model)
  },
})
