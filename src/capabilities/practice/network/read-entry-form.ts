/** A posted entry form, read by the fields of its kind. */
import { readDate } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { readWebAddress } from '../web-address.ts'
import type { CouncilEntry, EntryKind, Partner } from './council.ts'
import { entryKinds, partnerFields } from './entry-kinds.ts'

type ReadEntry = Omit<CouncilEntry, 'entryId' | 'councilId' | 'kind' | 'file' | 'changedAt' | 'changedBy' | 'removedAt'>

/** What was typed, or what is wrong with it, each at its field. */
export const readEntryForm = (
  kind: EntryKind,
  body: Readonly<Record<string, unknown>>,
): { entry: ReadEntry } | { errors: ErrorItem[] } => {
  const read: Record<string, unknown> = {}
  const errors: ErrorItem[] = []
  for (const field of entryKinds[kind].fields) {
    const { value, message } = readField(field, body)
    if (message !== undefined) errors.push({ field: field.name, message })
    else if (value === null && field.needed) errors.push({ field: field.name, message: field.needed })
    else read[field.name] = value
  }
  if (errors.length) return { errors }
  const of = <T>(name: string): T => (read[name] ?? null) as T
  return {
    entry: {
      title: of('title'),
      post: of('post'),
      sort: of('sort'),
      fromOn: of('fromOn'),
      untilOn: of('untilOn'),
      says: of('says'),
      learned: of('learned'),
      howMany: of('howMany'),
      document: of('document'),
      documentTitle: of('documentTitle'),
      partners: Object.entries(partnerFields).flatMap(([field, kind]) => partnersOf(of(field), kind)),
    },
  }
}

const readField = (
  field: (typeof entryKinds)[EntryKind]['fields'][number],
  body: Readonly<Record<string, unknown>>,
): { value?: unknown; message?: string } => {
  const { name } = field
  if (field.kind === 'date') {
    const date = readDate(body, name, field.called ?? 'the day')
    return 'on' in date ? { value: date.on } : 'empty' in date ? { value: null } : { message: date.message }
  }
  if (field.kind === 'radios') {
    const typed = typedLine(body[name])
    return { value: field.options.some(({ value }) => value === typed) ? typed : null }
  }
  if (name === 'document') {
    const read = readWebAddress(body[name])
    return 'message' in read ? read : { value: read.address }
  }
  if (name === 'howMany') {
    const typed = typedLine(body[name]).replace(/,/g, '')
    if (typed === '') return { value: null }
    return /^\d{1,6}$/.test(typed) ? { value: Number(typed) } : { message: 'Enter a whole number, like 40' }
  }
  return { value: (field.kind === 'textarea' ? typedText(body[name]) : typedLine(body[name])) || null }
}

const partnersOf = (typed: string | null, kind: Partner['kind']): Partner[] =>
  (typed ?? '')
    .split('\n')
    .map(line => typedLine(line))
    .filter(Boolean)
    .map(name => ({ name, kind }))
