/** What can be typed about postcodes and boundaries: `keepitlocal import postcodes`, `postcode`, ... */
import type { CommandLineWord, Terminal } from '../../platform/capability.ts'
import { perform } from '../../platform/command.ts'
import {
  bytesOf,
  JSON_OPTION,
  orWrong,
  text,
  type Values,
  WrongLine,
  word,
  wrongUsage,
} from '../../platform/command-line.ts'
import { houseActor } from '../../platform/db/database.ts'
import { postcodeBody } from './api.ts'
import { BadBoundaryFile, type Boundary, readBoundaryFile } from './boundary-file.ts'
import { setNeighbourhoods } from './change-place.ts'
import { filesAt, importPostcodes } from './import-postcodes.ts'
import { importReport, progressOn } from './import-progress.ts'
import { lookUpPostcode } from './look-up-postcode.ts'
import { neighbourhoodAt } from './neighbourhoods.ts'
import { placeCommandLine } from './place-command-line.ts'
import { placeNamed } from './place-named.ts'
import type { Place } from './place-store.ts'

export const commandLine: readonly CommandLineWord[] = [
  ...placeCommandLine,
  word(
    'import postcodes',
    'FILE... [--json]',
    'Load Code-Point Open, ONSPD or NSPL files (or folders of them).',
    JSON_OPTION,
    async ({ names, values, usage }, terminal) => {
      if (names.length === 0) throw wrongUsage('Name the files to import', usage)
      const files = orWrong(await filesAt(names))
      const done = orWrong(await importPostcodes(terminal.platform.db, files, progressOn(terminal)))
      terminal.out(values.json ? JSON.stringify(done, null, 2) : importReport(done))
    },
  ),
  word(
    'import boundaries',
    'FILE --place P [--code PROPERTY] [--name PROPERTY] [--json]',
    'Make the areas of a GeoJSON file the neighbourhoods of a place.',
    { ...JSON_OPTION, place: { type: 'string' }, code: { type: 'string' }, name: { type: 'string' } },
    async ({ names, values, usage }, terminal) => {
      const [file] = names
      if (file === undefined || names.length > 1) throw wrongUsage('Name one GeoJSON file', usage)
      const place = await placeNamed(terminal, text(values.place), usage)
      const boundaries = boundariesOf(await bytesOf(file), values)
      const done = orWrong(
        await perform(terminal.platform.db, houseActor(place.placeId), setNeighbourhoods, {
          boundaries: boundaries as never,
        }),
      )
      const { recordId: _, ...counts } = done
      const says =
        counts.added + counts.changed + counts.retired === 0
          ? `Nothing changed: ${place.name} has these ${counts.unchanged} neighbourhoods already.`
          : `${place.name}: neighbourhoods ${said(counts)}.`
      terminal.out(values.json ? JSON.stringify({ place: place.slug, ...counts }) : says)
    },
  ),
  word(
    'postcode',
    'POSTCODE [--place P] [--json]',
    'Say where a postcode is: a whole one, its first part, or its beginning.',
    { ...JSON_OPTION, place: { type: 'string' } },
    async ({ names, values, usage }, terminal) => {
      if (names.length === 0) throw wrongUsage('Name a postcode', usage)
      const typed = names.join(' ')
      const place = values.place === undefined ? null : await placeNamed(terminal, text(values.place), usage)
      const { answer, neighbourhood } = await lookUp(terminal, typed, place)
      if (values.json) terminal.out(JSON.stringify(postcodeBody(answer, neighbourhood)))
      else terminal.out(sayPostcode(answer, place, neighbourhood))
      // The answer has been given; only the exit code says that it is nowhere.
      if (!answer.point) throw new WrongLine('', 1)
    },
  ),
]

async function lookUp({ platform }: Terminal, typed: string, place: Place | null) {
  if (!place) return { answer: await platform.db.national(tx => lookUpPostcode(tx, typed)), neighbourhood: null }
  return platform.db.asHouse(place.placeId, async tx => {
    const answer = await lookUpPostcode(tx, typed)
    const exact = answer.kind === 'unit' || answer.kind === 'terminated'
    return { answer, neighbourhood: exact ? await neighbourhoodAt(tx, answer.point, answer.wardCode) : null }
  })
}

function sayPostcode(
  answer: Awaited<ReturnType<typeof lookUp>>['answer'],
  place: Place | null,
  neighbourhood: { readonly name: string } | null,
): string {
  const body = postcodeBody(answer, null)
  const exact = answer.kind === 'unit' || answer.kind === 'terminated'
  const lines = [
    answer.message ?? answer.shown,
    ...(answer.point
      ? [
          `${exact ? 'At' : 'Middle at'} ${body.easting} east, ${body.northing} north (${body.latitude}, ${body.longitude})`,
        ]
      : []),
    ...(body.ladCode || body.wardCode || body.lsoaCode
      ? [
          `District ${body.ladCode ?? 'not known'}, ward ${body.wardCode ?? 'not known'}, LSOA ${body.lsoaCode ?? 'not known'}`,
        ]
      : []),
    ...(place && exact
      ? [neighbourhood ? `In ${neighbourhood.name}, ${place.name}` : `Not in a neighbourhood of ${place.name}`]
      : []),
    ...(body.howToLoad ? [...body.howToLoad.sentences, `  ${body.howToLoad.command}`] : []),
  ]
  return lines.join('\n')
}

function boundariesOf(bytes: Uint8Array, values: Values): Boundary[] {
  try {
    return readBoundaryFile(bytes, { code: text(values.code), name: text(values.name) })
  } catch (error) {
    throw error instanceof BadBoundaryFile ? new WrongLine(`${error.message}\nNothing was changed.`, 1) : error
  }
}

function said(counts: Readonly<Record<'added' | 'changed' | 'unchanged' | 'retired', number>>): string {
  const kinds = { added: 'added', changed: 'changed', unchanged: 'as they were', retired: 'retired' } as const
  return (Object.keys(kinds) as (keyof typeof kinds)[])
    .filter(kind => counts[kind] > 0)
    .map(kind => `${counts[kind]} ${kinds[kind]}`)
    .join(', ')
}
