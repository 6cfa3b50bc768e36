/**
 * How fast the national gazetteer loads and answers, on the embedded database with everything durable.
 *
 * Prints JSON. Import is measured beside a bare COPY of the very same rows into a plain table, and lookups beside a bare
 * select by primary key, in the same run; the load average says whether anything else had the machine. ROWS (default 1,700,000) and LOOKUPS (default 5,000) can be set. Where the
 * real files are (SHARED_DATA), they are imported into the full gazetteer as well.
 */
import { createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { filesAt, importPostcodes, type PostcodeImport } from '../src/capabilities/places/import-postcodes.ts'
import { lookUpPostcode } from '../src/capabilities/places/look-up-postcode.ts'
import { chance } from '../src/kernel/chance.ts'
import { isRefusal } from '../src/kernel/refusal.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect } from '../src/platform/db/connection.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { findDatabase, openPlatform, root } from '../src/platform/platform.ts'
import { queueNames } from '../src/queues.ts'

const rows = Number(process.env.ROWS ?? 1_700_000)
const lookups = Number(process.env.LOOKUPS ?? 5000)
const folder = join(root, '.data', 'bench-postcodes')
const say = (text: string): void => void process.stderr.write(`${text}\n`)

type SyntheticPostcode = { outcode: string; incode: string; east: number; north: number; ended: string; area: string }

/** As many postcodes as asked, spread as real ones are: 120 areas, 24 districts in each, clustered on the ground; one in twelve has ended. */
function* syntheticPostcodes(): Generator<SyntheticPostcode> {
  const dice = chance(1).next
  const first = 'ABCDEFGHKLMNOPRSTW'
  const second = 'ABDEFGHLNORSTWY'
  const inward = 'ABDEFGHJLNPQRSTUWXYZ'
  const perDistrict = Math.ceil(rows / (120 * 24))
  let made = 0
  for (let area = 0; area < 120; area += 1) {
    const letters = `${first[area % first.length]}${second[Math.floor(area / first.length) * 2 + (area % 2)]}`
    const [areaEast, areaNorth] = [150_000 + dice() * 450_000, 50_000 + dice() * 600_000]
    for (let district = 1; district <= 24; district += 1) {
      const [east, north] = [areaEast + dice() * 30_000, areaNorth + dice() * 30_000]
      for (let unit = 0; unit < perDistrict && made < rows; unit += 1, made += 1) {
        const at = (unit * 7) % 4000
        yield {
          outcode: `${letters}${district}`,
          incode: `${Math.floor(at / 400)}${inward[Math.floor((at % 400) / 20)]}${inward[at % 20]}`,
          east: Math.round(east + dice() * 3000),
          north: Math.round(north + dice() * 3000),
          ended: unit % 12 === 0 ? `20${10 + (unit % 9)}0${1 + (unit % 9)}` : '',
          area: `${100_000 + area * 24 + district}`,
        }
      }
    }
  }
}

/** The columns of the National Statistics Postcode Lookup of August 2026. */
const NSPL_HEADER =
  'pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty26cd,ced25cd,lad26cd,wd26cd,nhser24cd,ctry26cd,rgn26cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl26cd,bua24cd,ruc21ind,oac21ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd25ind,icb26cd'

async function writeNspl(path: string): Promise<void> {
  const lines = function* (): Generator<string> {
    let text = `${NSPL_HEADER}\n`
    for (const { outcode, incode, east, north, ended, area } of syntheticPostcodes()) {
      const spaced = `${outcode} ${incode}`
      text += `"${(outcode + incode).padEnd(7)}","${spaced}","${spaced}","198001","${ended}","0","${east}","${north}","1","E00${area}","E99999999","E99999999","E06${area}","E05${area}","E40000010","E92000001","E12000002","E14${area}","E30000233","E06${area}","E65000001","E01${area}","E02${area}","E33${area}","E38000215","E63${area}","UN1","4B1",53.396972,-3.011914,"E37000022","","E23000004",12345,"E54000008"\n`
      if (text.length > 1 << 20) {
        yield text
        text = ''
      }
    }
    yield text
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

function* copyLines(): Generator<string> {
  let text = ''
  for (const { outcode, incode, east, north, ended, area } of syntheticPostcodes()) {
    const month = ended === '' ? '\\N' : `${ended.slice(0, 4)}-${ended.slice(4)}`
    text += `${outcode}${incode}\t(${east},${north})\tE06${area}\tE05${area}\tE01${area}\t1980-01\t${month}\n`
    if (text.length > 1 << 20) {
      yield text
      text = ''
    }
  }
  yield text
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return Math.round(performance.now() - started) / 1000
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function percentiles(times: number[]): { p50: number; p95: number; p99: number; count: number } {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), count: sorted.length }
}

function done(answer: Awaited<ReturnType<typeof importPostcodes>>): PostcodeImport {
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer
}

const perSecond = (took: number): number => Math.round(rows / took)

async function measure(): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const config = readConfig({ DATA_DIR: folder }, root, 'bench')
  const { owner, release } = await findDatabase(config)
  const clean = async (): Promise<void> => {
    await release()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await migrate(owner, root, queueNames)
    const platform = await openPlatform(config, owner)
    const bare = connect(owner, 1)
    const file = join(folder, 'nspl.csv')
    say(`Writing ${rows.toLocaleString('en-GB')} made-up rows …`)
    await writeNspl(file)

    say('A bare COPY of the same rows …')
    await bare`create schema bench`
    await bare.unsafe('create table bench.bare (like places.postcode)')
    const made = [...copyLines()]
    const copySeconds = await seconds(async () => {
      await pipeline(Readable.from(made), await bare`copy bench.bare from stdin`.writable())
    })
    made.length = 0
    const keySeconds = await seconds(async () => {
      await bare`alter table bench.bare add primary key (postcode)`
      await bare`analyze bench.bare`
    })

    say('Importing the file …')
    const input = await filesAt([file])
    if (isRefusal(input)) throw new Error(input.message)
    const first = done(await importPostcodes(platform.db, input))
    say('Importing it again …')
    const again = done(await importPostcodes(platform.db, input))
    await bare`vacuum analyze places.postcode`

    say('Looking postcodes up …')
    const keys = (
      await bare<{ postcode: string }[]>`
      select postcode from places.postcode where hashtext(postcode) % ${Math.max(1, Math.floor(rows / lookups / 2))} = 0 limit ${lookups}`
    ).map(row => row.postcode)
    const look = (typed: string): Promise<number> =>
      milliseconds(() => platform.db.national(tx => lookUpPostcode(tx, typed)))
    const times = {
      bareSelect: [],
      unitInOpenTransaction: [],
      unit: [],
      outcode: [],
      partial: [],
      unknown: [],
    } as Record<string, number[]>
    const dice = chance(2).next
    for (const key of keys.sort(() => dice() - 0.5)) {
      const outcode = key.slice(0, -3)
      times.bareSelect?.push(await milliseconds(() => bare`select * from bench.bare where postcode = ${key}`))
      await platform.db.national(async tx => {
        times.unitInOpenTransaction?.push(await milliseconds(() => lookUpPostcode(tx, key)))
      })
      times.unit?.push(await look(` ${key.toLowerCase()}`))
      times.outcode?.push(await look(outcode))
      times.partial?.push(await look(`${outcode} ${key.at(-3)}`))
      times.unknown?.push(await look(`${outcode} ${key.at(-3)}ZZ`))
    }

    const [firstFile, againFile] = [first.files[0], again.files[0]]
    const real = await realFiles(platform.db)
    const result = {
      bench: 'postcodes',
      rows,
      file: { format: firstFile?.format, megabytes: Math.round(statSync(file).size / 1e6), columns: 35 },
      bareCopy: {
        copySeconds,
        primaryKeyAndAnalyzeSeconds: keySeconds,
        rowsPerSecond: perSecond(copySeconds + keySeconds),
      },
      import: { seconds: round(first.seconds), rowsPerSecond: perSecond(first.seconds), added: firstFile?.added },
      importAgain: {
        seconds: round(again.seconds),
        rowsPerSecond: perSecond(again.seconds),
        added: againFile?.added,
        changed: againFile?.changed,
        unchanged: againFile?.unchanged,
      },
      lookupMilliseconds: Object.fromEntries(Object.entries(times).map(([kind, all]) => [kind, percentiles(all)])),
      target: { unitP95BelowMilliseconds: 5, met: percentiles(times.unit ?? []).p95 < 5 },
      ...(real && { realFiles: real }),
      machine: { node: process.version, processors: availableParallelism(), loadAverage: loadavg().map(round) },
    }
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    await bare.end()
    await platform.db.close()
  } finally {
    await clean()
  }
}

/** The real files over the full gazetteer: a small change to a big table. */
async function realFiles(db: Parameters<typeof importPostcodes>[0]) {
  const shared = resolve(root, process.env.SHARED_DATA ?? '../shared/data', 'postcodes')
  if (!existsSync(shared)) return null
  const input = await filesAt([join(shared, 'codepoint-open-2014-08'), shared])
  if (isRefusal(input)) return null
  say('Importing the real files into it …')
  const imported = done(await importPostcodes(db, input))
  const taken = imported.files.reduce((sum, file) => sum + file.taken, 0)
  return { files: imported.files.length, rows: taken, seconds: round(imported.seconds) }
}

const round = (value: number): number => Math.round(value * 100) / 100

await measure()
