import { telephone } from '../../places/index.ts'

/** The rules of telling us of a mistake in the directory, and of answering. Pure. */

export const wrongs = ['closed', 'phone', 'address', 'times', 'people', 'other'] as const
export type Wrong = (typeof wrongs)[number]

/** received: nobody has looked yet · looked at: somebody has it · mended, not a mistake: answered. */
export type MistakeState = 'received' | 'looked at' | 'mended' | 'not a mistake'
export const openStates: readonly MistakeState[] = ['received', 'looked at']
export const answers = ['mended', 'not a mistake'] as const
export type Answer = (typeof answers)[number]

export const isOpen = (state: MistakeState): boolean => openStates.includes(state)

export const MOST_WORDS = 1000
export const MISTAKE_CODE_LENGTH = 8
/** More from one source within the hour are asked to ring: a person tells of a few, a machine of hundreds. */
export const MOST_AN_HOUR = 10
/** The same thing sent twice within this is one report. */
export const SAME_WITHIN_MINUTES = 30
/** How a reporter can be reached is deleted so long after the answer, and so long after the report at the latest. */
export const CONTACT_DAYS_AFTER_ANSWER = 30
export const CONTACT_DAYS = 180
/** The report itself goes so long after its answer. */
export const MISTAKE_DAYS = 365
/** What we aim at where too few were answered to say how long it takes. */
export const AIM_DAYS = 7
const ENOUGH_ANSWERED = 5

export type MistakeContact = { kind: 'email' | 'phone'; address: string }
export type TypedMistake = { wrong: readonly Wrong[]; words: string; email: string; phone: string; website: string }
export type MistakeErrorKey = 'tickOne' | 'sayOther' | 'wordsTooLong' | 'emailWrong' | 'phoneWrong' | 'boxForMachines'

/** A report as typed: what it says, or which field to mend. `website` is a box people do not see; a person whose browser filled it in is told so. */
export function readMistake(
  typed: TypedMistake,
):
  | { report: { wrong: Wrong[]; words: string; contact: MistakeContact | null } }
  | { errors: { field: string; key: MistakeErrorKey }[] } {
  const { wrong, words, email, phone, website } = typed
  const errors: { field: string; key: MistakeErrorKey }[] = []
  if (wrong.length === 0 && words === '') errors.push({ field: 'wrong', key: 'tickOne' })
  if (wrong.includes('other') && words === '') errors.push({ field: 'words', key: 'sayOther' })
  if (words.length > MOST_WORDS) errors.push({ field: 'words', key: 'wordsTooLong' })
  if (email !== '' && !/^[^\s@<>",;:]+@[^\s@<>",;:]+\.[^\s@<>",;:.]{2,}$/.test(email))
    errors.push({ field: 'email', key: 'emailWrong' })
  if (email.length > 254) errors.push({ field: 'email', key: 'emailWrong' })
  const ringable = phone === '' ? undefined : telephone(phone)
  if (phone !== '' && !ringable) errors.push({ field: 'phone', key: 'phoneWrong' })
  if (website !== '') errors.push({ field: 'website', key: 'boxForMachines' })
  if (errors.length > 0) return { errors }
  const contact = email
    ? { kind: 'email' as const, address: email }
    : ringable
      ? { kind: 'phone' as const, address: ringable.says }
      : null
  return { report: { wrong: wrong.length > 0 ? [...wrong] : ['other'], words, contact } }
}

/**
 * How many different people these reports come from, at least: two from one address, or with one contact, are one person's. A library's readers share an
 * address and count as one, so an entry is doubted late rather than by one person twice.
 */
export function countIndependent(reports: readonly { source: string | null; contact: string | null }[]): number {
  const groups: { sources: Set<string>; contacts: Set<string> }[] = []
  for (const { source, contact } of reports) {
    if (source === null) continue
    const same = groups.filter(
      ({ sources, contacts }) => sources.has(source) || (contact !== null && contacts.has(contact)),
    )
    const joined = { sources: new Set([source]), contacts: new Set(contact === null ? [] : [contact]) }
    for (const group of same) {
      for (const each of group.sources) joined.sources.add(each)
      for (const each of group.contacts) joined.contacts.add(each)
      groups.splice(groups.indexOf(group), 1)
    }
    groups.push(joined)
  }
  return groups.length
}

/** Within how many days half of the answered reports were answered, rounded up; null where too few were to say. */
export function usualReplyDays(hours: readonly number[]): number | null {
  if (hours.length < ENOUGH_ANSWERED) return null
  const sorted = [...hours].sort((a, b) => a - b)
  return Math.max(1, Math.ceil((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) / 24))
}
