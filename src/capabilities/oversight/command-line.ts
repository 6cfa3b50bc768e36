/** `keepitlocal audit check` and `keepitlocal audit heads`: whether the trail of who saw what is whole. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type AuditCheck, checkAudit, listHeads, tamperings } from '../../platform/audit/check.ts'
import type { CommandLineWord, Terminal } from '../../platform/capability.ts'
import { bytesOf, JSON_OPTION, redrawnLine, text, WrongLine, word } from '../../platform/command-line.ts'
import { listPlaces, type Place, placeNamed } from '../places/index.ts'

/** What `audit heads` writes, and `audit check --against` reads. */
const HeadsFile = Type.Object({
  notedAt: Type.String(),
  places: Type.Array(
    Type.Object({
      place: Type.String(),
      placeId: Type.String({ format: 'uuid' }),
      heads: Type.Array(
        Type.Object({ lane: Type.Integer(), seq: Type.Integer(), hash: Type.String({ pattern: '^[0-9a-f]*$' }) }),
      ),
    }),
  ),
})
type HeadsFile = Static<typeof HeadsFile>

const checkWord = word(
  'audit check',
  '[--place P] [--against FILE] [--json]',
  'Walk the audit trail of every place, or one, and say whether it is whole; with a file of `audit heads`, also whether it was written anew since.',
  { ...JSON_OPTION, place: { type: 'string' }, against: { type: 'string' } },
  async ({ values, usage }, terminal) => {
    const noted = await readHeads(text(values.against))
    const places = await placesOf(terminal, text(values.place), usage, noted)
    const checked: (AuditCheck & { place: string; seconds: number })[] = []
    const progress = terminal.isTty ? redrawnLine(terminal) : () => {}
    for (const { slug, placeId } of places) {
      const started = performance.now()
      const seconds = () => (performance.now() - started) / 1000
      const heads = noted?.places.find(other => other.placeId === placeId)?.heads
      const found = await terminal.platform.db.asHouse(placeId, tx =>
        checkAudit(tx, heads, lines => progress(`${slug}: ${many(lines, 'line')}, ${rate(lines, seconds())}`)),
      )
      checked.push({ place: slug, seconds: Math.round(seconds() * 100) / 100, ...found })
    }
    if (values.json) terminal.out(JSON.stringify({ sound: isSound(checked), places: checked }, null, 2))
    else for (const each of checked) for (const line of sentencesOf(each)) terminal.out(line)
    if (!isSound(checked)) throw new WrongLine('', 1)
  },
)

const isSound = (checked: readonly AuditCheck[]): boolean => checked.every(({ tampered }) => tampered.length === 0)

/** Every place, or the one named; whoever notes heads of a place that is gone must hear of it. */
const placesOf = async (
  terminal: Terminal,
  slug: string | undefined,
  usage: string,
  noted: HeadsFile | null,
): Promise<Pick<Place, 'slug' | 'placeId'>[]> => {
  if (slug !== undefined) return [await placeNamed(terminal, slug, usage)]
  const all = await terminal.platform.db.national(listPlaces)
  const gone = noted?.places.find(({ placeId }) => !all.some(other => other.placeId === placeId))
  if (gone) throw new WrongLine(`The place “${gone.place}” was noted and is not in this database.`, 1)
  return [...all]
}

const sentencesOf = ({
  place,
  lines,
  lanes,
  seconds,
  wordsForgotten,
  tampered,
}: AuditCheck & { place: string; seconds: number }): string[] => [
  tampered.length === 0
    ? `${place}: sound. ${many(lines, 'line')} in ${many(lanes, 'lane')}, ${rate(lines, seconds)}.`
    : `${place}: not sound.`,
  ...tampered.map(
    ({ lane, seq, auditId, what }) =>
      `  Lane ${lane}, line ${seq}${auditId ? ` (${auditId})` : ''} ${tamperings[what]}.`,
  ),
  ...(wordsForgotten > 0
    ? [
        `  ${many(wordsForgotten, 'line')} without the name or the reason: those words were deleted, the lines are whole.`,
      ]
    : []),
]

const many = (count: number, one: string): string => `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`
const rate = (lines: number, seconds: number): string =>
  `${Math.round(lines / Math.max(seconds, 0.001)).toLocaleString('en-GB')} a second`

const readHeads = async (path: string | undefined): Promise<HeadsFile | null> => {
  if (path === undefined) return null
  const wrong = new WrongLine(`“${path}” is not a file written by \`keepitlocal audit heads\`.`, 1)
  try {
    const file: unknown = JSON.parse(new TextDecoder().decode(await bytesOf(path)))
    if (Value.Check(HeadsFile, file)) return file
  } catch (error) {
    throw error instanceof WrongLine ? error : wrong
  }
  throw wrong
}

const headsWord = word(
  'audit heads',
  '[--place P]',
  'Print where each lane of the audit trail stands, to be kept somewhere else: `audit heads > heads.json`, later `audit check --against heads.json`.',
  { place: { type: 'string' } },
  async ({ values, usage }, terminal) => {
    const { db, clock } = terminal.platform
    const file: HeadsFile = { notedAt: clock().toISOString(), places: [] }
    for (const { slug, placeId } of await placesOf(terminal, text(values.place), usage, null))
      file.places.push({ place: slug, placeId, heads: await db.asHouse(placeId, listHeads) })
    terminal.out(JSON.stringify(file, null, 2))
  },
)

export const commandLine: readonly CommandLineWord[] = [checkWord, headsWord]
