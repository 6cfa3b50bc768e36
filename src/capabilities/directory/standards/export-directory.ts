import { mkdir, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text, WrongLine, word, wrongUsage } from '../../../platform/command-line.ts'
import { findPlaceBySlug, placeNamed } from '../../places/index.ts'
import { tableNames } from './data-package.ts'
import { DESCRIPTOR, writePackage } from './package-files.ts'
import { publishingOf } from './standards-api.ts'

/** `keepitlocal export directory`: everything a place publishes, to take away. */

export const exportDirectoryWord = word(
  'export directory',
  'FOLDER --place P',
  'Write a place’s services into a folder, as a Frictionless data package in the tables of HSDS 3.1.',
  { place: { type: 'string' } },
  async ({ names, values, usage }, terminal) => {
    const [folder, ...more] = names
    if (!folder || more.length > 0) throw wrongUsage('Give one folder', usage)
    const named = await placeNamed(terminal, text(values.place), usage)
    const { platform } = terminal
    const place = await platform.db.national(tx => findPlaceBySlug(tx, named.slug))
    if (!place) throw new WrongLine(`There is no place “${named.slug}”.`)
    const path = resolve(folder)
    const there: string[] = await readdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw new WrongLine(
        error.code === 'ENOTDIR' ? `${path} is a file: give a folder.` : `${path} cannot be opened (${error.code}).`,
        1,
      )
    })
    if (there.length > 0 && !there.includes(DESCRIPTOR))
      throw new WrongLine(
        `${path} holds other files. Give a new or an empty folder, or one with an earlier package.`,
        1,
      )
    await mkdir(path, { recursive: true })
    const services = await writePackage(platform, place.placeId, publishingOf(place), path)
    const licence = publishingOf(place).licence
    terminal.out(
      `${services.toLocaleString('en-GB')} services of ${place.name} in ${tableNames.length} tables: ${resolve(path, DESCRIPTOR)}`,
    )
    if (!licence)
      terminal.err('No licence is set for this place, so nobody knows what they may do with it: see docs/open-data.md.')
  },
)
