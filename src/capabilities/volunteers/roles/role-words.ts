import { dateAt } from '../../../design/time-in-words.ts'
import type { StateTag } from '../../../design/view-models.ts'
import { type Actor, isAllowed } from '../../../platform/auth/actor.ts'
import { roleKinds } from '../words.ts'
import { isOpen } from './change-role.ts'
import type { Role } from './role-store.ts'

/** What is said of a role wherever it is shown. */

export const looksAfter = (actor: Actor): boolean => isAllowed(actor, 'volunteer.look-after')

export const pounds = (pence: number): string => `£${(pence / 100).toFixed(2)}`

export const stateOf = (role: Role, now: Date): StateTag => {
  if (!isOpen(role, dateAt(now))) return { word: 'Closed', tone: 'stopped' }
  if (role.taken >= role.places) return { word: 'Full', tone: 'done' }
  return { word: 'Open', tone: 'underway' }
}

export const summaryOf = (role: Role): string =>
  [
    roleKinds[role.kind],
    role.hoursAWeek === null ? '' : `${role.hoursAWeek} hours a week`,
    role.payInPencePerHour === null ? '' : `${pounds(role.payInPencePerHour)} an hour`,
    role.whereItIs,
  ]
    .filter(Boolean)
    .join(' · ')
