import type { Chance } from '../../../kernel/chance.ts'
import { type Activity, activityCodes, chooseNextStep, type Near, type NextStepKind } from '../../volunteers/index.ts'
import { around, assumptions } from './workload.ts'

/** Of everybody who signed up, the share whose first next step was each of these; together 1. */
export type ChosenSteps = Readonly<Record<Exclude<NextStepKind, 'welcome'>, number>>

/** Somebody who is told what to do next, with what they were told before. */
export interface ToTell {
  readonly activities: readonly Activity[]
  readonly withinMetres: number
  readonly position: { readonly x: number; readonly y: number }
  readonly knowsOf: Set<string>
  noNeeds: number
}

interface RoleOf2020 {
  readonly role: Near['roles'][number]
  left: number
  readonly asksTraining: boolean
}

interface GroupOf2020 {
  readonly aboutId: string
  readonly x: number
  readonly y: number
}

/** What can be stepped into in one place, made up (`assumptions.nextSteps`); which of it somebody is told is chosen by the rule that runs for a place (`chooseNextStep`). */
export class StepsNear {
  readonly #chances: Chance
  /** With a place left. */
  #open: readonly RoleOf2020[]
  #openRoles: Near['roles']
  readonly #training: { readonly roleId: string; left: number }
  readonly #groups: GroupOf2020[]

  /** @param middles where people live: roles and groups stand around some of them. */
  constructor(chances: Chance, middles: readonly { readonly x: number; readonly y: number }[]) {
    const { signUpsAGroup, lookForRegulars, placesARole, asksTraining, trainingPlacesARole, townMetres } =
      assumptions.nextSteps
    this.#chances = chances
    const many = Math.floor(middles.length / signUpsAGroup + chances.next())
    this.#groups = Array.from({ length: middles.length === 0 ? 0 : many }, (_, at) => {
      const middle = chances.pick(middles)
      const beside = around(chances, townMetres / 4)
      return { aboutId: `group ${at}`, x: middle.x + beside.x, y: middle.y + beside.y }
    })
    this.#open = this.#groups
      .filter(() => chances.isTrue(lookForRegulars))
      .map(({ x, y }, at) => ({
        role: {
          roleId: `role ${at}`,
          kind: 'volunteer role' as const,
          title: 'Something regular',
          activities: someActivities(chances),
          position: { x, y },
          organisationName: 'A group',
        },
        left: placesARole,
        asksTraining: chances.isTrue(asksTraining),
      }))
    this.#openRoles = this.#open.map(({ role }) => role)
    this.#training = { roleId: 'training', left: this.#open.length * trainingPlacesARole }
  }

  /** What somebody is told on a day, and whether they take it; nothing is left of a place that is taken. Nothing is worked out that the choice does not come to. */
  choose(
    to: ToTell,
    { tasks, othersAreAskedFor }: { readonly tasks: Near['tasks']; readonly othersAreAskedFor: () => number },
    today: string,
  ): { step: ReturnType<typeof chooseNextStep>; holdsThem: boolean } {
    const [open, training] = [this.#open, this.#training]
    const groups = () => this.#nearestGroup(to.position)
    const near: Near = {
      tasks,
      roles: this.#openRoles,
      get trainings() {
        const wantedFor = training.left === 0 ? 0 : countWanted(open, to)
        return wantedFor > 0 ? [{ code: 'training', label: 'A training', wantedFor, roleId: training.roleId }] : []
      },
      get groups() {
        return groups()
      },
      get othersAreAskedFor() {
        return othersAreAskedFor()
      },
      // Said to them, and no part of the choice.
      peopleAhead: 0,
    }
    const step = chooseNextStep(to, near, today)
    if (step.aboutId) to.knowsOf.add(step.aboutId)
    else to.noNeeds += 1
    const takes = this.#chances.isTrue(assumptions.nextSteps.takesIt)
    if (takes && step.kind === 'role') this.#take(step.aboutId)
    else if (takes && step.kind === 'training') training.left -= 1
    return { step, holdsThem: takes && step.kind === 'role' }
  }

  #take(roleId: string | null): void {
    const taken = this.#open.find(({ role }) => role.roleId === roleId)
    if (!taken) return
    taken.left -= 1
    if (taken.left > 0) return
    this.#open = this.#open.filter(({ left }) => left > 0)
    this.#openRoles = this.#open.map(({ role }) => role)
  }

  #nearestGroup({ x, y }: { readonly x: number; readonly y: number }): Near['groups'] {
    let nearest: GroupOf2020 | null = null
    let least = Number.POSITIVE_INFINITY
    for (const group of this.#groups) {
      const squared = (group.x - x) ** 2 + (group.y - y) ** 2
      if (squared < least) [nearest, least] = [group, squared]
    }
    return nearest
      ? [
          {
            aboutId: nearest.aboutId,
            name: 'A group',
            metres: Math.sqrt(least),
            because: 'helps near them',
            askThem: 'ring them',
            path: '',
          },
        ]
      : []
  }
}

/** How many of the roles that ask for a training want what somebody does. */
const countWanted = (open: readonly RoleOf2020[], { activities }: ToTell): number => {
  let wanted = 0
  for (const { asksTraining, role } of open)
    if (asksTraining && role.activities.some(activity => activities.includes(activity))) wanted += 1
  return wanted
}

const someActivities = (chances: Chance): Activity[] => {
  const first = chances.pick(activityCodes)
  const second = chances.pick(activityCodes)
  return first === second ? [first] : [first, second]
}
