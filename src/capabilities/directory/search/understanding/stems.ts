import { stemmer } from 'stemmer'

/**
 * How words are cut and compared, in questions, in the vocabulary and in what services say: one rule for all three.
 */

const stems = new Map<string, string>()

/** The words of a text in order: lower case, without accents and apostrophes ("Alzheimer's" is "alzheimers"), letters and digits only. */
export function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/[\p{M}'’‘`]/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

const ASCII = /^[ -~\t\r\n]*$/
const APOSTROPHES = /['`]/g

/** A text in which only the letters and digits of its words are as `wordsIn` gives them, with other signs of ASCII between words. */
export const plainLetters = (text: string): string =>
  ASCII.test(text) ? text.toLowerCase().replace(APOSTROPHES, '') : wordsIn(text).join(' ')

/** What a word is compared by (Porter, 1980): "caring", "cares" and "care" are one. Takes a word as `wordsIn` gives it. */
export function stemOf(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const stem = stemmer(word)
  if (stems.size > 50_000) stems.clear()
  stems.set(word, stem)
  return stem
}

/** The stems of a text in order. */
export const stemsIn = (text: string): string[] => wordsIn(text).map(stemOf)
