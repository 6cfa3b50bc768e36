/** What can be typed about what is held of somebody: `keepitlocal subject-access`, `erase`, `tombstones`, `retention run`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createViews } from '../../design/view.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { audit } from '../../platform/audit/audit.ts'
import type { Terminal } from '../../platform/capability.ts'
import { JSON_OPTION, text, WrongLine, word, wrongUsage } from '../../platform/command-line.ts'
import { houseActor, type PlaceTx } from '../../platform/db/database.ts'
import type { Person } from '../people/index.ts'
import { listPlaces, placeNamed } from '../places/index.ts'
import { certificateInWords } from './certificate-in-words.ts'
import { copyFiles } from './copy-files.ts'
import { copyView } from './copy-view.ts'
import { eraseAgain } from './erase-again.ts'
import { erasePeople } from './erase-person.ts'
import { findWhoIsMeant } from './find-person.ts'
import { keepRetention } from './keep-retention.ts'
import { keepTombstones } from './keep-tombstones.ts'
import { insertCopy } from './rights-store.ts'
import { copyOfEverything } from './subject-access.ts'

/** The one who is meant, or a mistake that says how to say it better. */
const meantOne = async (tx: PlaceTx, said: string): Promise<Person[]> => {
  const [found, ...more] = await findWhoIsMeant(tx, said)
  if (!found)
    throw new WrongLine(
      `Nobody here is known by “${said.slice(0, 80)}”: give an id, a reference, a phone number or an e-mail address.`,
      1,
    )
  if (more.length > 0)
    throw new WrongLine(
      `“${said.slice(0, 80)}” reaches ${more.length + 1} people. Give the id of one:\n${[found, ...more].map(([one]) => `  ${one?.personId}  ${one?.name}`).join('\n')}`,
      1,
    )
  return found
}

const subjectAccess = word(
  'subject-access',
  'PERSON --place P --out FOLDER [--json]',
  'Write everything held about somebody to a folder: a page to read and print, and JSON. PERSON is an id, a reference, a phone number or an e-mail address.',
  { ...JSON_OPTION, place: { type: 'string' }, out: { type: 'string' } },
  async ({ names, values, usage }, terminal: Terminal) => {
    const [said] = names
    const out = text(values.out)
    if (names.length !== 1 || !said) throw wrongUsage('Say whose', usage)
    if (!out && !values.json) throw wrongUsage('Say where to write it: --out FOLDER', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const { platform } = terminal
    const folder = out ? resolve(out) : null
    const copy = await platform.db.asHouse(place.placeId, async tx => {
      const people = await meantOne(tx, said)
      const ids = people.map(({ personId }) => personId as string)
      const made = await copyOfEverything(tx, ids)
      for (const id of ids) {
        await audit(tx, 'rights.subject-access', id)
        if (folder) await insertCopy(tx, id, folder)
      }
      return made
    })
    const body = `${JSON.stringify(copy, null, 2)}\n`
    if (folder) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const html = createViews({ now: platform.clock }).render('rights/copy-file.njk', { copy: copyView(copy) })
      await writeFile(join(folder, copyFiles.json), body, { mode: 0o600 })
      await writeFile(join(folder, copyFiles.html), html, { mode: 0o600 })
    }
    if (values.json) terminal.out(body.trimEnd())
    else {
      const count = copy.sections.reduce((all, { records }) => all + records.length, 0)
      terminal.out(
        `${count} records in ${copy.sections.length} parts: ${folder}/${copyFiles.html} and ${copyFiles.json}`,
      )
      for (const ground of copy.heldBack) terminal.out(`Held back: ${ground}`)
    }
  },
)

const retentionRun = word(
  'retention run',
  '--place P [--dry-run] [--json]',
  'Forget what is over by the periods of the privacy page, as the daily job does; --dry-run counts it and changes nothing.',
  { ...JSON_OPTION, place: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async ({ values, usage }, terminal) => {
    const place = await placeNamed(terminal, text(values.place), usage)
    const dry = values['dry-run'] === true
    const runs = await keepRetention(terminal.platform, place.placeId, dry)
    if (values.json) return terminal.out(JSON.stringify({ dry, runs }, null, 2))
    for (const { what, forgotten, kept } of runs)
      terminal.out(
        `${what}: ${forgotten} ${dry ? 'would be forgotten' : 'forgotten'}${kept ? `, ${kept} due but kept` : ''}`,
      )
  },
)

const erase = word(
  'erase',
  'PERSON --place P --because WHY [--json]',
  'Forget somebody and everything that hangs on them, with a certificate. PERSON is an id, a reference, a phone number or an e-mail address.',
  { ...JSON_OPTION, place: { type: 'string' }, because: { type: 'string' } },
  async ({ names, values, usage }, terminal) => {
    const [said] = names
    const because = text(values.because)
    if (names.length !== 1 || !said) throw wrongUsage('Say whom', usage)
    if (!because) throw wrongUsage('Say who decided it and why: --because WHY', usage)
    const place = await placeNamed(terminal, text(values.place), usage)
    const people = await terminal.platform.db.asHouse(place.placeId, tx => meantOne(tx, said))
    const ids = people.map(({ personId }) => personId as string)
    const certificate = await erasePeople(terminal.platform, houseActor(place.placeId), {
      personIds: ids,
      authority: because,
    })
    if (isRefusal(certificate)) throw new WrongLine(certificate.message, 1)
    terminal.out(values.json ? JSON.stringify(certificate, null, 2) : certificateInWords(certificate).join('\n'))
    if (!certificate.complete) throw new WrongLine('', 1)
  },
)

const again = word(
  'erase again',
  '--place P | --all [--from FILE] [--json]',
  'After a backup was put back: forget again everybody whom the file of tombstones names. Does nothing to whom the database remembers to have erased.',
  { ...JSON_OPTION, place: { type: 'string' }, all: { type: 'boolean' }, from: { type: 'string' } },
  async ({ values, usage }, terminal) => {
    const { platform } = terminal
    const named = text(values.place)
    if (named && values.all) throw wrongUsage('Say --place or --all, not both', usage)
    const places = values.all ? await platform.db.national(listPlaces) : [await placeNamed(terminal, named, usage)]
    const certificates = []
    for (const { placeId } of places) certificates.push(...(await eraseAgain(platform, placeId, text(values.from))))
    if (values.json) terminal.out(JSON.stringify(certificates, null, 2))
    else terminal.out(certificates.length === 0 ? 'Nobody had come back.' : `Erased again: ${certificates.length}.`)
    const inPart = certificates.filter(({ complete }) => !complete)
    if (inPart.length > 0)
      throw new WrongLine(
        `${inPart.length} could not be erased as a whole: ${[...new Set(inPart.flatMap(({ stays }) => stays))].join(' ')}`,
        1,
      )
  },
)

const tombstones = word(
  'tombstones',
  '--place P',
  'Write who was erased to the file of tombstones (TOMBSTONES_FILE), as the hourly job does.',
  { place: { type: 'string' } },
  async ({ values, usage }, terminal) => {
    const place = await placeNamed(terminal, text(values.place), usage)
    const written = await keepTombstones(terminal.platform, place.placeId)
    terminal.out(`${written} written to ${terminal.platform.config.tombstonesFile}.`)
  },
)

export const commandLine = [subjectAccess, retentionRun, erase, again, tombstones]
