import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

/**
 * A zip file of files, made as it is read and never whole in memory (PKWARE APPNOTE 6.3.10, 2022: deflate, sizes after the data). Files and archive up to
 * 4 GB, which is far more than a directory holds.
 */

export type ZipEntry = { name: string; path: string }

const UTF8_AND_SIZES_LATER = 0x0808
const DEFLATED = 8
const LARGEST = 0xffff_ffff

/** Date and time as zip has them: two seconds fine, from 1980. */
function dosTime(at: Date): number {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  return ((date << 16) | (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)) >>> 0
}

/** Numbers of 2 or 4 bytes one after the other. */
function fields(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of values)
    at = bytes === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at)
  return buffer
}

/** The archive, piece by piece. Throws when it grows beyond what the format can say. */
export async function* zipOf(entries: readonly ZipEntry[], madeAt: Date): AsyncGenerator<Buffer> {
  const time = dosTime(madeAt)
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, path } of entries) {
    const bytes = Buffer.from(name, 'utf8')
    const head = fields(
      [4, 0x04034b50],
      [2, 20],
      [2, UTF8_AND_SIZES_LATER],
      [2, DEFLATED],
      [4, time],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, bytes.length],
      [2, 0],
    )
    const startsAt = offset
    yield Buffer.concat([head, bytes])
    let [check, size, packed] = [0, 0, 0]
    const deflate = createDeflateRaw()
    const fed = pipeline(
      createReadStream(path),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const part of source) {
          check = crc32(part, check)
          size += part.length
          yield part
        }
      },
      deflate,
    )
    for await (const part of deflate as AsyncIterable<Buffer>) {
      packed += part.length
      yield part
    }
    await fed
    const told = [
      [4, check],
      [4, packed],
      [4, size],
    ] as const
    yield fields([4, 0x08074b50], ...told)
    offset += head.length + bytes.length + packed + 16
    if (Math.max(size, offset) > LARGEST) throw new Error('This is more than a zip file can hold.')
    directory.push(
      Buffer.concat([
        fields([4, 0x02014b50], [2, 0x0314], [2, 20], [2, UTF8_AND_SIZES_LATER], [2, DEFLATED], [4, time], ...told),
        fields([2, bytes.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0o100644 * 0x10000], [4, startsAt]),
        bytes,
      ]),
    )
  }
  const central = Buffer.concat(directory)
  const count = entries.length
  yield central
  yield fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, central.length], [4, offset], [2, 0])
}
