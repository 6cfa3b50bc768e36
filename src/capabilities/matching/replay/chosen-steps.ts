import { type Chance, chance } from '../../../kernel/chance.ts'
import {
  type Activity,
  activityCodes,
  chooseNextStep,
  type Near,
  type NextStepKind,
  usualDistance,
} from '../../volunteers/index.ts'
import { around, assumptions } from './workload.ts'

/** Of everybody who signed up, the share whose first next step was each of these; together 1. */
export type ChosenSteps = Readonly<Record<Exclude<NextStepKind, 'welcome'>, number>>

/** What can be stepped into in one place. */
interface Place {
  /** With the places that are left in each. */
  roles: { role: Near['roles'][number]; left: number; asksTraining: boolean }[]
  training: { roleId: string; left: number }
  groups: { aboutId: string; x: number; y: number }[]
}

const withinMetres = Number(usualDistance)
const nobody = new Set<string>()
const firstDay = '2020-03-25'

/**
 * Chooses everybody's first step by the rule that runs for a place (`chooseNextStep`), in the order they are told; what there is near them is made up as `workload.ts` says.
 * All are told within a day of signing up, and the first task came two weeks later: so none of them is told of a task, in the replay as in that spring.
 */
export function chosenSteps(signedUpIn: Int32Array, seed: number): ChosenSteps {
  const chances = chance(seed ^ 0x5f3759df)
  const signUpsOf = new Map<number, number>()
  for (const town of signedUpIn) signUpsOf.set(town, (signUpsOf.get(town) ?? 0) + 1)
  const places = new Map([...signUpsOf].map(([town, signUps]) => [town, aPlace(town, signUps, chances)]))
  const counts = { task: 0, role: 0, training: 0, 'local group': 0, 'no need now': 0 }
  for (const town of signedUpIn) {
    const place = places.get(town) as Place
    const volunteer = { activities: someActivities(chances), position: somewhere(chances), withinMetres }
    const open = place.roles.filter(({ left }) => left > 0)
    const asking = open.filter(({ asksTraining }) => asksTraining).length
    const near: Near = {
      tasks: [],
      roles: open.map(({ role }) => role),
      trainings:
        asking > 0 && place.training.left > 0
          ? [{ code: 'training', label: 'A training', wantedFor: asking, roleId: place.training.roleId }]
          : [],
      groups: [],
      othersAreAskedFor: 0,
      // Said to them, and no part of the choice.
      peopleAhead: 0,
    }
    const to = { ...volunteer, knowsOf: nobody, noNeeds: 0 }
    // As the job does: groups are looked for only where there is nothing nearer.
    const first = chooseNextStep(to, near, firstDay)
    const step =
      first.kind === 'no need now'
        ? chooseNextStep(to, { ...near, groups: nearestGroup(place.groups, volunteer.position) }, firstDay)
        : first
    if (step.kind !== 'welcome') counts[step.kind] += 1
    if (!chances.isTrue(assumptions.nextSteps.takesIt)) continue
    const taken = open.find(({ role }) => role.roleId === step.aboutId)
    if (taken) taken.left -= 1
    else if (step.aboutId === place.training.roleId) place.training.left -= 1
  }
  const all = Math.max(1, signedUpIn.length)
  return {
    task: counts.task / all,
    role: counts.role / all,
    training: counts.training / all,
    'local group': counts['local group'] / all,
    'no need now': counts['no need now'] / all,
  }
}

const nearestGroup = (groups: Place['groups'], { x, y }: { x: number; y: number }): Near['groups'] => {
  let nearest: Place['groups'][number] | null = null
  let least = Number.POSITIVE_INFINITY
  for (const group of groups) {
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

const somewhere = (chances: Chance) => around(chances, assumptions.nextSteps.townMetres)

const someActivities = (chances: Chance): Activity[] => {
  const first = chances.pick(activityCodes)
  const second = chances.pick(activityCodes)
  return first === second ? [first] : [first, second]
}

/** What one place has, by how many sign up in it. */
const aPlace = (town: number, signUps: number, chances: Chance): Place => {
  const { signUpsAGroup, lookForRegulars, placesARole, asksTraining, trainingPlacesARole } = assumptions.nextSteps
  const many = Math.floor(signUps / signUpsAGroup + chances.next())
  const groups = Array.from({ length: many }, (_, at) => ({ aboutId: `group ${town} ${at}`, ...somewhere(chances) }))
  const roles = groups
    .filter(() => chances.isTrue(lookForRegulars))
    .map(({ x, y }, at) => ({
      role: {
        roleId: `role ${town} ${at}`,
        kind: 'volunteer role' as const,
        title: 'Something regular',
        activities: someActivities(chances),
        position: { x, y },
        organisationName: 'A group',
      },
      left: placesARole,
      asksTraining: chances.isTrue(asksTraining),
    }))
  return {
    roles,
    training: { roleId: `training ${town}`, left: roles.length * trainingPlacesARole },
    groups,
  }
}
