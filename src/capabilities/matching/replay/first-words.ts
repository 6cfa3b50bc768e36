/** Seconds from signing up to being told. */
export interface Waited {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** How the house tells people: mails leave once a minute, next steps are gathered once an hour, each as many as one process manages in the time. */
export const pace = {
  mailsEverySeconds: 60,
  /** What a mail server of a small council takes; ours writes more. */
  mailsASecond: 20,
  nextStepsEverySeconds: 3600,
  nextStepsARun: 40_000,
} as const

/** When each of those who signed up has the first personal answer by mail. The page that answers at once is sooner still. */
export const firstAnswers = (signedUpAt: Float64Array): Float64Array =>
  inRuns(signedUpAt, pace.mailsEverySeconds, pace.mailsEverySeconds * pace.mailsASecond, 1 / pace.mailsASecond)

/** When each has a next step: gathered by the hourly job, and then mailed like any other. */
export const nextSteps = (signedUpAt: Float64Array): Float64Array =>
  inRuns(
    inRuns(signedUpAt, pace.nextStepsEverySeconds, pace.nextStepsARun, 0),
    pace.mailsEverySeconds,
    pace.mailsEverySeconds * pace.mailsASecond,
    1 / pace.mailsASecond,
  )

/** First come, first served, so many a run, each a moment after the one before. */
function inRuns(cameAt: Float64Array, everySeconds: number, aRun: number, eachSeconds: number): Float64Array {
  const every = everySeconds * 1000
  const servedAt = new Float64Array(cameAt.length)
  let run = Number.NEGATIVE_INFINITY
  let inRun = 0
  for (let at = 0; at < cameAt.length; at += 1) {
    const due = Math.ceil((cameAt[at] as number) / every)
    if (due > run) {
      run = due
      inRun = 0
    } else if (inRun === aRun) {
      run += 1
      inRun = 0
    }
    inRun += 1
    servedAt[at] = run * every + inRun * eachSeconds * 1000
  }
  return servedAt
}

export function waited(from: Float64Array, to: Float64Array): Waited {
  const seconds = from.map((at, index) => ((to[index] as number) - at) / 1000).sort()
  const at = (share: number) => seconds[Math.min(seconds.length - 1, Math.floor(seconds.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: seconds.at(-1) ?? 0 }
}
