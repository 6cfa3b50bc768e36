/** `/:place/commissioning/engagement`: what is being asked before anything is decided; each with its diary and the notice made from it. */
import { Type } from 'typebox'
import { type Field, type FormView, form, readDate } from '../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import { pageAsked, pagesOf } from '../../../design/pages.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { typedCpv } from '../cpv.ts'
import { cameFromInWords, type FromGap, fromGap, hrefFromGap, readGap } from '../gaps/engagement-from-gap.ts'
import { pounds, readPounds } from '../money.ts'
import { listPartiesById } from '../parties/party-store.ts'
import { closeEngagement, openEngagement, withdrawEntry, writeEntry } from './engage.ts'
import { type Engagement, engagementNotice, hows, type NoticeField } from './engagement.ts'
import { countEngagements, findEngagement, listEngagements, listEntries } from './engagement-store.ts'

const stateOf = ({ closedAt, opensOn, closesOn }: Engagement, now: Date): StateTag => {
  const today = dateAt(now)
  if (closedAt) return { word: 'Closed', tone: 'stopped' }
  if (today < opensOn) return { word: 'Opens later', tone: 'waiting' }
  return today > closesOn ? { word: 'Its last day is over', tone: 'attention' } : { word: 'Open', tone: 'fresh' }
}

type ListModel = PageModel & {
  engagements: readonly { title: string; href: string; state: StateTag; says: string }[]
  actions: readonly Action[]
  pagination: Record<string, unknown> | null
  empty: EmptyState
}

const perPage = 50

const listPage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement',
  allow: 'anyone',
  query: Type.Object({ page: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const now = platform.clock()
    const here = `/${place.slug}/commissioning/engagement`
    const { total, shown, engagements } = await platform.db.as(actor, async tx => {
      const total = await countEngagements(tx)
      const shown = pageAsked(query.page, total, perPage)
      return { total, shown, engagements: await listEngagements(tx, perPage, (shown.page - 1) * perPage) }
    })
    const model: ListModel = {
      page: {
        title: 'Asked before anything is decided',
        backHref: `/${place.slug}/commissioning`,
        ...(shown.last > 1 && { caption: `Page ${shown.page} of ${shown.last}` }),
      },
      pagination: pagesOf(total, perPage, shown.page, number => `${here}?page=${number}`),
      engagements: engagements.map(engagement => ({
        title: engagement.title,
        href: `${here}/${engagement.engagementId}`,
        state: stateOf(engagement, now),
        says: engagement.closedAt
          ? (engagement.closedSays ?? '')
          : `Take part until ${exactDate(engagement.closesOn)}.`,
      })),
      actions: actor.permissions.has('commissioning.lead') ? [{ text: 'Open an engagement', href: `${here}/new` }] : [],
      empty: {
        title: 'Nothing is being asked just now',
        sentences: ['When somebody plans to buy or fund something here, it stands here before anything is decided.'],
      },
    }
    return view('commissioning/engagement/list.njk', model)
  },
})

const newFields: readonly Field[] = [
  { kind: 'text', name: 'title', label: 'What is it called?', hint: 'The title of what may be bought or funded.' },
  {
    kind: 'textarea',
    name: 'about',
    label: 'What do you want to find out, and what might be bought or funded?',
    limit: 4000,
    rows: 5,
  },
  {
    kind: 'textarea',
    name: 'process',
    label: 'How can somebody take part?',
    hint: 'Where, when and by what. Offer ways that small groups can manage.',
    limit: 4000,
    rows: 4,
  },
  {
    kind: 'radios',
    name: 'category',
    label: 'What is it mostly?',
    options: [
      { value: 'services', text: 'Services' },
      { value: 'goods', text: 'Goods' },
      { value: 'works', text: 'Works' },
    ],
  },
  {
    kind: 'text',
    name: 'cpvCode',
    label: 'CPV code',
    hint: 'Eight digits, like 85300000 for social services.',
    width: 10,
    optional: true,
  },
  { kind: 'text', name: 'contactName', label: 'Who answers questions?', autocomplete: 'off' },
  { kind: 'email', name: 'contactEmail', label: 'Their e-mail address', autocomplete: 'off' },
  { kind: 'date', name: 'opensOn', label: 'First day' },
  { kind: 'date', name: 'closesOn', label: 'Last day' },
  {
    kind: 'text',
    name: 'value',
    label: 'What may be paid in all, with VAT',
    prefix: '£',
    width: 10,
    inputmode: 'decimal',
    optional: true,
  },
  { kind: 'date', name: 'plannedFromOn', label: 'It might begin', optional: true },
  { kind: 'date', name: 'plannedUntilOn', label: 'It might end', optional: true },
  {
    kind: 'checkboxes',
    name: 'suits',
    label: 'Whom would it suit?',
    options: [
      { value: 'sme', text: 'Small and medium-sized enterprises' },
      { value: 'vcse', text: 'Voluntary, community and social enterprises' },
    ],
    optional: true,
  },
]

type Asked = { errors: readonly ErrorItem[]; values: Readonly<Record<string, unknown>> }

type NewVisit = Visit<never, { gap?: unknown }>

/** What the gap in the address tells, as it stands now; null where it names none, or nothing is missing there any more. */
const gapIn = ({ platform, actor, query }: NewVisit): Promise<FromGap | null> => {
  const gap = readGap(query.gap)
  return gap ? platform.db.as(actor, tx => fromGap(tx, gap)) : Promise.resolve(null)
}

const showNew = async (visit: NewVisit, asked: Asked | null): Promise<Reply> => {
  const here = `/${visit.place.slug}/commissioning/engagement`
  const errors = asked?.errors ?? []
  const gap = readGap(visit.query.gap)
  const values = asked?.values ?? (await gapIn(visit)) ?? {}
  return view(
    'design/question.njk',
    {
      page: {
        title: 'Open an engagement',
        kind: 'staff',
        backHref: gap ? `/${visit.place.slug}/commissioning/gaps?days=${gap.days}` : here,
        ...(errors.length && { errors }),
      },
      form: form({
        action: gap ? hrefFromGap(visit.place.slug, gap) : `${here}/new`,
        fields: newFields,
        values: values as Readonly<Record<string, unknown>>,
        errors,
        button: 'Open it for everybody to read',
      }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

const newQuery = Type.Object({ gap: Type.Optional(Type.Unknown()) })

const newPage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement/new',
  allow: 'commissioning.lead',
  query: newQuery,
  handle: visit => showNew(visit as never, null),
})

const dayNames = {
  opensOn: 'the first day',
  closesOn: 'the last day',
  plannedFromOn: 'when it might begin',
  plannedUntilOn: 'when it might end',
}

const newAnswer = page({
  method: 'POST',
  path: '/:place/commissioning/engagement/new',
  allow: 'commissioning.lead',
  query: newQuery,
  async handle(visit) {
    const { platform, actor, place, body } = visit
    const days = Object.entries(dayNames).map(([name, called]) => [name, readDate(body, name, called)] as const)
    const wrong: ErrorItem[] = days.flatMap(([field, read]) =>
      'message' in read ? [{ field, message: read.message }] : [],
    )
    const value = typedLine(body.value)
    const valueInPence = value === '' ? null : readPounds(value)
    if (value !== '' && valueInPence === null)
      wrong.push({ field: 'value', message: 'Write the amount in pounds, like 250,000' })
    if (wrong.length) return showNew(visit as never, { errors: wrong, values: body })
    const on = (name: keyof typeof dayNames) => {
      const read = days.find(([each]) => each === name)?.[1]
      return read && 'on' in read ? read.on : ''
    }
    const suits: readonly unknown[] = [body.suits].flat()
    const gap = await gapIn(visit as never)
    const answer = await perform(platform.db, actor, openEngagement, {
      title: typedLine(body.title),
      about: typedText(body.about),
      process: typedText(body.process),
      category: (chosen(body.category, ['services', 'goods', 'works']) ?? '') as never,
      cpvCode: typedCpv(body.cpvCode),
      contactName: typedLine(body.contactName),
      contactEmail: typedLine(body.contactEmail),
      opensOn: on('opensOn'),
      closesOn: on('closesOn'),
      valueInPence,
      plannedFromOn: on('plannedFromOn') || null,
      plannedUntilOn: on('plannedUntilOn') || null,
      suitsSme: suits.includes('sme'),
      suitsVcse: suits.includes('vcse'),
      neighbourhoodIds: gap?.neighbourhoodIds ? [...gap.neighbourhoodIds] : null,
      cameFrom: gap ? { ...gap.cameFrom } : null,
    })
    return isRefusal(answer)
      ? showNew(visit as never, { errors: errorsOf(answer), values: body })
      : redirect(`/${place.slug}/commissioning/engagement/${answer.engagementId}?done=opened`)
  },
})

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

const oneOnly = Type.Object({ engagementId: Type.String({ format: 'uuid' }) })

const onePage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement/:engagementId',
  allow: 'anyone',
  params: oneOnly,
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
  params: oneOnly,
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
  params: oneOnly,
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
  params: oneOnly,
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

type NoticeModel = PageModel & { fields: readonly NoticeField[]; missing: readonly string[] }

const noticePage = page({
  method: 'GET',
  path: '/:place/commissioning/engagement/:engagementId/notice',
  allow: 'anyone',
  params: oneOnly,
  async handle({ platform, place, actor, params }) {
    const model = await platform.db.as(actor, async (tx): Promise<NoticeModel | null> => {
      const engagement = await findEngagement(tx, params.engagementId)
      const [buyer] = engagement ? await listPartiesById(tx, [engagement.buyerPartyId]) : []
      if (!engagement || !buyer) return null
      const fields = engagementNotice(engagement, await listEntries(tx, params.engagementId), buyer, dateAt(tx.now))
      return {
        page: {
          title: 'Preliminary market engagement notice (UK2)',
          windowTitle: `Notice: ${engagement.title}`,
          caption: engagement.title,
          backHref: `/${place.slug}/commissioning/engagement/${params.engagementId}`,
        },
        fields,
        missing: fields.flatMap(({ name, missing }) => (missing ? [`${name}: ${missing}`] : [])),
      }
    })
    return model ? view('commissioning/engagement/notice.njk', model) : notFound('We cannot find that engagement.')
  },
})

export const engagementRoutes = [
  listPage,
  newPage,
  newAnswer,
  onePage,
  entryAnswer,
  withdrawAnswer,
  closeAnswer,
  noticePage,
]
