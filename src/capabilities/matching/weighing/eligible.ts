import type { GridPoint } from '../../../platform/db/tables.ts'
import { distanceMetres } from '../../places/index.ts'
import { needsIdentity, type Screen, type VolunteerToWeigh } from '../../volunteers/index.ts'
import { mayBeContacted } from '../offer-rules.ts'
import { type AskedTask, isFromHome } from '../task.ts'
import { isFree, partsThatFit } from '../times.ts'
import { type UnmetReason, type WhyNot, whyNots } from '../words.ts'
import { costOf, usualWeights, type Weights, type WhatCounts } from './cost.ts'

/** A volunteer with what has happened to them so far. */
export interface Candidate {
  readonly volunteer: Omit<VolunteerToWeigh, 'checks' | 'trainings' | 'recommendedBy'>
  /** Everything we asked of them in the last seven days, whatever came of it (`offer-rules.ts`). */
  readonly contactsThisWeek: number
  /** Offers ever made to them, whatever they said: it only grows. */
  readonly offersEver: number
  /** Offers that wait for an answer. */
  readonly offersOpen: number
  /** Matches that are not over. */
  readonly inHand: number
}

/** What is known of one need that no volunteer's own record says; not the circumstances a check is reckoned from, which are part of the task. */
export interface KnownOfTask {
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
  /** The volunteers who have helped this very person. */
  readonly helpedThemBefore: ReadonlySet<string>
}

/** Rules about one task, worked out once for however many volunteers. */
export interface TaskToFill {
  readonly task: AskedTask
  readonly circumstances: KnownOfTask
  readonly partsNeeded: number
}

/** A task with the parts of the week it can be done in. */
export const toFill = (task: AskedTask, circumstances: KnownOfTask): TaskToFill => ({
  task,
  circumstances,
  partsNeeded: partsThatFit(task.startsAt, task.endsAt, task.minutes),
})

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

/** The first thing a task asks for that somebody does not hold until it is over; null when they hold all of it. */
export const whatLacks = (
  { task, circumstances }: TaskToFill,
  { volunteerId, identitySeenOn }: Pick<Candidate['volunteer'], 'volunteerId' | 'identitySeenOn'>,
): Extract<WhyNot, 'check' | 'training' | 'identity' | 'references'> | null => {
  if (!circumstances.hasCheck(volunteerId)) return 'check'
  if (task.trainings.length > 0 && !circumstances.hasTrainings(volunteerId)) return 'training'
  if (needsIdentity(task.activity) && identitySeenOn === null) return 'identity'
  return circumstances.isRecommended(volunteerId) ? null : 'references'
}

/** How many more needs a volunteer may be asked about or given now. */
export const placesLeft = ({ volunteer, inHand, offersOpen, contactsThisWeek }: Candidate): number =>
  Math.max(0, Math.min(volunteer.capacity - inHand - offersOpen, volunteer.mostOffersAWeek - contactsThisWeek))

/** Not to be asked on a day: they have stopped, or have a pause that is not over. */
export const isResting = ({ state, pausedUntil }: Candidate['volunteer'], today: string): boolean =>
  state === 'left' || (pausedUntil === null ? state === 'paused' : pausedUntil > today)

/** The first reason why a volunteer is not asked about a task, in the order of `whyNots`; null when they can be. */
export const whyNot = (filled: TaskToFill, candidate: Candidate): WhyNot | null =>
  whatTheySay(filled, candidate.volunteer) ?? whatStandsInTheWay(filled, candidate)

/** The first reason by what they say of themselves, in the order of `whyNots`. */
const whatTheySay = ({ task, circumstances, partsNeeded }: TaskToFill, volunteer: Candidate['volunteer']) => {
  if (isResting(volunteer, circumstances.today)) return 'paused'
  if (!volunteer.activities.includes(task.activity)) return 'does not do this'
  if (isTooFar(task, volunteer)) return 'too far'
  if (!isFree(volunteer.freeAt, partsNeeded)) return 'not free then'
  if (lacksLanguage(task, volunteer)) return 'language'
  return task.needsCar && !volunteer.hasCar ? 'car' : null
}

/** True when it is farther than they go, or nobody knows where they live. */
export const isTooFar = (task: AskedTask, { position, withinMetres }: Candidate['volunteer']): boolean => {
  const near = reachedFrom(task)
  if (!near) return false
  const metres = metresTo(position, near)
  return metres === null || metres > withinMetres
}

/** True when they do not speak what it asks for. */
export const lacksLanguage = (
  { languages }: Pick<AskedTask, 'languages'>,
  volunteer: Pick<Candidate['volunteer'], 'languages'>,
): boolean => languages.length > 0 && languages.some(language => !volunteer.languages.includes(language))

/** The first reason why somebody is not asked whom nothing they say of themselves keeps from it: what they hold, and what has happened. */
export const whatStandsInTheWay = (filled: TaskToFill, candidate: Candidate): WhyNot | null => {
  const { circumstances } = filled
  const { volunteer } = candidate
  const lacking = whatLacks(filled, volunteer)
  if (lacking) return lacking
  if (circumstances.mustNotMeet(volunteer.volunteerId)) return 'must not meet'
  if (candidate.inHand + candidate.offersOpen >= volunteer.capacity) return 'at capacity'
  if (!mayBeContacted(candidate.contactsThisWeek, volunteer.mostOffersAWeek)) return 'contacted enough'
  return circumstances.askedAlready(volunteer.volunteerId) ? 'asked already' : null
}

/** What it would cost that they take it, in metres. */
export const costFor = (
  { task, circumstances }: TaskToFill,
  candidate: Candidate,
  by: Weights = usualWeights,
): number => costOf(knownOf(task, circumstances, candidate), by)

const knownOf = (task: AskedTask, circumstances: KnownOfTask, candidate: Candidate): WhatCounts => ({
  // Who lives nobody knows where is neither near nor far: as far as they would go.
  metres: metresTo(candidate.volunteer.position, task.near) ?? candidate.volunteer.withinMetres,
  isFromHome: isFromHome(task),
  offersEver: candidate.offersEver,
  contactsThisWeek: candidate.contactsThisWeek,
  inHand: candidate.inHand,
  helpedThemBefore: circumstances.helpedThemBefore.has(candidate.volunteer.volunteerId),
})

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
