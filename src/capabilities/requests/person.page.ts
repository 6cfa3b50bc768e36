import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../design/happened.ts'
import type { PageModel } from '../../design/page.ts'
import type { Action, StateTag, SummaryCard, SummaryRow, Timeline } from '../../design/view-models.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import { perform } from '../../platform/command.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import { notFound, page, redirect, view } from '../../platform/http/route.ts'
import { listOrganisations } from '../organisations/index.ts'
import { findPerson, listConsents } from '../people/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { listHelpRequestsOf, listNeedsOf } from './help-request-store.ts'
import { hideAddress } from './hide-address.ts'
import { askWhyThisPerson, mayLookAtPerson } from './reason-to-look.ts'
import { type NeedLine, needLines, requestLine } from './request.page.ts'
import { consentRows, looksOf, personRows, timelineOf } from './tell-story.ts'

type PersonModel = PageModel & {
  about: SummaryCard
  requests: readonly { text: string; href: string; state: StateTag; story: string; needs: readonly NeedLine[] }[]
  permissions: SummaryCard
  timeline: Timeline
  looks: ReturnType<typeof looksOf>
  takeHref: string
  /** Null for whoever may see no request of theirs. */
  whereTheyLive: { says: string; press: Action } | null
}

const onePerson = Type.Object({ personId: Type.String({ format: 'uuid' }) })

/** As many requests of one person as are told in full; nobody asks for more without knowing us well. */
const mostRequests = 20

const happenings: Happenings = {
  hidden: { message: 'No volunteer is told where they live.' },
  shown: { message: 'A volunteer who helps them may be told where they live, near the time.' },
}

/** Whether volunteers may be told where somebody lives, and the press that changes it. */
const whereTheyLive = (isHidden: boolean, here: string): NonNullable<PersonModel['whereTheyLive']> =>
  isHidden
    ? {
        says: 'No volunteer is told where they live: they meet at a place with staff, or speak on the phone. Another organisation is told only where they said yes to it by name, or somebody wrote down why.',
        press: { text: 'Volunteers may be told again', action: here, hidden: { hide: 'no' }, look: 'other' },
      }
    : {
        says: 'Is somebody looking for them? Then no volunteer is told where they live: they meet at a place with staff. What volunteers were asked or do at their home now is taken back, and the need waits for a decision again. Another organisation is told only where they said yes to it by name, or somebody wrote down why.',
        press: { text: 'Tell no volunteer where they live', action: here, hidden: { hide: 'yes' }, look: 'other' },
      }

/** One person: who they are, everything they asked for that the reader may see, what they permitted, and who has looked. */
const personPage = page({
  method: 'GET',
  path: '/:place/people/:personId',
  allow: 'request.triage',
  params: onePerson,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, params, query, url }) {
    const base = `/${place.slug}`
    const model = await platform.db.as(actor, async tx => {
      const person = await findPerson(tx, params.personId)
      if (!person) return null
      if (!(await mayLookAtPerson(tx, params.personId))) return 'say why'
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
        page: {
          title: person.name,
          kind: 'staff',
          backHref: `${base}/worklist`,
          ...noticeOf(happenings, query.done),
        },
        about: { title: 'How to reach them', rows: personRows(person, neighbourhood?.name ?? null) },
        requests: told,
        permissions: { title: 'What they permitted', rows: permissions },
        timeline: timelineOf(
          facts.sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime()),
          names,
        ),
        looks: looksOf(await listAuditLines(tx, [person.personId]), tx.now),
        takeHref: `${base}/requests/take?person=${person.personId}`,
        whereTheyLive:
          requests.length > 0 ? whereTheyLive(person.addressIsHidden, `${base}/people/${person.personId}`) : null,
      }
      return model
    })
    if (model === 'say why') return askWhyThisPerson(place, params.personId, url)
    return model
      ? view('requests/person.njk', model)
      : notFound('We cannot find that person, or they are not yours to see.')
  },
})

const whereTheyLiveAnswer = page({
  method: 'POST',
  path: '/:place/people/:personId',
  allow: 'request.triage',
  params: onePerson,
  async handle({ platform, place, actor, params, body }) {
    const isHidden = body.hide !== 'no'
    const answer = await perform(platform.db, actor, hideAddress, { personId: params.personId, isHidden })
    return isRefusal(answer)
      ? notFound(answer.message)
      : redirect(`/${place.slug}/people/${params.personId}?done=${isHidden ? 'hidden' : 'shown'}`)
  },
})

export const personRoutes = [personPage, whereTheyLiveAnswer]
