/** `/:place/audit`: the audit trail for whoever answers for the place's data, by who looked, whom they looked at, and when; and the same as a file. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import { exactTime } from '../../../design/time-in-words.ts'
import type { EmptyState, TableRows } from '../../../design/view-models.ts'
import { csvLine } from '../../../kernel/csv.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { instantAt } from '../../../kernel/local-time.ts'
import { audit, forgottenName } from '../../../platform/audit/audit.ts'
import { listTrail, type TrailFilter, type TrailLine } from '../../../platform/audit/trail.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { parseReference } from '../../../platform/auth/reference.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { keepWords, wordsKept } from '../../../platform/http/kept-words.ts'
import { content, page, privateView, redirect, type Visit } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { listOrganisations } from '../../organisations/index.ts'
import { findRequestByReference, listNeedsOf } from '../../requests/index.ts'

const onAPage = 100
/** More than this is a question for the database. */
const mostInAFile = 50_000

const query = Type.Object({
  found: Type.Optional(Type.Unknown()),
  reader: Type.Optional(Type.Unknown()),
  from: Type.Optional(Type.Unknown()),
  until: Type.Optional(Type.Unknown()),
  page: Type.Optional(Type.Unknown()),
})
type TrailVisit = Visit<Record<string, string>, Static>
type Static = Partial<Record<'found' | 'reader' | 'from' | 'until' | 'page', unknown>>

type TrailModel = PageModel & {
  search: FormView
  table: TableRows | null
  caption: string
  earlier: string | null
  later: string | null
  fileHref: string
  empty: EmptyState
}

const dayShape = /^(\d{4})-(\d{2})-(\d{2})$/

/** The start of a day as it is typed; null for anything else, which filters nothing. */
const startOf = (typed: unknown, plusDays = 0): Date | null => {
  const on = typedLine(typed)
  const at = dayShape.test(on) ? Date.parse(`${on}T00:00:00Z`) : Number.NaN
  return Number.isNaN(at) ? null : new Date(instantAt(at / 86_400_000 + plusDays, 0))
}

/** Whom an id or a reference means, with everything that hangs on it; nothing that is known means nobody. */
const recordsOf = async (tx: PlaceTx, about: string): Promise<string[] | null> => {
  if (about === '') return null
  if (isUuid(about)) return [about]
  const reference = parseReference(about)
  return tx.house(async () => {
    const request = reference && (await findRequestByReference(tx, reference))
    if (!request) return []
    const needs = await listNeedsOf(tx, request.helpRequestId)
    return [request.helpRequestId, request.personId, ...needs.map(({ needId }) => needId)]
  })
}

/** Lines that tell that somebody worries about somebody: for those who may see concerns. */
const ofConcerns = ['%concern%', 'safeguarding.%', 'looked at whom somebody must not meet']

interface Found {
  /** Who and at whom was typed: kept out of the address. */
  readonly words: { readonly who: string; readonly about: string }
  readonly lines: readonly (TrailLine & { organisation: string })[]
}

const find = (visit: TrailVisit, most: number, after: number, action: string): Promise<Found> =>
  visit.platform.db.as(visit.actor, async tx => {
    const { query, actor } = visit
    const { who = '', about = '' } = wordsKept(tx, 'audit', typedLine(query.found))
    const recordIds = await recordsOf(tx, about)
    const reader = typedLine(query.reader)
    const filter: TrailFilter = {
      who: who || null,
      readerId: isUuid(reader) ? reader : null,
      recordIds,
      from: startOf(query.from),
      until: startOf(query.until, 1),
      without: isAllowed(actor, 'concern.see') ? [] : ofConcerns,
    }
    const lines = await listTrail(tx, filter, { most, after })
    await audit(tx, action, recordIds?.length === 1 ? (recordIds[0] ?? null) : null)
    const names = new Map<string, string>(
      (await listOrganisations(tx)).map(({ organisationId, name }) => [organisationId, name]),
    )
    return {
      words: { who, about },
      lines: lines.map(line => ({ ...line, organisation: names.get(line.organisationId ?? '') ?? '' })),
    }
  })

const whoIn = ({ name }: TrailLine): string => name ?? forgottenName

const addressOf = (visit: TrailVisit, path: string, more: Readonly<Record<string, string>> = {}): string => {
  const asked = new URLSearchParams()
  for (const key of ['found', 'reader', 'from', 'until'] as const) {
    const typed = typedLine(visit.query[key])
    if (typed) asked.set(key, typed)
  }
  for (const [key, value] of Object.entries(more)) asked.set(key, value)
  return `/${visit.place.slug}${path}${asked.size ? `?${asked}` : ''}`
}

const trailPage = page({
  method: 'GET',
  path: '/:place/audit',
  allow: 'audit.see',
  query,
  async handle(given) {
    const visit = given as unknown as TrailVisit
    const at = Math.min(10_000, Math.max(0, Math.floor(Number(typedLine(visit.query.page) || 1)) - 1) || 0)
    const { lines, words } = await find(visit, onAPage + 1, at * onAPage, 'looked at the audit trail')
    const shown = lines.slice(0, onAPage)
    const model: TrailModel = {
      page: { title: 'Who has looked at what', kind: 'staff' },
      search: form({
        action: `/${visit.place.slug}/audit`,
        fields: [
          {
            kind: 'text',
            name: 'who',
            label: 'Who looked',
            hint: 'A name, or part of one.',
            optional: true,
            autocomplete: 'off',
          },
          {
            kind: 'text',
            name: 'about',
            label: 'At whom',
            hint: 'A reference like K7Q-4MD, or an id.',
            optional: true,
            autocomplete: 'off',
          },
          { kind: 'text', name: 'from', label: 'From', hint: 'Like 2026-11-23.', optional: true, autocomplete: 'off' },
          {
            kind: 'text',
            name: 'until',
            label: 'Until',
            hint: 'Like 2026-11-24, the whole day.',
            optional: true,
            autocomplete: 'off',
          },
        ],
        values: { ...visit.query, ...words },
        button: 'Show',
      }),
      table: shown.length
        ? {
            columns: ['When', 'Who', 'For', 'Did', 'With', 'Why'].map(text => ({ text })),
            rows: shown.map(line => [
              exactTime(line.actedAt),
              { content: whoIn(line) },
              { content: line.organisation },
              line.action,
              line.recordId ?? '',
              { content: line.reason ?? '' },
            ]),
          }
        : null,
      caption: 'Newest first',
      earlier: at > 0 ? addressOf(visit, '/audit', { page: String(at) }) : null,
      later: lines.length > onAPage ? addressOf(visit, '/audit', { page: String(at + 2) }) : null,
      fileHref: addressOf(visit, '/audit.csv'),
      empty: {
        title: 'Nothing was found',
        sentences: ['Nobody looked or did anything that fits. Take something out of the question and try again.'],
      },
    }
    return privateView('oversight/trail/trail.njk', model)
  },
})

/** Who looked and at whom are pressed, not written into an address. */
const trailSearch = page({
  method: 'POST',
  path: '/:place/audit',
  allow: 'audit.see',
  async handle({ platform, place, actor, body }) {
    const words = { who: typedLine(body.who), about: typedLine(body.about) }
    const asked = new URLSearchParams({
      found: await platform.db.as(actor, async tx => keepWords(tx, 'audit', words)),
      from: typedLine(body.from).slice(0, 10),
      until: typedLine(body.until).slice(0, 10),
    })
    for (const key of [...asked.keys()]) if (!asked.get(key)) asked.delete(key)
    return redirect(`/${place.slug}/audit${asked.size ? `?${asked}` : ''}`)
  },
})

const trailFile = page({
  method: 'GET',
  path: '/:place/audit.csv',
  allow: 'audit.see',
  query,
  async handle(given) {
    const visit = given as unknown as TrailVisit
    const { lines } = await find(visit, mostInAFile, 0, 'took the audit trail away as a file')
    const rows = [
      ['when', 'who', 'organisation', 'did', 'with', 'why'],
      ...lines.map(line => [
        line.actedAt.toISOString(),
        whoIn(line),
        line.organisation,
        line.action,
        line.recordId ?? '',
        line.reason ?? '',
      ]),
    ]
    return content('text/csv; charset=utf-8', rows.map(csvLine).join(''), {
      headers: { 'content-disposition': 'attachment; filename="audit.csv"', 'cache-control': 'no-store' },
    })
  },
})

export const trailRoutes = [trailPage, trailSearch, trailFile]
