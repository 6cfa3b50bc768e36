/** Numbers so small that they could point at somebody, in a table whose total is known. */

/** What a cell of such a table may show: its number, that it is fewer than five, or nothing at all. */
export type ShownNumber = number | 'fewer than 5' | 'not shown'

/** Numbers from 1 to one less than this are hidden. None is shown as none: it points at nobody. */
export const leastShown = 5
const mostHidden = leastShown - 1

/**
 * Hides the small numbers of one column whose total is published, so that no hidden number can be worked out from the others.
 *
 * A number from 1 to 4 becomes "fewer than 5". Where the total would still say more than that about one of them, the smallest larger number that
 * prevents it is withheld too ("not shown"); where none does, the whole column is. What is left for a reader to work out is that each hidden
 * number lies between 1 and 4, and each of the four is possible (complementary cell suppression; see Hundepool and others, Statistical
 * Disclosure Control, 2012, chapter 4). A column of a single cell is its own total and shows nothing unless it is large enough.
 * @param numbers whole numbers, none below 0.
 * @returns one for each, in the same order.
 */
export const hideSmallNumbers = (numbers: readonly number[]): ShownNumber[] => {
  const few = numbers.filter(isSmall)
  if (few.length === 0) return [...numbers]
  const larger = numbers.filter(number => number >= leastShown).sort((a, b) => a - b)
  const withheld = leastToWithhold(few, larger)
  if (!withheld) return numbers.map(() => 'not shown')
  const toWithhold = [...withheld]
  return numbers.map(number => {
    if (isSmall(number)) return 'fewer than 5'
    const at = toWithhold.indexOf(number)
    if (at < 0) return number
    toWithhold.splice(at, 1)
    return 'not shown'
  })
}

const isSmall = (number: number): boolean => number > 0 && number < leastShown

/** One number if one is enough, otherwise as few of the smallest as are; null when even all of them are not. */
const leastToWithhold = (few: readonly number[], larger: readonly number[]): readonly number[] | null => {
  if (saysNoMore(few, [])) return []
  const one = larger.find(number => saysNoMore(few, [number]))
  if (one !== undefined) return [one]
  for (let count = 2; count <= larger.length; count++) {
    const smallest = larger.slice(0, count)
    if (saysNoMore(few, smallest)) return smallest
  }
  return null
}

/**
 * Whether a reader who knows the sum of what is hidden, and that the few lie from 1 to 4 and the withheld at 5 or above, must still hold every
 * value from 1 to 4 possible for each of the few.
 */
export const saysNoMore = (few: readonly number[], withheld: readonly number[]): boolean => {
  const sum = [...few, ...withheld].reduce((total, number) => total + number, 0)
  const others = few.length - 1
  const couldBeMost = sum >= mostHidden + others + leastShown * withheld.length
  const couldBeLeast = withheld.length > 0 || sum <= 1 + mostHidden * others
  return couldBeMost && couldBeLeast
}
