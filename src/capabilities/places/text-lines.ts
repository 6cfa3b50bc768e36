/**
 * Lines of a text file that somebody may have saved with anything: UTF-8, UTF-16 or Windows' Latin-1, with or without a
 * byte order mark, with any line ending. What is no text file is refused in one sentence.
 */
import { isAscii, isUtf8 } from 'node:buffer'

/** The file cannot be read at all. The message is one sentence for whoever chose it. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
}

const LONGEST_LINE_BYTES = 65_536
/** How much is looked at before the encoding and the line ends are settled. */
const SAMPLE_BYTES = 4096
/** A stray NUL or other control character spoils its own row; more than one in twenty is no text. */
const MOST_CONTROLS = 0.05

/** Files that are often chosen by mistake, by how they start. */
const NOT_TEXT: readonly { readonly start: readonly number[]; readonly message: string }[] = [
  { start: [0x50, 0x4b, 0x03, 0x04], message: 'This is a zip file: unzip it first and choose the CSV file inside it.' },
  { start: [0x50, 0x4b, 0x05, 0x06], message: 'This is an empty zip file: download it again.' },
  { start: [0x1f, 0x8b], message: 'This is a gzip file: unpack it first (gunzip FILE) and choose the file inside it.' },
  { start: [0xd0, 0xcf, 0x11, 0xe0], message: 'This is an Excel workbook: save it as CSV first.' },
  { start: [0x25, 0x50, 0x44, 0x46], message: 'This is a PDF, not a data file: choose the CSV file.' },
]

/** Text of a whole file, whatever its encoding. @throws UnreadableFile when it is no text. */
export function textOf(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  return decode(bytes.subarray(encoding.skip), encoding.name)
}

/**
 * The lines of a file, a batch at a time, without their endings.
 * @throws UnreadableFile when the file is empty, no text, or has a line longer than 64 KiB.
 */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let held: Uint8Array = new Uint8Array(0)
  let form: Form | undefined
  let linesSoFar = 0
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : joined(held, chunk)
    if (!form) {
      if (held.length < SAMPLE_BYTES) continue
      form = formOf(held)
      held = held.subarray(form.skip)
    }
    const cut = lastLineEnd(held, form)
    if (cut > 0) {
      const lines = split(decode(held.subarray(0, cut), form.encoding), form.lineEnd)
      lines.pop()
      held = held.subarray(cut)
      linesSoFar += lines.length
      yield lines
    }
    if (held.length > LONGEST_LINE_BYTES) throw tooLong(linesSoFar + 1)
  }
  if (!form) {
    form = formOf(held)
    held = held.subarray(form.skip)
    if (held.length === 0) throw new UnreadableFile('This file is empty.')
  }
  if (held.length === 0) return
  const last = split(decode(held, form.encoding), form.lineEnd)
  const long = last.findIndex(line => line.length > LONGEST_LINE_BYTES)
  if (long >= 0) throw tooLong(linesSoFar + long + 1)
  yield last
}

const tooLong = (line: number): UnreadableFile =>
  new UnreadableFile(`Line ${line} is longer than 64 KiB, so this is not a table with one row a line.`)

type Encoding = { readonly name: 'utf-8' | 'utf-16le' | 'utf-16be'; readonly skip: number }
type Form = { readonly encoding: Encoding['name']; readonly skip: number; readonly lineEnd: 0x0a | 0x0d }

function formOf(start: Uint8Array): Form {
  const { name, skip } = encodingOf(start)
  const sample = start.subarray(0, SAMPLE_BYTES)
  // Only carriage returns: an old Macintosh file. One at the very end may be half of a Windows line end.
  const macintosh = !sample.includes(0x0a) && sample.subarray(0, -1).includes(0x0d)
  return { encoding: name, skip, lineEnd: macintosh ? 0x0d : 0x0a }
}

function encodingOf(bytes: Uint8Array): Encoding {
  for (const { start, message } of NOT_TEXT) {
    if (start.every((byte, at) => bytes[at] === byte)) throw new UnreadableFile(message)
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { name: 'utf-8', skip: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf-16le', skip: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { name: 'utf-16be', skip: 2 }
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  let evenNuls = 0
  let oddNuls = 0
  let controls = 0
  for (const [at, byte] of sample.entries()) {
    if (byte === 0 && at % 2 === 0) evenNuls += 1
    else if (byte === 0) oddNuls += 1
    else if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls += 1
  }
  if (evenNuls + oddNuls + controls <= sample.length * MOST_CONTROLS) return { name: 'utf-8', skip: 0 }
  if (oddNuls > sample.length * 0.3 && evenNuls < oddNuls / 20) return { name: 'utf-16le', skip: 0 }
  if (evenNuls > sample.length * 0.3 && oddNuls < evenNuls / 20) return { name: 'utf-16be', skip: 0 }
  throw new UnreadableFile('This is not a text file: choose the CSV file.')
}

function decode(bytes: Uint8Array, encoding: Encoding['name']): string {
  if (encoding === 'utf-16le') return Buffer.from(bytes).toString('utf16le')
  if (encoding === 'utf-16be')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Not UTF-8: then it was saved by a program that uses Windows' own encoding.
  return isAscii(buffer) || !isUtf8(buffer) ? buffer.toString('latin1') : buffer.toString('utf8')
}

function split(text: string, lineEnd: number): string[] {
  if (lineEnd === 0x0d) return text.split('\r')
  const lines = text.split('\n')
  if (text.includes('\r')) {
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at] ?? ''
      if (line.endsWith('\r')) lines[at] = line.slice(0, -1)
    }
  }
  return lines
}

/** Where the last whole line stops: just after its line end, or 0 where there is none. */
function lastLineEnd(bytes: Uint8Array, { encoding, lineEnd }: Form): number {
  if (encoding === 'utf-8') return bytes.lastIndexOf(lineEnd) + 1
  const high = encoding === 'utf-16le' ? 1 : 0
  for (let at = (bytes.length & ~1) - 2; at >= 0; at -= 2) {
    if (bytes[at + 1 - high] === lineEnd && bytes[at + high] === 0) return at + 2
  }
  return 0
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
