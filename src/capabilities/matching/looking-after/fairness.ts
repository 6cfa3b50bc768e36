/** How evenly offers are spread. Pure. */

/** 0 when everybody has as many as everybody else, near 1 when one has them all (C. Gini, 1912). */
export function gini(counts: Int32Array): number {
  const sorted = counts.slice().sort()
  let sum = 0
  let weighted = 0
  sorted.forEach((count, at) => {
    sum += count
    weighted += count * (at + 1)
  })
  return sum === 0 ? 0 : (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length
}

/** The smallest Gini there can be: fewer offers than people cannot be spread evenly, whatever anybody does. */
export function leastGini(people: number, offers: number): number {
  if (people === 0 || offers === 0) return 0
  const each = Math.floor(offers / people)
  const over = offers - each * people
  // Everybody has `each`, and some one more.
  return (over * (people - over)) / (people * offers)
}

/** The tenth who were asked most, at least one person, and how many of all offers went to them. */
export function busiestTenth(counts: Int32Array): { people: number; offers: number; all: number } {
  const sorted = counts.slice().sort().reverse()
  const people = counts.length === 0 ? 0 : Math.max(1, Math.round(counts.length / 10))
  const sum = (some: Int32Array) => some.reduce((total, count) => total + count, 0)
  return { people, offers: sum(sorted.subarray(0, people)), all: sum(sorted) }
}
