/** `/:place/commissioning/engagement/:engagementId/notice`: the notice made from an engagement. */
import type { PageModel } from '../../../design/page.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import { notFound, page, view } from '../../../platform/http/route.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { engagementOnly } from './engagement.page.ts'
import { engagementNotice, type NoticeField } from './engagement.ts'
import { findEngagement, listEntries } from './engagement-store.ts'

type NoticeModel = PageModel & { fields: readonly NoticeField[]; missing: readonly string[] }

export const noticePage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement/:engagementId/notice',
  allow: 'anyone',
  params: engagementOnly,
  async handle({ platform, place, actor, params }) {
    const model = await platform.db.as(actor, async (tx): Promise<NoticeModel | null> => {
      const engagement = await findEngagement(tx, params.engagementId)
      const [buyer] = engagement ? await listPartiesById(tx, [engagement.buyerPartyId]) : []
      if (!engagement || !buyer) return null
      const fields = engagementNotice(engagement, await listEntries(tx, params.engagementId), buyer, dateAt(tx.now))
      return {
        page: {
          title: 'Preliminary market engagement notice (UK2)',
          windowTitle: `Notice: ${engagement.title}`,
          caption: engagement.title,
          backHref: `/${place.slug}/commissioning/engagement/${params.engagementId}`,
        },
        fields,
        missing: fields.flatMap(({ name, missing }) => (missing ? [`${name}: ${missing}`] : [])),
      }
    })
    return model ? view('commissioning/engagement/notice.njk', model) : notFound('We cannot find that engagement.')
  },
})
