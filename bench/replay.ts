/**
 * The spring of 2020 through our rules beside nearest-first, over five seeds: is everybody told, is the work shared, at what distance. SEEDS="2020 3 4 5 6" and
 * PEOPLE=750000 can be set; at full size nearest-first takes over a minute of processor time and our rules about three, on a busy machine.
 *
 * Prints JSON: what `keepitlocal replay --json` prints for each seed and policy, and whether each target is met by every seed.
 */
import { execFileSync } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'

const seeds = (process.env.SEEDS ?? '2020 3 4 5 6').split(' ')
const people = process.env.PEOPLE ?? '750000'

interface Played {
  readonly firstAnswerSeconds: { readonly max: number }
  /** Null where the policy tells none: none was told in time. */
  readonly nextStepSeconds: { readonly max: number } | null
  readonly everOfferedShare: number
  readonly giniOffers: number
  readonly medianDistanceMetres: number
  readonly maxContactsInAWeek: number
}

const play = (seed: string, policy: string): Played => {
  process.stderr.write(`seed ${seed}, ${policy} …\n`)
  const line = ['replay', '--seed', seed, '--policy', policy, '--people', people, '--json']
  const cli = join(import.meta.dirname, '..', 'src', 'cli.ts')
  return JSON.parse(execFileSync(process.execPath, [cli, ...line], { encoding: 'utf8' }))
}

const played = seeds.map(seed => ({ seed, nearest: play(seed, 'nearest'), fair: play(seed, 'fair') }))
const points = ({ nearest, fair }: (typeof played)[number]) => 100 * (fair.everOfferedShare - nearest.everOfferedShare)
const timesAsFar = ({ nearest, fair }: (typeof played)[number]) =>
  fair.medianDistanceMetres / nearest.medianDistanceMetres
const worst = (of: (one: (typeof played)[number]) => number, pick: (...values: number[]) => number) =>
  Number(pick(...played.map(of)).toFixed(3))

const targets = {
  firstAnswerSecondsAtMost600: worst(({ fair }) => fair.firstAnswerSeconds.max, Math.max),
  nextStepHoursAtMost24: worst(({ fair }) => (fair.nextStepSeconds?.max ?? Number.POSITIVE_INFINITY) / 3600, Math.max),
  pointsEverOfferedAboveNearestAtLeast12: worst(points, Math.min),
  giniOffersAtMost0point75: worst(({ fair }) => fair.giniOffers, Math.max),
  timesAsFarAtMost1point6: worst(timesAsFar, Math.max),
  contactsInAWeekAtMost3: worst(({ fair }) => fair.maxContactsInAWeek, Math.max),
}
const met =
  targets.firstAnswerSecondsAtMost600 <= 600 &&
  targets.nextStepHoursAtMost24 <= 24 &&
  targets.pointsEverOfferedAboveNearestAtLeast12 >= 12 &&
  targets.giniOffersAtMost0point75 <= 0.75 &&
  targets.timesAsFarAtMost1point6 <= 1.6 &&
  targets.contactsInAWeekAtMost3 <= 3

process.stdout.write(
  `${JSON.stringify({ bench: 'replay', people: Number(people), played, worstOfAllSeeds: targets, met, machine: { processors: availableParallelism(), loadAverage: loadavg() } }, null, 2)}\n`,
)
