import { parseArgs } from 'node:util'
import { isRefusal } from '../../kernel/refusal.ts'
import type { CommandLineWord, Terminal } from '../../platform/capability.ts'
import { findPlaceBySlug, lookUpPostcode, type Place } from '../places/index.ts'
import { type ImportReport, importServices } from './import-services.ts'
import { readFeed } from './read-feed.ts'
import { type SearchAnswer, searchServices } from './search-services.ts'

/** `keepitlocal import services` and `keepitlocal search`. */

const importUsage = 'import services FILE|URL --place P [--source NAME] [--dry-run] [--json]'
const searchUsage = 'search WORDS --place P [--near POSTCODE] [--limit N] [--json]'

async function placeOf({ platform, err }: Terminal, slug: string | undefined, usage: string): Promise<Place | null> {
  if (!slug) {
    err(`Which place? Add --place and its short name.\nUsage: keepitlocal ${usage}`)
    return null
  }
  const place = await platform.db.national(tx => findPlaceBySlug(tx, slug))
  if (!place) err(`There is no place “${slug}” here. See which there are with: keepitlocal place list`)
  return place
}

/** The arguments by the rules of the line; says what is wrong itself. */
function readLine<T>(read: () => T, err: Terminal['err'], usage: string): T | null {
  try {
    return read()
  } catch (error) {
    err(`${(error as Error).message.split('. ')[0]}.\nUsage: keepitlocal ${usage}`)
    return null
  }
}

async function runImport(args: readonly string[], terminal: Terminal): Promise<number> {
  const { platform, out, err, isTty } = terminal
  const line = readLine(
    () =>
      parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          place: { type: 'string' },
          source: { type: 'string' },
          'dry-run': { type: 'boolean' },
          json: { type: 'boolean' },
        },
      }),
    err,
    importUsage,
  )
  if (!line) return 2
  const [from, ...more] = line.positionals
  if (!from || more.length > 0) {
    err(`Give one file or one address.\nUsage: keepitlocal ${importUsage}`)
    return 2
  }
  const place = await placeOf(terminal, line.values.place, importUsage)
  if (!place) return 2
  let drawn = false
  const progress = (text: string) => {
    if (!isTty) return
    // Up one line and clear it: the terminal ends every line for us.
    err(`${drawn ? '\u001b[1A\u001b[2K' : ''}${text}`)
    drawn = true
  }
  const feed = await readFeed(from, { onPage: (page, of) => progress(`Page ${page} of ${of}`) })
  if (isRefusal(feed)) {
    err(feed.message)
    return 1
  }
  const named = line.values.source ? { ...feed, source: line.values.source } : feed
  const report = await platform.db.asHouse(place.placeId, tx =>
    importServices(tx, named, {
      dryRun: line.values['dry-run'] === true,
      onProgress: (done, of) => progress(`${done} of ${of} services written`),
    }),
  )
  if (line.values.json) out(JSON.stringify(report, null, 2))
  else for (const each of reportLines(report, place.name)) out(each)
  return 0
}

const many = (count: number, one: string, several = `${one}s`) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`

/** The report as people read it: the sums, what was mended how often, then every record that was refused or passed over. */
function reportLines(report: ImportReport, placeName: string): string[] {
  const { counts, records, vanished } = report
  const lines = [
    `${report.form} feed “${report.source}” for ${placeName}: ${many(counts.records, 'record')}.`,
    `  ${counts.taken} taken as they are, ${counts.mended} mended, ${counts.refused} refused, ${counts.repeats} passed over as repeats.`,
    report.dryRun
      ? `  Nothing was written (dry run). It would be: ${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged.`
      : `  ${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged.`,
  ]
  if (counts.postcodesUnknown > 0) {
    lines.push(
      `  ${many(counts.postcodesUnknown, 'location')} with a postcode that is not in the postcode file: kept, shown as not known how far away.`,
    )
  }
  lines.push(...report.notes.map(note => `  ${note}`))
  const mends = new Map<string, number>()
  for (const { reading, notes } of records) {
    if (reading !== 'mended') continue
    for (const note of new Set(notes.map(kindOfMend))) mends.set(note, (mends.get(note) ?? 0) + 1)
  }
  if (mends.size > 0)
    lines.push(
      '',
      'Mended:',
      ...[...mends].sort((a, b) => b[1] - a[1]).map(([mend, times]) => `  ${String(times).padStart(6)}  ${mend}`),
    )
  const notTaken = records.filter(({ reading }) => reading === 'refused' || reading === 'repeat')
  if (notTaken.length > 0)
    lines.push(
      '',
      'Not taken:',
      ...notTaken.map(
        ({ number, externalId, notes }) =>
          `  record ${number}${externalId ? ` (${externalId})` : ''}: ${notes.join('; ')}`,
      ),
    )
  if (vanished.length > 0) {
    lines.push(
      '',
      `No longer in this feed, still listed (${vanished.length}):`,
      ...vanished.slice(0, 50).map(({ serviceId, name }) => `  ${name} (${serviceId})`),
    )
    if (vanished.length > 50) lines.push(`  and ${vanished.length - 50} more; --json lists them all.`)
  }
  if (report.runId) lines.push('', `Report ${report.runId} is kept; --json prints it record by record.`)
  return lines
}

/** The same mend of different records under one heading: without what stood in them. */
const kindOfMend = (mend: string): string =>
  mend
    .replace(/“[^”]*”/g, '“…”')
    .replace(/: (?:[a-z_A-Z]+(?:, )?)+$/, '')
    .replace(/\d[\d,]*/g, 'N')

async function runSearch(args: readonly string[], terminal: Terminal): Promise<number> {
  const { platform, out, err } = terminal
  const line = readLine(
    () =>
      parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          place: { type: 'string' },
          near: { type: 'string' },
          limit: { type: 'string' },
          json: { type: 'boolean' },
        },
      }),
    err,
    searchUsage,
  )
  if (!line) return 2
  const limit = Number(line.values.limit ?? '20')
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
    err(`--limit is a number from 1 to 500, not “${line.values.limit}”.`)
    return 2
  }
  const place = await placeOf(terminal, line.values.place, searchUsage)
  if (!place) return 2
  const typed = line.values.near?.trim()
  const where = typed ? await platform.db.national(tx => lookUpPostcode(tx, typed)) : undefined
  if (where?.message) err(where.message)
  if (where && !where.point) return 1
  const answer = await platform.db.asHouse(place.placeId, tx =>
    searchServices(tx, { words: line.positionals.join(' '), limit, ...(where?.point && { near: where.point }) }),
  )
  if (line.values.json) {
    const results = answer.results.map(({ serviceId, name, distanceMetres, reasons }) => ({
      id: serviceId,
      name,
      distanceMetres,
      reasons,
    }))
    out(JSON.stringify({ results, total: answer.total }))
  } else for (const each of answerLines(answer)) out(each)
  return 0
}

function answerLines({ results, total, mended, matched }: SearchAnswer): string[] {
  const lines = mended.map(({ typed, read }) => `Nothing here has “${typed}”; “${read}” was searched for instead.`)
  if (matched === 'any' && total > 0) lines.push('No service has all of these words; these have some of them.')
  if (total === 0) return [...lines, 'No service found. Try fewer or other words.']
  lines.push(`${many(total, 'service')}${total > results.length ? `, the first ${results.length}` : ''}:`)
  for (const [index, { name, organisationName, reasons }] of results.entries()) {
    lines.push(
      `${String(index + 1).padStart(3)}. ${name}${organisationName && organisationName !== name ? ` (${organisationName})` : ''}`,
      `     ${reasons.join(' · ')}`,
    )
  }
  return lines
}

export const commandLine: readonly CommandLineWord[] = [
  {
    words: 'import services',
    usage: importUsage,
    about: 'Import a service feed: Open Referral UK 1.0 or 3.0, or HSDS 3.',
    run: runImport,
  },
  { words: 'search', usage: searchUsage, about: 'Search the listed services of a place.', run: runSearch },
]
