/** What whoever waits for an import sees: a bar that redraws itself on a terminal, a line now and then otherwise. */
import type { Terminal } from '../../platform/capability.ts'
import { redrawnLine } from '../../platform/command-line.ts'
import type { ImportedFile, ImportWatcher, PostcodeImport } from './import-postcodes.ts'

const BAR_WIDTH = 24
const REDRAW_MS = 100
const LINE_EVERY_MS = 5000

export function progressOn(
  { err, isTty }: Pick<Terminal, 'err' | 'isTty'>,
  now = () => performance.now(),
): ImportWatcher {
  let shownAt = isTty ? Number.NEGATIVE_INFINITY : now()
  const redraw = redrawnLine({ err })
  let last = ''
  return ({ file, bytesRead, bytes, rows, step }) => {
    // A short import needs no lines of its own before its report.
    const changed = isTty && `${file} ${step}` !== last
    if (!changed && now() - shownAt < (isTty ? REDRAW_MS : LINE_EVERY_MS)) return
    shownAt = now()
    last = `${file} ${step}`
    const share = bytes === 0 ? 1 : Math.min(1, bytesRead / bytes)
    const count = rows.toLocaleString('en-GB')
    if (!isTty) {
      err(
        step === 'reading'
          ? `${file}: ${count} rows read (${Math.floor(share * 100)} %)`
          : `${file}: comparing ${count} rows with what is there`,
      )
      return
    }
    const full = Math.round(share * BAR_WIDTH)
    const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
    const says = step === 'reading' ? `${count} rows` : `comparing ${count} rows with what is there`
    redraw(`${bar} ${`${Math.floor(share * 100)}`.padStart(3)} %  ${file}  ${says}`)
  }
}

/** The report, as a person reads it. */
export function importReport({ files, seconds }: PostcodeImport): string {
  const lines = files.flatMap(fileReport)
  const sum = (of: (file: ImportedFile) => number): number => files.reduce((all, file) => all + of(file), 0)
  const [taken, added, changed] = [sum(file => file.taken), sum(file => file.added), sum(file => file.changed)]
  const skipped = sum(file => file.rows - file.taken)
  const parts = [
    ...(added > 0 ? [`${number(added)} added`] : []),
    ...(changed > 0 ? [`${number(changed)} changed`] : []),
    ...(taken > added + changed ? [`${number(taken - added - changed)} already here`] : []),
  ]
  const result =
    added + changed === 0
      ? 'Nothing changed: every postcode was here already, just so.'
      : `Postcodes: ${parts.join(', ')}.`
  const all =
    files.length > 1 ? [`All ${files.length} files: ${number(taken)} rows taken, ${number(skipped)} skipped.`] : []
  return [...lines, ...all, `${result} ${seconds.toFixed(1)} s.`].join('\n')
}

function fileReport(file: ImportedFile): string[] {
  const skipped = file.rows - file.taken
  const ended = file.terminated > 0 ? `, ${number(file.terminated)} of them no longer in use` : ''
  return [
    `${file.file} (${file.format}): ${number(file.taken)} of ${number(file.rows)} rows taken${ended}${skipped === 0 ? '' : `, ${number(skipped)} skipped:`}`,
    ...file.skipped.flatMap(({ says, count, first }) => {
      const where = first.map(({ line }) => number(line)).join(', ')
      const [example] = first
      return [
        `  ${number(count)}: ${says}; ${first.length === 1 ? 'line' : 'lines'} ${where}${count > first.length ? ', …' : ''}`,
        ...(example ? [`     like ${example.text}`] : []),
      ]
    }),
  ]
}

const number = (count: number): string => count.toLocaleString('en-GB')
