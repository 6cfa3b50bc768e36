import { readFile } from 'node:fs/promises'
import { JSON_OPTION, text, type Values, word, wrongUsage } from '../../platform/command-line.ts'
import { type Assignment, type AssignmentProblem, assign, whyUnmatched } from './engine/assign.ts'
import { type NamedProblem, readProblem } from './problem-file.ts'
import { firstWords, usualMailsASecond, type Waited } from './replay/first-words.ts'
import { type PolicyName, policies, policyNames } from './replay/policy.ts'
import { type Replayed, replay } from './replay/replay.ts'
import type { ChosenSteps } from './replay/steps-near.ts'
import { assumptions, spring2020 } from './replay/workload.ts'
import { usualWeights, type Weights } from './weighing/cost.ts'
import { readWeights } from './weighing/read-weights.ts'

/** Why a need stays unmet, as other programs read it. */
const reasons = {
  'no candidates': 'nobody was named who could take it',
  'no places': 'nobody who was named has a place',
  'costs more': 'leaving it unmet costs no more than anybody taking it',
  'needed elsewhere': 'everybody who could take it saves more by taking another need',
} as const

const answerOf = ({ problem, needs, volunteers, timesLarger }: NamedProblem, found: Assignment) => {
  const inTheirs = (cost: number) => cost / timesLarger
  const assignments: { need: string; volunteer: string; cost: number }[] = []
  const unmatched: { need: string; reason: string }[] = []
  needs.forEach((need, at) => {
    const candidate = found.candidate[at] as number
    if (candidate < 0) unmatched.push({ need, reason: reasons[whyUnmatched(problem, at)] })
    else
      assignments.push({
        need,
        volunteer: volunteers[problem.volunteer[candidate] as number] as string,
        cost: inTheirs(problem.cost[candidate] as number),
      })
  })
  return {
    assignments,
    unmatched,
    totalCost: inTheirs(found.totalCost),
    lowerBound: inTheirs(found.lowerBound),
    needPrices: Object.fromEntries(needs.map((need, at) => [need, inTheirs(found.needPrice[at] as number)])),
    volunteerPrices: Object.fromEntries(
      volunteers.map((volunteer, at) => [volunteer, inTheirs(found.volunteerPrice[at] as number)]),
    ),
  }
}

/** `keepitlocal match`: any matching problem, solved and proved, without a place or a database. */
export const matchWord = word(
  'match',
  'PROBLEM [--json]',
  'Match the needs and volunteers of a folder (needs.csv, volunteers.csv, candidates.csv) at the least cost there is, with prices that prove it.',
  JSON_OPTION,
  async ({ names, values, usage }, terminal) => {
    const [folder, ...more] = names
    if (!folder || more.length > 0) throw wrongUsage('Name one folder', usage)
    const named = await readProblem(folder)
    const started = performance.now()
    const answer = answerOf(named, assign(named.problem))
    const milliseconds = performance.now() - started
    if (values.json) terminal.out(JSON.stringify(answer))
    else terminal.out(inSentences(answer, named.problem, milliseconds))
  },
  { needsNoDatabase: true },
)

function inSentences(
  answer: ReturnType<typeof answerOf>,
  { volunteer }: AssignmentProblem,
  milliseconds: number,
): string {
  const { assignments, unmatched, totalCost, lowerBound } = answer
  const number = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 6 })
  const byReason = new Map<string, number>()
  for (const { reason } of unmatched) byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
  return [
    `${number(assignments.length)} of ${number(assignments.length + unmatched.length)} needs have a volunteer, chosen among ${number(volunteer.length)} candidates in ${milliseconds.toFixed(0)} ms.`,
    `Total cost ${number(totalCost)}; no choice costs less than ${number(lowerBound)}.`,
    ...[...byReason].map(([reason, count]) => `${number(count)} unmet: ${reason}.`),
  ].join('\n')
}

const wholeOption = (value: Values[string], name: string, usual: number, most: number, usage: string): number => {
  const typed = text(value)
  if (typed === undefined) return usual
  if (!/^\d+$/.test(typed) || Number(typed) > most)
    throw wrongUsage(`--${name} has to be a whole number up to ${most.toLocaleString('en-GB')}`, usage)
  return Number(typed)
}

/** `keepitlocal replay`: the spring of 2020 through the rules that run for a place. */
export const replayWord = word(
  'replay',
  '[--policy nearest|fair|broadcast] [--seed N] [--people N] [--mails A_SECOND] [--weights FILE.json] [--json]',
  'Play the volunteers and tasks of spring 2020 through our rules (fair) or through what was done then (nearest, broadcast); without --policy all three, side by side.',
  {
    ...JSON_OPTION,
    policy: { type: 'string' },
    seed: { type: 'string' },
    people: { type: 'string' },
    mails: { type: 'string' },
    weights: { type: 'string' },
  },
  async ({ values, usage }, terminal) => {
    const asked = text(values.policy)
    const names = asked === undefined ? policyNames : policyNames.filter(name => name === asked)
    if (names.length === 0) throw wrongUsage(`There is no policy “${asked}”: choose ${policyNames.join(', ')}`, usage)
    const seed = wholeOption(values.seed, 'seed', 2020, 2 ** 32 - 1, usage)
    const people = wholeOption(values.people, 'people', assumptions.signUps, assumptions.signUps, usage)
    if (people < 1000) throw wrongUsage('--people has to be at least 1,000', usage)
    const mails = wholeOption(values.mails, 'mails', usualMailsASecond, 1000, usage)
    if (mails < 1) throw wrongUsage('--mails has to be at least 1 a second', usage)
    const by = await weightsOf(text(values.weights), usage)
    const mail = firstWords(spring2020(seed, people / assumptions.signUps), mails)
    const played: Played[] = []
    for (const policy of names) {
      if (terminal.isTty) terminal.err(`${policy} ...`)
      played.push({
        policy,
        seed,
        weights: by,
        firstAnswerSeconds: rounded(mail.firstAnswers),
        nextStepSeconds: policies[policy].tellsNextSteps ? rounded(mail.nextSteps) : null,
        ...rounded(await replay({ seed, people, policy, by })),
      })
    }
    if (values.json) terminal.out(JSON.stringify(asked === undefined ? played : played[0]))
    else for (const line of sideBySide(played)) terminal.out(line)
  },
  { needsNoDatabase: true },
)

/** The weights of a file like {"everyOfferBefore": 400}: what it does not name is as usual. */
const weightsOf = async (file: string | undefined, usage: string): Promise<Weights> => {
  if (file === undefined) return usualWeights
  let said: unknown
  try {
    said = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw wrongUsage(`Cannot read weights from ${file}: ${(error as Error).message}`, usage)
  }
  const weights = readWeights(said)
  if ('message' in weights) throw wrongUsage(`${file}: ${weights.message}`, usage)
  return weights
}

const rounded = <Of extends object>(of: Of): Of =>
  JSON.parse(JSON.stringify(of, (_, value) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)))

type Played = Replayed & {
  policy: PolicyName
  seed: number
  weights: Weights
  firstAnswerSeconds: Waited
  /** Null where the policy tells none. */
  nextStepSeconds: Waited | null
}

function sideBySide(played: readonly Played[]): string[] {
  const share = (value: number) => `${(100 * value).toFixed(1)} %`
  const step = ({ nextSteps }: Played, kind: keyof ChosenSteps) => (nextSteps ? share(nextSteps[kind]) : 'not told')
  const rows: [string, (one: Played) => string][] = [
    ['', ({ policy }) => policy],
    ['first personal answer by mail, longest', one => `${one.firstAnswerSeconds.max.toFixed(0)} s`],
    [
      'next step, longest',
      one => (one.nextStepSeconds ? `${(one.nextStepSeconds.max / 3600).toFixed(1)} h` : 'not told'),
    ],
    ['first step: a regular role', one => step(one, 'role')],
    ['first step: a training', one => step(one, 'training')],
    ['first step: a group near them', one => step(one, 'local group')],
    ['first step: no need near now, and when', one => step(one, 'no need now')],
    ['volunteers ever offered something', one => share(one.everOfferedShare)],
    ['volunteers who ever helped', one => share(one.everActiveShare)],
    ['offers: Gini coefficient', one => one.giniOffers.toFixed(3)],
    ['asked of one person in a week, most', one => String(one.maxContactsInAWeek)],
    ['offers a need', one => (one.offers / Math.max(1, one.needs)).toFixed(2)],
    ['yeses that came too late', one => one.lateYeses.toLocaleString('en-GB')],
    ['distance, middle', one => `${one.medianDistanceMetres.toFixed(0)} m`],
    ['time to a yes, middle', one => `${one.matchedWithinMinutes.p50.toFixed(0)} min`],
    ['time to a yes, 95 in 100', one => `${one.matchedWithinMinutes.p95.toFixed(0)} min`],
    ['needs no volunteer met', one => share(one.unmetShare)],
  ]
  return rows.map(([says, of]) => `${says.padEnd(40)}${played.map(one => of(one).padStart(12)).join('')}`)
}
