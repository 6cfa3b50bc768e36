/** `/:place/forgetting`: what will be forgotten in the next 30 days, what was, and what is held back from it. */
import { Type } from 'typebox'
import { type FormView, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactDate, exactTime } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard, TableRows } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { type HoldGround, holdGrounds, listHolds } from '../hold-store.ts'
import { keepRetention } from '../keep-retention.ts'
import { listForgettings } from '../rights-store.ts'
import { endHold, putHold } from './hold.ts'

const daysAhead = 30

type Model = PageModel & {
  soon: TableRows
  runs: TableRows
  holds: readonly { card: SummaryCard; end: Action }[]
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
  const holds = await platform.db.as(actor, listHolds)
  const columns = [{ text: 'What' }, { text: 'Forgotten', number: true }, { text: 'Due, but kept', number: true }]
  return privateView('rights/forgetting/forgetting.njk', {
    page: { title: 'What will be forgotten', kind: 'staff', errors, ...noticeOf(happenings, query.done) },
    soon: { columns, rows: soon.map(({ what, forgotten, kept }) => [what, forgotten, kept]) },
    runs: {
      columns: [{ text: 'When' }, ...columns],
      rows: runs.map(({ ranAt, what, forgotten, kept }) => [exactTime(ranAt), what, forgotten, kept]),
    },
    holds: holds.map(({ holdId, ground, because, untilOn, putBy }) => ({
      card: {
        title: `${holdGrounds[ground]}, until ${exactDate(untilOn)}`,
        rows: [
          { key: 'Why', value: because },
          { key: 'Put by', value: putBy },
        ],
      },
      end: { text: 'End this hold', action: here, hidden: { do: 'end', holdId }, look: 'other' },
    })),
    put: form({
      action: here,
      hidden: { do: 'put' },
      fields: [
        { kind: 'text', name: 'reference', label: 'Reference of the request', width: 10, autocomplete: 'off' },
        {
          kind: 'radios',
          name: 'ground',
          label: 'What is it for?',
          options: Object.entries(holdGrounds).map(([value, text]) => ({ value, text })),
        },
        { kind: 'textarea', name: 'because', label: 'Why must it stay?', limit: 2000 },
        { kind: 'date', name: 'untilOn', label: 'Until when?' },
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
          reference: typedLine(body.reference),
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
