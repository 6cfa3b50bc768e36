/** How an organisation has answered what it was asked: counts, no person. For those who ask. */
import { Type } from 'typebox'
import { plural } from '../../design/filters.ts'
import type { PageModel } from '../../design/page.ts'
import { howLong } from '../../design/time-in-words.ts'
import type { EmptyState } from '../../design/view-models.ts'
import { notFound, page, view } from '../../platform/http/route.ts'
import { findOrganisation } from '../organisations/index.ts'
import { countAnswers } from './referral-store.ts'

type AnswersPage = PageModel & {
  numbers: readonly { figure: string; says: string }[] | null
  empty: EmptyState
}

export const answersRoute = page({
  method: 'GET',
  path: '/:place/organisations/:organisationId/answers',
  allow: 'referral.send',
  params: Type.Object({ organisationId: Type.String({ format: 'uuid' }) }),
  async handle({ platform, place, actor, params }) {
    const { organisation, record } = await platform.db.as(actor, async tx => ({
      organisation: await findOrganisation(tx, params.organisationId),
      record: (await countAnswers(tx)).find(({ organisationId }) => organisationId === params.organisationId) ?? null,
    }))
    if (!organisation) return notFound('There is no such organisation here.')
    const minutes = record?.medianMinutesToAnswer ?? null
    const model: AnswersPage = {
      page: {
        title: `How ${organisation.name} has answered`,
        kind: 'staff',
        backHref: `/${place.slug}/organisations/${organisation.organisationId}`,
      },
      numbers: record && [
        { figure: `${record.saidYes} of ${record.asked}`, says: 'said yes, in the last year' },
        { figure: String(record.inHand), says: `${plural(record.inHand, 'need').replace(/^\S+ /, '')} in hand now` },
        {
          figure: minutes === null ? 'Not known' : howLong(new Date(0), new Date(minutes * 60_000)),
          says: 'to an answer: half were quicker, half slower',
        },
      ],
      empty: {
        title: 'Not asked yet',
        sentences: [`Nobody has asked ${organisation.name} to help in the last year, so there is nothing to count.`],
      },
    }
    return view('referrals/answers.njk', model)
  },
})
