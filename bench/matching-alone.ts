/** One solver on one problem in a process of its own, so that its memory is its own. `node bench/matching-alone.ts ours|highs|dense FOLDER`, for bench/matching.ts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LegacyHighs } from 'highs'
import { type AssignmentProblem, assign } from '../src/capabilities/matching/engine/assign.ts'
import { checkAssignment } from '../src/capabilities/matching/engine/check-assignment.ts'

const [solver = '', folder = '', rounds = '1'] = process.argv.slice(2)

// As they were read, without a copy: the memory counted is the engine's.
const whole = (name: string) => {
  const { buffer, byteOffset, length } = readFileSync(join(folder, name))
  return new Int32Array(buffer, byteOffset, length / 4)
}
const real = (name: string) => {
  const { buffer, byteOffset, length } = readFileSync(join(folder, name))
  return new Float64Array(buffer, byteOffset, length / 8)
}
const problem: AssignmentProblem = {
  unmetCost: real('unmetCost'),
  capacity: whole('capacity'),
  firstCandidate: whole('firstCandidate'),
  volunteer: whole('volunteer'),
  cost: real('cost'),
}
const { unmetCost, capacity, firstCandidate, volunteer, cost } = problem

const cpuMs = (from?: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}
const timed = <T>(work: () => T): { answer: T; ms: number; cpu: number } => {
  const cpu = process.cpuUsage()
  const started = performance.now()
  const answer = work()
  return { answer, ms: performance.now() - started, cpu: cpuMs(cpu) }
}
const middle = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number

const solvers: Record<string, () => Promise<unknown>> = {
  async ours() {
    const runs = Array.from({ length: Number(rounds) }, () => timed(() => assign(problem)))
    // What every method has to do at least: read each candidate's cost and its volunteer's price once.
    const passes = Array.from({ length: 9 }, () =>
      timed(() => {
        const prices = runs[0]?.answer.volunteerPrice as Float64Array
        let sum = 0
        for (let edge = 0; edge < cost.length; edge += 1)
          sum += (cost[edge] as number) - (prices[volunteer[edge] as number] as number)
        return sum
      }),
    )
    const { answer } = runs[0] as (typeof runs)[number]
    const checked = checkAssignment(problem, answer)
    if (checked.wrong) throw new Error(checked.wrong)
    return {
      ms: middle(runs.map(({ ms }) => ms)),
      cpuMs: middle(runs.map(({ cpu }) => cpu)),
      onePassMs: middle(passes.map(({ ms }) => ms)),
      cost: checked.totalCost,
      gap: checked.gap,
      unmet: answer.candidate.filter(taken => taken < 0).length,
      searches: answer.searches,
    }
  },
  async highs() {
    // Its typings describe what CommonJS gives; Node's import of it is the function itself.
    const { default: load } = (await import('highs')) as unknown as { default: () => Promise<LegacyHighs> }
    const highs = await load()
    const model = timed(() => linearProgram())
    const solved = timed(() => highs.solve(model.answer))
    return {
      ms: solved.ms,
      cpuMs: solved.cpu,
      modelMs: model.ms,
      cost: solved.answer.ObjectiveValue,
      status: solved.answer.Status,
    }
  },
  async dense() {
    const { linearSumAssignment } = await import('linear-sum-assignment')
    const rows = Array.from({ length: unmetCost.length }, (_, need) =>
      Array.from(cost.subarray(firstCandidate[need], firstCandidate[need + 1])),
    )
    const solved = timed(() => linearSumAssignment(rows, { maximaze: false }))
    let sum = 0
    solved.answer.rowAssignments.forEach((column: number, row: number) => {
      sum += (rows[row] as number[])[column] as number
    })
    return { ms: solved.ms, cpuMs: solved.cpu, cost: sum }
  },
}

/** The same problem in the words of a linear programme (CPLEX LP format). */
function linearProgram(): string {
  const says = ['Minimize\n obj:']
  const byVolunteer = new Map<number, string[]>()
  const byNeed: string[] = []
  for (let need = 0; need < unmetCost.length; need += 1) {
    const own = [`y${need}`]
    says.push(` + ${unmetCost[need]} y${need}`)
    for (let edge = firstCandidate[need] as number; edge < (firstCandidate[need + 1] as number); edge += 1) {
      says.push(` + ${cost[edge]} x${edge}`)
      own.push(`x${edge}`)
      const who = volunteer[edge] as number
      byVolunteer.set(who, [...(byVolunteer.get(who) ?? []), `x${edge}`])
    }
    byNeed.push(` n${need}: ${own.join(' + ')} = 1\n`)
    says.push('\n')
  }
  says.push('\nSubject To\n', ...byNeed)
  for (const [who, own] of byVolunteer) says.push(` v${who}: ${own.join(' + ')} <= ${capacity[who]}\n`)
  says.push('End\n')
  return says.join('')
}

const run = solvers[solver]
if (!run) throw new Error(`There is no solver “${solver}”.`)
const result = (await run()) as object
process.stdout.write(JSON.stringify({ ...result, mostMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
