/** What the gazetteer has to say about what somebody typed as a postcode. */
import { monthAndYear } from '../../design/time-in-words.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { GridPoint } from './grid.ts'
import { outcodeOf, type ParsedPostcode, parsePostcode, writePostcode } from './postcode.ts'
import {
  anyPostcodes,
  findOutcode,
  findPostcode,
  findPostcodePoints,
  findPostcodes,
  type GazetteerOutcode,
  type GazetteerPostcode,
  outcodesStarting,
  postcodesStarting,
} from './postcode-store.ts'

/** How to get the national file, for whoever runs the software. */
export type HowToLoad = { readonly sentences: readonly string[]; readonly command: string }

type Said = {
  /** What was understood, as people write it ("ZZ1 4AB", "ZZ1", "ZZ1 4"), or what was typed when nothing was. */
  readonly shown: string
  /** Where it is, or the middle of it: distances are measured from here. Null where it is nowhere we know. */
  readonly point: GridPoint | null
  /** What to tell whoever typed it; null when there is nothing to say. */
  readonly message: string | null
}

/** The answer to "where is this postcode?". Only `unit`, `terminated`, `outcode` and `partial` are somewhere. */
export type PostcodeAnswer = Said &
  (
    | ({ readonly kind: 'unit' | 'terminated'; readonly point: GridPoint; readonly mended: boolean } & Codes)
    | { readonly kind: 'outcode'; readonly point: GridPoint; readonly postcodesInUse: number; readonly mended: boolean }
    | {
        readonly kind: 'partial'
        readonly point: GridPoint
        /** Whole postcodes (or first parts) that it could be, as people write them: the first few. */
        readonly matches: readonly string[]
        readonly total: number
        readonly mended: boolean
      }
    | {
        readonly kind: 'unknown'
        readonly point: null
        /** A first part that is known, to offer instead. */
        readonly instead: string | null
      }
    | { readonly kind: 'not-loaded'; readonly point: null; readonly howToLoad: HowToLoad }
    | { readonly kind: 'not-a-postcode'; readonly point: null }
  )

type Codes = {
  readonly ladCode: string | null
  readonly wardCode: string | null
  readonly lsoaCode: string | null
  /** `YYYY-MM`: the month it stopped being used; null while it is in use or the file did not say. */
  readonly terminatedMonth: string | null
}

const MOST_MATCHES = 20
const MATCHES_SAID = 4
/** No national file holds it, so nobody is sent to fetch one. */
const MADE_UP_AREA = 'ZZ'

const HOW_TO_LOAD: HowToLoad = {
  sentences: [
    'Download Code-Point Open from Ordnance Survey (osdatahub.os.uk) or the ONS Postcode Directory (geoportal.statistics.gov.uk). Both are free.',
    'Unzip it, then run the command below with the CSV file, or the folder of CSV files, in place of FILE.',
  ],
  command: 'script/keepitlocal import postcodes FILE',
}

/** Looks up what somebody typed: a whole postcode, its first part, or its beginning, in any case and spacing. */
export async function lookUpPostcode(tx: Tx, typed: string): Promise<PostcodeAnswer> {
  const parsed = parsePostcode(typed)
  switch (parsed.kind) {
    case 'not-a-postcode':
      return { kind: 'not-a-postcode', shown: typed.trim().slice(0, 40), point: null, message: parsed.message }
    case 'unit': {
      const found = await findPostcode(tx, parsed.key)
      return found ? known(found, parsed.mended) : unknownUnit(tx, parsed.postcode)
    }
    case 'outcode': {
      const found = await findOutcode(tx, parsed.outcode)
      if (found) return middleOf(found, parsed.mended)
      return severalOutcodes(tx, parsed, parsed.outcode, false)
    }
    case 'partial':
      if (parsed.outcode === null) return severalOutcodes(tx, parsed, parsed.area, true)
      return startingWith(tx, parsed.shown, parsed.prefix, parsed.outcode, parsed.mended)
  }
}

/** The same for what many people typed at once, in their order; whole postcodes are looked up together. */
export async function lookUpEach(tx: Tx, typed: readonly string[]): Promise<PostcodeAnswer[]> {
  const parsed = new Map(typed.map(each => [each, parsePostcode(each)]))
  const keys = [...parsed.values()].flatMap(each => (each.kind === 'unit' ? [each.key] : []))
  const found = keys.length > 0 ? await findPostcodes(tx, keys) : new Map<string, GazetteerPostcode>()
  const answers = new Map(
    [...parsed].map(([each, read]) => {
      const postcode = read.kind === 'unit' ? found.get(read.key) : undefined
      return [each, postcode && read.kind === 'unit' ? known(postcode, read.mended) : lookUpPostcode(tx, each)]
    }),
  )
  return Promise.all(typed.map(each => answers.get(each) as PostcodeAnswer | Promise<PostcodeAnswer>))
}

/**
 * Where many whole postcodes are, in one go: for what is read by the thousand.
 * @param typed in any case and spacing; what is no whole postcode, or is not known, has no entry in the answer. Ended ones are where they were.
 */
export async function lookUpPostcodes(tx: Tx, typed: Iterable<string>): Promise<Map<string, GridPoint>> {
  const keys = new Map<string, string>()
  for (const each of new Set(typed)) {
    const parsed = parsePostcode(each)
    if (parsed.kind === 'unit') keys.set(each, parsed.key)
  }
  if (keys.size === 0) return new Map()
  const points = await findPostcodePoints(tx, [...new Set(keys.values())])
  return new Map(
    [...keys].flatMap(([each, key]) => {
      const point = points.get(key)
      return point ? [[each, point] as const] : []
    }),
  )
}

function known(found: GazetteerPostcode, mended: boolean): PostcodeAnswer {
  const { point, ladCode, wardCode, lsoaCode, terminatedMonth } = found
  const shown = writePostcode(found.postcode)
  const ended =
    terminatedMonth === null
      ? null
      : `${shown} stopped being used in ${monthAndYear(terminatedMonth)}. We use where it was.`
  return {
    kind: terminatedMonth === null ? 'unit' : 'terminated',
    shown,
    point,
    message: [mended ? readAs(shown) : null, ended].filter(Boolean).join(' ') || null,
    mended,
    ladCode,
    wardCode,
    lsoaCode,
    terminatedMonth,
  }
}

function middleOf({ outcode, centroid, inUse }: GazetteerOutcode, mended: boolean): PostcodeAnswer {
  const middle = `We measure from the middle of ${outcode}. The whole postcode gives better distances.`
  return {
    kind: 'outcode',
    shown: outcode,
    point: centroid,
    message: mended ? `${readAs(outcode)} ${middle}` : middle,
    postcodesInUse: inUse,
    mended,
  }
}

async function startingWith(
  tx: Tx,
  shown: string,
  prefix: string,
  outcode: string,
  mended: boolean,
): Promise<PostcodeAnswer> {
  const { keys, total, middle } = await postcodesStarting(tx, { prefix, outcode, limit: MOST_MATCHES })
  if (!middle) return unknownIn(tx, shown, outcode)
  const matches = keys.map(writePostcode)
  return {
    kind: 'partial',
    shown,
    point: middle,
    message: couldBe(shown, matches, total, mended),
    matches,
    total,
    mended,
  }
}

async function severalOutcodes(
  tx: Tx,
  parsed: Extract<ParsedPostcode, { kind: 'outcode' | 'partial' }>,
  prefix: string,
  area: boolean,
): Promise<PostcodeAnswer> {
  const found = await outcodesStarting(tx, prefix, area)
  if (found.length === 0) return unknownIn(tx, prefix, prefix)
  const matches = found.slice(0, MOST_MATCHES).map(({ outcode }) => outcode)
  const weight = found.reduce((sum, { inUse }) => sum + Math.max(inUse, 1), 0)
  const sum = (axis: 'x' | 'y'): number =>
    found.reduce((all, { centroid, inUse }) => all + centroid[axis] * Math.max(inUse, 1), 0)
  return {
    kind: 'partial',
    shown: prefix,
    point: { x: sum('x') / weight, y: sum('y') / weight },
    message: couldBe(prefix, matches, found.length, parsed.mended),
    matches,
    total: found.length,
    mended: parsed.mended,
  }
}

async function unknownUnit(tx: Tx, postcode: string): Promise<PostcodeAnswer> {
  return unknownIn(tx, postcode, outcodeOf(postcode.replace(' ', '')))
}

async function unknownIn(tx: Tx, shown: string, outcode: string): Promise<PostcodeAnswer> {
  const outcodeIsKnown = (await findOutcode(tx, outcode)) !== null
  if (outcodeIsKnown) {
    const message = `We do not know ${shown}. Check it, or use the first part, ${outcode}.`
    return { kind: 'unknown', shown, point: null, message, instead: outcode }
  }
  const area = /^(?:GIR|NPT|[A-Z]{1,2})/.exec(outcode)?.[0] ?? outcode
  if ((await outcodesStarting(tx, area, true)).length > 0) {
    return { kind: 'unknown', shown, point: null, message: `We do not know ${shown}. Check it.`, instead: null }
  }
  if (area === MADE_UP_AREA) {
    const message = `We do not know ${shown}: postcodes that start with ${area} are made up, and none is loaded here.`
    return { kind: 'unknown', shown, point: null, message, instead: null }
  }
  const message = (await anyPostcodes(tx))
    ? `No postcodes that start with ${area} have been loaded here, so we cannot tell where ${shown} is.`
    : `No postcodes have been loaded here yet, so we cannot tell where ${shown} is.`
  return { kind: 'not-loaded', shown, point: null, message, howToLoad: HOW_TO_LOAD }
}

function couldBe(shown: string, matches: readonly string[], total: number, mended: boolean): string {
  const said =
    total > MATCHES_SAID
      ? `${matches.slice(0, MATCHES_SAID - 1).join(', ')} or one of ${total - MATCHES_SAID + 1} more`
      : listed(matches)
  const whole =
    total === 1 ? `${shown} is the start of ${said}.` : `${shown} could be ${said}. We measure from the middle of them.`
  return mended ? `${readAs(shown)} ${whole}` : whole
}

const readAs = (shown: string): string => `We read that as ${shown}.`

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
