/**
 * On which ground an agreement may be changed while it runs (Procurement Act 2023, section 74 and schedule 8), and whether the change is published first (section 75).
 * Light touch contracts and those below the threshold may be changed freely, and so may grants.
 */
import { actFrom } from '../routes/rules.ts'

const act = 'https://www.legislation.gov.uk/ukpga/2023/54'

interface Ground {
  readonly title: string
  /** The most the value may grow or shrink, in percent; null where the Act sets no limit. */
  readonly mostPercent: { readonly works: number; readonly others: number } | null
  /** Whether the limit is for growing alone. */
  readonly limitsGrowth: boolean
  /** The most the term may change, in percent of the longest term that was awarded. */
  readonly mostTermPercent: number | null
  readonly source: string
  readonly url: string
  readonly from: string
}

const schedule = (paragraph: string, url = `${act}/schedule/8`) => ({
  source: `Procurement Act 2023, schedule 8, ${paragraph}`,
  url,
  from: actFrom,
})
const none = { mostPercent: null, limitsGrowth: false, mostTermPercent: null }
const half = { mostPercent: { works: 50, others: 50 }, limitsGrowth: true, mostTermPercent: null }

/** For contracts at or above the threshold that are not light touch. */
export const grounds = {
  'provided for': { title: 'The contract and its notice provided for it', ...none, ...schedule('paragraph 1') },
  urgency: { title: 'Extreme urgency, or to protect life', ...none, ...schedule('paragraph 2') },
  unforeseeable: { title: 'Nobody could have foreseen it', ...half, ...schedule('paragraph 4') },
  'known risk': {
    title: 'A risk that the notice named came true',
    ...half,
    ...schedule(
      'paragraph 5',
      'https://www.gov.uk/government/publications/procurement-act-2023-short-guides/the-procurement-act-2023-permitted-contract-modifications-and-the-materialisation-of-a-known-risk-html',
    ),
  },
  restructuring: { title: 'Whoever does it was taken over or restructured', ...none, ...schedule('paragraph 9') },
  'not substantial': {
    title: 'It is not substantial: neither scope nor balance changes, and the term by 10 % at most',
    ...none,
    mostTermPercent: 10,
    source: 'Procurement Act 2023, section 74(3) (Local Government Lawyer)',
    url: `${act}/section/74`,
    from: actFrom,
  },
  'below threshold': {
    title: 'A small change of value: 10 % at most for goods and services, 15 % for works, all such changes together',
    mostPercent: { works: 15, others: 10 },
    limitsGrowth: false,
    mostTermPercent: null,
    source: 'Procurement Act 2023, section 74(4) (Local Government Lawyer)',
    url: `${act}/section/74`,
    from: actFrom,
  },
} as const satisfies Record<string, Ground>

/** For everything else. */
export const freely = {
  title: 'It may be changed freely: a grant, a light touch contract, or one below the threshold',
  source: 'Guidance: contract modifications',
  url: 'https://www.procurementpathway.civilservice.gov.uk/documents/guidance/contract-modifcations/closing-the-contract',
} as const

export type GroundCode = keyof typeof grounds | 'freely'

export interface Change {
  readonly penceBefore: number
  readonly penceAfter: number
  readonly monthsBefore: number
  readonly monthsAfter: number
  readonly isWorks: boolean
}

/** Whether an agreement made by a route is one whose changes the Act looks at. */
export const isWatched = (route: string): boolean => route.startsWith('above-')

const exceeds = (before: number, after: number, percent: number): boolean =>
  Math.abs(after - before) * 100 > before * percent

/** Why a ground does not carry a change, or null. `penceBefore` is what the contract was worth when it was awarded, so that small changes add up. */
export const groundRefuses = (
  code: GroundCode,
  route: string,
  { penceBefore, penceAfter, monthsBefore, monthsAfter, isWorks }: Change,
): string | null => {
  if (!isWatched(route)) return code === 'freely' ? null : 'This agreement may be changed freely: choose that.'
  if (code === 'freely') return 'This contract is at or above the threshold: choose a ground of the Act.'
  const ground: Ground = grounds[code]
  const most = ground.mostPercent?.[isWorks ? 'works' : 'others']
  const grows = penceAfter > penceBefore
  if (most !== undefined && (grows || !ground.limitsGrowth) && exceeds(penceBefore, penceAfter, most))
    return `On this ground the value may ${ground.limitsGrowth ? 'grow' : 'change'} by ${most} % at most of what was awarded.`
  if (ground.mostTermPercent !== null && exceeds(monthsBefore, monthsAfter, ground.mostTermPercent))
    return `On this ground the term may change by ${ground.mostTermPercent} % at most.`
  return null
}

/**
 * Whether a contract change notice (UK10) comes before the change (section 75). We ask for one as soon as either the value or the term changes by more than the Act
 * lets pass: whether one small change excuses another large one is not settled, and a notice too many harms nobody.
 */
export const needsChangeNotice = (
  code: GroundCode,
  route: string,
  { penceBefore, penceAfter, monthsBefore, monthsAfter, isWorks }: Change,
): boolean =>
  isWatched(route) &&
  (code === 'restructuring' ||
    exceeds(penceBefore, penceAfter, isWorks ? 15 : 10) ||
    exceeds(monthsBefore, monthsAfter, 10))
