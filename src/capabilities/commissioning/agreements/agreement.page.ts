/** `/:place/commissioning/agreements/:agreementReference`: one agreement as a relationship. */
import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { SummaryCard } from '../../../design/view-models.ts'
import { notFound, page, privateView } from '../../../platform/http/route.ts'
import { pounds, sum } from '../money.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { agreementKinds } from './agreement.ts'
import { findAgreementByReference } from './agreement-store.ts'
import { stateOf, termInWords } from './agreement-words.ts'

const happenings: Happenings = {
  written: { message: 'Written down as a draft. Say what it costs and who pays, then sign it.' },
}

type AgreementModel = PageModel & { about: SummaryCard }

export const agreementPage = page({
  method: 'GET',
  path: '/:place/commissioning/agreements/:agreementReference',
  allow: 'commissioning.take-part',
  params: Type.Object({ agreementReference: Type.String({ maxLength: 20 }) }),
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query }) {
    const model = await platform.db.as(actor, async (tx): Promise<AgreementModel | null> => {
      const agreement = await findAgreementByReference(tx, params.agreementReference)
      if (!agreement) return null
      const parties = new Map(
        (
          await listPartiesById(
            tx,
            agreement.parties.map(({ partyId }) => partyId),
          )
        ).map(party => [party.partyId, party]),
      )
      const named = (role: string) =>
        agreement.parties
          .filter(party => party.role === role)
          .map(({ partyId }) => ({ content: parties.get(partyId)?.name ?? '' }))
      return {
        page: {
          title: agreement.title,
          titleIsContent: true,
          caption: `Agreement ${agreement.reference}`,
          kind: 'staff',
          backHref: `/${place.slug}/commissioning/agreements`,
          state: stateOf(agreement, tx.now),
          ...noticeOf(happenings, query.done),
        },
        about: {
          rows: [
            { key: 'Purpose', value: agreement.purpose },
            { key: 'Kind', value: agreementKinds[agreement.kind] },
            { key: 'Commissioner', value: named('buyer') },
            { key: 'Who does it', value: named('supplier') },
            {
              key: 'Term',
              value: `${termInWords(agreement.startsOn, agreement.endsOn)}: ${exactDate(agreement.startsOn)} to ${exactDate(agreement.endsOn)}`,
            },
            {
              key: 'Money in all',
              value: `${pounds(sum(agreement.years.map(year => year.amountInPence)))} without VAT`,
            },
          ],
        },
      }
    })
    return model
      ? privateView('commissioning/agreements/agreement.njk', model)
      : notFound('We cannot find that agreement, or it is not yours to see.')
  },
})
