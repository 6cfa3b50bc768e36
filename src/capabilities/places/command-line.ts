/** What can be typed about places: `keepitlocal import postcodes`, `place add`, `postcode`, ... */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { CommandLineWord, Terminal } from '../../platform/capability.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { postcodeBody } from './api.ts'
import { BadBoundaryFile, type Boundary, readBoundaryFile } from './boundary-file.ts'
import { addPlace, changePlace, newPlaceId, setNeighbourhoods } from './change-place.ts'
import { filesAt, importPostcodes } from './import-postcodes.ts'
import { importReport, progressOn } from './import-progress.ts'
import { lookUpPostcode } from './look-up-postcode.ts'
import { neighbourhoodAt } from './neighbourhoods.ts'
import { telephone } from './place-settings.ts'
import { findPlaceBySlug, listPlaces, type Place } from './place-store.ts'

/** The line cannot be understood or done; the message says how to type it. */
class WrongLine extends Error {
  readonly code: 1 | 2
  constructor(message: string, code: 1 | 2 = 2) {
    super(message)
    this.code = code
  }
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>
type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** A word of the command line whose arguments are read, and whose mistakes are told, in one way. */
function word<Of extends Options>(
  words: string,
  rest: string,
  about: string,
  options: Of,
  run: (given: { names: string[]; values: Values; usage: string }, terminal: Terminal) => Promise<void>,
): CommandLineWord {
  const usage = `${words} ${rest}`.trim()
  return {
    words,
    usage,
    about,
    async run(args, terminal) {
      try {
        const { positionals, values } = read(args, options, usage)
        await run({ names: positionals, values, usage }, terminal)
        return 0
      } catch (error) {
        if (!(error instanceof WrongLine)) throw error
        if (error.message !== '') terminal.err(error.message)
        return error.code
      }
    },
  }
}

function read(args: readonly string[], options: Options, usage: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new WrongLine(`${(error as Error).message.split('. ')[0]}.\nUsage: keepitlocal ${usage}`)
  }
}

const JSON_OPTION = { json: { type: 'boolean' } } as const
const PLACE_OPTIONS = {
  name: { type: 'string' },
  lad: { type: 'string', multiple: true },
  phone: { type: 'string' },
  hours: { type: 'string' },
  'safeguarding-phone': { type: 'string' },
  'emergency-phone': { type: 'string' },
  'opening-words': { type: 'string' },
  settings: { type: 'string' },
} as const
const PLACE_USAGE =
  '[--lad CODE]... [--phone NUMBER] [--hours WORDS] [--safeguarding-phone NUMBER] [--emergency-phone NUMBER] [--opening-words WORDS] [--settings FILE.json]'

export const commandLine: readonly CommandLineWord[] = [
  word(
    'import postcodes',
    'FILE... [--json]',
    'Load Code-Point Open, ONSPD or NSPL files (or folders of them).',
    JSON_OPTION,
    async ({ names, values, usage }, terminal) => {
      if (names.length === 0) throw new WrongLine(`Name the files to import.\nUsage: keepitlocal ${usage}`)
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
      if (file === undefined || names.length > 1)
        throw new WrongLine(`Name one GeoJSON file.\nUsage: keepitlocal ${usage}`)
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
    'place add',
    `SLUG --name NAME ${PLACE_USAGE}`,
    'Make a place.',
    PLACE_OPTIONS,
    async ({ names, values, usage }, terminal) => {
      const [slug] = names
      const name = text(values.name)
      if (slug === undefined || names.length > 1 || name === undefined) {
        throw new WrongLine(
          `Give the place a short name for addresses and, after --name, its full name.\nUsage: keepitlocal ${usage}`,
        )
      }
      const input = { slug, name, ladCodes: ladCodes(values) ?? [], settings: await settingsOf(values) }
      orWrong(await perform(terminal.platform.db, houseActor(newPlaceId()), addPlace, input))
      terminal.out(
        `${name} is at ${terminal.platform.config.publicUrl}/${slug}\nNext, its neighbourhoods: keepitlocal import boundaries FILE --place ${slug}`,
      )
    },
  ),
  word(
    'place change',
    `SLUG [--name NAME] ${PLACE_USAGE}`,
    'Change what is given about a place; the rest stays.',
    PLACE_OPTIONS,
    async ({ names, values, usage }, terminal) => {
      const place = await placeNamed(terminal, names[0], usage)
      const name = text(values.name)
      const lads = ladCodes(values)
      const settings = await settingsOf(values)
      if (name === undefined && lads === undefined && Object.keys(settings).length === 0) {
        throw new WrongLine(`Say what to change.\nUsage: keepitlocal ${usage}`)
      }
      const change = { ...(name !== undefined && { name }), ...(lads && { ladCodes: lads }), settings }
      orWrong(await perform(terminal.platform.db, houseActor(place.placeId), changePlace, change))
      terminal.out(`${name ?? place.name} is changed.`)
    },
  ),
  word('place list', '[--json]', 'Show the places there are.', JSON_OPTION, async ({ values }, terminal) => {
    const places = await terminal.platform.db.national(listPlaces)
    if (values.json)
      terminal.out(
        JSON.stringify(
          places.map(({ placeId: _, ...place }) => place),
          null,
          2,
        ),
      )
    else if (places.length === 0)
      terminal.out('There are no places yet. Make one: keepitlocal place add SLUG --name NAME')
    else for (const { slug, name, ladCodes } of places) terminal.out([slug.padEnd(20), name, ...ladCodes].join('  '))
  }),
  word(
    'postcode',
    'POSTCODE [--place P] [--json]',
    'Say where a postcode is: a whole one, its first part, or its beginning.',
    { ...JSON_OPTION, place: { type: 'string' } },
    async ({ names, values, usage }, terminal) => {
      if (names.length === 0) throw new WrongLine(`Name a postcode.\nUsage: keepitlocal ${usage}`)
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

async function placeNamed({ platform }: Terminal, slug: string | undefined, usage: string): Promise<Place> {
  if (slug === undefined) throw new WrongLine(`Say which place.\nUsage: keepitlocal ${usage}`)
  const [place, all] = await platform.db.national(async tx => [await findPlaceBySlug(tx, slug), await listPlaces(tx)])
  if (place) return place
  const others = all.length === 0 ? 'There are none yet.' : `There is ${all.map(other => other.slug).join(', ')}.`
  throw new WrongLine(`There is no place “${slug}”. ${others}`, 1)
}

function boundariesOf(bytes: Uint8Array, values: Values): Boundary[] {
  try {
    return readBoundaryFile(bytes, { code: text(values.code), name: text(values.name) })
  } catch (error) {
    throw error instanceof BadBoundaryFile ? new WrongLine(`${error.message}\nNothing was changed.`, 1) : error
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new WrongLine(`There is no file “${path}”: check the path.`, 1)
    if (code === 'EISDIR') throw new WrongLine(`“${path}” is a folder: name the file in it.`, 1)
    if (code === 'ERR_FS_FILE_TOO_LARGE') throw new WrongLine(`“${path}” is larger than 2 GB.`, 1)
    if (code === 'EACCES')
      throw new WrongLine(`You may not read “${path}”: change its permissions, or run this as its owner.`, 1)
    throw error
  }
}

async function settingsOf(values: Values): Promise<Record<string, unknown>> {
  const settings: Record<string, unknown> = {}
  const file = text(values.settings)
  if (file !== undefined) Object.assign(settings, jsonObject(await bytesOf(file), file))
  const phones = {
    phone: 'phone',
    'safeguarding-phone': 'safeguardingPhone',
    'emergency-phone': 'emergencyPhone',
  } as const
  for (const [option, setting] of Object.entries(phones)) {
    const typed = text(values[option])
    if (typed === undefined) continue
    const number = telephone(typed, option === 'phone' ? text(values.hours) : undefined)
    if (!number) throw new WrongLine(`“${typed}” is not a telephone number: give one like 01632 960 000.`)
    settings[setting] = number
  }
  const words = text(values['opening-words'])
  if (words !== undefined) settings.openingWords = words
  return settings
}

function jsonObject(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    )
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {}
  throw new WrongLine(
    `“${file}” must hold one JSON object, like {"phone": {"says": "01632 960 000", "href": "tel:01632960000"}}.`,
    1,
  )
}

function said(counts: Readonly<Record<'added' | 'changed' | 'unchanged' | 'retired', number>>): string {
  const kinds = { added: 'added', changed: 'changed', unchanged: 'as they were', retired: 'retired' } as const
  return (Object.keys(kinds) as (keyof typeof kinds)[])
    .filter(kind => counts[kind] > 0)
    .map(kind => `${counts[kind]} ${kinds[kind]}`)
    .join(', ')
}

/** `--lad A --lad B` and `--lad A,B` alike. */
function ladCodes(values: Values): string[] | undefined {
  const given = values.lad
  if (!Array.isArray(given)) return undefined
  return given
    .flatMap(codes => String(codes).split(','))
    .map(code => code.trim())
    .filter(Boolean)
}

const text = (value: Values[string]): string | undefined => (typeof value === 'string' ? value : undefined)

function orWrong<Of>(answer: Of | Refusal): Of {
  if (isRefusal(answer)) throw new WrongLine(answer.message, 1)
  return answer
}
