/** What one of an organisation's people began or was handed, and is not finished. */

import type { PageModel } from '../../../../design/page.ts'
import type { EmptyState } from '../../../../design/view-models.ts'
import { page, privateView } from '../../../../platform/http/route.ts'
import { listInHands } from './in-hands.ts'

type InMyHandsPage = PageModel & {
  kinds: readonly { title: string; items: readonly { says: string; href: string }[] }[]
  empty: EmptyState
}

export const inMyHandsPage = page({
  method: 'GET',
  path: '/:place/in-my-hands',
  allow: 'signed-in',
  async handle({ platform, place, actor }) {
    const { personId, organisationId, name } = actor
    const found =
      personId && organisationId
        ? await platform.db.as(actor, tx => listInHands(tx, { personId, organisationId, name }))
        : []
    const model: InMyHandsPage = {
      page: { title: 'In your hands', caption: actor.organisationName ?? '', backHref: `/${place.slug}/account` },
      kinds: found.map(({ title, items }) => ({
        title,
        items: items.map(({ says, path }) => ({ says, href: `/${place.slug}${path}` })),
      })),
      empty: {
        title: 'Nothing is in your hands',
        sentences: [
          'What you begin in your own name stands here until it is finished, and what somebody who left handed to you.',
        ],
        tone: 'good',
      },
    }
    return privateView('people/account/joining/in-my-hands.njk', model)
  },
})
