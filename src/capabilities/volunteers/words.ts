import type { NeedKind } from '../../kernel/need-kind.ts'

/**
 * What a volunteer can do for somebody. `for` says which kinds of need it answers. Grown from the help types of To/Fro and the roles of the 2020 schemes.
 */
export const activities = {
  shopping: { label: 'Shopping', asks: 'Do somebody’s shopping', for: ['shopping', 'food'] },
  delivery: { label: 'Delivering food', asks: 'Take a parcel or a meal to a door', for: ['food'] },
  prescription: { label: 'Prescriptions', asks: 'Collect a prescription', for: ['prescription'] },
  lift: { label: 'Lifts', asks: 'Drive somebody to an appointment or a visit', for: ['lift'] },
  'phone call': { label: 'Chats by phone', asks: 'Ring somebody for a chat', for: ['company', 'wellbeing'] },
  visit: {
    label: 'Visits',
    asks: 'Visit somebody, or go for a walk with them',
    for: ['company', 'wellbeing', 'caring'],
  },
  'dog walk': { label: 'Dog walking', asks: 'Walk somebody’s dog', for: ['home', 'other'] },
  'odd jobs': { label: 'Small jobs', asks: 'Small jobs in a home or garden', for: ['home'] },
  online: { label: 'Getting online', asks: 'Help somebody with a phone or a computer', for: ['online'] },
  forms: {
    label: 'Forms and letters',
    asks: 'Help somebody with forms and letters',
    for: ['money', 'housing', 'other'],
  },
  'at a hub': { label: 'At a hub', asks: 'Pack, cook, sort or welcome people at a hub', for: ['food', 'other'] },
} as const satisfies Record<string, { label: string; asks: string; for: readonly NeedKind[] }>

export type Activity = keyof typeof activities

export const activityCodes = Object.keys(activities) as Activity[]

/** Activities that answer a kind of need, the likeliest first. */
export const activitiesFor = (kind: NeedKind): Activity[] =>
  activityCodes.filter(code => (activities[code].for as readonly NeedKind[]).includes(kind))

/** Three parts of a day; `from` and `to` are hours of the place's clock. */
export const partsOfDay = {
  morning: { label: 'Morning', from: 8, to: 12 },
  afternoon: { label: 'Afternoon', from: 12, to: 17 },
  evening: { label: 'Evening', from: 17, to: 21 },
} as const

/** Criminal record checks of England and Wales, from least to most (Rehabilitation of Offenders Act 1974 (Exceptions) Order 1975, Police Act 1997 part V). */
export const checkLevels = {
  none: { label: 'No check' },
  basic: { label: 'Basic DBS check' },
  standard: { label: 'Standard DBS check' },
  enhanced: { label: 'Enhanced DBS check' },
  'enhanced with barred list': { label: 'Enhanced DBS check with barred list' },
} as const

export type CheckLevel = keyof typeof checkLevels

export const workforces = {
  adult: 'Adult workforce',
  child: 'Child workforce',
  'adult and child': 'Adult and child workforce',
  other: 'Other workforce',
  'not applicable': 'Not applicable (basic check)',
} as const

export type Workforce = keyof typeof workforces

export const nextStepKinds = {
  welcome: 'What happens next',
  task: 'Somebody you can help',
  role: 'A regular role',
  training: 'A training to do first',
  'local group': 'A group near you',
  'no need now': 'No need near you now',
} as const

export type NextStepKind = keyof typeof nextStepKinds

export const roleKinds = {
  'volunteer role': 'Volunteer role',
  'care role': 'Care role',
  'paid job': 'Paid job',
  'training place': 'Training place',
} as const

export type RoleKind = keyof typeof roleKinds

/** Languages people most often speak at home beside English (Census 2021, England and Wales), and the two signed and spoken ones of the country; codes of ISO 639. */
export const languagesSpoken = {
  ar: 'Arabic',
  bn: 'Bengali',
  bfi: 'British Sign Language',
  bg: 'Bulgarian',
  zh: 'Chinese',
  fr: 'French',
  el: 'Greek',
  gu: 'Gujarati',
  hi: 'Hindi',
  hu: 'Hungarian',
  it: 'Italian',
  ku: 'Kurdish',
  lt: 'Lithuanian',
  pa: 'Panjabi',
  fa: 'Persian',
  pl: 'Polish',
  pt: 'Portuguese',
  ro: 'Romanian',
  ru: 'Russian',
  so: 'Somali',
  es: 'Spanish',
  ta: 'Tamil',
  tr: 'Turkish',
  uk: 'Ukrainian',
  ur: 'Urdu',
  cy: 'Welsh',
} as const

export type LanguageSpoken = keyof typeof languagesSpoken

export const languageCodes = Object.keys(languagesSpoken) as LanguageSpoken[]

/** How far somebody goes for a need: metres of each choice. */
export const distances = {
  '800': 'Up to half a mile: a short walk',
  '1600': 'Up to 1 mile',
  '3200': 'Up to 2 miles',
  '8000': 'Up to 5 miles',
  '16000': 'Up to 10 miles',
} as const

export const usualDistance = '3200'

/** Offers a week: what everybody gets at most, and what whoever says that more is fine gets. */
export const offersAWeek = { usual: 3, more: 7 } as const

/** What is read or ticked before anything is kept. */
export const privacyWords = [
  'We keep what you tell us so that we can ask you when somebody near you needs help. The people who look after volunteers here see it; a resident learns your first name when you have said yes to them.',
  'It is yours to change or take back: you can stop at any time, and what we need not keep is deleted 14 days later. We delete it when you have done or answered nothing for 24 months.',
] as const

/** What every notice of an offer is sent for begins with: whoever pauses is not asked by what still waits to leave. */
export const offerNotice = 'offer '

/** How long leaving can be undone; then what they told us goes. */
export const undoDays = 14

/** What happens to a volunteer's interest in a role. */
export const placementStates = {
  interested: { label: 'Interested', tone: 'waiting' },
  started: { label: 'Started', tone: 'underway' },
  ended: { label: 'Ended', tone: 'done' },
  'not this time': { label: 'Not this time', tone: 'stopped' },
  withdrawn: { label: 'Taken back', tone: 'stopped' },
} as const

export type PlacementState = keyof typeof placementStates
