import { distanceInWords, type GridPoint } from '../../places/index.ts'
import { type Activity, activities, type RoleKind, roleKinds } from '../words.ts'
import type { NextStep } from './next-step-store.ts'

/** Which one real thing a volunteer is told to do next. Pure: what is near is handed in. */

/** An offer that waits for this volunteer's answer. */
export interface TaskNear {
  readonly offerId: string
  readonly activity: Activity
  /** As a volunteer reads it: "About a mile from you, or less". */
  readonly roughlyWhere: string
  readonly answerByWords: string
}

/** A training this volunteer has not done, asked for by what is open near them, and where it can be had. */
export interface TrainingNear {
  readonly code: string
  readonly label: string
  /** For how many open tasks and roles it is wanted. */
  readonly wantedFor: number
  /** A training place that gives it, if one is open. */
  readonly roleId: string | null
}

/** A group that helps with what this volunteer can do. */
export interface GroupNear {
  /** The organisation, or the service it lists. */
  readonly aboutId: string
  readonly name: string
  readonly metres: number
  /** "helps with food", "its entry in the directory speaks of volunteers". */
  readonly because: string
  /** How to ask them: "ring 01632 960 000". */
  readonly askThem: string
  /** Their page, below the place. */
  readonly path: string
}

/** A role, job or training place that is open with a place left. */
export interface RoleNear {
  readonly roleId: string
  readonly kind: RoleKind
  readonly title: string
  readonly activities: readonly Activity[]
  readonly position: GridPoint | null
  readonly organisationName: string
}

export interface Near {
  readonly tasks: readonly TaskNear[]
  readonly roles: readonly RoleNear[]
  readonly trainings: readonly TrainingNear[]
  readonly groups: readonly GroupNear[]
  /** Open needs near them that they could do, for which others are being asked. */
  readonly othersAreAskedFor: number
  /** Who near them, for the same things, signed up before them and waits too. */
  readonly peopleAhead: number
}

export interface ToldTo {
  readonly activities: readonly Activity[]
  readonly withinMetres: number
  readonly position: GridPoint | null
  /** What they were told about before, and roles they have, had or were interested in. */
  readonly knowsOf: ReadonlySet<string>
  /** How often they heard that there is no need. */
  readonly noNeeds: number
}

/** Days until we ask again, longer each time there was nothing: our own rule. */
const askAgainDays = [14, 28, 56, 84] as const
/** Where others are being asked first, it is soon known what became of it. */
const soonAgainDays = 3

const metresBetween = (a: GridPoint | null, b: GridPoint | null): number | null =>
  a && b ? Math.hypot(a.x - b.x, a.y - b.y) : null

/** What they can do most of, then what is nearest; null where nothing fits. */
const bestRole = (to: ToldTo, roles: readonly RoleNear[]) => {
  let best: { role: RoleNear; shared: number; metres: number | null } | null = null
  for (const role of roles) {
    if (role.kind !== 'volunteer role' && role.kind !== 'care role') continue
    let shared = 0
    for (const activity of role.activities) if (to.activities.includes(activity)) shared += 1
    if ((shared === 0 && role.activities.length > 0) || (best && shared < best.shared)) continue
    const metres = metresBetween(to.position, role.position)
    if ((metres ?? 0) > to.withinMetres || to.knowsOf.has(role.roleId)) continue
    const isBetter = !best || shared > best.shared || (metres ?? to.withinMetres) < (best.metres ?? to.withinMetres)
    if (isBetter) best = { role, shared, metres }
  }
  return best
}

/** Chooses by how soon it helps somebody: a task, a regular role, a training, a local group; else says honestly that there is no need, and when we ask again. */
export const chooseNextStep = (
  to: ToldTo,
  near: Near,
  today: string,
): Pick<NextStep, 'kind' | 'aboutId' | 'says' | 'askAgainOn'> => {
  const isNew = (aboutId: string) => !to.knowsOf.has(aboutId)
  const task = near.tasks.find(({ offerId }) => isNew(offerId))
  if (task)
    return {
      kind: 'task',
      aboutId: task.offerId,
      askAgainOn: null,
      says: {
        title: `Somebody near you needs this: ${activities[task.activity].label.toLowerCase()}`,
        sentences: [`${task.roughlyWhere}. Please say yes or no ${task.answerByWords}; no is always fine.`],
        link: { words: 'See it and answer', path: '/my-volunteering' },
      },
    }
  const role = bestRole(to, near.roles)
  if (role)
    return {
      kind: 'role',
      aboutId: role.role.roleId,
      askAgainOn: null,
      says: {
        title: role.role.title,
        sentences: [
          `${role.role.organisationName} is looking for somebody${role.metres === null ? '' : `, ${distanceInWords(role.metres)} from you`} (${roleKinds[role.role.kind].toLowerCase()}).`,
          'Read what it is about. If it is for you, say so there: they get in touch with you.',
        ],
        link: { words: 'Read about it', path: `/roles/${role.role.roleId}` },
      },
    }
  const training = [...near.trainings]
    .sort((a, b) => b.wantedFor - a.wantedFor)
    .find(({ roleId }) => roleId !== null && isNew(roleId))
  if (training?.roleId)
    return {
      kind: 'training',
      aboutId: training.roleId,
      askAgainOn: null,
      says: {
        title: `A training first: ${training.label}`,
        sentences: [
          training.wantedFor === 1
            ? 'One thing that is open near you asks for it, and there is a place in it for you. It costs you nothing.'
            : `${training.wantedFor} things that are open near you ask for it, and there is a place in it for you. It costs you nothing.`,
        ],
        link: { words: 'Read about the training', path: `/roles/${training.roleId}` },
      },
    }
  const group = [...near.groups]
    .filter(({ aboutId, metres }) => isNew(aboutId) && metres <= to.withinMetres)
    .sort((a, b) => a.metres - b.metres)[0]
  if (group)
    return {
      kind: 'local group',
      aboutId: group.aboutId,
      askAgainOn: null,
      says: {
        title: `A group near you: ${group.name}`,
        sentences: [
          `It is ${distanceInWords(group.metres)} from you and ${group.because}. Ask them whether they want somebody: ${group.askThem}. We have not told them about you.`,
          'You stay on our list: when somebody near you needs help, we ask you.',
        ],
        link: { words: `About ${group.name}`, path: group.path },
      },
    }
  const what = to.activities.map(activity => activities[activity].label.toLowerCase()).join(', ')
  const within = distanceInWords(to.withinMetres)
  const ahead =
    near.peopleAhead === 0
      ? 'Nobody near you has been waiting longer than you.'
      : near.peopleAhead === 1
        ? 'One person near you signed up before you and is waiting too.'
        : `${near.peopleAhead} people near you signed up before you and are waiting too.`
  if (near.othersAreAskedFor > 0)
    return {
      kind: 'no need now',
      aboutId: null,
      askAgainOn: daysAfter(today, soonAgainDays),
      says: {
        title: 'Others are being asked first',
        sentences: [
          `${near.othersAreAskedFor === 1 ? 'One person' : `${near.othersAreAskedFor} people`} within ${within} of you ${near.othersAreAskedFor === 1 ? 'needs' : 'need'} something you can do. We ask a few volunteers at a time, so that nobody says yes in vain; you may be next.`,
          ahead,
        ],
      },
    }
  return {
    kind: 'no need now',
    aboutId: null,
    askAgainOn: daysAfter(today, askAgainDays[Math.min(to.noNeeds, askAgainDays.length - 1)] ?? askAgainDays[0]),
    says: {
      title: 'No need near you now',
      sentences: [
        `Nobody within ${within} of you needs this today: ${what}.`,
        ahead,
        'You need do nothing. If somebody needs help before, we ask you at once.',
      ],
    },
  }
}

export const daysAfter = (on: string, days: number): string =>
  new Date(Date.parse(`${on}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
