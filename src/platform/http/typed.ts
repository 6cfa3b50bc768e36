/** What people typed, ticked and chose, read out of a form or an address bar: the one place where what comes from outside becomes text we keep. */

// Controls but tab and line end; and the bidirectional overrides, which make a text read other than it is. Right-to-left letters need neither.
const unseen = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

/** What one field holds, character by character: for passwords. A repeated field counts as its first; anything that is not text as nothing. */
export const asTyped = (given: unknown): string => {
  const first = Array.isArray(given) ? given[0] : given
  return typeof first === 'string' ? first : ''
}

// All but spaces, signs that only join or break others, and letters that are drawn as a gap.
const anythingSeen = /[^\s\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]/u

/** What was typed into one box, fit to be stored: trimmed, line ends as \n, no control characters, no half of a character; nothing where there is nothing to see. */
export const typedText = (given: unknown): string => {
  const text = asTyped(given)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(unseen, sign => (sign === '\n' || sign === '\t' ? sign : ''))
    .normalize('NFC')
    .trim()
  return anythingSeen.test(text) ? text : ''
}

/** What was typed into a box of one line. */
export const typedLine = (given: unknown): string => typedText(given).replace(/\s+/g, ' ')

/** Which of the known boxes were ticked, in the order they are shown. */
export const ticked = <Code extends string>(given: unknown, known: readonly Code[]): Code[] => {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given]
  return known.filter(code => all.includes(code))
}

/** The one that was chosen; null when none was, more than one, or something that is not on offer. */
export const chosen = <Code extends string>(given: unknown, known: readonly Code[]): Code | null =>
  known.find(code => code === given) ?? null
