import { bytesOf, text, WrongLine, word, wrongUsage } from '../../../platform/command-line.ts'
import { CannotMerge } from './merge-releases.ts'
import { rulesOfSchema } from './merge-rules.ts'
import { type PackageWords, readReleases } from './read-releases.ts'
import { ReleasesByProcess } from './records.ts'

/** `keepitlocal ocds merge`: releases anybody published, merged into records, without a place or a database. */
export const mergeWord = word(
  'ocds merge',
  'FILE... [--versioned] [--schema FILE] [--lines] [--uri URI] [--publisher NAME]',
  'Merge Open Contracting releases into a record of each process: what is true now and, with --versioned, what was said when. --lines prints a record a line.',
  {
    versioned: { type: 'boolean' },
    lines: { type: 'boolean' },
    schema: { type: 'string' },
    uri: { type: 'string' },
    publisher: { type: 'string' },
  },
  async ({ names, values, usage }, terminal) => {
    if (names.length === 0) throw wrongUsage('Name a file of releases', usage)
    const schema = text(values.schema)
    const rules = schema === undefined ? undefined : rulesOfSchema(await schemaIn(schema))
    const read = new ReleasesByProcess()
    let words: PackageWords | undefined
    for (const file of names) {
      const said = await readReleases(file, read)
      words ??= said
    }
    const header = values.lines ? undefined : headerOf(words, text(values.uri), text(values.publisher), usage)
    const records = read.records({ versioned: values.versioned === true, ...(rules ? { rules } : {}) })
    try {
      if (header === undefined) for (const record of records) terminal.out(JSON.stringify(record))
      else {
        terminal.out(`${JSON.stringify(header).slice(0, -1)},"records":[`)
        let before = ''
        for (const record of records) {
          if (before) terminal.out(`${before},`)
          before = JSON.stringify(record)
        }
        terminal.out(`${before}]}`)
      }
    } catch (error) {
      throw error instanceof CannotMerge ? new WrongLine(error.message, 1) : error
    }
    const { processes, releases } = read.size
    terminal.err(`${counted(releases, 'release')}, ${counted(processes, 'record')}.`)
  },
  { needsNoDatabase: true },
)

const counted = (number: number, word: string) => `${number.toLocaleString('en-GB')} ${word}${number === 1 ? '' : 's'}`

const headerOf = (
  words: PackageWords | undefined,
  uri: string | undefined,
  publisher: string | undefined,
  usage: string,
) => {
  const by = publisher === undefined ? words?.publisher : { name: publisher }
  const at = uri ?? words?.uri
  if (at === undefined || by === undefined)
    throw wrongUsage(
      'A record package says who publishes it and where: give --publisher and --uri, or --lines for records alone',
      usage,
    )
  return {
    uri: at,
    version: '1.1',
    ...(words?.extensions === undefined ? {} : { extensions: words.extensions }),
    publisher: by,
    ...(words?.license === undefined ? {} : { license: words.license }),
    ...(words?.publicationPolicy === undefined ? {} : { publicationPolicy: words.publicationPolicy }),
    publishedDate: new Date().toISOString(),
  }
}

const schemaIn = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(new TextDecoder().decode(await bytesOf(file)))
  } catch (error) {
    if (error instanceof WrongLine) throw error
    throw new WrongLine(`“${file}” is not JSON: ${(error as Error).message}.`, 1)
  }
}
