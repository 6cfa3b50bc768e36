import { describe, expect, it } from 'vitest'
import { linesOf, textOf, UnreadableFile } from './text-lines.ts'

async function* chunks(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function lines(bytes: Uint8Array | string, size?: number): Promise<string[]> {
  const found: string[] = []
  for await (const batch of linesOf(chunks(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, size)))
    found.push(...batch)
  return found
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

describe('linesOf', () => {
  it.each([
    ['UTF-8', Buffer.from('é,1\nb,2\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffé,1\nb,2\n')],
    ['Windows line ends', Buffer.from('é,1\r\nb,2\r\n')],
    ['old Macintosh line ends', Buffer.from('é,1\rb,2\r')],
    ['no last line end', Buffer.from('é,1\nb,2')],
    ['Latin-1', Buffer.from('é,1\nb,2', 'latin1')],
    ['UTF-16 with a byte order mark', Buffer.from('\ufeffé,1\r\nb,2\r\n', 'utf16le')],
    ['UTF-16 without one', Buffer.from('é,1,plain letters\nb,2\n', 'utf16le')],
    ['UTF-16 the other way round', utf16be('\ufeffé,1\nb,2\n')],
  ])('reads %s, however it is cut into chunks', async (_, bytes) => {
    for (const size of [1, 3, 4, 5, bytes.length]) {
      const [first, second] = (await lines(bytes, size)).map(line => line.replace(',plain letters', ''))
      expect([first, second]).toEqual(['é,1', 'b,2'])
    }
  })

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', Buffer.from(''), /^This file is empty\.$/],
    ['a byte order mark and nothing else', Buffer.from('\ufeff'), /^This file is empty\.$/],
    ['a zip', Buffer.from('PK\u0003\u0004rest'), /zip file: unzip it first/],
    ['a gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0]), /gzip file/],
    ['an old Excel workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), /Excel workbook: save it as CSV/],
    ['a PDF', Buffer.from('%PDF-1.7'), /PDF/],
    ['NUL bytes', Buffer.from('abc\0\0\0defghi'), /not a text file/],
    ['random bytes', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 2654435761) & 255)), /not a text file/],
    ['one huge line', Buffer.alloc(200_000, 'x'), /^Line 1 is longer than 64 KiB/],
    ['a huge line further down', Buffer.from(`a\nb\n${'x'.repeat(200_000)}`), /^Line 3 is longer than 64 KiB/],
  ])('refuses %s in one sentence', async (_, bytes, message) => {
    await expect(lines(bytes, 1000)).rejects.toThrow(UnreadableFile)
    await expect(lines(bytes)).rejects.toThrow(message)
  })
})

describe('textOf', () => {
  it('reads a whole file in any of the encodings', () => {
    expect(textOf(Buffer.from('\ufeff{}', 'utf16le'))).toBe('{}')
    expect(textOf(Buffer.from('\ufeff{}'))).toBe('{}')
    expect(textOf(Buffer.from('é', 'latin1'))).toBe('é')
  })
})
