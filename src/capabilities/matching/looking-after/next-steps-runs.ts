/**
 * When volunteers are told their next step: every hour of the day in which people may be written to (UTC), whoever waits longest first. So many in one run that a
 * place of a million, where 70,000 signed up in a day of March 2020, tells each of them within a day (`keepitlocal replay`).
 */
export const nextStepsRuns = { minute: 7, fromHour: 7, toHour: 19, atATime: 10_000 } as const

/** What leads nowhere for so long is followed by another step. */
export const silentDays = 28
