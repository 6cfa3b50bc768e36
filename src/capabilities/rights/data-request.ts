/** What people ask about what is held of them (UK GDPR, Articles 15, 16 and 17). */
export const requestKinds = {
  access: 'A copy of everything held about them',
  correction: 'Something is wrong and should be put right',
  erasure: 'To be forgotten',
} as const
export type RequestKind = keyof typeof requestKinds
export const requestKindCodes = Object.keys(requestKinds) as RequestKind[]

/** How it reached us; what the web writes itself is not offered to whoever types it in. */
export const askedHows = ['by phone', 'in person', 'by letter or e-mail'] as const

export const outcomes = { done: 'Done', 'done in part': 'Done in part', refused: 'Refused' } as const
export type Outcome = keyof typeof outcomes
export const outcomeCodes = Object.keys(outcomes) as Outcome[]

/** What can be put right here by a press, everywhere it stands; everything else is put right where it stands. */
export const correctable = {
  name: 'Name',
  phone: 'Phone number',
  email: 'E-mail address',
  address: 'House number and street',
  postcode: 'Postcode',
  communication: 'What to know before talking to them',
  other: 'Something else',
} as const
export type Correctable = keyof typeof correctable
/** The same as whoever it is about reads it. */
export const correctableOfYours: Readonly<Record<Correctable, string>> = {
  ...correctable,
  communication: 'What to know before talking to you',
}
export const correctableCodes = Object.keys(correctable) as Correctable[]

export interface DataRequest {
  readonly dataRequestId: string
  readonly reference: string
  readonly kind: RequestKind
  readonly personId: string | null
  readonly askedByName: string
  readonly askedContact: string
  readonly askedHow: string
  readonly says: string
  readonly identitySeen: string | null
  readonly field: Correctable | null
  readonly was: string | null
  readonly wanted: string | null
  readonly state: 'open' | 'waiting for them' | Outcome
  readonly receivedAt: Date
  readonly dueOn: string
  readonly waitingSince: Date | null
  readonly askedThem: string | null
  readonly extendedBecause: string | null
  readonly answeredAt: Date | null
  readonly answeredBy: string | null
  readonly answer: string | null
  readonly disagreement: string | null
  readonly safeguardingDecidedAt: Date | null
  readonly safeguardingShows: boolean
  readonly remindedAt: Date | null
}

/** Said as who answered, where nobody had to decide. */
export const answeredAtOnce = 'at once, by the software'

/** So long a copy that is ready can be read and fetched with the code; then it is asked for anew. Our own choice. */
export const copyOpenDays = 30

export const copyIsOpen = ({ kind, state, answeredAt, personId }: DataRequest, now: Date): boolean =>
  kind === 'access' &&
  (state === 'done' || state === 'done in part') &&
  personId !== null &&
  answeredAt !== null &&
  now.getTime() - answeredAt.getTime() < copyOpenDays * 86_400_000
