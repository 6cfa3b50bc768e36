/** What can be typed to make, change and list places. */
import type { CommandLineWord } from '../../platform/capability.ts'
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
import { addPlace, changePlace, newPlaceId } from './change-place.ts'
import { placeNamed } from './place-named.ts'
import { telephone } from './place-settings.ts'
import { listPlaces } from './place-store.ts'

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
const OPTIONS_ABOUT =
  'OPTIONS: --lad CODE, --phone NUMBER, --hours WORDS, --safeguarding-phone NUMBER, --emergency-phone NUMBER, --opening-words WORDS, --settings FILE.json.'

export const placeCommandLine: readonly CommandLineWord[] = [
  word(
    'place add',
    'SLUG --name NAME [OPTIONS]',
    `Make a place. ${OPTIONS_ABOUT}`,
    PLACE_OPTIONS,
    async ({ names, values, usage }, terminal) => {
      const [slug] = names
      const name = text(values.name)
      if (slug === undefined || names.length > 1 || name === undefined) {
        throw wrongUsage('Give the place a short name for addresses and, after --name, its full name', usage)
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
    'SLUG [--name NAME] [OPTIONS]',
    'Change what is given about a place; the rest stays. OPTIONS as for place add.',
    PLACE_OPTIONS,
    async ({ names, values, usage }, terminal) => {
      const place = await placeNamed(terminal, names[0], usage)
      const name = text(values.name)
      const lads = ladCodes(values)
      const settings = await settingsOf(values)
      if (name === undefined && lads === undefined && Object.keys(settings).length === 0) {
        throw wrongUsage('Say what to change', usage)
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
]

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
  const mistake = new WrongLine(
    `“${file}” must hold one JSON object, like {"phone": {"says": "01632 960 000", "href": "tel:01632960000"}}.`,
    1,
  )
  let value: unknown
  try {
    value = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    )
  } catch {
    throw mistake
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mistake
  return value as Record<string, unknown>
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
