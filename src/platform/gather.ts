/** How what comes at once is written together. */
export interface Gathering<Item, Answer> {
  /** The most that are written in one go. */
  readonly most: number
  /** What two items must not have in common to be written in one go: the later one waits for the next, and so finds the earlier one written. */
  apart(item: Item): readonly string[]
  /** Writes some items, all of them or none; one answer for each, in the same order. */
  write(items: readonly Item[]): Promise<readonly Answer[]>
  /** Whether nothing of a failed go was written, for certain: only then is it tried again. */
  wasUndone(error: unknown): boolean
}

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly keys: readonly string[]
  answer(answer: Answer): void
  fail(error: unknown): void
}

/**
 * Writes what comes at once together: while one go is being written, whatever comes waits, and is written together in the next. Who comes alone never waits; who is
 * answered was written. A go that fails is tried again in halves, down to one, so that only whoever cannot be written fails.
 */
export const gather = <Item, Answer>({
  most,
  apart,
  write,
  wasUndone,
}: Gathering<Item, Answer>): ((item: Item) => Promise<Answer>) => {
  let waiting: Waiting<Item, Answer>[] = []
  let writing = false

  /** The first who wait, without those who have something in common with somebody before them. */
  const takeNext = (): Waiting<Item, Answer>[] => {
    const taken: Waiting<Item, Answer>[] = []
    const left: Waiting<Item, Answer>[] = []
    const before = new Set<string>()
    let seen = 0
    for (const one of waiting) {
      if (taken.length === most) break
      ;(one.keys.some(key => before.has(key)) ? left : taken).push(one)
      for (const key of one.keys) before.add(key)
      seen++
    }
    waiting = left.concat(waiting.slice(seen))
    return taken
  }

  const settle = async (some: readonly Waiting<Item, Answer>[]): Promise<void> => {
    let answers: readonly Answer[]
    try {
      answers = await write(some.map(({ item }) => item))
    } catch (error) {
      if (some.length === 1 || !wasUndone(error)) {
        for (const { fail } of some) fail(error)
        return
      }
      const half = some.length >> 1
      await settle(some.slice(0, half))
      await settle(some.slice(half))
      return
    }
    for (const [n, { answer }] of some.entries()) answer(answers[n] as Answer)
  }

  const writeAll = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) await settle(takeNext())
    writing = false
  }

  return item =>
    new Promise((answer, fail) => {
      waiting.push({ item, keys: apart(item), answer, fail })
      if (!writing) void writeAll()
    })
}
