import { AsyncLocalStorage } from 'node:async_hooks'

/** A clock that stands at another moment for each piece of work, so that several stories are told at once, each in its own time. */
export interface Clock {
  readonly now: () => Date
  at<T>(moment: Date, work: () => Promise<T>): Promise<T>
}

export const storyClock = (): Clock => {
  const moments = new AsyncLocalStorage<Date>()
  return { now: () => moments.getStore() ?? new Date(), at: (moment, work) => moments.run(moment, work) }
}
