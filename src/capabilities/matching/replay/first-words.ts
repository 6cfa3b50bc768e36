import { nextStepsRuns } from '../looking-after/next-steps-runs.ts'

/** Seconds from signing up to being told. */
export interface Waited {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** Mail leaves once a minute, one after the other, as fast as the mail server of a small council takes it. Assumed. */
const mailsEverySeconds = 60
const mailsASecond = 20

/**
 * When each of those who signed up has the first personal answer by mail, first come, first served, all places sharing one mail server. The page that answers at
 * once is sooner still.
 */
export function firstAnswers(signedUpAt: Float64Array): Float64Array {
  const answered = new Float64Array(signedUpAt.length)
  let free = 0
  for (let at = 0; at < answered.length; at += 1) {
    const run = Math.ceil((signedUpAt[at] as number) / 1000 / mailsEverySeconds) * mailsEverySeconds
    free = Math.max(run, free) + 1 / mailsASecond
    answered[at] = free * 1000
  }
  return answered
}

/** When each has a next step: told by the hourly job of their place, in the order they came. */
export function nextSteps(signedUpAt: Float64Array, placeOf: Int32Array): Float64Array {
  const told = new Float64Array(signedUpAt.length)
  const places = new Map<number, { run: number; inRun: number }>()
  for (let at = 0; at < told.length; at += 1) {
    const place = placeOf[at] as number
    const due = runFrom(signedUpAt[at] as number)
    const before = places.get(place)
    const now =
      !before || due > before.run
        ? { run: due, inRun: 1 }
        : before.inRun < nextStepsRuns.atATime
          ? { run: before.run, inRun: before.inRun + 1 }
          : { run: runFrom(before.run + 1), inRun: 1 }
    places.set(place, now)
    told[at] = now.run + (now.inRun / mailsASecond) * 1000
  }
  return told
}

const hour = 3_600_000

/** The first run of the job at or after a moment. */
function runFrom(at: number): number {
  const { minute, fromHour, toHour } = nextStepsRuns
  for (let start = Math.floor(at / hour) * hour; ; start += hour) {
    const hourOfDay = Math.floor(start / hour) % 24
    const run = start + minute * 60_000
    if (run >= at && hourOfDay >= fromHour && hourOfDay <= toHour) return run
  }
}

export function waited(from: Float64Array, to: Float64Array): Waited {
  const seconds = from.map((at, index) => ((to[index] as number) - at) / 1000).sort()
  const at = (share: number) => seconds[Math.min(seconds.length - 1, Math.floor(seconds.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: seconds.at(-1) ?? 0 }
}
