import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CsvError, type InfoRecord, parse } from 'csv-parse'
import { WrongLine } from '../../platform/command-line.ts'
import type { AssignmentProblem } from './engine/assign.ts'

/** A problem with the names its files give to needs and volunteers. */
export interface NamedProblem {
  readonly problem: AssignmentProblem
  readonly needs: readonly string[]
  readonly volunteers: readonly string[]
  /** Costs in the problem are this many times those in the files: decimals as whole numbers, so that they are reckoned exactly. */
  readonly timesLarger: number
}

/** What is taken at most: enough for a country (250,000 needs with 20 candidates each are 5 million). */
const most = { needs: 1_000_000, volunteers: 2_000_000, candidates: 8_000_000 } as const

const mostPlaces = 1_000_000
const largestCost = 1e9
const mostDecimals = 6
/** Sums of whole numbers up to here are exact. */
const largestExact = 2 ** 52

type Wrong = (what: string) => WrongLine

/**
 * Reads a folder of `needs.csv` (id,unmet_cost), `volunteers.csv` (id,capacity) and `candidates.csv` (need,volunteer,cost). Columns may stand in any order;
 * others are passed over.
 * @throws WrongLine naming the file, the line and what is wrong with it.
 */
export async function readProblem(folder: string): Promise<NamedProblem> {
  const costs = costReader()
  const needs = new Map<string, number>()
  const volunteers = new Map<string, number>()
  const unmet: number[] = []
  const places: number[] = []
  await readTable(folder, 'needs.csv', ['id', 'unmet_cost'], most.needs, ([id = '', cost = ''], wrong) => {
    addName(needs, id, 'need', wrong)
    unmet.push(costs.read(cost, 'unmet_cost', 0, wrong))
  })
  await readTable(folder, 'volunteers.csv', ['id', 'capacity'], most.volunteers, ([id = '', typed = ''], wrong) => {
    addName(volunteers, id, 'volunteer', wrong)
    const capacity = numberIn(typed)
    if (!Number.isInteger(capacity) || capacity < 0 || capacity > mostPlaces)
      throw wrong(`capacity has to be a whole number from 0 to ${mostPlaces.toLocaleString('en-GB')}, not “${typed}”`)
    places.push(capacity)
  })
  const rows = growingRows()
  await readTable(
    folder,
    'candidates.csv',
    ['need', 'volunteer', 'cost'],
    most.candidates,
    ([needId = '', volunteerId = '', cost = ''], wrong, line) => {
      const need = needs.get(needId)
      if (need === undefined) throw wrong(`needs.csv has no need “${needId}”`)
      const volunteer = volunteers.get(volunteerId)
      if (volunteer === undefined) throw wrong(`volunteers.csv has no volunteer “${volunteerId}”`)
      rows.add(need, volunteer, costs.read(cost, 'cost', -largestCost, wrong), line)
    },
  )
  const candidates = rows.byNeed(needs.size)
  const volunteerIds = [...volunteers.keys()]
  refuseTwice(candidates, [...needs.keys()], volunteerIds)
  const timesLarger = costs.timesLarger(candidates.cost, unmet)
  return {
    problem: {
      unmetCost: Float64Array.from(unmet, cost => asWhole(cost, timesLarger)),
      capacity: Int32Array.from(places),
      firstCandidate: candidates.first,
      volunteer: candidates.volunteer,
      cost: candidates.cost.map(cost => asWhole(cost, timesLarger)),
    },
    needs: [...needs.keys()],
    volunteers: volunteerIds,
    timesLarger,
  }
}

const asWhole = (cost: number, timesLarger: number): number =>
  timesLarger === 1 ? cost : Math.round(cost * timesLarger)

async function readTable(
  folder: string,
  name: string,
  columns: readonly string[],
  mostRows: number,
  take: (cells: readonly string[], wrong: Wrong, line: number) => void,
): Promise<void> {
  let at: number[] | undefined
  const cells = columns.map(() => '')
  const wrongAt =
    (line: number): Wrong =>
    what =>
      new WrongLine(`${name}, line ${line}: ${what}.`, 1)
  const parser = parse({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    // Found out from the first line alone, a file put together of two would be read as if it had one long row.
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: 10_000,
    on_record: (record: string[], { lines }: InfoRecord) => {
      if (!at) {
        const headings = record.map(heading => heading.toLowerCase())
        at = columns.map(column => headings.indexOf(column))
        const missing = columns[at.indexOf(-1)]
        if (missing)
          throw wrongAt(lines)(`there is no column “${missing}”; the first line has to be ${columns.join(',')}`)
        const twice = columns.find(column => headings.indexOf(column) !== headings.lastIndexOf(column))
        if (twice) throw wrongAt(lines)(`the column “${twice}” stands there twice`)
        return null
      }
      for (let column = 0; column < at.length; column += 1) cells[column] = record[at[column] as number] as string
      take(cells, wrongAt(lines), lines)
      return null
    },
  })
  try {
    await refuseTooLong(folder, name, mostRows)
    // Nothing comes out of the parser: every record is taken as it is read.
    await pipeline(createReadStream(join(folder, name), { highWaterMark: 1 << 20 }), parser.resume())
  } catch (fault) {
    throw inWords(fault, folder, name)
  }
  if (!at) throw new WrongLine(`${name} is empty; the first line has to be ${columns.join(',')}.`, 1)
}

const newLine = 10
const carriageReturn = 13

/** Counts lines before any is read: ten million are refused after a fifth of a second, and not after half a minute of reading eight. */
async function refuseTooLong(folder: string, name: string, mostRows: number): Promise<void> {
  let line = 1
  let filled = 0
  let isEmpty = true
  let isAfterReturn = false
  for await (const chunk of createReadStream(join(folder, name), { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>)
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (byte === newLine || byte === carriageReturn) {
        if (!(byte === newLine && isAfterReturn)) line += 1
        isEmpty = true
      } else if (isEmpty) {
        isEmpty = false
        filled += 1
        // The headings are one more.
        if (filled > mostRows + 1) throw tooManyRows(name, line, mostRows)
      }
      isAfterReturn = byte === carriageReturn
    }
}

const tooManyRows = (name: string, line: number, mostRows: number): WrongLine =>
  new WrongLine(`${name}, line ${line}: more than ${mostRows.toLocaleString('en-GB')} rows are not taken.`, 1)

function inWords(fault: unknown, folder: string, name: string): unknown {
  if (fault instanceof CsvError) return new WrongLine(`${name}, line ${fault.lines ?? 1}: ${plain(fault)}.`, 1)
  const { code } = fault as NodeJS.ErrnoException
  if (code === 'ENOENT') return new WrongLine(`There is no ${name} in “${folder}”.`, 1)
  if (code === 'ENOTDIR') return new WrongLine(`“${folder}” is a file: name the folder that holds ${name}.`, 1)
  if (code === 'EISDIR') return new WrongLine(`${name} in “${folder}” is a folder.`, 1)
  if (code === 'EACCES') return new WrongLine(`You may not read ${name} in “${folder}”.`, 1)
  return fault
}

const inPlainWords: { readonly [Code in CsvError['code']]?: string } = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'it has more or fewer cells than the first line',
  CSV_RECORD_INCONSISTENT_COLUMNS: 'it has more or fewer cells than the first line',
  CSV_MAX_RECORD_SIZE: 'it is longer than 10,000 characters; is a quotation mark not closed?',
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
  INVALID_OPENING_QUOTE:
    'a quotation mark stands inside a cell that does not begin with one; double it and put the whole cell in quotation marks',
  CSV_INVALID_CLOSING_QUOTE:
    'something follows the quotation mark that ends a cell; double a quotation mark that belongs to the cell',
}

const plain = ({ code, message }: CsvError): string => inPlainWords[code] ?? message.replace(/\.$/, '')

function addName(names: Map<string, number>, id: string, what: string, wrong: Wrong): void {
  if (id === '') throw wrong('the id is empty')
  if (/[\0\uFFFD]/.test(id)) throw wrong('the id has bytes in it that are no letters; save the file as CSV in UTF-8')
  if (names.has(id)) throw wrong(`the ${what} “${id}” stands here a second time`)
  names.set(id, names.size)
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

const numberIn = (typed: string): number => (NUMBER.test(typed) ? Number(typed) : Number.NaN)

/** Reads costs, and remembers how many decimals they have. */
function costReader() {
  let decimals = 0
  return {
    read(typed: string, column: string, least: number, wrong: Wrong): number {
      const cost = numberIn(typed)
      if (!(cost >= least && cost <= largestCost))
        throw wrong(
          `${column} has to be a number from ${least.toLocaleString('en-GB')} to ${largestCost.toLocaleString('en-GB')}, not “${typed}”`,
        )
      if (!Number.isInteger(cost)) decimals = Math.max(decimals, decimalsOf(cost))
      return cost
    },
    /** 1 where they are whole numbers, or have so many decimals that floating point has to do. */
    timesLarger(costs: Float64Array, unmet: readonly number[]): number {
      if (decimals === 0 || decimals > mostDecimals) return 1
      let largest = 1
      for (const cost of costs) largest = Math.max(largest, Math.abs(cost))
      for (const cost of unmet) largest = Math.max(largest, cost)
      return largest * 10 ** decimals * (unmet.length + 1) < largestExact ? 10 ** decimals : 1
    },
  }
}

const decimalsOf = (cost: number): number => {
  const text = String(cost)
  return text.includes('e') ? mostDecimals + 1 : text.length - text.indexOf('.') - 1
}

interface Candidates {
  readonly first: Int32Array
  readonly volunteer: Int32Array
  readonly cost: Float64Array
  readonly line: Int32Array
}

/** Rows in the order they are read, and then need by need. */
function growingRows() {
  let count = 0
  let need = new Int32Array(1024)
  let volunteer = new Int32Array(1024)
  let cost = new Float64Array(1024)
  let line = new Int32Array(1024)
  return {
    add(i: number, j: number, costs: number, at: number): void {
      if (count === need.length) {
        need = copied(need, new Int32Array(2 * count))
        volunteer = copied(volunteer, new Int32Array(2 * count))
        cost = copied(cost, new Float64Array(2 * count))
        line = copied(line, new Int32Array(2 * count))
      }
      need[count] = i
      volunteer[count] = j
      cost[count] = costs
      line[count] = at
      count += 1
    },
    byNeed(needs: number): Candidates {
      const first = new Int32Array(needs + 1)
      for (let row = 0; row < count; row += 1)
        first[(need[row] as number) + 1] = (first[(need[row] as number) + 1] as number) + 1
      for (let i = 0; i < needs; i += 1) first[i + 1] = (first[i + 1] as number) + (first[i] as number)
      const next = first.slice()
      const sorted = {
        first,
        volunteer: new Int32Array(count),
        cost: new Float64Array(count),
        line: new Int32Array(count),
      }
      for (let row = 0; row < count; row += 1) {
        const to = next[need[row] as number] as number
        next[need[row] as number] = to + 1
        sorted.volunteer[to] = volunteer[row] as number
        sorted.cost[to] = cost[row] as number
        sorted.line[to] = line[row] as number
      }
      return sorted
    },
  }
}

function copied<Of extends Int32Array | Float64Array>(from: Of, to: Of): Of {
  to.set(from)
  return to
}

function refuseTwice({ first, volunteer, line }: Candidates, needs: readonly string[], volunteers: readonly string[]) {
  const lastNeed = new Int32Array(volunteers.length).fill(-1)
  for (let need = 0; need < needs.length; need += 1) {
    for (let row = first[need] as number; row < (first[need + 1] as number); row += 1) {
      const who = volunteer[row] as number
      if (lastNeed[who] === need)
        throw new WrongLine(
          `candidates.csv, line ${line[row]}: the need “${needs[need]}” and the volunteer “${volunteers[who]}” stand here a second time.`,
          1,
        )
      lastNeed[who] = need
    }
  }
}
