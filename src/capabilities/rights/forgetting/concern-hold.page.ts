/** `/:place/concerns/:concernId/hold`: a safeguarding lead holds a concern, so that it is not forgotten six years after it was closed. Leads alone come here. */
import { Type } from 'typebox'
import { type FormView, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { dateAt } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { perform } from '../../../platform/command.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { concernIsTheirs } from '../../safeguarding/index.ts'
import { type HoldGround, holdGrounds, holds, listHoldsOf } from '../hold-store.ts'
import { endConcernHold, holdConcern } from './hold.ts'
import { holdCard, holdQuestions } from './hold-card.ts'

type Model = PageModel & { holds: readonly { card: SummaryCard; end: Action | null }[]; put: FormView }
type ThisVisit = Visit<{ concernId: string }, { done?: unknown }>
const oneOnly = Type.Object({ concernId: Type.String({ format: 'uuid' }) })

const happenings: Happenings = {
  put: { message: 'Held. It is not forgotten before that day.' },
  ended: { message: 'No longer held. If its time is over it is forgotten tonight.' },
}

const draw = async (visit: ThisVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, query, body } = visit
  const concern = `/${place.slug}/concerns/${params.concernId}`
  const today = dateAt(platform.clock())
  const all = await platform.db.as(actor, async tx => {
    if (!(await concernIsTheirs(tx, params.concernId))) return null
    await audit(tx, 'safeguarding.looked at the holds of a concern', params.concernId)
    return listHoldsOf(tx, params.concernId)
  })
  if (!all) return notFound('We cannot find that concern, or it is not yours to see.')
  return privateView('rights/forgetting/concern-hold.njk', {
    page: {
      title: 'Hold this concern',
      kind: 'staff',
      backHref: concern,
      errors,
      ...noticeOf(happenings, query.done),
    },
    holds: all.map(hold => ({
      card: holdCard(hold, holds(hold, today) ? 'Held' : 'Held before'),
      end: holds(hold, today)
        ? {
            text: 'End this hold',
            action: `${concern}/hold`,
            hidden: { do: 'end', holdId: hold.holdId },
            look: 'other',
          }
        : null,
    })),
    put: form({
      action: `${concern}/hold`,
      hidden: { do: 'put' },
      fields: holdQuestions,
      values: body,
      errors,
      button: 'Hold it',
    }),
  } satisfies Model as Model)
}

const holdPage = page({
  method: 'GET',
  path: '/:place/concerns/:concernId/hold',
  allow: 'rights.decide-concern',
  params: oneOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw({ ...(visit as unknown as ThisVisit), body: {} }),
})

const holdAnswer = page({
  method: 'POST',
  path: '/:place/concerns/:concernId/hold',
  allow: 'rights.decide-concern',
  params: oneOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as ThisVisit
    const { platform, place, actor, params, body } = visit
    const ends = body.do === 'end'
    const until = readDate(body, 'untilOn', 'the day until which it is held')
    const answer = ends
      ? await perform(platform.db, actor, endConcernHold, { holdId: typedLine(body.holdId) })
      : await perform(platform.db, actor, holdConcern, {
          concernId: params.concernId,
          ground: chosen(body.ground, Object.keys(holdGrounds) as HoldGround[]) ?? ('' as never),
          because: typedText(body.because),
          untilOn: 'on' in until ? until.on : '',
        })
    return isRefusal(answer)
      ? draw(visit, errorsOf(answer))
      : redirect(`/${place.slug}/concerns/${params.concernId}/hold?done=${ends ? 'ended' : 'put'}`)
  },
})

export const concernHoldRoutes = [holdPage, holdAnswer]
