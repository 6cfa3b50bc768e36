import { type Refusal, refuse } from '../../../kernel/refusal.ts'

/** From the bytes of a feed or a table to its text. */

/** Stands behind each character that was read from a byte that is not UTF-8; it is no character (Unicode 15 §23.7), so no feed holds it by right. */
export const MENDED_BYTE = '\ufdd0'

export type FeedText = { text: string; notes: string[]; mendedBytes: boolean }

const decoders = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16LE', 'utf-16be': 'UTF-16BE', 'windows-1252': 'Windows-1252' }

/** By its byte order mark, or because every JSON and every table begins with an ASCII character (RFC 4627 §3). */
function encodingOf(bytes: Uint8Array, told: string | undefined): keyof typeof decoders {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0) return 'utf-16be'
  return told !== undefined && /^(windows-1252|cp1252|iso-?8859-1|latin-?1)$/i.test(told) ? 'windows-1252' : 'utf-8'
}

/**
 * The bytes as text: by their byte order mark, by what was told of them (`charset` of a Content-Type), or as UTF-8. A byte that is not UTF-8 is read as
 * Windows-1252, which is what such files are in this country, and marked with MENDED_BYTE so that the record it stands in can say so.
 */
export function textOf(bytes: Uint8Array, what: string, told?: string): FeedText | Refusal {
  if (bytes.length === 0) return refuse('empty', `${what} is empty.`)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return refuse('compressed', `${what} is compressed (gzip). Unpack it first.`)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return refuse(
      'compressed',
      `${what} is a zip file or a spreadsheet. Save the sheet as CSV, or give the file inside it.`,
    )
  const encoding = encodingOf(bytes, told)
  const notes = encoding === 'utf-8' ? [] : [`${what} was in ${decoders[encoding]}; feeds should be UTF-8.`]
  let text: string
  let mendedBytes = false
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    if (encoding !== 'utf-8') {
      text = new TextDecoder(encoding).decode(bytes)
      notes.push(`${what} holds broken ${decoders[encoding]}; what could not be read is shown as “\ufffd”.`)
    } else {
      const mended = mendBytes(bytes)
      if (mended.count * 10 > bytes.length)
        return refuse('encoding', `${what} is not text in any encoding we read. Save it as UTF-8 and try again.`)
      text = mended.text
      mendedBytes = true
      notes.push(
        `${what} is not all UTF-8: ${mended.count} ${mended.count === 1 ? 'character was' : 'characters were'} read as Windows-1252, first in line ${mended.line}. Save it as UTF-8.`,
      )
    }
  }
  if (text.trim() === '') return refuse('empty', `${what} is empty.`)
  return { text, notes, mendedBytes }
}

function mendBytes(bytes: Uint8Array): { text: string; count: number; line: number } {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const single = new TextDecoder('windows-1252')
  const parts: string[] = []
  let count = 0
  let line = 1
  let good = 0
  const flush = (to: number) => {
    if (to > good) parts.push(strict.decode(bytes.subarray(good, to)))
  }
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at)
    if (length > 0) {
      if (count === 0 && bytes[at] === 0x0a) line++
      at += length
      continue
    }
    flush(at)
    parts.push(single.decode(bytes.subarray(at, at + 1)), MENDED_BYTE)
    count++
    at++
    good = at
  }
  flush(bytes.length)
  return { text: parts.join(''), count, line }
}

/** How many bytes the UTF-8 character at this place has; 0 where there is none (RFC 3629 §4). */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
  if (length === 0) return 0
  const second = bytes[at + 1] ?? 0
  const [low, high] =
    first === 0xe0
      ? [0xa0, 0xbf]
      : first === 0xed
        ? [0x80, 0x9f]
        : first === 0xf0
          ? [0x90, 0xbf]
          : first === 0xf4
            ? [0x80, 0x8f]
            : [0x80, 0xbf]
  if (second < low || second > high) return 0
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** Takes the marks out of a parsed value again. @returns the clean value, and whether there were any. */
export function withoutMarks(value: unknown): { value: unknown; marked: boolean } {
  let marked = false
  const clean = (text: string) => {
    if (!text.includes(MENDED_BYTE)) return text
    marked = true
    return text.replaceAll(MENDED_BYTE, '')
  }
  const root: { value: unknown } = { value }
  const open: [Record<string, unknown>, string][] = [[root, 'value']]
  for (let next = open.pop(); next; next = open.pop()) {
    const [holder, key] = next
    const each = holder[key]
    if (typeof each === 'string') holder[key] = clean(each)
    else if (typeof each === 'object' && each !== null)
      for (const inner of Object.keys(each)) open.push([each as Record<string, unknown>, inner])
  }
  return { value: root.value, marked }
}
