/** `/:place/unusual-reading`: what was unusual in who read whose details, and saying what it was. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactTime, inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { command, perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisations } from '../../organisations/index.ts'
import { listPeople } from '../../people/index.ts'
import { closeAlert, listAlerts, type ReadingAlert } from './alert-store.ts'
import { rules } from './unusual.ts'

const mostListed = 50

/** Says what something unusual was; whoever it is about cannot. */
export const closeReadingAlert = command({
  name: 'oversight.close-reading-alert',
  allow: 'reading-alert.see',
  input: Type.Object({
    alertId: Type.String({ format: 'uuid' }),
    words: Type.String({ minLength: 3, maxLength: 500, mend: 'Write down in a few words what it was' }),
  }),
  async run(tx, { alertId, words }) {
    return (await closeAlert(tx, alertId, words))
      ? { recordId: alertId }
      : refuse('somebody-else', 'Somebody else has written down what this was, or it is not yours to close.')
  },
})

type AlertsModel = PageModel & {
  open: readonly { id: string; title: string; says: readonly string[]; seeHref: string | null; close: FormView }[]
  rulesHref: string
  closed: readonly { title: string; says: readonly string[] }[]
  empty: EmptyState
}
type AlertsVisit = Visit<Record<string, string>, { done?: unknown }>

const happenings: Happenings = { closed: { message: 'Written down.' } }

const inSentence = ({ rule, says }: ReadingAlert): string =>
  ({
    'many people': `Opened ${says.opened} people’s details within an hour; usually it is ${says.usual}.`,
    'at night': `Opened ${says.opened} people’s details within an hour of the night.`,
    'somebody like them': `Opened somebody who has ${says.shares} as they have.`,
    'again without a need': `Opened the same person on ${says.days} of seven days, who waits for nothing.`,
  })[rule]

const draw = async (
  visit: AlertsVisit,
  wrong: { alertId: string; errors: readonly ErrorItem[] } | null,
): Promise<Reply> => {
  const { platform, place, actor, query, body } = visit
  const now = platform.clock()
  const found = await platform.db.as(actor, async tx => {
    const alerts = await listAlerts(tx, mostListed)
    await audit(tx, 'looked at what was unusual', null)
    const organisations = new Map<string, string>(
      (await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId, name]),
    )
    const people = await tx.house(() =>
      listPeople(
        tx,
        alerts.map(({ readerId }) => readerId),
      ),
    )
    const names = new Map<string, string>(people.map(({ personId, name }) => [personId, name]))
    return alerts.map(alert => ({
      ...alert,
      who: [
        names.get(alert.readerId) ?? 'Somebody',
        organisations.get(alert.organisationId ?? '') ?? 'a volunteer',
      ].join(', '),
    }))
  })
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const model: AlertsModel = {
    page: { title: 'Unusual reading', kind: 'staff', errors: wrong?.errors ?? [], ...noticeOf(happenings, query.done) },
    open: found
      .filter(({ closedAt }) => closedAt === null)
      .map(alert => ({
        id: alert.alertId,
        title: `${rules[alert.rule].title}: ${alert.who}`,
        says: [
          `${inSentence(alert)} Noticed ${inWords(alert.raisedAt, now)}, from ${exactTime(alert.readFrom)}.`,
          rules[alert.rule].advice,
        ],
        seeHref: isAllowed(actor, 'audit.see')
          ? `/${place.slug}/audit?reader=${alert.readerId}&from=${day(alert.readFrom)}&until=${day(alert.readUntil)}`
          : null,
        close: form({
          action: `/${place.slug}/unusual-reading`,
          hidden: { alertId: alert.alertId },
          fields: [{ kind: 'text', name: 'words', label: 'What was it?', autocomplete: 'off' }],
          values: wrong?.alertId === alert.alertId ? body : {},
          errors: wrong?.alertId === alert.alertId ? wrong.errors : [],
          button: 'Write it down',
        }),
      })),
    rulesHref: `/${place.slug}/unusual-reading/rules`,
    closed: found
      .filter(({ closedAt }) => closedAt !== null)
      .map(alert => ({
        title: `${rules[alert.rule].title}: ${alert.who}`,
        says: [`${inSentence(alert)}`, `${alert.closedBy}: ${alert.closedWords}`],
      })),
    empty: {
      title: 'Nothing unusual waits',
      sentences: [
        'Many people’s details in an hour, reading at night, reading somebody alike, and reading the same person again without a need show up here.',
      ],
      tone: 'good',
    },
  }
  return privateView('oversight/alerts/alerts.njk', model)
}

const alertsPage = page({
  method: 'GET',
  path: '/:place/unusual-reading',
  allow: 'reading-alert.see',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw({ ...(visit as unknown as AlertsVisit), body: {} }, null),
})

const alertsAnswer = page({
  method: 'POST',
  path: '/:place/unusual-reading',
  allow: 'reading-alert.see',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as AlertsVisit
    const { platform, place, actor, body } = visit
    const alertId = typedLine(body.alertId)
    const answer = await perform(platform.db, actor, closeReadingAlert, { alertId, words: typedText(body.words) })
    return isRefusal(answer)
      ? draw(visit, { alertId, errors: errorsOf(answer).map(({ message }) => ({ field: 'words', message })) })
      : redirect(`/${place.slug}/unusual-reading?done=closed`)
  },
})

export const alertsRoutes = [alertsPage, alertsAnswer]
