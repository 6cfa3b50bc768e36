/** `keepitlocal import services` and `keepitlocal search`. */
import type { CommandLineWord } from '../../platform/capability.ts'
import { JSON_OPTION, orWrong, redrawnLine, text, WrongLine, word, wrongUsage } from '../../platform/command-line.ts'
import { lookUpPostcode, placeNamed } from '../places/index.ts'
import { feedWords } from './feeds/harvest/command-line.ts'
import { type ImportReport, importServices } from './feeds/import-services.ts'
import { readFeed } from './feeds/read-feed.ts'
import { importCsvWord } from './feeds/tables/command-line.ts'
import { importSchoolTermsWord } from './opening/command-line.ts'
import { type SearchAnswer, searchServices } from './search/search-services.ts'
import { sayReasons } from './search/search-words.ts'
import { vocabularyCommandLine } from './search/understanding/vocabulary-words.ts'
import { exportDirectoryWord } from './standards/export-directory.ts'

const importServicesWord = word(
  'import services',
  'FILE|URL --place P [--source NAME] [--take-over] [--dry-run] [--json]',
  'Import a service feed: Open Referral UK 1.0 or 3.0, or HSDS 3.',
  {
    ...JSON_OPTION,
    place: { type: 'string' },
    source: { type: 'string' },
    'take-over': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },
  async ({ names, values, usage }, terminal) => {
    const [from, ...more] = names
    if (!from || more.length > 0) throw wrongUsage('Give one file or one address', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const progress = terminal.isTty ? redrawnLine(terminal) : () => {}
    const feed = orWrong(
      await readFeed(from, {
        opened: terminal.platform.config.feedsAlsoFrom,
        onPage: (page, of) => progress(`Page ${page} of ${of}`),
      }),
    )
    const source = text(values.source)
    const report = orWrong(
      await terminal.platform.db.asHouse(place.placeId, tx =>
        importServices(tx, source ? { ...feed, source } : feed, {
          dryRun: values['dry-run'] === true,
          takeOver: values['take-over'] === true,
          onProgress: (done, of) => progress(`${done} of ${of} services written`),
        }),
      ),
    )
    if (values.json) terminal.out(JSON.stringify(report, null, 2))
    else for (const line of reportLines(report, place.name)) terminal.out(line)
  },
)

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

const searchWord = word(
  'search',
  'WORDS --place P [--near POSTCODE] [--limit N] [--json]',
  'Search the listed services of a place.',
  { ...JSON_OPTION, place: { type: 'string' }, near: { type: 'string' }, limit: { type: 'string' } },
  async ({ names, values, usage }, terminal) => {
    const { platform, out, err } = terminal
    const limit = Number(values.limit ?? '20')
    if (!Number.isInteger(limit) || limit < 1 || limit > 500)
      throw new WrongLine(`--limit is a number from 1 to 500, not “${values.limit}”.`)
    const place = await placeNamed(terminal, text(values.place), usage)
    const typed = text(values.near)?.trim()
    const where = typed ? await platform.db.national(tx => lookUpPostcode(tx, typed)) : undefined
    if (where && !where.point)
      throw new WrongLine(
        [where.message, ...('howToLoad' in where ? [...where.howToLoad.sentences, where.howToLoad.command] : [])].join(
          '\n',
        ),
        1,
      )
    if (where?.message) err(where.message)
    const answer = await platform.db.asHouse(place.placeId, tx =>
      searchServices(tx, { words: names.join(' '), limit, ...(where?.point && { near: where.point }) }),
    )
    if (values.json) {
      const results = answer.results.map(({ serviceId, name, distanceMetres, reasons }) => ({
        id: serviceId,
        name,
        distanceMetres,
        reasons: sayReasons(reasons, platform.clock(), 'en').map(({ text }) => text),
      }))
      out(JSON.stringify({ results, total: answer.total }))
    } else for (const line of answerLines(answer, platform.clock())) out(line)
  },
)

function answerLines({ results, total, mended, matched }: SearchAnswer, now: Date): string[] {
  const lines = mended.map(({ typed, read }) => `Nothing here has “${typed}”; “${read}” was searched for instead.`)
  if (matched === 'some' && total > 0) lines.push('No service has all of these words; these have some of them.')
  if (total === 0) return [...lines, 'No service found. Try fewer or other words.']
  lines.push(`${many(total, 'service')}${total > results.length ? `, the first ${results.length}` : ''}:`)
  for (const [index, { name, organisationName, reasons }] of results.entries()) {
    lines.push(
      `${String(index + 1).padStart(3)}. ${name}${organisationName && organisationName !== name ? ` (${organisationName})` : ''}`,
      `     ${sayReasons(reasons, now, 'en')
        .map(({ text }) => text)
        .join(' · ')}`,
    )
  }
  return lines
}

export const commandLine: readonly CommandLineWord[] = [
  ...feedWords,
  importCsvWord,
  importServicesWord,
  searchWord,
  importSchoolTermsWord,
  exportDirectoryWord,
  ...vocabularyCommandLine,
]
