import { Type } from 'typebox'
import type { PageModel } from '../../design/page.ts'
import type { StateTag, SummaryCard, SummaryRow, Timeline } from '../../design/view-models.ts'
import { audit, listAuditLines } from '../../platform/audit/audit.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import { notFound, page, view } from '../../platform/http/route.ts'
import { listOrganisations } from '../organisations/index.ts'
import { findPerson, listConsents } from '../people/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { listHelpRequestsOf, listNeedsOf } from './help-request-store.ts'
import { type NeedLine, needLines, requestLine } from './request.page.ts'
import { consentRows, lookedAtPerson, looksOf, personRows, timelineOf } from './tell-story.ts'

type PersonModel = PageModel & {
  about: SummaryCard
  requests: readonly { text: string; href: string; state: StateTag; story: string; needs: readonly NeedLine[] }[]
  permissions: SummaryCard
  timeline: Timeline
  looks: ReturnType<typeof looksOf>
  takeHref: string
}

/** As many requests of one person as are told in full; nobody asks for more without knowing us well. */
const mostRequests = 20

/** One person: who they are, everything they asked for that the reader may see, what they permitted, and who has looked. */
export const personPage = page({
  method: 'GET',
  path: '/:place/people/:personId',
  allow: 'request.triage',
  params: Type.Object({ personId: Type.String({ format: 'uuid' }) }),
  async handle({ platform, place, actor, params }) {
    const base = `/${place.slug}`
    const model = await platform.db.as(actor, async tx => {
      const person = await findPerson(tx, params.personId)
      if (!person) return null
      await audit(tx, lookedAtPerson, person.personId)
      const names = new Map(
        (await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId as string, name]),
      )
      const neighbourhood = (await listNeighbourhoods(tx)).find(
        ({ neighbourhoodId }) => neighbourhoodId === person.neighbourhoodId,
      )
      const requests = (await listHelpRequestsOf(tx, person.personId)).slice(0, mostRequests)
      const permissions: SummaryRow[] = []
      const facts = []
      const told = []
      for (const request of requests) {
        const consents = await listConsents(tx, request.helpRequestId)
        permissions.push(
          ...consentRows(consents, names, tx.now).map(row => ({
            ...row,
            key: `${request.reference}: ${row.key.toLowerCase()}`,
          })),
        )
        facts.push(...(await listFacts(tx, request.journeyId)))
        told.push({
          ...requestLine(request, base, tx.now),
          story: request.story,
          needs: needLines(await listNeedsOf(tx, request.helpRequestId), base, tx.now),
        })
      }
      const model: PersonModel = {
        page: { title: person.name, kind: 'staff', backHref: `${base}/worklist` },
        about: { title: 'How to reach them', rows: personRows(person, neighbourhood?.name ?? null) },
        requests: told,
        permissions: { title: 'What they permitted', rows: permissions },
        timeline: timelineOf(
          facts.sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime()),
          names,
        ),
        looks: looksOf(await listAuditLines(tx, [person.personId]), tx.now),
        takeHref: `${base}/requests/take?person=${person.personId}`,
      }
      return model
    })
    return model
      ? view('requests/person.njk', model)
      : notFound('We cannot find that person, or they are not yours to see.')
  },
})
