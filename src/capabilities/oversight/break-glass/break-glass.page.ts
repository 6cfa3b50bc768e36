/** `/:place/break-glass`: asking to open in an emergency what one may not see otherwise, deciding on it, and what was opened. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactTime, inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
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
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { findPerson, type Person } from '../../people/index.ts'
import { type HelpRequest, listHelpRequestsOf, personRows } from '../../requests/index.ts'
import {
  approveBreakGlass,
  askBreakGlass,
  decideHours,
  endBreakGlass,
  openMinutes,
  refuseBreakGlass,
  tellResidentOfBreakGlass,
} from './break-glass.ts'
import { type BreakGlass, findBreakGlass, listBreakGlass } from './break-glass-store.ts'

const mostListed = 50

type ListModel = PageModel & {
  lines: readonly { text: string; href: string; state: StateTag; says: string }[]
  ask: FormView | null
  empty: EmptyState
}

const stateOf = ({ state, askedAt, openUntil }: BreakGlass, now: Date): StateTag => {
  if (state === 'refused') return { word: 'Not opened', tone: 'stopped' }
  if (state === 'approved')
    return openUntil && openUntil > now ? { word: 'Open', tone: 'attention' } : { word: 'Closed again', tone: 'done' }
  return now.getTime() - askedAt.getTime() > decideHours * 3_600_000
    ? { word: 'Nobody decided within a day', tone: 'overdue' }
    : { word: 'Waits for a second person', tone: 'waiting' }
}

const happenings: Happenings = {
  asked: {
    message: 'Asked. As soon as a second person has said yes, it opens here. If it cannot wait, ring them, or 999.',
  },
  approved: { message: `Opened for ${openMinutes} minutes, for whoever asked.` },
  refused: { message: 'Not opened. Whoever asked reads that here.' },
  ended: { message: 'Closed. Nothing of it can be seen any more.' },
  told: { message: 'The resident can read now that it was opened.' },
}

type ListVisit = Visit<Record<string, string>, { done?: unknown }>

const drawList = async (visit: ListVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, query, body } = visit
  const now = platform.clock()
  const all = await platform.db.as(actor, async tx => {
    const all = await listBreakGlass(tx, mostListed)
    await audit(tx, 'looked at what was opened in emergencies', null)
    return all
  })
  return privateView('oversight/break-glass/list.njk', {
    page: { title: 'In an emergency', kind: 'staff', errors, ...noticeOf(happenings, query.done) },
    lines: all.map(one => ({
      text: `Asked by ${one.askedBy}, ${inWords(one.askedAt, now)}`,
      href: `/${place.slug}/break-glass/${one.breakGlassId}`,
      state: stateOf(one, now),
      says: one.reason,
    })),
    ask: isAllowed(actor, 'break-glass.ask')
      ? form({
          action: `/${place.slug}/break-glass`,
          fields: [
            {
              kind: 'text',
              name: 'askedFor',
              label: 'Whose details?',
              hint: 'A reference like K7Q-4MD, or a name and a phone number.',
              autocomplete: 'off',
            },
            {
              kind: 'textarea',
              name: 'reason',
              label: 'What is the emergency?',
              hint: 'Whoever decides reads it, and so does the resident afterwards.',
              limit: 500,
            },
          ],
          values: body,
          errors,
          button: 'Ask a second person',
        })
      : null,
    empty: {
      title: 'Nothing was opened in an emergency',
      sentences: ['What is asked and what was decided stands here.'],
      tone: 'good',
    },
  } satisfies ListModel as ListModel)
}

const listPage = page({
  method: 'GET',
  path: '/:place/break-glass',
  allow: 'break-glass.see',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => drawList({ ...(visit as unknown as ListVisit), body: {} }),
})

const askAnswer = page({
  method: 'POST',
  path: '/:place/break-glass',
  allow: 'break-glass.ask',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as ListVisit
    const { platform, place, actor, body } = visit
    const asked = await perform(platform.db, actor, askBreakGlass, {
      askedFor: typedLine(body.askedFor),
      reason: typedText(body.reason),
    })
    return isRefusal(asked) ? drawList(visit, errorsOf(asked)) : redirect(`/${place.slug}/break-glass?done=asked`)
  },
})

type OneModel = PageModel & {
  about: SummaryCard
  sentences: readonly string[]
  details: SummaryCard | null
  stories: readonly { title: string; story: string }[]
  decide: FormView | null
  actions: readonly Action[]
}

type OneVisit = Visit<{ breakGlassId: string }, { done?: unknown }>
const oneOnly = Type.Object({ breakGlassId: Type.String({ format: 'uuid' }) })

interface Opened {
  readonly person: Person
  readonly requests: readonly HelpRequest[]
}

/** What whoever asked may see now; the look is written on the person, or where the resident is not to be told yet, on the emergency alone. */
const openNow = async (tx: PlaceTx, one: BreakGlass): Promise<Opened | null> => {
  const { personId, openUntil, heldBecause, reason, breakGlassId } = one
  if (!personId || !openUntil || openUntil <= tx.now || one.askedById !== tx.actor.personId) return null
  const read = async () => {
    const person = await findPerson(tx, personId)
    return (
      person && { person, requests: (await listHelpRequestsOf(tx, personId)).filter(({ state }) => state === 'open') }
    )
  }
  await audit(tx, 'opened in an emergency', heldBecause === null ? personId : breakGlassId, { reason })
  return heldBecause === null ? read() : tx.house(read)
}

const drawOne = async (visit: OneVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, query, body } = visit
  const here = `/${place.slug}/break-glass/${params.breakGlassId}`
  const model = await platform.db.as(actor, async (tx): Promise<OneModel | null> => {
    const one = await findBreakGlass(tx, params.breakGlassId)
    if (!one) return null
    const opened = await openNow(tx, one)
    if (!opened) await audit(tx, 'looked at what was asked for in an emergency', one.breakGlassId)
    const { now } = tx
    const isMine = one.askedById === actor.personId
    const mayDecide = !isMine && isAllowed(actor, 'break-glass.decide')
    const isOpen = one.openUntil !== null && one.openUntil > now
    const press = (text: string, what: string): Action => ({ text, action: here, hidden: { do: what }, look: 'other' })
    return {
      page: {
        title: `Asked by ${one.askedBy} in an emergency`,
        kind: 'staff',
        backHref: `/${place.slug}/break-glass`,
        state: stateOf(one, now),
        errors,
        ...noticeOf(happenings, query.done),
      },
      about: {
        rows: [
          { key: 'Asked for', value: one.askedFor },
          { key: 'Why', value: one.reason },
          { key: 'Asked', value: exactTime(one.askedAt) },
          ...(one.decidedBy && one.decidedAt
            ? [
                {
                  key: one.state === 'approved' ? 'Opened by' : 'Not opened by',
                  value: `${one.decidedBy}, ${exactTime(one.decidedAt)}`,
                },
              ]
            : []),
          ...(one.openUntil ? [{ key: isOpen ? 'Open until' : 'Closed', value: exactTime(one.openUntil) }] : []),
          ...(mayDecide && one.heldBecause ? [{ key: 'The resident is not told yet', value: one.heldBecause }] : []),
        ],
      },
      sentences: sentencesFor(one, isMine, mayDecide, now),
      details: opened && { title: 'Who it is', rows: personRows(opened.person, null) },
      stories: (opened?.requests ?? []).map(({ reference, story }) => ({ title: `Request ${reference}`, story })),
      decide: mayDecide && one.state === 'asked' ? decideForm(here, one, body, errors) : null,
      actions: [
        ...(isOpen && (isMine || mayDecide) ? [press('Close it now', 'end')] : []),
        ...(mayDecide && one.heldBecause && one.personId ? [press('Let the resident know', 'tell')] : []),
      ],
    }
  })
  return model
    ? privateView('oversight/break-glass/one.njk', model)
    : notFound('We cannot find that, or it is not yours to see.')
}

const sentencesFor = (one: BreakGlass, isMine: boolean, mayDecide: boolean, now: Date): string[] => {
  if (isMine && one.state === 'asked')
    return ['A second person has to say yes. Ring a safeguarding lead or the data protection lead if it cannot wait.']
  if (isMine && one.state === 'refused') return ['A second person said no. Talk to them, or ask again and say more.']
  if (mayDecide && one.state === 'asked')
    return [
      one.personId ? 'We found one person by this.' : 'We found nobody by this. Whoever asked is not told that.',
      `If you say yes, they see who it is, how to reach them and what they asked for, for ${openMinutes} minutes. The resident can read that it was opened, by whom and why.`,
    ]
  return isMine && one.openUntil && one.openUntil <= now ? ['It is closed again.'] : []
}

const decideForm = (
  action: string,
  one: BreakGlass,
  values: OneVisit['body'],
  errors: readonly ErrorItem[],
): FormView =>
  form({
    action,
    fields: [
      {
        kind: 'radios',
        name: 'do',
        label: 'Is this an emergency in which they have to know?',
        options: [
          ...(one.personId ? [{ value: 'approve', text: `Yes: open it for ${openMinutes} minutes` }] : []),
          { value: 'refuse', text: 'No: do not open it' },
        ],
      },
      {
        kind: 'text',
        name: 'heldBecause',
        label: 'If the resident must not read of it yet: why?',
        hint: 'For instance because somebody who harms them reads along. Leave it empty otherwise.',
        optional: true,
        autocomplete: 'off',
      },
    ],
    values,
    errors,
    button: 'Decide',
  })

const onePage = page({
  method: 'GET',
  path: '/:place/break-glass/:breakGlassId',
  allow: 'break-glass.see',
  params: oneOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => drawOne({ ...(visit as unknown as OneVisit), body: {} }),
})

const act = async ({ platform, actor, params, body }: OneVisit): Promise<{ done: string } | Refusal> => {
  const { breakGlassId } = params
  const heldBecause = typedLine(body.heldBecause) || null
  const { db } = platform
  const did = <T>(done: string, answer: T | Refusal) => (isRefusal(answer) ? answer : { done })
  switch (body.do) {
    case 'approve':
      return did('approved', await perform(db, actor, approveBreakGlass, { breakGlassId, heldBecause }))
    case 'refuse':
      return did('refused', await perform(db, actor, refuseBreakGlass, { breakGlassId }))
    case 'end':
      return did('ended', await perform(db, actor, endBreakGlass, { breakGlassId }))
    case 'tell':
      return did('told', await perform(db, actor, tellResidentOfBreakGlass, { breakGlassId }))
    default:
      return { refused: 'say-which', message: 'Choose yes or no', field: 'do' }
  }
}

const oneAnswer = page({
  method: 'POST',
  path: '/:place/break-glass/:breakGlassId',
  allow: 'break-glass.see',
  params: oneOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as OneVisit
    const answer = await act(visit)
    return isRefusal(answer)
      ? drawOne(
          visit,
          errorsOf(answer).map(({ field, message }) => ({ field: field || 'do', message })),
        )
      : redirect(`/${visit.place.slug}/break-glass/${visit.params.breakGlassId}?done=${answer.done}`)
  },
})

export const breakGlassRoutes = [listPage, askAnswer, onePage, oneAnswer]
