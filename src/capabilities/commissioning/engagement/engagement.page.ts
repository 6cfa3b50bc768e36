/** `/:place/commissioning/engagement/:engagementId`: one engagement with its diary. */
import { Type } from 'typebox'
import { type Field, type FormView, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { cameFromInWords } from '../gaps/engagement-from-gap.ts'
import { pounds } from '../money.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { closeEngagement, withdrawEntry, writeEntry } from './engage.ts'
import { hows } from './engagement.ts'
import { stateOf } from './engagement-state.ts'
import { findEngagement, listEntries } from './engagement-store.ts'

const happenings: Happenings = {
  opened: { message: 'It is open. Everybody reads the same record, from the first entry on.' },
  written: { message: 'It stands in the diary.' },
  withdrawn: { message: 'Taken out. That it was there, and why it went, stays.' },
  closed: { message: 'Closed. What changed because of what was said stands at the top.' },
}

type Diary = {
  when: string
  how: string
  asked: string
  said: string
  changed: string
  by: string
  isWithdrawn: boolean
  withdrawn: string
  withdraw: FormView | null
}[]

type OneModel = PageModel & {
  about: SummaryCard
  changed: string | null
  diary: Diary
  empty: EmptyState
  actions: readonly Action[]
  write: FormView | null
  close: FormView | null
  signIn: string | null
}

const entryFields: readonly Field[] = [
  { kind: 'date', name: 'happenedOn', label: 'Which day?' },
  {
    kind: 'radios',
    name: 'how',
    label: 'How?',
    options: Object.entries(hows).map(([value, text]) => ({ value, text })),
  },
  {
    kind: 'text',
    name: 'asked',
    label: 'Who was asked?',
    hint: 'Organisations and groups. No private person’s name: everybody reads this.',
  },
  { kind: 'textarea', name: 'said', label: 'What did they say?', limit: 4000, rows: 4 },
  { kind: 'textarea', name: 'changed', label: 'What changed because of it?', limit: 2000, rows: 2, optional: true },
]

type Asked = { errors: readonly ErrorItem[]; values: Readonly<Record<string, unknown>> }

type OneVisit = Visit<{ engagementId: string }, { done?: unknown }>

const showOne = async (
  visit: OneVisit,
  asked: (Asked & { step: 'write' | 'close' | 'withdraw' }) | null,
): Promise<Reply> => {
  const { platform, actor, place, params, query } = visit
  const now = platform.clock()
  const here = `/${place.slug}/commissioning/engagement/${params.engagementId}`
  const errors = asked?.errors ?? []
  const of = (step: 'write' | 'close') => ({
    values: asked?.step === step ? asked.values : {},
    errors: asked?.step === step ? errors : [],
  })
  const model = await platform.db.as(actor, async (tx): Promise<OneModel | null> => {
    const engagement = await findEngagement(tx, params.engagementId)
    if (!engagement) return null
    const [buyer] = await listPartiesById(tx, [engagement.buyerPartyId])
    const entries = await listEntries(tx, params.engagementId)
    const by = new Map(
      (await listOrganisationsById(tx, [...new Set(entries.map(({ byOrganisationId }) => byOrganisationId))])).map(
        each => [each.organisationId as string, each.name],
      ),
    )
    const isOpen = engagement.closedAt === null
    const mayWrite = isOpen && actor.permissions.has('commissioning.take-part')
    const isMine =
      isOpen && actor.permissions.has('commissioning.lead') && buyer?.organisationId === actor.organisationId
    return {
      page: {
        title: engagement.title,
        titleIsContent: true,
        caption: `Asked before anything is decided, ${engagement.reference}`,
        backHref: `/${place.slug}/commissioning/engagement`,
        state: stateOf(engagement, now),
        ...noticeOf(happenings, query.done),
        ...(errors.length && { errors }),
      },
      about: {
        rows: [
          { key: 'What it is about', value: engagement.about },
          ...(cameFromInWords(engagement.cameFrom)
            ? [{ key: 'What the needs told', value: cameFromInWords(engagement.cameFrom) }]
            : []),
          { key: 'How to take part', value: engagement.process },
          { key: 'Who asks', value: [{ content: buyer?.name ?? '' }] },
          { key: 'Questions to', value: `${engagement.contactName}\n${engagement.contactEmail}` },
          { key: 'Until', value: exactDate(engagement.closesOn) },
          ...(engagement.valueInPence === null
            ? []
            : [{ key: 'What may be paid in all', value: `${pounds(engagement.valueInPence)} with VAT` }]),
          ...(engagement.plannedFromOn ? [{ key: 'It might begin', value: exactDate(engagement.plannedFromOn) }] : []),
        ],
      },
      changed: engagement.closedSays,
      diary: entries.map(entry => ({
        when: exactDate(entry.happenedOn),
        how: hows[entry.how],
        asked: entry.asked,
        said: entry.said,
        changed: entry.changed,
        by: by.get(entry.byOrganisationId) ?? '',
        isWithdrawn: entry.withdrawnAt !== null,
        withdrawn: entry.withdrawnBecause ?? '',
        withdraw:
          mayWrite && entry.byOrganisationId === actor.organisationId && entry.withdrawnAt === null
            ? form({
                action: `${here}/withdraw`,
                hidden: { entryId: entry.entryId },
                fields: [{ kind: 'text', name: `because-${entry.entryId}`, label: 'Why is it taken out?' }],
                button: 'Take it out',
              })
            : null,
      })),
      empty: {
        title: 'Nobody has been asked yet',
        sentences: ['Each conversation stands here when it has been written down.'],
      },
      actions: [
        { text: 'The notice made from this', href: `${here}/notice`, look: 'other' },
        {
          text: 'Competitions that came from it',
          href: `/${place.slug}/commissioning/competitions?engagement=${params.engagementId}`,
          look: 'other',
        },
        ...(actor.permissions.has('commissioning.lead') && buyer?.organisationId === actor.organisationId
          ? [
              {
                text: 'Open a competition from this',
                href: `/${place.slug}/commissioning/competitions/new?engagement=${params.engagementId}`,
                look: 'other' as const,
              },
            ]
          : []),
      ],
      write: mayWrite
        ? form({ action: `${here}/entries`, fields: entryFields, ...of('write'), button: 'Write it into the diary' })
        : null,
      close: isMine
        ? form({
            action: `${here}/close`,
            fields: [
              {
                kind: 'textarea',
                name: 'says',
                label: 'What changed because of what was said?',
                hint: 'Or that nothing did, and why. It is read by whoever was asked.',
                limit: 4000,
              },
            ],
            ...of('close'),
            button: 'Close it',
          })
        : null,
      signIn: isOpen && actor.kind === 'anyone' ? `/${place.slug}/sign-in` : null,
    }
  })
  return model
    ? view('commissioning/engagement/one.njk', model, { status: errors.length ? 422 : 200 })
    : notFound('We cannot find that engagement.')
}

export const engagementOnly = Type.Object({ engagementId: Type.String({ format: 'uuid' }) })

const onePage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement/:engagementId',
  allow: 'anyone',
  params: engagementOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => showOne(visit as OneVisit, null),
})

const answered = (
  visit: OneVisit,
  step: 'write' | 'close' | 'withdraw',
  done: string,
  answer: unknown | Refusal,
): Promise<Reply> | Reply =>
  isRefusal(answer)
    ? showOne(visit, { step, errors: errorsOf(answer), values: visit.body })
    : redirect(`/${visit.place.slug}/commissioning/engagement/${visit.params.engagementId}?done=${done}`)

const entryAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/engagement/:engagementId/entries',
  allow: 'commissioning.take-part',
  params: engagementOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as OneVisit
    const { platform, actor, body, params } = visit
    const day = readDate(body, 'happenedOn', 'the day')
    if ('message' in day)
      return showOne(visit, { step: 'write', errors: [{ field: 'happenedOn', message: day.message }], values: body })
    const answer = await perform(platform.db, actor, writeEntry, {
      engagementId: params.engagementId,
      happenedOn: 'on' in day ? day.on : '',
      how: chosen(body.how, Object.keys(hows)) ?? '',
      asked: typedLine(body.asked),
      said: typedText(body.said),
      changed: typedText(body.changed),
    })
    return answered(visit, 'write', 'written', answer)
  },
})

const withdrawAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/engagement/:engagementId/withdraw',
  allow: 'commissioning.take-part',
  params: engagementOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as OneVisit
    const { platform, actor, body, params } = visit
    const entryId = typedLine(body.entryId)
    const because = typedLine(body[`because-${entryId}`])
    const answer = await perform(platform.db, actor, withdrawEntry, {
      engagementId: params.engagementId,
      entryId,
      because,
    })
    const errors = isRefusal(answer)
      ? errorsOf(answer).map(each => (each.field === 'because' ? { ...each, field: `because-${entryId}` } : each))
      : []
    return errors.length
      ? showOne(visit, { step: 'withdraw', errors, values: body })
      : answered(visit, 'withdraw', 'withdrawn', answer)
  },
})

const closeAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/engagement/:engagementId/close',
  allow: 'commissioning.lead',
  params: engagementOnly,
  async handle(given) {
    const visit = { ...given, query: {} } as OneVisit
    const { platform, actor, body, params } = visit
    const answer = await perform(platform.db, actor, closeEngagement, {
      engagementId: params.engagementId,
      says: typedText(body.says),
    })
    return answered(visit, 'close', 'closed', answer)
  },
})

export const engagementRoutes = [onePage, entryAnswer, withdrawAnswer, closeAnswer]
