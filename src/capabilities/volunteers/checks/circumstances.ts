import type { Activity } from '../words.ts'

/** How a volunteer meets the person helped, from least to most. */
export const contacts = {
  phone: { label: 'By phone only', hint: 'They never meet' },
  'at a hub': { label: 'At a hub, with staff there' },
  door: { label: 'At the door', hint: 'The volunteer does not go in' },
  out: { label: 'Outside or in a car' },
  home: { label: 'In their home' },
} as const

export type Contact = keyof typeof contacts

/** Why somebody cannot do something themselves, in the words of the law. */
export const cannotManageReasons = {
  age: 'Because of their age',
  illness: 'Because of an illness',
  disability: 'Because of a disability',
} as const

export type CannotManageReason = keyof typeof cannotManageReasons

/** What makes somebody an adult who receives a health or social care service (Police Act 1997 (Criminal Records) Regulations 2002, reg. 5B(9)). */
export const qualifyingServices = {
  'care home': 'They live in a care home',
  'special school': 'They live in accommodation of a special school',
  'sheltered housing': 'They live in sheltered housing',
  'care at home': 'They receive care at home because of age, health or a disability',
  'health care': 'They receive health care, treatment or therapy',
  'support to live independently': 'They are supported to live on their own',
  'service for age, illness or disability': 'The help is a service for adults because of age, illness or disability',
} as const

export type QualifyingService = keyof typeof qualifyingServices

/** What somebody does with people under 18 that the law looks at (Safeguarding Vulnerable Groups Act 2006, schedule 4, paragraphs 1 and 2). */
export const withChildren = {
  teaching: 'Teaching, training or coaching them',
  care: 'Caring for them or looking after them, a family’s children too',
  advice: 'Advice or guidance on how they are or how they learn',
  driving: 'Driving them, where the car is only for children',
  'at their place': 'Help at a school, nursery or children’s home, with them around',
} as const

export type WithChildren = keyof typeof withChildren

/** What is asked about the person helped, and how, before a check is reckoned. Each answer that says more can only raise the check. */
export interface Circumstances {
  readonly contact: Contact
  /** The volunteer handles their cash or pays their bills. */
  readonly handlesMoney: boolean
  /** Why they cannot manage this themselves; null when they can, or when it is merely handy. */
  readonly cannotManageBecause: CannotManageReason | null
  /** To, from or between places where they receive health care, personal care or social work. */
  readonly toOrFromCare: boolean
  /** How often the same volunteer does it. */
  readonly timesAMonth: number
  /** Washing, dressing, eating, the toilet. */
  readonly personalCare: boolean
  /** By a power of attorney, as deputy or appointee, or as their advocate. */
  readonly actsForThem: boolean
  readonly qualifyingService: QualifyingService | null
  /** What is done with people under 18; left out or null when they are not what it is for. */
  readonly withChildren?: WithChildren | null
  /** Between 2 and 6 in the night, where they are. */
  readonly overnight?: boolean
  /** Nobody who may be checked against the children’s barred list for it looks after it day by day. Mattered until 31 August 2026. */
  readonly withoutSupervision?: boolean
}

const contactOf: Readonly<Record<Activity, Contact>> = {
  shopping: 'door',
  delivery: 'door',
  prescription: 'door',
  lift: 'out',
  'phone call': 'phone',
  visit: 'home',
  'dog walk': 'door',
  'odd jobs': 'home',
  online: 'home',
  forms: 'home',
  'at a hub': 'at a hub',
}

/** How often one volunteer does in a month, at most, what comes every week, every fortnight or once: what the rows of `check-rules.ts` count. */
export const timesAMonth = (every: 'week' | 'fortnight' | null): number =>
  every === 'week' ? 5 : every === 'fortnight' ? 3 : 1

/** The circumstances of an activity while nothing more is known: what a form starts with. */
export const usualCircumstances = (activity: Activity): Circumstances => ({
  contact: contactOf[activity],
  handlesMoney: false,
  cannotManageBecause: null,
  toOrFromCare: false,
  timesAMonth: 1,
  personalCare: false,
  actsForThem: false,
  qualifyingService: null,
})
