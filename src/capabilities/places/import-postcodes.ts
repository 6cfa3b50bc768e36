/** Brings the national files of postcodes into the gazetteer: all of the files, or, when one cannot be read, none of them. */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Database, Tx } from '../../platform/db/database.ts'
import { type PostcodeFileReport, type PostcodeRow, readPostcodeFile } from './postcode-file.ts'
import {
  type ColumnsGiven,
  copyToStaging,
  lockGazetteer,
  mergeStaging,
  openStaging,
  recountOutcodes,
} from './postcode-store.ts'
import { UnreadableFile } from './text-lines.ts'
import { SKIP_REASONS, type SkipReason } from './words.ts'

/** What became of one file. `taken` is added, changed and unchanged together. */
export type ImportedFile = {
  readonly file: string
  readonly format: string
  readonly rows: number
  readonly taken: number
  readonly terminated: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: readonly {
    readonly reason: SkipReason
    readonly says: string
    readonly count: number
    readonly first: readonly { readonly line: number; readonly text: string }[]
  }[]
}

export type PostcodeImport = { readonly files: readonly ImportedFile[]; readonly seconds: number }

/** Told how far an import is; called often. */
export type ImportWatcher = (at: {
  readonly file: string
  readonly bytesRead: number
  readonly bytes: number
  readonly rows: number
  readonly step: 'reading' | 'comparing'
}) => void

type FileToImport = { readonly path: string; readonly name: string; readonly bytes: number }

/** The files at some paths: a folder stands for the CSV files in it, or in its `Data/CSV` or `Data` as the publishers zip them. */
export async function filesAt(paths: readonly string[]): Promise<FileToImport[] | Refusal> {
  const files: FileToImport[] = []
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (!found) return refuse('no-such-file', `There is no file or folder “${path}”: check the path.`)
    if (!found.isDirectory()) files.push({ path, name: basename(path), bytes: found.size })
    else {
      const inside = await csvFilesIn(path)
      if (inside.length === 0) return refuse('empty-folder', `The folder “${path}” holds no CSV files.`)
      files.push(...inside)
    }
  }
  return files
}

async function csvFilesIn(folder: string): Promise<FileToImport[]> {
  for (const inside of [folder, join(folder, 'Data', 'CSV'), join(folder, 'Data')]) {
    const entries = await readdir(inside, { withFileTypes: true }).catch(() => [])
    const names = entries.filter(entry => !entry.isDirectory() && /\.csv$/i.test(entry.name)).map(entry => entry.name)
    if (names.length === 0) continue
    return Promise.all(
      names.sort().map(async name => {
        const path = join(inside, name)
        return { path, name, bytes: (await stat(path)).size }
      }),
    )
  }
  return []
}

/**
 * Imports the files in one transaction. Postcodes of the gazetteer that a file does not name stay, since files come by
 * area; what a file does not say about a postcode (Code-Point Open knows no dates) stays too.
 * @returns a refusal, with nothing changed, when a file is no postcode file or another import is under way.
 */
export async function importPostcodes(
  db: Pick<Database, 'nationalLoad'>,
  files: readonly FileToImport[],
  watch: ImportWatcher = () => {},
): Promise<PostcodeImport | Refusal> {
  const started = performance.now()
  try {
    const imported = await db.nationalLoad(async tx => {
      if (!(await lockGazetteer(tx)))
        throw new NotImported(
          'Postcodes are being imported already: wait until that has finished, then run this again.',
        )
      await openStaging(tx)
      const done: ImportedFile[] = []
      for (const file of files) done.push(await importFile(tx, file, watch))
      await recountOutcodes(tx)
      return done
    })
    return { files: imported, seconds: (performance.now() - started) / 1000 }
  } catch (error) {
    if (error instanceof NotImported) return refuse('not-imported', error.message)
    throw error
  }
}

class NotImported extends Error {}

async function importFile(tx: Tx, file: FileToImport, watch: ImportWatcher): Promise<ImportedFile> {
  const { report, batches } = readPostcodeFile(createReadStream(file.path, { highWaterMark: 1 << 20 }))
  const at = { file: file.name, bytes: file.bytes }
  try {
    await copyToStaging(
      tx,
      watched(batches, report, rows => watch({ ...at, bytesRead: report.bytesRead, rows, step: 'reading' })),
    )
  } catch (error) {
    const why = whyUnreadable(error)
    if (why === null) throw error
    throw new NotImported(`${file.name}: ${why} Nothing was changed.`)
  }
  const skipped = [...report.skipped].map(([reason, rows]) => ({ reason, says: SKIP_REASONS[reason], ...rows }))
  if (report.taken === 0) {
    const reasons = skipped.map(({ count, says, first }) => `${count}: ${says} (first on line ${first[0]?.line})`)
    throw new NotImported(
      `${file.name}: no row could be used${reasons.length > 0 ? `; ${reasons.join(', ')}` : ', because there is none under the header'}. Nothing was changed.`,
    )
  }
  watch({ ...at, bytesRead: file.bytes, rows: report.taken, step: 'comparing' })
  const { added, changed } = await mergeStaging(tx, columnsGiven(report))
  const { format, rows, taken, terminated } = report
  return {
    file: file.name,
    format,
    rows,
    taken,
    terminated,
    added,
    changed,
    unchanged: taken - added - changed,
    skipped,
  }
}

async function* watched(
  batches: AsyncIterable<PostcodeRow[]>,
  report: PostcodeFileReport,
  tell: (rows: number) => void,
): AsyncGenerator<PostcodeRow[]> {
  for await (const batch of batches) {
    yield batch
    tell(report.taken)
  }
}

/** A sentence for what a person can mend; null for what is a fault of ours. */
function whyUnreadable(error: unknown): string | null {
  if (error instanceof UnreadableFile) return error.message
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EACCES') return 'You may not read this file: change its permissions, or run this as its owner.'
  if (code === 'EIO' || code === 'ENXIO') return 'This file cannot be read from its disk: copy it again.'
  if (code === 'ENOENT') return 'This file is gone.'
  return null
}

function columnsGiven({ columns }: PostcodeFileReport): ColumnsGiven {
  const has = (column: 'lad' | 'ward' | 'lsoa' | 'introduced' | 'terminated'): boolean =>
    columns?.at[column] !== undefined
  return {
    lad: has('lad'),
    ward: has('ward'),
    lsoa: has('lsoa'),
    introduced: has('introduced'),
    terminated: has('terminated'),
  }
}
