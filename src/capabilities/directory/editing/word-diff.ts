/** Which words of two texts differ, so that a reader sees at a glance what is new. Pure. */

export type Piece = { text: string; changed: boolean }

/** Longer texts are compared line by line: word by word would take long and read no better. */
const MOST_WORDS = 600

const wordsOf = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? []
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? []

/** The two texts in pieces; put together again, the pieces of each are exactly the text. */
export function compareWords(before: string, after: string): { before: Piece[]; after: Piece[] } {
  if (before === after) return { before: pieces([[before, false]]), after: pieces([[after, false]]) }
  const byWords: [string[], string[]] = [wordsOf(before), wordsOf(after)]
  const isLong = byWords.some(words => words.length > MOST_WORDS)
  const [a, b] = isLong ? [linesOf(before), linesOf(after)] : byWords
  if (a.length > MOST_WORDS || b.length > MOST_WORDS)
    return { before: pieces([[before, true]]), after: pieces([[after, true]]) }
  const kept = longestCommon(a, b)
  return {
    before: pieces(a.map((word, at) => [word, !kept.inA.has(at)])),
    after: pieces(b.map((word, at) => [word, !kept.inB.has(at)])),
  }
}

function pieces(parts: readonly (readonly [string, boolean])[]): Piece[] {
  const joined: Piece[] = []
  for (const [text, changed] of parts) {
    const last = joined.at(-1)
    if (text === '') continue
    if (last && last.changed === changed) last.text += text
    else joined.push({ text, changed })
  }
  return joined
}

/** The longest sequence both have, by the textbook table (Wagner and Fischer, 1974). */
function longestCommon(a: readonly string[], b: readonly string[]): { inA: Set<number>; inB: Set<number> } {
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => table[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const [inA, inB] = [new Set<number>(), new Set<number>()]
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      inA.add(i++)
      inB.add(j++)
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return { inA, inB }
}
