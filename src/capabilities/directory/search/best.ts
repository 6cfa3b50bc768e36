/** Each of many, by number: the most it can be worth, which is quick to tell, and what it is worth. */
export type Worth = { most(at: number): number; exactly(at: number): number }

/**
 * The best of many by their worth, the highest first; those of equal worth in the order `compare` gives them. What cannot be among them any more is not
 * worked out.
 * @param values room for the worth of each; afterwards that of the best stands in it.
 * @returns their numbers, from `offset` on, at most `limit` of them.
 */
export function best(
  values: Float64Array,
  worth: Worth,
  offset: number,
  limit: number,
  compare: (a: number, b: number) => number,
): number[] {
  const wanted = Math.min(values.length, offset + limit)
  if (wanted <= offset) return []
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [values[a] as number, values[b] as number]
    return one !== other ? one > other : compare(a, b) < 0
  }
  const heap: number[] = []
  // The worst of those kept is on top.
  const sink = (from: number) => {
    for (let at = from; ; ) {
      const left = 2 * at + 1
      if (left >= heap.length) return
      const right = left + 1
      const worse = right < heap.length && isBefore(heap[left] as number, heap[right] as number) ? right : left
      if (!isBefore(heap[at] as number, heap[worse] as number)) return
      ;[heap[at], heap[worse]] = [heap[worse] as number, heap[at] as number]
      at = worse
    }
  }
  for (let at = 0; at < values.length; at++) {
    if (heap.length < wanted) {
      values[at] = worth.exactly(at)
      heap.push(at)
      if (heap.length === wanted) for (let node = (wanted >> 1) - 1; node >= 0; node--) sink(node)
      continue
    }
    if (worth.most(at) < (values[heap[0] as number] as number)) continue
    values[at] = worth.exactly(at)
    if (isBefore(at, heap[0] as number)) {
      heap[0] = at
      sink(0)
    }
  }
  return heap.sort((a, b) => (isBefore(a, b) ? -1 : 1)).slice(offset, wanted)
}
