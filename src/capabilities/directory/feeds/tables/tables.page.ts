import { Type } from 'typebox'
import { type FormView, form } from '../../../../design/form.ts'
import { type Happenings, noticeOf } from '../../../../design/happened.ts'
import type { PageModel } from '../../../../design/page.ts'
import { inWords } from '../../../../design/time-in-words.ts'
import type { Action, ErrorItem, TableRows } from '../../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../../platform/http/typed.ts'
import { normaliseFeed } from '../normalise-service.ts'
import { isTableField, readMapping, recordsOf, tableFields } from './column-mapping.ts'
import { dropTable, importSentTable, importTable, mapTable, sendTable } from './import-table.ts'
import { MOST_TABLE_BYTES, readTable } from './read-table.ts'
import { findTable, listTables } from './table-store.ts'

/** `/:place/directory/tables`: a spreadsheet, saved as CSV, becomes entries: sent in, its columns named, looked through, then imported. */

const here = (visit: Pick<Visit, 'place'>) => `/${visit.place.slug}/directory/tables`
const doneWords: Happenings = {
  mapped: {
    message: 'Saved. Nothing is in the directory yet.',
    detail: 'Below stands what an import would do.',
  },
  dropped: { message: 'The table is gone.' },
}

type TablesPage = PageModel & {
  action: string
  name: string
  nameError: string
  fileError: string
  sent: readonly { text: string; href: string }[]
  most: string
}

async function tables(visit: Visit<never, never>, done: unknown, errors: readonly ErrorItem[]): Promise<Reply> {
  const { platform, actor, body } = visit
  const sent = await platform.db.as(actor, tx => tx.house(() => listTables(tx)))
  const errorAt = (field: string) => errors.find(error => error.field === field)?.message ?? ''
  const model: TablesPage = {
    page: {
      title: 'Import a table',
      kind: 'staff',
      backHref: `/${visit.place.slug}/directory`,
      errors: [...errors],
      ...noticeOf(doneWords, done),
    },
    action: here(visit),
    name: typedLine(body?.name),
    nameError: errorAt('name'),
    fileError: errorAt('file'),
    most: `${MOST_TABLE_BYTES / 1_000_000} MB`,
    sent: sent.map(({ tableId, name, fileName, sentAt, sentBy, runId }) => ({
      text: `${name}: ${fileName}, sent by ${sentBy} ${inWords(sentAt, platform.clock())}${runId ? ', imported' : ''}`,
      href: `${here(visit)}/${tableId}`,
    })),
  }
  return view('directory/feeds/tables/tables.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

export const tablesPage = page({
  method: 'GET',
  path: '/:place/directory/tables',
  allow: 'directory.keep-right',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => tables(visit as never, visit.query.done, []),
})

export const sendTableAnswer = page({
  method: 'POST',
  path: '/:place/directory/tables',
  allow: 'directory.keep-right',
  takesFile: MOST_TABLE_BYTES,
  async handle(visit) {
    const { platform, actor, body, file } = visit
    if (!file) return tables(visit as never, '', [{ field: 'file', message: 'Choose the file to send' }])
    const answer = await perform(platform.db, actor, sendTable, {
      name: typedLine(body.name),
      fileName: typedLine(file.name),
      content: file.bytes,
    })
    return isRefusal(answer)
      ? tables(visit as never, '', errorsOf(answer))
      : redirect(`${here(visit)}/${answer.tableId}`)
  },
})

type TablePage = PageModel & {
  notes: readonly string[]
  form: FormView
  preview: TableRows
  would: readonly string[]
  refused: readonly { title: string; says: string }[]
  report: string
  actions: readonly Action[]
}

const Params = Type.Object({ tableId: Type.String({ format: 'uuid' }) })

export const tablePage = page({
  method: 'GET',
  path: '/:place/directory/tables/:tableId',
  allow: 'directory.keep-right',
  params: Params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as never, visit.params.tableId, visit.query.done),
})

async function show(visit: Visit<never, never>, tableId: string, done: unknown, refusal?: Refusal): Promise<Reply> {
  const { platform, actor } = visit
  const sent = await platform.db.as(actor, tx => tx.house(() => findTable(tx, tableId)))
  const table = sent && readTable(sent.content, sent.fileName)
  if (!sent || !table || isRefusal(table)) return notFound('This table is not here any more. Send it again.')
  const mapping = readMapping(sent.mapping, table.headings)
  const would = sent.runId
    ? null
    : await platform.db.asHouse(actor.placeId, tx => importTable(tx, table, sent.name, mapping, true))
  const wrong = refusal ?? (would && isRefusal(would) ? would : undefined)
  const at = `${here(visit)}/${tableId}`
  const options = Object.entries(tableFields).map(([value, text]) => ({ value, text }))
  const example = (heading: string) => {
    const index = table.headings.indexOf(heading)
    return table.rows.map(({ cells }) => cells[index] ?? '').find(cell => cell !== '')
  }
  const first = normaliseFeed(
    recordsOf({ ...table, rows: table.rows.slice(0, 5) }, mapping),
    sent.name,
    platform.clock(),
  )
  const model: TablePage = {
    page: {
      title: sent.name,
      caption: sent.fileName,
      kind: 'staff',
      backHref: here(visit),
      errors: wrong ? errorsOf(wrong) : [],
      ...noticeOf(doneWords, done),
    },
    notes: [`${table.rows.length} rows.`, ...table.notes],
    form: form({
      action: at,
      hidden: { do: 'map' },
      button: 'Save, and look again',
      values: Object.fromEntries(table.headings.map((heading, index) => [`column-${index}`, mapping[heading] ?? ''])),
      errors: wrong ? errorsOf(wrong) : [],
      fields: table.headings.map((heading, index) => ({
        kind: 'select' as const,
        name: `column-${index}`,
        label: heading,
        hint: `Like “${(example(heading) ?? 'nothing').slice(0, 80)}”`,
        choose: 'Leave it out',
        options,
      })),
    }),
    preview: {
      columns: ['Line', 'Name', 'Organisation', 'Phone', 'Postcode', 'What was mended'].map(text => ({ text })),
      rows: first.map(reading =>
        'draft' in reading
          ? [
              reading.number,
              { content: reading.draft.name },
              { content: reading.draft.publisher?.name ?? '' },
              { content: reading.draft.phones.map(({ number }) => number).join(', ') },
              reading.draft.locations[0]?.postcode ?? '',
              { content: reading.outcome === 'mended' ? reading.mends.join('; ') : '' },
            ]
          : [reading.number, { content: reading.name ?? '' }, '', '', '', { content: reading.reason }],
      ),
    },
    would:
      would && !isRefusal(would)
        ? [
            `${would.counts.taken} rows taken as they are, ${would.counts.mended} mended, ${would.counts.refused} refused, ${would.counts.repeats} passed over as repeats.`,
            `It would add ${would.counts.added} entries and change ${would.counts.changed}; ${would.counts.unchanged} are there already as they are.`,
            ...(would.counts.vanished > 0
              ? [`${would.counts.vanished} entries of an earlier table of this name are not in it; they stay listed.`]
              : []),
          ]
        : [],
    refused:
      would && !isRefusal(would)
        ? would.records
            .filter(({ reading }) => reading === 'refused')
            .slice(0, 50)
            .map(({ number, name, notes }) => ({
              title: `Line ${number}${name ? `, ${name}` : ''}`,
              says: notes.join('; '),
            }))
        : [],
    report: sent.runId ? `/${visit.place.slug}/directory/imports/${sent.runId}` : '',
    actions: [
      ...(sent.runId || wrong ? [] : [{ text: 'Import it', action: at, hidden: { do: 'import' } }]),
      { text: 'Throw the table away', look: 'other', action: at, hidden: { do: 'drop' } },
    ],
  }
  return view('directory/feeds/tables/table.njk', model, { status: refusal ? 422 : 200 })
}

export const tableAnswer = page({
  method: 'POST',
  path: '/:place/directory/tables/:tableId',
  allow: 'directory.keep-right',
  params: Params,
  async handle(visit) {
    const { platform, actor, params, body } = visit
    const { tableId } = params
    const asked = asTyped(body.do)
    if (asked === 'import') {
      const answer = await perform(platform.db, actor, importSentTable, { tableId })
      return isRefusal(answer)
        ? show(visit as never, tableId, '', answer)
        : redirect(`/${visit.place.slug}/directory/imports/${answer.runId}`)
    }
    if (asked === 'drop') {
      const answer = await perform(platform.db, actor, dropTable, { tableId })
      return isRefusal(answer) ? notFound(answer.message) : redirect(`${here(visit)}?done=dropped`)
    }
    const sent = await platform.db.as(actor, tx => tx.house(() => findTable(tx, tableId)))
    const table = sent && readTable(sent.content, sent.fileName)
    if (!table || isRefusal(table)) return notFound('This table is not here any more. Send it again.')
    const mapping = Object.fromEntries(
      table.headings.map((heading, index) => {
        const field = asTyped(body[`column-${index}`])
        return [heading, isTableField(field) ? field : '']
      }),
    )
    const answer = await perform(platform.db, actor, mapTable, { tableId, mapping })
    return isRefusal(answer)
      ? show(visit as never, tableId, '', answer)
      : redirect(`${here(visit)}/${tableId}?done=mapped`)
  },
})
