import { plural } from '../../design/filters.ts'
import type { Certificate } from './erase-person.ts'
import { columnInWords, tableInWords } from './table-in-words.ts'

type TableErased = Certificate['tables'][number]

/** "A need in it: 2 found, 2 erased", and on which ground some are kept. */
const tableSays = ({ table, found, erased, kept, grounds }: TableErased): string =>
  `${tableInWords(table)}: ${[
    `${found} found`,
    ...(erased > 0 ? [`${erased} erased`] : []),
    ...(kept > 0 ? [`${kept} kept`] : []),
  ].join(', ')}${kept > 0 && grounds.length > 0 ? `. Kept because: ${grounds.join(' ')}` : ''}`

/** A file that is gone needs no address; one that is not must be found by a person. */
const fileSays = ({ path, erased }: Certificate['files'][number], isDone: boolean): string =>
  erased
    ? 'A copy of everything held about them that was written to a folder: erased'
    : `A copy of everything held about them, written to ${path}: ${isDone ? 'could not be erased. Delete it by hand.' : 'is erased if it is still there'}`

/**
 * What an erasure found, erased and kept, a sentence for each kind of record, and what had to stay; no name of a table is told.
 * @param isDone false of what only would be forgotten.
 */
export const certificateInWords = (
  { tables, files, queues, stays, stillFound, complete }: Certificate,
  isDone = true,
): string[] => [
  ...tables.map(tableSays),
  ...files.map(file => fileSays(file, isDone)),
  ...(queues.found > 0 ? [`${plural(queues.found, 'waiting job')}: kept. ${queues.ground}`] : []),
  ...stays.map(because => `Stays: ${because}`),
  ...stillFound.map(
    ({ table, column, rows }) =>
      `Look at: ${tableInWords(table)}, “${columnInWords(table, column)}”. Their name, number or address stands in ${plural(rows, 'record')} of somebody else.`,
  ),
  ...(complete
    ? isDone
      ? ['Erased.']
      : []
    : [
        isDone
          ? 'Not erased as a whole: end what stays, and erase once more.'
          : 'They cannot be forgotten as a whole yet: end what stays first.',
      ]),
]
