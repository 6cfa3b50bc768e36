import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Notice, PageModel } from '../../../design/page.ts'
import type { Action } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { asTyped } from '../../../platform/http/typed.ts'
import { changedFields, type EntryContent, type EntryField, emptyContent } from './entry-content.ts'
import { fieldInWords, fieldsInWords, fieldWords } from './entry-in-words.ts'
import { type EntryVersion, findEntryOwner, listVersions, type VersionReason } from './entry-store.ts'
import { accessEntry, isEditor } from './propose-change.ts'
import { rollBack } from './roll-back.ts'
import { compareWords, type Piece } from './word-diff.ts'

/** Every approved state of an entry: who, when, what changed; and the way back to each. */

const reasonWords: Readonly<Record<VersionReason, string>> = {
  'as it was': 'How it was before it was first edited here',
  approved: 'Approved',
  'approved at once': 'Went live at once',
  'rolled back': 'Put back',
  feed: 'The feed changed it',
  'address made private': 'An address was made private',
  published: 'Published anew',
}

type Diff = { title: string; before: readonly Piece[]; after: readonly Piece[] }
type HistoryPage = PageModel & {
  versions: readonly {
    version: number
    at: Date
    by: string
    reason: string
    changed: string
    href: string
    proposalHref: string | null
  }[]
  sources: readonly { field: string; source: string; at: Date }[]
  compared: {
    caption: string
    /** The first has nothing before it. */
    isFirst: boolean
    rows: readonly Diff[]
    /** What the entry would say, beside what it says now. */
    wouldChange: readonly Diff[]
    rollBack: Action | null
    allHref: string
  } | null
  entryHref: string
}

const diffsOf = (before: EntryContent, after: EntryContent): Diff[] =>
  changedFields(before, after).map(field => ({
    title: fieldWords[field],
    ...compareWords(fieldInWords(field, before), fieldInWords(field, after)),
  }))

const One = Type.Object({ entryId: Type.String({ format: 'uuid' }) })

async function draw(
  visit: Pick<Visit, 'platform' | 'place' | 'actor' | 'query'>,
  serviceId: string,
  notice?: Notice,
  status = 200,
): Promise<Reply> {
  const { platform, place, actor, query } = visit
  const found = await platform.db.as(actor, tx =>
    tx.house(async () => {
      const entry = await accessEntry(tx, serviceId)
      if (!entry?.live) return null
      return { entry, versions: await listVersions(tx, serviceId), owner: await findEntryOwner(tx, serviceId) }
    }),
  )
  if (!found) return notFound('There is no such entry among those you look after.')
  const { entry, versions, owner } = found
  const base = `/${place.slug}/directory/entries/${serviceId}`
  const asked = Number(asTyped(query.version))
  const version = versions.find(each => each.version === asked)
  const model: HistoryPage = {
    page: {
      title: version ? `Version ${version.version}` : 'History',
      caption: entry.live?.name ?? '',
      kind: 'staff',
      backHref: version ? `${base}/history` : `${base}/edit`,
      ...(notice && { notice }),
    },
    versions: version
      ? []
      : versions.map(each => ({
          version: each.version,
          at: each.madeAt,
          by: each.byName === each.source ? each.byName : `${each.byName}, for ${each.source}`,
          reason: reasonOf(each),
          changed: each.because === 'as it was' ? '' : fieldsInWords(each.changed),
          href: `${base}/history?version=${each.version}`,
          proposalHref: each.proposalId ? `/${place.slug}/directory/proposals/${each.proposalId}` : null,
        })),
    sources: version
      ? []
      : Object.entries(owner?.fieldSources ?? {}).flatMap(([field, { source, at }]) =>
          Object.hasOwn(fieldWords, field)
            ? [{ field: fieldWords[field as EntryField], source, at: new Date(at) }]
            : [],
        ),
    compared: version ? comparedOf(version, versions, base, isEditor(actor)) : null,
    entryHref: `/${place.slug}/services/${serviceId}`,
  }
  return view('directory/editing/history.njk', model, { status })
}

const reasonOf = ({ because, ofVersion }: EntryVersion): string =>
  because === 'rolled back' ? `Put back to version ${ofVersion}` : reasonWords[because]

function comparedOf(
  version: EntryVersion,
  versions: readonly EntryVersion[],
  base: string,
  mayRollBack: boolean,
): HistoryPage['compared'] {
  const [now] = versions
  const wouldChange = mayRollBack && now ? diffsOf(now.content, version.content) : []
  const earlier = versions.find(each => each.version < version.version)
  return {
    caption: earlier ? `${reasonOf(version)}. What it changed:` : `${reasonOf(version)}. What it said:`,
    isFirst: !earlier,
    rows: diffsOf(earlier?.content ?? emptyContent, version.content),
    wouldChange,
    rollBack:
      wouldChange.length > 0
        ? {
            text: 'Put the entry back to this version',
            action: `${base}/history`,
            hidden: { version: String(version.version), newest: String(now?.version ?? 0) },
            look: 'danger',
          }
        : null,
    allHref: `${base}/history`,
  }
}

const happened: Happenings = {
  back: { message: 'Put back. People see it so now; what it said before is kept here as well.' },
}

export const historyPage = page({
  method: 'GET',
  path: '/:place/directory/entries/:entryId/history',
  allow: 'entry.edit',
  params: One,
  query: Type.Object({ version: Type.Optional(Type.Unknown()), done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw(visit as unknown as Visit, visit.params.entryId, noticeOf(happened, visit.query.done).notice),
})

export const historyAnswer = page({
  method: 'POST',
  path: '/:place/directory/entries/:entryId/history',
  allow: 'entry.moderate',
  params: One,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const number = (given: unknown) => {
      const read = Number(asTyped(given))
      return Number.isSafeInteger(read) && read > 0 && read < 2 ** 31 ? read : 1
    }
    const answer = await perform(platform.db, actor, rollBack, {
      serviceId: params.entryId,
      version: number(body.version),
      newest: number(body.newest),
    })
    if (isRefusal(answer))
      return draw(
        { ...(visit as unknown as Visit), query: {} },
        params.entryId,
        { tone: 'attention', message: answer.message },
        422,
      )
    return redirect(`/${place.slug}/directory/entries/${params.entryId}/history?done=back`)
  },
})
