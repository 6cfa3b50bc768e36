/** `/:place/data-requests`: what people ask about what is held of them, by when it must be answered; and writing one down. */
import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Link, PageModel } from '../../../design/page.ts'
import { inWords } from '../../../design/time-in-words.ts'
import type { EmptyState, ErrorItem, StateTag } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { auditAll } from '../../../platform/audit/audit.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, type Reply, redirect, type Visit } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { timeLeft } from '../clock.ts'
import { askedHows, type DataRequest, outcomes, requestKindCodes, requestKinds } from '../data-request.ts'
import { listDataRequests } from '../data-request-store.ts'
import { takeDataRequest } from './take-data-request.ts'

const mostListed = 200

/** How one stands, with its clock. */
export const stateOfDataRequest = ({ state, dueOn }: DataRequest, now: Date): StateTag => {
  if (state === 'waiting for them') return { word: 'Waits for them: the clock stands', tone: 'waiting' }
  if (state === 'open') return timeLeft(dueOn, now)
  return { word: outcomes[state], tone: state === 'refused' ? 'stopped' : 'done' }
}

type ListVisit = Visit<Record<string, string>, { done?: unknown }>

type ListModel = PageModel & {
  says: string
  lines: readonly { text: string; href: string; state: StateTag; says: string }[]
  empty: EmptyState
  take: Link
}

const listPage = page({
  method: 'GET',
  path: '/:place/data-requests',
  allow: 'rights.decide',
  async handle({ platform, place, actor }) {
    const now = platform.clock()
    const all = await platform.db.as(actor, async tx => {
      const all = await listDataRequests(tx, mostListed)
      await auditAll(tx, 'looked at the data requests', [
        null,
        ...new Set(all.flatMap(({ personId }) => personId ?? [])),
      ])
      return all
    })
    return privateView('rights/data-requests/list.njk', {
      page: { title: 'Data requests', kind: 'staff' },
      says: 'The law gives one calendar month. The clock stands while you wait for something that you had to ask them.',
      lines: all.map(one => ({
        text: `${one.reference}: ${requestKinds[one.kind]}`,
        href: `/${place.slug}/data-requests/${one.dataRequestId}`,
        state: stateOfDataRequest(one, now),
        // Who it is stands here once that was settled, with a line for each; until then on the page of the request alone.
        says: `${one.personId ? one.askedByName : 'Not settled yet who it is'}, ${one.askedHow}, ${inWords(one.receivedAt, now)}`,
      })),
      empty: {
        title: 'Nobody has asked',
        sentences: ['What people ask about what is held of them stands here, with its clock.'],
        tone: 'good',
      },
      take: { text: 'Write one down', href: `/${place.slug}/data-requests/new` },
    } satisfies ListModel as ListModel)
  },
})

const happenings: Happenings = {
  taken: { message: 'Written down. The data protection lead answers within one calendar month.' },
}

const drawNew = ({ place, body, query, actor }: ListVisit, errors: readonly ErrorItem[] = []): Reply =>
  privateView('design/question.njk', {
    page: {
      title: 'Somebody asks about what we hold of them',
      kind: 'staff',
      backHref: `/${place.slug}${isAllowed(actor, 'rights.decide') ? '/data-requests' : ''}`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    form: form({
      action: `/${place.slug}/data-requests/new`,
      fields: [
        {
          kind: 'radios',
          name: 'kind',
          label: 'What do they ask for?',
          options: requestKindCodes.map(value => ({ value, text: requestKinds[value] })),
        },
        { kind: 'text', name: 'askedByName', label: 'Who asks?', autocomplete: 'off' },
        {
          kind: 'text',
          name: 'askedContact',
          label: 'How do we reach them?',
          hint: 'A phone number, an e-mail address or a postal address.',
          autocomplete: 'off',
        },
        {
          kind: 'radios',
          name: 'askedHow',
          label: 'How did they ask?',
          options: askedHows.map(value => ({ value, text: value.charAt(0).toUpperCase() + value.slice(1) })),
        },
        {
          kind: 'textarea',
          name: 'says',
          label: 'What do they say?',
          hint: 'In their words. For something to put right: what is wrong, and what it should be.',
          optional: true,
          limit: 4000,
        },
      ],
      values: body,
      errors,
      button: 'Write it down',
    }),
  })

const newPage = page({
  method: 'GET',
  path: '/:place/data-requests/new',
  allow: 'rights.take',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: async visit => drawNew({ ...(visit as unknown as ListVisit), body: {} }),
})

const newAnswer = page({
  method: 'POST',
  path: '/:place/data-requests/new',
  allow: 'rights.take',
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as ListVisit
    const { platform, place, actor, body } = visit
    const taken = await perform(platform.db, actor, takeDataRequest, {
      kind: chosen(body.kind, requestKindCodes) ?? ('' as never),
      askedByName: typedLine(body.askedByName),
      askedContact: typedLine(body.askedContact),
      askedHow: chosen(body.askedHow, askedHows) ?? ('' as never),
      says: typedText(body.says),
    })
    if (isRefusal(taken)) return drawNew(visit, errorsOf(taken))
    return redirect(
      isAllowed(actor, 'rights.decide')
        ? `/${place.slug}/data-requests/${taken.dataRequestId}?done=taken`
        : `/${place.slug}/data-requests/new?done=taken`,
    )
  },
})

export const dataRequestsRoutes = [listPage, newPage, newAnswer]
