/** `/:place/forgetting`: what will be forgotten in the next 30 days, what was, and what is held back from it. */
import { Type } from 'typebox'
import { type FormView, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt, exactTime } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard, TableRows } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { type HoldGround, heldKinds, holdGrounds, holds, listHolds } from '../hold-store.ts'
import { keepRetention } from '../keep-retention.ts'
import { listForgettings } from '../rights-store.ts'
import { endHold, putHold } from './hold.ts'
import { holdCard, holdQuestions } from './hold-card.ts'
import { heldInWords } from './what-is-meant.ts'

const daysAhead = 30
const mostHolds = 100

type Model = PageModel & {
  soon: TableRows
  runs: TableRows
  holds: readonly { card: SummaryCard; end: Action }[]
  over: readonly SummaryCard[]
  put: FormView
}
type ThisVisit = Visit<Record<string, string>, { done?: unknown }>

const happenings: Happenings = {
  put: { message: 'Held. It is not forgotten before that day.' },
  ended: { message: 'No longer held. If its time is over it is forgotten tonight.' },
}

const draw = async (visit: ThisVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, query, body } = visit
  const here = `/${place.slug}/forgetting`
  const soon = await keepRetention(platform, place.placeId, true, daysAhead)
  const runs = await platform.db.asHouse(place.placeId, listForgettings)
  const today = dateAt(platform.clock())
  const all = await platform.db.as(actor, async tx => {
    await audit(tx, 'looked at what is held', null)
    const listed = []
    for (const hold of await listHolds(tx, today, mostHolds))
      listed.push({ ...hold, says: await heldInWords(tx, hold) })
    return listed
  })
  const columns = [{ text: 'What' }, { text: 'Forgotten', number: true }, { text: 'Due, but kept', number: true }]
  return privateView('rights/forgetting/forgetting.njk', {
    page: { title: 'What will be forgotten', kind: 'staff', errors, ...noticeOf(happenings, query.done) },
    soon: {
      columns,
      rows: soon.filter(({ apart }) => !apart).map(({ what, forgotten, kept }) => [what, forgotten, kept]),
    },
    runs: {
      columns: [{ text: 'When' }, ...columns],
      rows: runs.map(({ ranAt, what, forgotten, kept }) => [exactTime(ranAt), what, forgotten, kept]),
    },
    holds: all
      .filter(hold => holds(hold, today))
      .map(hold => ({
        card: holdCard(hold, hold.says),
        end: { text: 'End this hold', action: here, hidden: { do: 'end', holdId: hold.holdId }, look: 'other' },
      })),
    over: all.filter(hold => !holds(hold, today)).map(hold => holdCard(hold, hold.says)),
    put: form({
      action: here,
      hidden: { do: 'put' },
      fields: [
        {
          kind: 'radios',
          name: 'what',
          label: 'What must stay?',
          options: Object.entries(heldKinds).map(([value, text]) => ({ value, text })),
        },
        {
          kind: 'text',
          name: 'said',
          label: 'Which one?',
          hint: 'The reference of a request or a complaint, like K7Q-4MD; for one of several needs its number behind it; for a person a reference, phone number or e-mail address; for an organisation its name.',
          autocomplete: 'off',
        },
        ...holdQuestions,
      ],
      values: body,
      errors,
      button: 'Hold it',
    }),
  } satisfies Model as Model)
}

const forgettingPage = page({
  method: 'GET',
  path: '/:place/forgetting',
  allow: 'rights.decide',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw({ ...(visit as unknown as ThisVisit), body: {} }),
})

const forgettingAnswer = page({
  method: 'POST',
  path: '/:place/forgetting',
  allow: 'rights.decide',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as ThisVisit
    const { platform, place, actor, body } = visit
    const ends = body.do === 'end'
    const until = readDate(body, 'untilOn', 'the day until which it is held')
    const answer = ends
      ? await perform(platform.db, actor, endHold, { holdId: typedLine(body.holdId) })
      : await perform(platform.db, actor, putHold, {
          what: chosen(body.what, Object.keys(heldKinds) as (keyof typeof heldKinds)[]) ?? ('' as never),
          said: typedLine(body.said),
          ground: chosen(body.ground, Object.keys(holdGrounds) as HoldGround[]) ?? ('' as never),
          because: typedText(body.because),
          untilOn: 'on' in until ? until.on : '',
        })
    return isRefusal(answer)
      ? draw(visit, errorsOf(answer))
      : redirect(`/${place.slug}/forgetting?done=${ends ? 'ended' : 'put'}`)
  },
})

export const forgettingRoutes = [forgettingPage, forgettingAnswer]
