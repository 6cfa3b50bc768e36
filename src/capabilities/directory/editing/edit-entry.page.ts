import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { isAboutFields, isRefusal } from '../../../kernel/refusal.ts'
import { sessionCookie } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { type DraftAnswers, forgetDraft, readDraft, saveDraft } from '../../../platform/http/drafts.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped, typedText } from '../../../platform/http/typed.ts'
import { type FormSection, formSections } from './edit-form-view.ts'
import { emptyContent, entryFields } from './entry-content.ts'
import { isRowField, type RowField, rowsIn } from './entry-form.ts'
import { asHouse, noSuchEntry, OwnEntry } from './own-entry.ts'
import { accessEntry, type EntryToEdit, proposeChange } from './propose-change.ts'
import { type Conflict, type FormRead, formOf, readForm } from './read-form.ts'

/** Changing an entry, or making a new one: one form, sent in to be checked. */

type EditPage = PageModel & {
  action: string
  isNew: boolean
  checksItself: boolean
  sections: readonly FormSection[]
  hidden: readonly { name: string; value: string }[]
  conflicts: readonly Conflict[]
  whereabouts: readonly string[]
  assures: boolean
  words: string
  endHref: string | null
  historyHref: string | null
  privateHref: string | null
  hasPrivate: boolean
  waitingHref: string | null
  questions: readonly string[]
}

const draftFlow = (serviceId: string) => `entry ${serviceId}`

const notices: Happenings = {
  kept: {
    message: 'What you filled in is kept for 4 hours on this device. Nothing was sent.',
    detail: 'Private addresses are not kept: type them again before you send.',
  },
  forgotten: { message: 'What you had filled in is forgotten. This is the entry as it stands.' },
}

async function drawn(
  visit: Pick<Visit, 'place'>,
  entry: EntryToEdit | null,
  serviceId: string,
  read: Pick<FormRead, 'typed' | 'seen'> & Partial<FormRead>,
  more: {
    errors?: readonly ErrorItem[]
    notice?: Notice
    add?: RowField | null
    assures?: boolean
    words?: string
  } = {},
): Promise<Reply> {
  const { place } = visit
  const base = `/${place.slug}/directory`
  const isNew = entry === null
  const errors = more.errors ?? []
  const hidden = [
    ...(isNew ? [{ name: 'entryId', value: serviceId }] : []),
    ...entryFields.map(field => ({ name: `seen-${field}`, value: read.seen[field] })),
    ...(read.conflicts ?? []).map(({ field }) => ({ name: `meanwhile-${field}`, value: 'yes' })),
  ]
  const model: EditPage = {
    page: {
      title: isNew ? 'Add an entry' : 'Change this entry',
      ...(entry?.content.name && { caption: entry.content.name }),
      backHref: `${base}/entries`,
      errors,
      ...(more.notice && { notice: more.notice }),
    },
    action: isNew ? `${base}/new-entry` : `${base}/entries/${serviceId}/edit`,
    isNew,
    checksItself: entry?.checksItself ?? false,
    sections: formSections(entry?.content ?? emptyContent, read.typed, errors, more.add ?? null),
    hidden,
    conflicts: read.conflicts ?? [],
    whereabouts: read.whereabouts ?? [],
    assures: more.assures ?? false,
    words: more.words ?? '',
    endHref: entry?.live && entry.live.status !== 'defunct' ? `${base}/entries/${serviceId}/end` : null,
    historyHref: entry?.live ? `${base}/entries/${serviceId}/history` : null,
    privateHref: entry?.live?.locations.length ? `${base}/entries/${serviceId}/private-address` : null,
    hasPrivate: entry?.live?.locations.some(location => location.hidden) ?? false,
    waitingHref: entry?.open ? `${base}/proposals/${entry.open.proposalId}` : null,
    questions:
      entry?.open?.state === 'asked back'
        ? ['There is a question about what you sent. Answer it, or change it here.']
        : [],
  }
  return view('directory/editing/edit-entry.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

/** What of a form half filled in may lie about for hours: not the address of a private place. */
function fitToKeep(body: Readonly<Record<string, unknown>>): DraftAnswers {
  const secret = rowsIn('locations', body).flatMap((row, at) => (row.private === 'yes' ? [at] : []))
  const isSecret = (name: string) => {
    const found = /^locations-(\d+)-(name|address|town|postcode|accessibility)$/.exec(name)
    return found !== null && secret.includes(rowNumber(body, Number(found[1])))
  }
  return Object.fromEntries(Object.entries(body).filter(([name]) => !isSecret(name) && name !== 'do'))
}
const rowNumber = (body: Readonly<Record<string, unknown>>, at: number): number =>
  [...new Set(Object.keys(body).flatMap(name => /^locations-(\d+)-/.exec(name)?.[1] ?? []))]
    .map(Number)
    .sort((a, b) => a - b)
    .indexOf(at)

const Happened = Type.Object({ done: Type.Optional(Type.Unknown()) })

async function show(visit: Visit, serviceId: string, entry: EntryToEdit | null): Promise<Reply> {
  const { cookies, query } = visit
  const token = cookies[sessionCookie]
  const flow = entry ? draftFlow(serviceId) : 'entry new'
  const content = entry?.content ?? emptyContent
  const answers = await asHouse(visit, tx => readDraft(tx, token, flow))
  const { notice } = noticeOf(notices, query.done)
  if (Object.keys(answers).length === 0)
    return drawn(visit, entry, serviceId, formOf(content), { ...(notice && { notice }) })
  const id = !entry && isUuid(answers.entryId) ? answers.entryId : serviceId
  const read = await asHouse(visit, tx => readForm(tx, answers, content, id))
  return drawn(visit, entry, id, read, {
    notice: notice ?? {
      tone: 'information',
      message: 'This is what you had filled in and not sent yet.',
    },
    assures: asTyped(answers.assures) === 'yes',
    words: typedText(answers.words),
  })
}

export const editEntryPage = page({
  method: 'GET',
  path: '/:place/directory/entries/:entryId/edit',
  allow: 'entry.edit',
  params: OwnEntry,
  query: Happened,
  async handle(visit) {
    const entry = await asHouse(visit, tx => accessEntry(tx, visit.params.entryId))
    if (!entry) return notFound(noSuchEntry)
    return show(visit as unknown as Visit, visit.params.entryId, entry)
  },
})

export const newEntryPage = page({
  method: 'GET',
  path: '/:place/directory/new-entry',
  allow: 'entry.edit',
  query: Happened,
  handle: visit => show(visit as unknown as Visit, newId(), null),
})

async function answer(visit: Visit, serviceId: string, entry: EntryToEdit | null): Promise<Reply> {
  const { platform, place, actor, body, cookies } = visit
  const token = cookies[sessionCookie] ?? ''
  const isNew = entry === null
  const flow = isNew ? 'entry new' : draftFlow(serviceId)
  const here = isNew ? `/${place.slug}/directory/new-entry` : `/${place.slug}/directory/entries/${serviceId}/edit`
  const doing = asTyped(body.do)
  if (doing === 'forget') {
    await asHouse(visit, tx => forgetDraft(tx, token, flow))
    return redirect(`${here}?done=forgotten`)
  }
  const keep = () => asHouse(visit, tx => saveDraft(tx, token, flow, { ...fitToKeep(body), entryId: serviceId }))
  const assures = asTyped(body.assures) === 'yes'
  const words = typedText(body.words)
  const read = await asHouse(visit, tx => readForm(tx, body, entry?.content ?? emptyContent, serviceId))
  const again = { assures, words }
  if (doing === 'keep') {
    await keep()
    return redirect(`${here}?done=kept`)
  }
  if (doing.startsWith('add ') || doing === 'look up') {
    const field = doing.slice(4)
    await keep()
    return drawn(visit, entry, serviceId, read, { ...again, add: isRowField(field) ? field : null })
  }
  if (read.errors.length > 0) {
    await keep()
    return drawn(visit, entry, serviceId, read, { ...again, errors: read.errors })
  }
  const sent = await perform(platform.db, actor, proposeChange, {
    serviceId,
    isNew: !entry?.live,
    changes: read.changes as Record<string, unknown>,
    seen: read.seen,
    assures,
    words,
  })
  if (isRefusal(sent)) {
    // What changed between reading and sending is read again, so that the page that comes back shows it.
    const fresh = isNew ? entry : await asHouse(visit, tx => accessEntry(tx, serviceId))
    const reread = await asHouse(visit, tx =>
      readForm(tx, { ...body, ...seenThen(read, body) }, fresh?.content ?? emptyContent, serviceId),
    )
    await keep()
    const errors =
      reread.errors.length > 0
        ? reread.errors
        : isAboutFields(sent)
          ? errorsOf(sent)
          : [{ field: 'form', message: sent.message }]
    return drawn(visit, fresh, serviceId, reread, { ...again, errors })
  }
  await asHouse(visit, tx => forgetDraft(tx, token, flow))
  const base = `/${place.slug}/directory`
  if (sent.proposalId === null)
    return redirect(`${base}/entries?done=${sent.state === 'assured' ? 'assured' : 'address-kept'}`)
  const done =
    sent.state === 'approved'
      ? 'live'
      : sent.atOnce.length > 0
        ? 'partly-live'
        : sent.state === 'withdrawn'
          ? 'withdrawn'
          : 'sent'
  return redirect(`${base}/proposals/${sent.proposalId}?done=${done}`)
}

/** The marks of what stood there when it was read, for fields whose choice had been made. */
const seenThen = (read: FormRead, body: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    entryFields.flatMap(field =>
      asTyped(body[`choose-${field}`]) === 'mine'
        ? [
            [`seen-${field}`, read.seen[field]],
            [`choose-${field}`, ''],
          ]
        : [],
    ),
  )

export const editEntryAnswer = page({
  method: 'POST',
  path: '/:place/directory/entries/:entryId/edit',
  allow: 'entry.edit',
  params: OwnEntry,
  async handle(visit) {
    const entry = await asHouse(visit, tx => accessEntry(tx, visit.params.entryId))
    if (!entry) return notFound(noSuchEntry)
    return answer(visit as unknown as Visit, visit.params.entryId, entry)
  },
})

export const newEntryAnswer = page({
  method: 'POST',
  path: '/:place/directory/new-entry',
  allow: 'entry.edit',
  async handle(visit) {
    const given = asTyped(visit.body.entryId)
    return answer(visit as unknown as Visit, isUuid(given) ? given : newId(), null)
  },
})
