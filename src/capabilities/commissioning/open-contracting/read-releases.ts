import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { bytesOf, WrongLine } from '../../../platform/command-line.ts'
import { CannotMerge, type Release } from './merge-releases.ts'
import type { ReleasesByProcess } from './records.ts'

/** What a package says of itself, to be said again of what is made from it. */
export interface PackageWords {
  readonly uri?: unknown
  readonly publisher?: unknown
  readonly license?: unknown
  readonly publicationPolicy?: unknown
  readonly extensions?: unknown
}

/**
 * Reads a file of releases: a release package, a record package with whole releases, a list of releases, one release, or (`.jsonl`, `.ndjson`) any of these on
 * each line.
 * @returns what its first package says of itself; nothing when it holds bare releases.
 * @throws WrongLine naming the file, and the line or the place in it.
 */
export const readReleases = async (file: string, into: ReleasesByProcess): Promise<PackageWords | undefined> => {
  if (!/\.(jsonl|ndjson)$/i.test(file))
    return take(parsed(new TextDecoder().decode(await bytesOf(file)), file), file, into)
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  let words: PackageWords | undefined
  let at = 0
  try {
    for await (const line of lines) {
      at++
      if (line.trim() === '') continue
      const where = `${file}, line ${at}`
      const said = take(parsed(line, where), where, into)
      words ??= said
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new WrongLine(`There is no file “${file}”: check the path.`, 1)
    throw error
  }
  return words
}

const parsed = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new WrongLine(`${where} is not JSON: ${(error as Error).message}.`, 1)
  }
}

const take = (said: unknown, where: string, into: ReleasesByProcess): PackageWords | undefined => {
  const releases = releasesOf(said)
  if (releases === undefined)
    throw new WrongLine(`${where} holds no releases: it should be a release package, a record package, or releases.`, 1)
  releases.forEach((release, at) => {
    try {
      into.add(release as Release)
    } catch (error) {
      if (error instanceof CannotMerge) throw new WrongLine(`${where}, release ${at + 1}: ${error.message}`, 1)
      throw error
    }
  })
  return Array.isArray(said) || !('uri' in (said as object)) ? undefined : (said as PackageWords)
}

const releasesOf = (said: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(said)) return said
  if (typeof said !== 'object' || said === null) return undefined
  const { releases, records, ocid } = said as { releases?: unknown; records?: unknown; ocid?: unknown }
  if (Array.isArray(records)) {
    const inside = records.flatMap(record => (record as { releases?: unknown[] })?.releases ?? [])
    // A record may only say where its releases are: there is nothing here to merge.
    return inside.every(release => typeof release === 'object' && release !== null && !('url' in release))
      ? inside
      : undefined
  }
  if (Array.isArray(releases)) return releases
  return typeof ocid === 'string' ? [said] : undefined
}
