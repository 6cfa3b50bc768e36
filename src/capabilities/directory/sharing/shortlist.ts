/** The rules of shortlists and of lists shared by link. Pure but for the drawing of codes. */

/** As many as fit a few sheets of paper; who keeps more keeps nothing apart. */
export const MOST_KEPT = 30
/** A shortlist goes when nobody has changed it for so long, and a shared list so long after it was shared. */
export const SHORTLIST_DAYS = 90
export const SHARED_DAYS = 90
export const NOTE_LENGTH = 200
/** How long what was taken off can be put back. */
export const UNDO_MINUTES = 60

/** The cookie with the list's secret: nothing else says whose list it is. */
export const shortlistCookie = 'shortlist'
export const shortlistSeconds = SHORTLIST_DAYS * 86_400

/** The secret a browser brings; undefined for what none of ours can be. */
export const secretOf = (cookies: Readonly<Record<string, string | undefined>>): string | undefined => {
  const brought = cookies[shortlistCookie] ?? ''
  return /^[\w-]{16,100}$/.test(brought) ? brought : undefined
}

export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * 86_400_000)
export const daysBefore = (at: Date, days: number): Date => daysAfter(at, -days)

/** The order after one entry went up or down by one; at either end nothing moves. */
export function moved(order: readonly string[], id: string, by: -1 | 1): string[] {
  const at = order.indexOf(id)
  const to = at + by
  const next = [...order]
  if (at === -1 || to < 0 || to >= order.length) return next
  ;[next[at], next[to]] = [order[to] as string, order[at] as string]
  return next
}
