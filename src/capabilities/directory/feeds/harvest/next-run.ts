/** When a feed is fetched next. Pure. */

/** From this many failures in a row on, somebody is told. */
export const FAILURES_UNTIL_TOLD = 3
const MOST_HOURS_BETWEEN_TRIES = 24

/**
 * After a success at its own pace; after failures at half an hour, an hour, two ... up to a day, but never sooner than that pace asks for when it is
 * quicker than a day.
 */
export function nextRunAt(now: Date, everyHours: number, failures: number): Date {
  const backoffHours = Math.min(MOST_HOURS_BETWEEN_TRIES, 0.5 * 2 ** Math.min(failures - 1, 10))
  const hours = failures === 0 ? everyHours : Math.min(backoffHours, Math.max(everyHours, 1) * 24)
  return new Date(now.getTime() + hours * 3_600_000)
}

/** A feed that lost more than this part of what it had is held for somebody to decide. */
export const LARGEST_LOSS = 1 / 3

export const isSuddenLoss = (lost: number, had: number): boolean => had >= 3 && lost > had * LARGEST_LOSS

/** Between whole readings only what changed is asked for; but what vanished is only seen in a whole one. */
const WHOLE_EVERY_DAYS = 7

export const asksForChanges = (
  feed: {
    asksFor: 'everything' | 'changes'
    lastGoodAt: Date | null
    lastWholeAt: Date | null
    heldBecause: string | null
  },
  now: Date,
): boolean =>
  feed.asksFor === 'changes' &&
  feed.heldBecause === null &&
  feed.lastGoodAt !== null &&
  feed.lastWholeAt !== null &&
  now.getTime() - feed.lastWholeAt.getTime() < WHOLE_EVERY_DAYS * 86_400_000
