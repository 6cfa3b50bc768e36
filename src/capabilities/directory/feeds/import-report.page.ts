import { Type } from 'typebox'
import type { PageModel } from '../../../design/page.ts'
import { exactTime } from '../../../design/time-in-words.ts'
import type { EmptyState } from '../../../design/view-models.ts'
import { notFound, page, view } from '../../../platform/http/route.ts'
import { asTyped, chosen, typedLine } from '../../../platform/http/typed.ts'
import { findImportHead, listImportRecords, type RecordsShown, recordsShown } from './import-store.ts'

/** `/:place/directory/imports/:runId`: what an import did with each record, to be filtered and leafed through. */

const PAGE = 50

const shownWords: Readonly<Record<RecordsShown, string>> = {
  all: 'All',
  refused: 'Refused',
  mended: 'Mended',
  repeat: 'Passed over as repeats',
  added: 'Added',
  changed: 'Changed',
}
const readingWords = { taken: 'Taken as it is', mended: 'Mended', refused: 'Refused', repeat: 'Passed over' } as const
const changeWords = { added: 'added', changed: 'changed', unchanged: 'unchanged' } as const

type ReportPage = PageModel & {
  numbers: readonly { number: string; says: string }[]
  notes: readonly string[]
  held: boolean
  filters: readonly { text: string; href: string; current: boolean }[]
  words: string
  show: string
  here: string
  records: readonly { title: string; href: string; says: string; notes: readonly string[] }[]
  paging: { showing: string; before: string; after: string }
  empty: EmptyState
}

export const importReportPage = page({
  method: 'GET',
  path: '/:place/directory/imports/:runId',
  allow: 'directory.keep-right',
  params: Type.Object({ runId: Type.String({ format: 'uuid' }) }),
  query: Type.Object({
    show: Type.Optional(Type.Unknown()),
    words: Type.Optional(Type.Unknown()),
    page: Type.Optional(Type.Unknown()),
  }),
  async handle({ platform, place, actor, params, query }) {
    const show = chosen(asTyped(query.show), recordsShown) ?? 'all'
    const words = typedLine(query.words).slice(0, 100)
    const number = Math.min(100_000, Math.max(1, Math.trunc(Number(asTyped(query.page))) || 1))
    const found = await platform.db.as(actor, tx =>
      tx.house(async () => {
        const run = await findImportHead(tx, params.runId)
        return (
          run && { run, ...(await listImportRecords(tx, params.runId, { show, words }, (number - 1) * PAGE, PAGE)) }
        )
      }),
    )
    if (!found) return notFound('There is no such import here.')
    const { run, records, total } = found
    const here = `/${place.slug}/directory/imports/${params.runId}`
    const to = (more: Record<string, string>) => `${here}?${new URLSearchParams({ show, words, ...more })}`
    const { counts } = run
    const model: ReportPage = {
      page: {
        title: 'What an import did',
        caption: `${run.source}, ${exactTime(run.startedAt)}`,
        kind: 'staff',
        backHref: `/${place.slug}/directory/${run.form === 'CSV' ? 'tables' : 'feeds'}`,
      },
      held: run.held,
      numbers: [
        { number: String(counts.records), says: run.form === 'CSV' ? 'rows' : `records (${run.form})` },
        { number: String(counts.added), says: run.held ? 'would be added' : 'added' },
        { number: String(counts.changed), says: run.held ? 'would be changed' : 'changed' },
        { number: String(counts.unchanged), says: 'unchanged' },
        { number: String(counts.mended), says: 'mended' },
        { number: String(counts.refused), says: 'refused' },
        { number: String(counts.vanished), says: 'no longer in it, still listed' },
      ],
      notes: run.notes,
      filters: recordsShown.map(each => ({
        text: shownWords[each],
        href: to({ show: each, page: '1' }),
        current: each === show,
      })),
      words,
      show,
      here,
      records: records.map(record => ({
        title: record.name ?? `Record ${record.number}`,
        href: record.serviceId && !run.held ? `/${place.slug}/services/${record.serviceId}` : '',
        says: [
          `record ${record.number}`,
          readingWords[record.reading].toLowerCase(),
          ...(record.change ? [changeWords[record.change]] : []),
          ...(record.externalId ? [`its id there: ${record.externalId}`] : []),
        ].join(' · '),
        notes: record.notes,
      })),
      paging: {
        showing: total > 0 ? `${(number - 1) * PAGE + 1} to ${(number - 1) * PAGE + records.length} of ${total}` : '',
        before: number > 1 ? to({ page: String(number - 1) }) : '',
        after: number * PAGE < total ? to({ page: String(number + 1) }) : '',
      },
      empty: { title: 'No such record', sentences: ['Choose “All”, or take the words out.'] },
    }
    return view('directory/feeds/import-report.njk', model)
  },
})
