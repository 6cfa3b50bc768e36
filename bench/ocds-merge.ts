/**
 * Merging RELEASES (100,000) Open Contracting releases into records: generated processes of six releases each (planning to implementation, some 4 kB a release), as
 * a file of JSON lines. Timed: the merge by itself, compiled and versioned; and the whole of `keepitlocal ocds merge FILE --lines`, from file to file, in a process
 * of its own. Beside it, because no npm package merges releases (none is published, November 2026): reading and writing the same JSON and doing nothing.
 *
 * Prints JSON in seconds, by the clock and of processor time.
 */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  compileReleases,
  type Release,
  versionReleases,
} from '../src/capabilities/commissioning/open-contracting/merge-releases.ts'
import { root } from '../src/platform/platform.ts'

const wanted = Number(process.env.RELEASES ?? 100_000)
const stages = ['planning', 'tender', 'tenderUpdate', 'award', 'contract', 'implementation'] as const

const words =
  'meals visits advice garden bus transport carers young people later life health money friends neighbours support local'.split(
    ' ',
  )
const sentence = (seed: number, length: number) =>
  Array.from({ length }, (_, at) => words[(seed * 31 + at * 17 + ((seed * at) % 7)) % words.length]).join(' ')

const party = (at: number, role: string) => ({
  id: `GB-CHC-${1_000_000 + at}`,
  name: sentence(at, 4),
  roles: [role],
  identifier: { scheme: 'GB-CHC', id: String(1_000_000 + at), legalName: sentence(at, 5) },
  additionalIdentifiers: [{ scheme: 'GB-COH', id: String(at).padStart(8, '0') }],
  address: {
    streetAddress: `${at % 90} High Street`,
    locality: 'Harbour',
    postalCode: 'ZZ1 1AA',
    countryName: 'United Kingdom',
  },
  details: { vcse: at % 2 === 0, scale: at % 3 === 0 ? 'sme' : 'large' },
})

/** What one process says on its nth day: what came before is said again, as publishers do. */
const releaseOf = (process: number, stage: number): Release => ({
  ocid: `ocds-zz1zz1-${process}`,
  id: `${process}-${stage}`,
  date: new Date(Date.UTC(2016 + (process % 10), stage * 2, 1 + (process % 28), 9)).toISOString(),
  tag: [stages[stage] as string],
  initiationType: 'tender',
  language: 'en',
  buyer: { id: 'GB-LAE-ZZZ', name: 'The council' },
  parties: [party(0, 'buyer'), ...(stage > 2 ? [party(process, 'supplier'), party(process + 1, 'supplier')] : [])],
  planning: {
    rationale: sentence(process, 40),
    budget: { amount: { amount: 1000 * (process % 500), currency: 'GBP' }, description: sentence(process, 20) },
  },
  ...(stage > 0 && {
    tender: {
      id: `t${process}`,
      title: sentence(process, 8),
      description: sentence(process + stage, 60),
      status: stage > 2 ? 'complete' : 'active',
      submissionMethod: ['electronicSubmission'],
      items: Array.from({ length: 4 }, (_, item) => ({
        id: String(item),
        description: sentence(item + process, 10),
        classification: { scheme: 'CPV', id: '85320000', description: 'Social services' },
        additionalClassifications: [{ scheme: 'CPV', id: '85311000' }],
        quantity: item + 1,
      })),
      documents: Array.from({ length: stage }, (_, at) => ({
        id: `d${at}`,
        documentType: 'tenderNotice',
        title: sentence(at, 6),
        datePublished: '2026-01-01T00:00:00Z',
      })),
      otherRequirements: { reservedParticipation: ['smeVcse'] },
    },
  }),
  ...(stage > 2 && {
    awards: [process, process + 1].map(at => ({
      id: `a${at}`,
      title: sentence(at, 6),
      status: 'active',
      value: { amount: 500 * (process % 500), currency: 'GBP' },
      suppliers: [{ id: `GB-CHC-${1_000_000 + at}`, name: sentence(at, 4) }],
    })),
  }),
  ...(stage > 3 && {
    contracts: [process, process + 1].map(at => ({
      id: `c${at}`,
      awardID: `a${at}`,
      status: 'active',
      period: { startDate: '2026-04-01T00:00:00Z', endDate: '2036-03-31T23:59:59Z' },
      ...(stage > 4 && {
        implementation: {
          transactions: Array.from({ length: 6 }, (_, month) => ({
            id: `p${month}`,
            date: `2026-0${month + 1}-01T00:00:00Z`,
            value: { amount: 100 + month, currency: 'GBP' },
          })),
        },
      }),
    })),
  }),
})

const seconds = (milliseconds: number) => Math.round(milliseconds / 10) / 100
const timed = (work: () => void) => {
  const cpu = process.cpuUsage()
  const started = performance.now()
  work()
  const { user, system } = process.cpuUsage(cpu)
  return { seconds: seconds(performance.now() - started), processorSeconds: seconds((user + system) / 1000) }
}

const folder = mkdtempSync(join(tmpdir(), 'ocds-merge-'))
try {
  const file = join(folder, 'releases.jsonl')
  const out = openSync(file, 'w')
  const processes = Math.ceil(wanted / stages.length)
  let written = 0
  // All that is said on the first day, then all of the second: the releases of a process lie far apart, as they do in a year's feed.
  for (let stage = 0; stage < stages.length; stage++)
    for (let at = 0; at < processes && written < wanted; at++, written++)
      writeSync(out, `${JSON.stringify(releaseOf(at, stage))}\n`)
  closeSync(out)

  const inMemory = Array.from({ length: processes }, (_, at) => stages.map((_, stage) => releaseOf(at, stage)))
  const compiled = timed(() => {
    for (const releases of inMemory) compileReleases(releases)
  })
  const versioned = timed(() => {
    for (const releases of inMemory) versionReleases(releases)
  })
  inMemory.length = 0

  const command = (...more: string[]) => {
    const records = openSync(join(folder, 'records.jsonl'), 'w')
    const answer = { done: 0, said: '' }
    const time = timed(() => {
      const run = spawnSync(
        'bash',
        [
          '-c',
          `time "${process.execPath}" "${join(root, 'src', 'cli.ts')}" ocds merge "${file}" --lines ${more.join(' ')}`,
        ],
        {
          stdio: ['ignore', records, 'pipe'],
          encoding: 'utf8',
          env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
        },
      )
      answer.done = run.status ?? -1
      answer.said = run.stderr
    })
    closeSync(records)
    if (answer.done !== 0) throw new Error(answer.said)
    const spent = [...answer.said.matchAll(/^(?:user|sys)\s+(\d+)m([\d.]+)s/gm)].reduce(
      (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
      0,
    )
    return {
      seconds: time.seconds,
      processorSeconds: Math.round(spent * 100) / 100,
      megabytesWritten: Math.round(statSync(join(folder, 'records.jsonl')).size / 1e6),
    }
  }

  const started = performance.now()
  const before = process.cpuUsage()
  const nothing = createWriteStream(join(folder, 'copied.jsonl'))
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (!nothing.write(`${JSON.stringify(JSON.parse(line))}\n`))
      await new Promise<void>(resolve => nothing.once('drain', resolve))
  await new Promise<void>(resolve => nothing.end(() => resolve()))
  const { user, system } = process.cpuUsage(before)

  console.log(
    JSON.stringify(
      {
        releases: written,
        processes,
        megabytes: Math.round(statSync(file).size / 1e6),
        merge: { compiled, versioned },
        command: { compiled: command(), versioned: command('--versioned') },
        readAndWriteAlone: {
          seconds: seconds(performance.now() - started),
          processorSeconds: seconds((user + system) / 1000),
        },
      },
      null,
      2,
    ),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
