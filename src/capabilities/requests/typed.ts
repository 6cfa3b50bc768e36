// Controls but tab and line end; and the bidirectional overrides, which make a text read other than it is. Right-to-left letters need neither.
const unseen = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

/** What was typed into one box, fit to be stored: trimmed, line ends as \n, no control characters. Anything that is not text counts as nothing. */
export const typedText = (posted: unknown): string => {
  const first = Array.isArray(posted) ? posted[0] : posted
  if (typeof first !== 'string') return ''
  return first
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(unseen, sign => (sign === '\n' || sign === '\t' ? sign : ''))
    .normalize('NFC')
    .trim()
}

/** What was typed into a box of one line. */
export const typedLine = (posted: unknown): string => typedText(posted).replace(/\s+/g, ' ')

/** Which of the known boxes were ticked, in the order they are shown. */
export const ticked = <Code extends string>(posted: unknown, known: readonly Code[]): Code[] => {
  const all: readonly unknown[] = Array.isArray(posted) ? posted : [posted]
  return known.filter(code => all.includes(code))
}

/** The one that was chosen; null when none was, or something that is not on offer. */
export const chosen = <Code extends string>(posted: unknown, known: readonly Code[]): Code | null => {
  const first = Array.isArray(posted) ? posted[0] : posted
  return known.find(code => code === first) ?? null
}
