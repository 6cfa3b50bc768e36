import { Type } from 'typebox'
import type { PageModel } from '../../design/page.ts'
import { inWords } from '../../design/time-in-words.ts'
import type { StateTag, SummaryCard, Timeline, Tone } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import { listFacts } from '../../platform/facts/fact.ts'
import { notFound, page, view } from '../../platform/http/route.ts'
import { listOrganisations } from '../organisations/index.ts'
import { findPerson, listConsents } from '../people/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { accessHelpRequest } from './access.ts'
import type { HelpRequest, Need } from './help-request.ts'
import { listHelpRequestsOf, listNeedsOf } from './help-request-store.ts'
import { askWhyThisPerson, mayLookAtPerson } from './reason-to-look.ts'
import { consentRows, looksOf, personRows, takenRows, timelineOf } from './tell-story.ts'
import { closingReasons, type NeedState, needStates, urgencies } from './words.ts'

/** A need as a line of a request. */
export interface NeedLine {
  readonly what: string
  readonly description: string
  readonly state: StateTag
  readonly since: string
  readonly href: string
}

type RequestModel = PageModel & {
  story: string
  about: SummaryCard
  needs: readonly NeedLine[]
  others: readonly { text: string; href: string; state: StateTag }[]
  timeline: Timeline
  looks: ReturnType<typeof looksOf>
  takeHref: string | null
  personHref: string | null
}

const tones: Readonly<Record<NeedState, Tone>> = {
  waiting: 'fresh',
  asked: 'waiting',
  accepted: 'agreed',
  'in contact': 'underway',
  ongoing: 'underway',
  done: 'done',
  closed: 'stopped',
}

/** The needs of a request as lines that say where each is. */
export const needLines = (needs: readonly Need[], base: string, now: Date): NeedLine[] =>
  needs.map(need => ({
    what: `${needKinds[need.kind].label}, ${urgencies[need.urgency].label.toLowerCase()}`,
    description: need.description,
    state: {
      word: need.closingReason ? closingReasons[need.closingReason].label : needStates[need.state].label,
      tone: need.closingReason === 'helped' ? 'done' : tones[need.state],
    },
    since: inWords(need.closedAt ?? need.stateSince, now),
    href: `${base}/needs/${need.needId}`,
  }))

/** A request as one line of a list. */
export const requestLine = ({ helpRequestId, reference, madeAt, state }: HelpRequest, base: string, now: Date) => ({
  text: `${reference}, asked ${inWords(madeAt, now)}`,
  href: `${base}/requests/${helpRequestId}`,
  state: state === 'open' ? { word: 'Open', tone: 'underway' as const } : { word: 'Closed', tone: 'stopped' as const },
})

/** One request, whole: what was said, where each need is, what happened, who looked. */
export const requestPage = page({
  method: 'GET',
  path: '/:place/requests/:helpRequestId',
  allow: 'request.triage',
  params: Type.Object({ helpRequestId: Type.String({ format: 'uuid' }) }),
  async handle({ platform, place, actor, params, url }) {
    const base = `/${place.slug}`
    const model = await platform.db.as(actor, async tx => {
      const request = await accessHelpRequest(tx, params.helpRequestId)
      if (isRefusal(request)) return request
      if (!(await mayLookAtPerson(tx, request.personId))) return askWhyThisPerson(place, request.personId, url)
      const person = await findPerson(tx, request.personId)
      const names = new Map(
        (await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId as string, name]),
      )
      const neighbourhood = (await listNeighbourhoods(tx)).find(
        ({ neighbourhoodId }) => neighbourhoodId === person?.neighbourhoodId,
      )
      const needs = await listNeedsOf(tx, request.helpRequestId)
      const others = person ? await listHelpRequestsOf(tx, person.personId) : []
      const model: RequestModel = {
        page: {
          title: `${person?.name ?? 'Somebody'} asked for help`,
          caption: `Reference ${request.reference}`,
          kind: 'staff',
          backHref: `${base}/worklist`,
          state: requestLine(request, base, tx.now).state,
        },
        story: request.story,
        about: {
          title: 'Who it is',
          rows: [
            ...(person ? personRows(person, neighbourhood?.name ?? null) : []),
            ...takenRows(request, names, tx.now),
            ...consentRows(await listConsents(tx, request.helpRequestId), names, tx.now),
          ],
        },
        needs: needLines(needs, base, tx.now),
        others: others
          .filter(({ helpRequestId }) => helpRequestId !== request.helpRequestId)
          .map(other => requestLine(other, base, tx.now)),
        timeline: timelineOf(await listFacts(tx, request.journeyId), names),
        looks: looksOf(person ? await listAuditLines(tx, [person.personId]) : [], tx.now),
        takeHref: person && `${base}/requests/take?person=${person.personId}`,
        personHref: person && `${base}/people/${person.personId}`,
      }
      return model
    })
    if (isRefusal(model)) return notFound(model.message)
    return 'kind' in model ? model : view('requests/request.njk', model)
  },
})
