/** `/:place/volunteers/:volunteerId/alerts`: what a coordinator should look at about one volunteer, and saying that they have. */
import { Type } from 'typebox'
import type { PageModel } from '../../../design/page.ts'
import { inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { notFound, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { findPerson } from '../../people/index.ts'
import { findVolunteer } from '../../volunteers/index.ts'
import { dealWith } from '../asking/decide-on-task.ts'
import { listOpenAlerts } from '../match-store.ts'
import { alertAdvice, alertKinds } from '../words.ts'

type AlertsModel = PageModel & {
  alerts: readonly { title: string; says: string; deal: Action }[]
  empty: EmptyState
}

const params = Type.Object({ volunteerId: Type.String({ format: 'uuid' }) })
type AlertsVisit = Visit<{ volunteerId: string }, { done?: unknown }>

const draw = async (visit: AlertsVisit, refused?: string): Promise<Reply> => {
  const { platform, place, actor, params, query } = visit
  const back = `/${place.slug}/volunteers/${params.volunteerId}`
  const now = platform.clock()
  const found = await platform.db.as(actor, async tx => {
    const volunteer = await findVolunteer(tx, params.volunteerId)
    if (!volunteer) return null
    const person = await findPerson(tx, volunteer.personId)
    const alerts = (await listOpenAlerts(tx)).filter(({ volunteerId }) => volunteerId === params.volunteerId)
    return { name: person?.name ?? 'A volunteer', alerts }
  })
  if (!found) return notFound('We cannot find that volunteer, or they are not yours to see.')
  return privateView('matching/looking-after/alerts.njk', {
    page: {
      title: 'What to look at',
      caption: found.name,
      kind: 'staff',
      backHref: back,
      ...(refused && { errors: [{ field: 'form', message: refused }] }),
      ...(query.done === 'looked' && {
        notice: { tone: 'done' as const, message: 'Written down: you have looked at it.' },
      }),
    },
    alerts: found.alerts.map(({ alertId, kind, raisedAt }) => ({
      title: alertKinds[kind],
      says: `Noticed ${inWords(raisedAt, now)}. ${alertAdvice[kind]}`,
      deal: { text: 'I have looked at it', action: `${back}/alerts`, hidden: { alertId }, about: alertKinds[kind] },
    })),
    empty: {
      title: 'Nothing to look at',
      sentences: [
        'Reading details and then saying no, many details in one day, and several offers in a row without an answer show up here.',
      ],
      tone: 'good',
    },
  } satisfies AlertsModel as AlertsModel)
}

const alertsPage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/alerts',
  allow: 'volunteer.see',
  params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw(visit as unknown as AlertsVisit),
})

const alertsAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/alerts',
  allow: 'volunteer.see',
  params,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as AlertsVisit
    const { platform, place, actor, params, body } = visit
    const answer = await perform(platform.db, actor, dealWith, { alertId: typedLine(body.alertId) })
    return isRefusal(answer)
      ? draw(visit, answer.message)
      : redirect(`/${place.slug}/volunteers/${params.volunteerId}/alerts?done=looked`)
  },
})

export const alertsRoutes = [alertsPage, alertsAnswer]
