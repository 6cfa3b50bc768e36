import type { NeedKind } from '../../../kernel/need-kind.ts'
import type { ContactBy } from '../../people/index.ts'
import type { Urgency } from '../words.ts'

/** What has been answered so far. Every question writes its own part, so that what is not there has not been asked. */
export interface Answers {
  /** Only ever 'no': whoever answers yes is told whom to ring, and nothing is kept. */
  readonly danger?: 'no'
  readonly who?: 'me' | 'someone else'
  /** Only ever 'yes': without it nothing is asked about somebody else. */
  readonly permission?: 'yes'
  readonly asker?: { readonly name: string; readonly relationship: string; readonly contact: string }
  readonly kinds?: readonly NeedKind[]
  readonly urgency?: Urgency | 'it differs'
  readonly urgencyOf?: Readonly<Partial<Record<NeedKind, Urgency>>>
  readonly story?: string
  readonly where?: { readonly postcode: string; readonly address: string } | 'rather not'
  readonly name?: string
  readonly contactBy?: ContactBy | 'through me'
  readonly contact?: { readonly phone: string; readonly email: string; readonly address: string }
  readonly communication?: { readonly needs: readonly CommunicationNeed[]; readonly more: string }
  readonly share?: 'yes' | 'no'
}

/** What to know before ringing or visiting. */
export const communicationNeeds = {
  language: 'Speaks a language other than English',
  hearing: 'Deaf or hard of hearing',
  sight: 'Blind or cannot see well',
  reading: 'Finds reading or writing hard',
  time: 'Needs more time, or things said simply',
  someone: 'Wants someone with them when you talk',
} as const

export type CommunicationNeed = keyof typeof communicationNeeds

export const communicationNeedCodes = Object.keys(communicationNeeds) as CommunicationNeed[]

/** The communication needs as one line; null when there are none. */
export const communicationInWords = ({ communication }: Answers): string | null => {
  if (!communication) return null
  const words = communication.needs.map(need => communicationNeeds[need])
  return [...words, ...(communication.more ? [communication.more] : [])].join('. ') || null
}

/** How soon each need is, once both questions about it are answered. */
export const urgencyFor = (answers: Answers, kind: NeedKind): Urgency | null =>
  answers.urgency === 'it differs' ? (answers.urgencyOf?.[kind] ?? null) : (answers.urgency ?? null)

/** What was answered about one person says nothing about another: changing who it is for takes those answers back. */
export const answersForSomeoneNew = ({ danger, kinds, urgency, urgencyOf, story }: Answers): Answers =>
  Object.fromEntries(
    Object.entries({ danger, kinds, urgency, urgencyOf, story }).filter(([, answer]) => answer !== undefined),
  )
