import { once } from 'node:events'
import { createWriteStream, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { PlaceId } from '../../../kernel/ids.ts'
import type { Platform } from '../../../platform/platform.ts'
import { newestVersion } from '../change-log-store.ts'
import { descriptorOf, fileOf, headOf, type Publishing, type Table, tableCutter, tableNames } from './data-package.ts'
import { signOfHidden } from './published-store.ts'
import { type resources, services, taxonomies, taxonomyTerms } from './resources.ts'
import type { Json } from './shapes.ts'

/** Writes a place's data package into a folder, in one reading of the directory, a batch at a time. */

const AT_ONCE = 200
export const DESCRIPTOR = 'datapackage.json'

/** @returns how many services it holds. */
export async function writePackage(
  platform: Platform,
  placeId: PlaceId,
  publishing: Publishing,
  folder: string,
): Promise<number> {
  await mkdir(join(folder, 'tables'), { recursive: true })
  const files = new Map(tableNames.map(table => [table, createWriteStream(join(folder, fileOf(table)))]))
  const write = async (table: Table, text: string): Promise<void> => {
    const file = files.get(table)
    if (file && !file.write(text)) await once(file, 'drain')
  }
  for (const table of tableNames) await write(table, headOf(table))
  const cut = tableCutter()
  let written = 0
  for (const [resource, table] of [
    [taxonomies, 'taxonomy'],
    [taxonomyTerms, 'taxonomy_term'],
    [services, 'service'],
  ] as const) {
    for await (const rows of batchesOf(platform, placeId, resource)) {
      const texts = new Map<Table, string>()
      for (const row of rows)
        for (const { table: of, line } of cut(table, row)) texts.set(of, (texts.get(of) ?? '') + line)
      for (const [of, text] of texts) await write(of, text)
      if (table === 'service') written += rows.length
    }
  }
  for (const file of files.values()) await finished(file.end())
  await writeFile(join(folder, DESCRIPTOR), `${JSON.stringify(descriptorOf(publishing, platform.clock()), null, 2)}\n`)
  return written
}

async function* batchesOf(
  platform: Platform,
  placeId: PlaceId,
  resource: (typeof resources)[number],
): AsyncGenerator<Json[]> {
  let after: readonly string[] | null = null
  for (;;) {
    const from: Parameters<typeof resource.list>[1] = after ? { after } : { offset: 0 }
    const { rows, last }: Awaited<ReturnType<typeof resource.list>> = await platform.db.asHouse(placeId, tx =>
      resource.list(
        { tx, dialect: 'HSDS 3.1', asked: { full: true }, filters: { services: {}, locations: {} } },
        from,
        AT_ONCE,
      ),
    )
    if (rows.length > 0) yield rows
    if (last === null) return
    after = last
  }
}

const folders = new Set<string>()
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
/** A new folder that goes with this process at the latest. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepitlocal-open-data-'))
  folders.add(folder)
  return folder
}
async function removeFolder(folder: string): Promise<void> {
  folders.delete(folder)
  await rm(folder, { recursive: true, force: true })
}

type Kept = { says: string; hidden: string; madeAt: Date; folder: Promise<string> }
/**
 * One folder for each place, made anew when the directory has changed: at most once in five minutes, whoever asks how often; but at once when an address
 * was made private.
 */
const kept = new Map<PlaceId, Kept>()
const OLDEST_MS = 5 * 60_000

/** A folder that holds the place's data package as it is now, or was five minutes ago. */
export async function packageFolder(platform: Platform, placeId: PlaceId, publishing: Publishing): Promise<string> {
  const { version, hidden } = await platform.db.asHouse(placeId, async tx => ({
    ...(await newestVersion(tx)),
    hidden: await signOfHidden(tx),
  }))
  const says = JSON.stringify([version, publishing])
  const now = platform.clock()
  const before = kept.get(placeId)
  const isRecent = before?.hidden === hidden && now.getTime() - before.madeAt.getTime() < OLDEST_MS
  if (before && (before.says === says || isRecent)) return before.folder
  const folder = (async () => {
    const made = await newFolder()
    try {
      await writePackage(platform, placeId, publishing, made)
    } catch (error) {
      await removeFolder(made)
      throw error
    }
    return made
  })()
  kept.set(placeId, { says, hidden, madeAt: now, folder })
  folder.catch(() => kept.delete(placeId))
  // Who is reading the old files goes on reading them; their names go.
  if (before) void folder.then(async () => removeFolder(await before.folder)).catch(() => {})
  return folder
}
