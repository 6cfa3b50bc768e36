/** How often regular help comes. */
export const everies = {
  week: { label: 'Every week', says: 'every week', days: 7 },
  fortnight: { label: 'Every two weeks', says: 'every two weeks', days: 14 },
} as const

export type Every = keyof typeof everies

/** Who decides whom to ask: the rules by themselves, or a coordinator who approves each. */
export const offersBys = {
  rules: {
    label: 'The rules ask by themselves',
    hint: 'A few at a time, fairly, and never at night. Whoever says yes first is confirmed at once.',
  },
  coordinator: {
    label: 'I choose who is asked',
    hint: 'You see who could do it and why. Nobody is asked until you say so, and you confirm whoever says yes. Whoever says yes after that waits, and is asked first if it falls through.',
  },
} as const

export type OffersBy = keyof typeof offersBys

/** Where a task is: asked of volunteers, somebody's, or over. */
/** What was answered where the law of another nation decides which check is needed. What is needed there the rules cannot look up: a coordinator does. */
export const askedElsewheres = {
  'not needed': 'They said that no check is needed',
  needed: 'They said that one is needed: I look at it before I ask anybody',
} as const

export type AskedElsewhere = keyof typeof askedElsewheres

export const taskStates = ['open', 'matched', 'ended'] as const
export type TaskState = (typeof taskStates)[number]

/** How a volunteer reads of every end that is not theirs. */
export const noLongerNeeded = 'No longer needed'
/** The same as a sentence. */
export const isNoLongerNeeded = `This is ${noLongerNeeded.toLowerCase()}.`

/** Where an offer is. `toVolunteer` is how it is said to the one who was asked. */
export const offerStates = {
  sent: { label: 'Asked', toVolunteer: 'Waits for your answer' },
  yes: { label: 'Said yes', toVolunteer: 'You said yes' },
  'in reserve': { label: 'On the waiting list', toVolunteer: 'You are on the waiting list' },
  no: { label: 'Said no', toVolunteer: 'You said no' },
  'no answer': { label: 'No answer in time', toVolunteer: 'The time to answer is over' },
  'not reached': { label: 'Not reached in time', toVolunteer: 'We did not reach you in time' },
  filled: { label: 'Somebody else was first', toVolunteer: 'Somebody else is doing it' },
  'taken back': { label: 'Taken back', toVolunteer: noLongerNeeded },
} as const

export type OfferState = keyof typeof offerStates

/** Where a match is. The volunteer reads the same of every end that is not theirs: why it was is told where it may be, by mail. */
export const matchStates = {
  accepted: { label: 'Said yes, not confirmed yet', toVolunteer: 'You said yes. We confirm it soon', live: true },
  confirmed: { label: 'Confirmed', toVolunteer: 'Yours to do', live: true },
  'in contact': { label: 'In contact', toVolunteer: 'You have been in touch', live: true },
  ongoing: { label: 'Helping regularly', toVolunteer: 'You help regularly', live: true },
  done: { label: 'Done', toVolunteer: 'Done. Thank you', live: false },
  'could not': { label: 'Could not do it', toVolunteer: 'You could not do it', live: false },
  released: { label: 'Released from it', toVolunteer: noLongerNeeded, live: false },
  'refused by the resident': {
    label: 'The resident asked for somebody else',
    toVolunteer: noLongerNeeded,
    live: false,
  },
  'not needed': { label: 'No longer needed', toVolunteer: noLongerNeeded, live: false },
} as const

export type MatchState = keyof typeof matchStates

/** Why a volunteer says no; they need not say. */
export const noReasons = {
  'not free': 'I am not free then',
  'too far': 'It is too far for me',
  'not for me': 'It is not something I can do',
  'not now': 'Not this week',
  other: 'Another reason',
} as const

export type NoReason = keyof typeof noReasons

/** Why a volunteer who said yes could not do it. */
export const couldNotReasons = {
  ill: 'I am ill, or something came up',
  'could not reach them': 'I could not reach them',
  'they refused': 'They did not want the help',
  'not safe': 'It did not feel safe',
  other: 'Another reason',
} as const

export type CouldNotReason = keyof typeof couldNotReasons

/** Why a match fell through. */
export const fellThroughBecause = {
  'could not': 'the volunteer could not do it after all',
  left: 'the volunteer has stopped volunteering',
  released: 'the volunteer was released from it',
  refused: 'the resident asked for somebody else',
} as const

export type FellThroughBecause = keyof typeof fellThroughBecause

/** Why a volunteer is not asked, in the order it is looked at; `said` finishes "Of 12 volunteers, 3 …". */
export const whyNots = {
  paused: { label: 'Having a rest from being asked', said: 'are having a rest' },
  'does not do this': { label: 'Does not do this', said: 'do not do this' },
  'too far': { label: 'Too far for them', said: 'live too far away' },
  'not free then': { label: 'Not free then', said: 'are not free then' },
  language: { label: 'Does not speak the language', said: 'do not speak the language' },
  car: { label: 'Has no car', said: 'have no car' },
  check: { label: 'Lacks the check it needs', said: 'lack the check it needs' },
  training: { label: 'Lacks a training it needs', said: 'lack a training it needs' },
  identity: { label: 'Nobody has seen who they are yet', said: 'have not shown who they are yet' },
  references: { label: 'Has no references yet', said: 'have no references yet' },
  'must not meet': { label: 'We do not bring these two together', said: 'cannot be asked' },
  'at capacity': { label: 'Has enough in hand', said: 'have enough in hand' },
  'contacted enough': {
    label: 'Was asked often enough this week',
    said: 'were asked often enough this week',
  },
  'asked already': { label: 'Was asked about this already', said: 'were asked about this already' },
} as const

export type WhyNot = keyof typeof whyNots

/** Why a need has no volunteer: what stopped the last who could have been asked, or what else did. */
export const unmetReasons = {
  ...whyNots,
  'nobody signed up': { label: 'Nobody has signed up yet', said: '' },
  'needed elsewhere': { label: 'Everyone who could is needed more for others just now', said: '' },
  'too late': { label: 'The time it was for has come', said: '' },
} as const

export type UnmetReason = keyof typeof unmetReasons

/** How money was paid. There is no way to pay with somebody's card: a volunteer never holds a card or a PIN. */
export const paidHows = [
  'cash counted together',
  'volunteer, paid back by the organisation',
  'voucher',
  'shop took payment by phone',
  'payment link',
] as const

export type PaidHow = (typeof paidHows)[number]

/** The same as it is asked of the volunteer who writes it down. */
export const paidByYou: Readonly<Record<PaidHow, string>> = {
  'cash counted together': 'With their cash, counted together',
  'volunteer, paid back by the organisation': 'By me: the organisation pays me back',
  voucher: 'With a voucher',
  'shop took payment by phone': 'They paid the shop by phone',
  'payment link': 'They paid by a link',
}

/** What must be looked at by a coordinator. */
export const alertKinds = {
  'read and declined': 'Looked at who it is, then stepped back',
  'many details read': 'Looked at as many people in one day as the day allows',
  'many no answers': 'Has not answered what we asked, several times in a row',
  'perhaps kept apart': 'May be somebody who must not meet a resident here',
} as const

const talk = 'Talk to them, or take them off what they have in hand. If somebody may be unsafe, raise a concern.'

/** What a coordinator can do about each. Silence is no fault: whoever is silent is asked whether we ask the right things in the right way. */
export const alertAdvice: Readonly<Record<keyof typeof alertKinds, string>> = {
  'read and declined': talk,
  'many details read': talk,
  'many no answers':
    'Ask kindly how they are: does what we send reach them, is it what they want to be asked, would they like a rest? Nothing is held against them.',
  'perhaps kept apart':
    'What they told us is partly the same as what we know of somebody who must not meet a resident. Until somebody has looked, the two are not brought together: see “Whom they must not meet”, and take it back there if they are somebody else.',
}

export type AlertKind = keyof typeof alertKinds
