import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { isUuid } from '../../../kernel/ids.ts'
import {
  api,
  content,
  json,
  notFound,
  type Reply,
  type Route,
  type Visit,
  type VisitedPlace,
} from '../../../platform/http/route.ts'
import { placeSettings } from '../../places/index.ts'
import { filtersOf } from './asked-filters.ts'
import { fileOf, type Publishing, tableNames } from './data-package.ts'
import { openApiOf } from './open-api.ts'
import { DESCRIPTOR, packageFolder } from './package-files.ts'
import { readQuery, USUAL_PAGE } from './query.ts'
import { type Reading, type Resource, resources } from './resources.ts'
import type { Dialect } from './shapes.ts'
import { zipOf } from './zip.ts'

/**
 * Open Referral UK 3.0, strictly, at `/:place/oruk/3.0` (uk-profile @ ecdfabf, 2024-10-10) and the same data in full as HSDS 3.1 at `/:place/hsds/3`:
 * open, without a key, for any site to read. The server itself lets other sites read whatever is below these paths, refusals too.
 */

type Standard = {
  dialect: Dialect
  base: '/:place/oruk/3.0' | '/:place/hsds/3'
  /** Validators choose the specification by this very text. */
  version: string
  profile: string
}

export const orukStandard: Standard = {
  dialect: 'ORUK 3.0',
  base: '/:place/oruk/3.0',
  version: 'HSDS-UK-3.0',
  profile: 'https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md',
}
export const hsdsStandard: Standard = {
  dialect: 'HSDS 3.1',
  base: '/:place/hsds/3',
  version: '3.1',
  profile: 'https://docs.openreferral.org/en/v3.1/',
}

/** What leaves is let out by `shaped`, field by field; a second schema here would say the same again. */
const Anything = Type.Unknown()

const badQuestion = (message: string): Reply =>
  json({ error: { title: 'We could not read that', message } }, { status: 400 })

/** What the place says of the data it publishes. */
export function publishingOf({ name, settings }: Pick<VisitedPlace, 'name' | 'settings'>): Publishing {
  const { licence } = placeSettings(settings)
  return { placeName: name, ...(licence && { licence }) }
}

/** The address of a standard's root in the place of the visit, without a slash at its end. */
export const addressOf = ({ platform, place }: Pick<Visit, 'platform' | 'place'>, { base }: Standard): string =>
  platform.config.publicUrl + base.replace(':place', place.slug)

/** How many are read at once for a list without pages; each is a transaction of its own, so that a slow reader holds none open. */
const LINES_AT_ONCE = 200

function lines(visit: Visit, dialect: Dialect, resource: Resource, reading: Omit<Reading, 'tx'>): Readable {
  const asked = { ...reading.asked, full: reading.asked.full ?? !reading.asked.minimal }
  async function* all(): AsyncGenerator<string> {
    let after: readonly string[] | null = null
    for (;;) {
      const from: Parameters<Resource['list']>[1] = after ? { after } : { offset: 0 }
      const { rows, last }: Awaited<ReturnType<Resource['list']>> = await visit.platform.db.as(visit.actor, tx =>
        resource.list({ ...reading, tx, dialect, asked }, from, LINES_AT_ONCE),
      )
      if (rows.length > 0) yield `${rows.map(row => JSON.stringify(row)).join('\n')}\n`
      if (last === null || rows.length === 0) return
      after = last
    }
  }
  return Readable.from(all(), { objectMode: false })
}

async function listOf(visit: Visit, dialect: Dialect, resource: Resource): Promise<Reply> {
  const read = readQuery(resource.parameters, visit.query)
  if ('wrong' in read) return badQuestion(read.wrong)
  const { asked } = read
  const { platform, actor } = visit
  const page = asked.page ?? 1
  const answer = await platform.db.as(actor, async tx => {
    const filters = await filtersOf(tx, asked, resource.parameters.includes('day'))
    if ('wrong' in filters) return filters
    if (asked.format === 'ndjson') return { filters }
    const reading = { tx, dialect, asked, filters }
    const total = await resource.count(reading)
    const perPage = asked.minimal ? Math.max(total, 1) : (asked.per_page ?? USUAL_PAGE)
    const { rows } = await resource.list(reading, { offset: (page - 1) * perPage }, perPage)
    return { total, perPage, rows }
  })
  if ('wrong' in answer) return badQuestion(answer.wrong)
  if ('filters' in answer)
    return content(
      'application/x-ndjson; charset=utf-8',
      lines(visit, dialect, resource, { dialect, asked, filters: answer.filters }),
    )
  const totalPages = Math.ceil(answer.total / answer.perPage)
  return json({
    total_items: answer.total,
    total_pages: totalPages,
    page_number: page,
    size: answer.rows.length,
    first_page: page === 1,
    last_page: page >= Math.max(totalPages, 1),
    empty: answer.rows.length === 0,
    contents: answer.rows,
  })
}

async function oneOf(visit: Visit<{ id: string }>, standard: Standard, resource: Resource): Promise<Reply> {
  const { platform, actor, params } = visit
  const read = readQuery(resource.parametersOfOne, visit.query)
  if ('wrong' in read) return badQuestion(read.wrong)
  const id = params.id.toLowerCase()
  const found = isUuid(id)
    ? await platform.db.as(actor, tx => resource.find({ tx, dialect: standard.dialect, asked: read.asked }, id))
    : null
  if (!found) return notFound(`There is no ${resource.one} with this id.`)
  if (!('movedTo' in found)) return json(found)
  const location = `${addressOf(visit, standard)}/${resource.name}/${found.movedTo}`
  return json(
    { error: { title: 'It has moved', message: `It was merged into ${found.movedTo}.` } },
    { status: 308, headers: { location } },
  )
}

/** The tables of the data package, each at its address beside datapackage.json, and all of it in one file. */
function packageRoutes(): Route[] {
  const all = { method: 'GET', allow: 'anyone', response: Anything } as const
  const { base } = hsdsStandard
  const folderOf = ({ platform, place }: Pick<Visit, 'platform' | 'place'>) =>
    packageFolder(platform, place.placeId, publishingOf(place))
  return [
    api({
      ...all,
      path: `${base}/${DESCRIPTOR}`,
      async handle(visit) {
        return content('application/json; charset=utf-8', await readFile(join(await folderOf(visit), DESCRIPTOR)))
      },
    }),
    api({
      ...all,
      path: `${base}/tables/:file`,
      params: Type.Object({ file: Type.String() }),
      async handle(visit) {
        const file = tableNames.map(fileOf).find(each => each === `tables/${visit.params.file}`)
        if (!file) return notFound(`Here are ${tableNames.map(fileOf).join(', ')}.`)
        return content('text/csv; charset=utf-8', createReadStream(join(await folderOf(visit), file)))
      },
    }),
    api({
      ...all,
      path: `${base}/datapackage.zip`,
      async handle(visit) {
        const folder = await folderOf(visit)
        const entries = [DESCRIPTOR, ...tableNames.map(fileOf)].map(name => ({ name, path: join(folder, name) }))
        const headers = { 'content-disposition': `attachment; filename="${visit.place.slug}-services.zip"` }
        return content('application/zip', Readable.from(zipOf(entries, visit.platform.clock())), { headers })
      },
    }),
  ]
}

/** Every route of one standard. */
export function routesOf(standard: Standard): Route[] {
  const { dialect, base, version, profile } = standard
  const all = { method: 'GET', allow: 'anyone', response: Anything } as const
  return [
    api({
      ...all,
      path: `${base}/`,
      async handle(visit) {
        return json({ version, profile, openapi_url: `${addressOf(visit, standard)}/openapi.json` })
      },
    }),
    api({
      ...all,
      path: `${base}/openapi.json`,
      async handle(visit) {
        const { platform, place } = visit
        return json(openApiOf(dialect, addressOf(visit, standard), publishingOf(place), platform.config.version))
      },
    }),
    ...resources.flatMap(resource => [
      api({ ...all, path: `${base}/${resource.name}`, handle: visit => listOf(visit as Visit, dialect, resource) }),
      api({
        ...all,
        path: `${base}/${resource.name}/:id`,
        params: Type.Object({ id: Type.String() }),
        handle: visit => oneOf(visit, standard, resource),
      }),
    ]),
    ...(standard === hsdsStandard ? packageRoutes() : []),
    // So that an address below that is not there answers like all others.
    api({
      ...all,
      path: `${base}/*`,
      async handle() {
        return notFound(
          `Here are /, /openapi.json, ${resources.map(({ name }) => `/${name}`).join(', ')} and each with an id.`,
        )
      },
    }),
  ]
}
