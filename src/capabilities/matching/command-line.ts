import { JSON_OPTION, word, wrongUsage } from '../../platform/command-line.ts'
import { type Assignment, type AssignmentProblem, assign, whyUnmatched } from './engine/assign.ts'
import { type NamedProblem, readProblem } from './problem-file.ts'

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
