/** What stands in a council's record is written, changed, removed and put back here. */
import { Type } from 'typebox'
import { type Field, form } from '../../../design/form.ts'
import { exactDate } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import {
  content,
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import type { Section, SectionsPage } from '../sections.ts'
import { type Council, type CouncilEntry, type EntryKind, entryKindCodes, keeps } from './council.ts'
import { findCouncil, findEntry, findEntryFile } from './council-store.ts'
import { entryKinds, entryValues } from './entry-kinds.ts'
import { keepEntry, keepEntryFile, mostFileBytes, putEntryBack, removeEntry } from './keep-entry.ts'
import { readEntryForm } from './read-entry-form.ts'

interface Kept {
  readonly council: Council
  readonly kind: EntryKind
  /** Null for a new one. */
  readonly entry: CouncilEntry | null
}

const missing = 'This stands in no record, or the record is not yours to keep.'

const draw = (visit: Visit, { council, kind, entry }: Kept, errors: readonly ErrorItem[] = []): Reply => {
  const { place, body } = visit
  const back = `/${place.slug}/network/councils/${council.councilId}`
  const here = entry ? `/${place.slug}/network/entries/${entry.entryId}` : `${back}/add/${kind}`
  const { one, add, fields } = entryKinds[kind]
  const remove: Action[] = entry
    ? entry.removedAt
      ? [{ text: 'Put it back into the record', action: here, hidden: { do: 'back' }, look: 'other' }]
      : [{ text: 'Take it out of the record', action: here, hidden: { do: 'remove' }, look: 'danger' }]
    : []
  const model: SectionsPage = {
    page: {
      title: entry ? `Change: ${one.toLowerCase()}` : add,
      caption: council.name,
      kind: 'staff',
      backHref: `${back}#${kind}`,
      errors,
    },
    sections: [
      {
        form: form({
          action: here,
          fields: fields as readonly Field[],
          values: errors.some(({ field }) => field !== 'file') ? body : entry ? entryValues(entry) : {},
          errors: errors.filter(({ field }) => field !== 'file'),
          button: 'Save',
          instead: { text: 'Leave it as it is', href: back },
        }),
      },
      ...(entry && kind === 'endorsement' ? fileSection(entry, here, errors) : []),
      ...(remove.length ? [{ title: 'Should it not be here?', actions: remove }] : []),
    ],
  }
  return privateView('practice/sections.njk', model)
}

/** The document as a file: beside its address, or instead of one. */
const fileSection = ({ file }: CouncilEntry, here: string, errors: readonly ErrorItem[]): Section[] => [
  {
    id: 'document',
    title: 'The document as a file',
    sentences: [
      file
        ? `“${file.name}”, put here on ${exactDate(file.sentOn)}. Everybody can fetch it.`
        : 'None yet. Once it is here everybody can fetch it.',
    ],
    upload: {
      action: `${here}/document`,
      label: file ? 'Another file instead' : 'The decision or the signed page',
      hint: 'PDF, JPEG or PNG, up to 5 MB',
      error: errors.find(({ field }) => field === 'file')?.message ?? '',
      button: 'Put it here',
    },
    ...(file && {
      actions: [
        { text: 'Take the file away', action: `${here}/document`, hidden: { do: 'away' }, look: 'other' as const },
      ],
    }),
  },
]

const save = async (visit: Visit, kept: Kept): Promise<Reply> => {
  const { platform, place, actor, body } = visit
  const read = readEntryForm(kept.kind, body)
  if ('errors' in read) return draw(visit, kept, read.errors)
  const done = await perform(platform.db, actor, keepEntry, {
    ...read.entry,
    partners: [...read.entry.partners],
    councilId: kept.council.councilId,
    kind: kept.kind,
    entryId: kept.entry?.entryId ?? null,
  })
  if (isRefusal(done)) return draw(visit, kept, errorsOf(done))
  return redirect(`/${place.slug}/network/councils/${kept.council.councilId}?done=kept#entry-${done.entryId}`)
}

const addParams = Type.Object({ councilId: Type.String({ format: 'uuid' }), entryKind: Type.Enum([...entryKindCodes]) })

const toAdd = async ({ platform, actor, params }: Visit): Promise<Kept | null> => {
  const council = await platform.db.as(actor, tx => findCouncil(tx, params.councilId ?? ''))
  return council && keeps(actor, council) ? { council, kind: params.entryKind as EntryKind, entry: null } : null
}

const entryParams = Type.Object({ councilEntryId: Type.String({ format: 'uuid' }) })

const toChange = ({ platform, actor, params }: Visit): Promise<Kept | null> =>
  platform.db.as(actor, async tx => {
    const entry = await findEntry(tx, params.councilEntryId ?? '')
    const council = entry && (await findCouncil(tx, entry.councilId))
    return council && keeps(actor, council) ? { council, kind: entry.kind, entry } : null
  })

const removeOrPutBack = async (visit: Visit, kept: Kept, which: 'remove' | 'back'): Promise<Reply> => {
  const { platform, place, actor } = visit
  const entryId = kept.entry?.entryId ?? ''
  const done = await perform(platform.db, actor, which === 'remove' ? removeEntry : putEntryBack, { entryId })
  if (isRefusal(done)) return draw(visit, kept, errorsOf(done))
  const council = `/${place.slug}/network/councils/${kept.council.councilId}`
  return redirect(which === 'remove' ? `${council}?done=removed&entry=${entryId}` : `${council}?done=back`)
}

export const entryFormRoutes = [
  page({
    method: 'GET',
    path: '/:place/network/councils/:councilId/add/:entryKind',
    allow: 'practice.record',
    params: addParams,
    async handle(given) {
      const visit = given as unknown as Visit
      const kept = await toAdd(visit)
      return kept ? draw(visit, kept) : notFound(missing)
    },
  }),
  page({
    method: 'POST',
    path: '/:place/network/councils/:councilId/add/:entryKind',
    allow: 'practice.record',
    params: addParams,
    async handle(given) {
      const visit = given as unknown as Visit
      const kept = await toAdd(visit)
      return kept ? save(visit, kept) : notFound(missing)
    },
  }),
  page({
    method: 'GET',
    path: '/:place/network/entries/:councilEntryId',
    allow: 'practice.record',
    params: entryParams,
    async handle(given) {
      const visit = given as unknown as Visit
      const kept = await toChange(visit)
      return kept ? draw(visit, kept) : notFound(missing)
    },
  }),
  page({
    method: 'POST',
    path: '/:place/network/entries/:councilEntryId',
    allow: 'practice.record',
    params: entryParams,
    async handle(given) {
      const visit = given as unknown as Visit
      const kept = await toChange(visit)
      if (!kept) return notFound(missing)
      const wanted = visit.body.do
      return wanted === 'remove' || wanted === 'back' ? removeOrPutBack(visit, kept, wanted) : save(visit, kept)
    },
  }),
  page({
    method: 'GET',
    path: '/:place/network/entries/:councilEntryId/document.file',
    allow: 'anyone',
    params: entryParams,
    async handle({ platform, actor, params }) {
      const file = await platform.db.as(actor, tx => findEntryFile(tx, params.councilEntryId))
      return file
        ? content(file.type, file.content, {
            // Never shown inside our pages: it is somebody's file.
            headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}` },
          })
        : notFound('There is no such document, or it was taken away.')
    },
  }),
  page({
    method: 'POST',
    path: '/:place/network/entries/:councilEntryId/document',
    allow: 'practice.record',
    params: entryParams,
    takesFile: mostFileBytes,
    async handle(given) {
      const visit = given as unknown as Visit
      const { platform, place, actor, body, file } = visit
      const kept = await toChange(visit)
      if (!kept?.entry) return notFound(missing)
      const here = `/${place.slug}/network/councils/${kept.council.councilId}`
      if (!file && body.do !== 'away')
        return draw(visit, kept, [{ field: 'file', message: 'Choose the file to put here' }])
      const done = await perform(platform.db, actor, keepEntryFile, {
        entryId: kept.entry.entryId,
        file: file && { name: typedLine(file.name).slice(0, 200) || 'document', bytes: file.bytes },
      })
      return isRefusal(done)
        ? draw(visit, kept, errorsOf(done))
        : redirect(`${here}?done=kept#entry-${kept.entry.entryId}`)
    },
  }),
]
