/** `/:place/my-request/everything-held`: everything held about whoever holds the code, asked for in one press; and what they want put right or forgotten. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Link, PageModel } from '../../../design/page.ts'
import { dateInWords, exactTime } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
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
import { findHelpRequest, heldRequestId } from '../../requests/index.ts'
import { type CopyView, copyView } from '../copy-view.ts'
import { copyIsOpen, copyOpenDays, correctableCodes, correctableOfYours, type DataRequest } from '../data-request.ts'
import { listDataRequestsOf } from '../data-request-store.ts'
import { copyAsFile, copyOf } from './copy-of.ts'
import { askForCopy, askForCorrection } from './take-data-request.ts'
import { disagree } from './work-on-data-request.ts'

type Model = PageModel & {
  asked: readonly { card: SummaryCard; disagree: FormView | null }[]
  askForCopy: Action | null
  copy: CopyView | null
  files: readonly Link[]
  openDays: number
  correct: FormView
  forget: FormView
}

type ThisVisit = Visit<Record<string, string>, { done?: unknown }>

const happenings: Happenings = {
  asked: { message: 'Asked. Where nobody has to look at it first, your copy stands below.' },
  written: { message: 'Written down. We answer within a month; the answer stands here.' },
  disagreed: { message: 'Written down. It stays beside what was not changed.' },
}

const asks = {
  access: 'A copy of everything held about you',
  correction: 'Something to be put right',
  erasure: 'To be forgotten',
} as const

const stands = (one: DataRequest, now: Date): string => {
  if (one.state === 'open') return `We answer ${dateInWords(one.dueOn, now)} at the latest.`
  if (one.state === 'waiting for them') return `We have asked you something: ${one.askedThem ?? ''}`
  return { done: 'Done', 'done in part': 'Done in part', refused: 'Not done' }[one.state]
}

const cardOf = (one: DataRequest, now: Date): SummaryCard => ({
  title: `${asks[one.kind]}: ${one.reference}`,
  rows: [
    { key: 'Asked', value: exactTime(one.receivedAt) },
    ...(one.field ? [{ key: 'What', value: correctableOfYours[one.field] }] : []),
    ...(one.was ? [{ key: 'What stood there', value: one.was }] : []),
    ...(one.wanted ? [{ key: 'What it should be', value: one.wanted }] : []),
    { key: 'How it stands', value: stands(one, now) },
    ...(one.extendedBecause ? [{ key: 'Why it takes longer', value: one.extendedBecause }] : []),
    ...(one.answer ? [{ key: 'Our answer', value: one.answer }] : []),
    ...(one.disagreement ? [{ key: 'What you say against it', value: one.disagreement }] : []),
  ],
})

const heldPerson = async (tx: PlaceTx): Promise<string | null> => {
  const id = heldRequestId(tx.actor)
  return (id && (await findHelpRequest(tx, id))?.personId) || null
}

const here = ({ place }: Pick<Visit, 'place'>): string => `/${place.slug}/my-request/everything-held`

const draw = async (visit: ThisVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, query, body } = visit
  const model = await platform.db.as(actor, async (tx): Promise<Model | null> => {
    const personId = await heldPerson(tx)
    if (!personId) return null
    const all = await listDataRequestsOf(tx, personId)
    const ready = all.find(one => copyIsOpen(one, tx.now))
    const waits = all.some(({ kind, answeredAt }) => kind === 'access' && answeredAt === null)
    const copy = ready ? await tx.house(() => copyOf(tx, ready, { isForThem: true })) : null
    const action = here(visit)
    const correcting = body.do === 'correction'
    return {
      page: {
        title: 'Everything held about you',
        backHref: `/${place.slug}/my-request`,
        errors,
        ...noticeOf(happenings, query.done),
      },
      asked: all.map(one => ({
        card: cardOf(one, tx.now),
        disagree:
          (one.state === 'refused' || one.state === 'done in part') && !one.disagreement
            ? form({
                action,
                hidden: { do: 'disagree', dataRequestId: one.dataRequestId },
                fields: [
                  {
                    kind: 'textarea',
                    name: 'disagreement',
                    label: 'Do you disagree? Say why, and it stays beside it',
                    limit: 4000,
                  },
                ],
                values: body.dataRequestId === one.dataRequestId ? body : {},
                errors: body.dataRequestId === one.dataRequestId ? errors : [],
                button: 'Keep this beside it',
              })
            : null,
      })),
      askForCopy:
        ready || waits ? null : { text: 'Show me everything you hold about me', action, hidden: { do: 'access' } },
      copy: copy && copyView(copy),
      files: copy
        ? [
            { text: 'Keep it as a page', href: `${action}/copy.html` },
            { text: 'Keep it for another program (JSON)', href: `${action}/copy.json` },
          ]
        : [],
      openDays: copyOpenDays,
      correct: form({
        action,
        hidden: { do: 'correction' },
        fields: [
          {
            kind: 'radios',
            name: 'field',
            label: 'What is wrong?',
            options: correctableCodes.map(value => ({ value, text: correctableOfYours[value] })),
          },
          { kind: 'textarea', name: 'was', label: 'What stands there now?', optional: true, limit: 2000, rows: 2 },
          { kind: 'textarea', name: 'wanted', label: 'What should it be?', limit: 2000, rows: 2 },
        ],
        values: correcting ? body : {},
        errors: correcting ? errors : [],
        button: 'Ask for it to be put right',
      }),
      forget: form({
        action,
        hidden: { do: 'erasure' },
        fields: [],
        button: 'Ask us to forget you',
      }),
    }
  })
  return model ? privateView('rights/data-requests/everything-held.njk', model) : toTheDoor(visit)
}

const toTheDoor = ({ place }: Pick<Visit, 'place'>): Reply => redirect(`/${place.slug}/my-request?done=ended`)

const heldPage = page({
  method: 'GET',
  path: '/:place/my-request/everything-held',
  allow: 'anyone',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw({ ...(visit as unknown as ThisVisit), body: {} }),
})

const act = async ({ platform, actor, body }: ThisVisit) => {
  const { db } = platform
  if (body.do === 'access') return { done: 'asked', answer: await perform(db, actor, askForCopy, {}) }
  if (body.do === 'disagree')
    return {
      done: 'disagreed',
      answer: await perform(db, actor, disagree, {
        dataRequestId: typedLine(body.dataRequestId),
        disagreement: typedText(body.disagreement),
      }),
    }
  return {
    done: 'written',
    answer: await perform(db, actor, askForCorrection, {
      kind: body.do === 'erasure' ? 'erasure' : 'correction',
      field: chosen(body.field, correctableCodes),
      was: typedText(body.was),
      wanted: typedText(body.wanted),
    }),
  }
}

const heldAnswer = page({
  method: 'POST',
  path: '/:place/my-request/everything-held',
  allow: 'anyone',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as ThisVisit
    if (!heldRequestId(visit.actor)) return toTheDoor(visit)
    const { done, answer } = await act(visit)
    return isRefusal(answer) ? draw(visit, errorsOf(answer)) : redirect(`${here(visit)}?done=${done}`)
  },
})

const file = (as: 'html' | 'json') =>
  page({
    method: 'GET',
    path: `/:place/my-request/everything-held/copy.${as}`,
    allow: 'anyone',
    async handle(visit) {
      const { platform, actor } = visit
      const copy = await platform.db.as(actor, async tx => {
        const personId = await heldPerson(tx)
        const ready = personId && (await listDataRequestsOf(tx, personId)).find(one => copyIsOpen(one, tx.now))
        return ready ? tx.house(() => copyOf(tx, ready, { isForThem: true })) : null
      })
      return copy
        ? copyAsFile(copy, as, platform.clock)
        : notFound('There is no copy here. Open the page of your request with your reference and code, and ask for it.')
    },
  })

export const everythingHeldRoutes = [heldPage, heldAnswer, file('html'), file('json')]
