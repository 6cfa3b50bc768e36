/** When an entry is to be checked, and how often its organisation is asked by mail before a person rings. Pure. */

/** Every number of it. Months and days are of the calendar; the last day of a shorter month stands for the 29th to 31st. */
export const ladder = {
  /** Asked about this long after the last check, so that the answer can come before the public label changes at twelve. */
  dueAfterMonths: 11,
  /** What was listed without a check is asked about after this many days: an editor may look at a new feed before anybody gets mail. */
  graceDays: 14,
  /** The mails of one round, counted from the first. */
  mailsAfterDays: [0, 14, 28],
  /** Nobody gets two mails closer together than this, whoever presses what. */
  leastDaysBetween: 3,
  /** No answer by then: a person rings. */
  ringAfterDays: 42,
  /** Entries of the same address that become due this soon are asked about together, rather than in a mail of their own. */
  togetherDays: 90,
  /** How long a link can be used. */
  linkDays: 90,
  /** At most this many addresses are asked for the first time in a day, so that answers and calls do not come all at once. */
  newAddressesADay: 100,
} as const

const day = 86_400_000

/** The date some months later: 2026-03-31 and 1 month is 2026-04-30. */
export function monthsAfter(on: string, months: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = on.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last))).toISOString().slice(0, 10)
}

export const daysAfter = (on: string, days: number): string =>
  new Date(Date.parse(`${on}T00:00:00Z`) + days * day).toISOString().slice(0, 10)

/** The day an entry is to be asked about. Never sooner than its grace, however old its last check: it may have come with a feed this minute. */
export function dueOn({ assuredOn, listedOn }: { assuredOn: string | null; listedOn: string }): string {
  const grace = daysAfter(listedOn, ladder.graceDays)
  const due = assuredOn === null ? grace : monthsAfter(assuredOn, ladder.dueAfterMonths)
  return due > grace ? due : grace
}

/** One round of asking, as far as it decides what comes next. */
export interface Round {
  readonly openedAt: Date
  readonly mails: number
  /** How the last mail fared; null when none was written yet. */
  readonly lastMail: 'sent' | 'waiting' | 'could not be sent' | 'no such address' | null
  /** Entries nobody has settled yet. */
  readonly unsettled: number
}

/** What comes next in a round: another mail, a person (and why), nothing yet, or nothing any more. */
export type NextStep = 'mail' | 'ring: no answer' | 'ring: mail came back' | 'wait' | 'over'

/**
 * Never more mails than the ladder has, never the next while the last has not left the house: where no mail server is set, nobody is called silent
 * who was never asked.
 */
export function nextStep(round: Round, now: Date): NextStep {
  if (round.unsettled === 0) return 'over'
  if (round.lastMail === 'no such address' || round.lastMail === 'could not be sent') return 'ring: mail came back'
  if (round.lastMail === 'waiting') return 'wait'
  const days = (now.getTime() - round.openedAt.getTime()) / day
  const nextMailAfter = ladder.mailsAfterDays[round.mails]
  if (nextMailAfter !== undefined) return days >= nextMailAfter ? 'mail' : 'wait'
  return days >= ladder.ringAfterDays ? 'ring: no answer' : 'wait'
}

/** Whom to ask about an entry: the service itself, else who published it, else the organisation of this place, else those who coordinate it. */
export function addressFor(entry: {
  serviceEmail: string | null
  publisherEmail: string | null
  organisationEmail: string | null
  coordinatorEmails: readonly string[]
}): string | null {
  const all = [entry.serviceEmail, entry.publisherEmail, entry.organisationEmail, ...entry.coordinatorEmails]
  return all.find(address => address && /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(address))?.toLowerCase() ?? null
}
