import type { Certificate } from './erase-person.ts'

/** One line a table, and what had to stay. */
export const certificateInWords = ({ tables, files, stays, stillFound, complete }: Certificate): string[] => [
  ...tables.map(({ table, found, erased, kept }) => `${table}: ${found} found, ${erased} erased, ${kept} kept`),
  ...files.map(({ path, erased }) => `${path}: ${erased ? 'erased' : 'could not be erased'}`),
  ...stays.map(because => `Stays: ${because}`),
  ...stillFound.map(
    ({ table, column, rows }) => `Look at ${table}, ${column}: their name or number stands in ${rows} rows of others.`,
  ),
  complete ? 'Erased.' : 'Not erased as a whole: end what stays, and erase once more.',
]
