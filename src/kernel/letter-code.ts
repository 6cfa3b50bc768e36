import { randomInt } from 'node:crypto'

/** Codes that people read out, write down and type. */

// Without 0/O, 1/I/L, 5/S, 8/B and vowels: read over a bad line, and never a word.
const letters = '234679CDFGHJKMNPQRTVWXYZ'

/** A code drawn at random; each letter makes it 24 times as hard to guess (six: 191 million, ten: 63 million million). */
export const newLetterCode = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join('')

/** Reads a code as people type it: any case, with spaces or hyphens. Null when it cannot be one. */
export const readLetterCode = (typed: string, length: number): string | null => {
  const plain = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return plain.length === length && [...plain].every(letter => letters.includes(letter)) ? plain : null
}
