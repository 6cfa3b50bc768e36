/** Dates as agreements count them: 'YYYY-MM-DD' in, 'YYYY-MM-DD' out. */

const noon = (on: string): number => Date.parse(`${on}T12:00:00Z`)
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

export const daysLater = (on: string, days: number): string => dateOf(noon(on) + days * 86_400_000)

/** Whole days from one day to another; negative where it is over. */
export const daysBetween = (from: string, to: string): number => Math.round((noon(to) - noon(from)) / 86_400_000)

/** The same day so many months later, or the last day of that month where it has no such day. */
export const monthsLater = (on: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return dateOf(Date.UTC(year, month - 1 + months, Math.min(day, last), 12))
}

/** Whole months from the first day to the last, both counted; a part of a month counts as one. */
export const monthsOf = (startsOn: string, endsOn: string): number => {
  let months = 0
  while (monthsLater(startsOn, months) <= endsOn) months += 1
  return months
}

/** The years of a term, each from its first day to the day before the next; the last may be shorter. */
export const yearsOf = (startsOn: string, endsOn: string): { startsOn: string; endsOn: string }[] => {
  const years = []
  for (let n = 0; monthsLater(startsOn, n * 12) <= endsOn; n += 1) {
    const next = daysLater(monthsLater(startsOn, (n + 1) * 12), -1)
    years.push({ startsOn: monthsLater(startsOn, n * 12), endsOn: next < endsOn ? next : endsOn })
  }
  return years
}
