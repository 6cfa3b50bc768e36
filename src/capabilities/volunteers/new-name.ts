/** Whether a name that is written otherwise is another name. Pure. */

/** Small letters without accents, marks and spare spaces: what two ways of writing one name have in common. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()

/** True when it is more than capitals, accents or spaces that changed. */
export const isAnotherName = (before: string, now: string): boolean => plain(before) !== plain(now)

/** So many letters may be put right in a name before it is another: "Okafar" is "Okafor". Our own figure. */
const mostLettersMended = 2

/** True when whoever knows somebody has put right how their name is spelled: a few letters, not a word more or less. */
export const isSpelling = (before: string, now: string): boolean => {
  const [one, other] = [plain(before), plain(now)]
  return one.split(' ').length === other.split(' ').length && lettersBetween(one, other) <= mostLettersMended
}

/** How many letters have to be put in, left out or changed to make one text of the other (Levenshtein, 1965). */
const lettersBetween = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1),
      )
    row = next
  }
  return row[other.length] ?? 0
}
