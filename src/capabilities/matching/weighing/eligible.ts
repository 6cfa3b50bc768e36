import type { GridPoint } from '../../../platform/db/tables.ts'
import { distanceMetres } from '../../places/index.ts'
import type { Screen, Volunteer } from '../../volunteers/index.ts'
import { mayBeContacted } from '../offer-rules.ts'
import { type AskedTask, isFromHome } from '../task.ts'
import { isFree, partsThatFit } from '../times.ts'
import { type UnmetReason, type WhyNot, whyNots } from '../words.ts'
import { costOf, type Known, usualWeights, type Weights } from './cost.ts'

/** A volunteer with what has happened to them so far. */
export interface Candidate {
  readonly volunteer: Pick<
    Volunteer,
    | 'volunteerId'
    | 'state'
    | 'pausedUntil'
    | 'activities'
    | 'withinMetres'
    | 'languages'
    | 'freeAt'
    | 'capacity'
    | 'mostOffersAWeek'
    | 'hasCar'
    | 'position'
    | 'identitySeenOn'
  >
  /** Everything we asked of them in the last seven days, whatever came of it (`offer-rules.ts`). */
  readonly contactsThisWeek: number
  readonly offersEver: number
  /** Offers that wait for an answer. */
  readonly offersOpen: number
  /** Matches that are not over. */
  readonly inHand: number
}

/** What is known of one need that no volunteer's own record says. */
export interface Circumstances {
  /** 'YYYY-MM-DD' by the place's clock. */
  readonly today: string
  /** Whether a check they hold counts for this on the day it is for. */
  readonly hasCheck: (volunteerId: string) => boolean
  readonly hasTrainings: (volunteerId: string) => boolean
  /** As many who know them have recommended them as it takes. */
  readonly isRecommended: (volunteerId: string) => boolean
  readonly mustNotMeet: (volunteerId: string) => boolean
  /** Asked about this already, and it is not for us to ask again. */
  readonly askedAlready: (volunteerId: string) => boolean
  readonly helpedThemBefore: (volunteerId: string) => boolean
}

/** Rules about one task, worked out once for however many volunteers. */
export interface TaskToFill {
  readonly task: AskedTask
  readonly circumstances: Circumstances
  readonly partsNeeded: number
}

export const toFill = (task: AskedTask, circumstances: Circumstances): TaskToFill => ({
  task,
  circumstances,
  partsNeeded: partsThatFit(task.startsAt, task.endsAt, task.minutes),
})

/** Somebody must have seen who a volunteer is before they meet or ring anybody; among staff at a hub they are not alone with anybody. */
const needsIdentity = ({ activity }: AskedTask): boolean => activity !== 'at a hub'

const metresTo = (from: GridPoint | null, to: GridPoint | null): number | null =>
  from && to ? distanceMetres(from, to) : null

/** Where it must not be too far from; null for what is done by phone or nobody knows where, which is too far for nobody. */
export const reachedFrom = (task: AskedTask): GridPoint | null => (isFromHome(task) ? null : task.near)

/** What the database can tell about volunteers by their own rows: the reasons of `whyNot` up to the car. */
export const screenOf = (task: AskedTask, today: string): Screen => ({
  today,
  activity: task.activity,
  near: reachedFrom(task),
  partsNeeded: partsThatFit(task.startsAt, task.endsAt, task.minutes),
  languages: task.languages,
  needsCar: task.needsCar,
})

const isTooFar = (task: AskedTask, { position, withinMetres }: Candidate['volunteer']): boolean => {
  const near = reachedFrom(task)
  if (!near) return false
  const metres = metresTo(position, near)
  return metres === null || metres > withinMetres
}

/** The first thing a task asks for that somebody does not hold until it is over; null when they hold all of it. */
export const whatLacks = (
  { task, circumstances }: TaskToFill,
  { volunteerId, identitySeenOn }: Pick<Candidate['volunteer'], 'volunteerId' | 'identitySeenOn'>,
): Extract<WhyNot, 'check' | 'training' | 'identity' | 'references'> | null => {
  if (task.checkLevel !== 'none' && !circumstances.hasCheck(volunteerId)) return 'check'
  if (task.trainings.length > 0 && !circumstances.hasTrainings(volunteerId)) return 'training'
  if (needsIdentity(task) && identitySeenOn === null) return 'identity'
  return circumstances.isRecommended(volunteerId) ? null : 'references'
}

/** How many more needs a volunteer may be asked about or given now. */
export const placesLeft = ({ volunteer, inHand, offersOpen, contactsThisWeek }: Candidate): number =>
  Math.max(0, Math.min(volunteer.capacity - inHand - offersOpen, volunteer.mostOffersAWeek - contactsThisWeek))

/** Not to be asked on a day: they have stopped, or have a pause that is not over. */
export const isResting = ({ state, pausedUntil }: Candidate['volunteer'], today: string): boolean =>
  state === 'left' || (pausedUntil === null ? state === 'paused' : pausedUntil > today)

/** The first reason why a volunteer is not asked about a task, in the order of `whyNots`; null when they can be. */
export const whyNot = (filled: TaskToFill, candidate: Candidate): WhyNot | null => {
  const { task, circumstances, partsNeeded } = filled
  const { volunteer } = candidate
  const { volunteerId } = volunteer
  if (isResting(volunteer, circumstances.today)) return 'paused'
  if (!volunteer.activities.includes(task.activity)) return 'does not do this'
  if (isTooFar(task, volunteer)) return 'too far'
  if (!isFree(volunteer.freeAt, partsNeeded)) return 'not free then'
  if (task.languages.some(language => !volunteer.languages.includes(language))) return 'language'
  if (task.needsCar && !volunteer.hasCar) return 'car'
  const lacking = whatLacks(filled, volunteer)
  if (lacking) return lacking
  if (circumstances.mustNotMeet(volunteerId)) return 'must not meet'
  if (candidate.inHand + candidate.offersOpen >= volunteer.capacity) return 'at capacity'
  if (!mayBeContacted(candidate.contactsThisWeek, volunteer.mostOffersAWeek)) return 'contacted enough'
  if (circumstances.askedAlready(volunteerId)) return 'asked already'
  return null
}

/** What it would cost that they take it, in metres. */
export const costFor = (
  { task, circumstances }: TaskToFill,
  candidate: Candidate,
  by: Weights = usualWeights,
): number => costOf(knownOf(task, circumstances, candidate), by)

const knownOf = (task: AskedTask, circumstances: Circumstances, candidate: Candidate): Known => ({
  // Who lives nobody knows where is neither near nor far: as far as they would go.
  metres: metresTo(candidate.volunteer.position, task.near) ?? candidate.volunteer.withinMetres,
  isFromHome: isFromHome(task),
  offersEver: candidate.offersEver,
  contactsThisWeek: candidate.contactsThisWeek,
  inHand: candidate.inHand,
  helpedThemBefore: circumstances.helpedThemBefore(candidate.volunteer.volunteerId),
})

/** Somebody who can be asked, and what it would cost. */
export interface Able {
  readonly candidate: Candidate
  readonly cost: number
}

const byCost = (a: Able, b: Able): number =>
  a.cost - b.cost || (a.candidate.volunteer.volunteerId < b.candidate.volunteer.volunteerId ? -1 : 1)

/** Who can be asked, and how many cannot for which first reason. */
export class Eligible {
  readonly cannot: ReadonlyMap<WhyNot, number>
  readonly #able: Able[]
  #isSorted = false

  constructor(able: Able[], cannot: ReadonlyMap<WhyNot, number>) {
    this.#able = able
    this.cannot = cannot
  }

  get count(): number {
    return this.#able.length
  }

  /** Everybody who can, the least costly first. */
  get can(): readonly Able[] {
    if (!this.#isSorted) this.#able.sort(byCost)
    this.#isSorted = true
    return this.#able
  }

  /** The first of them. A city has thousands who could ring somebody: they are not all put in order to choose among fifty. */
  first(most: number): readonly Able[] {
    if (this.#isSorted || this.#able.length <= 2 * most) return this.can.slice(0, most)
    const first: Able[] = []
    for (const each of this.#able) {
      const last = first[most - 1]
      if (last && byCost(each, last) > 0) continue
      let at = last ? most - 1 : first.length
      for (; at > 0 && byCost(first[at - 1] as Able, each) > 0; at -= 1) first[at] = first[at - 1] as Able
      first[at] = each
    }
    return first
  }

  /** The same, with further people who cannot. */
  andCannot(more: Partial<Record<WhyNot, number>>): Eligible {
    const all = new Map(this.cannot)
    for (const [why, count] of Object.entries(more) as [WhyNot, number][])
      if (count > 0) all.set(why, (all.get(why) ?? 0) + count)
    return new Eligible(this.#able, all)
  }
}

export const eligibleFor = (
  filled: TaskToFill,
  candidates: readonly Candidate[],
  by: Weights = usualWeights,
): Eligible => {
  const able: Able[] = []
  const cannot = new Map<WhyNot, number>()
  for (const candidate of candidates) {
    const why = whyNot(filled, candidate)
    if (why) cannot.set(why, (cannot.get(why) ?? 0) + 1)
    else able.push({ candidate, cost: costFor(filled, candidate, by) })
  }
  return new Eligible(able, cannot)
}

/**
 * What binds: the last reason in the order they are looked at that stopped anybody, since whoever it stopped met everything before it. That two people must not
 * meet is never named: it would tell that somebody asked for it.
 */
export const bindingReason = (cannot: ReadonlyMap<WhyNot, number>): UnmetReason => {
  const reasons = (Object.keys(whyNots) as WhyNot[]).filter(
    reason => reason !== 'must not meet' && (cannot.get(reason) ?? 0) > 0,
  )
  return reasons.at(-1) ?? 'nobody signed up'
}

/** "Of 14 volunteers, 9 live too far away and 5 are not free then." */
export const countsInWords = (cannot: ReadonlyMap<WhyNot, number>): string => {
  const told = (Object.keys(whyNots) as WhyNot[])
    .filter(reason => reason !== 'must not meet' && (cannot.get(reason) ?? 0) > 0)
    .map(reason => ({ reason, count: cannot.get(reason) ?? 0 }))
  const all = told.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return 'Nobody has signed up who could be asked.'
  const parts = told.map(({ reason, count }) => `${count} ${inNumber(whyNots[reason].said, count)}`)
  const last = parts.at(-1)
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
  return `Of ${all} ${all === 1 ? 'volunteer' : 'volunteers'}, ${list}.`
}

/** What is said of several, said of one. */
const inNumber = (said: string, count: number): string =>
  count === 1
    ? said
        .replace(/^are /, 'is ')
        .replace(/^do not /, 'does not ')
        .replace(/^live /, 'lives ')
        .replace(/^have /, 'has ')
        .replace(/^lack /, 'lacks ')
        .replace(/^were /, 'was ')
    : said
