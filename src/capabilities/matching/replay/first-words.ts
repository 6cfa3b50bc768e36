import { isQuiet, wakingFrom } from '../../../platform/notify/quiet-hours.ts'
import { mailSlice } from '../../../platform/notify/send.ts'
import { nextStepsRuns } from '../looking-after/next-steps-runs.ts'
import { byPlace } from './people-of-place.ts'
import type { Workload } from './workload.ts'

/** Seconds from signing up to being told. */
export interface Waited {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

const hour = 3_600_000

/** The first run of the job that tells next steps at or after a moment. */
export function stepRunFrom(at: number): number {
  const { minute, fromHour, toHour } = nextStepsRuns
  for (let start = Math.floor(at / hour) * hour; ; start += hour) {
    const hourOfDay = Math.floor(start / hour) % 24
    const run = start + minute * 60_000
    if (run >= at && hourOfDay >= fromHour && hourOfDay <= toHour) return run
  }
}

/** In which run of the job each of one place is told, in the order they came: as many in one run as the job takes. */
export function stepRuns(signedUpAt: ArrayLike<number>): Float64Array {
  const runs = new Float64Array(signedUpAt.length)
  let before = { run: Number.NEGATIVE_INFINITY, inRun: 0 }
  for (let at = 0; at < runs.length; at += 1) {
    const due = stepRunFrom(signedUpAt[at] as number)
    before =
      due > before.run
        ? { run: due, inRun: 1 }
        : before.inRun < nextStepsRuns.atATime
          ? { run: before.run, inRun: before.inRun + 1 }
          : { run: stepRunFrom(before.run + 1), inRun: 1 }
    runs[at] = before.run
  }
  return runs
}

/** How long each waits, in milliseconds since 1970 from and to, as seconds. */
export function waited(from: Float64Array, to: Float64Array): Waited {
  const seconds = from.map((at, index) => ((to[index] as number) - at) / 1000).sort()
  const at = (share: number) => seconds[Math.min(seconds.length - 1, Math.floor(seconds.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: seconds.at(-1) ?? 0 }
}

/**
 * Mails a second that leave, for all places together. The sender takes one mail after the other, so this is one over how long a mail takes. How long our part of that is, on
 * one machine with mail server and database, is the row `mail` of `bench/README.md`. Twenty stands for a server far away that answers in a twentieth of a second. Assumed; from how many a
 * second on everybody has a next step within a day is the row `replay`.
 */
export const usualMailsASecond = 20

/** When each first answer and each first next step leaves, by one sender that takes answers before what may wait, and looks for them again after each slice of the others. */
export function mailed(
  signedUpAt: Float64Array,
  runs: Float64Array,
  mailsASecond: number,
): { answered: Float64Array; told: Float64Array } {
  const answered = new Float64Array(signedUpAt.length)
  const told = new Float64Array(signedUpAt.length)
  const toTell = Uint32Array.from(runs.keys()).sort((a, b) => (runs[a] as number) - (runs[b] as number) || a - b)
  const each = 1000 / mailsASecond
  let [nextAnswer, nextStep, now] = [0, 0, signedUpAt[0] ?? 0]
  while (nextAnswer < signedUpAt.length || nextStep < runs.length) {
    while (nextAnswer < signedUpAt.length && (signedUpAt[nextAnswer] as number) <= now) {
      now += each
      answered[nextAnswer] = now
      nextAnswer += 1
    }
    const looksAgainAt = now + mailSlice
    const stepAt = (): number =>
      nextStep < runs.length ? wakingFrom(new Date(runs[toTell[nextStep] as number] as number)).getTime() : Infinity
    if (stepAt() <= now && !isQuiet(new Date(now)))
      while (stepAt() <= now && now < looksAgainAt) {
        now += each
        told[toTell[nextStep] as number] = now
        nextStep += 1
      }
    else {
      const answerAt = nextAnswer < signedUpAt.length ? (signedUpAt[nextAnswer] as number) : Infinity
      now = Math.max(now, Math.min(answerAt, Math.max(stepAt(), wakingFrom(new Date(now)).getTime())))
    }
  }
  return { answered, told }
}

/** When each of those who signed up is told their first next step by the job. */
export function firstStepRuns({ signUps, places }: Workload): Float64Array {
  const runs = new Float64Array(signUps.count)
  for (const here of byPlace(signUps, places))
    stepRuns(here.map(at => signUps.at[at] as number)).forEach((run, nth) => {
      runs[here[nth] as number] = run
    })
  return runs
}

/** How long everybody who signed up waits for a first answer and for a first next step, in seconds, where so many mails leave in a second. */
export const firstWords = (workload: Workload, mailsASecond: number): { firstAnswers: Waited; nextSteps: Waited } => {
  const runs = firstStepRuns(workload)
  const { answered, told } = mailed(workload.signUps.at, runs, mailsASecond)
  return { firstAnswers: waited(workload.signUps.at, answered), nextSteps: waited(workload.signUps.at, told) }
}
