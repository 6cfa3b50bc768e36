import { isDeepStrictEqual } from 'node:util'
import { CannotMerge, compileReleases, type Release, versionReleases } from './merge-releases.ts'
import type { MergeRules } from './merge-rules.ts'

/** Everything known of one contracting process (OCDS 1.1, record). */
export interface ContractingRecord {
  readonly ocid: string
  readonly releases: readonly Release[]
  readonly compiledRelease: Readonly<Record<string, unknown>>
  readonly versionedRelease?: Readonly<Record<string, unknown>>
}

/** Releases by the process they speak of, in the order the processes were first spoken of. */
export class ReleasesByProcess {
  private readonly processes = new Map<string, Map<string, Release>>()

  /**
   * Takes one in. The same release twice (it stood in two packages) is one.
   * @throws CannotMerge on something that is no release, and on two different releases with one id: an id is given once (OCDS 1.1, "Release ID").
   */
  add(release: Release): void {
    if (typeof release !== 'object' || release === null || typeof release.ocid !== 'string')
      throw new CannotMerge('This is no release: it has no ocid.')
    if (typeof release.id !== 'string' || release.id === '')
      throw new CannotMerge(`A release of ${release.ocid} has no id.`)
    const process = this.processes.get(release.ocid) ?? new Map<string, Release>()
    this.processes.set(release.ocid, process)
    const before = process.get(release.id)
    if (before !== undefined && !isDeepStrictEqual(before, release))
      throw new CannotMerge(`Two different releases of ${release.ocid} have the id ${release.id}.`)
    process.set(release.id, release)
  }

  /** A record of each process, one at a time. @throws CannotMerge where its releases contradict one another. */
  *records({
    versioned = false,
    rules,
  }: {
    versioned?: boolean
    rules?: MergeRules
  } = {}): Generator<ContractingRecord> {
    for (const [ocid, releases] of this.processes) yield recordOf(ocid, [...releases.values()], versioned, rules)
  }

  get size(): { processes: number; releases: number } {
    let releases = 0
    for (const process of this.processes.values()) releases += process.size
    return { processes: this.processes.size, releases }
  }
}

const recordOf = (
  ocid: string,
  releases: readonly Release[],
  versioned: boolean,
  rules?: MergeRules,
): ContractingRecord => {
  try {
    return {
      ocid,
      releases,
      compiledRelease: compileReleases(releases, rules),
      ...(versioned ? { versionedRelease: versionReleases(releases, rules) } : {}),
    }
  } catch (error) {
    throw error instanceof CannotMerge ? new CannotMerge(`${ocid}: ${error.message}`) : error
  }
}
