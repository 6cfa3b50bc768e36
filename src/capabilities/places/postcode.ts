/**
 * What people type when they are asked for a postcode, and what it means.
 *
 * Shapes: BS 7666-2:2006 (address standard, postcode formats) with the letters each position may hold. Area `ZZ`, which
 * Royal Mail has never used, is let through so that a made-up place can have postcodes; `GIR` and `NPT` are the two
 * outcodes that fit no pattern and still stand in the national files.
 */

/** A full postcode as people write it, e.g. `ZZ1 4AB`. */
export type UnitPostcode = {
  readonly kind: 'unit'
  /** With its space, for people: `ZZ1 4AB`. */
  readonly postcode: string
  /** Without its space, for the gazetteer: `ZZ14AB`. */
  readonly key: string
  readonly outcode: string
  readonly area: string
  /** True where a slip (O for 0, I or l for 1, or words around it) was put right: say so to whoever typed it. */
  readonly mended: boolean
}

/** The first part of a postcode, e.g. `ZZ1`: a town or a district of one. */
export type OutcodeText = {
  readonly kind: 'outcode'
  readonly outcode: string
  readonly area: string
  readonly mended: boolean
}

/** The beginning of a postcode that is more or less than its first part: `ZZ` or `ZZ1 4` or `ZZ1 4A`. */
export type PartialPostcode = {
  readonly kind: 'partial'
  /** As people write it: `ZZ1 4`. */
  readonly shown: string
  /** Without its space: every matching postcode starts with it. */
  readonly prefix: string
  /** The whole first part, or null where only the area is known. */
  readonly outcode: string | null
  readonly area: string
  readonly mended: boolean
}

export type NotAPostcode = {
  readonly kind: 'not-a-postcode'
  /** One plain sentence or two: what is wrong and what to type. */
  readonly message: string
}

export type ParsedPostcode = UnitPostcode | OutcodeText | PartialPostcode | NotAPostcode

const ASK = 'Enter a postcode like ZZ1 4AB, or the first part, like ZZ1.'
const LONGEST_TYPED = 200
/** Two slips in one postcode are still read; more and it could be anything. */
const MOST_SLIPS = 2

const FIRST = 'ABCDEFGHIJKLMNOPRSTUWYZ'
const SECOND = 'ABCDEFGHKLMNOPQRSTUVWXY'
const THIRD = 'ABCDEFGHJKPSTUW'
const FOURTH = 'ABEHMNPRVWXY'
const DIGIT = '0123456789'
const INWARD = 'ABDEFGHJLNPQRSTUWXYZ'

const OUTWARD_SHAPES: readonly (readonly string[])[] = [
  [FIRST, DIGIT],
  [FIRST, DIGIT, DIGIT],
  [FIRST, SECOND, DIGIT],
  [FIRST, SECOND, DIGIT, DIGIT],
  [FIRST, DIGIT, THIRD],
  [FIRST, SECOND, DIGIT, FOURTH],
]
const INWARD_SHAPE: readonly string[] = [DIGIT, INWARD, INWARD]
const ODD_OUTCODES: readonly string[] = ['GIR', 'NPT']

const STRICT_UNIT =
  /^(?:(?:ZZ|[A-PR-UWYZ][A-HK-Y]?)(?:[0-9]|[1-9][0-9])|[A-PR-UWYZ][0-9][ABCDEFGHJKPSTUW]|(?:ZZ|[A-PR-UWYZ][A-HK-Y])[0-9][ABEHMNPRVWXY]|GIR|NPT)[0-9][ABD-HJLNP-UW-Z]{2}$/
const UNIT_IN_WORDS = /(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})(?![A-Z0-9])/g

type Reading = { readonly out: string; readonly inward: string; readonly slips: number }

/**
 * The gazetteer key (`ZZ14AB`) of a postcode in a data file, in any case and spacing; undefined when it is not exactly a
 * full postcode. Nothing is mended here: a slip in a data file is for its publisher to mend.
 */
export function postcodeKey(text: string): string | undefined {
  const squeezed = text.includes(' ') ? text.replaceAll(' ', '') : text
  const upper = squeezed.toUpperCase()
  return STRICT_UNIT.test(upper) ? upper : undefined
}

/** `ZZ14AB` or `zz1 4ab` as people write it: `ZZ1 4AB`. The text must be a full postcode. */
export function writePostcode(key: string): string {
  const squeezed = key.replaceAll(' ', '').toUpperCase()
  return `${squeezed.slice(0, -3)} ${squeezed.slice(-3)}`
}

/** The first part of a gazetteer key: `ZZ1` of `ZZ14AB`. */
export const outcodeOf = (key: string): string => key.slice(0, -3)

/** The letters a postcode or outcode starts with: `ZZ` of `ZZ1 4AB`. */
export function areaOf(outcode: string): string {
  if (ODD_OUTCODES.includes(outcode)) return outcode
  return /^[A-Z]+/.exec(outcode)?.[0] ?? ''
}

/**
 * Reads what somebody typed as a postcode: a whole one, its first part, or its beginning, in any case and spacing, with
 * the common slips (O for 0, I or l for 1) put right, or lifted out of an address. What is no postcode comes back with
 * the sentence to show.
 */
export function parsePostcode(typed: string): ParsedPostcode {
  if (typed.length > LONGEST_TYPED) return wrong(`That is too long to be a postcode. ${ASK}`)
  const spaced = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  if (spaced === '') return wrong(ASK)
  const squeezed = spaced.replaceAll(' ', '')
  if (/^[0-9]+$/.test(squeezed)) return wrong(whatIsWrong(typed, squeezed))

  const unit = bestReading(readings(squeezed, 3, 3))
  const start = readStart(squeezed, spaced)
  if (unit && (!start || unit.slips <= start.slips)) return unitOf(unit, unit.slips > 0 || spaceMoved(spaced))
  if (start) return start.parsed
  return liftedOut(spaced) ?? wrong(whatIsWrong(typed, squeezed))
}

function readStart(squeezed: string, spaced: string): { parsed: OutcodeText | PartialPostcode; slips: number } | null {
  if (/^[A-Z]{1,2}$/.test(squeezed) && readsAs(squeezed, [FIRST, SECOND].slice(0, squeezed.length)) === 0) {
    return {
      parsed: { kind: 'partial', shown: squeezed, prefix: squeezed, outcode: null, area: squeezed, mended: false },
      slips: 0,
    }
  }
  const outcode = bestReading(readings(squeezed, 0, 0))
  const split = spaced.split(' ')
  const agrees = (reading: Reading): boolean => split.length !== 2 || split[1]?.length === reading.inward.length
  const longer = bestReading(readings(squeezed, 1, 2).filter(reading => reading.slips === 0 || agrees(reading)))
  // "ZZ41" is the district ZZ41, but whoever typed the space in "ZZ4 1" meant the beginning of ZZ4 1..
  const spaceSaysLonger = longer !== undefined && split.length === 2 && agrees(longer)
  if (outcode && !(spaceSaysLonger && longer.slips <= outcode.slips) && (!longer || outcode.slips <= longer.slips)) {
    const { out, slips } = outcode
    return { parsed: { kind: 'outcode', outcode: out, area: areaOf(out), mended: slips > 0 }, slips }
  }
  if (!longer) return null
  const { out, inward, slips } = longer
  const parsed: PartialPostcode = {
    kind: 'partial',
    shown: `${out} ${inward}`,
    prefix: out + inward,
    outcode: out,
    area: areaOf(out),
    mended: slips > 0 || !agrees(longer),
  }
  return { parsed, slips }
}

/** "ZZ41 AA" reads as ZZ4 1AA, but a digit may be missing instead: whoever typed it should see how it was read. */
function spaceMoved(spaced: string): boolean {
  const parts = spaced.split(' ')
  return parts.length > 1 && !parts.some((_, at) => parts.slice(at).join('').length === INWARD_SHAPE.length)
}

function unitOf(reading: { out: string; inward: string }, mended: boolean): UnitPostcode {
  const { out, inward } = reading
  return { kind: 'unit', postcode: `${out} ${inward}`, key: out + inward, outcode: out, area: areaOf(out), mended }
}

/** Every way of cutting the text into an outcode and an inward part of the given lengths. */
function readings(squeezed: string, shortestInward: number, longestInward: number): Reading[] {
  const found: Reading[] = []
  for (let length = shortestInward; length <= longestInward; length += 1) {
    const cut = squeezed.length - length
    const outText = squeezed.slice(0, cut)
    const inText = squeezed.slice(cut)
    const inSlips = readsAs(inText, INWARD_SHAPE.slice(0, length))
    if (inSlips === undefined) continue
    const inward = mend(inText, INWARD_SHAPE)
    if (ODD_OUTCODES.includes(outText)) found.push({ out: outText, inward, slips: inSlips })
    for (const shape of OUTWARD_SHAPES) {
      if (shape.length !== cut) continue
      const outSlips = readsAs(outText, shape)
      if (outSlips === undefined || outSlips + inSlips > MOST_SLIPS) continue
      const out = mend(outText, shape)
      // No district is numbered 01: the 0 was the O of an area such as "SO".
      if (/^[A-Z]+0[0-9]$/.test(out)) continue
      found.push({ out, inward, slips: outSlips + inSlips })
    }
  }
  return found
}

/** The reading with the fewest slips; none where two different ones are equally likely. */
function bestReading(found: readonly Reading[]): Reading | undefined {
  let best: Reading | undefined
  let tied = false
  for (const reading of found) {
    if (!best || reading.slips < best.slips) {
      best = reading
      tied = false
    } else if (reading.slips === best.slips && reading.out + reading.inward !== best.out + best.inward) tied = true
  }
  return tied ? undefined : best
}

/** How many slips stand between the text and the shape; undefined where it does not fit. */
function readsAs(text: string, shape: readonly string[]): number | undefined {
  let slips = 0
  for (let at = 0; at < shape.length; at += 1) {
    const allowed = shape[at] ?? ''
    const letter = text[at] ?? ''
    if (allowed.includes(letter) || (at === 1 && letter === 'Z' && text[0] === 'Z' && allowed === SECOND)) continue
    if (!allowed.includes(meant(letter, allowed))) return undefined
    slips += 1
  }
  return slips
}

function mend(text: string, shape: readonly string[]): string {
  let mended = ''
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const allowed = shape[at] ?? ''
    const kept = allowed.includes(letter) || (letter === 'Z' && allowed === SECOND)
    mended += kept ? letter : meant(letter, allowed)
  }
  return mended
}

function meant(letter: string, allowed: string): string {
  if (allowed === DIGIT) return letter === 'O' ? '0' : letter === 'I' || letter === 'L' ? '1' : '?'
  const as = letter === '0' ? 'O' : letter === '1' ? 'I' : '?'
  return allowed.includes(as) ? as : '?'
}

/** A whole postcode among other words ("12 High Street, ZZ1 4AB"), if there is exactly one. */
function liftedOut(spaced: string): UnitPostcode | undefined {
  const keys = new Set([...spaced.matchAll(UNIT_IN_WORDS)].map(found => postcodeKey(found[1] ?? '')))
  keys.delete(undefined)
  const [key] = keys
  if (keys.size !== 1 || key === undefined) return undefined
  return unitOf({ out: outcodeOf(key), inward: key.slice(-3) }, true)
}

function whatIsWrong(typed: string, squeezed: string): string {
  const shown = typed.trim().slice(0, 20).trimEnd()
  const quoted = `“${shown}${shown.length < typed.trim().length ? '…' : ''}”`
  if (/^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$/.test(squeezed) && /[CIKMOV]/.test(squeezed.slice(-2))) {
    return `${quoted} is not a postcode: the last two letters are never C, I, K, M, O or V. Check it, or enter the first part, like ${squeezed.slice(0, -3)}.`
  }
  if (/^[QVX][A-Z]?[0-9]/.test(squeezed)) return `${quoted} is not a postcode: none starts with ${squeezed[0]}. ${ASK}`
  const unfinished = /^([A-Z]{1,2}[0-9])[A-Z]{2}$/.exec(squeezed)
  if (unfinished?.[1]) {
    return `${quoted} has a number missing: the second part of a postcode is a number and two letters, like 4AB. Check it, or enter the first part, like ${unfinished[1]}.`
  }
  return `${quoted} is not a postcode. ${ASK}`
}

const wrong = (message: string): NotAPostcode => ({ kind: 'not-a-postcode', message })
